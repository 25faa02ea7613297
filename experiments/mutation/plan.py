"""Which test files can see which mutant: found by one run of the unmutated tests, file by file."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trial
from mutants import Mutant

NEVER_CALLED = "(no test calls it)"


class TestsFailError(Exception):
    """The tests fail without any mutant: nothing can be measured."""


@dataclass(frozen=True)
class Plan:
    """For each test file its time and the functions (file, first line) that it calls."""

    root: Path
    seconds: dict[str, float]
    called: dict[str, set[tuple[str, int]]]

    def groups(self, mutant: Mutant) -> list[list[str]]:
        """The files to try, those named after the module first, then the quick ones."""
        key = (str(self.root / mutant.path), mutant.begins)
        able = [file for file in self.seconds if key in self.called[file]]
        able.sort(key=lambda file: self.seconds[file])
        stem = mutant.path.parent.name if mutant.path.stem == "__init__" else mutant.path.stem
        named = [file for file in able if f"_{stem}_" in f"{Path(file).stem}_"]
        others = [file for file in able if file not in named]
        return [group for group in (named, others) if group]

    def verdicts(
        self, waiting: list[Mutant], workers: int, timeout: float, folder: Path
    ) -> Iterator[tuple[Mutant, trial.Result]]:
        """What came of each mutant, as it comes."""
        limit = max(timeout, 4.0 * sum(self.seconds.values()))
        tried = []
        for mutant in waiting:
            if groups := self.groups(mutant):
                tried.append((mutant, trial.Job(self.root, groups, mutant, seconds=limit)))
            else:
                yield mutant, trial.Result(trial.PASSED, failed=NEVER_CALLED)
        for k, result in trial.run_all([job for _, job in tried], workers, folder):
            yield tried[k][0], result


def test_files(root: Path, tests: list[str]) -> list[str]:
    """The files below these paths that pytest would collect, relative to the root."""
    found: list[str] = []
    for name in tests:
        path = root / name
        if not path.exists():
            raise ValueError(f"{path}: no such test file or folder")
        files = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
        found += [file.relative_to(root).as_posix() for file in files]
    if not found:
        raise ValueError(f"no test_*.py in {', '.join(tests)} of {root}")
    return list(dict.fromkeys(found))


def make(root: Path, tests: list[str], workers: int, folder: Path) -> Plan:
    """Import the tests' libraries here, once; then run each file without a mutant."""
    files = test_files(root, tests)
    with contextlib.redirect_stdout(io.StringIO()):
        importlib.import_module("pytest").main(["--version"])  # loads its plugins
    _, found = next(trial.run_all([trial.Job(root, [files], collect=True)], 1, folder))
    _hold(found, "cannot be collected")
    for name in found.libraries:
        if name not in sys.modules:
            with contextlib.suppress(Exception):  # then each child imports it itself
                importlib.import_module(name)
    plan = Plan(root, {}, {})
    jobs = [trial.Job(root, [[file]], watch=True) for file in files]
    for k, result in trial.run_all(jobs, workers, folder):
        _hold(result, "fail")
        plan.seconds[files[k]], plan.called[files[k]] = result.seconds, result.called
    return plan


def _hold(result: trial.Result, what: str) -> None:
    if result.code != trial.PASSED:
        place = f" ({result.failed})" if result.failed else ""
        raise TestsFailError(
            f"the tests {what} without a mutant{place}, with kernels as plain Python; "
            f"mend them first\n{result.text}"
        )
