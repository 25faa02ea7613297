"""What goes on a sweep's page: which pictures there are to draw, and the tables behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.batch import discovery, effects, robust
from sim.batch.answers import Answer
from sim.errors import ScenarioError
from sim.outcomes import OUTCOMES
from sim.paired import Moments
from sim.scenario import load_scenario
from sim.view import sweep_charts as charts
from sim.view import sweep_effects
from sim.view.sweep_frame import MOST_ROWS
from sim.words import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.batch.results import Results

MOST_LINES = 6
SERIES = {  # outcome -> its weekly column, and whether that is summed up over time
    "civilian_deaths": ("civilian_deaths", True),
    "displaced_peak": ("displaced", False),
    "stability": ("control_state", False),
    "cost": ("troops", False),
    "trust_mission": ("trust_mission", False),
}


@dataclass(frozen=True)
class Picture:
    """A picture to draw, and what it shows in a sentence."""

    section: str
    shows: str
    draw: Callable[[], Figure]


def is_sampled(results: Results) -> bool:
    """Whether policies are points of a sample (nobody's plan), to be read by effects alone."""
    policies = results.points.policy
    return bool(policies.nunique() > MOST_ROWS or str(policies.iloc[0]).startswith("sample"))


def pictures(results: Results, found: list[Answer]) -> Iterator[Picture]:
    """Every picture this sweep has data for, in the order of the page."""
    outcomes = list(results.manifest["outcomes"])
    base = str(results.manifest["base"])
    if found and not is_sampled(results):
        yield from _answers(results, found, base)
        yield from _over_time(results, found, base)
        yield from _places(results, found, base)
    if results.points.policy.nunique() > 2:
        yield from _price(results, outcomes, base)
    yield from _effects(results, outcomes)
    if results.factors("uncertainties") and found and not is_sampled(results):
        yield from _flips(results, found)


def focus(found: list[Answer], outcome: str) -> str:
    """The policy that moves an outcome most, clearly if any does."""
    here = [a for a in found if a.outcome == outcome and a.found.pairs]
    if not here:
        return found[0].policy
    return max(here, key=lambda a: (a.found.clear, abs(a.found.diff))).policy


def _answers(results: Results, found: list[Answer], base: str) -> Iterator[Picture]:
    for scenario in dict.fromkeys(a.scenario for a in found):
        here = [a for a in found if a.scenario == scenario]
        pairs = max(a.found.pairs for a in here)
        title = load_scenario(results.folder / "scenarios" / f"{scenario}.toml").title
        below = (
            f"{title}. Mean of {pairs} paired worlds, 95 % interval; "
            "blue better, crimson worse, grey not clear"
        )
        yield Picture("answers", below, lambda h=here, b=below: charts.forest(h, base, b))  # type: ignore[misc]


def _over_time(results: Results, found: list[Answer], base: str) -> Iterator[Picture]:
    if not (results.folder / "series").is_dir():
        return
    scenario = found[0].scenario
    policies = list(dict.fromkeys(a.policy for a in found if a.scenario == scenario))[:MOST_LINES]
    first = str(results.manifest["outcomes"][0])
    for outcome in dict.fromkeys([first, "cost"]):
        if outcome not in SERIES:
            continue
        column, running = SERIES[outcome]
        table = series_differences(results, scenario, [base, *policies], column, running)
        if table is None or not table["diff"].abs().max() > 0.0:
            continue
        below = "Running total" if running else "Week by week"
        below += f": mean difference of paired worlds with 95 % band ({scenario})"
        yield Picture(
            "time",
            f"{label(column)} over time",
            lambda t=table, c=column, b=below: charts.over_time(t, c, base, b),  # type: ignore[misc]
        )


def series_differences(
    results: Results, scenario: str, policies: list[str], column: str, running: bool
) -> pd.DataFrame | None:
    """policy, date, diff, lo, hi of a weekly column against the first of `policies`."""
    import pandas as pd

    from sim.batch import store

    runs = results.runs
    runs = runs[(runs.scenario == scenario) & runs.policy.isin(policies)]
    weekly = store.read(results.folder, "series", ["run_id", "week", column]).to_pandas()
    wide = weekly[weekly.run_id.isin(runs.run_id)].pivot(
        index="run_id", columns="week", values=column
    )
    values = wide.to_numpy(dtype=float)
    if running:
        values = values.cumsum(axis=1)
    by_id = {run_id: values[i] for i, run_id in enumerate(wide.index)}
    keys = runs.set_index(["policy", "world", "seed"]).run_id
    case = load_scenario(results.folder / "scenarios" / f"{scenario}.toml")
    dates = np.datetime64(case.monday, "D") + 7 * np.arange(values.shape[1])
    parts = []
    for policy in policies[1:]:
        moments = Moments()
        for key, run_id in keys.get(policy, pd.Series(dtype=object)).items():
            other = keys.get((policies[0], *key))
            if other is not None:
                moments.add(by_id[other], by_id[run_id])
        if moments.pairs:
            half = moments.half_width()
            ends = {"lo": moments.diff - half, "hi": moments.diff + half}
            parts.append(
                pd.DataFrame({"policy": policy, "date": dates, "diff": moments.diff} | ends)
            )
    return pd.concat(parts) if parts else None


def _places(results: Results, found: list[Answer], base: str) -> Iterator[Picture]:
    if not (results.folder / "places").is_dir():
        return
    policy = focus(found, "civilian_deaths")
    table = place_differences(results, found[0].scenario, base, policy)
    if table["diff"].abs().max() > 0.0:
        yield Picture("places", "Deaths by place", lambda: charts.places(table, policy, base))


def place_differences(results: Results, scenario: str, base: str, policy: str) -> pd.DataFrame:
    """place, diff, lo, hi: direct deaths by place, mean over paired worlds."""
    import pandas as pd

    runs = results.runs
    runs = runs[(runs.scenario == scenario) & runs.policy.isin([base, policy])]
    every = results.extra("places").merge(runs[["run_id", "policy", "world", "seed"]], on="run_id")
    wide = every.pivot_table(index=["world", "seed", "policy"], columns="place", values="deaths")
    ours, theirs = (wide.xs(name, level="policy") for name in (base, policy))
    both = ours.index.intersection(theirs.index)
    moments = Moments()
    for key in both:
        moments.add(ours.loc[key].to_numpy(), theirs.loc[key].to_numpy())
    half = moments.half_width()
    ends = {"lo": moments.diff - half, "hi": moments.diff + half}
    return pd.DataFrame({"place": list(wide.columns), "diff": moments.diff} | ends)


def _price(results: Results, outcomes: list[str], base: str) -> Iterator[Picture]:
    deaths = next((o for o in outcomes if o != "cost"), "civilian_deaths")
    table = robust.pareto(results, ["cost", deaths])
    if table.cost.max() > table.cost.min():
        shows = f"{label(deaths)} against cost, a point a policy"
        yield Picture("price", shows, lambda: charts.price(table, ("cost", deaths), base))


def _effects(results: Results, outcomes: list[str]) -> Iterator[Picture]:
    if len(results.factors()) < 2:
        return
    for outcome in outcomes[:2]:
        main = effects.main_effects(results, outcome)
        share = effects.shares(results, outcome)
        if len(main) and main["mean"].max() > main["mean"].min():
            yield Picture(
                "effects",
                f"{label(outcome)} at each setting",
                lambda m=main, o=outcome: sweep_effects.main_effects(m, o),  # type: ignore[misc]
            )
        if len(share) and share.share.max() >= 0.005:
            yield Picture(
                "effects",
                f"shares of the variance of {label(outcome)}",
                lambda s=share, o=outcome: sweep_effects.shares(s, o),  # type: ignore[misc]
            )


def _flips(results: Results, found: list[Answer]) -> Iterator[Picture]:
    outcome = str(results.manifest["outcomes"][0])
    policy = focus(found, outcome)
    table = robust.flips(results, policy, outcome)
    if len(table):
        yield Picture(
            "worlds",
            "The effect where each assumption is low, middle and high",
            lambda: sweep_effects.flips(table, policy, outcome),
        )


def robust_words(results: Results, found: list[Answer]) -> list[str]:
    """Sentences on uncertain worlds: least regret, where the answer turns, where it fails."""
    outcome = str(results.manifest["outcomes"][0])
    policy = focus(found, outcome)
    regret = robust.regret(results, outcome).iloc[0]
    said = [
        f"Least to regret on {label(outcome)}: {regret.policy}. In its worst world it falls "
        f"{regret.worst_regret:,.3g} {OUTCOMES[outcome].unit} short of the best policy there; it "
        f"is the best in {100 * regret.share_best:.0f} % of the worlds."
    ]
    table = robust.flips(results, policy, outcome)
    turning = list(dict.fromkeys(table[table.flips].factor))
    if turning:
        said.append(f"The answer for {policy} turns on {', '.join(turning)}.")
    else:
        said.append(f"No single assumption tried turns the sign of the effect of {policy}.")
    try:
        bad = _worst_quarter(results, outcome, policy)
    except ScenarioError:
        return said
    if bad:
        said.append(bad)
    return said


def _worst_quarter(results: Results, outcome: str, policy: str) -> str:
    """Where the worst quarter of the worlds under a policy lies, by PRIM."""
    table = robust.by_world(results.runs, outcome)[policy]
    up = OUTCOMES[outcome].direction == "up"
    if len(table) < 20:
        return ""
    limit = float(table.quantile(0.25 if up else 0.75))
    box = discovery.discover(results, outcome, lambda v: v <= limit if up else v >= limit, policy)
    if not box.limits or box.density < 2 * box.base:
        return ""
    return (
        f"The worst quarter of worlds under {policy} lies where {box.words}: "
        f"{100 * box.density:.0f} % of the worlds there are among them, and "
        f"{100 * box.coverage:.0f} % of them are there."
    )
