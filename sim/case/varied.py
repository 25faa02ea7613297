"""What a scenario remembers beside its file: values that were set, and somebody's own theory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import PrivateAttr

from sim.case import idle
from sim.case import theory as theories
from sim.country.region import Region
from sim.fields.parameter import Group


class Varied(Group):
    """A scenario as it is changed by hand: told of idle values, decided by one's own classes."""

    _given: tuple[idle.Given, ...] = PrivateAttr(())
    _theory: theories.Theory = PrivateAttr(theories.Theory())
    _region: Region = PrivateAttr()

    if TYPE_CHECKING:
        factions: tuple[Any, ...]

    @property
    def theory(self) -> theories.Theory:
        """Whose classes decide, where they are not the package's own."""
        return self._theory

    def under(self, theory: Mapping[str, Any]) -> Self:
        """The same scenario decided by one's own classes, in every command and every worker.

        `theory`: who -> class or reference ("my_theory:Careful", "my_theory.py:Careful"); who is
        "faction" (all, or a mapping from names), "faction:NAME", "headquarters", "government" or
        "civilian"; what is not named stays as it is. Raises ScenarioError for what is not one.
        """
        names = [spec.name for spec in self.factions]
        mine = theories.theory(theory, names)
        copy = self.model_copy()
        copy._theory = theories.Theory(tuple((dict(self._theory.rows) | dict(mine.rows)).items()))
        for name in ("hash", "hash_but_policy"):
            copy.__dict__.pop(name, None)
        return copy

    def in_region(self, region: Region) -> Self:
        """The same scenario in a region that was changed by hand."""
        copy = self.model_copy()
        copy._region = region
        copy.__dict__.pop("hash", None)
        copy.__dict__.pop("hash_but_policy", None)
        return copy

    def told(self, weeks: int | None = None) -> tuple[idle.Note, ...]:
        """What becomes of values that were set in it and do nothing, or less than they seem to.

        `weeks`: length of the run, if not the scenario's own.
        """
        return idle.notes(self, self._given, weeks)
