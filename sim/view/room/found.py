"""What a room keeps of a policy's paired worlds: outcomes, a curve, the places; little memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.pairs.paired import Paired, pair
from sim.runs.outcomes import OUTCOMES
from sim.view.app import charts, money
from sim.view.app.asking import Question
from sim.view.app.compare import Pair, place_effects
from sim.view.room.cards import Card


@dataclass(frozen=True)
class Found:
    """`base`, `what`: (worlds, outcomes) float64; `base_curve`, `what_curve`: (5, bins) quantiles
    of the card's chart in its units; `moved`: (places,) mean change of deaths; `asked`: dollars a
    year asked for, `limit`: how many may be."""

    base: NDArray[np.float64]
    what: NDArray[np.float64]
    base_curve: NDArray[np.float64]
    what_curve: NDArray[np.float64]
    moved: NDArray[np.float64]
    asked: float
    limit: float

    @property
    def worlds(self) -> int:
        """How many pairs."""
        return len(self.base)

    @property
    def over(self) -> bool:
        """Whether it asks for more than may be asked for."""
        return self.asked > self.limit * money.SLACK

    def column(self, name: str, what: bool = True) -> NDArray[np.float64]:
        """(worlds,) of an outcome."""
        row = list(OUTCOMES).index(name)
        values: NDArray[np.float64] = (self.what if what else self.base)[:, row]
        return values

    def effect(self, name: str) -> Paired:
        """What the policy does to an outcome, pair by pair."""
        return against(self.column(name, what=False), self.column(name), name)

    def mean(self, name: str, what: bool = True) -> float:
        """Mean of an outcome over the pairs in which both worlds know it; NaN where none does."""
        change = self.effect(name)
        return change.whatif if what else change.base


def against(one: NDArray[np.float64], other: NDArray[np.float64], name: str) -> Paired:
    """An outcome of another policy against one, in the same worlds."""
    count = min(len(one), len(other))
    return pair(one[:count], other[:count], OUTCOMES[name].direction)


def approved(card: Card) -> float:
    """Dollars a year that the card's own policy has."""
    weeks = card.weeks or card.case.weeks
    given, _ = money.approved_by_year(card.case, weeks)
    return float(given.sum()) / max(float(money.mission_share(card.case, weeks).sum()), 1.0 / 52.0)


def found_of(card: Card, question: Question, worlds: Pair) -> Found:
    """What is kept of paired answers."""
    base, what = money.of_pair(question.base, question.what, worlds)
    limit = max(what.approved, base.asked)
    row = [chart.column for chart in charts.CHARTS].index(card.question.chart)
    curve = charts.bands(worlds.base_series())[row]
    series = worlds.what_series()
    return Found(
        np.stack([answer.outcomes for answer in worlds.base]),
        np.stack([answer.outcomes for answer in worlds.what]),
        curve,
        curve if series is None else charts.bands(series)[row],
        place_effects(worlds)["deaths_diff"],
        what.asked,
        min(limit, card.ceiling) if card.ceiling else limit,
    )
