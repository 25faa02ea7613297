"""Two oracles: plain Mesa agents against columns, and plain Python against the compiler."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import assert_same_world, busy, columns, differences
from plain_leaders import PlainFaction, PlainGovernment, PlainHeadquarters, keep_in

from sim.agents import Civilian, PeacekeepingUnit
from sim.case.scenario import Scenario, load_scenario
from sim.machine.shipped import scenario_names
from sim.mechanisms.civilians import ALIVE, hear_news
from sim.model import PeaceModel
from sim.runs.run import Run, run
from sim.state.units import GUARD

WEEKS = 104


def side_by_side(case: Scenario, seed: int, weeks: int) -> tuple[PeaceModel, PeaceModel]:
    """The same world twice; compared every week, so that a failure names the first."""
    arrays = PeaceModel(case, seed=seed)
    agents = PeaceModel(case, seed=seed, population="agents")
    for week in range(weeks):
        arrays.step()
        agents.step()
        apart = differences(columns(arrays.world), columns(agents.world))
        assert not apart, f"week {week}: {sorted(apart)}"
    return arrays, agents


@pytest.mark.parametrize("seed", [1, 2])
def test_agents_equal_columns_for_two_years(case: Scenario, seed: int) -> None:
    arrays, agents = side_by_side(case, seed, WEEKS)
    assert_same_world(arrays, agents)
    assert Run.of_model(arrays).to_json() == Run.of_model(agents).to_json()
    people = arrays.world.civilians
    assert (people["displaced"] != 0).any(), "nobody fled: too little was compared"
    assert (people["weeks_displaced"] > 1).any()


def test_agents_equal_columns_with_everything_on(case: Scenario) -> None:
    """600 civilians, two years, all levers and dated events."""
    arrays, agents = side_by_side(busy(case).replace({"nature.civilians": 600}), 4, WEEKS)
    assert_same_world(arrays, agents)
    assert set(arrays.world.civilians["displaced"].tolist()) == {0, 1, 2}
    assert Run.of_model(arrays).events.equals(Run.of_model(agents).events)


def test_agents_hold_what_their_columns_hold(case: Scenario) -> None:
    model = PeaceModel(case, seed=3, population="agents")
    for _ in range(20):
        model.step()
    table = model.world.civilians
    for civilian in model.agents_by_type[Civilian]:
        for name in ("fear", "grievance", "trust_state", "weight", "place", "displaced"):
            assert getattr(civilian, name) == table[name].item(civilian.row)


def test_an_overridden_rule_acts_and_the_rest_stays(case: Scenario) -> None:
    class Stayer(Civilian):
        """A student's theory: nobody leaves home."""

        def wants_to_flee(self, news: object) -> bool:
            return False

    model = PeaceModel(case, seed=1, population="agents", civilian_class=Stayer)
    for _ in range(30):
        model.step()
    assert model.world.record.series["displaced"].max() == 0.0
    assert model.world.record.series["civilian_deaths"].sum() > 0.0
    assert hear_news(model.world)[1][:, :, ALIVE].max() <= 1.0


KEEN = {
    "nature.leaders.payoff": 20.0,
    "nature.leaders.seat_worth": 20.0,
    "nature.leaders.strange_land": 0.0,
    "nature.leaders.wealth_worth": 20.0,
    "nature.tempo.rest_months": 1.5,
    "nature.tempo.prey_months": 1.5,
    "nature.leaders.seat_hours": 4.0,
    "nature.tempo.campaign_weight": 5.0,
    "nature.tempo.campaign_months": 1.0,
    "nature.leaders.troops_seen": 10.0,
}


