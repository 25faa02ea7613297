"""Political will: consent, support, impartiality, misconduct, cooperation, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.few import units
from rules.weeks import record_weeks
from sim.fields.conversions import WEEKS_A_YEAR
from sim.mechanisms import will
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import GONE, PRESENT
from sim.state.world import World

NEAR = 1e-6  # columns of places and governments have 32 bits


def years(world: World, before: float, now: float, weeks: int = 104) -> None:
    """Record weeks, the last 52 with `now` dead in all, the 52 before with `before`.

    Of each year's dead 1 in 4 falls in its first week in battle, 1 in 4 in its last in one-sided
    violence, and half in the middle between others. Weeks before that had a million dead each.
    """
    record_weeks(world, weeks)
    series = world.record.series
    series["deaths_battle"][: max(weeks - 104, 0)] = 1e6
    if weeks >= 104:
        for first, dead in ((weeks - 104, before), (weeks - 52, now)):
            series["deaths_battle"][first] = 0.25 * dead
            series["deaths_onesided"][first + 51] = 0.25 * dead
            series["deaths_nonstate"][first + 20] = 0.5 * dead


# the trend of violence


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [(60.0, 100.0, 0.5849625), (100.0, 60.0, -0.5849625), (60.0, 180.0, 1.0), (180.0, 0.0, -1.0)],
)
def test_the_trend_doubles_or_halves_at_most(before: float, now: float, trend: float) -> None:
    """Twenty more in each year: log2(120/80) = 0.5849625; log2(200/80) > 1; log2(20/200) < -1."""
    world = a_world()
    years(world, before, now, weeks=110)
    assert will._trend(world) == pytest.approx(trend, rel=NEAR)


def test_there_is_no_trend_before_two_years_have_passed() -> None:
    """In 103 weeks none; in 104 there is one: log2(60/50)."""
    world = a_world()
    years(world, 0.0, 0.0, weeks=103)
    world.record.series["deaths_battle"][-1] = 500.0
    assert will._trend(world) == 0.0
    world = a_world()
    years(world, 30.0, 40.0)
    assert will._trend(world) == pytest.approx(0.2630344, rel=NEAR)


# consent


def consenting(consent: float = 0.5) -> World:
    """A traditional mission with the host's consent at one half; no troops are forced out yet."""
    world = a_world()
    world.mission.consent, world.mission.welcome = consent, 0.75
    world.places["presence"], world.places["deaths_by_state"] = 0.0, 0
    world.places["presence"][:3] = (0.5, 0.25, 1.0)
    world.places["deaths_by_state"][:2] = (3, 1)
    set_policy(world, "force", mandate="traditional")
    set_numbers(world, "will", consent_time=0.01, consent_worse=0.04, misconduct_harm=0.24)
    set_numbers(world, "will", consent_back=0.08, consent_clash=0.16, expel=0.25)
    set_numbers(world, "will", expel_months=8.0, consent_need=0.0)
    return world


def test_consent_wears_off_with_time_worse_violence_and_misconduct() -> None:
    """0.5 - 0.01 - 0.04 * 0.5 - 0.24 * 1.5 / 12 = 0.5 - 0.01 - 0.02 - 0.03 = 0.44."""
    world = consenting()
    will._consent(world, 0.5, 0.0, 1.5)
    assert world.mission.consent == pytest.approx(0.44)


def test_consent_comes_back_with_better_times_the_more_the_less_there_is() -> None:
    """0.25 - 0.01 + 0.08 * 0.5 * 0.75 = 0.27."""
    world = consenting(0.25)
    will._consent(world, 0.0, 0.5, 0.0)
    assert world.mission.consent == pytest.approx(0.27)


def test_a_robust_mission_loses_consent_where_it_stands_in_the_states_way() -> None:
    """Presence 0.5 + 0.25 where the state killed: 0.5 - 0.01 - 0.16 * 0.75 / 4 = 0.46."""
    world = consenting()
    set_policy(world, "force", mandate="robust")
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.46)


