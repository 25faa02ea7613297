"""Sums of fighters and of civilians, on tables of a few rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.few import with_tables
from sim.state import tally
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED
from sim.state.civilians import DTYPE as CIVILIAN_DTYPE
from sim.state.factions import (
    ACTIVE,
    BAND_DTYPE,
    CANTONED,
    COMBATANT_DTYPE,
    DEMOBILISED,
    FACTION_DTYPE,
    REMOBILISED,
)
from sim.state.places import DTYPE as PLACE_DTYPE


def _fighters() -> tuple[Any, Any, Any]:
    """Bands 0 and 2 of faction 0 in places 0 and 1, band 1 of faction 1 in place 1."""
    rows = np.zeros(6, COMBATANT_DTYPE)
    rows["band"] = [0, 0, 1, 2, 2, 0]
    rows["weight"] = [10.0, 5.0, 7.0, 2.0, 100.0, 200.0]
    rows["status"] = [
        ACTIVE,
        REMOBILISED,
        ACTIVE,
        ACTIVE,
        CANTONED,
        DEMOBILISED,
    ]
    bands = np.zeros(3, BAND_DTYPE)
    bands["faction"], bands["place"], bands["persons"] = [0, 1, 0], [0, 1, 1], 999.0
    factions = np.zeros(2, FACTION_DTYPE)
    factions["quality"], factions["fighters"] = [0.5, 3.0], 999.0
    strength = np.full((2, 2), 999.0)
    tally.fighters(with_tables(combatants=rows, bands=bands, factions=factions, strength=strength))
    return bands, factions, strength


def test_only_who_is_under_arms_counts_as_a_fighter() -> None:
    """Band 0: 10 active + 5 back in arms; band 2: 2, without the 100 in a camp."""
    bands, _, _ = _fighters()
    assert bands["persons"].tolist() == [15.0, 7.0, 2.0]


def test_a_faction_has_the_fighters_of_all_its_bands() -> None:
    """15 + 2 and 7."""
    _, factions, _ = _fighters()
    assert factions["fighters"].tolist() == [17.0, 7.0]


def test_strength_is_fighters_by_quality_where_their_band_stands() -> None:
    """Faction 0: 15 * 0.5 and 2 * 0.5; faction 1: nothing in place 0, 7 * 3 in place 1."""
    _, _, strength = _fighters()
    assert strength.tolist() == [[7.5, 1.0], [0.0, 21.0]]


def _people() -> tuple[Any, Any]:
    """Three places; 30 + 10 + 20 + 5 persons in place 0, nobody in 1, one abroad at 2."""
    rows = np.zeros(6, CIVILIAN_DTYPE)
    columns: dict[str, list[float]] = {
        "weight": [30.0, 10.0, 20.0, 40.0, 5.0, 0.0],
        "home": [0, 0, 1, 1, 0, 2],
        "place": [0, 0, 0, 2, 0, 2],
        "community": [0, 1, 1, 0, 1, 0],
        "displaced": [AT_HOME, AT_HOME, DISPLACED, ABROAD, AT_HOME, 0],
        "fear": [0.5, 0.25, 0.75, 1.0, 0.5, 1.0],
        "grievance": [0.25, 0.5, 1.0, 1.0, 0.5, 1.0],
        "trust_state": [0.5, 0.25, 0.125, 1.0, 0.5, 1.0],
        "trust_mission": [0.5, 0.75, 0.25, 1.0, 1.0, 1.0],
        "livelihood": [0.25, 0.75, 0.5, 1.0, 0.5, 1.0],
    }
    for name, values in columns.items():
        rows[name] = values
    places = np.zeros(3, PLACE_DTYPE)
    for name in ("persons", "displaced", "away", "abroad", "tips"):
        places[name] = 999.0
    for name in ("fear", "grievance", "trust_state", "trust_mission", "livelihood"):
        places[name] = 0.875
    mood = np.full((3, 2, 3), 999.0)
    tally.civilians(with_tables(civilians=rows, places=places, mood=mood))
    return places, mood


def test_people_present_are_those_at_home_and_the_displaced_but_not_who_is_abroad() -> None:
    """30 + 10 + 20 + 5 in place 0."""
    places, _ = _people()
    assert places["persons"].tolist() == [65.0, 0.0, 0.0]


def test_the_displaced_count_where_they_are_and_where_they_are_missed() -> None:
    """20 guests in place 0; 20 + 40 missing from place 1; 40 crossed the border in place 2."""
    places, _ = _people()
    assert places["displaced"].tolist() == [20.0, 0.0, 0.0]
    assert places["away"].tolist() == [0.0, 60.0, 0.0]
    assert places["abroad"].tolist() == [0.0, 0.0, 40.0]


def test_who_trusts_the_mission_and_has_no_fear_talks_to_it() -> None:
    """30*0.5*0.5 + 10*0.75*0.75 + 20*0.25*0.25 + 5*1*0.5 = 7.5 + 5.625 + 1.25 + 2.5."""
    places, _ = _people()
    assert places["tips"].tolist() == [16.875, 0.0, 0.0]


def test_means_are_over_the_people_present_by_weight() -> None:
    """Fear 15 + 2.5 + 15 + 2.5 = 35; grievance 7.5 + 5 + 20 + 2.5 = 35; each over 65 persons.

    State 15 + 2.5 + 2.5 + 2.5 = 22.5; mission 15 + 7.5 + 5 + 5 = 32.5; livelihood
    7.5 + 7.5 + 10 + 2.5 = 27.5.
    """
    places, _ = _people()
    names = ("fear", "grievance", "trust_state", "trust_mission", "livelihood")
    means = [float(places[name][0]) for name in names]
    assert means == pytest.approx([35 / 65, 35 / 65, 22.5 / 65, 0.5, 27.5 / 65], rel=1e-6)


def test_where_nobody_is_attitudes_stay_as_they_were() -> None:
    places, mood = _people()
    assert places["fear"][1:].tolist() == [0.875, 0.875]
    assert places["livelihood"][1:].tolist() == [0.875, 0.875]
    assert mood[1:].tolist() == [[[0.0] * 3] * 2] * 2


def test_each_community_has_its_own_mood() -> None:
    """Community 0: 30 persons, 0.5 and 0.25. Community 1: 10 + 20 + 5 = 35 persons,

    fear (2.5 + 15 + 2.5) / 35, grievance (5 + 20 + 2.5) / 35.
    """
    _, mood = _people()
    assert mood[0].tolist() == [[30.0, 0.5, 0.25], [35.0, 20.0 / 35.0, 27.5 / 35.0]]


def test_a_community_of_which_nobody_is_present_has_no_mood() -> None:
    rows = np.zeros(1, CIVILIAN_DTYPE)
    rows["weight"], rows["fear"], rows["community"] = 10.0, 0.5, 1
    places, mood = np.zeros(1, PLACE_DTYPE), np.full((1, 2, 3), 9.0)
    tally.civilians(with_tables(civilians=rows, places=places, mood=mood))
    assert mood.tolist() == [[[0.0, 0.0, 0.0], [10.0, 0.5, 0.0]]]
    assert places["fear"].tolist() == [0.5]
