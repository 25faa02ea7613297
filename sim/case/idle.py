"""Values that are set and do nothing, or less than they seem to: told by name and with a remedy.

A value is idle when phases win over it all the time, when what it needs is not there, when no
money comes, when there is no mission, or when the variant of nature takes it to zero. That is
read from the scenario, before anything runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sim.case import times
from sim.fields.conversions import SUNDAY
from sim.fields.faults import dotted, shown
from sim.fields.parameter import effects
from sim.fields.toml_lines import Path
from sim.policy.lever import Lever

Case = Any  # sim.case.scenario.Scenario, which stands above this


@dataclass(frozen=True)
class Note:
    """What becomes of a value. `whole`: the run is what it would be without it."""

    path: str
    text: str
    whole: bool = True

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@dataclass(frozen=True)
class Given:
    """What was set: a dotted path, and whether it was scaled (`sim.times`), its phases with it."""

    path: str
    scaled: bool = False


def given(overrides: Mapping[str, Any], written: Iterable[Path]) -> list[Given]:
    """What overrides set, by the paths that they were written to."""
    rows = zip(overrides.values(), written, strict=True)
    return [Given(dotted(path), times.asked(value)) for value, path in rows]


def notes(case: Case, what: Iterable[Given], weeks: int | None = None) -> tuple[Note, ...]:
    """What becomes of values that were set; `weeks`: length of the run, if not the scenario's.

    What is not policy or nature is never idle.
    """
    values = dict.fromkeys(what)
    if not values:
        return ()
    span = _Span.of(case, case.weeks if weeks is None else weeks)
    return tuple(note for one in values for note in _of(case, one, span))


@dataclass(frozen=True)
class _Span:
    """The Sundays on which the mission's policy is asked for; empty: no mission is there."""

    days: tuple[date, ...]
    why: str = ""

    @staticmethod
    def of(case: Case, weeks: int) -> _Span:
        mission, monday = case.mission, case.monday
        if mission.start is None:
            return _Span((), "there is no mission here; give it mission.start")
        first = max((mission.start - monday).days // 7, 0)
        last = weeks if mission.end is None else (mission.end - monday).days // 7 + 1
        found = range(first, min(last, weeks))
        if not found:
            text = (
                f"begins on {mission.start}, after the run's end" if first >= weeks else "is over"
            )
            text += f" ({weeks} weeks); take a longer run or another mission.start"
            return _Span((), f"the mission {text}")
        sunday = monday + timedelta(days=SUNDAY)
        return _Span(tuple(sunday + timedelta(weeks=week) for week in found))


def _of(case: Case, one: Given, span: _Span) -> Iterator[Note]:
    path = one.path
    root, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    if root == "nature" and field:
        yield from _nature(case, path, name, field, span)
    lever = next((one for one in case.parts.levers if one.name == name), None)
    if root != "policy" or lever is None or field.rpartition(".")[2] == "source":
        return
    if not span.days:
        yield Note(path, f"does nothing: {span.why}")
        return
    if field.startswith("phases."):
        yield from _phase(case, path, name, field, span)
        return
    if one.scaled:
        yield from _scaled(case, lever, path, field, span)
        return
    if not field or field not in lever.table.model_fields or field == "phases":
        return
    won = [day for day in span.days if _phase_of(case, name, field, day) is not None]
    if len(won) == len(span.days):
        yield Note(path, _phases_win(case, name, field))
        return
    if (starved := _starved(case, lever, field, span)) is not None:
        yield Note(path, starved)
        return
    if won:
        days = f"in {len(won)} of the mission's {len(span.days)} weeks, from {won[0]} to {won[-1]}"
        yield Note(path, f"phases win {days}; {_remedies(name, field)}", whole=False)
    yield from _ruled(case, path, name, field)


def _scaled(case: Case, lever: Lever, path: str, field: str, span: _Span) -> Iterator[Note]:
    """Nothing times a number is nothing; and what is scaled may be starved."""
    names = [field] if field else times.sizes(lever)
    if not _any(case, [f"{lever.name}.{name}" for name in names], span):
        yield Note(path, "does nothing: there is none of it to be scaled; set a value")
    elif field and (starved := _starved(case, lever, field, span)) is not None:
        yield Note(path, starved)


def _phase_of(case: Case, lever: str, field: str, day: date) -> int | None:
    """Number of the phase that gives a field its value on a day, None where the table does."""
    phases = getattr(case.policy, lever).phases
    for number in reversed(range(len(phases))):
        phase = phases[number]
        if _day(phase["start"]) <= day <= _day(phase["end"]):
            return number if field in phase else None
    return None


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _phases_win(case: Case, lever: str, field: str) -> str:
    dated = [phase for phase in getattr(case.policy, lever).phases if field in phase]
    first = min(_day(phase["start"]) for phase in dated)
    return f"does nothing: phases of it from {first} on win; {_remedies(lever, field)}"


def _remedies(lever: str, field: str) -> str:
    path = f"policy.{lever}.{field}"
    scale = f"to scale them write --scale {path}=0.5 (in a script sim.times(0.5))"
    return f"{scale}; to replace them write --set policy.{lever}.phases=[] beside it"


def _phase(case: Case, path: str, lever: str, field: str, span: _Span) -> Iterator[Note]:
    """A phase's own value is idle where another phase, or no day of the mission, takes it."""
    number, _, name = field.removeprefix("phases.").partition(".")
    table = getattr(case.policy, lever)
    if not number.isdecimal() or int(number) >= len(table.phases) or name in ("start", "end"):
        return
    if all(_phase_of(case, lever, name, day) != int(number) for day in span.days):
        phase = table.phases[int(number)]
        text = f"no day of the mission lies in this phase ({phase['start']} to {phase['end']})"
        yield Note(path, f"does nothing: {text}, or later phases win; change its start or end")


def _starved(case: Case, lever: Lever, field: str, span: _Span) -> str | None:
    """Why a field of a lever has nothing to act on or with."""
    mine, needed = f"{lever.name}.{field}", lever.rests(field)
    if needed and mine not in needed and not _any(case, needed, span):
        names = " or ".join(f"policy.{name}" for name in needed)
        return f"does nothing as long as there is none of what it acts on; set {names}, too"
    if lever.name == "elections" and not _ballots(case, span):
        return 'does nothing: no election is due; add one to events (kind = "election")'
    if lever.programme and lever.items[0] == lever.name and not _any(case, _MONEY, span):
        return "does nothing unpaid: the budget is zero; set policy.funding.budget, too"
    return None


def _ballots(case: Case, span: _Span) -> bool:
    """Whether an election is due while the mission is there, or soon after."""
    last = span.days[-1] + timedelta(weeks=case.nature.elections.prepared_weeks)
    monday = span.days[0] - timedelta(days=SUNDAY)
    return any(e.kind == "election" and monday <= e.date <= last for e in case.events)


_MONEY: Final = ("funding.budget",)


def _any(case: Case, names: Iterable[str], span: _Span) -> bool:
    """Whether one of these fields is more than nothing in some week of the mission."""
    for name in names:
        lever, _, field = name.partition(".")
        table = getattr(case.policy, lever)
        if any(getattr(table.on(day), field) for day in _changes(table, span)):
            return True
        if any((rule.lever, rule.field) == (lever, field) and rule.to for rule in case.rules):
            return True
    return False


def _changes(table: Any, span: _Span) -> list[date]:
    """Days that show every value a table has in a span."""
    first, last = span.days[0], span.days[-1]
    days = [day + timedelta(days=more) for day in table.changes() for more in (0, SUNDAY)]
    return [first, *[day for day in span.days if _near(day, days) and first <= day <= last]]


def _near(sunday: date, days: list[date]) -> bool:
    return any(0 <= (sunday - day).days < 7 for day in days)


def _nature(case: Case, path: str, table: str, field: str, span: _Span) -> Iterator[Note]:
    """Numbers that are a mission's effect: nothing without it, nor in the no-effect world."""
    kind = case.nature.tables().get(table)
    if kind is None or field not in effects(kind):
        return
    lever = next((one for one in case.parts.levers if one.numbers is kind), None)
    if case.nature.variant == "no-effect":
        text = 'does nothing: nature.variant is "no-effect", which takes it to zero; set it to'
        yield Note(path, f'{text} "main", too')
    elif not span.days:
        yield Note(path, f"does nothing: it is an effect of a mission, and {span.why}")
    elif lever is not None and not _any(case, _amounts(lever), span):
        names = " or ".join(f"policy.{name}" for name in _amounts(lever))
        yield Note(path, f"does nothing as long as the mission does none of it; set {names}, too")


@cache
def _amounts(lever: Lever) -> tuple[str, ...]:
    return tuple(f"{lever.name}.{name}" for name, (none, *_) in lever.amounts.items() if not none)


def _ruled(case: Case, path: str, lever: str, field: str) -> Iterator[Note]:
    """Rules of the scenario that may set the field, too."""
    for number, rule in enumerate(case.rules):
        if (rule.lever, rule.field) == (lever, field):
            side = f"above {rule.above:g}" if rule.above is not None else f"below {rule.below:g}"
            when = f"{rule.when} stands {side} for {rule.months} months"
            text = f"rule {number} sets it to {shown(rule.to)} when {when}, and then wins; to take "
            yield Note(path, f"{text}the scenario's rules away write --set rules=[]", whole=False)
