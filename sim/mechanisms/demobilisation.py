"""Demobilisation: what fighters do with an agreement and a programme, month by month.

Active, cantoned, demobilised, in reintegration; back to arms through old commanders where a
faction of their side still fights (evidence D5), sooner when camps are unpaid (D12, MODEL 2.12).
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
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
from sim.state.items import DDR
from sim.state.mission import (
    ADMITTED,
    CASELOAD,
    IMPOSTORS,
    REARMED,
    REINTEGRATED,
    RELEASED,
    WEAPONS,
    working,
)
from sim.state.places import over_people
from sim.state.world import World, fighting


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


@rule
def demobilise(world: World) -> None:
    """A month of disarmament and of returns to arms."""
    table, p, mission = world.plan.ddr, world.rules.demobilisation, world.mission
    ready = working(mission, DDR)
    intake, back = _consent(world, ready)
    paid, saved = 0.0, 0.0
    if ready > 0.0:
        paid = mission.paid[DDR]
        saved = p.package_effect * table.capital + p.training_effect * (1.0 - table.capital)
    room = max(table.places * ready - _in_camps(world), 0.0)
    moved = _step(world, intake, back, room, paid, table.reintegration * ready, saved)
    pull = min(table.package / p.package_draw, 2.0) * (1.0 - table.screening)
    moved[IMPOSTORS] = moved[ADMITTED] * p.impostors * pull
    moved[WEAPONS] = p.weapons_each * moved[ADMITTED]
    for what in range(len(moved)):
        mission.demobilisation[what] += moved[what]


@rule
def _in_camps(world: World) -> float:
    """Fighters in cantonment, persons."""
    status, weight = world.combatants["status"], world.combatants["weight"]
    held = 0.0
    for i in range(len(status)):
        if status[i] == CANTONED:
            held += weight[i]
    return held


# what every fighter does


@rule
def _step(
    world: World, intake: R8, back: R8, room: float, paid: float, funded: float, saved: float
) -> R8:
    """A month of the sampled fighters; returns how many moved, persons by CASELOAD.

    `intake`, `back`: (F,) see `_consent`; `room`: places left in camps, persons; `paid`: share of
    the camps' cost; `funded`: share of the demobilised who are offered reintegration; `saved`:
    share of returns to arms that it prevents.
    """
    p, table = world.rules.demobilisation, world.combatants
    status, waited, weight = table["status"], table["weeks"], table["weight"]
    faction, key = table["faction"], table["key"]
    moved, weeks = np.zeros(len(CASELOAD)), world.month_weeks
    chances = streams.prefix(world.seed, streams.DEMOBILISE, world.week)
    for i in range(len(status)):
        before = status[i]
        if before == KILLED:
            continue
        after = int(before)
        waited[i] = min(waited[i] + weeks, MOST_COUNTED)
        f = faction[i]
        at_war = before == ACTIVE or before == REMOBILISED
        if at_war and intake[f] < 0.0:  # most fighters of most months: nothing to decide
            continue
        luck = streams.u_after(chances, key[i], 0)
        if before == CANTONED:
            after = _leave_camp(world, i, luck, back[f], paid)
        elif before == DEMOBILISED or before == REINTEGRATING:
            after = _live_at_home(world, i, luck, back[f], funded, saved)
        elif intake[f] >= 0.0:
            if luck < intake[f] and room >= weight[i]:
                room -= weight[i]
                after = CANTONED
            elif luck > 1.0 - p.self_demobilise:
                after = DEMOBILISED
        if after != before:
            status[i], waited[i] = after, 0
            _enter_books(moved, before, after, weight[i])
    return moved


@rule
def _leave_camp(world: World, i: int, luck: float, back: float, paid: float) -> int:
    """What becomes of one in a camp: off to the war, home, or still there."""
    p = world.rules.demobilisation
    if luck > 1.0 - p.unpaid_return * (1.0 - paid) * (p.unpaid_alone + back):
        return REMOBILISED
    if world.combatants["weeks"][i] >= p.stay_weeks and luck < 0.5 * paid:
        return DEMOBILISED
    return CANTONED


@rule
def _live_at_home(
    world: World, i: int, luck: float, back: float, funded: float, saved: float
) -> int:
    """What becomes of one at home: back to arms, into reintegration, or a better livelihood."""
    p, table = world.rules.demobilisation, world.combatants
    learning = table["status"][i] == REINTEGRATING
    hazard = p.idle_return * back * (0.5 + np.float64(table["abusive"][i]))
    done = 0.0
    if learning:
        done = min(np.float64(table["weeks"][i]) / p.learned_weeks, 1.0)
        hazard *= 1.0 - saved * (0.5 + 0.5 * done)
    if luck > 1.0 - hazard:
        return REMOBILISED
    if learning:
        aim = p.livelihood_bare + p.livelihood_gain * saved / p.livelihood_saved * done
        now = np.float64(table["livelihood"][i])
        gap = min(aim, p.livelihood_most) - now
        table["livelihood"][i] = now + p.livelihood_rate * gap
        return REINTEGRATING
    return REINTEGRATING if luck < p.enter * funded else DEMOBILISED


@rule
def _enter_books(moved: R8, before: int, after: int, persons: float) -> None:
    """Count somebody who has changed his life; who goes home by himself is in no book."""
    if after == CANTONED:
        moved[ADMITTED] += persons
    elif after == REMOBILISED:
        moved[REARMED] += persons
    elif after == REINTEGRATING:
        moved[REINTEGRATED] += persons
    elif before == CANTONED:
        moved[RELEASED] += persons


# who disarms, and who is drawn back


@rule
def _consent(world: World, ready: float) -> tuple[R8, R8]:
    """(F,) monthly intake of each faction, -1 for who has signed nothing; (F,) pull back.

    Who disarms fears those who do not: outsiders' strength slows intake, and the refusal of a
    party to the same talks stops it (evidence D12); peacekeepers near by ease it.
    """
    p, factions = world.rules.demobilisation, world.factions
    intake, back = np.full(len(factions), -1.0), np.zeros(len(factions))
    careful = 1.0 - p.screening_slows * world.plan.ddr.screening
    trust, halted = _trust_in_camps(world), _halted(world)
    exposed = 1.0 - 0.5 * _shield(world)
    for f in range(world.faction_count):
        rivals = _rivals(world, f)
        own = factions["fighters"][f] * np.float64(factions["quality"][f])
        fear = rivals / (rivals + own + 1.0) * exposed
        if factions["standing"][f] == SIGNED:
            intake[f] = p.intake * ready * careful * trust * halted * (1.0 - fear)
        if factions["standing"][f] == FIGHTING:
            back[f] = 1.0  # its commander
        elif _kin_fight(world, f):
            back[f] = p.kin_pull
        elif rivals > 0.0:
            back[f] = p.enemy_pull
    return intake, back


@rule
def _trust_in_camps(world: World) -> float:
    """One half where nobody guards the camps, 1 where all are guarded, or there are none yet."""
    camps, guarded = world.works["cantoned"], world.works["guarded"]
    inside = 0.0
    safe = 0.0
    for p in range(len(camps)):
        inside += np.float64(camps[p])
        safe += np.float64(guarded[p]) * np.float64(camps[p])
    return 0.5 + 0.5 * (safe / max(inside, 1.0) if inside > 0.0 else 1.0)


@rule
def _halted(world: World) -> float:
    """Share of intake left while parties at war have refused an offer, or have not answered it."""
    p, factions = world.rules.demobilisation, world.factions
    waiting = False
    for f in fighting(world):
        if factions["refused"][f]:
            return 1.0 - p.refusal
        if factions["offered"][f] > 0 and factions["side"][f] != GOVERNMENT_SIDE:
            waiting = True
    return 1.0 - p.waiting if waiting else 1.0


@rule
def _rivals(world: World, f: int) -> float:
    """Strength of those at war who are neither of the state's side nor of this faction's."""
    factions = world.factions
    strength = 0.0
    for g in fighting(world):
        side = factions["side"][g]
        if side != GOVERNMENT_SIDE and side != factions["side"][f]:
            strength += factions["fighters"][g] * np.float64(factions["quality"][g])
    return strength


@rule
def _kin_fight(world: World, f: int) -> bool:
    """True while another of this faction's side is at war, unless it is the state's."""
    side = world.factions["side"]
    found = False
    for g in fighting(world):
        if side[g] != GOVERNMENT_SIDE and side[g] == side[f]:
            found = True
    return found


@rule
def _shield(world: World) -> float:
    """How safe peacekeepers make those who disarm, 0 to 1: mean presence over people."""
    return over_people(world.places["persons"], world.places["presence"])


MECHANISM = Mechanism(
    name="demobilisation",
    numbers=DemobilisationNumbers,
    writes=("combatants.status", "combatants.weeks", "combatants.livelihood", "mission"),
    without={"nature.demobilisation.idle_return": 0.0, "nature.demobilisation.unpaid_return": 0.0},
    claims=(Claim("remobilised", +1),),
)
