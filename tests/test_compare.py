"""Paired worlds: the arithmetic by hand, the words, and what a comparison must not do."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.commands import cli
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.pairs import paired, words, worlds
from sim.pairs.compare import Comparison, compare
from sim.runs.outcomes import OUTCOMES

SMALL = {"nature.civilians": 200, "nature.combatants": 200, "weeks": 30}


@pytest.fixture(scope="module")
def base() -> sim.Scenario:
    return sim.load_scenario("sierra-leone", SMALL)


@pytest.fixture(scope="module")
def found(base: sim.Scenario):  # type: ignore[no-untyped-def]
    whatif = base.replace({"factions.RUF.fighters": 100})
    return compare(base, whatif, range(6))


# the arithmetic


def test_a_pair_by_hand() -> None:
    p = paired.pair([10, 20, 30, 40], [8, 20, 33, 20], "down")
    assert (p.pairs, p.fewer, p.more, p.same) == (4, 2, 1, 1)
    assert p.base == 25 and p.whatif == 20.25 and p.diff == -4.75
    assert p.share_better == (2 + 0.5) / 4
    # d = -2, 0, 3, -20: sd 10.3078, t(3) = 3.18245
    half = 3.182446 * np.std([-2, 0, 3, -20], ddof=1) / 2.0
    assert p.lo == pytest.approx(-4.75 - half, rel=1e-6)
    assert p.hi == pytest.approx(-4.75 + half, rel=1e-6)
    assert p.median_change == pytest.approx(np.median([-0.2, 0.0, 0.1, -0.5]))


def test_up_is_better_the_other_way_and_none_is_no_way() -> None:
    assert paired.pair([1, 2], [2, 3], "up").share_better == 1.0
    assert paired.pair([1, 2], [2, 3], "down").share_better == 0.0
    assert math.isnan(paired.pair([1, 2], [2, 3], "none").share_better)


def test_a_pair_with_an_unknown_side_is_left_out() -> None:
    p = paired.pair([1.0, math.nan, 3.0, 4.0], [2.0, 5.0, math.nan, 4.0], "down")
    assert p.pairs == 2 and p.base == 2.5 and p.whatif == 3.0
    nothing = paired.pair([math.nan], [1.0], "down")
    assert nothing.pairs == 0 and math.isnan(nothing.share_better)


def test_one_pair_has_no_interval_and_equal_worlds_a_closed_one() -> None:
    assert math.isnan(paired.pair([1.0], [2.0], "up").lo)
    same = paired.pair([1.0, 2.0], [1.0, 2.0], "up")
    assert (same.lo, same.hi, same.share_better) == (0.0, 0.0, 0.5)


def test_the_interval_holds_the_truth_19_times_in_20() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(2000):
        lo, hi = paired.interval(rng.normal(1.0, 2.0, size=12))
        held += lo <= 1.0 <= hi
    assert 0.935 < held / 2000 < 0.965


def test_running_moments_are_those_of_the_whole() -> None:
    rng = np.random.default_rng(1)
    b, w = rng.normal(size=(20, 5, 3)), rng.normal(size=(20, 5, 3))
    m = paired.Moments()
    for one, other in zip(b, w, strict=True):
        m.add(one, other)
    lo, hi = paired.interval((w - b)[:, 2, 1])
    assert m.diff[2, 1] == pytest.approx((w - b)[:, 2, 1].mean())
    assert m.half_width()[2, 1] == pytest.approx((hi - lo) / 2)


# the words


def test_words_say_direction_worlds_and_size() -> None:
    p = paired.pair([100.0] * 100, [86.0] * 91 + [103.0] * 9, "down")
    text = words.sentence("civilian_deaths", p)
    assert text == "fewer civilian deaths in 91 of 100 paired worlds, median -14 %"


def test_words_do_not_claim_what_the_interval_does_not_carry() -> None:
    p = paired.pair([10.0, 20.0, 30.0], [11.0, 18.0, 29.0], "down")
    assert "no clear difference" in words.sentence("civilian_deaths", p)


def test_words_for_yes_and_no_and_for_nothing() -> None:
    p = paired.pair([0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0], "up")
    text = words.sentence("war_ended", p)
    assert text.startswith("the war ended in 3 of 4 paired worlds, against 1 without the change")
    nothing = paired.pair([math.nan], [math.nan], "down")
    assert "no pair" in words.sentence("relapse_5y", nothing)


def test_every_outcome_can_be_said() -> None:
    p = paired.pair([1.0, 2.0, 2.0], [2.0, 3.0, 1.0], "up")
    for name in OUTCOMES:
        assert "paired worlds" in words.sentence(name, p)


# comparisons


def test_table_has_a_row_an_outcome_and_the_promised_columns(found) -> None:  # type: ignore[no-untyped-def]
    promised = ["outcome", "base", "whatif", "diff", "lo", "hi", "share_better", "unit"]
    assert list(found.table.columns)[:8] == promised
    assert list(found.table.outcome) == list(OUTCOMES)
    row = found.table.set_index("outcome").loc["civilian_deaths"]
    assert row["diff"] == pytest.approx(row.whatif - row.base)
    assert row.lo <= row["diff"] <= row.hi
    assert row.whatif < row.base  # 100 rebels instead of thousands


def test_a_comparison_is_made_of_the_runs_themselves(base: sim.Scenario, found) -> None:  # type: ignore[no-untyped-def]
    r = sim.run(base, seed=3)
    assert found.base_outcomes.loc[3, "civilian_deaths"] == r.outcomes["civilian_deaths"]
    deaths = r.series.civilian_deaths
    one = compare(base, base, [3])
    series = one.series[one.series.column == "civilian_deaths"]
    assert series.base.tolist() == deaths.tolist()
    places = one.places[one.places.column == "deaths"].set_index("place").base
    assert places.to_dict() == r.places.groupby("place").deaths.sum().to_dict()


def test_the_same_policy_changes_nothing(base: sim.Scenario) -> None:
    c = compare(base, base, range(2))
    known = c.table[c.table.pairs > 0]
    assert (known["diff"] == 0.0).all()
    assert (known.share_better.dropna() == 0.5).all()
    assert "same civilian deaths in all 2 paired worlds" in c.words


def test_processes_do_not_change_the_answer(base: sim.Scenario, found) -> None:  # type: ignore[no-untyped-def]
    again = compare(base, found.whatif, range(6), processes=2)
    assert again.table.equals(found.table)
    assert again.series.equals(found.series)


def test_small_work_is_done_in_threads_and_is_the_same(
    base: sim.Scenario, found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worlds beside each other in one process share what is compiled, and nothing that changes."""
    at_work: set[int] = set()
    together, one_by_one = threading.Barrier(2, timeout=60), worlds.run_pairs

    def watched(*given: Any, **more: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            together.wait()  # two are at it at the same time
            at_work.add(threading.get_ident())
        return one_by_one(*given, **more)

    monkeypatch.setattr(worlds, "run_pairs", watched)
    monkeypatch.setattr(worlds, "PATIENCE_SECONDS", 1e9)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "pool", None)  # no process is started
    again = compare(base, found.whatif, range(6))
    assert len(at_work) == 2
    alone = compare(base, found.whatif, range(6), processes=1)
    for other in (again, alone):
        assert other.table.equals(found.table)
        assert other.series.equals(found.series)
        assert other.base_outcomes.equals(found.base_outcomes)
        assert other.whatif_outcomes.equals(found.whatif_outcomes)


