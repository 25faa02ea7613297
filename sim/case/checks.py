"""Rules a single field cannot know: names that must exist, dates that must be in order.

One function a rule. They read the raw tables of a file, not the checked objects, so that they
can speak up beside faults of single fields; what has the wrong type is left to those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import BaseModel

from sim.case.checks_before import check_before
from sim.case.checks_policy import check_faction_names_elsewhere, check_rules
from sim.case.draft import FIRST_DAY, LAST_DAY, Draft, day_of, texts_of
from sim.case.phases import check_phases
from sim.fields.faults import Fault, did_you_mean, field_of, rule_of, shown, table_kind
from sim.fields.toml_lines import Path
from sim.state.parties import GOVERNMENT

ADMIN1: Final = "region:"  # forces a name to mean a first-level region
NAMED_ROWS: Final = (("factions",), ("mission", "contributors"))


def check_all(draft: Draft) -> list[Fault]:
    """The faults that all rules find."""
    return [fault for rule in RULES for fault in rule(draft)]


def check_dates_are_dates(draft: Draft) -> Iterator[Fault]:
    """Pydantic would take 5 for a day of 1970; and the calendar needs room on both sides."""
    for path, value, info in _dated_fields(draft.raw, draft.model, ()):
        values = value if isinstance(value, (list, tuple)) else [value]
        for item in values:
            day = day_of(item)
            if day is None and isinstance(item, (int, float, datetime)):
                yield Fault(path, f"is {shown(item)}; {rule_of(info)}, without a time of day")
            elif day is not None and not FIRST_DAY <= day <= LAST_DAY:
                yield Fault(path, f"is {day}; must lie between {FIRST_DAY} and {LAST_DAY}")


def _dated_fields(
    raw: dict[str, Any], model: type[BaseModel], path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    for key, value in raw.items():
        info = field_of(model, key)
        inner = table_kind(info)
        if info is None:
            continue
        if inner is None:
            if "date" in str(info.annotation):
                yield (*path, key), value, info
        elif isinstance(value, dict):
            yield from _dated_fields(value, inner, (*path, key))
        elif isinstance(value, (list, tuple)):
            for number, row in enumerate(value):
                if isinstance(row, dict):
                    yield from _dated_fields(row, inner, (*path, key, number))


def check_run_ends_in_time(draft: Draft) -> Iterator[Fault]:
    """The last week lies within the calendar."""
    start, weeks = day_of(draft.raw.get("start")), draft.raw.get("weeks")
    if start is None or type(weeks) is not int or not 0 < weeks <= 2600:
        return
    if FIRST_DAY <= start <= LAST_DAY < start + timedelta(weeks=weeks):
        yield Fault(("weeks",), f"is {weeks}; the run would end after {LAST_DAY}; shorten it")


def check_war_window(draft: Draft) -> Iterator[Fault]:
    """The window is in order and begins with the run or later."""
    window = draft.raw.get("war_window")
    days = [day_of(item) for item in window] if isinstance(window, (list, tuple)) else []
    first, last = days if len(days) == 2 else (None, None)
    if first is None or last is None:
        return
    start = day_of(draft.raw.get("start"))
    if last < first:
        yield Fault(("war_window",), f"ends on {last}, before it begins on {first}; swap them")
    elif start is not None and first < start:
        yield Fault(("war_window",), f"begins on {first}, before the run does; start is {start}")


def check_mission_dates(draft: Draft) -> Iterator[Fault]:
    """A mandate ends after it begins, and does begin."""
    mission = draft.table("mission")
    start, end = day_of(mission.get("start")), day_of(mission.get("end"))
    if end is None:
        return
    if mission.get("start") is None:
        yield Fault(("mission", "end"), f"is {end}, but there is no start; give mission.start")
    elif start is not None and end < start:
        yield Fault(("mission", "end"), f"is {end}; must not be before mission.start, {start}")


def check_stays(draft: Draft) -> Iterator[Fault]:
    """A faction leaves after it enters."""
    for number, row in enumerate(draft.rows("factions")):
        enters, leaves = day_of(row.get("enters")), day_of(row.get("leaves"))
        if enters and leaves and leaves <= enters:
            text = f"is {leaves}; must be after the day it enters, {enters}"
            yield Fault(("factions", number, "leaves"), text)


def check_event_dates(draft: Draft) -> Iterator[Fault]:
    """Nothing is dated before the run: it would silently never happen."""
    start = day_of(draft.raw.get("start"))
    for number, row in enumerate(draft.rows("events")):
        day = day_of(row.get("date"))
        if day and start and day < start - timedelta(days=start.weekday()):
            text = f"is {day}; must not be before the run starts, {start}; take the event out"
            yield Fault(("events", number, "date"), text)


def check_names(draft: Draft) -> Iterator[Fault]:
    """Names are one line of visible text, and no two of a list are alike."""
    for path in NAMED_ROWS:
        rows = draft.rows(*path)
        names = [row.get("name") for row in rows]
        counts = Counter(name for name in names if isinstance(name, str))
        for number, name in enumerate(names):
            if isinstance(name, str) and counts[name] > 1 and names.index(name) < number:
                text = f"is {shown(name)}; another of {'.'.join(path)} has this name; rename one"
                yield Fault((*path, number, "name"), text)


def check_printable(draft: Draft) -> Iterator[Fault]:
    """No control characters where a text is shown on one line."""
    lines: list[tuple[Path, Any]] = [(("title",), draft.raw.get("title"))]
    lines.append((("mission", "name"), draft.table("mission").get("name")))
    for path in NAMED_ROWS:
        lines += [((*path, i, "name"), row.get("name")) for i, row in enumerate(draft.rows(*path))]
    lines += [
        (("factions", i, "side"), row.get("side")) for i, row in enumerate(draft.rows("factions"))
    ]
    lines += [
        (("events", i, "title"), row.get("title")) for i, row in enumerate(draft.rows("events"))
    ]
    for where, text in lines:
        if isinstance(text, str) and text and (not text.isprintable() or not text.strip()):
            yield Fault(where, f"is {shown(text)}; must be one line of visible characters")


def check_faction_names_in_events(draft: Draft) -> Iterator[Fault]:
    """Events name factions of this scenario, and those that need one have one."""
    known = [row["name"] for row in draft.rows("factions") if isinstance(row.get("name"), str)]
    for number, row in enumerate(draft.rows("events")):
        named: list[tuple[Path, str]] = [
            (("parties", i), name) for i, name in texts_of(row.get("parties"))
        ]
        if isinstance(row.get("faction"), str) and row["faction"]:
            named.append((("faction",), row["faction"]))
        for path, name in named:
            if name not in known:
                text = f"is {shown(name)}; no faction of this scenario has that name"
                yield Fault(("events", number, *path), text + did_you_mean(name, known))
        if row.get("kind") in ("outside_force", "outside_money", "sanctuary") and not row.get(
            "faction"
        ):
            text = f"missing; an event of kind {row['kind']} says whose" + did_you_mean("", known)
            yield Fault(("events", number, "faction"), text)
        if row.get("kind") == "offer" and not row.get("parties"):
            text = "missing; an offer names the factions it is made to" + did_you_mean("", known)
            yield Fault(("events", number, "parties"), text)


def check_event_amounts(draft: Draft) -> Iterator[Fault]:
    """What `amount` may be depends on the kind of event."""
    spans = {
        "coup": (0.0, 1.0),
        "disaster": (0.0, 1.0),
        "outside_money": (0.0, 3.0),
        "sanctuary": (0.0, 1.0),
    }
    for number, row in enumerate(draft.rows("events")):
        amount = row.get("amount", 0.0)
        span = spans.get(row["kind"]) if isinstance(row.get("kind"), str) else None
        if span is None or type(amount) not in (int, float) or span[0] <= amount <= span[1]:
            continue
        text = f"is {shown(amount)}; must be from {span[0]:g} to {span[1]:g}"
        yield Fault(("events", number, "amount"), f"{text} in an event of kind {row['kind']}")


def check_sides(draft: Draft) -> Iterator[Fault]:
    """One state at most, on the government's side or one of its own."""
    states = [
        i
        for i, row in enumerate(draft.rows("factions"))
        if row.get("kind") == "state"
        and row.get("side", "") in ("", GOVERNMENT)
        and row.get("foreign") is not True
    ]
    for number in states[1:]:
        text = 'is "state"; another faction already is; give a foreign army foreign = true, '
        yield Fault(("factions", number, "kind"), text + 'or a militia kind = "militia"')


