"""Political will: the host's consent, outsiders' support, impartiality, misconduct, cooperation.

All are moving quantities with causes; none is a constant of the scenario.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import (
    DAYS_A_WEEK,
    DAYS_A_YEAR,
    MONTHS_A_YEAR,
    PER_THOUSAND,
    TINY,
    WEEKS_A_YEAR,
    WEEKS_A_YEAR_ROUNDED,
    YEAR,
)
from sim.fields.parameter import Group, number
from sim.levers import patrols
from sim.levers.force import ROBUST
from sim.nature.mechanism import Mechanism
from sim.state.items import MEDIATION, PROGRAMME
from sim.state.mission import working
from sim.state.peacekeepers import either
from sim.state.polls import arms_of_state
from sim.state.units import PARTNERS, PRESENT
from sim.state.works import cover
from sim.state.world import World


class WillNumbers(Group):
    """What the host, the council, the contributors and the parties make of the mission."""

    TABLE = "will"

    consent_time: float = number(
        0.002, "per month", 0.0, 0.2, "assumption", "consent of the host worn off by time"
    )
    consent_clash: float = number(
        0.008,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent lost when a robust force stands where the state abuses people",
    )
    consent_worse: float = number(
        0.006,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent lost when violence doubles from one year to the next",
    )
    consent_back: float = number(
        0.01,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent regained in a month in which violence falls",
    )
    consent_usurped: float = number(
        0.06,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent lost by a mission that presses a government which took power to give it up",
    )
    consent_need: float = number(
        0.03,
        "per month",
        0.0,
        1.0,
        "assumption",
        "of the consent it withholds that a host regains to whom the mission is worth all it has",
    )
    shield_worth: float = number(
        1.0,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "what peacekeepers wherever people are in danger are worth to a host that rivals outgun",
        effect=True,
    )
    aid_worth: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "what unlimited programmes are worth to a host, against full protection from its rivals",
        effect=True,
    )
    aid_half: float = number(
        5.0,
        "dollars a head a year",
        0.1,
        1000.0,
        "assumption",
        "programmes, elections among them, at which half of that worth is reached",
    )
    expel: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "consent below which a host that would lose nothing asks the mission to leave,"
        " programmes included",
    )
    expel_months: float = number(
        9.0,
        "months",
        1.0,
        60.0,
        "assumption",
        "time the mission then has to leave, or to come back if the host relents",
    )
    support_losses: float = number(
        0.01,
        "per death per 1,000",
        0.0,
        1.0,
        "evidence:E9",
        "support of the council lost by deaths of peacekeepers",
    )
    resolve_losses: float = number(
        0.05,
        "log per death per 1,000",
        0.0,
        1.0,
        "assumption",
        "resolve that a contributor with a full caveat loses by deaths among its own units",
    )
    resolve_bold: float = number(
        0.2,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "what such deaths weigh with a contributor without caveats, against one with a full one",
    )
    resolve_misconduct: float = number(
        0.005,
        "log per case per 1,000",
        0.0,
        1.0,
        "assumption",
        "resolve that contributors lose, and units sent home, by misconduct",
    )
    resolve_back: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "of the resolve that a contributor lacks regained in a month",
    )
    support_cost: float = number(
        0.004, "per month", 0.0, 1.0, "assumption", "support worn off by cost and time"
    )
    support_success: float = number(
        0.012, "per month", 0.0, 1.0, "assumption", "support regained when violence falls"
    )
    withdraw: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "support below which contributors begin to take units home",
    )
    misconduct: float = number(
        0.6,
        "cases per 1,000 a year",
        0.0,
        50.0,
        "assumption",
        "cases of misconduct by untrained, unwatched peacekeepers",
    )
    misconduct_harm: float = number(
        0.02, "per case per 1,000", 0.0, 1.0, "assumption", "trust and consent lost by misconduct"
    )
    impartial_rate: float = number(
        0.03, "per month", 0.0, 1.0, "assumption", "how fast the mission is seen as what it does"
    )
    cooperation_rate: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast local leaders follow their people in working with the mission",
    )
    trend_deaths: float = number(
        20.0,
        "deaths",
        0.1,
        1000.0,
        "assumption",
        "deaths added to each of two years that are compared, so that few dead make no trend",
    )
    lax: float = number(
        1.3,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "laxity of wholly untrained peacekeepers; full training takes 1 off",
    )
    watched_half: float = number(
        200.0,
        "persons",
        1.0,
        10000.0,
        "assumption",
        "uniformed people at which half of that laxity comes about: a small mission sees itself",
    )
    willing_least: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of their units that contributors keep there with no support at all",
    )
    fair: float = number(
        0.75,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "impartiality that parties see in a mission without patrols or mediators",
    )
    joint_unfair: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "impartiality lost where all patrols go with the army",
    )
    mediators_fair: float = number(
        0.2,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "impartiality won by mediators for each 1 of theirs above one half, or lost below it",
    )
    cooperation_base: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "cooperation of local leaders with a mission that nobody trusts",
    )
    cooperation_unwanted: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of their people's trust that local leaders follow where the host wants no mission",
    )
    clash_places: float = number(
        4.0,
        "places",
        0.1,
        100.0,
        "assumption",
        "places in full presence among abuses by the state where a month costs its full consent",
    )


@rule
def _dead(world: World, first: int) -> float:
    """Dead of the year of record that begins with week `first`."""
    weeks = world.record.all_series
    total = 0.0
    for week in range(first, first + YEAR):
        dead = weeks["deaths_battle"][week] + weeks["deaths_onesided"][week]
        total += dead + weeks["deaths_nonstate"][week]
    return total


@rule
def _trend(world: World) -> float:
    """Change of violence in the last year against the one before, log 2 units, -1 to 1."""
    weeks = world.record.weeks
    if weeks < 2 * YEAR:
        return 0.0
    now, before = _dead(world, weeks - YEAR), _dead(world, weeks - 2 * YEAR)
    few = world.rules.will.trend_deaths
    return min(max(math.log2((now + few) / (before + few)), -1.0), 1.0)


@rule
def feel(world: World) -> None:
    """A month's movement of political will."""
    mission, r = world.mission, world.rules.will
    if not mission.mandated:
        mission.misconduct = 0.0
        return
    persons = 0.0
    for kind in range(len(mission.present)):
        persons += mission.present[kind]
    cases = r.misconduct * _lax(world) / (persons + r.watched_half)  # per 1,000 a year
    mission.misconduct = cases * persons / PER_THOUSAND / WEEKS_A_YEAR_ROUNDED
    mission.harm = r.misconduct_harm * cases * DAYS_A_WEEK / DAYS_A_YEAR
    trend = _trend(world)
    worse, better = max(trend, 0.0), max(-trend, 0.0)
    _consent(world, worse, better, cases)
    _support(world, worse, better, persons)
    _resolve(world, cases)
    fair = _fairness(world)
    mission.impartial += r.impartial_rate * (fair - mission.impartial)
    _cooperate(world)


