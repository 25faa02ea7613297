"""A lever, a mechanism and an outcome from outside the package, used everywhere; what is forgotten.

The example is docs/template/sanctions.py, as a stranger would write it.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sim
from sim.case import extending
from sim.case.scenario import load_scenario
from sim.evidence import claims
from sim.fields.claim import Claim
from sim.fields.outcome import Outcome
from sim.fields.parameter import Group, number
from sim.machine import added_files
from sim.nature.mechanism import Mechanism
from sim.policy.lever import Lever
from sim.runs.outcomes import OUTCOMES, declare
from sim.view.texts import texts

FILE = Path(__file__).parent.parent / "docs" / "template" / "sanctions.py"
SMALL = {"nature.civilians": 200, "nature.combatants": 200}
FULL = {"policy.sanctions.reach": 1.0}


@pytest.fixture(scope="module")
def sanctions() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("sanctions", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sanctions"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["sanctions"]
    OUTCOMES.pop("rebel_supply", None)


def extended(sanctions: ModuleType, changes: dict[str, Any] | None = None) -> sim.Scenario:
    parts = [sanctions.LEVER, sanctions.MECHANISM, sanctions.OUTCOME]
    return load_scenario("zambara", {**SMALL, **(changes or {})}, extend=parts)


def test_it_moves_what_it_claims_and_nothing_without_effect(sanctions: ModuleType) -> None:
    """At full reach rebels are supplied worse in every pair, and it is paid for."""
    base = extended(sanctions)
    found = sim.compare(base, base.replace(FULL), seeds=range(3), weeks=208, processes=1)
    row = found.table.set_index("outcome").loc["rebel_supply"]
    assert row["whatif"] < row["base"] - 0.02 and row["share_better"] == 1.0
    assert found.table.set_index("outcome").loc["cost", "diff"] > 0.0
    none = {"nature.variant": "no-effect"}
    still = sim.compare(
        base.replace(none), base.replace(FULL | none), seeds=range(2), weeks=208, processes=1
    )
    assert still.table.set_index("outcome").loc["rebel_supply", "diff"] == 0.0


def test_its_amount_zero_is_no_lever(sanctions: ModuleType) -> None:
    """All that both have is the same to the bit."""
    with_it = sim.run(extended(sanctions), seed=2, weeks=156)
    without = sim.run(load_scenario("zambara", SMALL), seed=2, weeks=156)
    assert with_it.events.equals(without.events)
    kept = {name: with_it.outcomes[name] for name in without.outcomes}
    assert json.dumps(kept) == json.dumps(without.outcomes)
    assert (with_it.ledger["cost_sanctions"] == 0.0).all()


def test_other_processes_find_it_again(sanctions: ModuleType) -> None:
    case = extended(sanctions, FULL)
    again = pickle.loads(pickle.dumps(case))
    assert again.hash == case.hash and again.policy.sanctions.reach == 1.0
    pairs = sim.compare(extended(sanctions), case, seeds=range(4), weeks=180, processes=2)
    assert pairs.table.set_index("outcome").loc["cost", "diff"] > 0.0


def test_what_it_is_made_of_counts_in_the_hash(sanctions: ModuleType) -> None:
    assert extended(sanctions).hash != load_scenario("zambara", SMALL).hash


def test_phases_checks_and_rules_know_it(sanctions: ModuleType) -> None:
    """A bad value, a phase and an unknown field are told as for any lever."""
    with pytest.raises(sim.ScenarioError, match=r"policy\.sanctions\.reach"):
        extended(sanctions, {"policy.sanctions.reach": 2.0})
    with pytest.raises(sim.ScenarioError, match=r"did you mean policy\.sanctions\.reach"):
        extended(sanctions, {"policy.sanctions.raech": 0.5})
    phase = {"start": "2004-01-05", "end": "2006-01-02", "reach": 0.5}
    case = extended(sanctions, {"policy.sanctions.phases": [phase]})
    day = case.date_of(250)
    assert case.policy.on(day).sanctions.reach == 0.5
    with pytest.raises(sim.ScenarioError, match="sanctions"):
        load_scenario("zambara", FULL)  # a scenario without it does not know it


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim.commands.cli", *words],
        capture_output=True,
        text=True,
        env={key: value for key, value in os.environ.items() if key != added_files.VARIABLE},
    )


def test_commands_know_it_by_its_file() -> None:
    shown = command("levers", "--json", "--extend", str(FILE))
    names = [row["name"] for row in json.loads(shown.stdout)]
    assert names[-1] == "sanctions" and len(names) == len(extending.PARTS.levers) + 1
    assert "sanctions" not in command("levers").stdout
    wrong = command("--extend", "nothing.py", "levers")
    assert wrong.returncode == 2 and "no such Python file" in wrong.stderr
    run = command(
        "run", "zambara", "--extend", str(FILE), "--weeks", "8", "--json",
        "--set", "nature.civilians=200", "--set", "policy.sanctions.reach=0.5",
    )  # fmt: skip
    assert "rebel_supply" in json.loads(run.stdout)["outcomes"]


@pytest.fixture
def in_use(sanctions: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As after `--extend`: every scenario of this process and its workers has it."""
    monkeypatch.setenv(added_files.VARIABLE, str(FILE))
    yield


