"""Lever `force`: authorised strength becomes units at their contributors' pace, and in part.

A unit is a place in the force; `pledges` says who sends it, and when. Where a pledge falls through
or a contributor takes a unit home, its place stays vacant: nobody else is called for it. What is
no longer authorised goes home. Evidence E1 to E4, E6.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import entry, rule
from sim.fields.conversions import SUNDAY, WEEKS_A_YEAR
from sim.fields.parameter import Group, choice, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state import items
from sim.state.mission import muster, troops
from sim.state.peacekeepers import MANDATES
from sim.state.pledges import call_volunteers, pledge, withdraw
from sim.state.units import (
    ENGINEERS,
    GONE,
    INFANTRY,
    NEVER,
    OBSERVERS,
    PARTNERS,
    PLEDGED,
    POLICE,
    PRESENT,
    RESERVE,
    VACANT,
    Units,
)
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.world import World

OBSERVER, TRADITIONAL, ROBUST = MANDATES  # as Force.mandate lists them


class Force(LeverTable):
    """Authorised strength and mandate."""

    NAME = "force"
    HELP = LeverHelp(
        about="Troops, police and observers authorised, and what they may do. Contributors send "
        "them late and in part.",
        examples="UNAMSIL 17,500 (2001), MINUSMA 13,289 (2016), IFOR about 57,000 (1995).",
        works="After a settlement that includes the strong, or where rebels prey on civilians and "
        "troops with a robust mandate stand close by.",
        fails="Observers alone protect nobody. A force in a running war does not end it, and does "
        "not restrain the host's army. Caveats keep units in their bases.",
        who_bears="Contributors' soldiers; people where troops are not.",
        evidence=(
            ("A1", "troops lower rebel killings of civilians; direction confirmed, size contested"),
            ("B1", "protects against rebels, not against governments"),
            ("A6", "only robust mandates work"),
            ("A13", "troops can raise crime after war; police lower it"),
        ),
    )

    troops: int = number(
        0, "persons", 0, 100_000, "assumption", "authorised military strength, reserve included"
    )
    police: int = number(0, "persons", 0, 20_000, "assumption", "authorised UN police")
    observers: int = number(
        0, "persons", 0, 5000, "assumption", "authorised unarmed military observers"
    )
    engineers: int = number(
        0,
        "persons",
        0,
        5000,
        "assumption",
        "authorised engineers: they keep roads open for patrols and aid",
    )
    mandate: Literal["observer", "traditional", "robust"] = choice(
        "robust",
        "assumption",
        "what troops may do when civilians are attacked: watch, interpose with consent, or "
        "use force",
    )
    training: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how well units are trained for the protection of civilians and for conduct",
    )
    reserve: float = number(
        0.1,
        "share of infantry",
        0.0,
        1.0,
        "assumption",
        "share of the infantry held back as a quick-reaction reserve",
    )


class ForceNumbers(Group):
    """How units are raised and what they cost."""

    TABLE = "force"

    unit_size: int = number(
        400, "persons", 50, 2000, "assumption", "an infantry unit (half a battalion)"
    )
    police_unit: int = number(140, "persons", 20, 500, "assumption", "a formed police unit")
    observer_team: int = number(20, "persons", 2, 200, "assumption", "a team of observers")
    lag_sigma: float = number(
        0.45, "log", 0.0, 2.0, "evidence:E3", "spread of arrival times within a contributor"
    )
    stand_in: float = number(
        0.3,
        "probability",
        0.0,
        1.0,
        "evidence:E4",
        "chance that another contributor volunteers for a place that one leaves vacant",
    )
    stand_in_months: float = number(
        5.0,
        "months",
        0.0,
        48.0,
        "assumption",
        "time until another contributor volunteers for a vacant place",
    )
    stand_in_part: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a unit that a volunteer sends in place of another",
    )
    person_year: float = number(
        60_000.0,
        "dollars",
        10_000.0,
        200_000.0,
        "evidence:E6",
        "whole yearly cost of a uniformed person, support included",
    )
    repatriation: float = number(
        4000.0,
        "dollars a head",
        0.0,
        50_000.0,
        "assumption",
        "sending a uniformed person and equipment home",
    )
    caveat_binds: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a unit's work withheld by its capital at a full caveat, wherever it stands",
    )
    morale_usual: float = number(
        0.8,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "morale of a unit that arrives, and that to which it recovers",
    )
    morale_rate: float = number(
        0.02, "per week", 0.0, 1.0, "assumption", "how fast morale recovers"
    )
    unpaid_ready: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness of units whose contributors are not paid, against the paid",
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week for the uniformed people present, and for who went home last week."""
    mission, bills = world.mission, world.mission.bills
    price = world.rules.force.person_year / WEEKS_A_YEAR
    bills[items.FORCE] = price * troops(mission)
    bills[items.POLICE] = price * mission.present[POLICE]
    bills[items.OBSERVERS] = price * mission.present[OBSERVERS]
    bills[items.ENGINEERS] = price * mission.present[ENGINEERS]
    bills[items.REPATRIATION] = world.rules.force.repatriation * mission.sent_home


