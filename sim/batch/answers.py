"""What a sweep answers: every policy against the base, pair by pair, in numbers and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.pairs import words
from sim.pairs.paired import Paired, interval, pair
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

PAIR = ["scenario", "world", "seed"]


@dataclass(frozen=True)
class Answer:
    """One outcome of one policy against the base in one scenario."""

    scenario: str
    policy: str
    outcome: str
    found: Paired

    @property
    def sentence(self) -> str:
        """In words."""
        return words.sentence(self.outcome, self.found)


def against(runs: pd.DataFrame, base: str, policy: str, outcome: str) -> Paired:
    """Compare two policies over the worlds (scenario, uncertain world, seed) both have run.

    Seeds of one uncertain world are no independent witnesses: where there are several worlds
    the interval is that of the worlds' means.
    """
    both = paired_rows(runs, base, policy, outcome)
    found = pair(both.base, both.whatif, OUTCOMES[outcome].direction)
    known = both.dropna(subset=["base", "whatif"])
    clusters = known.groupby(["scenario", "world"]).diff_.mean()
    if len(clusters) > 1:
        lo, hi = interval(clusters.to_numpy())
        middle = float(clusters.mean())
        shift = found.diff - middle  # zero where every world has as many seeds
        found = replace(found, lo=lo + shift, hi=hi + shift)
    return found


def paired_rows(runs: pd.DataFrame, base: str, policy: str, outcome: str) -> pd.DataFrame:
    """scenario, world, seed, base, whatif, diff_: a row a pair."""
    columns = [*PAIR, outcome]
    ours = runs.loc[runs.policy == base, columns].rename(columns={outcome: "base"})
    theirs = runs.loc[runs.policy == policy, columns].rename(columns={outcome: "whatif"})
    both = ours.merge(theirs, on=PAIR)
    return both.assign(diff_=both.whatif - both.base)


def answers(results: Results, outcomes: list[str] | None = None) -> list[Answer]:
    """Every policy against the base, for the experiment's outcomes (or those given)."""
    runs = results.runs
    base = str(results.manifest["base"])
    names = outcomes if outcomes is not None else list(results.manifest["outcomes"])
    found = []
    for scenario, here in runs.groupby("scenario", sort=False):
        for policy in dict.fromkeys(here.policy):
            if policy == base:
                continue
            found += [
                Answer(str(scenario), str(policy), name, against(here, base, str(policy), name))
                for name in names
            ]
    return found


def table(found: list[Answer]) -> pd.DataFrame:
    """scenario, policy, outcome, base, whatif, diff, lo, hi, share_better, unit, pairs."""
    import pandas as pd

    columns = ("base", "whatif", "diff", "lo", "hi", "share_better")
    records = []
    for a in found:
        keys = {"scenario": a.scenario, "policy": a.policy, "outcome": a.outcome}
        numbers = {column: getattr(a.found, column) for column in columns}
        ends = {"unit": OUTCOMES[a.outcome].unit, "pairs": a.found.pairs}
        records.append(keys | numbers | ends)
    return pd.DataFrame(records)
