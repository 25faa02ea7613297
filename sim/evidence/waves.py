"""A wave of a calibration: sets of numbers run on the sweep runner, and what each missed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.batch import store
from sim.batch.pace import Progress
from sim.batch.sweeping import sweep
from sim.case.scenario import Scenario
from sim.evidence.columns import Bools, Floats
from sim.evidence.priors import Prior, factors_at
from sim.evidence.sampler import independent

if TYPE_CHECKING:
    import pandas as pd

FACTOR: Final = "set"  # the sweep's one factor: which set of numbers
BLOCKS: Final = 10_000  # seeds apart: those of one calibration and of one with the next seed
KNOWN: Final = 0.5  # of a wave's sets must know a target for it to count
Misses = Mapping[str, float]


@dataclass(frozen=True)
class War:
    """A war that numbers are held against.

    `misses(events, displaced_peak)`: by target how far a run is from the record, in half widths
    of what the record leaves open. `source`: the scenario's name or file. `set`: overrides.
    """

    source: str
    case: Scenario
    weeks: int
    misses: Callable[[pd.DataFrame, float], Misses]
    record: str  # what tells one record from another
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Effort:
    """How much is run: `points` sets a wave, `worlds` seeds a set and war."""

    waves: int = 3
    points: int = 64
    worlds: int = 4
    draws: int = 64
    seed: int = 1


class StoppedError(RuntimeError):
    """Stopped on request; what is done is stored and the same call goes on from it."""


@dataclass(frozen=True)
class Wave:
    """Sets run: shares of the way through the priors, and what they missed, asinh taken."""

    at: Floats  # (n, d)
    misses: tuple[Floats, ...]  # a war: (n, T) means over worlds
    luck: tuple[Floats, ...]  # a war: (T,) variance between worlds of one set
    worth: tuple[float, ...]  # a war: independent targets, by how worlds of one set differ
    targets: tuple[tuple[str, ...], ...]


def run_wave(
    wars: Sequence[War],
    out: Path,
    effort: Effort,
    priors: tuple[Prior, ...],
    processes: int | None,
    name: str,
    at: Floats,
    block: int,
    progress: Callable[[Progress], None] | None,
) -> Wave:
    """Sets run in every war, or read back; `block`: which block of seeds."""
    first = effort.seed * BLOCKS + block * effort.worlds
    path = out / f"{name}.json"
    if not path.is_file():
        found = []
        for war in wars:
            folder = out / name / war.case.name.replace("/", "-")
            experiment = _experiment(war, name, factors_at(priors, at), effort, first, priors)
            results = sweep(experiment, folder, workers=processes, progress=progress)
            if not results.complete:
                raise StoppedError
            found.append(_measured(war, folder, len(at), effort.worlds))
        store.write_json(path, {"at": at.tolist(), "wars": found})
        shutil.rmtree(out / name, ignore_errors=True)
    kept = json.loads(path.read_text("utf-8"))
    tables = [_table(war) for war in kept["wars"]]
    return Wave(
        np.array(kept["at"]),
        tuple(mean for _, mean, *_ in tables),
        tuple(luck for *_, luck, _ in tables),
        tuple(worth for *_, worth in tables),
        tuple(names for names, *_ in tables),
    )


def _experiment(
    war: War,
    name: str,
    factors: Floats,
    effort: Effort,
    first: int,
    priors: tuple[Prior, ...],
) -> dict[str, Any]:
    nature = war.case.nature
    sets = {
        f"{number:04}": {
            f"nature.{prior.path}": prior.value(nature, float(factor))
            for prior, factor in zip(priors, row, strict=True)
        }
        for number, row in enumerate(factors)
    }
    return {
        "title": f"calibration of {war.case.title}, {name}",
        "scenarios": [war.source],
        "weeks": war.weeks,
        "replicates": effort.worlds,
        "first_seed": first,
        "set": dict(war.set),
        "uncertainties": {FACTOR: sets},
        "outcomes": ["displaced_peak"],
        "keep": ["events"],
    }


def _measured(war: War, folder: Path, points: int, worlds: int) -> dict[str, Any]:
    """By target the misses of every set and world, asinh taken; null where not known."""
    runs = store.read(folder, columns=["run_id", FACTOR, "seed", "displaced_peak"]).to_pandas()
    runs = runs.set_index("run_id")
    seeds = {seed: column for column, seed in enumerate(sorted(set(runs["seed"])))}
    found: dict[str, list[list[float | None]]] = {}
    for table in store.batches(folder, "events"):
        for run_id, events in table.to_pandas().groupby("run_id"):
            row = runs.loc[run_id]
            for target, miss in war.misses(events, float(row["displaced_peak"])).items():
                cells = found.setdefault(target, [[None] * worlds for _ in range(points)])
                if np.isfinite(miss):
                    cells[int(row[FACTOR])][seeds[row["seed"]]] = float(np.arcsinh(miss))
    return found


def _table(found: Mapping[str, Any]) -> tuple[tuple[str, ...], Floats, Floats, float]:
    """Targets, means over worlds by set, variance between worlds, and independent targets.

    A set of which a target is not known misses it by as much as any.
    """
    names, means, luck, apart = [], [], [], []
    for name, cells in found.items():
        values = np.array(cells, dtype=np.float64)  # (n, worlds)
        known = np.isfinite(values).any(axis=1)
        if known.mean() < KNOWN:
            continue
        mean = np.full(len(values), np.nan)
        mean[known] = np.nanmean(values[known], axis=1)
        mean[~known] = np.nanmax(np.abs(mean[known]))
        whole: Bools = np.asarray(np.isfinite(values).all(axis=1))
        full = values[whole]
        apart.append(np.where(whole[:, None], values - mean[:, None], 0.0).ravel())
        many = full.shape[1] > 1 and len(full) > 0
        names.append(name)
        means.append(mean)
        luck.append(float(full.var(axis=1, ddof=1).mean()) if many else 0.0)
    by_target = np.array(means).T.reshape(-1, len(names))
    worlds = np.array(apart).T.reshape(-1, len(names))
    worth = independent(worlds if worlds.any() else by_target)
    return tuple(names), by_target, np.array(luck), worth
