"""Cote d'Ivoire and Haiti: nothing was fitted on them; what they are there for."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

import sim
from sim.case.scenario import Scenario, load_scenario

CASES = ("cote-divoire", "haiti")
FEW = {"nature.civilians": 300, "nature.combatants": 400}
FITTED = (
    "violence",
    "tempo",
    "control",
    "civilian",
    "recruitment",
    "politics",
    "ballots",
    "society",
)
CENSUS = {  # people of the region of the capital, of all: 1998 and 2003, as in make_regions.py
    "cote-divoire": ("Lagunes", 3_733_413 / 15_366_457),
    "haiti": ("Ouest", 3_093_699 / 8_349_535),
}
ELECTION = date(2010, 11, 28)
GONE = {"mission.start": date(2021, 1, 1), "mission.end": date(2021, 6, 1)}


@cache
def _case(name: str) -> Scenario:
    return load_scenario(name, FEW)


@pytest.mark.parametrize("name", CASES)
def test_nature_is_what_other_countries_gave(name: str) -> None:
    """A level, a rate or a size of its own would make its deaths no test of the model."""
    nature = load_scenario(name).nature
    for table in FITTED:
        given = getattr(nature, table)
        assert given.model_dump(exclude={"source"}) == type(given)().model_dump(exclude={"source"})


@pytest.mark.parametrize("name", CASES)
def test_the_capital_holds_what_the_census_gives_it(name: str) -> None:
    """By its towns alone Abidjan would hold half of the country."""
    region, (capital, share) = load_scenario(name).region, CENSUS[name]
    persons = region.place_persons(2010)
    there = [region.graph.nodes[p]["admin1"] == capital for p in range(len(persons))]
    assert float(persons[there].sum() / persons.sum()) == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_same_seed_same_bytes(name: str) -> None:
    one, two = (sim.run(_case(name), seed=7, weeks=60).to_json() for _ in range(2))
    assert one == two
    assert sim.run(_case(name), seed=8, weeks=60).to_json() != one


def _rejected(crisis: float, certified: float = 0.9) -> list[bool]:
    """Whether the count of November 2010 was rejected, by seed."""
    case = _case("cote-divoire").replace(
        {"nature.ballots.election_crisis": crisis, "policy.elections.certification": certified}
    )
    week = case.week_of(ELECTION)
    found = []
    for seed in range(1, 7):
        votes = sim.run(case, seed=seed, weeks=week + 1).kept.ballots
        assert [held for held, _, _ in votes] == [week]  # none was held in 2005
        found.append(not votes[0][2])
    return found


def test_the_election_of_2010_breaks_by_the_models_own_mechanism() -> None:
    """Never where losers never reject; in some worlds where they may; no date decides it."""
    ready, never = _rejected(1.0, certified=0.0), _rejected(0.0)
    assert not any(never)
    assert sum(ready) > 0


def test_in_haiti_the_mission_lowers_crime_and_more_violence_against_women_is_reported() -> None:
    """In every pair; five years are enough."""
    case = _case("haiti")
    for seed in range(1, 4):
        here, gone = (
            sim.run(one, seed=seed, weeks=300).outcomes for one in (case, case.replace(GONE))
        )
        assert here["crime_rate"] < gone["crime_rate"]
        assert here["gbv_reporting"] > gone["gbv_reporting"] + 0.03


def test_gangs_of_haiti_stand_in_its_capital_and_fight_for_rents() -> None:
    case = load_scenario("haiti")
    gangs = [spec for spec in case.factions if spec.kind == "gang"]
    assert len(gangs) == 3 and all(spec.goal == "rents" for spec in gangs)
    armed = sum(spec.fighters for spec in gangs)
    capital = sum(spec.fighters for spec in gangs if "Port-au-Prince" in spec.presence)
    assert 1000 <= armed <= 3000 and capital > 0.8 * armed
