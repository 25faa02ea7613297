"""Fits the free parameters of violence on Sierra Leone 1991-2001 and Bosnia 1992-1995.

Run: `python experiments/calibration/fit_violence.py [--minutes 15] [--seed 1]`. An evolutionary
random search: the best set so far is perturbed, a perturbation that scores better takes its
place. The score compares the events of simulated wars with the same statistics of real ones
(sim/evidence/real.toml; intervals of those set the scale). Every evaluation is appended to
`violence_search.jsonl` (it resumes from the best line), the result goes to `violence_fit.json`
and is carried into sim/nature.py and the two scenario files by hand, tagged `calibrated`.

It starts from sizes of events fitted directly (fit_sizes.py).

Shared parameters belong to mechanisms and hold for every country; a country has its own level of
violence, sizes of events and rate of flight. Mali is never read here: it is for checking.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from statistics import median

import numpy as np

import sim
from sim.evidence.catalogue import statistics
from sim.evidence.real import real_bands, real_country
from sim.evidence.runs import run_statistics

HERE = Path(__file__).resolve().parent
SEARCH = HERE / "violence_search.jsonl"
RESULT = HERE / "violence_fit.json"
COUNTRIES = {"sierra-leone-1991": 566, "bosnia": 196}  # weeks up to the end of the war window
LOCATED = {"sierra-leone-1991": 0.86, "bosnia": 0.63}  # share of deaths located to towns
SEEDS = (1, 2, 3, 4)

# name: (start, low, high); searched on a log scale, locations of sizes on a linear one
SHARED = {
    "violence.onesided_rate": (0.0103, 0.001, 0.5),
    "violence.state_onesided_rate": (0.00478, 0.0005, 0.2),
    "violence.communal_rate": (0.00103, 0.0001, 0.02),
    "violence.value_sigma": (0.565, 0.1, 1.5),
    "violence.value_people": (0.215, 0.02, 1.0),
    "violence.value_resource": (0.643, 0.05, 3.0),
    "violence.heat_gain": (0.0559, 0.02, 0.4),
    "violence.revenge": (0.175, 0.1, 2.0),
    "violence.rate_exponent": (0.25, 0.25, 1.2),
    "violence.force_exponent": (0.0938, 0.02, 0.6),
    "tempo.campaign_months": (1.2, 1.0, 10.0),
    "tempo.hold_months": (3.11, 1.2, 12.0),
    "tempo.prey_months": (3.69, 1.2, 12.0),
    "tempo.rest_months": (4.04, 1.2, 14.0),
    "tempo.campaign_weight": (1.39, 0.2, 5.0),
    "tempo.prey_weight": (1.03, 0.1, 5.0),
    "tempo.rest_weight": (0.809, 0.1, 5.0),
    "tempo.coupling": (1.62, 0.3, 4.0),
    "tempo.campaign_battle": (3.72, 0.6, 6.0),
    "tempo.hold_battle": (1.4, 0.1, 2.0),
    "tempo.prey_battle": (0.131, 0.1, 2.0),
    "tempo.rest_battle": (0.0114, 0.005, 0.3),
    "tempo.campaign_onesided": (0.463, 0.2, 4.0),
    "tempo.hold_onesided": (0.231, 0.1, 2.0),
    "tempo.prey_onesided": (3.19, 1.0, 10.0),
    "tempo.rest_onesided": (0.0483, 0.005, 0.3),
    "tempo.focus": (10.8, 1.2, 15.0),
    "tempo.step_weeks": (1.39, 1.0, 15.0),
    "tempo.muster_hours": (12.7, 2.0, 40.0),
    "control.home_months": (12.9, 3.0, 60.0),
    "control.roam": (0.203, 0.05, 0.9),
    "control.march_rate": (0.724, 0.1, 0.9),
}
OWN = {
    "violence.level": (1.0, 0.02, 50.0),
    "violence.battle_location": (0.5, -2.0, 2.0),
    "violence.battle_sigma": (1.4, 0.8, 2.4),
    "violence.onesided_location": (0.5, -2.0, 2.0),
    "violence.onesided_sigma": (1.5, 0.8, 2.4),
    "civilian.flight": (0.015, 0.001, 0.3),
}

Values = dict[str, float]


def start() -> Values:
    """The set from which the search begins: country parameters carry the country's name."""
    values = {name: spec[0] for name, spec in SHARED.items()}
    for country in COUNTRIES:
        values |= {f"{country}:{name}": spec[0] for name, spec in OWN.items()}
    return values


def limits(name: str) -> tuple[float, float]:
    """Bounds of a parameter, with or without its country's name."""
    spec = OWN[name.split(":", 1)[1]] if ":" in name else SHARED[name]
    return spec[1], spec[2]


def overrides(values: Values, country: str) -> dict[str, float]:
    """Overrides that put a set into a country's scenario."""
    chosen = {f"nature.{k}": v for k, v in values.items() if ":" not in k}
    own = {k.split(":", 1)[1]: v for k, v in values.items() if k.startswith(f"{country}:")}
    return chosen | {f"nature.{k}": v for k, v in own.items()}


