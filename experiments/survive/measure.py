"""Which conclusions survive: of every lever and lesson, in how many natures its direction holds.

    python experiments/survive/measure.py [--draws 24] [--seeds 3] [--only lever|lesson]

Tried in paired worlds at the fitted point, in draws of the posterior (`nature.posterior`), with
contested mechanisms switched off one by one (`experiments/mechanisms/switches.py`), and in the
no-effect world. Runs are kept in `survive_runs.jsonl` (the same command goes on from there; not
committed), what came out in `survive.json`; `page.py` makes docs/survive.md of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from conclusions import (
    DRAW,
    FITTED,
    NO_EFFECT,
    WITHOUT,
    Conclusion,
    Nature,
    Task,
    conclusions,
    natures,
    task,
    work,
)

from sim.batch.provenance import source_hash
from sim.machine import workers
from sim.nature.posterior import factors, shipped
from sim.pairs.paired import interval

HERE = Path(__file__).resolve().parent
RUNS, RESULT = HERE / "survive_runs.jsonl", HERE / "survive.json"
SAYS = 0.55  # rank correlation over draws from which a number is said to matter
FEWEST = 12  # draws for that
GONE = 1.0 / 3.0  # of the effect at most, where a mechanism's absence takes it away

Found = dict[str, list[dict[str, float]]]


def key(given: Task) -> str:
    """Names an arm in the kept runs; other code of the model has other keys."""
    draw = dict(given.changes).get("nature.posterior", 0)
    moved = factors(draw) if draw else {}
    code = source_hash(draws=False)
    parts = [code, moved, given.scenario, given.changes, given.seeds, given.outcomes]
    text = json.dumps(parts, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def run_all(todo: Sequence[Task], processes: int | None) -> Found:
    """Every arm, from the kept runs or run now; an arm that several conclusions share once."""
    found: Found = {}
    if RUNS.is_file():
        for line in RUNS.read_text("utf-8").splitlines():
            kept = json.loads(line)
            found[kept["key"]] = kept["rows"]
    missing = list({key(t): t for t in todo if key(t) not in found}.items())
    print(f"{len(missing)} arms to run", flush=True)
    done = workers.in_order(work, [t for _, t in missing], processes)
    with RUNS.open("a", encoding="utf-8") as file:
        for number, ((name, _), rows) in enumerate(zip(missing, done, strict=True), 1):
            found[name] = rows
            file.write(json.dumps({"key": name, "rows": rows}) + "\n")
            file.flush()
            if number % 20 == 0:
                print(f"{number} of {len(missing)} arms", flush=True)
    return found


def arms(every: Sequence[Conclusion], chosen: Sequence[Nature]) -> dict[Any, Task]:
    """(conclusion, moved, nature) -> arm; an arm keeps all outcomes its scenario is asked for."""
    asked: dict[str, set[str]] = {}
    for one in every:
        asked.setdefault(one.scenario, set()).add(one.outcome)
    return {
        (one.key, moved, nature.kind, nature.name): task(
            one, moved, nature, tuple(sorted(asked[one.scenario]))
        )
        for nature in chosen
        for one in every
        for moved in (False, True)
    }


def differences(
    one: Conclusion, nature: Nature, todo: dict[Any, Task], found: Found
) -> np.ndarray[Any, Any]:
    """Paired differences of an outcome, in the direction that is concluded."""
    arm = [found[key(todo[one.key, m, nature.kind, nature.name])] for m in (False, True)]
    base, moved = (np.array([row[one.outcome] for row in rows]) for rows in arm)
    both = (moved - base) * one.sign
    return both[np.isfinite(both)]


def judged(
    one: Conclusion, chosen: Sequence[Nature], todo: dict[Any, Task], found: Found
) -> dict[str, Any]:
    """A row of the result: positive effects are in the direction concluded."""
    effects = {(n.kind, n.name): differences(one, n, todo, found) for n in chosen}
    whole = effects[FITTED, FITTED]
    draws = {name: each for (kind, name), each in effects.items() if kind == DRAW and len(each)}
    means = {name: float(each.mean()) for name, each in draws.items()}
    worlds = np.concatenate(list(draws.values())) if draws else np.array([])
    return {
        "kind": one.kind,
        "name": one.name,
        "what": one.what,
        "scenario": one.scenario,
        "outcome": one.outcome,
        "sign": one.sign,
        "fitted": _spread(whole),
        "draws": _share([mean > 0.0 for mean in means.values()]),
        "against": _share([mean < 0.0 for mean in means.values()]),
        "worlds": _share(list(worlds > 0.0)),
        "ties": _share(list(worlds == 0.0)),
        "in_draws": _spread(np.array(list(means.values()))),
        "without": {
            name: _without(each, whole)
            for (kind, name), each in effects.items()
            if kind == WITHOUT and len(each) > 2
        },
        "no_effect": _share(list(effects[NO_EFFECT, NO_EFFECT] > 0.0)),
        "numbers": _numbers(means),
    }


def _share(holds: Sequence[Any]) -> float | None:
    return round(float(np.mean(holds)), 3) if len(holds) else None


def _spread(values: np.ndarray[Any, Any]) -> list[float | None]:
    """Mean with its 95 % interval."""
    if len(values) < 3:
        return [None, None, None]
    spread = (float(values.mean()), *interval(values))
    return [float(f"{value:.4g}") if math.isfinite(value) else None for value in spread]


def _without(each: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]) -> dict[str, Any]:
    """What is left of a conclusion without a mechanism: reversed, gone, or it stands."""
    mean, _, high = (float(each.mean()), *interval(each))
    before = float(whole[: len(each)].mean()) if len(whole) else math.nan
    verdict = "stands"
    if mean < 0.0 and high < 0.0:
        verdict = "reversed"
    elif before > 0.0 and mean <= GONE * before:
        verdict = "gone"
    return {"effect": float(f"{mean:.4g}"), "verdict": verdict}


def _numbers(means: dict[str, float]) -> list[list[Any]]:
    """Numbers of the posterior that go with the effect over draws, the closest first."""
    from scipy.stats import spearmanr

    effect = np.array(list(means.values()))
    if len(effect) < FEWEST or effect.std() == 0.0:
        return []
    found = []
    for number, path in enumerate(shipped()["numbers"]):
        by = [shipped()["draws"][int(draw) - 1][number] for draw in means]
        like = float(spearmanr(by, effect).statistic)
        if abs(like) >= SAYS:
            found.append([path, round(like, 2)])
    return sorted(found, key=lambda row: -abs(row[1]))[:3]


def main() -> None:
    """Run what is missing, and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=24)
    parser.add_argument("--seeds", type=int, default=3, help="worlds a draw")
    parser.add_argument("--only", choices=("lever", "lesson"))
    parser.add_argument("--run-only", action="store_true", help="keep runs, write no result")
    parser.add_argument("--processes", type=int)
    asked = parser.parse_args()
    kept = json.loads(RESULT.read_text("utf-8"))["rows"] if RESULT.is_file() else []
    chosen = natures(asked.draws, asked.seeds)
    for kind in (asked.only,) if asked.only else ("lever", "lesson"):
        every = conclusions(kind)
        todo = arms(every, chosen)
        found = run_all(list(todo.values()), asked.processes)
        if asked.run_only:
            continue
        kept = [row for row in kept if row["kind"] != kind]
        kept += [judged(one, chosen, todo, found) for one in every]
        size = {"draws": asked.draws, "seeds_a_draw": asked.seeds}
        size |= {"model": source_hash(draws=False)}
        RESULT.write_text(json.dumps({**size, "rows": kept}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