def check_places(draft: Draft) -> Iterator[Fault]:
    """Places and regions that are named exist."""
    if draft.region is None:
        return
    nodes = draft.region.graph.nodes
    places = {str(nodes[p]["name"]) for p in nodes}
    regions = {str(nodes[p]["admin1"]) for p in nodes}
    for path, name in _named_places(draft):
        forced = name.startswith(ADMIN1)
        bare = name.removeprefix(ADMIN1)
        if bare in regions or (not forced and bare in places):
            continue
        known = regions if forced else places | regions
        text = f"is {shown(name)}; no {'region' if forced else 'place or region'} has that name"
        yield Fault(path, text + did_you_mean(bare, known))


def _named_places(draft: Draft) -> Iterator[tuple[Path, str]]:
    for number, row in enumerate(draft.rows("factions")):
        presence = row.get("presence")
        for name in presence if isinstance(presence, dict) else ():
            yield ("factions", number, "presence", str(name)), str(name)
    for number, row in enumerate(draft.rows("events")):
        for i, name in texts_of(row.get("places")):
            yield ("events", number, "places", i), name


def check_presence(draft: Draft) -> Iterator[Fault]:
    """Weights of presence are numbers, none negative, not all zero."""
    for number, row in enumerate(draft.rows("factions")):
        presence = row.get("presence")
        if not isinstance(presence, dict) or not presence:
            continue
        path: Path = ("factions", number, "presence")
        for name, weight in presence.items():
            if type(weight) not in (int, float) or not 0.0 <= weight <= 1e6:
                text = f"is {shown(weight)}; must be a number from 0 to 1e6 (weight)"
                yield Fault((*path, name), text)
        if all(weight == 0 for weight in presence.values()):
            yield Fault(path, "has only zero weights; raise one, or leave the table out")


