"""Draws of the posterior, and calibrations: what they move, what wins, and that they go on."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up_events import write

from sim.batch.provenance import source_hash
from sim.case.parts import PARTS
from sim.case.scenario import Scenario, load_scenario
from sim.evidence.calibrate import Posterior, calibrate
from sim.evidence.calibrated import left, verdict
from sim.evidence.emulator import Emulator, explained
from sim.evidence.priors import PRIORS, Prior
from sim.evidence.sampler import Told, independent, sample, score_of
from sim.evidence.targets import distance, of_kind, of_level, of_year
from sim.evidence.waves import Effort, War, Wave
from sim.fields.errors import ScenarioError
from sim.fields.parameter import parameters
from sim.nature import posterior
from sim.nature.nature import Nature
from sim.nature.packing import Rules
from sim.pairs.compare import compare
from sim.pairs.worlds import run_pairs
from sim.runs.run import run

SMALL = {"nature.civilians": 150, "nature.combatants": 300, "weeks": 30}
DECLARED = {p.path: p for p in parameters(PARTS.nature, "nature")}
Shell = Callable[..., tuple[int, str, str]]


def numbers(case: Scenario) -> dict[str, float]:
    """Every number of nature as rules see it."""
    nature: Nature = case.nature
    rules = Rules(nature)
    return {
        f"{table}.{name}": float(value)
        for table, _ in nature.groups()
        for name, value in rules.table(table)._asdict().items()
    }


# the shipped draws


def test_the_file_holds_as_many_draws_as_can_be_asked_for_and_says_where_it_comes_from() -> None:
    found = posterior.shipped()
    assert len(found["draws"]) == posterior.DRAWS == DECLARED["nature.posterior"].high
    assert {"script", "seed", "date", "targets", "model"} <= set(found["made"])
    assert list(found["numbers"]) == [prior.path for prior in PRIORS]
    assert 12 <= len(PRIORS) <= 16
    assert all(f"nature.{path}" in DECLARED for path in found["numbers"])
    assert len({tuple(row) for row in found["draws"]}) == posterior.DRAWS


def test_every_draw_lies_within_its_priors() -> None:
    found = posterior.shipped()
    limits = np.array([entry["prior"] for entry in found["numbers"].values()])
    draws = np.array(found["draws"])
    assert (draws >= limits[:, 0] * 0.999).all()
    assert (draws <= limits[:, 1] * 1.001).all()


@pytest.mark.parametrize("draw", [1, 17, posterior.DRAWS])
def test_a_draw_moves_exactly_the_numbers_it_names_by_its_factors(draw: int) -> None:
    case = load_scenario("bosnia")
    before, after = numbers(case), numbers(case.replace({"nature.posterior": draw}))
    named = dict(zip(posterior.shipped()["numbers"], posterior.shipped()["draws"][draw - 1],
                     strict=True))  # fmt: skip
    assert {path for path in before if before[path] != after[path]} <= set(named)
    for path, factor in named.items():
        high = DECLARED[f"nature.{path}"].high
        assert high is not None
        assert after[path] == pytest.approx(min(before[path] * factor, high)), path


def test_every_number_stays_within_its_declared_range() -> None:
    highest = {f"nature.{p}": DECLARED[f"nature.{p}"].high for p in posterior.shipped()["numbers"]}
    case = load_scenario("sierra-leone", highest)
    for draw in range(1, posterior.DRAWS + 1):
        found = numbers(case.replace({"nature.posterior": draw}))
        for path in posterior.shipped()["numbers"]:
            p = DECLARED[f"nature.{path}"]
            assert p.low is not None and p.high is not None
            assert p.low <= found[path] <= p.high, (draw, path)


def test_what_a_scenario_sets_is_what_the_draw_multiplies() -> None:
    own = {"nature.violence.level": 13.0, "nature.control.roam": 0.0}
    at = {"nature.posterior": 5}
    default = numbers(load_scenario("zambara"))["violence.level"]
    plain, set_by_hand = numbers(load_scenario("zambara", at)), numbers(
        load_scenario("zambara", at | own)
    )  # fmt: skip
    factor = posterior.shipped()["draws"][4][0]
    assert plain["violence.level"] == pytest.approx(default * factor)
    assert set_by_hand["violence.level"] == pytest.approx(13.0 * factor)
    assert set_by_hand["control.roam"] == 0.0  # switched off stays off


def test_the_scenario_keeps_its_own_numbers_and_goes_back_to_them() -> None:
    case = load_scenario("bosnia", {"nature.posterior": 5})
    assert case.nature.violence.level == load_scenario("bosnia").nature.violence.level
    assert case.replace({"nature.posterior": 0}) == load_scenario("bosnia")
    assert tomllib.loads(case.to_toml())["nature"]["posterior"] == 5


def test_the_no_effect_world_wins_over_a_draw() -> None:
    case = load_scenario("zambara", {"nature.posterior": 5, "nature.variant": "no-effect"})
    assert numbers(case)["presence.deter_rebels"] == 0.0


def test_draws_run_differently_and_the_same_draw_runs_the_same() -> None:
    worlds = [
        run(load_scenario("zambara", SMALL | {"nature.posterior": n}), 3).outcomes
        for n in (0, 1, 2, 2)
    ]
    assert worlds[2] == worlds[3]
    assert worlds[0] != worlds[1] != worlds[2]


@pytest.mark.parametrize("wrong", [posterior.DRAWS + 1, -1, 1.5, "many"])
def test_a_draw_that_there_is_not_is_told_clearly(wrong: Any) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("zambara", {"nature.posterior": wrong})
    (fault,) = caught.value.faults
    assert "nature.posterior" in fault
    assert str(wrong) in fault


def test_an_unknown_draw_on_the_command_line_is_exit_2(bluehelm: Shell) -> None:
    change = ("--set", "policy.force.troops=1")
    for words in (
        ("run", "zambara", "--set", "nature.posterior=65"),
        ("compare", "zambara", *change, "--posterior", "65"),
    ):
        code, out, err = bluehelm(*words)
        assert code == 2 and out == ""
        assert "65" in err and "64" in err


def test_the_draws_are_part_of_what_decides_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    before = source_hash()
    read = Path.read_bytes

    def other(path: Path) -> bytes:
        return b"{}" if path.name == posterior.FILE else read(path)

    monkeypatch.setattr(Path, "read_bytes", other)
    source_hash.cache_clear()
    try:
        assert source_hash() != before
    finally:
        source_hash.cache_clear()


# comparisons


def test_a_comparison_pairs_world_i_with_draw_i() -> None:
    base = load_scenario("zambara", SMALL)
    whatif = base.replace({"policy.force.troops": 0})
    spread = run_pairs(base, whatif, (0, 1, 2), 30, posterior=2)
    for seed, (one, other) in enumerate(spread):
        at = {"nature.posterior": 1 + seed % 2}
        assert one.outcomes == run(base.replace(at), seed, 30).outcomes
        assert other.outcomes == run(whatif.replace(at), seed, 30).outcomes
    found = compare(base, whatif, range(3), processes=1, posterior=2)
    assert list(found.base_outcomes["civilian_deaths"]) == [
        one.outcomes["civilian_deaths"] for one, _ in spread
    ]


def test_a_spread_comparison_is_not_split(bluehelm: Shell) -> None:
    words = ("compare", "zambara", "--set", "policy.force.troops=1", "--posterior", "2", "--split")
    code, _, err = bluehelm(*words)
    assert code == 2
    assert "--posterior" in err and "--split" in err


# the parts of a calibration


def test_distances_are_in_half_widths() -> None:
    assert distance("share_10", 0.4, 0.3, (0.25, 0.35)) == pytest.approx(2.0)
    assert distance("weekly_dispersion", 16.0, 4.0, (2.0, 8.0)) == pytest.approx(2.0)
    assert distance("share_10", math.nan, 0.3, (0.25, 0.35)) == 4.0
    assert of_year(math.log1p(99.0), 99.0) == 0.0
    assert of_year(math.log1p(99.0) + 0.5, 99.0) == pytest.approx(1.0)
    assert of_kind(0.4, 0.5) == pytest.approx(-1.0)
    assert of_level(2.0 * math.exp(0.35), 2.0) == pytest.approx(1.0)


def test_a_score_is_log_of_one_and_the_square() -> None:
    z = np.array([-30.0, -1.0, 0.0, 2.0])
    assert score_of(np.arcsinh(z)) == pytest.approx(np.log1p(z**2))


def test_targets_that_move_together_count_as_one() -> None:
    luck = np.random.default_rng(1)
    own = luck.standard_normal((4000, 4))
    assert independent(own) == pytest.approx(4.0, rel=0.02)
    assert independent(own[:, [0, 0, 0, 0]]) == pytest.approx(1.0)


def made_up(size: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Points in a square, and two targets: one tells the first number, one is luck."""
    luck = np.random.default_rng(2)
    at = luck.random((size, 2))
    noise = luck.standard_normal((size, 2))
    return at, np.stack([8.0 * (at[:, 0] - 0.7) + 0.2 * noise[:, 0], noise[:, 1]], axis=1)


