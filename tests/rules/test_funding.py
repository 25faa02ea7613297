"""What money arrives, who is paid first, and what the force shrinks to, worked out by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import get_args

import pytest

from rules.bench import set_numbers, set_policy
from rules.few import few_places
from sim.case.parts import PARTS
from sim.levers import funding
from sim.luck import streams
from sim.luck.distributions import normal
from sim.state.units import INFANTRY, POLICE
from sim.state.world import World

MONDAY = date(2000, 1, 3)
STANDING_COSTS = PARTS.items.owed


def funded(budget: float = 0.0, cash: int = 0, owed: int = 0, **values: object) -> World:
    """No noise in what arrives, all of the budget paid in unless said otherwise, no cut."""
    world = few_places()
    world.today = MONDAY
    world.mission.cash, world.mission.owed = cash, owed
    set_numbers(world, "funding", arrival_noise=0.0, arrival_most=1.5, reserve_weeks=8.0)
    set_numbers(world, "funding", pace=0.15, short=0.97, cash_weeks=26.0, spare=1.1, recall=0.05)
    set_policy(world, "funding", cover=1.0, cut=0.0, cut_start=None, priority="together")
    set_policy(world, "funding", budget=budget, **values)
    return world


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(1999, 7, 3), 6, date(2000, 1, 3)),
        (date(2000, 11, 15), 1, date(2000, 12, 15)),
        (date(2000, 12, 15), 1, date(2001, 1, 15)),
        (date(2000, 12, 10), 0, date(2000, 12, 10)),
        (date(2000, 6, 30), 24, date(2002, 6, 28)),  # no month is shorter than 28 days
        (date(2000, 1, 27), 13, date(2001, 2, 27)),
    ],
)
def test_months_later_is_the_same_day_of_a_later_month(day: date, months: int, later: date) -> None:
    assert date.fromordinal(funding._months_later(day.toordinal(), months)) == later


def test_what_is_paid_first_is_numbered_as_it_is_listed() -> None:
    words = get_args(funding.Funding.model_fields["priority"].annotation)
    assert words[funding.TOGETHER] == "together"
    assert words[funding.FORCE_FIRST] == "force"
    assert words[funding.PROGRAMMES_FIRST] == "programmes"
    assert len(words) == 3


@pytest.mark.parametrize(
    ("cut", "start", "months", "now"),
    [
        (0.0, None, 6, 0.0),
        (0.2, None, 6, 0.2),  # always been so
        (0.2, MONDAY + timedelta(7), 6, 0.0),  # begins next Monday
        (0.2, MONDAY + timedelta(6), 6, 0.4),  # on Sunday of this week; a year's cut in half of it
        (0.2, MONDAY, 24, 0.1),
        (0.6, MONDAY, 6, 1.0),  # no more can be withdrawn than there is
        (0.2, date(1999, 7, 4), 6, 0.4),  # six months end tomorrow
        (0.2, date(1999, 7, 3), 6, 0.2),  # and today
        (0.2, date(1999, 1, 1), 6, 0.2),
    ],
)
def test_a_cut_weighs_more_the_faster_it_must_be_found(
    cut: float, start: date | None, months: int, now: float
) -> None:
    world = funded(cut=cut, cut_start=start, cut_months=months)
    assert funding.cut_now(world) == pytest.approx(now)


def test_the_budget_is_what_the_cut_leaves() -> None:
    """1000 less a fifth."""
    assert funding.yearly(funded(budget=1000.0, cut=0.2)) == 800.0


@pytest.mark.parametrize(
    ("cover", "arrives"),
    [
        (0.5, 2800),  # 0.8 x 365,300 x 0.5 = 146,120 over 365.25 x 7 = 2800.4
        (1.0, 5600),
        (2.0, 8401),  # a year and a half of it at most: 8401.2
    ],
)
def test_of_what_the_cut_leaves_what_is_covered_arrives_in_whole_dollars(
    cover: float, arrives: int
) -> None:
    assert funding.income(funded(budget=365_300.0, cover=cover, cut=0.2)) == arrives


def test_nothing_arrives_without_a_mandate() -> None:
    world = funded(budget=365_300.0)
    world.mission.mandated = False
    assert funding.income(world) == 0


@pytest.mark.parametrize(
    ("today", "month"),
    [(MONDAY, 24001), (date(2000, 1, 31), 24001), (date(2000, 2, 7), 24002)],
)
def test_money_comes_early_or_late_by_the_luck_of_the_month(today: date, month: int) -> None:
    """Month 2000 x 12 + 1 = 24001. The log is 0.4 x the month's draw less half of 0.4 squared."""
    world = funded(budget=1.0e12, cover=0.2)
    world.today = today
    plain = funding.income(world)
    set_numbers(world, "funding", arrival_noise=0.4)
    draw = normal(streams.u(world.seed, streams.MONEY_ARRIVAL, month, 0, 0))
    assert math.log(funding.income(world) / plain) == pytest.approx(0.4 * draw - 0.08, abs=1e-6)


