"""Analyses held against answers known beforehand, on made-up outcomes; and the split by lever."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import made_up
import numpy as np
import pandas as pd
import pytest

import sim
from sim.batch import answers, contrasts, discovery, effects, export, robust, units
from sim.batch.plan import Point
from sim.fields.errors import ScenarioError
from sim.pairs import split as splitting

SHARE, RESERVE, TRAINING = (
    "policy.patrols.share",
    "policy.force.reserve",
    "policy.force.training",
)
DETER, RESPOND = "nature.presence.deter_rebels", "nature.response.respond"
HEAD = {"title": "made up", "scenarios": ["sierra-leone"], "set": {"nature.civilians": 100}}
ISHIGAMI = {name: {"low": 0.0, "high": 1.0} for name in (SHARE, RESERVE, TRAINING)}


def ishigami(point: Point, seed: int) -> dict[str, float]:
    a, b, c = (math.pi * (2.0 * float(v) - 1.0) for v in point.levers.values())
    return {"civilian_deaths": math.sin(a) + 7.0 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)}


def test_sobol_indices_are_ishigamis(tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    design = {"joint": {"kind": "saltelli", "samples": 1024}}
    experiment = HEAD | {"levers": ISHIGAMI, "replicates": 1, "design": design}
    found = effects.sobol_indices(made_up.folder(tmp_path, experiment, ishigami), "civilian_deaths")
    found = found.set_index("factor")
    assert found["first"][[SHARE, RESERVE, TRAINING]].tolist() == pytest.approx(
        [0.314, 0.442, 0.0], abs=0.05
    )
    assert found["total"][[SHARE, RESERVE, TRAINING]].tolist() == pytest.approx(
        [0.558, 0.442, 0.244], abs=0.05
    )


def test_sobol_indices_need_their_design_and_their_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = HEAD | {"levers": {SHARE: [0.1, 0.2]}, "replicates": 1}
    results = made_up.folder(tmp_path / "a", plain, lambda p, s: {})
    with pytest.raises(ScenarioError, match="saltelli"):
        effects.sobol_indices(results, "cost")
    design = {"joint": {"kind": "saltelli", "samples": 4}}
    experiment = HEAD | {"levers": ISHIGAMI, "replicates": 1, "design": design}
    results = made_up.folder(tmp_path / "b", experiment, ishigami)
    monkeypatch.setitem(__import__("sys").modules, "SALib", None)
    monkeypatch.setitem(__import__("sys").modules, "SALib.analyze", None)
    with pytest.raises(ScenarioError, match=r"pip install .bluehelm\[analysis\]"):
        effects.sobol_indices(results, "civilian_deaths")


def test_morris_finds_slopes_and_curvature(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        a, b, c = (float(v) for v in point.levers.values())
        return {"cost": 3.0 * a - 2.0 * b + 8.0 * (c - 0.5) ** 2}

    design = {"joint": {"kind": "morris", "samples": 20, "levels": 4}}
    experiment = HEAD | {"levers": ISHIGAMI, "replicates": 1, "design": design}
    found = effects.morris_effects(made_up.folder(tmp_path, experiment, made), "cost")
    found = found.set_index("factor")
    assert found.mu[SHARE] == pytest.approx(3.0) and found.sigma[SHARE] == pytest.approx(0.0)
    assert found.mu[RESERVE] == pytest.approx(-2.0)
    assert found.sigma[TRAINING] > 1.0


def test_main_effects_and_interactions_of_a_factorial(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        a, b = point.levers[SHARE], point.levers["policy.force.mandate"] == "robust"
        luck = [0.5, -0.5][seed % 2]  # the same for all policies
        return {"cost": 10.0 * float(a) + 2.0 * b + luck, "stability": float(a) * b}

    levers = {
        SHARE: [0.0, 0.5, 1.0],
        "policy.force.mandate": ["robust", "observer"],
        RESERVE: [0.1, 0.2, 0.3, 0.4],
    }
    results = made_up.folder(tmp_path, HEAD | {"levers": levers, "replicates": 4}, made)
    main = effects.main_effects(results, "cost")
    share = main[main.factor == SHARE]
    assert share["mean"].tolist() == pytest.approx([1.0, 6.0, 11.0])
    explained = effects.shares(results, "cost").set_index(["factor", "other"]).share
    assert explained[SHARE, ""] > 0.9
    assert explained[RESERVE, ""] == 0.0
    assert explained.max() <= 1.0
    both = effects.shares(results, "stability").set_index(["factor", "other"]).share
    assert both[SHARE, "policy.force.mandate"] > 0.1


def test_answers_pair_worlds_and_cluster_seeds(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        world = 1000.0 * point.world + 10.0 * seed  # common to both policies
        return {"civilian_deaths": world - (5.0 + point.world) * (point.policy == "more")}

    policies = [{"name": "as is"}, {"name": "more", "set": {SHARE: 0.9}}]
    experiment = HEAD | {
        "policies": policies,
        "replicates": 3,
        "uncertainties": {DETER: [0.1, 0.2, 0.3, 0.4]},
    }
    results = made_up.folder(tmp_path, experiment, made)
    (answer,) = answers.answers(results, ["civilian_deaths"])
    p = answer.found
    assert p.pairs == 12 and p.share_better == 1.0
    assert p.diff == pytest.approx(-6.5)
    half = 3.182446 * np.std([5, 6, 7, 8], ddof=1) / 2.0  # four worlds, not twelve runs
    assert (p.lo, p.hi) == pytest.approx((-6.5 - half, -6.5 + half), rel=1e-5)
    assert "fewer civilian deaths in 12 of 12 paired worlds" in answer.sentence


def robust_folder(out: Path) -> Any:
    """Plan A is good where deterrence works, B is always middling, C is beaten by B."""

    def made(point: Point, seed: int) -> dict[str, float]:
        works = float(point.uncertainties[DETER])
        deaths = {"A": 100.0 - 80.0 * works, "B": 60.0, "C": 70.0}[point.policy]
        cost = {"A": 2.0, "B": 3.0, "C": 4.0}[point.policy]
        return {"civilian_deaths": deaths + seed, "cost": cost}

    policies = [
        {"name": name, "set": {SHARE: s}} for name, s in (("B", 0.1), ("A", 0.2), ("C", 0.3))
    ]
    experiment = HEAD | {
        "policies": policies,
        "replicates": 2,
        "uncertainties": {DETER: {"low": 0.0, "high": 1.0}, RESPOND: {"low": 0.0, "high": 1.0}},
        "design": {"uncertainties": {"kind": "sobol", "samples": 64}},
    }
    return made_up.folder(out, experiment, made)


def test_regret_satisficing_pareto_and_flips(tmp_path: Path) -> None:
    results = robust_folder(tmp_path)
    r = robust.regret(results, "civilian_deaths").set_index("policy")
    assert r.worst_regret["A"] == pytest.approx(40.0, abs=2.0)
    assert r.worst_regret["B"] == pytest.approx(40.0, abs=2.0)
    assert r.worst_regret["C"] > r.worst_regret["B"]
    assert r.share_best["A"] == pytest.approx(0.5, abs=0.05) and r.share_best["C"] == 0.0
    assert r.worst_lo["A"] == pytest.approx(r.worst_hi["A"])  # luck is the same for all plans
    assert r.mean_lo["A"] < r.mean_regret["A"] < r.mean_hi["A"]
    assert r.least[["A", "B"]].sum() == pytest.approx(1.0) and r.least["C"] == 0.0
    assert robust.regret(results, "civilian_deaths").attrs["units"]["mean_lo"] == "persons"

    s = robust.satisficing(results, {"civilian_deaths": 65.0, "cost": 3.5}).set_index("policy")
    assert s.share["B"] == 1.0 and s.share["C"] == 0.0
    assert s.share["A"] == pytest.approx(0.57, abs=0.05)
    p = robust.pareto(results, ["civilian_deaths", "cost"]).set_index("policy")
    assert p.best["A"] and not p.best["C"]
    f = robust.flips(results, "A", "civilian_deaths").set_index(["factor", "part"])
    assert f["diff"][DETER, 0] > 0 > f["diff"][DETER, 2]
    assert f.flips[DETER].any()
    assert not f.flips[RESPOND].any()


def test_prim_finds_a_known_box(tmp_path: Path) -> None:
    results = robust_folder(tmp_path)
    box = discovery.discover(results, "civilian_deaths", lambda deaths: deaths > 80.0, "A")
    assert set(box.limits) == {DETER}
    assert box.limits[DETER][1] == pytest.approx(0.25, abs=0.06)
    assert box.density > 0.9 and box.coverage > 0.9
    assert DETER in box.words
    assert box.checked_density == pytest.approx(box.density, abs=0.1)
    assert box.checked_coverage > 0.7
    nowhere = discovery.discover(results, "civilian_deaths", lambda deaths: False, "A")
    assert nowhere.limits == {}
    assert "no world is of interest" in nowhere.words and math.isnan(nowhere.checked_density)
    always = discovery.discover(results, "civilian_deaths", lambda deaths: True, "A")
    assert always.limits == {} and "every world" in always.words


def test_a_box_of_chance_does_not_hold_on_the_other_half() -> None:
    import pandas as pd

    table = pd.DataFrame(np.random.default_rng(0).random((60, 6)), columns=list("abcdef"))
    interest = np.arange(60) % 5 == 0
    box = discovery.best(discovery.prim(table, interest))
    assert box.density > 0.4  # what a search makes of chance
    density, coverage = discovery.checked(table, interest)
    assert density < 0.3 and coverage < 0.3  # and what is left where it has not looked


def test_a_front_says_how_sure_it_is(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        noise = float(np.random.default_rng([seed, point.policy == "close"]).normal(0.0, 10.0))
        mean = {"good": 50.0, "close": 50.0, "bad": 90.0}[point.policy]
        return {"civilian_deaths": mean + noise * (point.policy != "bad"), "cost": 1.0}

    policies = [
        {"name": name, "set": {SHARE: s}}
        for name, s in (("good", 0.1), ("close", 0.2), ("bad", 0.3))
    ]
    results = made_up.folder(tmp_path, HEAD | {"policies": policies, "replicates": 40}, made)
    front = robust.pareto(results, ["civilian_deaths", "cost"]).set_index("policy").on_front
    assert front["bad"] == 0.0
    assert 0.05 < front["good"] < 0.95 and front["good"] + front["close"] == pytest.approx(1.0)


def test_effects_of_levers_have_intervals_of_their_worlds(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        a, b = float(point.levers[SHARE]), float(point.levers[RESERVE])
        own = np.random.default_rng([seed, int(10 * a), int(10 * b)]).normal(0.0, 1.0)
        return {"cost": 500.0 * seed + 10.0 * a + 40.0 * a * b + float(own)}

    levers = {SHARE: [0.0, 0.5, 1.0], RESERVE: [0.0, 0.5], TRAINING: [0.1, 0.9]}
    results = made_up.folder(tmp_path, HEAD | {"levers": levers, "replicates": 30}, made)
    found = contrasts.lever_effects(results, "cost")
    assert found.attrs["units"]["diff"] == "dollars"
    alone = found[found.other == ""].set_index(["factor", "level"])
    for level in (0.5, 1.0):
        row = alone.loc[(SHARE, level)]
        assert row.lo < (10.0 + 40.0 * 0.25) * level < row.hi and row.hi - row.lo < 1.5
    assert alone.loc[(TRAINING, 0.9)]["diff"] == 0.0
    both = found.set_index(["factor", "other"]).loc[(SHARE, RESERVE)]
    assert both.lo < 20.0 < both.hi and both.hi - both.lo < 3.0


def test_tables_carry_units_and_what_named_policies_set(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    policies = [{"name": "as it is"}, {"name": "more", "set": {SHARE: 0.9}}]
    experiment = HEAD | {"policies": policies, "replicates": 2}
    results = made_up.folder(tmp_path / "a", experiment, lambda p, s: {})
    runs = results.runs.set_index("policy")
    assert runs[SHARE].to_dict() == {
        "as it is": sim.load_scenario("sierra-leone").policy.patrols.share,
        "more": 0.9,
    }
    told = results.runs.attrs["units"]
    assert told["civilian_deaths"] == "persons" and told[SHARE] == "share of infantry"
    assert units.describe(results.runs).loc["units", "cost"] == "dollars"
    stored = pq.read_schema(next((tmp_path / "a" / "runs").glob("*.parquet")))
    assert stored.field("cost").metadata[b"unit"] == b"dollars"
    export.export(results, tmp_path / "runs.parquet")
    again = pq.read_schema(tmp_path / "runs.parquet")
    assert again.field(SHARE).metadata[b"unit"] == b"share of infantry"


# the split of a what-if among its levers


@pytest.fixture(scope="module")
def base() -> sim.Scenario:
    small = {"nature.civilians": 200, "nature.combatants": 300, "weeks": 120}
    return sim.load_scenario("zambara", small)


WHATIF = {
    "policy.force.troops": 0,
    "policy.patrols.share": 0.0,
    "policy.early_warning.analysts": 100,
}


def test_shares_add_up_to_the_whole_effect(base: sim.Scenario) -> None:
    whatif = base.replace(WHATIF)
    found = splitting.split(base, whatif, range(3))
    assert set(found.levers) == {"force", "patrols", "early_warning"} and found.exact
    assert len(found.values) == 8
    table = found.table("cost").set_index("lever")
    assert table.share[["force", "patrols", "early_warning"]].sum() == pytest.approx(
        table.share["total"]
    )
    whole = sim.compare(base, whatif, seeds=range(3)).found["cost"].diff
    assert table.share["total"] == pytest.approx(whole)
    alone = table.alone[["force", "patrols", "early_warning"]].sum()
    assert table.share["together"] == pytest.approx(whole - alone)
    assert table.share["force"] < 0.0  # no troops, no bill


def test_many_levers_are_sampled_in_balanced_orders() -> None:
    orders = list(splitting._sampled(tuple("abcdef")))
    assert len(orders) == 2 * splitting.ORDERS
    assert all(sorted(order) == list("abcdef") for order in orders)
    for lever in "abcdef":
        places = [order.index(lever) for order in orders]
        assert sum(places) / len(places) == 2.5


def test_a_split_in_processes_is_the_same(base: sim.Scenario) -> None:
    whatif = base.replace({"policy.patrols.share": 0.9})
    one = splitting.split(base, whatif, range(2), weeks=5, processes=1)
    two = splitting.split(base, whatif, range(2), weeks=5, processes=2)
    assert one.table("civilian_deaths").equals(two.table("civilian_deaths"))


def test_only_levers_can_be_split(base: sim.Scenario) -> None:
    with pytest.raises(ScenarioError, match="moves no lever"):
        splitting.split(base, base, range(2))
    with pytest.raises(ScenarioError, match="nature too"):
        splitting.split(base, base.replace({"nature.civilians": 300}), range(2))


def regrets(gap: float, seeds: int, number: int, worlds: int = 12) -> Any:
    """The regret of a plan that is worse by `gap` in every other world, on noisy means."""
    luck = np.random.default_rng([number, 16])
    rows = [
        {"scenario": "x", "world": world, "seed": seed, "policy": policy}
        | {"civilian_deaths": 50.0 + gap * (world % 2 == turn) + luck.normal(0.0, 8.0)}
        for world in range(worlds)
        for seed in range(seeds)
        for turn, policy in enumerate("AB")
    ]
    results: Any = SimpleNamespace(runs=pd.DataFrame(rows))
    return robust.regret(results, "civilian_deaths").set_index("policy").loc["A"]


@pytest.mark.parametrize("gap", [0.0, 10.0])
def test_intervals_of_regret_hold_the_truth(gap: float) -> None:
    found = [regrets(gap, 8, number) for number in range(24)]
    assert sum(r.mean_lo <= gap / 2.0 <= r.mean_hi for r in found) >= 21
    assert sum(r.worst_lo <= gap <= r.worst_hi for r in found) >= 21
    assert np.mean([r.mean_hi - r.mean_lo for r in found]) < 10.0


def test_regret_of_a_single_seed_or_world_says_what_it_cannot() -> None:
    one = regrets(10.0, 1, 0)
    assert math.isnan(one.worst_lo) and math.isnan(one.least) and one.mean_lo < one.mean_hi
    assert math.isnan(regrets(10.0, 1, 0, worlds=1).mean_lo)
    assert not math.isnan(regrets(10.0, 4, 0, worlds=1).worst_hi)


def test_outcomes_as_a_labelled_cube(tmp_path: Path) -> None:
    pytest.importorskip("xarray")
    results = robust_folder(tmp_path)
    cube = results.to_xarray()
    assert dict(cube.sizes) == {"scenario": 1, "policy": 3, "world": 64, "seed": 2}
    for row in results.runs.iloc[::37].itertuples():
        at = {name: getattr(row, name) for name in ("scenario", "policy", "world", "seed")}
        assert float(cube.civilian_deaths.sel(at)) == row.civilian_deaths
    assert cube.civilian_deaths.attrs["units"] == "persons" and cube.attrs["title"] == "made up"


def test_a_cube_without_its_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ScenarioError, match=r"pip install .bluehelm\[cube\]"):
        robust_folder(tmp_path).to_xarray()
