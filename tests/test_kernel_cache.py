"""Compiled kernels never outlive the code they were made of."""

from __future__ import annotations

import ast
import os
import re
import shutil
from pathlib import Path

import pytest
from numba import config

from sim import model  # noqa: F401 - imports every entry
from sim.fields import compiled
from sim.machine import kernel_cache

HERE = kernel_cache.HERE


def imported(file: Path) -> set[Path]:
    """Files of this package that a file takes names from, one by one."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim"):
            path = HERE.joinpath(*(node.module or "").split(".")[1:])
            names = [path / f"{alias.name}.py" for alias in node.names]
            found |= {name for name in [path.with_suffix(".py"), *names] if name.is_file()}
    return found


def test_all_that_goes_into_kernels_takes_part() -> None:
    known = set(kernel_cache.sources())
    compiled = re.compile(r"^ *@(rule|entry|kept|partial\(kept)\b", re.MULTILINE)
    with_kernels = {f for f in HERE.rglob("*.py") if compiled.search(f.read_text(encoding="utf-8"))}
    assert len(with_kernels) > 10
    assert with_kernels <= known
    country = {HERE / "country/region.py"}  # named where the state is set up, not by kernels
    for file in with_kernels:
        assert imported(file) <= known | country, file


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder of its own, and an environment in which nobody has chosen."""
    for file in kernel_cache.sources():
        target = tmp_path / file.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    monkeypatch.setattr(kernel_cache, "HERE", tmp_path)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr("numba.config.CACHE_DIR", "")
    return tmp_path


def chosen() -> Path:
    kernel_cache.choose()
    return Path(os.environ["NUMBA_CACHE_DIR"])


def test_a_changed_file_gets_another_folder(copied: Path) -> None:
    before = chosen()
    assert chosen() == before
    with (copied / "state" / "violence_factors.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert chosen() != before
    assert before.is_dir()


def test_folders_of_earlier_states_do_not_pile_up(copied: Path) -> None:
    for number in range(kernel_cache.KEPT + 4):
        with (copied / "state" / "violence_factors.py").open("a", encoding="utf-8") as file:
            file.write("#" * (number + 1))
        now = chosen()
    left = list((copied / "__pycache__").glob(f"{kernel_cache.PREFIX}*"))
    assert now in left
    assert len(left) == kernel_cache.KEPT + 1


def test_what_the_user_chose_stays(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(copied / "own"))
    assert chosen() == copied / "own"


def twice(x: float) -> float:
    """Something to compile."""
    return 2.0 * x


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")
def test_in_a_folder_of_the_users_choice_nothing_outlives_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """numba itself would find it again: the function's own file has not changed."""
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))

    def found_again() -> int:
        made = compiled.kept(twice)
        assert made(2.0) == 4.0
        return int(made.stats.cache_hits.total())  # type: ignore[attr-defined]

    assert [found_again(), found_again()] == [0, 1]
    monkeypatch.setattr(compiled, "CODE", "another state of the code")
    assert [found_again(), found_again()] == [0, 1]


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")
def test_every_entry_is_kept_for_this_state_of_the_code_alone() -> None:
    stamps = [entry._cache._cache_file._source_stamp[1] for entry in compiled.ENTRIES]
    assert len(stamps) > 20 and set(stamps) == {compiled.CODE}
