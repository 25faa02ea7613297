"""Calibration: waves of sweeps, emulators of what each set misses, draws that tell the record.

History matching as in Vernon et al. (2010), its last step a sample: every wave runs sets of
numbers on the sweep runner, the first spread over the priors, the next drawn from what the
emulators so far think of the record; after the last, the draws. What is done is kept in the
folder, and the same call goes on from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.batch import provenance, store
from sim.batch.pace import Progress
from sim.evidence.columns import Floats
from sim.evidence.emulator import Emulator, explained
from sim.evidence.priors import PRIORS, Prior, factors_at
from sim.evidence.sampler import Told, independent, sample
from sim.evidence.waves import Effort, War, Wave, run_wave
from sim.fields.errors import ScenarioError

NAME: Final = "calibration.json"
CLOUD: Final = 128  # draws by which spreads are told
Report = Callable[[str, Progress], None]


@dataclass(frozen=True)
class Posterior:
    """`draws`: (n, d) shares of the way through the priors, the first of a larger `cloud`."""

    priors: tuple[Prior, ...]
    draws: Floats
    cloud: Floats
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
    shape = (wars, out, effort, priors, processes)
    for number in range(effort.waves):
        at = _kept(out / f"sets-{number + 1}.json", partial(_next, waves, effort, len(priors)))
        what = f"wave {number + 1} of {effort.waves}"
        waves.append(run_wave(*shape, f"wave-{number + 1}", at, number, _telling(report, what)))
    told, weight = _believed(waves, last=True)
    size, seed = max(CLOUD, effort.draws), effort.seed + effort.waves
    cloud = _kept(out / "cloud.json", lambda: sample(told, size, len(priors), seed))
    draws = cloud[: effort.draws]
    fresh = effort.waves  # seeds that no wave has seen
    tell = _telling(report, "the draws themselves")
    check = run_wave(*shape, "draws", draws, fresh, tell)
    tell = _telling(report, "the fitted point")
    point = run_wave(*shape, "point", _point(priors), fresh, tell)
    return Posterior(priors, draws, cloud, tuple(waves), check, point, _explained(waves), weight)


def _next(waves: Sequence[Wave], effort: Effort, numbers: int) -> Floats:
    """Sets of the next wave: spread over the priors, then where emulators see the record."""
    if not waves:
        return _spread(effort, numbers)
    return sample(_believed(waves)[0], effort.points, numbers, effort.seed + len(waves))


def _kept(path: Path, make: Callable[[], Floats]) -> Floats:
    """Sets drawn before, or drawn now and kept."""
    if not path.is_file():
        store.write_json(path, make().tolist())
    return np.array(json.loads(path.read_text("utf-8")))


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
        "source": provenance.source_hash(draws=False),
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


def _believed(waves: Sequence[Wave], last: bool = False) -> tuple[Told, tuple[float, ...]]:
    """Emulators of all that was run, and what targets count for.

    Targets that luck moves together tell the same of the record. Waves on the way count those
    as one that sets move together: they look wider around than the posterior will be.
    """
    at, misses, luck, wars = _joined(waves)
    weights, worth = np.zeros(misses.shape[1]), []
    for war in np.unique(wars):
        own = wars == war
        by_luck = float(np.mean([wave.worth[war] for wave in waves]))
        worth.append(by_luck if last else independent(misses[:, own]))
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
