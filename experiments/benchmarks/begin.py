"""Start-up and memory, each in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from clock import Figure, fresh

GOES = 3
CLOCK = "import time; begin = time.perf_counter(); now = lambda: time.perf_counter() - begin\n"
IMPORT = CLOCK + "import sim, sim.model; print(now())"
LOADED = """
import sim, sim.model
s = sim.load_scenario("zambara")
made = now(); m = sim.PeaceModel(s, 1); built = now()
for _ in range(6): m.step()
run = now(); m = sim.PeaceModel(s, 1); again = now()
for _ in range(6): m.step()
print(built - made - (again - run), again - run, run - built - (now() - again))
"""
COLD = 'import sim; sim.run(sim.load_scenario("zambara"), 1, 10); print(now())'
MEMORY = """
import resource, sys, sim
sim.run(sim.load_scenario("{name}", {{"nature.civilians": {civilians}}}), 1, {weeks})
unit = 1024.0 if sys.platform != "darwin" else 1024.0**2
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
"""


def figures() -> Iterator[Figure]:
    """What a first and a further start cost, and what a run takes of memory."""
    fresh(CLOCK + COLD)  # whatever this machine still lacks is compiled now
    yield Figure("import of sim and its model", min(fresh(IMPORT)[0] for _ in range(GOES)), "s")
    goes = [fresh(CLOCK + LOADED) for _ in range(GOES)]
    yield Figure("a world is built", min(go[1] for go in goes) * 1e3, "ms")
    loading = min(go[0] for go in goes) + min(go[2] for go in goes)
    yield Figure("kernels are loaded from disk, once a process", loading, "s")
    with tempfile.TemporaryDirectory() as folder:
        seconds = fresh(CLOCK + COLD, {"NUMBA_CACHE_DIR": folder})[0]
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    yield Figure("the first run on a machine: everything is compiled", seconds, "s")
    yield Figure("compiled code on disk", size / 1e6, "MB")
    yield from memory("zambara", 5_000, 260)


def memory(name: str, civilians: int, weeks: int) -> Iterator[Figure]:
    """The most that a process held."""
    most = fresh(MEMORY.format(name=name, civilians=civilians, weeks=weeks))[0]
    yield Figure(f"peak memory, {name}, {civilians:,} civilians, {weeks} weeks", most, "MB")


def largest() -> Iterator[Figure]:
    """A million civilians."""
    yield from memory("sierra-leone", 1_000_000, 52)
