"""What goes on a sweep's page: which pictures there are to draw, and the tables behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.batch import answers as answering
from sim.batch import detail, effects, robust
from sim.batch.answers import Answer
from sim.fields.errors import ScenarioError
from sim.pairs.words import label
from sim.view.sweep import charts
from sim.view.sweep import effects as sweep_effects
from sim.view.sweep.frame import MOST_ROWS

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
        title = results.case(scenario).title
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
    for outcome in dict.fromkeys([first, "stability", "cost"]):
        if outcome not in SERIES or outcome not in results.manifest["outcomes"]:
            continue
        column, running = SERIES[outcome]
        table = detail.over_time(results, policies, column, running, scenario=scenario)
        if table.empty or not table["diff"].abs().max() > 0.0:
            continue
        below = "Running total" if running else "Week by week"
        below += ": mean difference of paired worlds with 95 % band"
        yield Picture(
            "time",
            f"{label(column)} over time",
            lambda t=table, c=column, b=below: charts.over_time(t, c, base, b),  # type: ignore[misc]
        )


def _places(results: Results, found: list[Answer], base: str) -> Iterator[Picture]:
    if not (results.folder / "places").is_dir():
        return
    policy = focus(found, "civilian_deaths")
    scenario = found[0].scenario
    table = detail.by_place(results, policy, scenario=scenario)
    if not table["diff"].abs().max() > 0.0:
        return
    yield Picture("places", "Deaths by place", lambda: charts.places(table, policy, base))
    people = detail.by_community(results, policy, scenario=scenario)
    if len(people) > 1:
        yield Picture(
            "places", "Deaths by community", lambda: charts.communities(people, policy, base)
        )


def _price(results: Results, outcomes: list[str], base: str) -> Iterator[Picture]:
    deaths = next((o for o in outcomes if o != "cost"), "civilian_deaths")
    table = robust.pareto(results, ["cost", deaths])
    if not table.cost.max() > table.cost.min():
        return
    if is_sampled(results):
        shows = f"{label(deaths)} against cost, a point a policy"
        yield Picture("price", shows, lambda: charts.price(table, ("cost", deaths)))
        return
    shows = f"what each policy changes in {label(deaths)} and in cost"
    changes = price_changes(results, base, deaths)
    yield Picture("price", shows, lambda: charts.price_changes(changes, deaths, base))


def price_changes(results: Results, base: str, outcome: str) -> pd.DataFrame:
    """policy, cost, cost_lo, cost_hi, diff, lo, hi, best: changes against the base.

    `best`: no other policy, the base included, is both cheaper and better on average.
    """
    import pandas as pd

    runs = results.runs
    rows = []
    for name in dict.fromkeys(runs.policy):
        cost, other = (answering.against(runs, base, name, o) for o in ("cost", outcome))
        row = {"policy": name, "cost": cost.diff, "cost_lo": cost.lo, "cost_hi": cost.hi}
        rows.append(row | {"diff": other.diff, "lo": other.lo, "hi": other.hi})
    fronts = robust.pareto(results, ["cost", outcome])
    return pd.DataFrame(rows).merge(fronts[["policy", "best"]], on="policy")


def _effects(results: Results, outcomes: list[str]) -> Iterator[Picture]:
    if len(results.factors()) < 2:
        return
    for outcome in outcomes[:2]:
        name = label(outcome)
        screened = _indices(results, outcome)
        if screened is not None:
            yield screened
        main = effects.main_effects(results, outcome)
        share = effects.shares(results, outcome)
        if len(main) and main["mean"].max() > main["mean"].min():
            yield Picture(
                "effects",
                f"{name} at each setting",
                lambda m=main, o=outcome: sweep_effects.main_effects(m, o),  # type: ignore[misc]
            )
        if screened is None and (share.share >= 0.005).sum() > 1:
            yield Picture(
                "effects",
                f"shares of the variance of {name}",
                lambda s=share, o=outcome: sweep_effects.shares(s, o),  # type: ignore[misc]
            )


def _indices(results: Results, outcome: str) -> Picture | None:
    """Elementary effects of a Morris design, Sobol indices of a Saltelli one (with SALib)."""
    designs = results.manifest["experiment"].get("design", {}).values()
    kinds = {design.get("kind") for design in designs if design}
    try:
        if "morris" in kinds:
            table = effects.morris_effects(results, outcome)
            shows = f"elementary effects on {label(outcome)}"
            return Picture("effects", shows, lambda: sweep_effects.morris(table, outcome))
        if "saltelli" in kinds:
            table = effects.sobol_indices(results, outcome)
            shows = f"Sobol indices of {label(outcome)}"
            return Picture("effects", shows, lambda: sweep_effects.sobol(table, outcome))
    except ScenarioError:  # an outcome that is not always known, several scenarios, no SALib
        return None
    return None


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