def simulate(values: Values, country: str, seeds: tuple[int, ...]) -> Values:
    """Medians over seeds of every statistic of the country's war window."""
    case = sim.load_scenario(
        country, overrides(values, country) | {"nature.civilians": 400, "nature.combatants": 1500}
    )
    rows = [run_statistics(sim.run(case, seed, COUNTRIES[country])) for seed in seeds]
    return {
        name: median(known)
        if (known := [r[name] for r in rows if math.isfinite(r[name])])
        else math.nan
        for name in rows[0]
    }


def score(country: str, found: Values) -> tuple[float, dict[str, float]]:
    """Sum over statistics of log(1 + z**2), z in half widths of the real interval; and the z."""
    real = real_country(country)
    distances: dict[str, float] = {}
    for name, (low, high) in real_bands(country).items():
        value = found[name]
        if name == "place_spell":
            continue  # whole months: its median hardly moves
        if not math.isfinite(value):
            distances[name] = 4.0
            continue
        middle, half = real.values[name].value, max((high - low) / 2.0, 1e-3)
        if statistics()[name].scale == "log" and min(low, value) > 0.0:
            value, middle, half = math.log(value), math.log(middle), math.log(high / low) / 2.0
        distances[name] = (value - middle) / max(half, 1e-3)
    target = real.values["events_per_week"].value / LOCATED[country]
    distances["level"] = math.log(max(found["events_per_week"], 1e-3) / target) / 0.35
    return sum(math.log1p(z * z) for z in distances.values()), distances


def evaluate(values: Values, seeds: tuple[int, ...]) -> tuple[float, dict[str, Values]]:
    """Total score, and statistics by country."""
    total, found = 0.0, {}
    for country in COUNTRIES:
        found[country] = simulate(values, country, seeds)
        total += score(country, found[country])[0]
    return total, found


def perturb(values: Values, found: dict[str, Values], rng: np.random.Generator) -> Values:
    """A neighbour of a set; levels and flight are also corrected towards their targets."""
    child = dict(values)
    width = float(rng.choice([0.08, 0.2, 0.45]))
    groups = [*COUNTRIES, "tempo.", "control.", "violence.", ""]
    group = groups[int(rng.integers(len(groups)))]
    for name in child:
        if name.startswith(group) and rng.random() < 0.3:
            low, high = limits(name)
            step = width * float(rng.normal())
            moved = child[name] + step if "location" in name else child[name] * math.exp(step)
            child[name] = float(np.clip(moved, low, high))
    for country, stats in found.items():
        target = real_country(country).values["events_per_week"].value / LOCATED[country]
        ratio = target / max(stats["events_per_week"], 0.01)
        _scale(child, f"{country}:violence.level", ratio ** float(rng.uniform(0.0, 0.8)))
        wanted = real_country(country).values["displaced_per_death"].value
        ratio = wanted / max(stats["displaced_per_death"], 0.1)
        _scale(child, f"{country}:civilian.flight", ratio ** float(rng.uniform(0.0, 0.9)))
    return child


def _scale(values: Values, name: str, factor: float) -> None:
    low, high = limits(name)
    values[name] = float(np.clip(values[name] * factor, low, high))


def best_so_far() -> tuple[Values, float] | None:
    """The best line of the search file."""
    if not SEARCH.exists():
        return None
    lines = [json.loads(line) for line in SEARCH.read_text("utf-8").splitlines() if line.strip()]
    lines = [line for line in lines if set(line["values"]) == set(start())]
    if not lines:
        return None
    best = min(lines, key=lambda line: line["score"])
    return best["values"], best["score"]


def main() -> None:
    """Search until the time is up, then write the result and its check on fresh seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    known = best_so_far()
    values = known[0] if known else start()
    best, found = evaluate(values, SEEDS)
    print(f"start: {best:.2f}", flush=True)
    end = time.monotonic() + 60.0 * options.minutes
    tries = 0
    while time.monotonic() < end:
        tries += 1
        child = perturb(values, found, rng)
        total, stats = evaluate(child, SEEDS)
        if total < best:
            values, best, found = child, total, stats
            with SEARCH.open("a", encoding="utf-8") as log:
                log.write(json.dumps({"score": round(total, 4), "values": child}) + "\n")
            print(f"{tries}: {best:.2f}", flush=True)
    fresh = tuple(range(100, 116))
    report = {"tries": tries, "score": best, "search_seeds": SEEDS, "fresh_seeds": fresh}
    checks = {c: simulate(values, c, fresh) for c in COUNTRIES}
    report["fresh"] = {
        c: {n: {"value": round(s[n], 4), "z": round(score(c, s)[1].get(n, 0.0), 2)} for n in s}
        for c, s in checks.items()
    }
    report["values"] = {k: float(f"{v:.3g}") for k, v in values.items()}
    RESULT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(RESULT.name, "written")


if __name__ == "__main__":
    main()