@rule
def _consent(world: World, worse: float, better: float, cases: float) -> None:
    r, mission, places = world.rules.will, world.mission, world.places
    change = -r.consent_time - r.consent_worse * worse - r.misconduct_harm * cases / MONTHS_A_YEAR
    change -= r.consent_usurped * world.usurped
    wanted = worth(world)
    change += (r.consent_back * better + r.consent_need * wanted) * (1.0 - mission.consent)
    met = 0.0
    for p in range(len(places)):
        if places["deaths_by_state"][p] > 0:
            met += np.float64(world.works["restraint"][p])  # monitors show what was done
            if world.plan.force.mandate == ROBUST:
                met += np.float64(places["presence"][p])
    change -= r.consent_clash * met / r.clash_places
    mission.consent = min(max(mission.consent + change, 0.0), 1.0)
    step = 1.0 / r.expel_months
    if mission.consent < r.expel * (1.0 - wanted) and world.claimant < 0:
        step = -step  # a host that has lost a certified count is not heard
    mission.welcome = min(max(mission.welcome + step, 0.0), 1.0)


@rule
def worth(world: World) -> float:
    """What the host would lose with the mission, 0 to 1: a shield from its rivals, and money."""
    r, mission = world.rules.will, world.mission
    rivals = min(2.0 * (1.0 - arms_of_state(world)), 1.0)
    people, dollars = 1.0, 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
    for item in range(len(mission.bills)):
        if mission.group[item] == PROGRAMME:
            dollars += mission.bills[item] * working(mission, item)
    given = cover(dollars * WEEKS_A_YEAR / people, r.aid_half)
    return either(r.shield_worth * rivals * _shielded(world), r.aid_worth * given)