def test_a_mission_that_may_not_fight_stands_in_nobodys_way() -> None:
    """0.5 - 0.01."""
    world = consenting()
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.49)


def test_consent_stays_between_none_and_all() -> None:
    world = consenting(0.005)
    will._consent(world, 1.0, 0.0, 0.0)
    assert world.mission.consent == 0.0
    world = consenting(0.875)
    set_numbers(world, "will", consent_back=8.0)
    will._consent(world, 0.0, 1.0, 0.0)
    assert world.mission.consent == 1.0


def test_a_host_who_consents_no_more_sends_the_mission_home_by_months() -> None:
    """0.24 is below 0.25: 0.75 - 1/8 = 0.625; of 0.0625 nothing is left."""
    world = consenting(0.25)
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.welcome == 0.625
    world.mission.welcome = 0.0625
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.welcome == 0.0
    assert world.mission.staying == 1.0  # nobody plans to leave


def test_a_host_who_consents_enough_lets_the_force_stay() -> None:
    """Just 0.25 is not below it: who had been asked to leave may come back, 0.75 + 1 / 8."""
    world = consenting(0.25)
    set_numbers(world, "will", consent_time=0.0)
    will._consent(world, 0.0, 0.0, 0.0)
    assert (world.mission.consent, world.mission.welcome) == (0.25, 0.875)


def test_monitors_cost_consent_where_they_show_what_the_state_did() -> None:
    """0.5 of the killing restrained where the state killed: 0.5 - 0.01 - 0.16 * 0.5 / 4 = 0.47."""
    world = consenting()
    world.works["restraint"][[0, 2]] = 0.5  # nobody was killed in the third place
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.47)


def test_a_government_that_took_power_wants_the_mission_less() -> None:
    """0.5 - 0.01 - 0.08 * 0.25 = 0.47."""
    world = consenting()
    world.usurped = 0.25
    set_numbers(world, "will", consent_usurped=0.08)
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.47)


def needed() -> World:
    """A host with 60 of strength against 20, 200,000 people in danger, and money for programmes.

    Rivals: twice 20 / (1 + 80) = 0.4938272. Danger 0.5 for 100,000 at presence 0.5, 0.25 for
    100,000 at presence 0.25: (50 * 0.5 + 25 * 0.25) / 75 = 0.4166667: a shield of 0.2057613.
    52 weeks of 0.4 * 38,461.5 dollars for 200,000 people: 4 a head: 0.5 * 4 / (4 + 4) = 0.25.
    Either: 1 - 0.7942387 * 0.75 = 0.404321.
    """
    world = consenting(0.5)
    world.factions["fighters"][:4] = (60.0, 20.0, 0.0, 0.0)
    world.factions["quality"] = 1.0
    world.places["persons"] = 0.0
    world.places["persons"][:2] = 100_000.0
    world.places["danger"] = 0.0
    world.places["danger"][:2] = (0.5, 0.25)
    world.mission.bills = {"aid": 800_000.0 / WEEKS_A_YEAR / 0.4, "hq": 1e9}
    world.mission.built["aid"], world.mission.paid["aid"] = 0.5, 0.8
    set_numbers(world, "will", aid_worth=0.5, aid_half=4.0)
    return world


def test_a_mission_is_worth_what_it_shields_from_rivals_and_what_it_gives() -> None:
    world = needed()
    assert will.worth(world) == pytest.approx(0.404321, rel=1e-4)
    world.mission.bills = {}
    assert will.worth(world) == pytest.approx(0.2057613, rel=1e-4)
    world.factions["fighters"][1] = 0.0
    assert will.worth(world) == 0.0


def test_a_mission_is_worth_by_its_effects_alone() -> None:
    """Half the shield: 1 - (1 - 0.1028807) * 0.75 = 0.3271605; no effect at all: nothing."""
    world = needed()
    set_numbers(world, "will", shield_worth=0.5)
    assert will.worth(world) == pytest.approx(0.3271605, rel=1e-4)
    set_numbers(world, "will", shield_worth=0.0, aid_worth=0.0)
    assert will.worth(world) == 0.0


