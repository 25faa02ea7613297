"""Lever `dialogue`: facilitators between communities. Evidence B12, B13."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import TINIEST, WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import DIALOGUE
from sim.state.mission import working
from sim.state.works import cover, per_million
from sim.state.world import World


class Dialogue(LeverTable):
    """Local and communal dialogue and reconciliation."""

    NAME = "dialogue"
    HELP = LeverHelp(
        about="Facilitators between communities: cattle, land, water, old killings.",
        examples="UNOCI's and MINUSMA's civil affairs; inter-dialogue in Cote d'Ivoire.",
        works="On communal violence, where the mission is seen as impartial.",
        fails="It does not touch organised rebels.",
        who_bears="Elders who sign for people they cannot hold.",
        evidence=(("B12", "communal violence falls, rebel violence does not: Smidt 2020"),),
    )

    facilitators: int = number(
        0, "persons", 0, 1000, "assumption", "civil affairs officers and local facilitators"
    )
    focus: float = number(
        0.7,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "0 spreads them by people, 1 puts them where communities are mixed and tense",
    )


class DialogueNumbers(Group):
    """What facilitators reach."""

    TABLE = "dialogue"

    dialogue_effect: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "evidence:B12",
        "communal violence prevented at full coverage by facilitators the people trust",
        effect=True,
    )
    dialogue_half: float = number(
        15.0,
        "persons per million",
        0.1,
        1000.0,
        "assumption",
        "facilitators at which half of that is reached",
    )
    setup_months: float = number(
        4.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    locals_each: float = number(
        2.0, "persons", 0.0, 100.0, "assumption", "local facilitators for each international one"
    )
    tense_least: float = number(
        0.05,
        "0 to 1",
        0.0001,
        1.0,
        "assumption",
        "tension of a mixed place without grievance: facilitators go there too",
    )
    trust_full: float = number(
        0.4,
        "0 to 1",
        0.01,
        1.0,
        "assumption",
        "trust in the mission at which people take part in its dialogue as usual",
    )
    trust_most: float = number(
        1.25, "ratio", 0.0, 10.0, "assumption", "dialogue where trust is higher still, against that"
    )
    fair_least: float = number(
        0.35,
        "0 to 1",
        0.0,
        0.99,
        "evidence:B13",
        "impartiality of the mission, as it is seen, below which its facilitators calm nobody",
    )
    fair_usual: float = number(
        0.75,
        "0 to 1",
        0.01,
        1.0,
        "assumption",
        "impartiality at which they do what is usual; more is better in proportion",
    )
    calm_most: float = number(
        0.9, "share", 0.0, 1.0, "assumption", "communal violence that facilitators prevent at most"
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: facilitators, some international and the others local."""
    prices, others = world.rules.prices, world.rules.dialogue.locals_each
    each = (prices.staff_year + others * prices.local_year) / (1.0 + others) / WEEKS_A_YEAR
    world.mission.bills[DIALOGUE] = each * world.plan.dialogue.facilitators


@rule
def work(world: World) -> None:
    """Where facilitators are, and trusted, part of communal violence does not happen."""
    r, places, works = world.rules.dialogue, world.places, world.works
    staff = world.plan.dialogue.facilitators * working(world.mission, DIALOGUE)
    if staff <= 0.0:
        return
    whole, tension = _people_and_tension(world)
    for p in range(len(places)):
        people = places["persons"][p] + 1.0
        share = _share(world, p, whole, tension)
        reach = cover(per_million(staff, share, people), r.dialogue_half)
        calm = np.float64(works["calm"][p])
        works["calm"][p] = calm + min(r.dialogue_effect * reach * _trusted(world, p), r.calm_most)


@rule
def _people_and_tension(world: World) -> tuple[float, float]:
    """People of the country, one more than live in each place, and its tension in all."""
    people, tension = 0.0, 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p] + 1.0
        tension += _tension(world, p)
    return people, max(tension, TINIEST)


@rule
def _tension(world: World, p: int) -> float:
    """People of a place as far as they are mixed and aggrieved."""
    places = world.places
    mixed = (places["persons"][p] + 1.0) * np.float64(places["mixed"][p])
    return mixed * (world.rules.dialogue.tense_least + np.float64(places["grievance"][p]))


@rule
def _share(world: World, p: int, whole: float, tension: float) -> float:
    """Share of all facilitators who go to a place, by its people and by its tension."""
    focus, people = world.plan.dialogue.focus, world.places["persons"][p] + 1.0
    return (1.0 - focus) * people / whole + focus * _tension(world, p) / tension


@rule
def _trusted(world: World, p: int) -> float:
    """How far people take part, against a place that trusts a mission seen as usual."""
    r, trust = world.rules.dialogue, np.float64(world.places["trust_mission"][p])
    above = max(world.mission.impartial - r.fair_least, 0.0)
    fair = above / max(r.fair_usual - r.fair_least, TINIEST)
    return min(trust / r.trust_full, r.trust_most) * fair


LEVER = Lever(
    table=Dialogue,
    numbers=DialogueNumbers,
    bill=bill,
    work=work,
    prices=("nature.prices.staff_year", "nature.prices.local_year"),
    reads=("places.persons", "places.mixed", "places.grievance", "places.trust_mission"),
    writes=("works.calm",),
    amounts={"facilitators": (0, 20, 150)},
    claims=(Claim("events_nonstate", -1),),
    rests_on={"": ("dialogue.facilitators",)},
)
