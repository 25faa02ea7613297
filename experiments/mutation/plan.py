"""Which test files can see which mutant: found by one run of the unmutated tests, file by file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kernels
import trial
from mutants import Mutant

LONGEST = 1800.0  # processor seconds of an unmutated file of tests
SLACK = 2.0  # a mutant may take this times what the tests take, and the time-out
NEVER_CALLED = "(no test calls it)"


class TestsFailError(Exception):
    """The tests fail without any mutant: nothing can be measured."""


class TrialError(Exception):
    """Something is wrong with this script or the machine, not with the tests."""


@dataclass(frozen=True)
class Plan:
    """For each test file its processor time and the functions (file, first line) that it calls."""

    root: Path
    seconds: dict[str, float]
    called: dict[str, set[tuple[str, int]]]
    imports: set[tuple[str, int]]  # functions that are called while all is imported

    def job(self, mutant: Mutant, timeout: float) -> trial.Job | None:
        """What to try, files named after the module first, then quick ones; None: not called."""
        key = (str(self.root / mutant.path), mutant.begins)
        afresh = key in self.imports
        able = [file for file in self.seconds if afresh or key in self.called[file]]
        able.sort(key=lambda file: self.seconds[file])
        stem = mutant.path.parent.name if mutant.path.stem == "__init__" else mutant.path.stem
        named = [file for file in able if f"_{stem}_" in f"{Path(file).stem}_"]
        others = [file for file in able if file not in named]
        limit = timeout + SLACK * sum(self.seconds[file] for file in able)
        groups = [group for group in (named, others) if group]
        return trial.Job(self.root, groups, limit, mutant, afresh) if able else None

    def verdicts(
        self, waiting: list[Mutant], workers: int, timeout: float, folder: Path
    ) -> Iterator[tuple[Mutant, trial.Result]]:
        """What came of each mutant, as it comes."""
        jobs = []
        for mutant in waiting:
            if job := self.job(mutant, timeout):
                jobs.append((mutant, job))
            else:
                yield mutant, trial.Result(trial.PASSED, failed=NEVER_CALLED)
        for k, result in trial.run_all([job for _, job in jobs], workers, folder):
            if result.code == trial.FAULT:
                raise TrialError(f"{jobs[k][0].id} could not be tried: {result.text}")
            yield jobs[k][0], result


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
    """Import the tests and all they need here, once; then run each file without a mutant."""
    files = test_files(root, tests)
    os.chdir(root)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # looking for plugins takes its time
    for name in ("tests", "."):
        sys.path.insert(0, str(root / name))
    kernels.as_compiled(root)
    with trial.Calls(root) as calls:
        code, failed, text = trial.run_pytest(root, files, "--collect-only")
    _hold(trial.Result(code, failed=failed, text=text), "cannot be collected")
    plan = Plan(root, {}, {}, calls.places())
    jobs = [trial.Job(root, [[file]], LONGEST) for file in files]
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