def test_a_host_that_needs_the_mission_comes_back_to_it() -> None:
    """0.5 - 0.01 + 0.1 * 0.404321 * 0.5 = 0.5102160."""
    world = needed()
    set_numbers(world, "will", consent_need=0.1)
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.510216, rel=1e-4)


@pytest.mark.parametrize(("expel", "welcome"), [(0.83, 0.625), (0.82, 0.875)])
def test_who_would_lose_much_asks_a_mission_to_leave_later(expel: float, welcome: float) -> None:
    """0.49 of consent: 0.83 * 0.595679 = 0.4944 is above it, 0.82 * 0.595679 = 0.4885 is not."""
    world = needed()
    set_numbers(world, "will", expel=expel)
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.welcome == pytest.approx(welcome)


def test_who_stays_in_spite_of_a_certified_count_cannot_send_the_mission_home() -> None:
    """0.24 is below 0.25, and the winner fights on: 0.75 + 1 / 8."""
    world = consenting(0.25)
    world.claimant = 1
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.welcome == 0.875


# a month of all


def feeling(before: float = 60.0, now: float = 60.0) -> World:
    """600 persons, trained at 0.8; 6 have fallen, 3 are mourned. No trend unless one is given.

    Lax 0.5 * 600 / 800 = 0.375; misconduct 0.8 * 0.375 = 0.3 cases per 1,000 a year.
    """
    world = consenting()
    years(world, before, now)
    mission = world.mission
    mission.present[:] = (400.0, 100.0, 60.0, 40.0, 0.0, 0.0)
    mission.units = np.zeros(2, UNIT_DTYPE)
    mission.units["losses"] = (4.0, 2.0)
    mission.mourned[0], mission.support, mission.impartial = 3.0, 0.6, 0.5
    mission.built["mediation"], mission.paid["mediation"] = 0.5, 0.8
    world.places["trust_mission"] = 0.5
    world.governments["cooperation"] = 0.5
    set_policy(world, "force", training=0.8)
    set_policy(world, "patrols", share=0.0, joint=0.5)
    set_policy(world, "mediation", teams=0, impartiality=0.75)
    set_numbers(world, "will", misconduct=0.8, support_success=0.1, support_losses=0.004)
    set_numbers(world, "will", support_cost=0.02, withdraw=0.8, impartial_rate=0.2)
    set_numbers(world, "will", cooperation_rate=0.1)
    return world


def test_misconduct_grows_with_people_in_the_field_and_falls_with_training() -> None:
    """0.3 * 600 / 1000 / 52.1786 = 0.003449690 a week; trust 0.24 * 0.3 * 7 / 365.25."""
    world = feeling()
    will.feel(world)
    assert world.mission.misconduct == pytest.approx(0.0034496901, rel=NEAR)
    assert world.mission.harm == pytest.approx(0.0013798768, rel=NEAR)


def test_the_fully_trained_commit_nothing() -> None:
    """1.3 - 1.5 counts as 0."""
    world = feeling()
    set_policy(world, "force", training=1.5)
    will.feel(world)
    assert (world.mission.misconduct, world.mission.harm) == (0.0, 0.0)


def test_outsiders_support_falls_with_losses_and_cost() -> None:
    """New 6 - 3: 0.004 * 3 / 600 * 1000 = 0.02; cost 0.02: 0.6 - 0.04 = 0.56.

    Willing 0.4 + 0.6 * 0.56 / 0.8 = 0.82. The fallen are mourned once.
    """
    world = feeling()
    will.feel(world)
    mission = world.mission
    assert mission.support == pytest.approx(0.56)
    assert mission.willing == pytest.approx(0.82)
    assert mission.mourned.tolist() == [6.0, 0.0, 0.0, 0.0]
    will.feel(world)
    assert mission.support == pytest.approx(0.54)


