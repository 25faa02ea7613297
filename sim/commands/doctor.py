"""`doctor`: what is installed, where things are kept, whether it is as fast as it should be."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import typer

from sim.commands.output import print_table, say
from sim.fields.errors import ScenarioError

NEEDED = ("mesa", "numpy", "numba", "networkx", "scipy", "pandas", "pyarrow", "duckdb", "solara")
EXTRAS = {
    "SALib": "analysis",
    "distributed": "cluster",
    "dask-jobqueue": "cluster",
    "xarray": "cube",
}
ADDITIONS = 10_000_000
WEEKS = 260
# a run of 260 weeks takes a fifth of the time of ten million additions (docs/performance.md);
# beyond four times that something is wrong
USUAL, SLOW = 0.2, 0.8

Row = tuple[str, str, str]


def doctor(
    fast: bool = typer.Option(False, "--fast", help="Leave out the measurement of speed."),
) -> None:
    """Say what is installed, where caches lie, and whether it is as fast as it should be."""
    rows = [*_installed(), *_folders()]
    if not fast:
        rows += _speed()
    print_table(("what", "found", "as it should be"), rows)
    wrong = [row for row in rows if row[2].startswith("no")]
    for what, _, remedy in wrong:
        say(f"{what}: {remedy.removeprefix('no; ')}")
    if wrong:
        raise typer.Exit(1)


def _installed() -> Iterator[Row]:
    yield "bluehelm", _version("bluehelm") or "a bare checkout", "yes"
    yield (
        "python",
        f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        "yes",
    )
    for name in NEEDED:
        found = _version(name)
        yield name, found or "missing", "yes" if found else f"no; pip install {name}"
    for name, extra in EXTRAS.items():
        found = _version(name)
        yield name, found or f'not there (extra: pip install "bluehelm[{extra}]")', "yes"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _folders() -> Iterator[Row]:
    from sim.machine import shipped
    from sim.machine.kernel_cache import cache_or_temporary
    from sim.runs.compiling import is_whole
    from sim.view.app import assets

    told = os.environ.get("NUMBA_CACHE_DIR")
    kernels = Path(told) if told else None
    if kernels is None:
        yield "compiled rules", "kept nowhere", "no; set NUMBA_CACHE_DIR to a folder"
    else:
        state = "all there" if is_whole(kernels) else "not all yet: the next run compiles"
        writable = os.access(kernels, os.W_OK)
        remedy = "no; it cannot be written: set NUMBA_CACHE_DIR"
        yield "compiled rules", f"{kernels} ({state})", "yes" if writable else remedy
    yield "worlds of validate", str(cache_or_temporary() / "bluehelm" / "validation"), "yes"
    page = assets.folder()
    there = "" if page.is_dir() else " (fetched when the page is first opened)"
    yield "files of the page", f"{page}{there}", "yes"
    for what in ("notebooks", "lessons"):
        yield f"{what} to read", str(shipped.reading(what)), "yes"


def _speed() -> Iterator[Row]:
    from sim.case.scenario import load_scenario
    from sim.machine.workers import cores
    from sim.runs.run import run

    yield "processors", str(cores()), "yes"
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        yield "rules", "not compiled", "no; NUMBA_DISABLE_JIT is set: unset it"
        return
    try:
        case = load_scenario("zambara")
    except ScenarioError as error:
        yield "scenario zambara", str(error), "no; install the package again"
        return
    run(case, seed=1, weeks=WEEKS)  # compiles what is not there
    taken = min(_timed(lambda seed=seed: run(case, seed, WEEKS)) for seed in (2, 3, 4))
    ratio = taken / min(_timed(_add) for _ in range(3))
    text = (
        f"{1000 * taken:.0f} ms for {WEEKS} weeks of zambara, {ratio:.2g} of ten million additions"
    )
    fine = ratio < SLOW
    yield "speed", text, "yes" if fine else f"no; usually {USUAL:g}: is the machine busy?"


def _timed(work: object) -> float:
    begin = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begin


def _add() -> None:
    total = 0
    for number in range(ADDITIONS):
        total += number