@pytest.mark.usefixtures("in_use")
def test_a_sweep_has_it(tmp_path: Path) -> None:
    """As a lever, and as an outcome, in two worker processes."""
    experiment = {
        "title": "Sanctions",
        "scenarios": ["zambara"],
        "weeks": 180,
        "replicates": 2,
        "set": {"nature.civilians": 200, "nature.combatants": 200},
        "levers": {"policy.sanctions.reach": [0.0, 1.0]},
        "outcomes": ["rebel_supply", "cost"],
    }
    results = sim.sweep(experiment, tmp_path / "out", workers=2, extend=[str(FILE)])
    table = results.runs
    means = table.groupby("policy.sanctions.reach")["rebel_supply"].mean()
    assert len(table) == 4
    assert means[1.0] <= means[0.0]


@pytest.mark.usefixtures("in_use")
def test_the_claims_and_the_page_have_it(sanctions: ModuleType) -> None:
    from sim.view.app import fields, lever_help

    declare([sanctions.OUTCOME])
    assert any(t.owner == "sanctions" for t in claims.trials(range(2), ["sanctions"]))
    fields.all_fields.cache_clear()
    fields.lever_tables.cache_clear()
    try:
        assert "policy.sanctions.reach" in fields.all_fields()
        case = load_scenario("zambara")
        parts = lever_help.help_of(case, "sanctions", type(case.policy.sanctions), texts())
        text = json.dumps(parts)
        assert "less: supply of the rebels" in text
        assert "a full panel with its monitors" in text
    finally:
        fields.all_fields.cache_clear()
        fields.lever_tables.cache_clear()


# what is forgotten is told at once, with what to add