def booked(world: World, **bills: float) -> dict[str, int]:
    """What a week's bills become in the ledger, without what is 0."""
    world.mission.bills = bills
    funding.pay(world)
    row = world.mission.ledger[-1]
    names = row.dtype.names or ()
    return {name: int(row[name]) for name in names if row[name]}


def test_what_is_in_hand_pays_all_bills() -> None:
    """5000 - 1000 - 500 - 100 = 3400; cents are not billed."""
    world = funded(cash=5000)
    paid = booked(world, force=1000.9, aid=500.4, repatriation=100.0)
    assert paid == {"force": 1000, "aid": 500, "repatriation": 100, "balance": 3400}
    assert (world.mission.cash, world.mission.owed) == (3400, 0)
    assert world.mission.paid == dict.fromkeys(PARTS.items.costs, 1.0)


def test_together_all_are_paid_the_same_share_and_standing_costs_are_owed() -> None:
    """1000 + 600 wanted, 800 there: half of each; 500 of the force is owed, 300 of aid is not."""
    world = funded(cash=800)
    assert booked(world, force=1000, aid=600) == {"force": 500, "aid": 300}
    assert world.mission.paid == dict.fromkeys(PARTS.items.costs, 0.5)
    assert (world.mission.cash, world.mission.owed) == (0, 500)


def test_force_first_leaves_programmes_the_rest() -> None:
    """1200 - 1000 - 100 going home = 100 for two programmes that want 200 each: a quarter."""
    world = funded(cash=1200, priority="force")
    paid = booked(world, force=1000, repatriation=100, aid=200, ddr=200)
    assert paid == {"force": 1000, "repatriation": 100, "aid": 50, "ddr": 50}
    assert world.mission.paid == {
        **dict.fromkeys(STANDING_COSTS, 1.0),
        **dict.fromkeys(PARTS.items.programmes, 0.25),
    }
    assert world.mission.owed == 0


def test_programmes_first_leave_the_force_the_rest() -> None:
    """1000 - 600 = 400 for a force that wants 1000: 0.4, and 600 owed."""
    world = funded(cash=1000, priority="programmes")
    assert booked(world, force=1000, aid=600) == {"force": 400, "aid": 600}
    assert world.mission.paid["force"] == 0.4
    assert world.mission.paid["aid"] == 1.0
    assert world.mission.owed == 600


def test_who_wants_nothing_counts_as_paid_though_nothing_is_there() -> None:
    world = funded(priority="force")
    assert booked(world, force=1000) == {}
    assert world.mission.paid["force"] == 0.0
    assert world.mission.paid["aid"] == 1.0


def test_what_is_left_repays_what_is_owed_through_the_force() -> None:
    """1200 - 1000 = 200 left of 300 owed: 100 still is; 5000 would leave none."""
    world = funded(cash=1200, owed=300)
    assert booked(world, force=1000) == {"force": 1200}
    assert (world.mission.cash, world.mission.owed) == (0, 100)
    world = funded(cash=5000, owed=300)
    assert booked(world, force=1000) == {"force": 1300, "balance": 3700}
    assert (world.mission.cash, world.mission.owed) == (3700, 0)