def test_worse_violence_makes_a_mission_dearer_and_consent_less() -> None:
    """log2(120/80) = 0.5849625 worse: 0.6 - 0.02 - 0.02 * 1.5849625 = 0.5483008.

    Consent 0.5 - 0.01 - 0.04 * 0.5849625 - 0.24 * 0.3 / 12 = 0.4606015.
    """
    world = feeling(60.0, 100.0)
    will.feel(world)
    assert world.mission.support == pytest.approx(0.5483008, rel=NEAR)
    assert world.mission.consent == pytest.approx(0.4606015, rel=NEAR)


def test_success_brings_support_and_consent_back() -> None:
    """0.5849625 better: 0.6 + 0.1 * 0.5849625 * 0.4 - 0.04 = 0.5833985.

    Consent 0.5 - 0.01 - 0.006 + 0.08 * 0.5849625 * 0.5 = 0.5073985.
    """
    world = feeling(100.0, 60.0)
    will.feel(world)
    assert world.mission.support == pytest.approx(0.5833985, rel=NEAR)
    assert world.mission.consent == pytest.approx(0.5073985, rel=NEAR)


def test_support_stays_between_none_and_all() -> None:
    world = feeling()
    world.mission.support = 0.03
    will.feel(world)
    assert (world.mission.support, world.mission.willing) == (0.0, 0.4)
    world = feeling(100.0, 60.0)
    set_numbers(world, "will", support_success=100.0)
    will.feel(world)
    assert (world.mission.support, world.mission.willing) == (1.0, 1.0)


def test_who_would_withdraw_at_no_support_at_all_never_withdraws() -> None:
    """0.56 over a threshold of 0 counts as 1."""
    world = feeling()
    set_numbers(world, "will", withdraw=0.0)
    will.feel(world)
    assert world.mission.willing == 1.0


def test_losses_of_a_mission_that_is_not_there_count_for_one_person() -> None:
    """Nobody there counts as one: 0.00004 * 3 / 1 * 1000 = 0.12: 0.6 - 0.12 - 0.02."""
    world = feeling()
    world.mission.present[:] = 0.0
    set_numbers(world, "will", support_losses=0.00004)
    will.feel(world)
    assert world.mission.support == pytest.approx(0.46)


# what contributors bear


def bearing(caveat: float = 0.5, new: float = 10.0, back: float = 0.0) -> World:
    """The second contributor has 490 people there and `new` more dead than it has mourned."""
    world = feeling()
    one = {"contributor": 1, "caveat": caveat, "status": PRESENT}
    world.mission.units = units(
        {**one, "persons": 290.0, "losses": 3.0 + new},
        {**one, "persons": 200.0, "losses": 2.0},
        {**one, "persons": 380.0, "losses": 4.0, "status": GONE},
        {"contributor": 0, "persons": 400.0, "caveat": 1.0, "status": PRESENT},
    )
    world.mission.mourned[:] = 0.0, 9.0, 0.0, 0.0
    set_numbers(world, "will", resolve_losses=0.05, resolve_bold=0.2, resolve_back=back)
    set_numbers(world, "will", resolve_misconduct=0.0)
    return world


@pytest.mark.parametrize(
    ("caveat", "new", "resolve"),
    [
        (0.0, 10.0, 0.8187308),  # exp(-0.05 * 0.2 * 20)
        (0.5, 10.0, 0.5488116),  # exp(-0.05 * 0.6 * 20)
        (1.0, 10.0, 0.3678794),  # exp(-0.05 * 20)
        (1.0, 0.0, 1.0),
    ],
)
def test_a_contributor_bears_its_own_dead_the_less_the_more_it_has_caveats(
    caveat: float, new: float, resolve: float
) -> None:
    """Ten dead of 490 and these ten are 20 in a thousand; nobody else has lost anybody."""
    world = bearing(caveat, new)
    will._resolve(world, 0.0)
    assert world.mission.resolve.tolist() == pytest.approx([1.0, resolve, 1.0, 1.0], rel=NEAR)
    assert world.mission.mourned.tolist() == [0.0, 9.0 + new, 0.0, 0.0]
    will._resolve(world, 0.0)
    assert world.mission.resolve[1] == pytest.approx(resolve, rel=NEAR)  # mourned once