class Bare(Group):
    """Numbers without an effect and without a time to set up."""

    TABLE = "sanctions"
    panel_year: float = number(1.0, "dollars", 0.0, 2.0, "assumption", "a full panel")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"claims": ()}, "claims nothing; add Claim"),
        ({"prices": ()}, "names no prices"),
        ({"amounts": {}}, "has no amounts"),
        ({"amounts": {"raech": (0, 1, 2)}}, "raech.*no fields of it"),
        ({"numbers": Bare}, "marks no number as effect=True"),
        ({"writes": ()}, "names no column it writes"),
        ({"bill": None, "numbers": Bare}, "marks no number as effect=True"),
        ({"amounts": {"reach": (0.0, 1.0)}}, "must be three"),
    ],
)
def test_a_lever_that_forgets_something_cannot_be_made(
    sanctions: ModuleType, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        dataclasses.replace(sanctions.LEVER, **change)


def test_setup_time_that_is_forgotten_is_told(sanctions: ModuleType) -> None:
    class Timeless(Group):
        """An effect, and no time to set up."""

        TABLE = "sanctions"
        bite_effect: float = number(
            0.5, "share", 0.0, 1.0, "assumption", "of support stopped", effect=True
        )

    with pytest.raises(ValueError, match="without setup_months"):
        dataclasses.replace(sanctions.LEVER, numbers=Timeless)


def test_words_that_are_forgotten_are_told() -> None:
    with pytest.raises(ValueError, match="no unit or no meaning"):
        Outcome("x", "", "up", "something", len)
    with pytest.raises(ValueError, match="direction is 'better'"):
        Outcome("x", "share", "better", "something", len)
    with pytest.raises(ValueError, match="source"):
        number(1.0, "share", 0.0, 1.0, "a guess", "something")
    with pytest.raises(ValueError, match="does not say how to take it away"):
        Mechanism("m", ("places.toll",), claims=(Claim("cost", +1),))
    with pytest.raises(ValueError, match="moment is 'whenever'"):
        Mechanism("m", ("places.toll",), step=print, moment="whenever")
    with pytest.raises(ValueError, match="that name is taken"):
        declare([Outcome("cost", "dollars", "down", "another", len)])
    with pytest.raises(sim.ScenarioError, match="must be a Lever, Mechanism or Outcome"):
        load_scenario("zambara", extend=["sanctions"])  # type: ignore[list-item]


def test_a_part_of_a_notebook_stays_in_its_process(sanctions: ModuleType) -> None:
    """A lever that stands in no file cannot travel, and says so."""
    lever: Lever = dataclasses.replace(sanctions.LEVER)
    case = load_scenario("zambara", SMALL, extend=[lever])
    sim.run(case, seed=1, weeks=4)
    with pytest.raises(sim.ScenarioError, match="stands in no Python file of its own"):
        pickle.dumps(case)


TAKEN = "that name is taken"
BILL = '{"sanctions": year'
FAULTS = {
    "a name": ('"sanctions"', '"aid"', f"lever 'aid': {TAKEN}"),
    "a mechanism's name": (
        'name="supply_told"',
        'name="politics"',
        f"mechanism 'politics': {TAKEN}",
    ),
    "an outcome's name": ('    "rebel_supply",\n', '    "cost",\n', f"outcome 'cost': {TAKEN}"),
    "another table": ('TABLE = "sanctions"', 'TABLE = "other"', "must be its name"),
    "an item": (BILL, '{"sanktions": year', "must be dollars by item: sanctions"),
    "less than nothing": (BILL, '{"sanctions": -1.0 - year', "must be 0 or more"),
    "no number": (BILL, '{"sanctions": math.nan * year', "must be 0 or more"),
    "an error": ("    theirs = ", "    1 / 0\n    theirs = ", "work: ZeroDivisionError"),
    "a column": ('"support"][theirs]', '"suport"][theirs]', "work: ValueError: no field of name"),
    "a sentence": ("def bill(", "def bill bill(", "SyntaxError"),
    "an end": ("import math\n", "raise SystemExit(0)\n", "SystemExit"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_users_file_is_one_clear_message(fault: str, tmp_path: Path) -> None:
    """Exit code 2, the part and the place named, no traceback."""
    old, new, said = FAULTS[fault]
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "mine.py"
    file.write_text(text.replace(old, new), encoding="utf-8")
    found = command(
        "run", "zambara", "--extend", str(file), "--weeks", "180", "--json",
        "--set", "nature.civilians=100", "--set", "nature.combatants=100",
    )  # fmt: skip
    assert found.returncode == 2, found.stderr
    assert said in found.stderr and found.stdout == ""
    assert "Traceback" not in found.stderr and "should not happen" not in found.stderr
