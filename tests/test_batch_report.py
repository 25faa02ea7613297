"""The page of a sweep: whole, self-contained, true to the numbers; and the shipped experiments."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import made_up
import pytest

from sim.batch import answers, detail, robust
from sim.batch.discovery import Box
from sim.batch.experiment import experiments_folder, load_experiment
from sim.batch.plan import Plan, Point, make_plan
from sim.commands import cli
from sim.fields.errors import ScenarioError
from sim.view.sweep import page as sweep_page
from sim.view.sweep import surer
from sim.view.sweep import words as sweep_words

SHIPPED = sorted(path.stem for path in experiments_folder().glob("*.toml"))
QUICK_RUNS, QUICK_WEEKS = 200, 60_000  # run-weeks: under a minute on two cores


def folder(out: Path, **fields: Any) -> Any:
    def made(point: Point, seed: int) -> dict[str, float]:
        more = point.policy == "more <b>patrols</b>"
        works = float(point.uncertainties.get("nature.presence.deter_rebels", 0.5))
        deaths = 100.0 + seed - 30.0 * more * (works - 0.3)
        return {"civilian_deaths": deaths, "cost": 5e6 * more, "stability": 50.0 + seed % 3 + more}

    policies = [
        {"name": "as it is"},
        {"name": "more <b>patrols</b>", "set": {"policy.patrols.share": 0.9}},
    ]
    policies.append({"name": "other", "set": {"policy.patrols.share": 0.7}})
    experiment = {
        "title": "Made <i>up</i>",
        "question": "What & why?",
        "scenarios": ["sierra-leone"],
        "set": {"nature.civilians": 100},
        "replicates": 4,
        "policies": policies,
        **fields,
    }
    return made_up.folder(out, experiment, made)


UNCERTAIN = {
    "uncertainties": {
        "nature.presence.deter_rebels": {},
        "nature.response.respond": {},
    },
    "design": {"uncertainties": {"kind": "sobol", "samples": 32}},
}


def test_the_page_is_whole_and_loads_nothing(tmp_path: Path) -> None:
    results = folder(tmp_path / "s", **UNCERTAIN)
    page = sweep_page.write_report(results, tmp_path / "report.html").read_text()
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page and "<i>up</i>" not in page and "<b>patrols</b>" not in page
    loaded = re.findall(r"(?:src|href)=\"([^\"]{0,30})", page)
    assert loaded and all(link.startswith("data:") for link in loaded)
    assert page.count("<figure>") >= 4
    (answer, *_) = answers.answers(results, ["civilian_deaths"])
    assert f"fewer in {answer.found.fewer}" in page and "of 128 paired worlds" in page
    assert sweep_words.signed("civilian_deaths", answer.found.diff) in page
    assert "turns on presence: deter rebels" in page
    assert "What &amp; why?" in page


def test_what_is_said_of_many_worlds_says_how_sure_it_is(tmp_path: Path) -> None:
    results = folder(tmp_path / "s", **UNCERTAIN)
    page = sweep_page.write_report(results, tmp_path / "r.html").read_text()
    found = robust.regret(results, "civilian_deaths").iloc[-1]
    assert found.worst_lo < found.worst_hi or found.worst_lo == found.worst_regret
    assert f"<small>{surer.ends('civilian_deaths', found.mean_lo, found.mean_hi)}</small>" in page
    assert "least greatest regret in" in page
    assert "Plans that no other beats" in page and "redrawn sets of worlds" in page
    box = Box({"a": (0.0, 1.0)}, 0.8, 0.7, 0.25, 9, 0.66, 0.55)
    assert "66 % such worlds on the other half, and 55 % of them" in surer.checked(box)
    assert "What each lever does" not in page  # plans with names have no levers to set apart


def test_levers_on_the_page_have_intervals_and_units(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        share, escorts = (float(value) for value in point.levers.values())
        return {"civilian_deaths": 200.0 - 50.0 * share * (1.0 + escorts) + seed % 3}

    experiment = {
        "title": "two levers",
        "scenarios": ["sierra-leone"],
        "set": {"nature.civilians": 100},
        "replicates": 4,
        "levers": {"policy.patrols.share": [0.2, 0.8], "policy.force.reserve": [0.0, 0.4]},
    }
    results = made_up.folder(tmp_path / "s", experiment, made)
    table = surer.lever_effects(results, "civilian_deaths")
    page = sweep_page.write_report(results, tmp_path / "r.html").read_text()
    assert table in page and "patrols: share: 0.8" in table and "<small>persons</small>" in table
    effect = sweep_words.signed("civilian_deaths", -50.0 * 0.6 * 1.2)
    assert f'"number good">{effect}<small>{effect} to {effect}</small>' in table
    assert "more where force: reserve: 0.4" in table


def test_contrasts_limits_and_what_is_missing_are_told(tmp_path: Path) -> None:
    results = folder(tmp_path / "s", contrasts=[["other", "more <b>patrols</b>"]])
    page = sweep_page.write_report(results, tmp_path / "a.html").read_text()
    assert "rather than other" in page and "Not finished" not in page
    assert "assumptions" in page and "Held fixed throughout: nature.civilians = 100" in page
    results.manifest["runs"] += 1
    assert "Not finished" in sweep_page.write_report(results, tmp_path / "b.html").read_text()


def test_a_contrast_of_nobody_is_bad_input() -> None:
    given = {
        "title": "t",
        "scenarios": ["sierra-leone"],
        "policies": [{"name": "as it is"}, {"name": "more"}],
        "contrasts": [["as it is", "mroe"]],
    }
    with pytest.raises(ScenarioError, match=r'contrasts: has "mroe".*did you mean more'):
        make_plan(load_experiment(given))


def test_the_same_results_give_the_same_page(tmp_path: Path) -> None:
    results = folder(tmp_path / "s")
    one = sweep_page.write_report(results, tmp_path / "a.html").read_bytes()
    assert one == sweep_page.write_report(results, tmp_path / "b.html").read_bytes()


def test_a_sampled_design_is_told_by_what_matters(tmp_path: Path) -> None:
    def made(point: Point, seed: int) -> dict[str, float]:
        return {"civilian_deaths": 100.0 * float(point.levers["policy.patrols.share"])}

    experiment = {
        "title": "sampled",
        "scenarios": ["sierra-leone"],
        "set": {"nature.civilians": 100},
        "replicates": 1,
        "levers": {"policy.patrols.share": {}, "policy.force.reserve": {}},
        "design": {"levers": {"kind": "sobol", "samples": 64}},
    }
    results = made_up.folder(tmp_path / "s", experiment, made)
    page = sweep_page.write_report(results, tmp_path / "r.html").read_text()
    assert 'id="effects"' in page and 'id="answers"' not in page


def test_differences_over_time_are_those_of_the_runs(tmp_path: Path) -> None:
    import sim

    tiny = {"nature.civilians": 100, "nature.combatants": 100, "weeks": 6}
    experiment = {
        "title": "t",
        "scenarios": ["sierra-leone"],
        "set": tiny,
        "replicates": 3,
        "levers": {"factions.RUF.fighters": [8000, 100]},
        "keep": ["series", "places"],
    }
    results = sim.sweep(experiment, tmp_path / "s", workers=0)
    base, other = results.points.policy
    table = detail.over_time(results, [other], "civilian_deaths", True)
    found = results.runs.groupby("policy").civilian_deaths.mean()
    assert table is not None
    assert table["diff"].iloc[-1] == pytest.approx(found[other] - found[base])
    places = detail.by_place(results, other)
    assert len(places) == len(sim.load_scenario("sierra-leone").region.names)
    people = detail.by_community(results, other, base=base, scenario="sierra-leone")
    assert people["diff"].sum() == pytest.approx(places["diff"].sum())
    turned = detail.by_place(results, base, base=other)
    assert turned["diff"].tolist() == pytest.approx((-places["diff"]).tolist())
    with pytest.raises(ScenarioError, match=r"has no sierra-leon; did you mean sierra-leone") as e:
        detail.by_community(results, "nobody", scenario="sierra-leon")
    assert "policy: has no nobody" in str(e.value)
    sweep_page.write_report(results, tmp_path / "r.html")


def test_command_writes_the_page_and_prints_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = folder(tmp_path / "s")
    monkeypatch.setattr(sys, "argv", ["bluehelm", "report", str(results.folder)])
    assert cli.main() == 0
    assert capsys.readouterr().out.strip() == str(results.folder / "report.html")
    monkeypatch.setattr(sys, "argv", ["bluehelm", "report", str(tmp_path)])
    assert cli.main() == 2


# shipped experiments


def plan_of(name: str) -> Plan:
    return make_plan(load_experiment(name))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_experiment_is_sound(name: str) -> None:
    source = load_experiment(name)
    plan = make_plan(source)
    policies = list(dict.fromkeys(point.policy for point in plan.points))
    assert len(policies) > 1 and plan.base in policies
    assert source.experiment.question
    script = experiments_folder() / f"{name.replace('-', '_')}.py"
    assert f'sim.sweep("{name}"' in script.read_text()


def test_quick_is_quick() -> None:
    plan = plan_of("quick")
    runs = list(plan.runs())
    weeks = sum(plan.scenarios[point.scenario].weeks for _, point, _ in runs)
    assert len(runs) <= QUICK_RUNS and weeks <= QUICK_WEEKS


def test_the_wheel_carries_every_shipped_experiment() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in SHIPPED:
        place = f"sim/_shipped/experiments/{name}.toml"
        assert carried.get(f"experiments/{name}.toml") == place
