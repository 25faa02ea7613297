"""Lever `dialogue`: facilitators between communities. Evidence B12, B13."""

from __future__ import annotations

import numpy as np

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.nature.prices import Prices
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
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
    fair_gain: float = number(
        0.7,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "added to what facilitators do, one half, by a wholly impartial mission",
    )
    calm_most: float = number(
        0.9, "share", 0.0, 1.0, "assumption", "communal violence that facilitators prevent at most"
    )


def bill(world: World) -> dict[str, float]:
    """Dollars of a week: facilitators, some international and the others local."""
    p, others = world.rules.of(Prices), world.rules.of(DialogueNumbers).locals_each
    each = (p.staff_year + others * p.local_year) / (1.0 + others) / WEEKS_A_YEAR
    return {"dialogue": each * world.policy.of(Dialogue).facilitators}


def work(world: World) -> None:
    """Where facilitators are, and trusted, part of communal violence does not happen."""
    table, p = world.policy.of(Dialogue), world.rules.of(DialogueNumbers)
    staff = table.facilitators * world.mission.working("dialogue")
    if staff <= 0.0:
        return
    places = world.places
    people = places["persons"] + 1.0
    tense = people * places["mixed"].astype(np.float64)
    tense *= p.tense_least + places["grievance"].astype(np.float64)
    share = (1.0 - table.focus) * people / total(people) + table.focus * tense / total(tense)
    trust = places["trust_mission"].astype(np.float64)
    trusted = np.minimum(trust / p.trust_full, p.trust_most) * (
        0.5 + p.fair_gain * world.mission.impartial
    )
    reach = cover(per_million(staff, share, people), p.dialogue_half)
    calm = world.works["calm"].astype(np.float64)
    world.works["calm"][:] = calm + np.minimum(p.dialogue_effect * reach * trusted, p.calm_most)


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
)