def test_an_emulator_tells_what_depends_on_the_numbers_and_not_luck() -> None:
    at, misses = made_up(80)
    told = explained(at, misses, 1)
    assert told[0] > 0.9
    assert told[1] < 0.2
    mean, unsure = Emulator(at, misses).predict(np.array([[0.2, 0.5], [0.9, 0.5]]))
    assert mean[:, 0] == pytest.approx([-4.0, 1.6], abs=0.4)
    assert (unsure[:, 0] < 0.5).all()


def test_draws_gather_where_the_record_is_and_spread_where_it_says_nothing() -> None:
    at, misses = made_up(80)
    told = Told(Emulator(at, misses), np.array([0.04, 1.0]), np.array([1.0, 1.0]))
    draws = sample(told, 400, 2, seed=3, steps=400)
    assert draws.shape == (400, 2)
    assert ((draws >= 0.0) & (draws <= 1.0)).all()
    assert draws[:, 0].mean() == pytest.approx(0.7, abs=0.06)
    wave = Wave(at, (misses,), (np.zeros(2),), (2.0,), (("a", "b"),))
    priors = (Prior("violence.level", 0.5, 2.0, ""), Prior("control.roam", 0.5, 2.0, ""))
    found = Posterior(priors, draws[:9], draws, (wave,), wave, wave, {}, (1.0,))
    assert verdict(left(found, 0)) in ("told", "partly told")
    assert left(found, 0) < 0.75 < left(found, 1)
    assert verdict(left(found, 1)) == "not told"


