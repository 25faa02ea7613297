"""What explanations need of a run; `sim.runs.run.Run` is one."""

from __future__ import annotations

from typing import Any, Protocol

from sim.case.scenario import Scenario
from sim.runs.tables import Kept


class Told(Protocol):
    """A run as explanations read it: its tables as pandas frames, its outcomes by name."""

    @property
    def scenario(self) -> Scenario:
        """The scenario it ran."""

    @property
    def kept(self) -> Kept:
        """What was kept of it, as arrays."""

    @property
    def seed(self) -> int:
        """The luck it had."""

    @property
    def weeks(self) -> int:
        """How long it is."""

    @property
    def outcomes(self) -> dict[str, float]:
        """Every outcome by name."""

    @property
    def series(self) -> Any:
        """A row a week."""

    @property
    def places(self) -> Any:
        """A row a place and week."""

    @property
    def events(self) -> Any:
        """A row an event."""

    @property
    def ledger(self) -> Any:
        """Dollars, a row a week."""
