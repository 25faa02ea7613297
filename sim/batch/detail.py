"""An answer in detail: when a policy acts, at which places, on which communities.

From what an experiment keeps of its runs (`keep = ["series", "places"]`), pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.fields.errors import ScenarioError
from sim.pairs.paired import Moments

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

ENDS = ("diff", "lo", "hi")
Pairs = Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]


def over_time(
    results: Results, scenario: str, policies: Sequence[str], column: str, running: bool = False
) -> pd.DataFrame:
    """policy, date, diff, lo, hi of a weekly column against the first of `policies`.

    `running` sums up over the weeks. Raises ScenarioError where no series were kept.
    """
    import pandas as pd

    runs = _of(results, scenario, policies)
    weekly = results.extra("series", ["run_id", "week", column])
    weekly = weekly[weekly.run_id.isin(runs.run_id)]
    wide = weekly.pivot(index="run_id", columns="week", values=column)
    values = wide.to_numpy(dtype=float)
    if running:
        values = values.cumsum(axis=1)
    by_id = dict(zip(wide.index, values, strict=True))
    case = results.case(scenario)
    dates = np.datetime64(case.monday, "D") + 7 * np.arange(values.shape[1])
    parts = [
        _frame(moments, {"policy": policy, "date": dates})
        for policy in policies[1:]
        if (moments := _moments(_pairs(runs, by_id, policies[0], policy))).pairs
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=["policy", "date", *ENDS])


def by_place(
    results: Results, scenario: str, base: str, policy: str, column: str = "deaths"
) -> pd.DataFrame:
    """place, diff, lo, hi over paired worlds: deaths (of anybody), displaced (person-weeks), fear.

    Raises ScenarioError where no places were kept.
    """
    names, pairs = _place_pairs(results, scenario, base, policy, column)
    return _frame(_moments(pairs), {"place": names})


def by_community(results: Results, scenario: str, base: str, policy: str) -> pd.DataFrame:
    """community, diff, lo, hi, share: deaths in the places where each community lives.

    Victims have no community in the model's record: each place's deaths are shared out by who
    lives there. `share` is the community's share of the people. Raises ScenarioError where no
    places were kept.
    """
    names, pairs = _place_pairs(results, scenario, base, policy, "deaths")
    region = results.case(scenario).region
    order = [region.names.index(name) for name in names]
    shares = region.community_shares[order]  # (P, C)
    persons = np.array([region.graph.nodes[p]["population"] for p in order], dtype=float)
    moments = _moments((ours @ shares, theirs @ shares) for ours, theirs in pairs)
    people = persons @ shares / max(float(persons.sum()), 1.0)
    frame = _frame(moments, {"community": list(region.community_names)})
    return frame.assign(share=people)


def _of(results: Results, scenario: str, policies: Sequence[str]) -> pd.DataFrame:
    runs = results.runs
    return runs[(runs.scenario == scenario) & runs.policy.isin(policies)]


def _place_pairs(
    results: Results, scenario: str, base: str, policy: str, column: str
) -> tuple[list[str], Pairs]:
    runs = _of(results, scenario, [base, policy])
    every = results.extra("places", ["run_id", "place", column])
    every = every[every.run_id.isin(runs.run_id)]
    if every.empty:
        raise ScenarioError([f"{results.folder}: holds no places of {base} and {policy}"])
    wide = every.pivot(index="run_id", columns="place", values=column)
    by_id = dict(zip(wide.index, wide.to_numpy(dtype=float), strict=True))
    return [str(name) for name in wide.columns], _pairs(runs, by_id, base, policy)


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
