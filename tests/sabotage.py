"""What the tests of the runner do to worker processes (imported there, so it has a module)."""

from __future__ import annotations

import os
import signal
from typing import Any

from sim.batch import work


def kill_at(run_id: str) -> None:
    """From now on this process dies by kill -9 when it comes to a run."""
    kill_at_any({run_id})


def kill_at_any(run_ids: set[str]) -> None:
    """The same for several runs."""
    plain = work._one

    def one(wanted: str, *rest: Any) -> Any:
        if wanted in run_ids:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(wanted, *rest)

    work._one = one


def fail_at(run_id: str) -> None:
    """From now on a run raises."""
    plain = work._one

    def one(wanted: str, *rest: Any) -> Any:
        if wanted == run_id:
            raise ZeroDivisionError("made up")
        return plain(wanted, *rest)

    work._one = one


def small_disk(size: int) -> None:
    """From now on this process cannot write files longer than `size` bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def die_at_once() -> None:
    """A worker that cannot even start."""
    os._exit(9)


def stop_at(run_id: str) -> None:
    """From now on this process stops (SIGSTOP) when it comes to a run, and never goes on."""
    plain = work._one

    def one(wanted: str, *rest: Any) -> Any:
        if wanted == run_id:
            os.kill(os.getpid(), signal.SIGSTOP)
        return plain(wanted, *rest)

    work._one = one
