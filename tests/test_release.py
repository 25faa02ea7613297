"""What a release holds and says: the commands' other names, what is read, decisions, citing."""

from __future__ import annotations

import importlib.util
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

import bluehelm
from sim.case.scenario import Scenario
from sim.machine import shipped
from sim.runs.run import Run
from sim.view.app import assets

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


class FakeApp:
    """Hatchling's, as far as the hook speaks to it."""

    def __init__(self) -> None:
        self.warned: list[str] = []

    def display_warning(self, words: str) -> None:
        self.warned.append(words)


class FakeHook:
    """Hatchling's base class: the tests' environment has no builder."""

    def __init__(self) -> None:
        self.app = FakeApp()

    def __class_getitem__(cls, of: object) -> type:
        return cls


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hook that pyproject.toml names for the wheel."""
    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = FakeHook  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    made = runpy.run_path(str(ROOT / build["targets"]["wheel"]["hooks"]["custom"]["path"]))
    return made["FrontEnd"]()


def test_the_wheel_takes_the_pages_front_end(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From where they are kept to where an installed page looks; not for an editable install."""
    monkeypatch.setenv("BLUEHELM_ASSETS", str(tmp_path))
    dist = tmp_path / assets.APP / "dist"
    needed = [dist / name for name in assets.NEEDED]
    for path in (*needed, tmp_path / assets.REQUIRE / "require.js"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", data)
    assert not data["force_include"]
    hook.initialize("standard", data)
    monkeypatch.delenv("BLUEHELM_ASSETS")
    package = Path(assets.__file__).parents[3]
    monkeypatch.setattr(assets, "_whole", lambda folder: True)  # as if it had been installed
    assert package / data["force_include"].pop(str(tmp_path)) == assets.folder()
    [(notice, inside)] = data["force_include"].items()
    assert "MIT" in Path(notice).read_text() and inside.endswith("assets/NOTICE.txt")


def test_a_wheel_without_front_end_says_so_and_is_not_published(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUEHELM_ASSETS", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", "")
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    assert not data["force_include"] and "npm is not installed" in hook.app.warned[0]
    monkeypatch.setenv("BLUEHELM_RELEASE", "1")
    with pytest.raises(assets.AssetsError):
        hook.initialize("standard", data)


def test_the_front_end_is_the_one_that_the_installed_solara_asks_for() -> None:
    """Another one is a page that stays blank without internet."""
    found = importlib.util.find_spec("solara")
    assert found is not None and found.origin is not None
    page = Path(found.origin).with_name("server") / "templates" / "solara.html.j2"
    text = page.read_text(encoding="utf-8")
    assert f"{{{{cdn}}}}/{assets.APP}/" in text and f"/{assets.REQUIRE}/" in text


def test_what_is_tested_is_what_is_allowed() -> None:
    """Every pinned version lies within what pyproject.toml lets pip choose."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    for text in project["dependencies"]:
        need = Requirement(text)
        found = [pin for pin in pins if pin.name.lower() == need.name.lower()]
        assert found, f"{need.name} is not pinned"
        for pin in found:
            version = str(pin.specifier).removeprefix("==")
            assert need.specifier.contains(version), f"{pin} is not {need}"
