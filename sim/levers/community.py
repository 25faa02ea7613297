"""Lever `community`: liaison, peace committees, human rights monitors. Evidence B13."""

from __future__ import annotations

import numpy as np

from sim.state.works import cover, per_million
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
MONITORS_HALF = 20.0  # monitors per million people at half effect (assumption)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: assistants, committees, monitors."""
    table, p = world.policy.community, world.rules.prices
    year = (
        table.liaison * p.local_year
        + table.committees * p.committee_year
        + table.human_rights * p.staff_year
    )
    return {"community": year / WEEKS_A_YEAR}


def work(world: World) -> None:
    """People talk more, committees calm, monitors restrain the state; who talks may be punished."""
    table, p = world.policy.community, world.rules.programmes
    ready = world.mission.working("community")
    if ready <= 0.0:
        return
    works, places = world.works, world.places
    people = places["persons"] + 1.0
    share = people / people.sum()
    liaison = cover(per_million(table.liaison * ready, share, people), p.liaison_half)
    committees = cover(per_million(table.committees * ready, share, people), p.liaison_half)
    monitors = cover(per_million(table.human_rights * ready, share, people), MONITORS_HALF)
    fair = world.mission.impartial
    works["tips"] += p.tips_effect * liaison
    works["goodwill"] += p.trust_effect * liaison * fair
    works["committees"] = committees
    works["calm"] = 1.0 - (1.0 - works["calm"]) * (1.0 - p.committee_effect * committees)
    works["restraint"] = 1.0 - (1.0 - works["restraint"]) * (1.0 - p.monitor_effect * monitors)
    exposed = liaison * (1.0 - places["presence"]) * np.minimum(2.0 * places["contested"], 1.0)
    works["lure"] += p.reprisal * exposed
    local = 0.5 * liaison + 0.5 * committees
    governments = world.governments
    governments["cooperation"] += 0.03 * local * fair * (1.0 - governments["cooperation"])
