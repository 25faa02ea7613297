"""Is a named cause true? Take it away and see whether the event still happens.

    python experiments/politics/removal.py [--seeds 8] [--print 3]

Zambara's own mission. For every event whose chance was raised most by one named cause, the week is
played again on the same luck from the moment before rates are made, with that cause set to what is
ordinary (a posture to holding, heat to none, a campaign to no target, and so on). An explanation is
true if as many events go as their weights say: 1 - 1/ratio. Then one effect of a lever: patrols on
civilians killed by rebels, with the reason it names (deterrence) switched off. Writes
docs/removal.md; prints the explanation of the first events of the first world with their fate.
"""

from __future__ import annotations

import argparse
import copy
import math
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim import week
from sim.mechanisms import presence, rates, violence
from sim.mechanisms.causes import ORDINARY
from sim.pairs.paired import interval
from sim.runs.explain import explain_pair
from sim.state.events import (
    BATTLE,
    CONTESTED,
    FACTOR_NAMES,
    FORCES,
    HEAT,
    INDISCIPLINE,
    POSTURE,
    TARGET,
    VALUE,
    WORKS,
)
from sim.state.factions import HOLD
from sim.state.world import World

DOCS = Path(__file__).parents[2] / "docs"
SMALL = {"nature.civilians": 500, "nature.combatants": 1500}
OFF = {"nature.presence.deter_rebels": 0.0}  # the reason patrols name, off


def _forces(world: World, event: Any, weight: float) -> None:
    scale = math.exp(-weight / world.rules.violence.rate_exponent)
    parties = [event["a"]] + ([event["b"]] if event["kind"] == BATTLE else [])
    for f in parties:
        world.strength[f, event["place"]] *= scale


def _posture(world: World, event: Any, weight: float) -> None:
    for f in (event["a"], event["b"]):
        if f >= 0:
            world.factions["posture"][f] = HOLD


def _target(world: World, event: Any, weight: float) -> None:
    world.factions["target"][:] = -1


def _indiscipline(world: World, event: Any, weight: float) -> None:
    world.factions["discipline"][event["a"]] = 1.0 - 0.5 * ORDINARY[INDISCIPLINE, event["kind"]]


def _works(world: World, event: Any, weight: float) -> None:
    for name in ("lure", "zone", "sheltered", "restraint", "calm"):
        world.works[name][event["place"]] = 0.0


def _of_place(name: str, value: float) -> Callable[[World, Any, float], None]:
    def remove(world: World, event: Any, weight: float) -> None:
        world.places[name][event["place"]] = value

    return remove


REMOVE: dict[int, Callable[[World, Any, float], None]] = {
    FORCES: _forces,
    POSTURE: _posture,
    TARGET: _target,
    VALUE: _of_place("value", 1.0),
    HEAT: _of_place("heat", 0.0),
    CONTESTED: _of_place("contested", 0.5),
    INDISCIPLINE: _indiscipline,
    WORKS: _works,
}


def survives(before: World, event: Any, cause: int, weight: float) -> bool:
    """Play the week's violence again without a cause; whether this event still happens."""
    world = copy.deepcopy(before)
    REMOVE[cause](world, event, weight)
    rates.set_rates(world)
    presence.deter(world)
    violence.strike(world)
    again = world.events[world.week_events]
    same = (again["luck"] == event["luck"]) & (again["place"] == event["place"])
    return bool((same & (again["kind"] == event["kind"])).any())