def test_odd_dollars_repay_while_new_debt_is_made() -> None:
    """3 + 3 wanted, 5 there: 2 + 2 in whole dollars, 1 left repays: 10 + 2 - 1 = 11 owed."""
    world = funded(cash=5, owed=10)
    assert booked(world, force=3, police=3) == {"force": 3, "police": 2}
    assert (world.mission.cash, world.mission.owed) == (0, 11)


def test_without_a_mandate_only_standing_costs_are_paid() -> None:
    """5000 - 1000 - 100 = 3900; aid is not wanted any more, and no money comes."""
    world = funded(budget=365_300.0, cash=5000)
    world.mission.mandated = False
    paid = booked(world, force=1000, aid=500, repatriation=100)
    assert paid == {"force": 1000, "repatriation": 100, "balance": 3900}


def test_what_is_not_needed_is_not_assessed() -> None:
    """A week is 7000.96 dollars, eight may lie unspent: 56,007. 1600 wanted + 50 owed + 56,007

    less 57,000 in hand = 657; with 1000 in hand all 7000 come; with 60,000 none.
    """
    for cash, income in ((57_000, 657), (1000, 7000), (60_000, 0)):
        world = funded(budget=365_300.0, cash=cash, owed=50)
        paid = booked(world, force=1000, aid=600)
        assert paid.get("income", 0) == income
        assert paid["balance"] == cash + income - 1650


def planned(
    bills: dict[str, float],
    funded_share: float = 0.8,
    present: float = 1100.0,
    paid: float = 0.5,
    budget: float = 730_500.0,
    cash: int = 26_000,
    numbers: dict[str, float] | None = None,
    **values: object,
) -> float:
    """Share funded after a month's planning; of 1000 authorised at 0.8, so 1250 as a whole.

    730,500 dollars a year half covered are 7000 a week; in hand a 26th of 26,000: 1000 a week.
    """
    world = funded(budget=budget, cash=cash, **{"cover": 0.5, "priority": "force", **values})
    set_numbers(world, "funding", **(numbers or {}))
    world.mission.funded = funded_share
    world.mission.authorised[:] = 0.0
    world.mission.authorised[INFANTRY], world.mission.authorised[POLICE] = 600.0, 400.0
    world.mission.present[INFANTRY] = present - 100.0
    world.mission.present[POLICE] = 100.0
    world.mission.paid["force"] = paid
    world.mission.bills = bills
    funding.plan(world)
    return world.mission.funded


TEN_THOUSAND = {"force": 8000.0, "police": 2000.0}


def test_what_the_money_cannot_keep_goes_home() -> None:
    """1100 / 1250 = 0.88 x (7000 + 1000) / 10,000 = 0.704; going home is no standing cost."""
    assert planned(TEN_THOUSAND) == pytest.approx(0.704)
    assert planned({**TEN_THOUSAND, "repatriation": 9000.0}) == pytest.approx(0.704)


def test_programmes_first_leave_less_for_the_force() -> None:
    """7000 - 3000 = 4000 + 1000 for 10,000: 1750 / 1250 = 1.4 x 0.5 = 0.7.

    Programmes of 9000 leave nothing but 1000 in hand: 9000 / 1250 = 7.2 x 0.1 = 0.72; so does
    a budget of nothing.
    """
    bills = {**TEN_THOUSAND, "aid": 1000.0, "ddr": 2000.0}
    assert planned(bills, present=1750.0, priority="programmes") == pytest.approx(0.7)
    bills = {**TEN_THOUSAND, "aid": 9000.0}
    assert planned(bills, present=9000.0, priority="programmes") == pytest.approx(0.72)
    bills = TEN_THOUSAND
    assert planned(bills, present=9000.0, budget=0.0, priority="programmes") == pytest.approx(0.72)


def test_together_the_force_has_its_part_of_the_money() -> None:
    """10,000 of 14,000: 7000 x 10 / 14 = 5000 + 1000; 1500 / 1250 = 1.2 x 0.6 = 0.72."""
    bills = {**TEN_THOUSAND, "aid": 4000.0}
    assert planned(bills, present=1500.0, priority="together") == pytest.approx(0.72)


