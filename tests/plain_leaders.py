"""Leaders in plain Python, as a student would write them: what the rules of `sim.leaders` do.

Written by hand beside the rules, with numpy and lists; a run under these is the same to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.agents import Faction, LocalGovernment, MissionHeadquarters, PeacekeepingUnit
from sim.fields.arithmetic import total
from sim.levers import tasking
from sim.luck import streams
from sim.nature.leaders import Leaders
from sim.state.factions import CAMPAIGN, REST
from sim.state.units import GUARD, PATROL


def each(function: Callable[[float], float], values: Any) -> Any:
    """A function of `math` of each number: numpy's own differ in the last bit."""
    return np.array([function(float(x)) for x in values])


class PlainFaction(Faction):
    """Every method that a faction's leader is asked by."""

    def decide(self) -> None:
        if self.standing != "fighting" or self.posture in ("talk", "ceasefire"):
            return
        self.months += 1
        if self.luck(streams.POSTURE, self.key, 0) < self.wish_to_change():
            edges = np.cumsum(self.weigh_postures())
            luck = self.luck(streams.POSTURE, self.key, 1) * edges[-1]
            choice = ("rest", "hold", "campaign", "prey")[np.searchsorted(edges, luck, "right")]
            if choice != self.posture:
                self.posture = choice
        if self.posture == "campaign" and self.target < 0:
            self.target = self.choose_target()

    def wish_to_change(self) -> float:
        t = self.world.rules.tempo
        mean = {
            "rest": t.rest_months,
            "hold": t.hold_months,
            "campaign": t.campaign_months,
            "prey": t.prey_months,
        }.get(self.posture, 1.0)
        chance = 1.0 / mean
        if self.posture in ("rest", "hold") and self._share_of_enemies(CAMPAIGN) > 0.0:
            chance *= math.exp(0.5 * t.coupling * self._share_of_enemies(CAMPAIGN))
        return min(chance, 1.0)

    def weigh_postures(self) -> np.ndarray:
        t, own = self.world.rules.tempo, self.world.rules.of(Leaders)
        war, calm = self._share_of_enemies(CAMPAIGN), self._share_of_enemies(REST)
        rest = t.rest_weight * math.exp(2.0 * self.weariness + t.coupling * (calm - war))
        hold = t.hold_weight
        campaign = (
            t.campaign_weight
            * self.supply
            * math.exp(2.0 * (self.belief - 0.5) - self.weariness + t.coupling * (war - calm))
        )
        want = own.prey_supplied + own.prey_want * (1.0 - self.supply)
        prey = t.prey_weight * 2.0 * (1.0 - self.discipline) * want
        if not len(self.enemies):
            hold, campaign, prey = t.idle * hold, 0.0, t.idle * prey
        return np.array([rest, hold, campaign, prey])

    def choose_target(self) -> int:
        world, r = self.world, self.world.rules.of(Leaders)
        stands = world.strength[self.row] > 0.0
        if not stands.any():
            return -1
        hours = world.roads.hours_between[stands].min(axis=0).astype(np.float64)
        near = each(math.exp, -hours / max(world.rules.tempo.muster_hours, r.muster_least))
        foes = np.zeros(world.place_count)
        for f in self.enemies:
            foes += world.control[f].astype(np.float64)
        foes += r.empty_lure
        key, places = self.key, range(world.place_count)
        luck = np.array([-math.log(self.luck(streams.TARGET, key, p)) for p in places])
        return int(np.argmax(world.places["value"].astype(np.float64) * near * foes / luck))

    def _share_of_enemies(self, posture: int) -> float:
        foes = self.enemies
        if not len(foes):
            return 0.0
        table = self.world.factions
        strength = table["fighters"][foes] * table["quality"][foes].astype(np.float64) + 1.0
        return total(strength[table["posture"][foes] == posture]) / total(strength)


class PlainGovernment(LocalGovernment):
    """What presses most, as a list."""

    def decide(self) -> None:
        world, p = self.world, self.row
        r, places = world.rules.of(Leaders), world.places
        pressing = [
            places["danger"].item(p) + r.murders_press * (places["homicides"].item(p) > 0),
            places["need"].item(p),
            0.5 * (1.0 - places["trust_state"].item(p)),
        ]
        best = pressing.index(max(pressing))
        world.governments["priority"][p] = best
        held = places["state_control"].item(p)
        work = r.government_work * self.capacity * (1.0 - self.corruption) * held
        name = ("police", "capacity", "legitimacy")[best]
        setattr(self, name, min(getattr(self, name) + work, 1.0))


class PlainHeadquarters(MissionHeadquarters):
    """Weights as whole columns."""

    def decide(self) -> None:
        if self.world.mission.mandated:
            self.adapt()
            tasking.base_units(self.world, self.weigh_places())

    def weigh_places(self) -> np.ndarray:
        r, places = self.world.rules.of(Leaders), self.world.places
        people = np.sqrt(places["persons"])
        year = self.world.record.places["deaths"][-int(r.plan_weeks) :].sum(axis=0)
        burning = people * (r.quiet_places + each(math.log1p, year))
        share = self.world.policy.patrols.concentration
        return (1.0 - share) * people / total(people) + share * burning / total(burning)


def keep_in(unit: PeacekeepingUnit) -> None:
    """What a unit's capital decides."""
    if unit.status != "present" or unit.place < 0:
        return
    table = unit.world.mission.units
    feared = unit.world.rules.of(Leaders).losses_frighten * unit.losses
    risky = float(unit.world.places["danger"][unit.place]) + feared
    luck = unit.luck(streams.CAVEAT, int(table["key"][unit.row]))
    held = luck < unit.caveat * min(2.0 * risky, 1.0)
    table["task"][unit.row] = GUARD if held else PATROL
