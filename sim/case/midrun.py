"""A policy or a road that a script changes while a world runs; it holds from the next week on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sim.case.build import phase_weeks
from sim.case.scenario import Scenario
from sim.fields.conversions import SUNDAY
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean
from sim.state.places import Roads
from sim.state.world import World


def change_policy(world: World, case: Scenario, overrides: Mapping[str, Any]) -> Scenario:
    """Let the rest of a run have another policy; gives the scenario with it.

    Only paths below `policy.`; dated values hold on their days, as always. ScenarioError for
    anything else, or for values that cannot be.
    """
    wrong = [path for path in overrides if not str(path).startswith("policy.")]
    if wrong:
        text = "is no policy; what else decides a world is set before it begins"
        raise ScenarioError([f"{path}: {text}" for path in wrong])
    changed = case.replace(overrides)
    sunday = changed.monday + timedelta(weeks=max(world.week + 1, 0), days=SUNDAY)
    world.case = changed
    world.phase_changes = phase_weeks(changed)
    world.policy = changed.policy.on(sunday).having(world.adapted)
    return changed


def change_road(world: World, case: Scenario, hours: Mapping[tuple[str, str], float]) -> Scenario:
    """Make roads between neighbouring places slower or faster: hours in the dry season.

    `hours`: pair of places' names -> hours; the way in the rains changes in proportion.
    ScenarioError: no such place, no road between them, or hours that are not above 0.
    """
    region = case.region
    graph, names, faults = region.graph.copy(), region.names, []
    for (one, other), wanted in hours.items():
        unknown = [name for name in (one, other) if name not in names]
        if unknown:
            faults.append(
                f"road {one} - {other}: no place {unknown[0]}{did_you_mean(unknown[0], names)}"
            )
            continue
        pair = names.index(one), names.index(other)
        if not graph.has_edge(*pair):
            near = ", ".join(names[q] for q in graph[pair[0]])
            faults.append(f"road {one} - {other}: there is none; {one} has roads to {near}")
        elif not 0.0 < float(wanted) < float("inf"):
            faults.append(f"road {one} - {other}: {wanted!r} hours; must be above 0")
        else:
            road = graph.edges[pair]
            ratio = float(wanted) / road["hours"]
            road.update(hours=float(wanted), hours_wet=road["hours_wet"] * ratio)
    if faults:
        raise ScenarioError(faults)
    changed = replace(region, graph=graph)
    world.case = held = case.in_region(changed)
    world.roads = Roads(changed)
    return held
