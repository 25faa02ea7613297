"""One's own classes by reference, seeds of every kind, and changes in mid-run."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.batch.experiment import load_experiment
from sim.case import theory
from sim.machine import added_files, kernel_cache
from sim.runs.outcomes import OUTCOMES

SMALL = {"nature.civilians": 100, "nature.combatants": 100, "weeks": 20}
SOURCE = """
from sim.agents import Faction, Civilian


class Idle(Faction):
    def decide(self):
        pass


class Calm(Civilian):
    pass
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my_theory.py"
    path.write_text(SOURCE)
    return path


@pytest.fixture
def case() -> Any:
    return sim.load_scenario("zambara", SMALL)


def test_a_theory_acts_everywhere_and_counts_in_the_hash(case: Any, file: Path) -> None:
    own = case.under({"faction": f"{file}:Idle"})
    assert own.hash != case.hash and case.under({}).hash == case.hash
    plain, idle = sim.run(case, 1), sim.run(own, 1)
    assert plain.outcomes != idle.outcomes
    assert sim.run(case, 1, faction_class=f"{file}:Idle").to_json() == idle.to_json()
    assert sim.compare(case, own, range(3), processes=2).whatif.theory.rows == own.theory.rows
    assert pickle.loads(pickle.dumps(own)).theory == own.theory
    assert own.replace({"weeks": 9}).theory == own.theory
    assert sim.run(case, 1, civilian_class=f"{file}:Calm").outcomes == pytest.approx(
        plain.outcomes, nan_ok=True
    )


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"faction": {"Nobody": "FILE:Idle"}}, "no faction of this scenario has that name"),
        ({"faction": "FILE:Idlee"}, "did you mean Idle"),
        ({"faction": "FILE:Calm"}, "must be a subclass of sim.agents.Faction"),
        ({"factoin": "FILE:Idle"}, "did you mean faction"),
        ({"headquarters": "no_such_module:X"}, "ModuleNotFoundError"),
        ({"faction": 3}, "must be a class"),
    ],
)
def test_a_theory_is_checked_before_anything_runs(
    case: Any, file: Path, given: dict[str, Any], word: str
) -> None:
    def there(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: there(item) for key, item in value.items()}
        return value.replace("FILE", str(file)) if isinstance(value, str) else value

    with pytest.raises(sim.ScenarioError, match=word):
        case.under(there(given))


def test_a_misspelt_faction_is_an_error_of_the_model(case: Any) -> None:
    with pytest.raises(sim.ScenarioError, match="no faction"):
        sim.PeaceModel(case, 1, faction_class={"Nobody": sim.PeaceModel})


def test_a_theory_goes_to_the_workers_of_a_sweep(file: Path, tmp_path: Path) -> None:
    given = {"title": "t", "scenarios": ["zambara"], "set": SMALL, "replicates": 2}
    plain = sim.sweep(given, tmp_path / "a", workers=0).runs
    own = sim.sweep(given | {"theory": {"faction": f"{file}:Idle"}}, tmp_path / "b", workers=1).runs
    assert set(plain.run_id).isdisjoint(own.run_id)
    assert not plain[list(SHOWN)].equals(own[list(SHOWN)])


SHOWN = (
    ("civilian_deaths", "battle_deaths") if "battle_deaths" in OUTCOMES else ("civilian_deaths",)
)