def test_priors_lie_around_the_scenario_and_within_ranges() -> None:
    nature = load_scenario("bosnia").nature
    for prior in PRIORS:
        assert prior.low < 1.0 < prior.high
        assert prior.at(np.array([0.0, 1.0])) == pytest.approx([prior.low, prior.high])
        p = DECLARED[f"nature.{prior.path}"]
        assert p.low is not None and p.high is not None
        for factor in (prior.low, 1.0, prior.high):
            assert p.low <= prior.value(nature, factor) <= p.high


# a whole one, small


TINY = Effort(waves=2, points=4, worlds=1, draws=4, seed=1)


def tiny_war() -> War:
    case = load_scenario("zambara", SMALL)
    level = lambda events, displaced: {"level": of_level(len(events) / 30.0, 1.0)}  # noqa: E731
    return War("zambara", case, 30, level, "made up", dict(SMALL) | {"weeks": 30})


def test_a_calibration_stopped_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    war = tiny_war()
    whole = calibrate([war], tmp_path / "whole", TINY, 1)
    ran: list[str] = []

    def killed(what: str, progress: Any) -> None:
        if what == "wave 2 of 2" and progress.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrate([war], tmp_path / "part", TINY, 1, killed)
    again = calibrate([war], tmp_path / "part", TINY, 1, lambda what, _: ran.append(what))
    assert "wave 1 of 2" not in ran and "wave 2 of 2" in ran
    assert (again.draws == whole.draws).all()
    assert (again.check.misses[0] == whole.check.misses[0]).all()
    ran.clear()
    calibrate([war], tmp_path / "part", TINY, 1, lambda what, _: ran.append(what))
    assert ran == []


def test_another_calibration_is_not_mixed_in(tmp_path: Path) -> None:
    war = tiny_war()
    calibrate([war], tmp_path / "one", replace(TINY, waves=1), 1)
    with pytest.raises(ScenarioError, match="another calibration"):
        calibrate([war], tmp_path / "one", TINY, 1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("keep")
    with pytest.raises(ScenarioError, match="other files"):
        calibrate([war], tmp_path / "other", TINY, 1)
    assert (tmp_path / "other" / "mine.txt").read_text() == "keep"


def test_a_users_country_is_calibrated_on_its_events(bluehelm: Shell, tmp_path: Path) -> None:
    events = write(tmp_path / "events.csv")
    code, _, err = bluehelm("region", "--events", str(events), "--out", str(tmp_path / "land"))
    assert code == 0, err
    (scenario,) = (tmp_path / "land").glob("*.toml")
    out = tmp_path / "fit"
    words = ["calibrate", str(scenario), "--events", str(events), "--out", str(out)]
    words += ["--waves", "1", "--points", "4", "--worlds", "1", "--draws", "4", "--json"]
    code, text, err = bluehelm(*words, "--processes", "1")
    assert code == 0, err
    told = json.loads(text)
    assert [row["number"] for row in told["numbers"]] == [prior.path for prior in PRIORS]
    assert all(Path(name).is_file() for name in told["files"])
    draws = tomllib.loads((out / "sweep.toml").read_text("utf-8"))["uncertainties"]["draw"]
    assert len(draws) == 4
    case = load_scenario(scenario)
    for sets in draws.values():
        case.replace(sets)  # each can be run
    factor = json.loads((out / "posterior.json").read_text("utf-8"))["draws"][0][0]
    level = case.nature.violence.level * factor
    assert draws["1"]["nature.violence.level"] == pytest.approx(level, rel=1e-3)


def test_a_wrong_file_or_folder_is_exit_2_and_leaves_nothing(
    bluehelm: Shell, tmp_path: Path
) -> None:
    missing, bad = tmp_path / "none.csv", tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    out = tmp_path / "fit"
    for events in (missing, bad):
        code, _, err = bluehelm("calibrate", "zambara", "--events", str(events), "--out", str(out))
        assert code == 2
        assert str(events) in err
        assert not out.exists()
