"""The roles of a room, read from `roles.toml`: what each sees first, which levers each holds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.view.app.fields import all_fields
from sim.view.room.cards import Card


@dataclass(frozen=True)
class Role:
    """`outcomes`: names in the order they are read; `levers`: paths of tables."""

    name: str
    outcomes: tuple[str, ...]
    levers: tuple[str, ...]


@cache
def roles() -> dict[str, Role]:
    """Roles by name."""
    text = (files("sim.view.room") / "roles.toml").read_text(encoding="utf-8")
    return {
        name: Role(name, tuple(row["outcomes"]), tuple(row["levers"]))
        for name, row in tomllib.loads(text).items()
    }


def held(card: Card, role: str) -> tuple[str, ...]:
    """Paths of the fields that a participant may move: open, and the role's own ("": no role)."""
    own = roles()[role].levers if role else None
    return tuple(
        path
        for path in all_fields()
        if card.opens(path) and (own is None or path.rpartition(".")[0] in own)
    )


def offered(card: Card) -> tuple[str, ...]:
    """Roles that hold at least one lever of a card; empty where a card is played without."""
    return tuple(name for name in roles() if held(card, name)) if card.roles else ()