def test_twice_the_dead_cost_resolve_twice_over() -> None:
    """20 of 490 and 20 are 39.2156863 in a thousand: exp(-0.05 * 0.6 * 39.2156863)."""
    world = bearing(new=20.0)
    will._resolve(world, 0.0)
    assert world.mission.resolve[1] == pytest.approx(0.3083652, rel=NEAR)


def test_resolve_comes_back_while_nobody_falls() -> None:
    """0.5 + 0.25 * 0.5 = 0.625."""
    world = bearing(new=0.0, back=0.25)
    world.mission.resolve[1] = 0.5
    will._resolve(world, 0.0)
    assert world.mission.resolve.tolist() == [1.0, 0.625, 1.0, 1.0]


def test_misconduct_costs_every_contributor_resolve() -> None:
    """exp(-0.2 * 3 / 12) for three cases among a thousand in a year."""
    world = bearing(new=0.0)
    set_numbers(world, "will", resolve_misconduct=0.2)
    will._resolve(world, 3.0)
    assert world.mission.resolve.tolist() == pytest.approx([0.9512294] * 4, rel=NEAR)


def test_partners_commit_misconduct_by_their_own_training() -> None:
    """400 at 1.3 - 0.8 and 100 partners at 1.3 - 0.5 are 280 among 500 and 200: 0.4 x 0.8 = 0.32.

    0.32 * 500 / 1000 / 52.1786 a week.
    """
    world = feeling()
    world.mission.present[:] = (400.0, 0.0, 0.0, 0.0, 0.0, 100.0)
    set_policy(world, "partners", quality=0.5)
    will.feel(world)
    assert world.mission.misconduct == pytest.approx(0.0030663890, rel=NEAR)


def impartial(world: World) -> float:
    """Impartiality after a month in which it went half-way to what is fair."""
    set_numbers(world, "will", impartial_rate=0.5)
    will.feel(world)
    return world.mission.impartial


def test_a_mission_is_seen_to_be_as_fair_as_it_acts() -> None:
    """Half-way from 0.5 to 0.75."""
    assert impartial(feeling()) == pytest.approx(0.625)


def test_patrols_with_the_army_cost_impartiality_where_there_are_patrols() -> None:
    """0.75 - 0.3 * 0.5 = 0.6: half-way 0.55; without patrols nobody sees them."""
    world = feeling()
    set_policy(world, "patrols", share=0.25)
    assert impartial(world) == pytest.approx(0.55)


def test_fair_mediators_make_a_mission_seem_fair_and_biased_ones_do_not() -> None:
    """0.75 + 0.2 * (0.75 - 0.5) * 0.4 = 0.77: half-way 0.635; at 0.25 0.73: 0.615."""
    for impartiality, expected in ((0.75, 0.635), (0.25, 0.615)):
        world = feeling()
        set_policy(world, "mediation", teams=1, impartiality=impartiality)
        assert impartial(world) == pytest.approx(expected)


def test_local_governments_cooperate_with_a_mission_that_is_trusted_and_wanted() -> None:
    """Consent falls to 0.484: aim 0.2 + 0.5 * (0.4 + 0.6 * 0.484) = 0.5452.

    0.75 + 0.1 * (0.5452 - 0.75) = 0.72952; from 0.25 it rises to 0.27952.
    """
    world = feeling()
    world.governments["cooperation"][:2] = (0.75, 0.25)
    will.feel(world)
    cooperation = world.governments["cooperation"][:2].tolist()
    assert cooperation == pytest.approx([0.72952, 0.27952], rel=NEAR)


