"""What a policy costs, mixes at equal money, and what they bring, on made-up outcomes."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import made_up
import numpy as np
import pytest

import sim
from sim.batch import budget, budget_answer, budget_surface, search
from sim.batch.experiment import load_experiment
from sim.batch.factors import factor
from sim.batch.plan import Point, make_plan
from sim.fields.errors import ScenarioError
from sim.pairs.paired import pair
from sim.runs import price_tables, pricing
from sim.view.sweep import budget as pictures

TROOPS, SHARE, PLACES, TEAMS, JOBS = (
    "policy.force.troops",
    "policy.patrols.share",
    "policy.ddr.places",
    "policy.mediation.teams",
    "policy.development.livelihoods",
)
SMALL = {"nature.civilians": 100, "nature.combatants": 100}
LEVERS: dict[str, Any] = {
    TROOPS: {"low": 4000, "high": 9000, "step": 200},
    PLACES: {"low": 0, "high": 40000, "step": 100},
    JOBS: {"low": 0.0, "high": 150_000_000.0},
}
HEAD: dict[str, Any] = {
    "title": "made up",
    "scenarios": ["zambara"],
    "set": SMALL,
    "replicates": 12,
    "levers": LEVERS,
    "design": {"levers": {"kind": "budget", "samples": 12, "more": 12e6, "caseload": 0.4}},
}


@pytest.fixture(scope="module")
def zambara() -> sim.Scenario:
    return sim.load_scenario("zambara", SMALL)


# prices


def test_a_price_is_what_the_levers_say(zambara: sim.Scenario) -> None:
    table = price_tables.by_lever(pricing.planned(zambara)).set_index("lever").planned
    uniformed = 6000 + 400 + 80
    assert table["force"] == pytest.approx(60_000 * uniformed)
    assert table["mediation"] == pytest.approx(2 * 2_500_000 * (1 + 0.3 * 0.5 + 0.3 * 0.3))
    assert table["development"] == pytest.approx(8_000_000)
    assert table["total"] == pytest.approx(table.drop("total").sum())
    fewer = price_tables.by_lever(pricing.planned(zambara, caseload=0.0)).set_index("lever").planned
    assert fewer["ddr"] == pytest.approx(0.15 * 3000 * 180 * 12)  # sites kept ready
    assert fewer.drop(["ddr", "total"]).equals(table.drop(["ddr", "total"]))


def test_phases_have_prices_of_their_own(zambara: sim.Scenario) -> None:
    phase = {"start": "2004-01-05", "end": "2005-01-02", "troops": 9000}
    dated = zambara.replace({"policy.force.phases": [phase]})
    rows = price_tables.by_period(pricing.planned(dated))
    assert rows.start.astype(str).tolist() == ["2002-01-07", "2004-01-05", "2005-01-03"]
    before, during, after = rows.planned
    patrols = 3000 / 6000 * 2_724_674.77
    assert during - before == pytest.approx(3000 * 60_000 + patrols, rel=1e-3)
    assert after == pytest.approx(before, rel=0.02)  # an election's year costs more
    assert rows.approved.tolist() == pytest.approx([470e6] * 3)


def test_no_mission_costs_nothing(zambara: sim.Scenario) -> None:
    found = pricing.planned(zambara, weeks=50)  # the mission comes in its third year
    assert found.total == 0.0 and not found.mandated.any()
    assert price_tables.by_period(found).empty


def test_what_is_paid_is_in_the_ledger(zambara: sim.Scenario) -> None:
    short = zambara.replace({"policy.funding.budget": 150e6})
    asked, paid = pricing.in_worlds(short, [3], 200)
    ledger = sim.run(short, 3, 200).ledger
    costs = ledger[[c for c in ledger if c.startswith("cost_")]].to_numpy().sum()
    assert paid.total == pytest.approx(costs)
    assert asked.by_lever["mediation"].sum() > 1.05 * paid.by_lever["mediation"].sum()


def test_steps_have_prices(zambara: sim.Scenario) -> None:
    steps = pricing.of_steps(pricing.Desk(zambara)).set_index("path").dollars
    assert steps[TEAMS] == pytest.approx(3_100_000)
    assert steps[TROOPS] == pytest.approx(60_000 + 2_724_674.77 / 6000, rel=1e-4)
    assert JOBS not in steps  # what is set in dollars is its own price


def test_the_command_says_the_same(zambara: sim.Scenario) -> None:
    call = [sys.executable, "-m", "sim.commands.cli", "price", "zambara", "--json"]
    sets = ["--set", "nature.civilians=100", "--set", "nature.combatants=100"]
    done = subprocess.run([*call, *sets], capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)["by_lever"]["rows"]
    assert rows[-1]["planned"] == pytest.approx(pricing.planned(zambara).a_year)
    bad = subprocess.run([*call, "--set", "policy.nothing=1"], capture_output=True, text=True)
    assert bad.returncode == 2 and "policy.nothing" in bad.stderr and "Traceback" not in bad.stderr


# mixes


@pytest.mark.parametrize("dollars", [40e6, 60e6, 187e6])
def test_every_mix_costs_the_sum(zambara: sim.Scenario, dollars: float) -> None:
    names = (TROOPS, PLACES, TEAMS)
    given = LEVERS | {TEAMS: {"low": 1, "high": 12}}
    market = budget.Market(zambara, [factor(name, given[name]) for name in names])
    steps = {TROOPS: 200, PLACES: 100, TEAMS: 1}
    found = budget.mixes(market, dollars, 10, 0)
    assert len({tuple(mix.amounts.values()) for mix in found}) == len(found) == 10
    for mix in found:
        whole = pricing.planned(zambara.replace(mix.amounts)).a_year
        assert whole == pytest.approx(market.fixed + dollars - mix.left, abs=1.0)
        assert sum(mix.dollars.values()) == pytest.approx(dollars - mix.left, abs=1.0)
        assert mix.left > -1.0
        for name, step in steps.items():  # nothing more can be bought of anything
            more = mix.amounts | {name: mix.amounts[name] + step}
            if more[name] <= given[name]["high"]:
                assert market.cost(more) > dollars


def test_a_lever_without_steps_takes_the_rest_to_the_dollar(zambara: sim.Scenario) -> None:
    market = budget.Market(zambara, [factor(name, given) for name, given in LEVERS.items()])
    for mix in budget.mixes(market, 90e6, 16, 3):
        assert abs(mix.left) < 1.0
        assert pricing.planned(zambara.replace(mix.amounts)).a_year == pytest.approx(
            market.fixed + 90e6, abs=1.0
        )


def test_mixes_fill_the_simplex_and_longer_lists_begin_alike(zambara: sim.Scenario) -> None:
    market = budget.Market(zambara, [factor(name, given) for name, given in LEVERS.items()])
    few, many = budget.mixes(market, 60e6, 8, 0), budget.mixes(market, 60e6, 32, 0)
    assert [mix.amounts for mix in few] == [mix.amounts for mix in many[:8]]
    shares = np.array([list(mix.dollars.values()) for mix in many]) / 60e6
    assert shares.max(axis=0) == pytest.approx([1.0, 1.0, 1.0], abs=0.2)
    assert shares.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.12)


def test_what_cannot_be_bought_is_said(zambara: sim.Scenario) -> None:
    market = budget.Market(zambara, [factor(name, given) for name, given in LEVERS.items()])
    with pytest.raises(ValueError, match="these levers take from 1 to"):
        budget.mixes(market, 5e9, 4, 0)
    mali = {"title": "x", "scenarios": ["mali"], "levers": {TROOPS: {}, TEAMS: {}}}
    with pytest.raises(ScenarioError, match=r"phases of mali from 2013-07-01 win.*phases. = \[\]"):
        make_plan(load_experiment(mali | {"design": {"levers": {"kind": "budget"}}}))
    listed = HEAD | {"levers": {TROOPS: [1, 2], TEAMS: {}}}
    with pytest.raises(ScenarioError, match="shares money among ranges of policy"):
        make_plan(load_experiment(listed))
    alone = HEAD | {"levers": {TROOPS: {}}}
    with pytest.raises(ScenarioError, match="two levers or more"):
        make_plan(load_experiment(alone))
    for table, text in (
        ({"design": {"joint": {"kind": "budget"}}}, "only levers share money"),
        ({"policies": [{"name": "a"}]}, "do not go with a budget"),
    ):
        with pytest.raises(ScenarioError, match=text):
            load_experiment(HEAD | table)


# what they bring

WEIGHTS = (-40.0, -10.0, -100.0)  # deaths for shares of troops, places, jobs; 60 more for both ends


@cache
def _market() -> budget.Market:
    case = sim.load_scenario("zambara", SMALL)
    return budget.Market(case, [factor(n, g) for n, g in LEVERS.items()], 0.4)


def _deaths(point: Point, seed: int) -> dict[str, float]:
    """Best where about three quarters go to jobs; worlds differ widely, all policies alike."""
    market = _market()
    amounts = {name: point.levers[name] for name in LEVERS}
    dollars = np.array(list(market.mix(amounts, 0.0).dollars.values()))  # type: ignore[arg-type]
    shares = dollars / market.cost(market.own())
    value = float(shares @ WEIGHTS) + 80.0 * (shares[2] - 0.75) ** 2
    noise = np.random.default_rng([seed, point.sample]).normal(0.0, 2.0)
    return {"civilian_deaths": 1000.0 + 100.0 * seed + value + float(noise), "cost": 1e9}


@pytest.fixture(scope="module")
def money(tmp_path_factory: pytest.TempPathFactory) -> budget_answer.Spending:
    return budget_answer.spending(made_up.folder(tmp_path_factory.mktemp("b"), HEAD, _deaths))


def test_the_best_mix_is_found_with_its_uncertainty(money: budget_answer.Spending) -> None:
    found = budget_surface.best(money, "civilian_deaths")
    assert found.shares[JOBS] > 0.9  # 80 (s - 0.75)^2 falls by less than 100 - 40 rise
    assert found.share_lo[JOBS] <= found.shares[JOBS] <= found.share_hi[JOBS]
    assert found.lo < found.effect < found.hi < 0.0 and found.sure == 1.0
    assert found.checked == pytest.approx(found.effect, abs=4.0)
    over = budget_surface.surface(money, "civilian_deaths")
    assert over.fitted[over.at_best] == over.fitted.min()
    rows = budget_answer.table(money, "civilian_deaths")
    assert rows.policy[0] == "as it is" and rows["diff"][0] == 0.0
    assert rows.best.sum() == pytest.approx(1.0)
    assert rows.attrs["units"]["diff"] == "persons"
    assert set(rows.attrs["units"]) == set(rows.columns)


def test_the_next_million_is_worth_its_slope(money: budget_answer.Spending) -> None:
    rows = budget_answer.next_money(money, "civilian_deaths").set_index("lever")
    own = money.market.cost(money.market.own())
    for lever, weight in ((TROOPS, -40.0), (PLACES, -10.0)):
        assert rows.per_million[lever] == pytest.approx(weight / own * 1e6, abs=0.15)
        assert rows.million_lo[lever] < rows.per_million[lever] < rows.million_hi[lever]
        assert rows.added[lever] == pytest.approx(12e6, rel=0.1)


def test_choosing_among_equals_finds_nothing_when_checked(tmp_path: Path) -> None:
    def luck(point: Point, seed: int) -> dict[str, float]:
        noise = np.random.default_rng([seed, point.sample, 7]).normal(0.0, 50.0)
        return {"civilian_deaths": 1000.0 + float(noise)}

    money = budget_answer.spending(made_up.folder(tmp_path, HEAD, luck))
    found = budget_surface.best(money, "civilian_deaths")
    assert found.effect < -5.0  # the luck of the draw
    assert found.checked > found.effect + 5.0  # and without it


def test_pictures_of_a_budget(money: budget_answer.Spending, tmp_path: Path) -> None:
    with pictures.style.drawing():
        for number, draw in enumerate((pictures.mixes, pictures.next_worth)):
            figure = draw(money, "civilian_deaths")
            path = pictures.style.save(figure, tmp_path / f"{number}.png", "")
            assert path.stat().st_size > 20_000


def test_the_shipped_scripts_answer_in_words_and_two_pictures(
    money: budget_answer.Spending, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def fresh(of: budget_answer.Spending, mix: Any, seeds: int) -> None:
        asked.append((of.scenario, mix, seeds))

    monkeypatch.setattr(pictures, "fresh", fresh)
    said = pictures.write_answer(money.results, "civilian_deaths", seeds=7)
    found = budget_surface.best(money, "civilian_deaths")
    assert said == budget_surface.words(money, "civilian_deaths", found)
    assert asked == [(money.scenario, found.mix, 7)]
    for name in ("mix", "next"):
        assert (money.results.folder / f"{name}.png").stat().st_size > 20_000


def test_levers_left_alone_have_the_plan_s_own_values() -> None:
    plan = make_plan(load_experiment(HEAD))
    assert plan.base == "as it is"
    assert plan.points[0].levers == {TROOPS: 6000, PLACES: 3000, JOBS: 6_000_000.0}


# a search


def test_a_search_finds_what_is_better_and_checks_it_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = _market()
    whole = market.cost(market.own())

    def made(case: sim.Scenario, outcome: str, seeds: Any) -> Any:
        jobs = case.policy.development.livelihoods / whole
        luck = [np.random.default_rng([s, int(1e4 * jobs)]).normal(0.0, 5.0) for s in seeds]
        return 100.0 - 50.0 * jobs + np.array(luck)

    class Checked:
        def __init__(self, base: sim.Scenario, case: sim.Scenario, seeds: Any) -> None:
            diff = made(case, "", seeds) - made(base, "", seeds)
            self.found = {"civilian_deaths": pair(np.zeros(len(diff)), diff, "down")}

    monkeypatch.setattr(search, "_outcome", made)
    monkeypatch.setattr(search, "compare", Checked)
    found = search.search(market, whole, tries=25, seeds=range(3))
    assert len(found) == 3
    assert found[0].mix.dollars[JOBS] > 0.6 * whole
    assert all(abs(one.mix.left) < 1.0 for one in found)
    assert found[0].found.diff <= found[1].found.diff <= found[2].found.diff
    assert np.mean([one.curse for one in found]) > 0.0
    assert [one.mix for one in search.search(market, whole, tries=25, seeds=range(3))] == [
        one.mix for one in found
    ]
    with pytest.raises(ValueError, match="seed 3 is in both"):
        search.search(market, whole, seeds=[3], fresh=[3])