@rule
def _shielded(world: World) -> float:
    """How far peacekeepers are felt where people are in danger, 0 to 1."""
    places, afraid, shielded = world.places, TINY, 0.0
    for p in range(len(places)):
        in_danger = places["persons"][p] * (np.float64(places["danger"][p]) + TINY)
        afraid += in_danger
        shielded += in_danger * np.float64(places["presence"][p])
    return shielded / afraid


@rule
def _support(world: World, worse: float, better: float, persons: float) -> None:
    """The council counts successes, losses and cost."""
    r, mission = world.rules.will, world.mission
    new = 0.0
    for u in range(len(mission.units)):
        new += mission.units["losses"][u]
    for c in range(len(mission.mourned)):
        new -= mission.mourned[c]
    change = r.support_success * better * (1.0 - mission.support)
    change -= r.support_losses * new / max(persons, 1.0) * PER_THOUSAND
    change -= r.support_cost * (1.0 + worse)
    mission.support = min(max(mission.support + change, 0.0), 1.0)
    low = min(mission.support / max(r.withdraw, TINY), 1.0)
    mission.willing = r.willing_least + (1.0 - r.willing_least) * low


@rule
def _resolve(world: World, cases: float) -> None:
    """Each contributor counts its own dead, the more the stronger its caveats; all the shame."""
    r, units, resolve = world.rules.will, world.mission.units, world.mission.resolve
    for c in range(len(resolve)):
        fallen, there, caveat = 0.0, 0.0, 0.0
        for u in range(len(units)):
            if units["contributor"][u] == c:
                fallen += units["losses"][u]
                caveat = np.float64(units["caveat"][u])
                there += units["persons"][u] if units["status"][u] == PRESENT else 0.0
        new = fallen - world.mission.mourned[c]
        world.mission.mourned[c] = fallen
        dead = new / max(there + new, 1.0) * PER_THOUSAND
        lost = r.resolve_losses * (r.resolve_bold + (1.0 - r.resolve_bold) * caveat) * dead
        lost += r.resolve_misconduct * cases / MONTHS_A_YEAR
        kept = resolve[c] + r.resolve_back * (1.0 - resolve[c])
        resolve[c] = kept * math.exp(-lost)


@rule
def _lax(world: World) -> float:
    """Uniformed people weighed by their laxity; partners are trained as they come."""
    r, present = world.rules.will, world.mission.present
    trained, partners = max(r.lax - world.plan.force.training, 0.0), world.plan.partners.quality
    lax = present[PARTNERS] * max(r.lax - partners, 0.0)
    for kind in range(len(present)):
        if kind != PARTNERS:
            lax += present[kind] * trained
    return lax


@rule
def _fairness(world: World) -> float:
    """How impartial the mission is in what it does, 0 to 1."""
    r, mediation = world.rules.will, world.plan.mediation
    fair = r.fair
    fair -= r.joint_unfair * patrols.joint(world)
    if mediation.teams > 0:
        heard = working(world.mission, MEDIATION)
        fair += r.mediators_fair * (mediation.impartiality - 0.5) * heard
    return fair


@rule
def _cooperate(world: World) -> None:
    """Local leaders follow their people's trust, as far as the host wants the mission."""
    r, cooperation = world.rules.will, world.governments["cooperation"]
    follow = r.cooperation_unwanted + (1.0 - r.cooperation_unwanted) * world.mission.consent
    for p in range(len(cooperation)):
        aim = r.cooperation_base + np.float64(world.places["trust_mission"][p]) * follow
        now = np.float64(cooperation[p])
        cooperation[p] = min(max(now + r.cooperation_rate * (aim - now), 0.0), 1.0)


MECHANISM = Mechanism(
    name="will",
    numbers=WillNumbers,
    writes=("mission", "governments.cooperation"),
    without={
        "nature.will.consent_time": 0.0,
        "nature.will.consent_clash": 0.0,
        "nature.will.consent_worse": 0.0,
        "nature.will.consent_usurped": 0.0,
        "nature.will.resolve_losses": 0.0,
    },
    claims=(Claim("consent", -1),),
)
