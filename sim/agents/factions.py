"""Faction leaders: which posture to take, and where to campaign."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.base import Column, RowAgent, pick
from sim.fields.arithmetic import exps, total
from sim.luck import streams
from sim.nature.leaders import Leaders
from sim.state import transitions
from sim.state.factions import CAMPAIGN, HOLD, POSTURES, PREY, REST, STANDINGS
from sim.state.parties import FACTION_KINDS

CHOICES = (REST, HOLD, CAMPAIGN, PREY)


class Faction(RowAgent):
    """The leader of an armed faction.

    Override `decide` (or only `wish_to_change`, `weigh_postures`, `choose_target`) to try another
    theory of why factions fight, and pass the class: `PeaceModel(s, faction_class=Mine)`, or
    `faction_class={"RUF": Mine}` for one faction.
    """

    fighters = Column("factions", "fighters", "persons under arms")
    weariness = Column("factions", "weariness", "war-weariness, 0 to 1")
    discipline = Column("factions", "discipline", "1: spares civilians")
    cohesion = Column("factions", "cohesion", "0 to 1")
    supply = Column("factions", "supply", "0 broke, 1 well supplied")
    belief = Column("factions", "belief", "own share of strength as the leader sees it")
    months = Column("factions", "months", "months in this posture")
    target = Column("factions", "target", "place a campaign aims at, -1: none")
    key = Column("factions", "key", "stable id")

    @property
    def name(self) -> str:
        """The faction's name."""
        return self.world.names[self.row]

    @property
    def kind(self) -> str:
        """state, rebels, militia, jihadist or gang."""
        return FACTION_KINDS[int(self.world.factions["kind"][self.row])]

    @property
    def standing(self) -> str:
        """absent, fighting, signed, faded or defeated."""
        return STANDINGS[int(self.world.factions["standing"][self.row])]

    @property
    def posture(self) -> str:
        """rest, hold, campaign, prey, talk, ceasefire, implement or spoil."""
        return POSTURES[int(self.world.factions["posture"][self.row])]

    @posture.setter
    def posture(self, name: str) -> None:
        if name not in POSTURES:
            raise ValueError(f"posture {name!r}: must be one of {', '.join(POSTURES)}")
        transitions.take_posture(self.world, self.row, POSTURES.index(name))

    @property
    def enemies(self) -> NDArray[np.int64]:
        """Rows of the factions it fights."""
        return self.world.hostile[self.row].nonzero()[0]

    def decide(self) -> None:
        """Once a month: keep to the posture or choose another; campaigns get a target."""
        if self.standing != "fighting" or self.posture in ("talk", "ceasefire"):
            return
        self.months += 1
        if self.luck(streams.POSTURE, self.key, 0) < self.wish_to_change():
            choice = pick(self.weigh_postures(), self.luck(streams.POSTURE, self.key, 1))
            if POSTURES[CHOICES[choice]] != self.posture:
                self.posture = POSTURES[CHOICES[choice]]
        if self.posture == "campaign" and self.target < 0:
            self.target = self.choose_target()

    def wish_to_change(self) -> float:
        """Probability of leaving the posture this month; an enemy's campaign shakes the idle."""
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

    def weigh_postures(self) -> NDArray[np.float64]:
        """Weights of rest, hold, campaign and prey, (4,).

        Confidence and supply favour a campaign, weariness rest, want and indiscipline preying;
        enemies' campaigns and rest are answered in kind (`tempo.coupling`).
        """
        t, own = self.world.rules.tempo, self.world.rules.of(Leaders)
        war = self._share_of_enemies(CAMPAIGN)
        calm = self._share_of_enemies(REST)
        rest = t.rest_weight * math.exp(2.0 * self.weariness + t.coupling * (calm - war))
        hold = t.hold_weight
        campaign = (
            t.campaign_weight
            * self.supply
            * math.exp(2.0 * (self.belief - 0.5) - self.weariness + t.coupling * (war - calm))
        )
        want = own.prey_supplied + own.prey_want * (1.0 - self.supply)
        prey = t.prey_weight * 2.0 * (1.0 - self.discipline) * want
        if not len(self.enemies):  # its war is over
            hold, campaign, prey = t.idle * hold, 0.0, t.idle * prey
        return np.array([rest, hold, campaign, prey])

    def choose_target(self) -> int:
        """A place within reach of its own bands, worth having and in others' hands; -1: none."""
        world, r = self.world, self.world.rules.of(Leaders)
        stands = world.strength[self.row] > 0.0
        if not stands.any():
            return -1
        hours = world.roads.hours_between[stands].min(axis=0).astype(np.float64)
        near = exps(-hours / max(world.rules.tempo.muster_hours, r.muster_least))
        foes = np.zeros(world.place_count)
        for f in self.enemies:
            foes += world.control[f].astype(np.float64)
        foes += r.empty_lure
        key = self.key
        luck = np.array(
            [-math.log(self.luck(streams.TARGET, key, p)) for p in range(world.place_count)]
        )
        return int(np.argmax(world.places["value"].astype(np.float64) * near * foes / luck))

    def _share_of_enemies(self, posture: int) -> float:
        """Strength-weighted share of its enemies who hold a posture, 0 to 1."""
        foes = self.enemies
        if not len(foes):
            return 0.0
        table = self.world.factions
        strength = table["fighters"][foes] * table["quality"][foes].astype(np.float64) + 1.0
        return total(strength[table["posture"][foes] == posture]) / total(strength)