def test_cooperation_stays_between_none_and_all() -> None:
    """Ten times the way from 0.75 and from 0.25 to 0.5452 is beyond both ends."""
    world = feeling()
    world.governments["cooperation"][:2] = (0.75, 0.25)
    set_numbers(world, "will", cooperation_rate=10.0)
    will.feel(world)
    assert world.governments["cooperation"][:2].tolist() == [0.0, 1.0]


def test_without_a_mandate_nothing_is_felt() -> None:
    world = feeling()
    world.mission.mandated, world.mission.misconduct = False, 3.0
    will.feel(world)
    mission = world.mission
    assert mission.misconduct == 0.0
    assert (mission.support, mission.consent, mission.mourned[0]) == (0.6, 0.5, 3.0)
    assert mission.resolve.tolist() == [1.0] * 4


# other numbers, other answers


def test_how_many_dead_make_no_trend_is_a_number() -> None:
    """log2(110/70)."""
    world = a_world()
    years(world, 60.0, 100.0)
    set_numbers(world, "will", trend_deaths=10.0)
    assert will._trend(world) == pytest.approx(0.6520767, rel=NEAR)


def test_in_how_many_places_a_mission_clashes_fully_is_a_number() -> None:
    """0.5 - 0.01 - 0.16 * 0.75 / 8 = 0.475."""
    world = consenting()
    set_policy(world, "force", mandate="robust")
    set_numbers(world, "will", clash_places=8.0)
    will._consent(world, 0.0, 0.0, 0.0)
    assert world.mission.consent == pytest.approx(0.475)


@pytest.mark.parametrize(
    ("name", "value", "what", "expected"),
    [
        ("lax", 1.0, "misconduct", 0.00137987604),  # 0.8 * 0.2 * 0.75 = 0.12 cases
        ("watched_half", 600.0, "misconduct", 0.0022997934),  # 0.8 * 0.5 * 0.5 = 0.2 cases
        ("willing_least", 0.2, "willing", 0.76),  # 0.2 + 0.8 * 0.56 / 0.8
        ("fair", 0.55, "impartial", 0.525),  # half-way from 0.5 to 0.55
        ("joint_unfair", 0.6, "impartial", 0.485),  # 0.75 - 0.6 * 0.5 + 0.02 = 0.47
        ("mediators_fair", 0.6, "impartial", 0.58),  # 0.75 - 0.3 * 0.5 + 0.6 * 0.25 * 0.4 = 0.66
    ],
)
def test_what_is_felt_reads_its_numbers(
    name: str, value: float, what: str, expected: float
) -> None:
    """Fairness goes half-way from 0.5; the last two have patrols half with the army, and mediators.

    Then it is 0.75 - 0.3 * 0.5 + 0.2 * (0.75 - 0.5) * 0.4 = 0.62 without a change.
    """
    world = feeling()
    if name in ("joint_unfair", "mediators_fair"):
        set_policy(world, "patrols", share=0.25)
        set_policy(world, "mediation", teams=1)
    set_numbers(world, "will", impartial_rate=0.5, **{name: value})
    will.feel(world)
    assert getattr(world.mission, what) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("cooperation_base", 0.1, 0.71952),  # aim 0.1 + 0.5 * 0.6904 = 0.4452
        ("cooperation_unwanted", 0.2, 0.72436),  # aim 0.2 + 0.5 * (0.2 + 0.8 * 0.484) = 0.4936
    ],
)
def test_cooperation_reads_its_numbers(name: str, value: float, expected: float) -> None:
    """From 0.75 a tenth of the way."""
    world = feeling()
    world.governments["cooperation"] = 0.75
    set_numbers(world, "will", **{name: value})
    will.feel(world)
    assert world.governments["cooperation"][0] == pytest.approx(expected, rel=NEAR)


def test_a_quarter_of_joint_patrols_costs_a_quarter_of_the_impartiality() -> None:
    """0.75 - 0.3 * 0.25 = 0.675: half-way 0.5875."""
    world = feeling()
    set_policy(world, "patrols", share=0.25, joint=0.25)
    assert impartial(world) == pytest.approx(0.5875)
