"""Statistics of a run's events, over the window that is held against the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sim.evidence.columns import roads_of
from sim.evidence.events import event_statistics

if TYPE_CHECKING:
    from sim.runs.run import Run


def run_statistics(run: Run) -> dict[str, float]:
    """Every statistic of `catalogue.statistics()` of a war in progress: the scenario's window.

    A run that stops inside the window, or whose war ends there, is measured up to that day:
    the quiet after a war would pass for burstiness and memory. The displaced are the most at the
    end of any week measured. ValueError: the run stops before the window.
    """
    scenario = run.scenario
    first, last = scenario.war_window
    end = scenario.monday + timedelta(weeks=run.weeks, days=-1)
    if end < first:
        raise ValueError(f"{scenario.name}: the run ends {end}, before its war window ({first})")
    over = scenario.monday + timedelta(weeks=run.war_over)
    if run.war_over >= 0 and over > first:
        end = min(end, over)
    window = (first, min(last, end))
    weeks = slice(
        max(0, (first - scenario.monday).days // 7), (window[1] - scenario.monday).days // 7 + 1
    )
    displaced = float(run.series["displaced"].iloc[weeks].max())
    roads = roads_of(scenario.region.graph)
    return event_statistics(run.events, window, scenario.region.names, displaced, roads)
