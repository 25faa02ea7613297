"""Lanes: where chunks run. One process each at home, or somebody's executor (a cluster).

A process of its own for each lane means that a dying worker takes exactly one chunk with it,
so that the run that kills is found among few.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sim.batch.work import Job, Receipt, run_chunk, warm
from sim.fields.errors import ScenarioError
from sim.machine import workers


@dataclass
class Lane:
    """An executor, how many chunks it may hold, and how to make it anew when it breaks."""

    make: Callable[[], Executor]
    capacity: int
    renewable: bool = True
    executor: Executor | None = None
    waiting: set[Future[Receipt]] = field(default_factory=set)

    @property
    def free(self) -> int:
        """How many chunks it takes more."""
        return self.capacity - len(self.waiting)

    def submit(self, job: Job) -> Future[Receipt]:
        """Start a chunk."""
        if self.executor is None:
            self.executor = self.make()
        future = self.executor.submit(run_chunk, job)
        self.waiting.add(future)
        return future

    def renew(self) -> None:
        """Let go of a broken executor, once all of its processes are gone."""
        if self.executor is not None and self.renewable:
            self.executor.shutdown(wait=True, cancel_futures=True)
            self.executor = None

    @property
    def is_process(self) -> bool:
        """Whether this is a process of this machine, which can be ended."""
        return isinstance(self.executor, ProcessPoolExecutor)

    def kill(self) -> None:
        """End the process, whatever it does: one that was stopped or hangs, too."""
        if isinstance(self.executor, ProcessPoolExecutor):
            for process in list((self.executor._processes or {}).values()):
                with contextlib.suppress(OSError, ValueError):
                    process.kill()

    def close(self, at_once: bool) -> None:
        """Let workers go when their chunk is done, or at once."""
        if self.executor is None or not self.renewable:
            return
        if at_once:
            self.kill()
        self.executor.shutdown(wait=True, cancel_futures=True)
        self.executor = None


def at_home(count: int) -> list[Lane]:
    """`count` processes of this machine; 0 runs in a thread of this process (to debug)."""
    if count == 0:
        return [Lane(lambda: ThreadPoolExecutor(1), capacity=1)]
    return [Lane(lambda: workers.pool(1, warm), capacity=1) for _ in range(count)]


def of_executor(executor: Executor, count: int | None) -> list[Lane]:
    """An own executor; `count` is how many chunks it runs at once (default: what it says)."""
    size = count or getattr(executor, "_max_workers", None) or _dask_size(executor) or 4
    return [Lane(lambda: executor, capacity=2 * int(size), renewable=False)]


def _dask_size(executor: Any) -> int:
    client = getattr(executor, "_client", None)
    return sum(client.nthreads().values()) if client is not None else 0


def dask_executor(address: str, patience: str = "10s") -> Executor:
    """The executor of a dask cluster by the address of its scheduler.

    Raises ScenarioError where the extra is missing or nobody answers.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ScenarioError(['--dask needs an extra: pip install "bluehelm[cluster]"']) from None
    try:
        client: Any = Client(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ScenarioError(
            [
                f"--dask {address}: no scheduler answers there ({error}); start one as "
                "docs/slurm.md tells"
            ]
        ) from None
    executor: Executor = client.get_executor(pure=False)
    return executor
