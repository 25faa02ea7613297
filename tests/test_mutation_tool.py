"""The mutation script: which mutants it makes, and that a test that sees a sign kills it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).parent.parent / "experiments" / "mutation"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the script needs fork")

WAR = '''
"""Two rules."""
RATE = 2.0 * 3.0


def losses(troops: float, cover: float = 1.0 - 0.5) -> float:
    """What is lost."""
    return troops * (1.0 - cover)


class Side:
    def step(self, own: float, theirs: float) -> None:
        if own < theirs and not self.asked:
            self.morale -= 0.1
            self.weeks, self.posture = 0, -1
        self.note(f"{own + theirs}")
'''
TESTS = """
from sim.war import Side, losses


def test_cover_saves():
    assert losses(100.0, 0.25) > losses(100.0, 0.75)
"""


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The script on a checkout."""
    command = [sys.executable, str(TOOL / "mutate.py"), "--root", str(root), "--targets", "sim"]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout of one module and one test."""
    for name, text in {
        "sim/__init__.py": "",
        "sim/war.py": WAR,
        "tests/rules/test_war.py": TESTS,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def made(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The mutants of its module."""
    monkeypatch.syspath_prepend(TOOL)
    import mutants

    return mutants.of_folder(root, ["sim"])


def test_a_module_has_these_mutants(made: list[Any]) -> None:
    assert [(m.function, m.kind, m.original, m.mutant) for m in made] == [
        ("losses", "mul-div", "troops * (1.0 - cover)", "troops / (1.0 - cover)"),
        ("losses", "drop-factor", "troops * (1.0 - cover)", "troops"),
        ("losses", "drop-factor", "troops * (1.0 - cover)", "1.0 - cover"),
        ("losses", "sub-add", "1.0 - cover", "1.0 + cover"),
        ("losses", "drop-term", "1.0 - cover", "1.0"),
        ("losses", "complement", "1.0 - cover", "cover"),
        ("Side.step", "compare", "own < theirs", "own > theirs"),
        ("Side.step", "strictness", "own < theirs", "own <= theirs"),
        (
            "Side.step",
            "and-or",
            "own < theirs and (not self.asked)",
            "own < theirs or not self.asked",
        ),
        ("Side.step", "drop-not", "not self.asked", "self.asked"),
        ("Side.step", "augmented", "self.morale -= 0.1", "self.morale += 0.1"),
        ("Side.step", "drop-update", "self.morale -= 0.1", "pass"),
        ("Side.step", "drop-write", "self.weeks = 0", "pass"),
        ("Side.step", "drop-write", "self.posture = -1", "pass"),
        ("Side.step", "drop-minus", "-1", "1"),
        ("Side.step", "drop-call", "self.note(f'{own + theirs}')", "pass"),
    ]


def test_every_mutant_has_a_name_of_its_own_and_compiles(made: list[Any]) -> None:
    import ast

    import changes

    assert len({m.id for m in made}) == len(made)
    assert made[0].id == "sim.war:8:21:mul-div"
    texts = {ast.unparse(changes.applied(ast.parse(WAR), m.change)) for m in made}
    assert len(texts) == len(made)


def test_each_change_is_made_where_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TOOL)
    import ast

    import changes
    import mutants

    before = "-(a + b * (1.0 - c)) / d + (not e < f)"
    text = f"def g():\n    return {before}\n"
    for m in mutants.of_source(text, "m", Path("m.py")):
        tree = ast.parse(text)
        whole = ast.unparse(changes.applied(tree, m.change)).split("return ")[1]
        original, plain = ast.unparse(ast.parse(m.original)), ast.unparse(ast.parse(before))
        assert original in plain
        places = [plain.replace(original, new) for new in (m.mutant, f"({m.mutant})")]
        places = [ast.unparse(ast.parse(place)) for place in places]
        assert whole in places, m.id


