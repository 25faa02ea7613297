"""Do the tests see direction? Flip signs and drop factors one by one; what share do tests kill?

An own script, because cosmic-ray and mutmut start Python anew for each mutant (numba, pandas and
Mesa included) and know nothing of kernels that must run uncompiled; here each is a fork.

    python experiments/mutation/mutate.py --only politics
    python experiments/mutation/mutate.py --sample 100 --seed 1
    python experiments/mutation/mutate.py --out results/mutants.csv     # all; go on with the same

`--root DIR` measures another checkout with its own tests. First the unmutated tests run once, file
by file, and it is noted which functions each calls: a mutant is tried only on the files that call
its function, those named after its module first. A mutant in a function that none calls survives.
`--control` puts every function back unchanged in the same way: all of these must survive.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import changes
import mutants
import report
from mutants import Mutant

# before anything heavy is imported: kernels as plain Python, and no threads beside the workers
os.environ["NUMBA_DISABLE_JIT"] = "1"
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

HERE = Path(__file__).resolve().parent
TARGETS = [
    "sim/levers",
    "sim/mechanisms",
    "sim/leaders",
    "sim/agents",
    "sim/state/violence_factors.py",
]
TESTS = ["tests/rules"]


def main(argv: Sequence[str] | None = None) -> int:
    """0 if measured, 1 if the tests fail by themselves, 2 for what cannot be done."""
    options = _options(argv)
    options.root = options.root.resolve()
    options.out = options.out and options.out.resolve()  # pytest runs in the root
    try:
        chosen, equivalent = _chosen(options)
        if options.list:
            _list(chosen)
            return 0
        if not hasattr(os, "fork"):
            raise ValueError("this system has no fork: run it on Linux or macOS (or in WSL)")
        return _measure(options, chosen, equivalent)
    except (OSError, ValueError, SyntaxError) as error:
        print(f"mutate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("mutate: stopped; with --out the same command goes on from here", file=sys.stderr)
        return 130


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add = parser.add_argument
    add("--root", type=Path, default=HERE.parent.parent, help="the checkout to measure")
    add("--targets", nargs="+", default=TARGETS, help="files and folders to mutate")
    add("--tests", nargs="+", default=TESTS, help="test files and folders")
    add("--only", nargs="+", default=[], metavar="MODULE", help="politics, or sim.levers.force")
    add("--kinds", nargs="+", default=[], choices=changes.KINDS, metavar="KIND")
    add("--sample", type=int, default=0, metavar="N", help="this many at random")
    add("--seed", type=int, default=1)
    add("--out", type=Path, help="a CSV to append to; mutants in it are not tried again")
    add("--again", action="store_true", help="but those that survived are")
    add("--workers", type=int, default=2)
    add("--timeout", type=float, default=10.0, help="processor seconds beyond the tests' own")
    add("--control", action="store_true", help="change nothing: no test may see that")
    add("--list", action="store_true", help="list the mutants and stop")
    return parser.parse_args(argv)


def _chosen(options: argparse.Namespace) -> tuple[list[Mutant], list[tuple[Mutant, str]]]:
    """The mutants to try, and the equivalent ones with their reasons."""
    every = mutants.of_folder(options.root, options.targets)
    reasons = report.Reasons(_equivalent_file(options.root))
    for entry in reasons.unknown(every):
        print(f"mutate: no mutant is named by {entry} any more", file=sys.stderr)
    if options.only:
        every = [m for m in every if {m.module, m.module.split(".")[-1]} & set(options.only)]
    if options.kinds:
        every = [m for m in every if m.kind in options.kinds]
    if not every:
        raise ValueError("no mutant is chosen: see --list without --only and --kinds")
    if options.control:
        every = mutants.unchanged(every)
    equivalent = [(m, reasons.of(m)) for m in every if reasons.of(m)]
    chosen = [m for m in every if not reasons.of(m)]
    if options.sample and options.sample < len(chosen):
        picked = set(random.Random(options.seed).sample(range(len(chosen)), options.sample))
        chosen = [m for k, m in enumerate(chosen) if k in picked]
    return chosen, equivalent


def _equivalent_file(root: Path) -> Path:
    """The checkout's own, else the one beside this script."""
    file = root / "experiments" / "mutation" / "equivalent.toml"
    return file if file.exists() else HERE / "equivalent.toml"


def _list(chosen: list[Mutant]) -> None:
    for m in chosen:
        print(f"{m.id}  {m.function}:  {m.original}  ->  {m.mutant}")
    print(f"{len(chosen)} mutants")


def _measure(
    options: argparse.Namespace, chosen: list[Mutant], equivalent: list[tuple[Mutant, str]]
) -> int:
    import plan  # needs fork

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("mutate: told to end"))  # its children too
    known = report.read_rows(options.out)
    if options.again:
        known = {key: row for key, row in known.items() if row.verdict != report.SURVIVED}
    rows = {m.id: known[m.id] for m in chosen if m.id in known and known[m.id].is_of(m)}
    waiting = [m for m in chosen if m.id not in rows]
    try:
        with tempfile.TemporaryDirectory() as folder:
            if waiting:
                for row in _tried(options, waiting, plan, Path(folder)):
                    rows[row.id] = row
                    report.append(options.out, row)
    except (plan.TestsFailError, plan.TrialError) as error:
        print(f"mutate: {error}", file=sys.stderr)
        return 1
    if options.control:
        seen = [row for row in rows.values() if row.verdict != report.SURVIVED]
        print(f"{len(seen)} of {len(rows)} functions that were not changed are seen by a test")
        print(*(f"  {row.id}: {row.killed_by}" for row in seen), sep="\n")
        return int(bool(seen))
    for line in report.summary([rows[m.id] for m in chosen], chosen, equivalent):
        print(line)
    return 0


def _tried(
    options: argparse.Namespace, waiting: list[Mutant], plan: Any, folder: Path
) -> Iterator[report.Row]:
    """The verdict on each mutant as it comes, with a line of progress now and then."""
    begin = time.monotonic()
    made = plan.make(options.root, options.tests, options.workers, folder)
    took = time.monotonic() - begin
    print(f"the tests pass without a mutant ({len(made.seconds)} files, {took:.0f} s)", flush=True)
    progress = report.Progress(len(waiting))
    for mutant, result in made.verdicts(waiting, options.workers, options.timeout, folder):
        row = report.row_of(mutant, result)
        yield row
        progress.tell(row)


if __name__ == "__main__":
    sys.exit(main())