@rule
def authorised(world: World) -> Any:
    """(KINDS,) persons authorised of each kind of unit this week."""
    mission, table = world.mission, world.plan.force
    persons = np.zeros(len(UNIT_KINDS))
    if not mission.mandated:
        return persons
    welcome, funded = mission.welcome, mission.funded
    keep = mission.staying * welcome
    strength = max(table.troops * mission.staying, min(world.plan.exit.follow_on, table.troops))
    strength *= funded * mission.willing * welcome
    persons[INFANTRY] = strength * (1.0 - table.reserve)
    persons[RESERVE] = strength * table.reserve
    persons[POLICE] = table.police * keep * funded
    persons[OBSERVERS] = table.observers * keep * funded
    persons[ENGINEERS] = table.engineers * keep * funded
    persons[PARTNERS] = world.plan.partners.troops * welcome
    return persons


def deploy(world: World) -> None:
    """Units are called, arrive, and go home, as authorised this week."""
    changed = authorise(world)
    if changed and are_missing(world):
        for kind in range(len(UNIT_KINDS)):
            _call(world, kind)
    if world.month_begins and withdraw(world):
        call_volunteers(world)
    come_and_go(world, changed)


@entry
def authorise(world: World) -> bool:
    """Note the mandate and who is authorised under it; whether that is news."""
    _mandate(world)
    mission = world.mission
    mission.sent_home = mission.withdrawn = 0.0
    before, now = mission.authorised, authorised(world)
    changed = False
    for kind in range(len(now)):
        changed = changed or now[kind] != before[kind]  # nobody has asked yet: NaN, and so news
        before[kind] = now[kind]
    return changed


@entry
def are_missing(world: World) -> bool:
    """Whether of some kind fewer are there or on their way than are authorised."""
    for kind in range(len(world.mission.authorised)):
        if _lacks(world, kind, _coming(world, kind)):
            return True
    return False


@rule
def _coming(world: World, kind: int) -> float:
    """Persons of units of a kind that are there or on their way, vacant places included."""
    units, have = world.mission.units, 0.0
    for u in range(len(units)):
        if units["kind"][u] == kind and units["status"][u] != GONE:
            have += units["authorised"][u]
    return have


@rule
def _lacks(world: World, kind: int, have: float) -> bool:
    """Whether another unit of a kind is called for."""
    persons = world.mission.authorised[kind]
    return have + 0.5 * min(_size(world, kind), persons) < persons


@entry
def come_and_go(world: World, changed: bool) -> None:
    """A week of the units: those due arrive, those no longer authorised go home, all wear."""
    if len(world.mission.units) == 0:
        return
    _arrive(world)
    if changed:
        for kind in range(len(UNIT_KINDS)):
            _stand_down(world, kind)
    _wear(world)
    muster(world.mission)


@rule
def _mandate(world: World) -> None:
    mission, sunday = world.mission, world.day + SUNDAY
    started = mission.start_day > 0 and mission.start_day <= sunday
    over = mission.end_day > 0 and mission.end_day < world.day
    mission.mandated = started and not over and mission.welcome > 0.0


@rule
def _size(world: World, kind: int) -> float:
    """Persons of a full unit."""
    c = world.rules.force
    if kind == POLICE:
        return c.police_unit
    return c.observer_team if kind == OBSERVERS else c.unit_size


