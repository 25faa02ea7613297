"""Worlds of one luck are alike until the first week in which their policies can differ.

That part is run once: the model is kept as it was just before that week, and the next policy
goes on from there. Before a mission begins its levers cost nothing and do nothing
(`tests/test_begun.py` holds every lever to this, to the bit); two policies may also be alike for
longer, until a phase begins in one of them.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from sim.case.build import phase_weeks  # the weeks in which phases begin or end
from sim.case.scenario import Scenario
from sim.fields.conversions import SUNDAY
from sim.model import PeaceModel
from sim.policy.table import LeverTable

MOST_BYTES: Final = 100_000_000  # of worlds of some two megabytes each
MOST_SEEN: Final = 10_000  # worlds that have come by
LEAST: Final = 13  # weeks that are worth keeping


class Begun:
    """Models just before the mission's first week; those used longest ago are dropped.

    `at_once`: keep a world when it first comes by; else only what comes by again, as in a sweep
    most worlds differ in more than policy.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, *, at_once: bool = True) -> None:
        self._most = most_bytes
        self._at_once = at_once
        self._seen: OrderedDict[Any, None] = OrderedDict()
        self._kept: OrderedDict[Any, bytes] = OrderedDict()

    def model(self, case: Scenario, seed: int, weeks: int) -> PeaceModel:
        """The model of a world: at the mission's first week where that is known, else new."""
        key = (case.hash_but_policy, seed)
        if key not in self._kept or not worth_keeping(mission_week(case), weeks):
            return PeaceModel(case, seed=seed)
        self._kept.move_to_end(key)
        return unpacked(self._kept[key], case)

    def steps(self, model: PeaceModel, weeks: int) -> Iterator[int]:
        """Step to the end of a run and give each week's number; keep the model on the way."""
        first = mission_week(model.case)
        keeping = worth_keeping(first, weeks)
        for week in range(model.week, weeks):
            if keeping and week == first:
                self._come_by((model.case.hash_but_policy, model.run_seed), model)
            model.step()
            yield week

    def _come_by(self, key: Any, model: PeaceModel) -> None:
        again = key in self._seen
        self._seen[key] = None
        if len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        if key in self._kept or not (again or self._at_once):
            return
        self._kept[key] = packed(model)
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
            self._kept.popitem(last=False)


def worth_keeping(week: int, weeks: int) -> bool:
    """Whether a world that is alike until this week saves anything in a run of so many."""
    return LEAST <= week < weeks


def mission_week(case: Scenario) -> int:
    """The first week in which a policy can matter: the mission's; 0 where that is not known.

    Nobody can say of levers and mechanisms from outside that they sleep until then.
    """
    if case.mission.start is None or case.parts != Scenario.PARTS:
        return 0
    return case.week_of(case.mission.start)


def parting_week(base: Scenario, other: Scenario) -> int:
    """The first week in which two cases of one luck can differ; 0 where more than policy does."""
    if base.hash_but_policy != other.hash_but_policy:
        return 0
    days = sorted({base.start, *base.policy.changes(), *other.policy.changes()})
    apart = [day for day in days if _differ(base, other, max(day, base.start))]
    if not apart:
        return base.weeks  # the same policy in other words
    return max(mission_week(base), base.week_of(apart[0]), 0)


def _differ(base: Scenario, other: Scenario, day: date) -> bool:
    pairs = zip(base.policy.on(day).levers(), other.policy.on(day).levers(), strict=True)
    return any(_values(one) != _values(two) for (_, one), (_, two) in pairs)


def _values(table: LeverTable) -> dict[str, Any]:
    fields = type(table).model_fields
    return {name: getattr(table, name) for name in fields if name not in ("phases", "source")}


def packed(model: PeaceModel) -> bytes:
    """A model as it is now, without what all models of its case share."""
    out = io.BytesIO()
    _Writer(out, model.case).dump(model)
    return out.getvalue()


def unpacked(data: bytes, case: Scenario) -> PeaceModel:
    """The model that was packed, from now on under this case's policy."""
    model: PeaceModel = _Reader(data, case).load()
    world = model.world
    model.case = world.case = case
    world.phase_changes = phase_weeks(case)
    sunday = case.monday + timedelta(weeks=world.week, days=SUNDAY)
    world.policy = case.policy.on(sunday).having(world.adapted)
    return model


def _shared(case: Scenario) -> dict[str, Any]:
    """What all models of a scenario share and none changes."""
    return {"region": case.region, "graph": case.region.graph, "nature": case.nature}


class _Writer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, case: Scenario) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._names = {id(value): name for name, value in _shared(case).items()}
        self._names[id(case)] = "case"

    def persistent_id(self, thing: Any) -> str | None:
        return self._names.get(id(thing))


class _Reader(pickle.Unpickler):
    """Reads only what this process wrote itself; nothing of a visitor's comes here."""

    def __init__(self, data: bytes, case: Scenario) -> None:
        super().__init__(io.BytesIO(data))
        self._things = {**_shared(case), "case": case}

    def persistent_load(self, name: str) -> Any:
        return self._things[name]
