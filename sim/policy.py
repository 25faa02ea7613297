"""Policy: what a mission's planners set. One table a lever; every lever may have phases.

`policy.<lever>.<field>` is the value that holds throughout; a phase overrides some fields
between its two dates, both inclusive (later phases win where they overlap).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, PrivateAttr, model_validator

from sim.parameter import Group, parameter


class LeverTable(Group):
    """What all levers share: phases, checked as if their values stood in the table itself."""

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


class Force(LeverTable):
    """Authorised strength and mandate."""

    troops: int = parameter(
        0,
        unit="persons",
        low=0,
        high=100_000,
        meaning="authorised military strength, reserve included",
        source="assumption",
    )
    police: int = parameter(
        0, unit="persons", low=0, high=20_000, meaning="authorised UN police", source="assumption"
    )
    observers: int = parameter(
        0,
        unit="persons",
        low=0,
        high=5_000,
        meaning="authorised unarmed military observers",
        source="assumption",
    )
    mandate: Literal["observer", "traditional", "robust"] = parameter(
        "robust",
        unit="choice",
        meaning="what troops may do when civilians are attacked: watch, interpose with consent, "
        "or use force",
        source="assumption",
    )
    training: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="how well units are trained for the protection of civilians",
        source="assumption",
    )
    reserve: float = parameter(
        0.1,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        meaning="share of the infantry held back as a quick-reaction reserve",
        source="assumption",
    )


class Patrols(LeverTable):
    """Protection patrols by the infantry present."""

    share: float = parameter(
        0.3,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        meaning="share of the infantry present that patrols outside its base",
        source="assumption",
    )
    concentration: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="0 spreads bases over the country by people, 1 puts them where most is expected",
        source="assumption",
    )
    risk_led: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="how far patrols leave fixed rounds for places with warnings",
        source="assumption",
    )


class EarlyWarning(LeverTable):
    """Analysts, community liaison and drones that estimate each place's risk."""

    analysts: int = parameter(
        0,
        unit="persons",
        low=0,
        high=500,
        meaning="analysts in the joint mission analysis cell and field offices",
        source="assumption",
    )
    liaison: int = parameter(
        0,
        unit="persons",
        low=0,
        high=2_000,
        meaning="community liaison assistants who hear tip-offs",
        source="assumption",
    )
    drones: int = parameter(
        0,
        unit="systems",
        low=0,
        high=50,
        meaning="unmanned surveillance systems",
        source="assumption",
    )
    threshold: float = parameter(
        0.35,
        unit="0 to 1",
        low=0.01,
        high=0.99,
        meaning="estimated risk at which an alert is raised",
        source="assumption",
    )
    lead: int = parameter(
        2, unit="weeks", low=1, high=8, meaning="how far ahead an alert looks", source="assumption"
    )


class Funding(LeverTable):
    """Money: assessed contributions, their lateness, cuts."""

    budget: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=5.0e9,
        meaning="approved yearly budget of the mission",
        source="assumption",
    )
    cover: float = parameter(
        0.92,
        unit="share",
        low=0.0,
        high=1.0,
        meaning="share of the assessed money that arrives within its year",
        source="evidence:E8",
    )
    cut: float = parameter(
        0.0,
        unit="share of the budget",
        low=0.0,
        high=1.0,
        meaning="share of the budget withdrawn",
        source="assumption",
    )
    priority: Literal["together", "force", "programmes"] = parameter(
        "together",
        unit="choice",
        meaning="what is paid first when cash is short: all scaled down together, the force, "
        "or programmes",
        source="assumption",
    )


class Policy(Group):
    """All levers of a mission."""

    force: Force = Field(default_factory=Force)
    patrols: Patrols = Field(default_factory=Patrols)
    early_warning: EarlyWarning = Field(default_factory=EarlyWarning)
    funding: Funding = Field(default_factory=Funding)

    def on(self, day: date) -> Policy:
        """The policy with each lever's phase of that day in force."""
        return self.model_copy(update={name: table.on(day) for name, table in self.levers()})

    def changes(self) -> set[date]:
        """Days on which some lever's values may change."""
        return set().union(*[table.changes() for _, table in self.levers()])

    def levers(self) -> list[tuple[str, LeverTable]]:
        """Name and table of each lever."""
        return [
            (name, getattr(self, name))
            for name, info in type(self).model_fields.items()
            if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
        ]


__all__ = ["EarlyWarning", "Force", "Funding", "LeverTable", "Patrols", "Policy"]
