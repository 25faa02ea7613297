"""An answer in detail: when a policy acts, at which places, on which communities.

From what an experiment keeps of its runs (`keep = ["series", "places"]`), pair by pair. All are
called alike: results, policy (or policies), column; `base` is the experiment's own and `scenario`
its only one unless they are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean
from sim.pairs.paired import Moments

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

ENDS = ("diff", "lo", "hi")
Pairs = Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]


def over_time(
    results: Results,
    policies: Sequence[str],
    column: str,
    running: bool = False,
    *,
    base: str | None = None,
    scenario: str | None = None,
) -> pd.DataFrame:
    """policy, date, diff, lo, hi of a weekly column of each policy against the base.

    `running` sums up over the weeks. Raises ScenarioError where no series were kept.
    """
    import pandas as pd

    asked = _asked(results, policies, base, scenario)
    runs = asked.runs
    weekly = results.extra("series", ["run_id", "week", column])
    weekly = weekly[weekly.run_id.isin(runs.run_id)]
    wide = weekly.pivot(index="run_id", columns="week", values=column)
    values = wide.to_numpy(dtype=float)
    if running:
        values = values.cumsum(axis=1)
    by_id = dict(zip(wide.index, values, strict=True))
    case = results.case(asked.scenario)
    dates = np.datetime64(case.monday, "D") + 7 * np.arange(values.shape[1])
    parts = [
        _frame(moments, {"policy": policy, "date": dates})
        for policy in policies
        if (moments := _moments(_pairs(runs, by_id, asked.base, policy))).pairs
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=["policy", "date", *ENDS])


def by_place(
    results: Results,
    policy: str,
    column: str = "deaths",
    *,
    base: str | None = None,
    scenario: str | None = None,
) -> pd.DataFrame:
    """place, diff, lo, hi over paired worlds: deaths (of anybody), displaced (person-weeks), fear.

    Raises ScenarioError where no places were kept.
    """
    names, pairs = _place_pairs(results, _asked(results, [policy], base, scenario), column)
    return _frame(_moments(pairs), {"place": names})


def by_community(
    results: Results, policy: str, *, base: str | None = None, scenario: str | None = None
) -> pd.DataFrame:
    """community, diff, lo, hi, share: deaths in the places where each community lives.

    Victims have no community in the model's record: each place's deaths are shared out by who
    lives there. `share` is the community's share of the people. Raises ScenarioError where no
    places were kept.
    """
    asked = _asked(results, [policy], base, scenario)
    names, pairs = _place_pairs(results, asked, "deaths")
    region = results.case(asked.scenario).region
    order = [region.names.index(name) for name in names]
    shares = region.community_shares[order]  # (P, C)
    persons = np.array([region.graph.nodes[p]["population"] for p in order], dtype=float)
    moments = _moments((ours @ shares, theirs @ shares) for ours, theirs in pairs)
    people = persons @ shares / max(float(persons.sum()), 1.0)
    frame = _frame(moments, {"community": list(region.community_names)})
    return frame.assign(share=people)


@dataclass(frozen=True)
class _Asked:
    """Runs of some policies and of the base in one scenario."""

    scenario: str
    base: str
    policies: tuple[str, ...]
    runs: pd.DataFrame


def _asked(
    results: Results, policies: Sequence[str], base: str | None, scenario: str | None
) -> _Asked:
    """The runs asked for. Raises ScenarioError for names that are not there, all at once."""
    scenarios, runs = list(results.manifest["scenarios"]), results.runs
    first = str(results.manifest["base"]) if base is None else base
    faults = []
    if scenario is None and len(scenarios) > 1:
        faults.append(f"scenario: say which; known: {', '.join(scenarios)}")
    where = scenarios[0] if scenario is None else scenario
    if where not in scenarios:
        faults.append(f"scenario: has no {where}{did_you_mean(where, scenarios)}")
    there = [str(name) for name in dict.fromkeys(runs.policy)]
    for name in (first, *policies):
        if name not in there:
            faults.append(f"policy: has no {name}{did_you_mean(name, there)}")
    if faults:
        raise ScenarioError([f"{results.folder}: {fault}" for fault in faults])
    here = runs[(runs.scenario == where) & runs.policy.isin([first, *policies])]
    return _Asked(where, first, tuple(policies), here)


def _place_pairs(results: Results, asked: _Asked, column: str) -> tuple[list[str], Pairs]:
    every = results.extra("places", ["run_id", "place", column])
    every = every[every.run_id.isin(asked.runs.run_id)]
    (policy,) = asked.policies
    if every.empty:
        raise ScenarioError([f"{results.folder}: holds no places of {asked.base} and {policy}"])
    wide = every.pivot(index="run_id", columns="place", values=column)
    by_id = dict(zip(wide.index, wide.to_numpy(dtype=float), strict=True))
    return [str(name) for name in wide.columns], _pairs(asked.runs, by_id, asked.base, policy)


def _pairs(
    runs: pd.DataFrame, by_id: dict[str, NDArray[np.float64]], base: str, policy: str
) -> Pairs:
    """What both runs of each pair kept, in the order of worlds and seeds."""
    keys = ["world", "seed"]
    ours = runs[runs.policy == base].set_index(keys).run_id
    theirs = runs[runs.policy == policy].set_index(keys).run_id
    for key, run_id in theirs.sort_index().items():
        other = ours.get(key)
        if other is not None:
            yield by_id[other], by_id[run_id]


def _moments(pairs: Pairs) -> Moments:
    moments = Moments()
    for ours, theirs in pairs:
        moments.add(ours, theirs)
    return moments


def _frame(moments: Moments, keys: dict[str, object]) -> pd.DataFrame:
    import pandas as pd

    half = moments.half_width()
    ends = {"diff": moments.diff, "lo": moments.diff - half, "hi": moments.diff + half}
    return pd.DataFrame(keys | ends)