@pytest.mark.parametrize(
    ("name", "changes"),
    [("sierra-leone", {}), ("zambara", KEEN)],
)
def test_leaders_in_plain_python_decide_as_the_rules_do(
    name: str, changes: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every leader asked by itself, in code of its own: the same world in every week.

    Zambara's mandate is robust; its leaders change and campaign often, go by their goals and learn.
    """
    case = busy(load_scenario(name, {"nature.civilians": 300})).replace(changes)
    by_rules = PeaceModel(case, seed=3)
    asked = PeaceModel(
        case,
        seed=3,
        faction_class=PlainFaction,
        headquarters_class=PlainHeadquarters,
        government_class=PlainGovernment,
    )
    kept_in = False
    for week in range(WEEKS):
        by_rules.step()
        kept_in |= bool((by_rules.world.mission.units["task"] == GUARD).any())
        with monkeypatch.context() as patch:
            patch.setattr(PeacekeepingUnit, "decide", keep_in)
            asked.step()
        apart = differences(columns(by_rules.world), columns(asked.world))
        assert not apart, f"week {week}: {sorted(apart)}"
    factions = by_rules.world.factions[: by_rules.world.faction_count]
    assert len(factions) > len(case.factions), "nothing split: too little was compared"
    assert kept_in, "no capital kept its unit in"
    assert len(set(by_rules.world.governments["priority"].tolist())) > 1


PLAIN = {"nature.civilians": 200, "nature.combatants": 150}
SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from helpers import busy
from numba import config
from sim.runs.run import run
from sim.case.scenario import load_scenario
assert config.DISABLE_JIT
r = run(busy(load_scenario("sierra-leone")).replace(json.loads(sys.argv[2])), seed=5, weeks=30)
print(json.dumps([r.to_json(), r.events.to_csv(), r.places.to_csv(), r.ledger.to_csv()]))
"""


def test_compiled_equals_plain_python(case: Scenario) -> None:
    """The same source without the compiler gives the same files, to the byte."""
    here = str(Path(__file__).parent)
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-c", SCRIPT, here, json.dumps(PLAIN)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=here)
    assert done.returncode == 0, done.stderr
    r = run(busy(case).replace(PLAIN), seed=5, weeks=30)
    compiled = [r.to_json(), r.events.to_csv(), r.places.to_csv(), r.ledger.to_csv()]
    plain = json.loads(done.stdout)
    assert json.loads(plain[0]) == json.loads(compiled[0])
    for one, two in zip(plain, compiled, strict=True):
        assert one == two
    assert len(r.events) > 20


def test_doubling_the_sample_keeps_the_means(case: Scenario) -> None:
    """Twice the sampled civilians at half the weight: outcome means within two standard errors."""
    names = ("civilian_deaths", "displaced_peak", "grievance", "trust_state", "fear")
    small = [run(case, seed=s, weeks=78).outcomes for s in range(10)]
    twice = [
        run(case.replace({"nature.civilians": 600}), seed=s, weeks=78).outcomes for s in range(10)
    ]
    for name in names:
        one, two = (np.array([o[name] for o in outcomes]) for outcomes in (small, twice))
        error = np.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
        assert abs(one.mean() - two.mean()) < 2.5 * error + 0.02 * abs(one.mean()), name


FEW = {"nature.civilians": 200, "nature.combatants": 200}
WHOLE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from numba import config
from test_oracle import whole_runs
assert config.DISABLE_JIT
print(json.dumps(whole_runs()))
"""


def whole_runs() -> dict[str, str]:
    """A digest of one whole run of every shipped scenario and lesson, with few people sampled."""
    found = {}
    for name in scenario_names():
        r = run(load_scenario(name, FEW), seed=3)
        files = [r.to_json(), *[t.to_csv() for t in (r.series, r.places, r.events, r.ledger)]]
        found[name] = hashlib.blake2b("\n".join(files).encode(), digest_size=10).hexdigest()
    return found


@pytest.mark.slow
def test_compiled_equals_plain_python_in_every_scenario_to_its_end() -> None:
    """Elections, splits, camps, cuts and exits included: what thirty weeks do not come to."""
    here = str(Path(__file__).parent)
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-c", WHOLE, here]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=here)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == whole_runs()
