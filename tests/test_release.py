"""What a release holds and says: the commands' other names, what is read, decisions, citing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import bluehelm
from sim.case.scenario import Scenario
from sim.machine import shipped
from sim.runs.run import Run

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("module", ["sim", "bluehelm"])
def test_the_packages_are_the_command(module: str) -> None:
    words = [sys.executable, "-m", module, "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("bluehelm ") and not done.stderr


def test_who_imports_the_commands_name_is_told() -> None:
    with pytest.raises(AttributeError, match="import sim"):
        _ = bluehelm.run


def test_the_wheel_takes_what_there_is_to_read() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    inside = build["targets"]["wheel"]["force-include"]
    for what in ("notebooks", "lessons"):
        folder = shipped.reading(what)
        assert inside[folder.relative_to(ROOT).as_posix()] == f"sim/_shipped/{what}"
        assert any(folder.glob("*.ipynb" if what == "notebooks" else "*.md"))


def test_a_run_ends_with_a_line_to_cite(two_years: Run, case: Scenario) -> None:
    line = two_years.citation()
    assert case.hash in line and "seed 1, 104 weeks" in line and "code " in line
    assert "\n" not in line


def test_the_demo_says_what_comes_next() -> None:
    """On the shell that called make: how to see the run, what to type, how to activate."""
    for shell, word in (("/bin/bash", ". .venv/bin/activate"), ("/usr/bin/fish", "activate.fish")):
        words = ["make", "-n", "demo"]
        done = subprocess.run(
            words, cwd=ROOT, env={"PATH": "/usr/bin:/bin", "SHELL": shell}, capture_output=True
        )
        text = done.stdout.decode()
        assert "demo/page.html" in text and ".venv/bin/bluehelm view zambara" in text
        assert word in text.splitlines()[-1]


def test_decisions_have_four_parts_and_stand_in_their_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("[0-9]*.md"))
    assert len(records) >= 10
    for number, record in enumerate(records, 1):
        text = record.read_text(encoding="utf-8")
        assert record.name.startswith(f"{number:04d}-") and f"({record.name})" in listed
        assert re.match(rf"# {number}\. .+\n\nStatus: (accepted|replaced)", text)
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]


def test_versions_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text()
