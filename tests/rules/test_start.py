"""Known answers: factions, local governments and civilians before the first week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world
from sim.fields.parameter import packed
from sim.luck import streams
from sim.nature.start import Start
from sim.state.civilians import settle
from sim.state.factions import FACTION_DTYPE, bands_of
from sim.state.places import governments_of

SEED = 12345
NUMBERS = packed(Start())._replace(
    band_persons=120.0,
    bands_least=6.0,
    bands_most=60.0,
    capacity=0.1,
    legitimacy=0.2,
    corruption=0.3,
    rule_of_law=0.4,
    police=0.5,
    cooperation=0.6,
    government_spread=0.25,
    services=0.7,
    grievance_least=0.1,
    grievance_spread=0.4,
    grievance_ends=1.5,
    trust_state=0.3,
    trust_legitimacy=0.6,
    trust_mission=0.5,
    trust_spread=0.1,
    livelihood_least=0.2,
    livelihood_spread=0.7,
)


def test_local_governments_differ_by_luck_above_what_the_least_has() -> None:
    """0.1 + 0.25 x luck of capacity, and so on; each column has luck of its own."""
    table = governments_of(3, NUMBERS, SEED)
    for column, (name, least) in enumerate(
        (
            ("capacity", 0.1),
            ("legitimacy", 0.2),
            ("corruption", 0.3),
            ("rule_of_law", 0.4),
            ("police", 0.5),
            ("cooperation", 0.6),
        )
    ):
        luck = [streams.u(SEED, streams.GOVERNMENT, 0, p, column) for p in range(3)]
        assert table[name] == pytest.approx([least + 0.25 * one for one in luck], rel=1e-6), name
    assert table["services"] == pytest.approx([0.7] * 3)


def test_no_local_government_is_better_than_the_best() -> None:
    table = governments_of(3, NUMBERS._replace(cooperation=1.0), SEED)
    assert table["cooperation"].tolist() == [1.0] * 3


def settled(**numbers: float) -> Any:
    """Four civilians of one place whose local government has a legitimacy of 0.5."""
    return settle(
        SEED,
        4,
        np.array([1000.0]),
        np.array([[1.0]]),
        np.array([0.5], np.float32),
        NUMBERS._replace(**numbers),
    )


def luck(key: int) -> Any:
    """Of a character, for each of four civilians."""
    return np.array([streams.u(SEED, streams.CIVILIAN_CHARACTER, 0, i, key) for i in range(4)])


def test_civilians_differ_by_luck_and_by_how_legitimate_their_government_is() -> None:
    """Grievance: 0.1 + 0.4 x luck x (1.5 - 0.5). Trust: 0.3 + 0.6 x 0.5 = 0.6 and 0.5, by 0.1.

    Livelihood: 0.2 + 0.7 x luck. Each has luck of its own.
    """
    people = settled()
    assert people["grievance"] == pytest.approx(0.1 + 0.4 * luck(0), rel=1e-6)
    assert people["grievance_base"].tolist() == people["grievance"].tolist()
    assert people["trust_state"] == pytest.approx(0.6 + 0.1 * (luck(1) - 0.5), rel=1e-6)
    assert people["trust_mission"] == pytest.approx(0.5 + 0.1 * (luck(2) - 0.5), rel=1e-6)
    assert people["livelihood"] == pytest.approx(0.2 + 0.7 * luck(3), rel=1e-6)


def test_a_lawless_place_is_more_aggrieved() -> None:
    """0.1 + 0.4 x luck x (2.0 - 0.5)."""
    assert settled(grievance_ends=2.0)["grievance"] == pytest.approx(0.1 + 0.6 * luck(0), rel=1e-6)


def test_what_civilians_feel_stays_between_nothing_and_all() -> None:
    most = settled(grievance_least=1.0, trust_state=1.0, trust_mission=1.0, livelihood_least=1.0)
    for name in ("grievance", "grievance_base", "livelihood"):
        assert most[name].tolist() == [1.0] * 4, name
    for full in (settled(trust_state=1.0), settled(trust_mission=1.0, trust_spread=1.0)):
        assert full["trust_state"].max() <= 1.0 and full["trust_mission"].max() <= 1.0
    none = settled(trust_state=0.0, trust_legitimacy=0.0, trust_mission=0.0, trust_spread=1.0)
    assert none["trust_state"] == pytest.approx(np.maximum(luck(1) - 0.5, 0.0), rel=1e-6)
    assert none["trust_mission"] == pytest.approx(np.maximum(luck(2) - 0.5, 0.0), rel=1e-6)


@pytest.mark.parametrize(
    ("fighters", "numbers", "bands"),
    [
        (1200.0, {}, 10),
        (1260.0, {}, 10),  # 10.5: to the even neighbour
        (100.0, {}, 6),
        (12_000.0, {}, 60),
        (1200.0, {"band_persons": 50.0}, 24),
        (100.0, {"bands_least": 2.0}, 2),
        (12_000.0, {"bands_most": 80.0}, 80),
    ],
)
def test_a_faction_has_a_commander_to_so_many_fighters(
    fighters: float, numbers: dict[str, float], bands: int
) -> None:
    faction = np.zeros(1, FACTION_DTYPE)
    faction["initial"] = fighters
    made = bands_of(2, faction[0], np.array([0.5, 0.5]), NUMBERS._replace(**numbers), SEED)
    assert len(made) == bands
    assert made["persons"] == pytest.approx([fighters / bands] * bands)


def test_a_world_begins_with_the_numbers_of_its_scenario() -> None:
    """Bands of 3,000 fighters and more are 5 or fewer; governments and people are as told."""
    numbers = {
        "supply": 0.25,
        "bands_least": 2,
        "bands_most": 5,
        "services": 0.35,
        "government_spread": 0.0,
        "capacity": 0.45,
        "trust_mission": 0.15,
        "trust_spread": 0.0,
    }
    world = a_world({f"nature.start.{name}": value for name, value in numbers.items()})
    present = world.factions["fighters"] > 0.0
    assert world.factions["supply"][present] == pytest.approx(0.25)
    each = np.bincount(world.bands["faction"])
    assert each.max() == 5 and each.min() >= 2
    assert world.governments["services"] == pytest.approx(0.35)
    assert world.governments["capacity"] == pytest.approx(0.45)
    assert world.civilians["trust_mission"] == pytest.approx(0.15)


@pytest.mark.parametrize("administration", [50.0, 400.0])
def test_the_states_administration_holds_where_few_fighters_stand(administration: float) -> None:
    """Its share: the army and so many fighters more, of all who stand there and as many more."""
    world = a_world({"nature.start.administration": administration})
    everybody = world.strength.sum(axis=0) + administration
    assert world.control[0] == pytest.approx((world.strength[0] + administration) / everybody)
    assert world.control[1] == pytest.approx(world.strength[1] / everybody)
    assert (world.strength.sum(axis=0) > 0.0).any()
