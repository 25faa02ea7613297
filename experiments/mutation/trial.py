"""Trials: pytest run in forked children, with a mutant or without.

The parent has imported libraries, `sim` and the tests, once. A child has a limit of processor time
(an endless loop), a limit of memory, and a group of its own, so that all it started ends with it.
"""

from __future__ import annotations

import contextlib
import gc
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
from pathlib import Path
from typing import Any

import swap
from mutants import Mutant

MEMORY = 4 << 30  # bytes of address space of a child
PATIENCE = 8.0  # wall time a child may take, in its processor time: others use the machine, too
PASSED, BROKEN = 0, 3  # of pytest: all tests passed; an error that is not a test's
FAULT = 70  # of this script: the mutant could not be made or tried
FROM_OUTSIDE = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider"]
# these two make pytest collect garbage at its end, which takes longer than the tests
OPTIONS += ["-p", "no:unraisableexception", "-p", "no:threadexception"]


@dataclass(frozen=True)
class Job:
    """What one child does: groups of test files, one call of pytest each, until one fails."""

    root: Path
    groups: list[list[str]]
    seconds: float  # of processor time
    mutant: Mutant | None = None
    afresh: bool = False  # the mutated function is called while modules are imported


@dataclass
class Result:
    """What came of it."""

    code: int
    seconds: float = 0.0  # of processor time
    failed: str = ""
    timeout: bool = False
    text: str = ""
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


class Calls:
    """Notes which functions of the checkout are called."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root}{os.sep}"
        self.codes: set[Any] = set()

    def __enter__(self) -> Calls:
        sys.settrace(lambda frame, event, _: self.codes.add(frame.f_code))  # None: no lines
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def places(self) -> set[tuple[str, int]]:
        """File and first line of each."""
        mine = [code for code in self.codes if code.co_filename.startswith(self.root)]
        return {(code.co_filename, code.co_firstlineno) for code in mine}


def run_all(jobs: list[Job], workers: int, folder: Path) -> Iterator[tuple[int, Result]]:
    """Results as they come, with the job's number; `workers` children at a time."""
    waiting = list(reversed(range(len(jobs))))
    running: dict[int, tuple[int, float]] = {}  # child: job, begin
    if jobs:
        swap.functions(jobs[0].root)  # found once, before the children ask
    gc.collect()
    gc.freeze()  # children need not look at what they share with the parent
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                k = waiting.pop()
                running[_start(jobs[k], folder / f"{k}.json")] = (k, time.monotonic())
            ended = _ended(running)
            for child in ended:
                _end_group(child)  # what it started; its number stays taken until waited for
                _, status, used = os.wait4(child, 0)
                k, _ = running.pop(child)
                yield k, _result(folder / f"{k}.json", status, used.ru_utime + used.ru_stime)
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
        if stopped in FROM_OUTSIDE:
            return Result(FAULT, seconds, text=f"the child was ended by signal {stopped}")
        return Result(-stopped, seconds, timeout=stopped in (signal.SIGXCPU, signal.SIGKILL))
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
    except (OSError, ValueError):
        return Result(BROKEN, seconds, text="the child ended without a word")
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
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        _limit(job.seconds)
        try:
            told = _child(job)
        except BaseException:  # the parent goes on, and says what it was
            told = {"code": BROKEN, "text": traceback.format_exc(), "called": []}
        file.write_text(json.dumps(told), encoding="utf-8")
    finally:
        os._exit(0)  # no clean-up of what belongs to the parent
    return 0


def _limit(seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(job: Job) -> dict[str, Any]:
    """Run the groups; everything the parent wants to know."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    mutant, calls = job.mutant, Calls(job.root)
    try:
        if mutant is not None and (job.afresh or not swap.swap(job.root, mutant)):
            swap.reload(job.root, mutant)
    except Exception:
        return {"code": FAULT, "text": traceback.format_exc(), "called": []}
    code, failed, text = PASSED, "", ""
    with calls if mutant is None else contextlib.nullcontext():
        for group in job.groups:
            code, failed, text = run_pytest(job.root, group, f"--tb={'no' if mutant else 'short'}")
            if code != PASSED:
                break
    called = sorted(calls.places())
    return {"code": code, "failed": failed, "text": text[-4000:], "called": called}


def run_pytest(root: Path, files: list[str], *more: str) -> tuple[int, str, str]:
    """In this process: pytest's code, the first failure, what was printed."""
    import pytest

    watch, output = Watch(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        options = [*OPTIONS, "--rootdir", str(root), *more]
        code = int(pytest.main([*options, *files], plugins=[watch]))
    return code, watch.failed, output.getvalue()