def test_what_fails_in_a_thread_is_told(
    base: sim.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(
        base: sim.Scenario, whatif: sim.Scenario, seeds: Any, *rest: int, **named: int
    ) -> Any:
        if 3 in seeds:
            raise RuntimeError("the fourth world")
        return one_by_one(base, whatif, seeds, *rest, **named)

    one_by_one = worlds.run_pairs
    monkeypatch.setattr(worlds, "run_pairs", fails)
    monkeypatch.setattr(worlds, "PATIENCE_SECONDS", 1e9)
    with pytest.raises(RuntimeError, match="the fourth world"):
        compare(base, base, range(5), weeks=4)


def test_what_cannot_pair_is_refused(base: sim.Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"30 weeks.*31.*--weeks"):
        compare(base, base.replace({"weeks": 31}), [1])
    with pytest.raises(ScenarioError, match="do not pair"):
        compare(base, sim.load_scenario("zambara"), [1])
    with pytest.raises(ValueError, match="twice"):
        compare(base, base, [1, 1])
    with pytest.raises(ValueError, match="empty"):
        compare(base, base, [])


def test_a_script_without_a_main_guard_may_use_processes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sim\n"
        "print('once')\n"
        f"s = sim.load_scenario('sierra-leone', {SMALL!r})\n"
        "c = sim.compare(s, s, seeds=range(4), weeks=3, processes=2)\n"
        "print(len(c.table))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["once", str(len(OUTCOMES))], done.stderr


# the command


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bluehelm", "compare", *arguments])
    return cli.main()


QUICK = ["--seeds", "2", "--weeks", "4", "--set", "nature.civilians=100"]


def test_command_prints_words_and_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "sierra-leone", *QUICK, "--set", "policy.patrols.share=0.9") == 0
    out = capsys.readouterr().out
    assert "2 paired worlds" in out
    assert len([line for line in out.splitlines() if line.startswith("civilian_deaths ")]) == 1