def test_no_more_than_planning_allows_goes_home_in_a_month_and_none_comes_by_it() -> None:
    """500 / 1250 x 0.8 = 0.32 is too fast: 0.8 - 0.15 = 0.65; 2 x 0.8 is more than 0.8."""
    assert planned(TEN_THOUSAND, present=500.0) == pytest.approx(0.65)
    assert planned(TEN_THOUSAND, present=2500.0) == 0.8


def test_a_force_that_is_gone_stays_gone_while_money_is_short() -> None:
    world = funded(cash=26_000, priority="force")
    world.mission.funded, world.mission.bills = 0.0, TEN_THOUSAND
    world.mission.authorised[:] = 0.0
    world.mission.paid["force"] = 0.5
    funding.plan(world)
    assert world.mission.funded == 0.0


def test_nobody_goes_home_while_97_of_100_dollars_are_paid() -> None:
    assert planned(TEN_THOUSAND, paid=0.97) == 0.8
    assert planned(TEN_THOUSAND, paid=0.969) == pytest.approx(0.704)


def test_nobody_goes_home_when_the_money_just_suffices() -> None:
    """5000 a week in hand for 5000; 4500: 950 / 1250 = 0.76 x 0.9 = 0.684."""
    bills = {"force": 5000.0}
    assert planned(bills, budget=0.0, cash=130_000, present=950.0) == 0.8
    assert planned(bills, budget=0.0, cash=117_000, present=950.0) == pytest.approx(0.684)


def test_with_a_tenth_to_spare_a_twentieth_of_the_force_is_called_back() -> None:
    """11 a week in hand for 10 is not enough; 12 is; never more than all. Bills of nothing: too."""
    assert planned({"force": 10.0}, budget=0.0, cash=286) == 0.8
    assert planned({"force": 10.0}, budget=0.0, cash=312) == pytest.approx(0.85)
    assert planned({"force": 10.0}, budget=0.0, cash=312, funded_share=0.98) == 1.0
    assert planned({"force": 10.0}, budget=0.0, cash=312, funded_share=1.0) == 1.0
    assert planned({}, budget=0.0, cash=312, priority="together") == pytest.approx(0.85)


def test_without_a_mandate_nothing_is_planned() -> None:
    world = funded(cash=26_000)
    world.mission.mandated = False
    world.mission.funded = 0.8
    funding.plan(world)
    assert world.mission.funded == 0.8


def test_how_much_arrives_and_lies_unspent_at_most_is_natures() -> None:
    """Half a week of 292,240 a year: 2800. Two weeks unspent: 1600 + 50 + 14,001 - 15,000 = 651."""
    world = funded(budget=365_300.0, cut=0.2)
    set_numbers(world, "funding", arrival_most=0.5)
    assert funding.income(world) == 2800
    world = funded(budget=365_300.0, cash=15_000, owed=50)
    set_numbers(world, "funding", reserve_weeks=2.0)
    assert booked(world, force=1000, aid=600)["income"] == 651


def test_how_the_headquarters_plans_is_natures() -> None:
    """Pace: 0.8 - 0.05. Short: half is paid, which is enough. Cash over 13 weeks: 2000 more, so

    0.88 x 9000 / 10,000. To spare: 12 for 10 are less than 1.3. Called back: a tenth.
    """
    assert planned(TEN_THOUSAND, present=500.0, numbers={"pace": 0.05}) == pytest.approx(0.75)
    assert planned(TEN_THOUSAND, numbers={"short": 0.5}) == 0.8
    assert planned(TEN_THOUSAND, numbers={"cash_weeks": 13.0}) == pytest.approx(0.792)
    rich = {"budget": 0.0, "cash": 312}
    assert planned({"force": 10.0}, numbers={"spare": 1.3}, **rich) == 0.8
    assert planned({"force": 10.0}, numbers={"recall": 0.1}, **rich) == pytest.approx(0.9)
