"""Demobilisation: what fighters do with an agreement and a programme, month by month.

Active, cantoned, demobilised, in reintegration; back to arms through old commanders where a
faction of their side still fights (evidence D5), sooner when camps are unpaid (D12, MODEL 2.12).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.conversions import MOST_COUNTED
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.factions import (
    ACTIVE,
    CANTONED,
    DEMOBILISED,
    FIGHTING,
    GOVERNMENT_SIDE,
    KILLED,
    REINTEGRATING,
    REMOBILISED,
    SIGNED,
)
from sim.state.world import World


class DemobilisationNumbers(Group):
    """What fighters do with a deal and a programme."""

    TABLE = "demobilisation"

    intake: float = number(
        0.25,
        "per month",
        0.0,
        1.0,
        "evidence:D8",
        "share of a consenting faction's fighters who come to disarm in a month without fear",
    )
    refusal: float = number(
        0.95,
        "share",
        0.0,
        1.0,
        "evidence:D12",
        "of that intake stopped while a party that was offered terms has refused them",
    )
    waiting: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "evidence:D12",
        "of that intake stopped while a party that is offered terms still fights",
    )
    self_demobilise: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of a signed faction's fighters who go home by themselves",
    )
    idle_return: float = number(
        0.012,
        "per month",
        0.0,
        1.0,
        "evidence:D5",
        "hazard that a demobilised fighter takes up arms again while a faction of his side fights",
    )
    package_effect: float = number(
        0.35,
        "share",
        0.0,
        1.0,
        "evidence:D3",
        "of that hazard prevented by a package with capital",
        effect=True,
    )
    training_effect: float = number(
        0.04,
        "share",
        0.0,
        1.0,
        "evidence:D3",
        "of that hazard prevented by training alone",
        effect=True,
    )
    unpaid_return: float = number(
        0.2,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard of leaving an unpaid cantonment for the war",
    )
    impostors: float = number(
        0.6,
        "ratio",
        0.0,
        5.0,
        "evidence:D7",
        "people who are no fighters admitted for each fighter without screening",
    )
    screening_slows: float = number(
        0.3, "share", 0.0, 1.0, "assumption", "of that intake lost to full screening"
    )
    unpaid_alone: float = number(
        0.3,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "pull of the war on who leaves an unpaid camp and has nobody to return to",
    )
    stay_weeks: float = number(
        9.0, "weeks", 0.0, 520.0, "evidence:D11", "shortest stay in cantonment"
    )
    enter: float = number(
        0.15,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of the demobilised who enter a reintegration that all are given",
    )
    learned_weeks: float = number(
        52.0,
        "weeks",
        1.0,
        520.0,
        "assumption",
        "weeks after which reintegration has done what it can",
    )
    livelihood_rate: float = number(
        0.1,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast livelihoods in reintegration follow what it offers",
    )
    livelihood_bare: float = number(
        0.4, "0 to 1", 0.0, 1.0, "assumption", "livelihood in reintegration that teaches nothing"
    )
    livelihood_gain: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to it where returns are prevented as `livelihood_saved` says",
    )
    livelihood_saved: float = number(
        0.4, "share", 0.01, 1.0, "assumption", "returns to arms prevented at which that is added"
    )
    livelihood_most: float = number(
        0.9, "0 to 1", 0.0, 1.0, "assumption", "livelihood that reintegration leads to at most"
    )
    package_draw: float = number(
        300.0,
        "dollars a head",
        1.0,
        10_000.0,
        "assumption",
        "package that draws `impostors`; twice as many come at most",
    )
    weapons_each: float = number(
        0.6, "weapons", 0.0, 10.0, "assumption", "weapons handed in by each fighter admitted"
    )
    kin_pull: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "pull back to arms of another faction of one's side that fights, against one's own",
    )
    enemy_pull: float = number(
        0.15,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "that pull where only factions of yet other sides fight",
    )


@njit(cache=True, nogil=True)
def _step(
    table: Any,
    intake: R8,
    back: R8,
    p: DemobilisationNumbers,
    weeks: int,
    room: float,
    paid: float,
    funded: float,
    saved: float,
    seed: int,
    week: int,
    moved: R8,
) -> None:
    status = table["status"]
    weight = table["weight"]
    waited = table["weeks"]
    for i in range(status.shape[0]):
        s = status[i]
        if s == KILLED:
            continue
        waited[i] = min(waited[i] + weeks, MOST_COUNTED)
        f = table["faction"][i]
        luck = streams.u(seed, streams.DEMOBILISE, week, table["key"][i], 0)
        w = np.float64(weight[i])
        if (s == ACTIVE or s == REMOBILISED) and intake[f] >= 0.0:
            if luck < intake[f] and room >= w:
                room -= w
                status[i] = CANTONED
                waited[i] = 0
                moved[0] += w
            elif luck > 1.0 - p.self_demobilise:
                status[i] = DEMOBILISED
                waited[i] = 0
        elif s == CANTONED:
            if luck > 1.0 - p.unpaid_return * (1.0 - paid) * (p.unpaid_alone + back[f]):
                status[i] = REMOBILISED
                waited[i] = 0
                moved[3] += w
            elif waited[i] >= p.stay_weeks and luck < 0.5 * paid:
                status[i] = DEMOBILISED
                waited[i] = 0
                moved[1] += w
        elif s == DEMOBILISED or s == REINTEGRATING:
            done = 0.0
            if s == REINTEGRATING:
                done = min(np.float64(waited[i]) / p.learned_weeks, 1.0)
            hazard = p.idle_return * back[f] * (0.5 + np.float64(table["abusive"][i]))
            hazard *= 1.0 - saved * (0.5 + 0.5 * done) if s == REINTEGRATING else 1.0
            if luck > 1.0 - hazard:
                status[i] = REMOBILISED
                waited[i] = 0
                moved[3] += w
            elif s == DEMOBILISED and luck < p.enter * funded:
                status[i] = REINTEGRATING
                waited[i] = 0
                moved[2] += w
            elif s == REINTEGRATING:
                aim = p.livelihood_bare + p.livelihood_gain * saved / p.livelihood_saved * done
                gap = min(aim, p.livelihood_most) - np.float64(table["livelihood"][i])
                table["livelihood"][i] += p.livelihood_rate * gap


def demobilise(world: World) -> None:
    """A month of disarmament and of returns to arms."""
    p, table, mission = world.rules.of(DemobilisationNumbers), world.policy.ddr, world.mission
    ready = mission.working("ddr")
    intake, back = _consent(world, ready)
    inside = world.combatants["status"] == CANTONED
    held = total(world.combatants["weight"][inside])
    saved = p.package_effect * table.capital + p.training_effect * (1.0 - table.capital)
    moved = np.zeros(4)
    _step(
        world.combatants,
        intake,
        back,
        p,
        world.month_weeks,
        max(table.places * ready - held, 0.0),
        mission.paid["ddr"] if ready > 0.0 else 0.0,
        table.reintegration * ready,
        saved if ready > 0.0 else 0.0,
        world.seed,
        world.week,
        moved,
    )
    count = mission.demobilisation
    pull = min(table.package / p.package_draw, 2.0) * (1.0 - table.screening)
    count["admitted"] += float(moved[0])
    count["impostors"] += float(moved[0]) * p.impostors * pull
    count["demobilised"] += float(moved[1])
    count["weapons"] += p.weapons_each * float(moved[0])
    count["reintegrated"] += float(moved[2])
    count["remobilised"] += float(moved[3])


def _consent(world: World, ready: float) -> tuple[Any, Any]:
    """(F,) monthly intake of each faction, -1 for who has signed nothing; (F,) pull back.

    Who disarms fears those who do not: outsiders' strength slows intake, and the refusal of a
    party to the same talks stops it (evidence D12); peacekeepers near by ease it.
    """
    factions = world.factions
    intake = np.full(len(world.factions), -1.0)
    signed = factions["standing"] == SIGNED
    quality = factions["fighters"] * factions["quality"]
    fighting = factions["standing"] == FIGHTING
    side = factions["side"]
    back = np.zeros(len(world.factions))
    p = world.rules.of(DemobilisationNumbers)
    careful = 1.0 - p.screening_slows * world.policy.ddr.screening
    camps = world.works["cantoned"].astype(np.float64)
    guarded = total(world.works["guarded"] * camps) / max(total(camps), 1.0)
    trust = 0.5 + 0.5 * (guarded if camps.any() else 1.0)
    halted = 1.0
    if (factions["refused"].astype(bool) & fighting).any():
        halted -= p.refusal
    elif ((factions["offered"] > 0) & fighting & (side != GOVERNMENT_SIDE)).any():
        halted -= p.waiting
    others = fighting & (side != GOVERNMENT_SIDE)
    exposed = 1.0 - 0.5 * _shield(world)
    for f in range(len(world.names)):
        kindred = side == side[f]
        rivals = total(quality[others & ~kindred])
        own = float(quality[f])
        fear = rivals / (rivals + own + 1.0) * exposed
        if signed[f]:
            intake[f] = p.intake * ready * careful * trust * halted * (1.0 - fear)
        commander = bool(fighting[f])
        kin = bool((others & kindred).any())
        back[f] = 1.0 if commander else p.kin_pull if kin else p.enemy_pull * (rivals > 0.0)
    return intake, back


def _shield(world: World) -> float:
    """How safe peacekeepers make those who disarm, 0 to 1: mean presence over people."""
    people = world.places["persons"]
    return total(world.places["presence"] * people) / max(total(people), 1.0)


MECHANISM = Mechanism(
    name="demobilisation",
    numbers=DemobilisationNumbers,
    writes=("combatants.status", "combatants.weeks", "combatants.livelihood", "mission"),
    without={"nature.demobilisation.idle_return": 0.0, "nature.demobilisation.unpaid_return": 0.0},
    claims=(Claim("remobilised", +1),),
)
