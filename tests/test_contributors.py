"""The mission's own politics in whole runs: who sends, who goes, and what a host can do."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from helpers import without_phases

from sim.case.parts import PARTS
from sim.case.scenario import Scenario, load_scenario
from sim.runs.run import Run, run

SEEDS = range(4)


@cache
def country() -> Scenario:
    """Zambara with few sampled people, its mission there from the first day and paid for."""
    case = load_scenario("zambara", {"nature.civilians": 300, "nature.combatants": 300})
    changes = {"mission.start": case.monday, "policy.funding.budget": 2.0e9}
    return case.replace({**without_phases(case), **changes})


def runs(changes: dict[str, Any], weeks: int = 260) -> list[Run]:
    return [run(country().replace(changes), seed=seed, weeks=weeks) for seed in SEEDS]


def contributors(**values: float) -> dict[str, Any]:
    """The same values for every contributor."""
    rows = range(len(country().mission.contributors))
    return {f"mission.contributors.{i}.{name}": v for i in rows for name, v in values.items()}


def mean(found: list[Run], outcome: str) -> float:
    return float(np.mean([r.outcomes[outcome] for r in found]))


def test_a_force_is_as_large_as_its_pledges_hold() -> None:
    """Of 6,000: a half, and volunteers for the rest; a tenth is hardly a force."""
    peaks = [mean(runs(contributors(fill=fill)), "troops_peak") for fill in (0.1, 0.5, 1.0)]
    assert 0.0 < peaks[0] < 1500.0
    assert 1800.0 < peaks[1] < 4200.0
    assert peaks[2] > 5200.0


def test_a_host_that_expels_a_mission_ends_its_programmes() -> None:
    """Consent of 0.3 is gone within months; the last step is taken before the second year."""
    leaves = {
        "mission.host_consent": 0.3,
        "nature.will.consent_time": 0.1,
        "nature.will.expel_months": 6.0,
        "policy.partners.troops": 1000,
        "policy.exit.follow_on": 2000,
    }
    for found in runs(leaves, weeks=130):
        welcome = found.series["welcome"].to_numpy()
        assert (np.diff(welcome) <= 0.0).all() and 5 <= (np.diff(welcome) < 0.0).sum() <= 7
        assert welcome[-1] == 0.0 and found.series["troops"].iloc[-1] == 0.0
        costs = found.ledger[[f"cost_{name}" for name in PARTS.items.programmes]].sum(axis=1)
        assert costs[20] > 0.0
        assert (costs[60:] == 0.0).all()
        assert found.series["aid_delivered"].iloc[60:].sum() == 0.0


def test_contributors_go_by_their_dead_and_caveats() -> None:
    """The more attacks the more go; those with full caveats go sooner than those with none."""
    gone = {
        (rate, caveat): mean(
            runs({"nature.violence.mission_attack_rate": rate, **contributors(caveat=caveat)}),
            "withdrawn",
        )
        for rate in (0.0, 1.0)  # at more even the boldest leave
        for caveat in (0.0, 1.0)
    }
    assert gone[0.0, 0.0] < 500.0 and gone[0.0, 1.0] < 500.0
    assert gone[1.0, 0.0] > gone[0.0, 0.0]
    assert gone[1.0, 1.0] > 1.2 * gone[1.0, 0.0]


def test_caveats_keep_patrols_in() -> None:
    felt = [
        np.mean([r.kept.places["patrols"][100:].mean() for r in runs(contributors(caveat=caveat))])
        for caveat in (0.0, 1.0)
    ]
    assert felt[1] < 0.7 * felt[0]


def test_partners_die_and_are_withdrawn_too() -> None:
    """Alone in the country, under attack, they go."""
    alone = {"policy.force.troops": 0, "policy.partners.troops": 5000}
    calm = runs({**alone, "nature.violence.mission_attack_rate": 0.0})
    hunted = runs({**alone, "nature.violence.mission_attack_rate": 5.0})
    assert mean(calm, "peacekeeper_deaths") == 0.0
    assert mean(hunted, "peacekeeper_deaths") > 20.0
    assert mean(hunted, "withdrawn") > mean(calm, "withdrawn") + 200.0


@pytest.mark.parametrize("times", [1.0, 30.0])
def test_misconduct_costs_contributors_in_proportion(times: float) -> None:
    found = runs({"nature.will.misconduct": 0.6 * times, "nature.will.resolve_losses": 0.0})
    share = mean(found, "withdrawn") / 6000.0
    assert share < 0.05 if times == 1.0 else 0.05 < share < 0.7