def play(seed: int) -> list[tuple[int, int, float, bool]]:
    """Every event of a world that can be tested: row of the log, cause, ratio, whether it stays."""
    model = sim.PeaceModel(sim.load_scenario("zambara", SMALL), seed)
    found: list[tuple[int, int, float, bool]] = []
    held: list[World] = []
    original, named = rates.set_rates, week.causes.name

    def keep(world: World) -> None:
        held[:] = [copy.deepcopy(world)]
        original(world)

    def check(world: World) -> None:
        named(world)
        for row in range(world.week_events.start, world.week_events.stop):
            event = world.events[row].copy()
            cause, weight = int(event["cause"][0]), float(event["weight"][0])
            if weight > 0.0 and cause in REMOVE:
                stays = survives(held[0], event, cause, weight)
                found.append((row, cause, math.exp(weight), stays))

    week.rates.set_rates, week.causes.name = keep, check
    try:
        for _ in range(model.case.weeks):
            model.step()
    finally:
        week.rates.set_rates, week.causes.name = original, named
    return found


def patrols(task: tuple[float, bool, int]) -> float:
    """Civilians killed by rebels with a share of patrols, deterrence on or off."""
    share, on, seed = task
    changes = {**SMALL, "policy.patrols.share": share, **({} if on else OFF)}
    return sim.run(sim.load_scenario("zambara", changes), seed).outcomes["civilian_deaths_rebel"]


def main() -> None:
    """Run; write docs/removal.md; print some explanations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--print", type=int, default=3, dest="shown")
    asked = parser.parse_args()
    arms = [(share, on) for on in (True, False) for share in (0.0, 0.6)]
    todo = [(*arm, seed) for arm in arms for seed in range(4 * asked.seeds)]
    with ProcessPoolExecutor() as pool:
        worlds = list(pool.map(play, range(asked.seeds)))
        killed = dict(zip(todo, pool.map(patrols, todo, chunksize=4), strict=True))
    lines = [
        "# Are the named causes true?",
        "",
        "<!-- made by experiments/politics/removal.py; do not edit -->",
        f"{asked.seeds} worlds of zambara, every event whose chance one named cause raised most. "
        "The week is played again on the same luck with that cause set to what is ordinary. "
        "*Said*: the share of events that should go by their weights (1 - 1/ratio); *gone*: the "
        "share that did.",
        "",
        "| cause named first | events | said | gone |",
        "|---|---|---|---|",
    ]
    by_cause: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for world in worlds:
        for _, cause, ratio, stays in world:
            by_cause[cause].append((ratio, stays))
    for cause, rows in sorted(by_cause.items(), key=lambda item: -len(item[1])):
        said = np.mean([1.0 - 1.0 / ratio for ratio, _ in rows])
        gone = np.mean([not stays for _, stays in rows])
        lines.append(f"| {FACTOR_NAMES[cause]} | {len(rows)} | {said:.0%} | {gone:.0%} |")
    lines += ["", "One effect of a lever: patrols 0.6 against 0, civilians killed by rebels", ""]
    for on, label in ((True, "as the model is"), (False, "with deterrence of rebels off")):
        seeds = range(4 * asked.seeds)
        gaps = [killed[0.6, on, seed] - killed[0.0, on, seed] for seed in seeds]
        low, high = interval(gaps)
        lines.append(f"- {label}: {np.mean(gaps):+,.0f} ({low:+,.0f} to {high:+,.0f})")
    (DOCS / "removal.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    case = sim.load_scenario("zambara", SMALL)
    run = sim.run(case, 0)
    log = run.kept.events
    order = np.lexsort((np.arange(len(log)), log["day"], log["week"]))
    fate = {row: stays for row, _, _, stays in worlds[0]}
    numbers = [n for n, row in enumerate(order) if int(row) in fate]
    for number in numbers[:: max(len(numbers) // max(asked.shown, 1), 1)][: asked.shown]:
        stays = fate[int(order[number])]
        print(run.explain(str(number)))
        print(f"Without its first cause the event {'still happens' if stays else 'is gone'}.\n")
    whatif = sim.run(sim.load_scenario("zambara", {**SMALL, "policy.patrols.share": 0.0}), 0)
    print(explain_pair(whatif, run, "civilian_deaths_rebel"))


if __name__ == "__main__":
    main()
