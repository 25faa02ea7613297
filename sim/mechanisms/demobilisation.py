"""Demobilisation: what fighters do with an agreement and a programme, month by month.

Active, cantoned, demobilised, in reintegration. Camps take the fighters of who has signed, of an
army that a deal names, of the state's militias once they have nobody to fight, and those at home
whose war is over: of such groups, or of one that dissolved or was beaten. Reintegration is for who
has been through a camp. Who has left the war lives at home, by what the
local economy and a programme give. What draws him back is a commander who fights, most where he
is near, or else any armed group at war near by (evidence D5); poverty and danger at home add to
that pull, and are none by themselves. Unpaid camps empty back into the war (D12, MODEL 2.12).
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import I8, R8
from sim.fields.compiled import rule
from sim.fields.conversions import MOST_COUNTED
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.disarming import pace_of_intake, who_comes_late, who_disarms
from sim.state.factions import (
    ACTIVE,
    CANTONED,
    DEMOBILISED,
    KILLED,
    REINTEGRATING,
    REMOBILISED,
    STATE,
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
    inflation,
    working,
)
from sim.state.ties import PULL_MOST, drawn, nearest_bands, tie_of
from sim.state.world import World

# a month's terms of the programme: places left in camps, persons; share of the camps' cost that is
# paid; share of the demobilised who are offered reintegration; share of returns that it prevents;
# weapons handed in by each; the package, in packages of `package_draw`
ROOM, PAID, FUNDED, SAVED, HANDED, OFFER = range(6)


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
    late: float = number(
        0.08,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of those at home whose war is over who come to be registered in a month without "
        "fear",
    )
    army_share: float = number(
        0.7,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of an army named in a deal that is sent home: of its strength at the start",
    )
    custody: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "safety of a camp that full coverage by UN police gives where nobody guards it",
        effect=True,
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
        "share of a group's fighters who go home by themselves once its war is over",
    )
    idle_return: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a former fighter takes up arms again whose commander fights where he lives",
    )
    package_effect: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "evidence:D3",
        "of that hazard prevented by reintegration with capital, beside a better livelihood",
        effect=True,
    )
    training_effect: float = number(
        0.04,
        "share",
        0.0,
        1.0,
        "evidence:D3",
        "of that hazard prevented by training alone, beside a better livelihood",
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
        "how fast livelihoods of former fighters follow the local economy and what is offered",
    )
    livelihood_bare: float = number(
        0.5,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "livelihood of former fighters without a programme, against their neighbours'",
    )
    livelihood_gain: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added by reintegration where it prevents returns as `livelihood_saved` says",
    )
    livelihood_saved: float = number(
        0.4, "share", 0.01, 1.0, "assumption", "returns to arms prevented at which that is added"
    )
    livelihood_most: float = number(
        0.9, "0 to 1", 0.0, 1.0, "assumption", "livelihood that reintegration leads to at most"
    )
    shunned: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "evidence:D1",
        "livelihood lost by fighters of a wholly abusive band, whom people do not take back",
    )
    accepted: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of that prevented where peace committees reach everybody",
        effect=True,
    )
    reinsertion: float = number(
        0.15,
        "0 to 1",
        0.0,
        1.0,
        "evidence:D10",
        "livelihood added for some months by a package of `package_draw`",
        effect=True,
    )
    package_draw: float = number(
        300.0,
        "dollars a head",
        1.0,
        10_000.0,
        "assumption",
        "package that draws `impostors`; twice as many come at most, and for twice the good",
    )
    weapons_each: float = number(
        0.75, "weapons", 0.0, 1.0, "evidence:D7", "handed in by each fighter fully screened"
    )
    weapons_lax: float = number(
        0.7, "ratio", 0.0, 1.0, "assumption", "weapons handed in without screening, against that"
    )
    kin_pull: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "pull back to arms of another faction of one's side that fights, against one's own",
    )
    hire_pull: float = number(
        0.2,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "that pull of any other armed group but the state's that fights and pays in full",
    )
    absent_pull: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "evidence:D5",
        "pull through ties to a commander who is dead, arrested or bought off: his officers'",
    )
    far_pull: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "pull of one's own commander from far away, against where one lives",
    )
    near_hours: float = number(
        12.0,
        "hours",
        0.1,
        1000.0,
        "assumption",
        "travel at which half of the pull of an armed group that is near is left",
    )
    worth_leaving: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "evidence:D5",
        "of the hazard of a return prevented by a livelihood as before the war",
    )
    unsafe: float = number(
        0.3,
        "per log death",
        0.0,
        10.0,
        "assumption",
        "added to the hazard of a return by danger where one lives",
    )


@rule
def demobilise(world: World) -> None:
    """A month of disarmament and of returns to arms."""
    table, p, mission = world.plan.ddr, world.rules.demobilisation, world.mission
    ready = working(mission, DDR)
    paid, saved = 0.0, 0.0
    if ready > 0.0:
        paid = mission.paid[DDR]
        saved = p.package_effect * table.capital + p.training_effect * (1.0 - table.capital)
    offer = min(table.package / p.package_draw, 2.0)
    false = p.impostors * offer * (1.0 - table.screening)  # for each fighter admitted
    handed = p.weapons_each * (p.weapons_lax + (1.0 - p.weapons_lax) * table.screening)
    room = max(table.places * ready - _in_camps(world) * inflation(mission), 0.0) / (1.0 + false)
    terms = np.array([room, paid, table.reintegration * ready, saved, handed, offer])
    pace = pace_of_intake(world, ready)
    intake, late = who_disarms(world, pace), who_comes_late(world, pace)
    moved = _step(world, intake, late, nearest_bands(world), terms)
    moved[IMPOSTORS] = moved[ADMITTED] * false
    moved[WEAPONS] = handed * moved[ADMITTED]
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
def _step(world: World, intake: R8, late: R8, nearest: I8, terms: R8) -> R8:
    """A month of the sampled fighters; returns how many moved, persons by CASELOAD.

    `intake`, `late`: (F,) see `sim.state.disarming`; `nearest`: (F, P) see `nearest_bands`;
    `terms`: of the programme, by ROOM to OFFER.
    """
    p, table = world.rules.demobilisation, world.combatants
    status, waited, weight = table["status"], table["weeks"], table["weight"]
    faction, key = table["faction"], table["key"]
    moved, weeks, room = np.zeros(len(CASELOAD)), world.month_weeks, terms[ROOM]
    chances = streams.prefix(world.seed, streams.DEMOBILISE, world.week)
    for i in range(len(status)):
        before = status[i]
        if before == KILLED:
            continue
        after = int(before)
        waited[i] = min(waited[i] + weeks, MOST_COUNTED)
        f = faction[i]
        armed = before == ACTIVE or before == REMOBILISED
        if armed and intake[f] < 0.0:  # most fighters of most months: nothing to decide
            continue
        luck = streams.u_after(chances, key[i], 0)
        if before == CANTONED:
            after = _leave_camp(world, i, luck, nearest, terms)
        elif before == DEMOBILISED or before == REINTEGRATING:
            after = _live_at_home(world, i, luck, nearest, terms)
            comes = after == DEMOBILISED and table["enrolled"][i] == 0 and luck < late[f]
            if comes and room >= weight[i]:
                after = CANTONED
        elif intake[f] >= 0.0:
            if luck < intake[f] and room >= weight[i]:
                after = CANTONED
            elif luck > 1.0 - p.self_demobilise and world.factions["kind"][f] != STATE:
                after = DEMOBILISED
        if after != before:
            if after == CANTONED:
                room -= weight[i]
                _enrol(world, i, terms[HANDED])
            status[i], waited[i] = after, 0
            _enter_books(moved, before, after, weight[i])
    return moved


@rule
def _enrol(world: World, i: int, handed: float) -> None:
    """He is in a camp, and has handed in so much of his weapons; his army will not replace him."""
    table, factions = world.combatants, world.factions
    f = table["faction"][i]
    table["disarmed"][i], table["enrolled"][i] = handed, 1
    if factions["kind"][f] == STATE and table["status"][i] != DEMOBILISED:
        factions["authorised"][f] = max(factions["authorised"][f] - table["weight"][i], 0.0)


@rule
def _leave_camp(world: World, i: int, luck: float, nearest: I8, terms: R8) -> int:
    """What becomes of one in a camp: off to the war, home, or still there."""
    p, table = world.rules.demobilisation, world.combatants
    hazard = p.unpaid_return * (1.0 - terms[PAID])
    alone = p.unpaid_alone * tie_of(world, i)
    if luck > 1.0 - hazard * (alone + PULL_MOST):  # most stay: spare them the search
        pull, band = drawn(world, i, nearest)
        if luck > 1.0 - hazard * (alone + pull):
            _follow(world, i, band)
            return REMOBILISED
    if table["weeks"][i] >= p.stay_weeks and luck < 0.5 * terms[PAID]:
        richer = np.float64(table["livelihood"][i]) + p.reinsertion * terms[OFFER]
        table["livelihood"][i] = min(richer, 1.0)
        return DEMOBILISED
    return CANTONED


@rule
def _live_at_home(world: World, i: int, luck: float, nearest: I8, terms: R8) -> int:
    """What becomes of one at home: back to arms, into reintegration, or another livelihood."""
    p, table = world.rules.demobilisation, world.combatants
    learning = table["status"][i] == REINTEGRATING
    hazard = p.idle_return * _ready_to_leave(world, i)
    done, saved = 0.0, 0.0
    if learning:
        done, saved = min(np.float64(table["weeks"][i]) / p.learned_weeks, 1.0), terms[SAVED]
        hazard *= 1.0 - saved * (0.5 + 0.5 * done)
    if luck > 1.0 - hazard * PULL_MOST:  # most stay: spare them the search
        pull, band = drawn(world, i, nearest)
        if luck > 1.0 - hazard * pull:
            _follow(world, i, band)
            return REMOBILISED
    _earn(world, i, saved * done)
    if not learning and table["enrolled"][i] > 0 and luck < p.enter * terms[FUNDED]:
        return REINTEGRATING
    return int(table["status"][i])


@rule
def _ready_to_leave(world: World, i: int) -> float:
    """How ready one at home is to go where he is drawn: abusive, poor, in danger, not kept out."""
    p, table = world.rules.demobilisation, world.combatants
    at, livelihood = table["place"][i], min(np.float64(table["livelihood"][i]), 1.0)
    ready = 0.5 + np.float64(table["abusive"][i])
    ready *= 1.0 - p.worth_leaving * livelihood
    ready *= 1.0 + p.unsafe * np.float64(world.places["danger"][at])
    return ready * (1.0 - np.float64(world.works["cvr"][at]))


@rule
def _earn(world: World, i: int, taught: float) -> None:
    """A livelihood follows that of the neighbours and what reintegration has taught or given."""
    p, table = world.rules.demobilisation, world.combatants
    at = table["place"][i]
    shunned = p.shunned * (1.0 - p.accepted * np.float64(world.works["committees"][at]))
    aim = p.livelihood_bare * np.float64(world.places["livelihood"][at])
    aim += p.livelihood_gain * taught / p.livelihood_saved
    aim = min(aim, p.livelihood_most) * (1.0 - shunned * np.float64(table["abusive"][i]))
    now = np.float64(table["livelihood"][i])
    table["livelihood"][i] = now + p.livelihood_rate * (aim - now)


@rule
def _follow(world: World, i: int, band: int) -> None:
    """He joins a band, his own or another's, where it is, and is armed again."""
    table, bands = world.combatants, world.bands
    table["band"][i], table["faction"][i] = band, bands["faction"][band]
    table["place"][i], table["disarmed"][i] = bands["place"][band], 0.0
    table["enrolled"][i] = 0


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


MECHANISM = Mechanism(
    name="demobilisation",
    numbers=DemobilisationNumbers,
    writes=(
        "combatants.status",
        "combatants.weeks",
        "combatants.livelihood",
        "combatants.disarmed",
        "combatants.enrolled",
        "factions.authorised",
        "combatants.band",
        "combatants.faction",
        "combatants.place",
        "mission",
    ),
    without={"nature.demobilisation.idle_return": 0.0, "nature.demobilisation.unpaid_return": 0.0},
    claims=(Claim("remobilised", +1),),
)