def test_min_and_max_and_products_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TOOL)
    import mutants

    text = "def f(x, y):\n    x *= min(y, np.maximum(x, 1))\n    x |= y & 3\n"
    found = [(m.kind, m.mutant) for m in mutants.of_source(text, "m", Path("m.py"))]
    assert found == [
        ("augmented", "x /= min(y, np.maximum(x, 1))"),
        ("assign", "x = min(y, np.maximum(x, 1))"),
        ("drop-update", "pass"),
        ("min-max", "max(y, np.maximum(x, 1))"),
        ("max-min", "np.minimum(x, 1)"),
        ("augmented", "x &= y & 3"),
        ("drop-update", "pass"),
        ("and-or", "y | 3"),
    ]


def test_the_list_needs_no_tests(root: Path) -> None:
    done = run(root, "--list", "--only", "war", "--kinds", "sub-add", "strictness")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "sim.war:8:27:sub-add  losses:  1.0 - cover  ->  1.0 + cover",
        "sim.war:13:17:strictness  Side.step:  own < theirs  ->  own <= theirs",
        "2 mutants",
    ]


@needs_fork
def test_a_sign_is_seen_and_what_no_test_calls_survives(root: Path) -> None:
    out = root / "out.csv"
    done = run(root, "--out", str(out), "--kinds", "sub-add", "drop-term", "augmented")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {row["kind"]: row for row in csv.DictReader(out.open(encoding="utf-8"))}
    assert {kind: row["verdict"] for kind, row in rows.items()} == {
        "sub-add": "killed",
        "drop-term": "killed",
        "augmented": "survived",
    }
    assert rows["sub-add"]["killed_by"] == "tests/rules/test_war.py::test_cover_saves"
    assert "sim/war.py:14 Side.step [augmented]" in done.stdout
    again = run(root, "--out", str(out), "--kinds", "sub-add", "drop-term", "augmented")
    assert again.stdout.endswith(done.stdout.split("\n", 1)[1])  # nothing is tried twice
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4


@needs_fork
def test_no_test_sees_a_function_that_was_not_changed(root: Path) -> None:
    done = run(root, "--control")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 of 2 functions that were not changed" in done.stdout


@needs_fork
def test_loops_end_and_functions_called_at_import_are_mutated_too(root: Path) -> None:
    (root / "sim" / "war.py").write_text(
        "def table(n):\n    return [1.0 - 0.25 * k for k in range(n)]\n\n\nTABLE = table(3)\n\n\n"
        "def weeks(n):\n    while n > 0:\n        n -= 1\n    return n\n",
        encoding="utf-8",
    )
    (root / "tests" / "rules" / "test_war.py").write_text(
        "from sim.war import TABLE, weeks\n\n\ndef test_table():\n    assert TABLE[2] < 1.0\n\n\n"
        "def test_weeks():\n    assert weeks(3) == 0\n",
        encoding="utf-8",
    )
    done = run(root, "--kinds", "sub-add", "drop-update", "--timeout", "0.1")
    assert done.returncode == 0, done.stdout + done.stderr
    counted = [line.split() for line in done.stdout.splitlines() if line.startswith("sim.war")]
    assert counted == [["sim.war", "2", "1", "0", "1", "0", "100.0", "%"]]


@needs_fork
def test_tests_that_fail_by_themselves_stop_it(root: Path) -> None:
    file = root / "tests" / "rules" / "test_war.py"
    file.write_text(TESTS.replace(">", "<"), encoding="utf-8")
    done = run(root)
    assert done.returncode == 1
    assert "fail without a mutant (tests/rules/test_war.py::test_cover_saves)" in done.stderr


def test_an_equivalent_mutant_needs_a_reason(
    root: Path, made: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(TOOL)
    import report

    entry = (
        '[[mutant]]\nmodule = "sim.war"\nfunction = "losses"\nkind = "drop-term"\n'
        'original = "1.0 - cover"\nreason = "{}"\n'
    )
    file = root / "experiments" / "mutation" / "equivalent.toml"
    file.parent.mkdir(parents=True)
    file.write_text(entry.format("cover is nothing"), encoding="utf-8")
    reasons = report.Reasons(file)
    assert [m.kind for m in made if reasons.of(m)] == ["drop-term"]
    assert not reasons.unknown(made)
    assert run(root, "--list").stdout.endswith("15 mutants\n")
    file.write_text(entry.format(""), encoding="utf-8")
    done = run(root, "--list")
    assert done.returncode == 2
    assert "mutant 1 has no reason" in done.stderr