def test_command_json_is_one_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "sierra-leone", *QUICK, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["seeds"] == [0, 1]
    assert {"outcome", "base", "whatif", "lo", "hi", "share_better"} <= set(document["table"][0])


def test_command_refuses_nothing_to_compare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "sierra-leone") == 2
    assert "--set" in capsys.readouterr().err


def test_command_splits_by_lever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["sierra-leone", "--seeds", "2", "--weeks", "4"]
    moves = ["--set", "policy.patrols.share=0.9", "--set", "policy.force.troops=9"]
    assert command(monkeypatch, *base, *moves, "--split", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["split"]
    assert [row["lever"] for row in rows] == ["force", "patrols", "together", "total"]
    assert command(monkeypatch, *base, "--set", "nature.civilians=200", "--split") == 2
    assert command(monkeypatch, *base, *moves, "--split", "--outcome", "civilian_death") == 2
    assert "did you mean civilian_deaths" in capsys.readouterr().err


def test_command_writes_when_where_and_who(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "pair"
    command(
        monkeypatch,
        *("sierra-leone", "--set", "policy.force.troops=0", "--set", "policy.patrols.share=0.9"),
        *("--weeks", "130", "--seeds", "2", "--split", "--out", str(out)),
    )
    written = capsys.readouterr().out.splitlines()
    names = {"outcomes.csv", "over_time.csv", "places.csv", "communities.csv", "split.csv"}
    assert names | {"split.png"} <= {path.name for path in out.iterdir()}
    assert str(out / "split.png") in written
    assert (out / "split.png").read_bytes().startswith(b"\x89PNG")


def test_deaths_by_community_add_up_to_those_by_place(found) -> None:  # type: ignore[no-untyped-def]
    deaths = found.places[found.places.column == "deaths"]
    assert found.communities["diff"].sum() == pytest.approx(deaths["diff"].sum())
    assert found.communities["base"].sum() == pytest.approx(deaths["base"].sum())
    assert found.communities["people"].sum() == pytest.approx(1.0)


def test_a_typical_pair_is_followed_from_the_lever_to_the_outcome(found) -> None:  # type: ignore[no-untyped-def]
    from sim.commands.compare import _explained

    why = _explained(found, "combatant_deaths")
    assert "How it got there" in why
    assert "violence" in why and "(week " in why
    assert "One pair of worlds" in why


def test_what_no_pair_changes_has_no_path(base: sim.Scenario) -> None:
    from sim.commands.compare import _explained

    assert "the same in every pair" in _explained(compare(base, base, range(2)), "combatant_deaths")