def check_communities(draft: Draft) -> Iterator[Fault]:
    """A faction claims a community that lives in the country."""
    if draft.region is None:
        return
    known = draft.region.community_names
    for number, row in enumerate(draft.rows("factions")):
        name = row.get("community")
        if isinstance(name, str) and name and name not in known:
            text = f"is {shown(name)}; no community of {draft.region.name} has that name"
            yield Fault(("factions", number, "community"), text + did_you_mean(name, known))


def check_contributors(draft: Draft) -> Iterator[Fault]:
    """Somebody sends the units."""
    path: Path = ("mission", "contributors")
    listed = draft.table("mission").get("contributors")
    if not isinstance(listed, (list, tuple)):
        return
    if not listed:
        yield Fault(path, "is empty; name who sends units, or leave the list out")
    elif all(row.get("share", 1.0) == 0 for row in draft.rows("mission", "contributors")):
        yield Fault(path, "have only zero shares; raise the share of one")


RULES: Final[tuple[Callable[[Draft], Iterator[Fault]], ...]] = (
    check_dates_are_dates,
    check_run_ends_in_time,
    check_war_window,
    check_mission_dates,
    check_stays,
    check_event_dates,
    check_names,
    check_printable,
    check_faction_names_in_events,
    check_faction_names_elsewhere,
    check_rules,
    check_event_amounts,
    check_sides,
    check_places,
    check_presence,
    check_before,
    check_communities,
    check_contributors,
    check_phases,
)