def test_theory_of_the_command_line(case: Any, file: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv(added_files.THEORY, "")
    theory.use([f"faction={file}:Idle"])
    assert sim.load_scenario("zambara", SMALL).theory.rows == (("faction", f"{file}:Idle"),)
    with pytest.raises(sim.ScenarioError, match="WHO=MODULE:NAME"):
        theory.use(["faction"])


def test_an_outcome_that_workers_do_not_know_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(OUTCOMES, "mine", OUTCOMES["cost"])
    given = {"title": "t", "scenarios": ["zambara"], "outcomes": ["mine"]}
    with pytest.raises(sim.ScenarioError, match="workers do not know it"):
        sim.sweep(given, tmp_path / "out", workers=2)


@pytest.mark.parametrize("seed", [True, "1", 1.0, None, -1, 2**63, np.True_])
def test_what_is_no_seed_is_refused_in_one_way(case: Any, seed: Any) -> None:
    for call in (
        lambda: sim.run(case, seed),
        lambda: sim.PeaceModel(case, seed),
        lambda: sim.compare(case, case, [seed]),
    ):
        with pytest.raises(ValueError, match="must be a whole number from 0"):
            call()


def test_numpys_seeds_are_seeds_and_a_folder_may_be_text(case: Any, tmp_path: Path) -> None:
    run = sim.run(case, np.int64(3))
    assert run.to_json() == sim.run(case, 3).to_json()
    assert run.save(str(tmp_path / "out"))[0].is_file()
    assert sim.compare(case, case, np.arange(2)).seeds == (0, 1)


def test_public_names_are_seen() -> None:
    assert set(sim.__all__) <= set(dir(sim))
    assert all(getattr(sim, name) is not None for name in sim.__all__)
    assert (Path(sim.__file__).parent / "py.typed").is_file()


def test_a_script_changes_policy_and_roads_in_mid_run(case: Any) -> None:
    case = case.replace({"mission.start": case.monday, "policy.force.troops": 5000})
    names, graph = case.region.names, case.region.graph
    road = names[0], names[next(iter(graph[0]))]
    models = [sim.PeaceModel(case, 1) for _ in range(2)]
    for model in models:
        for _ in range(8):
            model.step()
    models[0].change_policy({"policy.force.troops": 0})
    models[0].change_roads({road: 500.0})
    for model in models:
        for _ in range(10):
            model.step()
    changed, plain = (sim.Run.of_model(model) for model in models)
    series = [run.kept.series["troops"] for run in (changed, plain)]
    assert np.array_equal(series[0][:8], series[1][:8]) and series[0][-1] < series[1][-1]
    assert 500.0 in models[0].world.roads.hours and 500.0 not in models[1].world.roads.hours
    assert changed.notes[0].startswith("changed in mid-run, after week 8") and not plain.notes
    with pytest.raises(sim.ScenarioError, match="is no policy"):
        models[0].change_policy({"nature.civilians": 200})
    with pytest.raises(sim.ScenarioError, match="there is none"):
        models[0].change_roads({(names[0], names[0]): 3.0})


def test_an_appendix_names_no_machine(case: Any) -> None:
    text = sim.run(case, 4).appendix()
    assert case.hash in text and "Seed: 4" in text and "numpy" in text
    assert os.uname().nodename not in text and str(Path.home()) not in text


def test_without_a_home_or_a_folder_to_write_compiled_code_goes_to_a_temporary_one(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    def nobody() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", nobody)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert kernel_cache.user_cache() is None
    monkeypatch.setattr("numba.config.CACHE_DIR", "")
    monkeypatch.setattr(kernel_cache, "fingerprint", lambda: "0")
    monkeypatch.setattr(kernel_cache, "HERE", tmp_path / "file")
    (tmp_path / "file").write_text("a file can hold no folder")
    kernel_cache.choose()
    assert "NUMBA_CACHE_DIR" in capsys.readouterr().err
    chosen = os.environ["NUMBA_CACHE_DIR"]
    kernel_cache.choose()  # as a worker does
    assert os.environ["NUMBA_CACHE_DIR"] == chosen and Path(chosen).is_dir()


def test_the_doctor_tells() -> None:
    words = [sys.executable, "-m", "sim.commands.cli", "doctor", "--fast"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "compiled rules" in done.stdout and not done.stderr


def test_a_file_of_an_experiment_runs_no_program_by_itself(
    file: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """The class stays unread until the command names it, too; a mapping in a script may."""
    marker = tmp_path / "was-run"
    file.write_text(file.read_text() + f"\nopen({str(marker)!r}, 'w').close()\n")
    rows = f'title = "t"\nscenarios = ["zambara"]\n[theory]\nfaction = "{file}:Idle"\n'
    (tmp_path / "e.toml").write_text(rows)
    with pytest.raises(sim.ScenarioError, match=r"e.toml:4: .*--theory faction=.*:Idle"):
        load_experiment(tmp_path / "e.toml")
    assert not marker.exists()
    monkeypatch.setattr(theory, "in_use", lambda: {"faction": f"{file}:Idle"})
    assert load_experiment(tmp_path / "e.toml").experiment.theory == {"faction": f"{file}:Idle"}