def _call(world: World, kind: int) -> None:
    """Pledge further units until as many are on their way as are authorised."""
    _open_again(world, kind)
    units, persons = world.mission.units, float(world.mission.authorised[kind])
    have, size = _coming(world, kind), _size(world, kind)
    more = []
    ordinal = int((units["kind"] == kind).sum())
    while _lacks(world, kind, have):
        members = min(size, persons - have)
        more.append(pledge(world, kind, ordinal, members))
        have += members
        ordinal += 1
    world.mission.units = np.concatenate([units, *more])


@rule
def _open_again(world: World, kind: int) -> None:
    """Places that were vacant when they lapsed are vacant again where they are authorised."""
    units, have = world.mission.units, _coming(world, kind)
    for u in range(len(units)):
        lapsed = units["status"][u] == GONE and units["due"][u] == NEVER
        if units["kind"][u] == kind and lapsed and _lacks(world, kind, have):
            units["status"][u] = VACANT
            have += units["authorised"][u]


@rule
def _arrive(world: World) -> None:
    units = world.mission.units
    for u in range(len(units)):
        if units["status"][u] == PLEDGED and units["due"][u] <= world.week:
            units["status"][u], units["since"][u] = PRESENT, world.week


@rule
def _stand_down(world: World, kind: int) -> None:
    """Units beyond what is authorised go home: vacant places and pledges first, then the latest."""
    mission, units = world.mission, world.mission.units
    surplus = _coming(world, kind) - mission.authorised[kind]
    if surplus < 0.5 * _size(world, kind) and mission.authorised[kind] > 0.0:
        return
    u = _next_to_leave(units, kind)
    while u >= 0 and surplus >= 0.5 * units["authorised"][u]:
        surplus -= units["authorised"][u]
        if units["status"][u] == PRESENT:
            mission.sent_home += units["persons"][u]
        units["status"][u], units["place"][u] = GONE, -1
        u = _next_to_leave(units, kind)


@rule
def _next_to_leave(units: Units, kind: int) -> int:
    """The unit of a kind that leaves first; -1: there is none."""
    first, before = -1, (0, 0)
    for u in range(len(units)):
        if units["kind"][u] == kind and units["status"][u] != GONE:
            here = 2 if units["status"][u] == PRESENT else 1
            place = (0 if units["status"][u] == VACANT else here, -int(units["ordinal"][u]))
            if first < 0 or place < before:
                first, before = u, place
    return first


@rule
def _wear(world: World) -> None:
    """Morale recovers slowly; capitals with caveats, and unpaid ones, keep their units back."""
    units, c = world.mission.units, world.rules.force
    paid = min(world.mission.paid[items.FORCE], 1.0)
    ready = c.unpaid_ready + (1.0 - c.unpaid_ready) * paid
    theirs = world.rules.partners
    led = theirs.parallel + (1.0 - theirs.parallel) * world.plan.partners.coordination
    means = min(world.mission.paid[items.PARTNERS] + theirs.own_means, 1.0)
    for u in range(len(units)):
        morale = np.float64(units["morale"][u])
        morale += c.morale_rate * (c.morale_usual - morale)
        readiness = morale * (0.5 + 0.5 * np.float64(units["quality"][u])) * ready
        readiness *= 1.0 - c.caveat_binds * np.float64(units["caveat"][u])
        if units["kind"][u] == PARTNERS:
            readiness *= led * means
        units["morale"][u], units["readiness"][u] = morale, readiness


LEVER = Lever(
    table=Force,
    numbers=ForceNumbers,
    bill=bill,
    standing=("force", "police", "observers", "engineers"),
    also=("repatriation",),
    prices=("nature.force.person_year", "nature.force.repatriation"),
    effects=("nature.presence.deter_rebels", "nature.response.respond", "nature.presence.denial"),
    needs={"policy.force.mandate": "robust"},
    amounts={"troops": (0, 3_000, 15_000), "police": (0, 300, 1_500)},
    claims=(
        Claim("civilian_deaths_rebel", -1, residue="who attacks peacekeepers loses fighters too"),
        Claim("civilian_deaths", -1, residue="who attacks peacekeepers loses fighters too"),
    ),
    rests_on={
        "mandate": ("force.troops", "partners.troops"),
        "reserve": ("force.troops",),
        "training": ("force.troops", "force.police", "force.observers", "partners.troops"),
    },
    waits_for={"mandate": "an attack on civilians where troops are near"},
)
