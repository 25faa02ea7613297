"""What a run costs, piece by piece; figures depend on the machine, ratios within one do not.

Run: `python experiments/benchmarks/speed.py [--big] [--only NAME] [--json FILE] [--markdown]`.
Every figure is the least of several goes. Nothing here is a test; `beside.py` compares two trees.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import begin
import ensembles
import sizes
import week_steps
import whole
from clock import Figure, of_machine

import sim

PARTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "week": week_steps.figures,
    "whole": whole.figures,
    "ensembles": ensembles.figures,
    "sizes": sizes.figures,
    "begin": begin.figures,
}


def largest() -> Iterator[Figure]:
    """What takes long and much memory."""
    return itertools.chain(sizes.largest(), begin.largest())


def measured(names: Iterable[str], big: bool, markdown: bool) -> Iterator[Figure]:
    """Figures of some parts, printed as they come."""
    print("| figure | value | unit |\n|---|---|---|" if markdown else "", end="\n")
    parts = [PARTS[name]() for name in names] + ([largest()] if big else [])
    machine = [Figure("this machine: 10 million additions in plain Python", of_machine(), "s")]
    for figure in itertools.chain(machine, *parts):
        print(figure.row() if markdown else figure.line(), flush=True)
        yield figure


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--big", action="store_true", help="also a million civilians")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there")
    parser.add_argument("--markdown", action="store_true", help="print a table")
    options = parser.parse_args()
    sim.run(sim.load_scenario("zambara"), 1, 10)  # compiled and loaded
    figures = list(measured(options.only or PARTS, options.big, options.markdown))
    if options.json:
        rows = [vars(figure) for figure in figures]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
