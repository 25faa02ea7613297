"""Calibration: waves of sweeps, an emulator of what each set would miss, draws that tell the record.

History matching as in Vernon et al. (2010), its last step a sample: every wave runs sets of
numbers on the sweep runner, the first spread over the priors, the next drawn from what the
emulators so far think of the record; after the last, the draws. What is done is kept in the
folder, and the same call goes on from it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.batch import provenance, store
from sim.batch.pace import Progress
from sim.batch.sweeping import sweep
from sim.case.scenario import Scenario
from sim.evidence.columns import Floats
from sim.evidence.emulator import Emulator, explained
from sim.evidence.priors import PRIORS, Prior, factors_at
from sim.evidence.sampler import Told, independent, sample
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

NAME: Final = "calibration.json"
FACTOR: Final = "set"  # the sweep's one factor: which set of numbers
KNOWN: Final = 0.5  # of a wave's sets must know a target for it to count
Misses = Mapping[str, float]
Report = Callable[[str, Progress], None]


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
    targets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Posterior:
    """`draws`: (n, d) shares of the way through the priors; `tried` what they and others missed."""

    priors: tuple[Prior, ...]
    draws: Floats
    waves: tuple[Wave, ...]
    check: Wave  # the draws themselves, run on other worlds
    point: Wave  # the fitted point, on the same
    told: Mapping[str, float]  # a target: share of its variance that the emulator tells
    weight: tuple[float, ...]  # a war: how many independent targets its targets are worth

    @property
    def factors(self) -> Floats:
        """(n, d) of the draws."""
        return factors_at(self.priors, self.draws)


def calibrate(
    wars: Sequence[War],
    out: Path,
    effort: Effort,
    processes: int | None = None,
    report: Report | None = None,
    priors: tuple[Prior, ...] = PRIORS,
) -> Posterior:
    """Run or go on with a calibration in the folder `out`.

    ScenarioError: the folder is another calibration's. StoppedError: Ctrl-C.
    """
    _begin(wars, out, effort, priors)
    waves: list[Wave] = []
    for number in range(effort.waves):
        first = effort.seed * 10_000 + number * effort.worlds
        at = _spread(effort, len(priors)) if number == 0 else None
        if at is None:
            told, _ = _believed(waves)
            at = sample(told, effort.points, len(priors), effort.seed + number)
        what = f"wave {number + 1} of {effort.waves}"
        waves.append(_wave(wars, out, f"wave-{number + 1}", at, effort, first, priors, processes,
                           _telling(report, what)))  # fmt: skip
    told, weight = _believed(waves)
    draws = sample(told, effort.draws, len(priors), effort.seed + effort.waves)
    first = effort.seed * 10_000 + effort.waves * effort.worlds
    check = _wave(wars, out, "draws", draws, effort, first, priors, processes,
                  _telling(report, "the draws themselves"))  # fmt: skip
    point = _wave(wars, out, "point", _point(priors), effort, first, priors, processes,
                  _telling(report, "the fitted point"))  # fmt: skip
    return Posterior(priors, draws, tuple(waves), check, point, _explained(waves), weight)


def _telling(report: Report | None, what: str) -> Callable[[Progress], None] | None:
    return None if report is None else lambda progress: report(what, progress)


def _spread(effort: Effort, numbers: int) -> Floats:
    from scipy.stats import qmc

    points: Floats = qmc.LatinHypercube(numbers, seed=effort.seed).random(effort.points)
    return points


def _point(priors: tuple[Prior, ...]) -> Floats:
    """The share at which every factor is 1."""
    at = [np.log(1.0 / p.low) / np.log(p.high / p.low) for p in priors]
    return np.array([at])


def _begin(wars: Sequence[War], out: Path, effort: Effort, priors: tuple[Prior, ...]) -> None:
    """Write what the folder is, or check that it is that."""
    content = {
        "wars": {w.case.name: [w.case.hash, w.weeks, w.record, dict(w.set)] for w in wars},
        "effort": asdict(effort),
        "priors": [asdict(prior) for prior in priors],
        "source": provenance.source_hash(),
    }
    content = json.loads(json.dumps(content))
    path = out / NAME
    if path.is_file():
        if json.loads(path.read_text("utf-8")) != content:
            text = "is another calibration: scenario, events, effort or program differ"
            raise ScenarioError([f"{out}: {text}; give a new --out, or the same again"])
        return
    if out.exists() and not out.is_dir():
        raise ScenarioError([f"{out}: is a file; --out takes a folder"])
    if out.is_dir() and any(out.iterdir()):
        raise ScenarioError([f"{out}: holds other files; give an empty or new folder"])
    try:
        out.mkdir(parents=True, exist_ok=True)
        store.write_json(path, content)
    except OSError as error:
        text = f"{out}: cannot be written ({error.strerror}); choose another --out"
        raise ScenarioError([text]) from None


def _wave(
    wars: Sequence[War],
    out: Path,
    name: str,
    at: Floats,
    effort: Effort,
    first: int,
    priors: tuple[Prior, ...],
    processes: int | None,
    progress: Callable[[Progress], None] | None,
) -> Wave:
    """Sets run in every war, or read back."""
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
        tuple(mean for _, mean, _ in tables),
        tuple(luck for *_, luck in tables),
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
    for table in store.batches(store.files(folder, "events")):
        for run_id, events in table.to_pandas().groupby("run_id"):
            row = runs.loc[run_id]
            for target, miss in war.misses(events, float(row["displaced_peak"])).items():
                cells = found.setdefault(target, [[None] * worlds for _ in range(points)])
                if np.isfinite(miss):
                    cells[int(row[FACTOR])][seeds[row["seed"]]] = float(np.arcsinh(miss))
    return found


def _table(found: Mapping[str, Any]) -> tuple[tuple[str, ...], Floats, Floats]:
    """Targets, means over worlds by set, and variance between worlds; a gap takes the mean."""
    names, means, luck = [], [], []
    for name, cells in found.items():
        values = np.array(cells, dtype=np.float64)  # (n, worlds)
        known = np.isfinite(values).any(axis=1)
        if known.mean() < KNOWN:
            continue
        mean = np.full(len(values), np.nan)
        mean[known] = np.nanmean(values[known], axis=1)
        mean[~known] = np.nanmax(np.abs(mean[known]))  # a war without events misses by much
        full = values[np.isfinite(values).all(axis=1)]
        many = full.shape[1] > 1 and len(full) > 0
        names.append(name)
        means.append(mean)
        luck.append(float(full.var(axis=1, ddof=1).mean()) if many else 0.0)
    return tuple(names), np.array(means).T.reshape(-1, len(names)), np.array(luck)


def _believed(waves: Sequence[Wave]) -> tuple[Told, tuple[float, ...]]:
    """Emulators of all that was run, and what targets count for."""
    at, misses, luck, wars = _joined(waves)
    weights, worth = np.zeros(misses.shape[1]), []
    for war in np.unique(wars):
        own = wars == war
        worth.append(independent(misses[:, own]))
        weights[own] = worth[-1] / own.sum()
    return Told(Emulator(at, misses), luck, weights), tuple(worth)


def _joined(waves: Sequence[Wave]) -> tuple[Floats, Floats, Floats, Any]:
    """Points, misses, luck, and whose each target is, of the targets that all waves know."""
    misses, luck, wars = [], [], []
    for war in range(len(waves[0].targets)):
        for name in targets_of(waves, war):
            columns = [wave.targets[war].index(name) for wave in waves]
            both = list(zip(waves, columns, strict=True))
            misses.append(np.concatenate([w.misses[war][:, c] for w, c in both]))
            luck.append(np.mean([w.luck[war][c] for w, c in both]))
            wars.append(war)
    if not misses:
        raise ScenarioError(["no target is known in half of the runs: is anybody killed at all?"])
    at = np.concatenate([wave.at for wave in waves])
    return at, np.array(misses).T, np.array(luck), np.array(wars)


def targets_of(waves: Sequence[Wave], war: int) -> list[str]:
    """Targets of a war that every wave knows."""
    return [n for n in waves[0].targets[war] if all(n in w.targets[war] for w in waves[1:])]


def _explained(waves: Sequence[Wave]) -> dict[str, float]:
    """Cross-validated, by war's number and target."""
    at, misses, _, wars = _joined(waves)
    told = explained(at, misses, 0)
    names = [name for war in range(len(waves[0].targets)) for name in targets_of(waves, war)]
    return {f"{w}:{n}": float(t) for w, n, t in zip(wars, names, told, strict=True)}
