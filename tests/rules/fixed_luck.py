"""Luck that a test sets: for rules in plain Python that draw by `streams.u`."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sim.luck import streams
from sim.state.world import World

NEVER = 1.0  # above every chance


def fix_luck(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    draws: Mapping[tuple[int, int, int], float] | None = None,
    otherwise: float = NEVER,
) -> None:
    """Draws by (stream, a, b); every other is `otherwise`. Seed and week must be the world's."""
    known = dict(draws or {})

    def u(seed: int, stream: int, week: int, a: int, b: int) -> float:
        assert (seed, week) == (world.seed, world.week)
        return known.get((stream, int(a), int(b)), otherwise)

    monkeypatch.setattr(streams, "u", u)


def key_of(world: World, f: int) -> int:
    """A faction's key, by which its luck is drawn."""
    return int(world.factions["key"][f])
