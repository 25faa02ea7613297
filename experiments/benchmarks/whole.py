"""Whole runs: the war alone, all levers on, an own leader of a faction, plain Mesa agents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clock import CIVILIANS, WEEKS, Figure, least

import sim
from sim.agents import Faction
from sim.evidence.arms import no_mission

GOES = 7


class Own(Faction):
    """A leader with a way of its own, that of the package: what being asked costs."""

    def decide(self) -> None:
        """As the package's leaders do, asked from Python."""
        super().decide()


def zambara(**overrides: Any) -> sim.Scenario:
    """The teaching case with 5,000 civilians."""
    return sim.load_scenario("zambara", {**overrides, "nature.civilians": CIVILIANS})


def stepped(case: sim.Scenario, weeks: int = WEEKS, **how: Any) -> None:
    """A model run as Mesa runs it, from its construction on."""
    model = sim.PeaceModel(case, seed=1, **how)
    for _ in range(weeks):
        model.step()


def figures() -> Iterator[Figure]:
    """Milliseconds of runs, set-up included, outcomes not."""
    case, war = zambara(), zambara(**no_mission())
    about = f"zambara, {WEEKS} weeks, {CIVILIANS:,} civilians"
    usual = least(lambda: stepped(case), GOES)
    alone = least(lambda: stepped(war), GOES)
    yield Figure(f"{about}: war alone", alone * 1e3, "ms")
    yield Figure(f"{about}: all levers on", usual * 1e3, "ms")
    mali = sim.load_scenario("mali")
    yield Figure(
        f"mali, {mali.weeks} weeks", least(lambda: stepped(mali, mali.weeks), 5) * 1e3, "ms"
    )
    one = {case.factions[0].name: Own}
    own = least(lambda: stepped(case, faction_class=one), GOES)
    yield Figure(f"{about}: an own decide() for one faction adds", (own - usual) * 1e3, "ms")
    agents = least(lambda: stepped(case, 52, population="agents"), 1)
    columns = least(lambda: stepped(case, 52), GOES)
    yield Figure(f"plain Mesa agents, 52 weeks, {CIVILIANS:,} civilians", agents, "s")
    yield Figure("plain Mesa agents over compiled columns, 52 weeks", agents / columns, "times")
