"""Nature: how this world works. One table a mechanism or lever; every number has a source.

Values tagged `calibrated` were fitted by experiments/calibration (script, seed and result are
kept there); `assumption` marks a choice nobody has measured, to be varied in a sweep.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, create_model

from sim.fields.parameter import Group, choice, number
from sim.nature.posterior import DRAWS


class Nature(Group):
    """How this world works: the size of samples, the variant, and a table a room."""

    civilians: int = number(
        5000,
        "agents",
        100,
        1_000_000,
        "assumption",
        "sampled adults; each stands for its share of the people",
    )
    combatants: int = number(
        3000, "agents", 50, 200_000, "assumption", "sampled fighters at the start"
    )
    posterior: int = number(
        0,
        "draw",
        0,
        DRAWS,
        "calibrated",
        "which draw of the posterior moves the calibrated numbers; 0: the fitted point",
    )
    variant: Literal["main", "no-effect"] = choice(
        "main",
        "evidence:A17",
        "no-effect: deterrence, denial, guarantee and programmes do nothing",
    )

    if TYPE_CHECKING:  # which tables there are is decided where rooms are listed

        def __getattr__(self, name: str) -> Any:
            """A table of numbers by its name."""

    def groups(self) -> list[tuple[str, Group]]:
        """Name and numbers of every table."""
        return [(name, getattr(self, name)) for name in self.tables()]

    @classmethod
    def tables(cls) -> dict[str, type[Group]]:
        """Class of each table by name."""
        return {
            name: info.annotation
            for name, info in cls.model_fields.items()
            if isinstance(info.annotation, type) and issubclass(info.annotation, Group)
        }


def nature_of(groups: Sequence[type[Group]], module: str) -> type[Nature]:
    """The class of natures that hold these tables; `module`: where it can be found by name."""
    fields: Any = {kind.TABLE: (kind, Field(default_factory=kind)) for kind in groups}
    return create_model("Nature", __base__=Nature, __module__=module, **fields)
