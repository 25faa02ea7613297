"""The notebooks run from top to bottom with their folded solutions, at the quick setting.

`make notebooks` runs them; what they are made of is looked at with all other tests.
"""

from __future__ import annotations

import importlib.util
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
MOST_SECONDS = 60.0  # of two processors, for one notebook
PROCESSORS = 2
TOGETHER_SECONDS = 360.0
CELL_SECONDS = 300  # by the clock: a machine that others share is slow
used_by: dict[str, float] = {}


def read(path: Path) -> Any:
    return pytest.importorskip("nbformat").read(path, as_version=4)


def solutions(notebook: Any) -> list[str]:
    """The code of folded solutions."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return [code for fold in FOLDED.findall(prose) for code in CODE.findall(fold)]


def processor_seconds() -> float:
    """Of all child processes that have ended, theirs included."""
    resource = pytest.importorskip("resource")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(used.ru_utime + used.ru_stime)


def test_they_are_numbered_and_in_the_index() -> None:
    assert [name[:2] for name in NAMES] == [f"{number:02d}" for number in range(1, 15)]
    index = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d\d_\w+)\.ipynb\)", index) == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_each_asks_says_its_limits_and_sets_an_exercise(path: Path) -> None:
    """And is committed without outputs, as whoever runs it will see its own."""
    notebook = read(path)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for part in ("**Question:**", "**Limits", "## Exercise", "<summary>Solution</summary>"):
        assert part in prose, part
    assert solutions(notebook), "the solution has no code that could be run"
    outputs = [cell for cell in notebook.cells if cell.get("outputs")]
    assert not outputs, "commit it without outputs"
    assert not any(cell.get("execution_count") for cell in notebook.cells)
    for name in re.findall(r"\]\(([\w.]+\.ipynb)\)", prose):
        assert name in {one.name for one in NOTEBOOKS}, name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_the_sites_pictures_are_of_its_code(path: Path) -> None:
    """Else: BLUEHELM_QUICK=1 python docs/make_notebooks.py, with its number."""
    spec = importlib.util.spec_from_file_location("made", ROOT / "docs" / "make_notebooks.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    table = json.loads(made.TABLE.read_text(encoding="utf-8"))
    assert path.stem in table, "its pictures have not been made yet"
    assert set(table) <= set(NAMES)
    kept = table[path.stem]
    assert kept["code"] == made.code_hash(path), "its code has changed since"
    assert set(kept["pictures"]) == {p.name for p in made.KEPT.glob(f"{path.stem}-*.png")}
    cells = read(path).cells
    for name in kept["pictures"]:
        assert cells[int(name.split("-")[1])].cell_type == "code"
    assert kept["pictures"], "it shows no picture"


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_it_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From top to bottom, then the solutions; no warning, a picture, within its time."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=":")
    monkeypatch.setenv("BLUEHELM_QUICK", "1")
    notebook = read(path)
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in solutions(notebook)]
    began, before = time.monotonic(), processor_seconds()
    nbclient.NotebookClient(
        notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    used = used_by[path.stem] = processor_seconds() - before
    print(f"{path.stem}: {time.monotonic() - began:.0f} s by the clock, {used:.0f} s of processors")
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    said = "".join(out.text for out in outputs if out.output_type == "stream")
    assert "Warning" not in said, said
    assert any("image/png" in out.get("data", {}) for out in outputs), "it shows no picture"
    assert used < MOST_SECONDS * PROCESSORS, f"{used:.0f} s of processors is too much for a class"


@pytest.mark.notebooks
def test_together_they_are_quick() -> None:
    """On two processors; after the others, so it says little where only some of them ran."""
    total = sum(used_by.values())
    print(f"{len(used_by)} of {len(NAMES)} notebooks: {total:.0f} s of processors")
    assert total < TOGETHER_SECONDS * PROCESSORS
