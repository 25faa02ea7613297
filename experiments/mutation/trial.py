"""Trials: pytest run inside a forked child, once without a mutant and then once for each.

The child imports `sim` afresh, the mutated module through a loader that compiles the mutant's tree;
nothing is written to disk. Libraries are imported in the parent, once. A child has a limit of
processor time (an endless loop) and of memory, and a session of its own, so that all it started can
be ended with it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Any

import kernels
import mutants

MEMORY = 6 << 30  # bytes of address space
PATIENCE = 6.0  # wall time a child may take, in its processor time
PASSED, FAILED = 0, 1  # of pytest


@dataclass(frozen=True)
class Job:
    """What one child does: groups of test files, one call of pytest each, until one fails."""

    root: Path
    groups: list[list[str]]
    mutant: mutants.Mutant | None = None
    watch: bool = False  # note which functions are called
    collect: bool = False  # import the tests only
    seconds: float = 600.0


@dataclass
class Result:
    """What came of it."""

    code: int
    seconds: float = 0.0
    failed: str = ""
    timeout: bool = False
    text: str = ""
    libraries: list[str] = field(default_factory=list)
    called: set[tuple[str, int]] = field(default_factory=set)


class Watch:
    """A plugin that remembers the first failure."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Of a test, its set-up or its end."""
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        """Of a file that cannot be imported."""
        if report.failed and not self.failed:
            self.failed = report.nodeid


class _Loader(SourceFileLoader):
    """Compiles the mutant in place of the file's text, and keeps nothing."""

    def __init__(self, name: str, path: str, mutant: mutants.Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> Any:
        """The code object of the mutated tree."""
        file = Path(self.path)
        text = file.read_text(encoding="utf-8")
        m = self.mutant
        return compile(mutants.mutated(text, m.id, m.module, m.path), self.path, "exec")


class Finder(MetaPathFinder):
    """Stands before all other finders, for one module."""

    def __init__(self, root: Path, mutant: mutants.Mutant) -> None:
        self.file, self.mutant = root / mutant.path, mutant

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The mutated module's."""
        if fullname != self.mutant.module:
            return None
        loader = _Loader(fullname, str(self.file), self.mutant)
        inside = [str(self.file.parent)] if self.file.name == "__init__.py" else None
        return spec_from_file_location(
            fullname, self.file, loader=loader, submodule_search_locations=inside
        )


def run_all(jobs: list[Job], workers: int, folder: Path) -> Iterator[tuple[int, Result]]:
    """Results as they come, with the job's number; `workers` children at a time."""
    waiting = list(reversed(range(len(jobs))))
    running: dict[int, tuple[int, float]] = {}  # child: job, begin
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                k = waiting.pop()
                running[_start(jobs[k], folder / f"{k}.json")] = (k, time.monotonic())
            ended = _ended(running)
            for child in ended:
                _end_group(child)  # what it started; its number stays taken until waited for
                status = os.waitpid(child, 0)[1]
                k, begin = running.pop(child)
                yield k, _result(folder / f"{k}.json", status, time.monotonic() - begin)
            for child, (k, begin) in running.items():
                if time.monotonic() - begin > PATIENCE * jobs[k].seconds:
                    _end_group(child)
            if not ended:
                time.sleep(0.005)
    finally:
        for child in running:
            _end_group(child)
            os.waitpid(child, 0)


def _ended(running: dict[int, tuple[int, float]]) -> list[int]:
    """Children that have ended and are not yet waited for."""
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return [child for child in running if os.waitid(os.P_PID, child, flags) is not None]


def _end_group(child: int) -> None:
    """End a child and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def _result(file: Path, status: int, seconds: float) -> Result:
    if os.WIFSIGNALED(status):
        stopped = os.WTERMSIG(status)
        return Result(-stopped, seconds, timeout=stopped in (signal.SIGXCPU, signal.SIGKILL))
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
    except (OSError, ValueError):
        return Result(3, seconds, text="the child ended without a word")
    told["called"] = {(path, line) for path, line in told["called"]}
    return Result(seconds=seconds, **told)


def _start(job: Job, file: Path) -> int:
    """Fork; the child never comes back from here."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        with contextlib.suppress(OSError):
            os.setpgid(child, child)  # as the child does: whoever is first
        return child
    code = 3
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        _limit(job.seconds)
        told = _child(job)
        file.write_text(json.dumps(told), encoding="utf-8")
        code = 0
    except BaseException:  # the parent goes on, and says what it was
        told = {"code": 3, "text": traceback.format_exc(), "called": []}
        file.write_text(json.dumps(told), encoding="utf-8")
    finally:
        os._exit(code)  # no clean-up of what belongs to the parent
    return 0


def _limit(seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(job: Job) -> dict[str, Any]:
    """Run the groups; everything the parent wants to know."""
    output = io.StringIO()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.chdir(job.root)
    for name in ("tests", ""):
        sys.path.insert(0, str(job.root / name))
    if job.mutant is not None:
        sys.meta_path.insert(0, Finder(job.root, job.mutant))
    before, called, code, failed = set(sys.modules), set(), PASSED, ""
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        kernels.as_compiled(job.root)
        if job.watch:
            sys.setprofile(lambda frame, event, _: called.add(frame.f_code))
        for group in job.groups:
            code, failed = _pytest(job, group)
            if code != PASSED:
                break
        sys.setprofile(None)
    inside = str(job.root)
    return {
        "code": code,
        "failed": failed,
        "text": output.getvalue()[-4000:] if code != PASSED and job.mutant is None else "",
        "libraries": _libraries(set(sys.modules) - before, job.root) if job.collect else [],
        "called": [
            (code.co_filename, code.co_firstlineno)
            for code in called
            if code.co_filename.startswith(inside)
        ],
    }


def _pytest(job: Job, files: list[str]) -> tuple[int, str]:
    import pytest

    watch = Watch()
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=short"]
    options += ["--rootdir", str(job.root)]
    if job.collect:
        options.append("--collect-only")
    code = int(pytest.main([*options, *files], plugins=[watch]))
    return code, watch.failed


def _libraries(names: set[str], root: Path) -> list[str]:
    """Modules that came in and do not belong to the repository: the parent may import them."""
    found = []
    for name in sorted(names):
        file = getattr(sys.modules[name], "__file__", None)
        if file and "__" not in name and not Path(file).is_relative_to(root):
            found.append(name)
    return found
