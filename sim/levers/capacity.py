"""Lever `capacity`: advisers for administration, courts, police and army. Evidence H6, H7."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import MILLION, ONE_IN_A_MILLION, WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.hosts import let_through
from sim.state.items import CAPACITY
from sim.state.mission import working
from sim.state.works import cover
from sim.state.world import World


class Capacity(LeverTable):
    """Local administration, rule of law, police and security sector reform."""

    NAME = "capacity"
    HELP = LeverHelp(
        about="Advisers and means for mayors, courts, police and the army.",
        examples="Liberia's and Sierra Leone's police reform; rule-of-law teams.",
        works="Over years; security improves before trust does.",
        fails="Dependence; corruption eats it; reformed forces are used against opponents.",
        who_bears="Opponents of whoever holds the reformed forces.",
        evidence=(
            ("H6", "use of state justice rose, perceived corruption worsened at first"),
            ("H7", "crime down, no trust gain"),
        ),
    )

    administration: int = number(
        0, "advisers", 0, 2000, "assumption", "support to local administration"
    )
    rule_of_law: int = number(
        0, "advisers", 0, 2000, "assumption", "support to courts, prosecutors and prisons"
    )
    police: int = number(0, "advisers", 0, 2000, "assumption", "reform of the host's police")
    ssr: int = number(
        0,
        "advisers",
        0,
        2000,
        "assumption",
        "security sector reform: the host's army, its discipline and control",
    )


class CapacityNumbers(Group):
    """What advisers add to institutions."""

    TABLE = "capacity"

    advisers_half: float = number(
        25.0,
        "persons per million",
        0.1,
        1000.0,
        "assumption",
        "advisers at which half of the effect of capacity building is reached",
    )
    administration_effect: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "evidence:H6",
        "added to the administration's capacity at full coverage, over years",
        effect=True,
    )
    law_effect: float = number(
        0.35,
        "0 to 1",
        0.0,
        1.0,
        "evidence:H6",
        "added to the rule of law at full coverage",
        effect=True,
    )
    police_effect: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "evidence:H7",
        "added to the host's police at full coverage",
        effect=True,
    )
    ssr_effect: float = number(
        0.55,
        "share",
        0.0,
        1.0,
        "assumption",
        "indiscipline of state forces that full security sector reform removes, where law rules",
        effect=True,
    )
    ssr_strength: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "assumption",
        "fighting worth added to state forces by full security sector reform",
        effect=True,
    )
    dependence: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of what capacity building added that is lost when advisers leave",
    )
    setup_months: float = number(
        12.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    lasting_month: float = number(
        0.04,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of what advisers add that institutions make their own in a month",
    )
    ssr_rate: float = number(
        0.05,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast security sector reform follows its advisers, and fades after them",
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: advisers are international posts."""
    table = world.plan.capacity
    staff = table.administration + table.rule_of_law + table.police + table.ssr
    world.mission.bills[CAPACITY] = staff * world.rules.prices.staff_year / WEEKS_A_YEAR


@rule
def work(world: World) -> None:
    """Advisers add to what institutions can do where the state is; part of it lasts."""
    table, r, works = world.plan.capacity, world.rules.capacity, world.works
    ready = working(world.mission, CAPACITY)
    _reform(world, ready)
    if ready <= 0.0:
        return
    law = r.law_effect * _reach(world, table.rule_of_law * ready)
    order = r.police_effect * _reach(world, table.police * ready)
    administration = r.administration_effect * _reach(world, table.administration * ready)
    for p in range(len(world.places)):
        held = _held(world, p)
        works["law"][p] = law * held
        works["order"][p] = order * held
        works["administration"][p] = administration * held
        _last(world, p, administration * held, order * held, law * held)


@rule
def _held(world: World, p: int) -> float:
    """Part of what advisers bring that arrives: where the state is, and not lost to corruption."""
    held = np.float64(world.places["state_control"][p]) * let_through(world, p)
    return held * (1.0 - 0.5 * np.float64(world.governments["corruption"][p]))


@rule
def _last(world: World, p: int, administration: float, order: float, law: float) -> None:
    """A little of what advisers add becomes a place's own: offices, police, courts that check."""
    r, governments = world.rules.capacity, world.governments
    lasting = r.lasting_month * (1.0 - r.dependence)
    now = np.float64(governments["capacity"][p])
    governments["capacity"][p] = now + lasting * administration * (1.0 - now)
    now = np.float64(governments["police"][p])
    governments["police"][p] = now + lasting * order * (1.0 - now)
    now = np.float64(governments["corruption"][p])
    governments["corruption"][p] = now - lasting * law * now


@rule
def _reform(world: World, ready: float) -> None:
    """Security sector reform comes and fades; the army changes with it, see `mechanisms.hosts`."""
    mission, aim = world.mission, _reach(world, world.plan.capacity.ssr * ready)
    if aim != mission.ssr:
        mission.ssr += world.rules.capacity.ssr_rate * (aim - mission.ssr)


@rule
def _reach(world: World, advisers: float) -> float:
    """How far so many advisers reach in a country of so many people, 0 to 1."""
    people = 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
    millions = people / MILLION + ONE_IN_A_MILLION  # and one person more
    return cover(advisers / millions, world.rules.capacity.advisers_half)


LEVER = Lever(
    table=Capacity,
    numbers=CapacityNumbers,
    bill=bill,
    work=work,
    after=("community",),
    prices=("nature.prices.staff_year",),
    reads=("places.persons", "places.state_control", "governments"),
    writes=(
        "works.law",
        "works.order",
        "works.administration",
        "governments.capacity",
        "governments.police",
        "governments.corruption",
    ),
    amounts={
        "administration": (0, 20, 150),
        "rule_of_law": (0, 20, 150),
        "police": (0, 20, 150),
        "ssr": (0, 20, 150),
    },
    claims=(
        Claim("rule_of_law", +1),
        Claim("crime_rate", -1),
        Claim("civilian_deaths_state", -1),
    ),
)
