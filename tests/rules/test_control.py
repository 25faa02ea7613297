"""Known answers: how control of a place follows the forces in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import with_tables
from sim.mechanisms import control
from sim.state.factions import FACTION_DTYPE
from sim.state.places import DTYPE as PLACE_DTYPE


def shifted(shares: list[float], strength: list[float], rate: float = 0.2) -> Any:
    """Control after a week, and the place; factions 0 and 2 are of the government's side."""
    made = np.zeros((3, 2), np.float32)
    forces = np.zeros((3, 2))
    made[:, 0], made[:, 1], forces[:, 1] = (0.0, 0.0, 1.0), shares, strength
    factions, places = np.zeros(3, FACTION_DTYPE), np.zeros(2, PLACE_DTYPE)
    factions["side"] = 0, 1, 0
    for name in ("controller", "contested", "state_control"):
        places[name] = 9
    world = with_tables(places=places, factions=factions, control=made, strength=forces)
    world.faction_count = 3
    set_numbers(world, "control", shift=rate)
    control.shift(world)
    assert places[0][["controller", "contested", "state_control"]].tolist() == (2, 0.0, 1.0)
    return made[:, 1], places[1]


def test_control_drifts_towards_the_share_of_the_forces() -> None:
    """Of 40, 10 are 0.25 and 30 are 0.75. A fifth of the way: 0.5 - 0.05, 0.3 + 0.09, 0.2 - 0.04.

    The government's side holds 0.45 + 0.16 = 0.61; two people agree on the side in
    0.61 x 0.61 + 0.39 x 0.39 = 0.5242 of cases.
    """
    shares, place = shifted([0.5, 0.3, 0.2], [10.0, 30.0, 0.0])
    assert shares == pytest.approx([0.45, 0.39, 0.16])
    assert place["controller"] == 0
    assert place["state_control"] == pytest.approx(0.61)
    assert place["contested"] == pytest.approx(0.4758)


def test_who_holds_most_after_the_week_is_in_control() -> None:
    """0.42 - 0.2 x 0.42 = 0.336 and 0.41 + 0.2 x 0.59 = 0.528."""
    shares, place = shifted([0.42, 0.41, 0.17], [0.0, 30.0, 0.0])
    assert shares == pytest.approx([0.336, 0.528, 0.136])
    assert place["controller"] == 1
    _, place = shifted([0.1, 0.2, 0.7], [0.0, 30.0, 0.0])  # 0.08, 0.36, 0.56
    assert place["controller"] == 2


def test_of_two_who_hold_as_much_the_first_is_in_control() -> None:
    assert shifted([0.2, 0.4, 0.4], [0.0, 0.0, 0.0])[1]["controller"] == 1


@pytest.mark.parametrize("forces", [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.25, 0.5, 0.25]])
def test_where_hardly_anybody_stands_control_does_not_fade(forces: list[float]) -> None:
    """One fighter is not enough. 0.6 x 0.6 + 0.4 x 0.4 = 0.52."""
    shares, place = shifted([0.5, 0.4, 0.1], forces)
    assert shares == pytest.approx([0.5, 0.4, 0.1])
    assert place["state_control"] == pytest.approx(0.6)
    assert place["contested"] == pytest.approx(0.48)


def test_a_place_all_of_one_side_is_not_contested() -> None:
    """Also where shares sum to more than one by rounding."""
    for shares in ([0.75, 0.0, 0.25], [1.0, 0.0, 0.5]):
        _, place = shifted(shares, [0.0, 0.0, 0.0])
        assert place["contested"] == 0.0
        assert place["state_control"] == 1.0
    _, place = shifted([0.0, 1.0, 0.0], [0.0, 0.0, 0.0])
    assert place["contested"] == 0.0
    assert place["state_control"] == 0.0


def test_a_world_takes_the_drift_from_its_numbers() -> None:
    """A tenth of the way from 0.5 to 0, and from 0.5 to 1."""
    world = a_world()
    set_numbers(world, "control", shift=0.1)
    world.control[:] = 0.0
    world.control[:2, 4] = 0.5
    world.strength[:] = 0.0
    world.strength[1, 4] = 200.0
    control.shift(world)
    assert world.control[:2, 4] == pytest.approx([0.45, 0.55])
    assert world.places["controller"][4] == 1
    assert world.places["state_control"][4] == pytest.approx(0.45)
    assert world.places["contested"][4] == pytest.approx(0.495)  # 1 - 0.2025 - 0.3025
