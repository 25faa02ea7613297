"""Rules about what the time before the start has left: places that exist, each named once."""

from __future__ import annotations

from collections.abc import Iterator

from sim.case.draft import Draft
from sim.fields.faults import Fault, did_you_mean, shown


def check_before(draft: Draft) -> Iterator[Fault]:
    """Places of `before` are places of the region, and none has two rows."""
    told: set[str] = set()
    for number, row in enumerate(draft.rows("before")):
        name = row.get("place")
        if not isinstance(name, str):
            continue
        if draft.region is not None and name not in draft.region.names:
            text = f"is {shown(name)}; no place has that name"
            hint = did_you_mean(name, draft.region.names)
            yield Fault(("before", number, "place"), text + hint)
        elif name in told:
            text = f"is {shown(name)}; this place has a row already; keep one"
            yield Fault(("before", number, "place"), text)
        told.add(name)
