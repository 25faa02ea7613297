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
from sim.state.factions import (
    CAMPAIGN,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
    REST,
    STATE,
)
from sim.state.units import GUARD, PATROL


def each(function: Callable[[float], float], values: Any) -> Any:
    """A function of `math` of each number: numpy's own differ in the last bit."""
    return np.array([function(float(x)) for x in values])


CHOICES = ("rest", "hold", "campaign", "prey")


class PlainFaction(Faction):
    """Every method that a faction's leader is asked by."""

    def decide(self) -> None:
        if self.standing != "fighting" or self.posture in ("talk", "ceasefire"):
            return
        self.months += 1
        self.learn()
        if self.luck(streams.POSTURE, self.key, 0) < self.wish_to_change():
            edges = np.cumsum(self.weigh_postures())
            luck = self.luck(streams.POSTURE, self.key, 1) * edges[-1]
            choice = CHOICES[np.searchsorted(edges, luck, "right")]
            if choice != self.posture:
                self.posture = choice
        if self.posture == "campaign" and self.target < 0:
            self.target = self.choose_target()

    def told(self, name: str) -> Any:
        """A column of its own, as a number of Python."""
        return self.world.factions[name].item(self.row)

    def learn(self) -> None:
        r, supply = self.world.rules.of(Leaders), self.told("supply")
        pay = supply - self.told("fed")
        if self.told("goal") == FOR_RENTS:
            pay = pay * r.rents_worth
        month = r.ground_worth * self.told("won") + pay - r.losses_worth * self.told("lost")
        self.world.factions["fed"][self.row] = supply
        memory = self.world.payoff[self.row]
        if self.posture in CHOICES:
            spent = CHOICES.index(self.posture)
            memory[spent] = memory[spent] + r.learn * (month - memory[spent])

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
        if self.told("goal") == FOR_RENTS:
            prey = prey * own.rents_prey
        campaign = campaign * math.exp(-own.troops_seen * self._robust_troops_felt())
        swayed = own.payoff * self.world.payoff[self.row]
        learned = each(math.exp, np.clip(swayed, -own.most, own.most))
        if not len(self.enemies):
            return np.array([rest * learned[0], t.idle * hold, 0.0, t.idle * prey])
        return np.array([rest, hold, campaign, prey]) * learned

    def _robust_troops_felt(self) -> float:
        world, ours = self.world, self.world.strength[self.row]
        robust = world.policy.force.mandate == "robust" and world.mission.mandated
        if not robust or total(ours) <= 0.0:
            return 0.0
        return total(ours * world.places["presence"].astype(np.float64)) / total(ours)

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
        return int(np.argmax(self._worths() * near * foes / luck))

    def _worths(self) -> np.ndarray:
        """What each place is worth to who fights for this goal."""
        world, r, goal = self.world, self.world.rules.of(Leaders), self.told("goal")
        worth = world.places["value"].astype(np.float64)
        if goal == FOR_GOVERNMENT:
            hours = world.roads.hours_between[:, world.seat].astype(np.float64)
            return worth * (1.0 + r.seat_worth * each(math.exp, -hours / r.seat_hours))
        if goal == FOR_RENTS:
            return worth * (1.0 + r.wealth_worth * world.places["resource"].astype(np.float64))
        assert goal == FOR_TERRITORY
        community = self.told("community")
        if community < 0:
            return worth
        kin = world.mood[:, community, 0] / np.maximum(world.places["persons"], 1.0)
        return worth * (r.strange_land + (1.0 - r.strange_land) * kin)

    def _share_of_enemies(self, posture: int) -> float:
        foes = self.enemies
        if not len(foes):
            return 0.0
        table = self.world.factions
        strength = table["fighters"][foes] * table["quality"][foes].astype(np.float64) + 1.0
        return total(strength[table["posture"][foes] == posture]) / total(strength)


class PlainGovernment(LocalGovernment):
    """What each stance pays by its name, and what presses most, as a list."""

    def decide(self) -> None:
        self.stance = self.choose_stance()
        self.set_priority()

    def choose_stance(self) -> str:
        pays = self.payoffs()
        pays[self.stance] += self.world.rules.of(Leaders).stance_habit
        return max(pays, key=lambda stance: (pays[stance], stance == self.stance))

    def payoffs(self) -> dict[str, float]:
        world, p = self.world, self.row
        r, places = world.rules.of(Leaders), world.places
        armed = [f for f, kind in enumerate(world.factions["kind"]) if kind != STATE]
        hold = min(total(world.control[armed, p].astype(float)), 1.0)
        felt, danger = places["presence"].item(p), min(places["danger"].item(p), 1.0)
        goods = world.works["delivered"].item(p) / (places["persons"].item(p) + 1.0)
        goods += world.works["jobs"].item(p) + world.works["works"].item(p)
        flow = min(goods / r.flow_full, 1.0)
        wanted = r.obstruct_wanted + r.obstruct_unwanted * (1.0 - world.mission.consent)
        weak = r.captured_weak * (1.0 - self.capacity)
        return {
            "cooperate": self.cooperation
            + r.protected * felt * danger
            - r.reprisals * hold * (1.0 - felt),
            "bargain": 0.5 * self.cooperation
            + self.corruption * (r.bargain_idle + r.bargain_flow * flow),
            "obstruct": (1.0 - self.cooperation) * wanted,
            "captured": hold * (weak + r.captured_corrupt * self.corruption),
        }

    def set_priority(self) -> None:
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
        work *= 1.0 - r.captured_idle if self.stance == "captured" else 1.0
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
