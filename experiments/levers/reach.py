"""What each lever can do in a scenario: both ends of every setting, for the page to show at once.

    python experiments/levers/reach.py zambara [--worlds 8] [--held 16]

Writes sim/view/app/reached/<scenario>.json: outcomes of paired worlds with each setting at the low
and at the high end of its slider, and of policies that move several settings at once, drawn at
random, on which the page's estimate is tried. The hash of the model stands in the file; the page
says so where it is that of an earlier model. What is run is kept on the way.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.case.scenario import Scenario
from sim.runs import compiling
from sim.view.app import reach
from sim.view.app.asking import Asker, baseline_of
from sim.view.app.fields import all_fields
from sim.view.app.known import memory, written
from sim.view.app.panel import lever_groups
from sim.view.app.pool import Kept, Workers
from sim.view.app.session import case_of
from sim.view.app.setting import Setting, Times, settled
from sim.view.texts import texts

OUT = Path(__file__).parents[2] / "sim" / "view" / "app" / "reached"
MOST_MOVED = 3  # settings of a policy drawn at random


def held(case: Scenario, setting: Setting, count: int) -> list[Setting]:
    """Policies drawn at random: one to three settings anywhere on their sliders."""
    rng = np.random.default_rng(0)
    rows = [
        row
        for group in lever_groups(case, texts())
        for row in group["fields"]
        if row["kind"] not in ("switch", "choice")
    ]
    found = []
    for number in range(count):
        policy = setting
        for place in rng.choice(len(rows), 1 + number % MOST_MOVED, replace=False):
            row = rows[int(place)]
            wish = row["low"] + rng.random() * (row["high"] - row["low"])
            kind = Times if row["kind"] == "times" else float
            value = settled(case, all_fields()[row["path"]], kind(wish))
            policy = policy.with_change(row["path"], value)
        found.append(policy)
    return found


def main() -> None:
    """Run what is missing and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario")
    parser.add_argument("--worlds", type=int, default=reach.WORLDS)
    parser.add_argument("--held", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--most", type=int, default=0, help="ends of levers to try; 0: all")
    asked = parser.parse_args()
    compiling.once()
    case, setting = case_of(asked.scenario), Setting(asked.scenario)
    question = baseline_of(case, setting)
    workers = Workers(asked.processes)
    asker = Asker(workers, Kept(500_000_000))
    began = time.monotonic()

    def told(done: int, total: int, what: str) -> None:
        spent = time.monotonic() - began
        print(f"\r{done} of {total} {what}, {spent:.0f} s", end="", file=sys.stderr, flush=True)

    for done, total in reach.work(case, question, asker, lambda: False, asked.worlds):
        told(done, total, "ends")
        if asked.most and done >= asked.most:
            break
    trials = held(case, setting, asked.held)
    for number, policy in enumerate(trials, 1):
        if policy.bare:
            continue
        for known in reach.tried(case, policy, asker, lambda: False, "held", asked.worlds):
            memory().put(question, replace(known, of="held"))
        told(number, len(trials), "held out")
    moves = [known for known in memory().moves(question) if known.of != "asked"]
    OUT.mkdir(exist_ok=True)
    name = f"{asked.scenario.replace('/', '-')}.json"
    (OUT / name).write_text(written(question, moves), encoding="utf-8")
    print(f"\n{len(moves)} policies in {OUT / name}", file=sys.stderr)
    workers.close()


if __name__ == "__main__":
    main()
