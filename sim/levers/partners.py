"""Lever `partners`: a regional organisation's force. Its units come as `levers.force` has it."""

from __future__ import annotations

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state import items
from sim.state.units import PARTNERS
from sim.state.world import World


class Partners(LeverTable):
    """A regional organisation's or a partner's force beside the mission."""

    NAME = "partners"
    HELP = LeverHelp(
        about="Troops of a regional organisation or a bridging force, quicker than the UN.",
        examples="ECOMOG, Licorne, AFISMA before MINUSMA, IFOR.",
        works="As a bridge until the mission has arrived, under one plan.",
        fails="Parallel chains of command: two forces, two maps, one attack. Hosts see partisans.",
        who_bears="Neighbours' soldiers and treasuries.",
        evidence=(("E3", "contributors near by are faster"),),
    )

    troops: int = number(0, "persons", 0, 50_000, "assumption", "partner troops asked for")
    months: float = number(2.0, "months", 0.0, 24.0, "evidence:E3", "median time until they arrive")
    quality: float = number(
        0.6, "0 to 1", 0.0, 1.0, "assumption", "training and equipment of the partner's troops"
    )
    subsidy: float = number(
        0.5, "share", 0.0, 1.0, "assumption", "share of their cost that the mission's budget pays"
    )
    coordination: float = number(
        0.5, "0 to 1", 0.0, 1.0, "assumption", "0: a parallel chain of command, 1: one plan"
    )


class PartnersNumbers(Group):
    """What a partner's force costs."""

    TABLE = "partners"

    partner_year: float = number(
        45_000.0, "dollars a year", 0.0, 200_000.0, "assumption", "a partner's soldier"
    )
    fill: float = number(0.97, "share", 0.0, 1.0, "assumption", "of a partner's pledges that hold")
    caveat: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        "assumption",
        "chance that a partner's unit is kept from a risky task",
    )
    parallel: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness under a parallel chain of command, against one plan",
    )
    own_means: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "of its cost that a partner bears when the mission's part is not paid",
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: the mission's part of what the partner's soldiers cost."""
    each = world.rules.partners.partner_year / WEEKS_A_YEAR
    paid = each * world.plan.partners.subsidy
    world.mission.bills[items.PARTNERS] = paid * world.mission.present[PARTNERS]


LEVER = Lever(
    table=Partners,
    numbers=PartnersNumbers,
    bill=bill,
    standing=("partners",),
    prices=("nature.partners.partner_year",),
    effects=("nature.presence.deter_rebels",),
    amounts={"troops": (0, 2_000, 8_000)},
    claims=(
        Claim("civilian_deaths_rebel", -1, residue="who attacks peacekeepers loses fighters too"),
    ),
    rests_on={"": ("partners.troops",)},
)
