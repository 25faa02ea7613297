"""What all levers share: a table with phases, and help for who is about to move it.

`policy.<lever>.<field>` is the value that holds throughout; a phase overrides some fields
between its two dates, both inclusive (later phases win where they overlap).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from pydantic import Field, PrivateAttr, model_validator

from sim.parameter import Group


@dataclass(frozen=True)
class LeverHelp:
    """What a planner should know of a lever before moving it; texts for people.

    `evidence` holds (id of the bibliography, how it stands) pairs; `claims` the outcomes it
    should move.
    """

    about: str
    examples: str
    works: str
    fails: str
    who_bears: str
    evidence: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()


class LeverTable(Group):
    """What all levers share: phases, checked as if their values stood in the table itself."""

    HELP: ClassVar[LeverHelp]

    phases: tuple[dict[str, Any], ...] = Field((), description="dated overrides of the fields")
    _dated: tuple[tuple[date, date, Self], ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _check_phases(self) -> Self:
        dated = []
        for number, phase in enumerate(self.phases):
            dated.append(self._check_phase(f"phases.{number}", dict(phase)))
        self._dated = tuple(dated)
        return self

    def _check_phase(self, place: str, phase: dict[str, Any]) -> tuple[date, date, Self]:
        kind = type(self)
        start, end = _date_of(place, "start", phase), _date_of(place, "end", phase)
        if end < start:
            raise ValueError(f"{place}: ends on {end}, before its start {start}")
        phase.pop("source", None)
        known = set(kind.model_fields) - {"phases", "source"}
        unknown = set(phase) - known
        if unknown:
            raise ValueError(
                f"{place}.{sorted(unknown)[0]}: unknown; a phase takes start, end, source and "
                f"{', '.join(sorted(known))}"
            )
        base = {name: getattr(self, name) for name in known}
        try:
            return start, end, kind.model_validate({**base, **phase})
        except ValueError as error:
            raise ValueError(f"{place}.{_first_fault(error)}") from error

    def on(self, day: date) -> Self:
        """The values that hold on a day."""
        for start, end, table in reversed(self._dated):
            if start <= day <= end:
                return table
        return self

    def changes(self) -> set[date]:
        """First days on which other values may hold."""
        edges: set[date] = set()
        for start, end, _ in self._dated:
            edges |= {start, date.fromordinal(end.toordinal() + 1)}
        return edges


def _date_of(place: str, key: str, phase: dict[str, Any]) -> date:
    value = phase.pop(key, None)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if type(value) is date:
        return value
    raise ValueError(f"{place}.{key}: is {value!r}; must be a date such as 2001-05-15")


def _first_fault(error: ValueError) -> str:
    faults: list[Any] = getattr(error, "errors", list)()
    if not faults:
        return str(error)
    where = ".".join(str(part) for part in faults[0]["loc"])
    return f"{where}: is {faults[0]['input']!r}; {faults[0]['msg'].lower()}"
