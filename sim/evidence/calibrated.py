"""What a calibration found: the file of draws, and how far each number is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.case.scenario import Scenario
from sim.evidence.calibrate import Posterior, targets_of
from sim.evidence.columns import Floats
from sim.evidence.priors import Prior
from sim.evidence.sampler import score_of
from sim.evidence.waves import Wave
from sim.nature.nature import Nature

TOLD: Final = 0.5  # spread left of the prior's, below which the record tells a number
PARTLY: Final = 0.85  # below which it tells something
DIGITS: Final = 4


def document(found: Posterior, nature: Nature, made: Mapping[str, Any]) -> dict[str, Any]:
    """The file of draws (`sim.nature.posterior`): where it comes from, numbers, factors."""
    numbers = {
        prior.path: {"point": value_of(nature, prior), "prior": [prior.low, prior.high]}
        for prior in found.priors
    }
    draws = [[_short(value) for value in row] for row in found.factors]
    return {"made": dict(made), "numbers": numbers, "draws": draws}


def experiment(found: Posterior, case: Scenario, source: str) -> dict[str, Any]:
    """A sweep over the draws, as an experiment file has it."""
    draws = {
        f"{number}": {
            f"nature.{prior.path}": prior.value(case.nature, float(factor))
            for prior, factor in zip(found.priors, row, strict=True)
        }
        for number, row in enumerate(found.factors, 1)
    }
    return {
        "title": f"{case.title}: draws of its calibration"[:200],
        "scenarios": [source],
        "replicates": 1,
        "uncertainties": {"draw": draws},
    }


def value_of(nature: Nature, prior: Prior) -> float:
    """A number where a nature puts it."""
    table, _, name = prior.path.partition(".")
    return float(getattr(getattr(nature, table), name))


def summary(found: Posterior, names: Sequence[str]) -> dict[str, Any]:
    """For the record: what is told of each number, what was missed, which targets tell."""
    return {
        "numbers": [_number(found, i) for i in range(len(found.priors))],
        "together": _together(found),
        "wars": {
            name: {
                "independent_targets": _short(found.weight[war]),
                "targets": len(targets_of(found.waves, war)),
                "score": {
                    "priors": scores(found.waves[0], war),
                    "draws": scores(found.check, war),
                    "fitted point": scores(found.point, war),
                },
                "misses": _misses(found, war),
            }
            for war, name in enumerate(names)
        },
    }


def scores(wave: Wave, war: int) -> list[float]:
    """10 %, median and 90 % over sets of the mean score a target of worlds' mean misses."""
    each = score_of(wave.misses[war]).mean(axis=1)
    return [_short(value) for value in np.quantile(each, (0.1, 0.5, 0.9))]


def left(found: Posterior, number: int) -> float:
    """Spread (sd on the log scale) of the posterior, of the prior's: 1 where nothing is told."""
    return float(found.cloud[:, number].std() / np.sqrt(1.0 / 12.0))


def verdict(share: float) -> str:
    """How far the record tells a number, in words."""
    if share < TOLD:
        return "told"
    return "partly told" if share < PARTLY else "not told"


def _number(found: Posterior, number: int) -> dict[str, Any]:
    prior = found.priors[number]
    low, middle, high = np.quantile(prior.at(found.cloud[:, number]), (0.05, 0.5, 0.95))
    share = left(found, number)
    return {
        "number": prior.path,
        "prior": [prior.low, prior.high],
        "why": prior.why,
        "posterior": [_short(low), _short(middle), _short(high)],
        "left": _short(share),
        "verdict": verdict(share),
    }


def _together(found: Posterior, most: int = 6) -> list[dict[str, Any]]:
    """Pairs of numbers of which the record tells a combination: largest correlations."""
    size = len(found.priors)
    like: Floats = np.corrcoef(found.cloud, rowvar=False).reshape(size, size)
    pairs = [(like[i, j], i, j) for i in range(size) for j in range(i)]
    pairs.sort(key=lambda pair: -abs(pair[0]))
    return [
        {
            "one": found.priors[j].path,
            "other": found.priors[i].path,
            "correlation": _short(correlation),
        }
        for correlation, i, j in pairs[:most]
    ]


def _misses(found: Posterior, war: int) -> dict[str, dict[str, float]]:
    """By target z of the worlds' mean: prior's middle, draws' middle, point; what is emulated."""
    rows = {}
    for name in targets_of((*found.waves, found.check, found.point), war):
        z = {
            key: np.sinh(np.median(wave.misses[war][:, wave.targets[war].index(name)]))
            for key, wave in (
                ("priors", found.waves[0]),
                ("draws", found.check),
                ("fitted point", found.point),
            )
        }
        rows[name] = {key: _short(value) for key, value in z.items()}
        rows[name]["emulated"] = _short(found.told[f"{war}:{name}"])
    return rows


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
