"""Known answers: the date, the season, phases of levers, and what a scenario's dates do."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from sim.fields.errors import ScenarioError
from sim.mechanisms import calendar
from sim.state.factions import ABSENT, ACTIVE, DEMOBILISED, FIGHTING, KILLED
from sim.state.parties import DatedEvent
from sim.state.world import World

ARMY, FRONT, BRIGADE, GUARD = range(4)
NAME = "Western Liberation Front"


def turned(world: World, week: int) -> World:
    """Turn the calendar until a week has begun."""
    while world.week < week:
        calendar.open_week(world)
    return world


def test_weeks_follow_each_other_from_the_first_monday() -> None:
    """The 3rd of January 2000 and seven days for each week."""
    world = a_world()
    world.week = -1
    for week, day in ((0, date(2000, 1, 3)), (1, date(2000, 1, 10)), (9, date(2000, 3, 6))):
        turned(world, week)
        assert (world.week, world.today) == (week, day)


def test_a_month_begins_with_its_first_monday_and_the_run_with_a_month() -> None:
    """Mondays: 3 January, 7 February, 6 March, 3 April 2000: after 5, 4 and 4 weeks."""
    world = a_world()
    world.week, world.month_begins, world.month_weeks = -1, False, 0
    begins = {}
    for week in range(14):
        turned(world, week)
        if world.month_begins:
            begins[week] = world.month_weeks
            assert world.month_start == week
    assert begins == {0: 0, 5: 5, 9: 4, 13: 4}


def test_the_first_week_begins_a_month_whatever_the_day_before_was() -> None:
    world = a_world()
    world.week, world.today, world.month_begins = -1, date(2000, 1, 1), False
    assert turned(world, 0).month_begins


def test_the_rains_come_in_the_wet_months() -> None:
    """May to October: from the Monday of 1 May, week 17, to 30 October, week 43."""
    world = a_world()
    wet = [week for week in range(1, 60) if turned(world, week).wet]
    assert wet == list(range(17, 44))


def phased() -> World:
    """Training is 0.3 from Sunday 6 to Sunday 13 February, in weeks 4 and 5, and else 0.9."""
    phase = {"start": "2000-02-06", "end": "2000-02-13", "training": 0.3}
    return a_world({"policy.force.training": 0.9, "policy.force.phases": [phase]})


def test_a_phase_holds_from_the_week_in_which_it_begins() -> None:
    """Its last week is that whose Sunday is the 13th."""
    world = phased()
    seen = [turned(world, week).policy.force.training for week in range(1, 9)]
    assert seen == [0.9, 0.9, 0.9, 0.3, 0.3, 0.9, 0.9, 0.9]


def test_what_rules_have_set_outlives_phases() -> None:
    world = phased()
    world.adapted = {("force", "training"): 0.1}
    assert turned(world, 3).policy.force.training == 0.9  # nothing is due
    assert turned(world, 4).policy.force.training == 0.1
    assert world.policy.force.mandate == world.case.policy.force.mandate


def test_the_policy_is_read_in_the_first_week_and_then_only_when_phases_change() -> None:
    world = phased()
    set_policy(world, "force", training=0.5)
    assert turned(world, 3).policy.force.training == 0.5
    assert turned(world, 4).policy.force.training == 0.3
    world = phased()
    world.week = -1
    set_policy(world, "force", training=0.5)
    assert turned(world, 0).policy.force.training == 0.9


def with_dates(world: World, row: int, **dates: date) -> World:
    """Give a faction a day on which it enters or leaves, and 4,500 fighters."""
    specs = list(world.case.factions)
    specs[row] = specs[row].model_copy(update={**dates, "fighters": 4500})
    world.case = world.case.model_copy(update={"factions": tuple(specs)})
    return world


def strength(world: World, row: int) -> float:
    """Persons of a faction's fighters."""
    return float(world.combatants["weight"][world.combatants["faction"] == row].sum())


def test_a_faction_enters_in_the_week_of_its_day() -> None:
    """The 20th of January is in week 2. All fighters stand for as many, and fight their enemies."""
    world = with_dates(a_world(), FRONT, enters=date(2000, 1, 20))
    world.combatants["weight"][world.combatants["faction"] == FRONT] = 0.0
    world.factions["standing"][FRONT] = ABSENT
    world.hostile[:], world.enmity[:] = 0, 0.0
    world.enmity[FRONT, :4] = world.enmity[:4, FRONT] = 1.0, 1.0, 0.0, 1.0
    others = strength(world, BRIGADE)
    turned(world, 1)
    assert world.factions["standing"][FRONT] == ABSENT
    assert strength(world, FRONT) == 0.0
    assert not world.hostile.any()
    turned(world, 2)
    assert world.factions["standing"][FRONT] == FIGHTING
    own = world.combatants["weight"][world.combatants["faction"] == FRONT]
    assert own == pytest.approx(4500.0 / len(own))
    assert world.outflow["from abroad"] == pytest.approx(4500.0)
    assert strength(world, BRIGADE) == others
    assert world.hostile[FRONT].tolist() == [1, 0, 0, 1] + [0] * 12
    turned(world, 3)
    assert strength(world, FRONT) == pytest.approx(4500.0)


def test_a_faction_leaves_in_the_week_of_its_day() -> None:
    """With all its fighters, and nobody fights it any more."""
    world = with_dates(a_world(), FRONT, leaves=date(2000, 1, 20))
    before = strength(world, FRONT)
    turned(world, 1)
    assert world.factions["standing"][FRONT] == FIGHTING
    assert strength(world, FRONT) == before > 0.0
    assert world.hostile[FRONT].any()
    turned(world, 2)
    assert world.factions["standing"][FRONT] == ABSENT
    assert strength(world, FRONT) == 0.0
    assert world.outflow["from abroad"] == pytest.approx(-before)
    assert world.hostile[:4, :4].tolist() == [
        [0, 0, 1, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 1],
        [0, 0, 1, 0],
    ]


def happens(world: World, kind: str, **fields: Any) -> World:
    """A dated event of next week comes about."""
    event = DatedEvent(source="made up", date=date(2000, 1, 12), kind=kind, **fields)  # type: ignore[arg-type]
    world.agenda = {1: [event], 2: [event]}
    return turned(world, 1)


def equal_fighters(world: World, row: int, *weights: float) -> Any:
    """Let a faction have just these fighters; their rows."""
    own = np.flatnonzero(world.combatants["faction"] == row)
    world.combatants["status"][own] = KILLED
    world.combatants["weight"][own] = 0.0
    own = own[: len(weights)]
    world.combatants["status"][own] = ACTIVE
    world.combatants["weight"][own] = weights
    return own


def test_a_force_from_outside_strengthens_all_bands_in_proportion() -> None:
    """300 more to 100 and 50: three times as many each. A rebel group has no payroll."""
    world = a_world()
    own = equal_fighters(world, FRONT, 100.0, 50.0)
    dead = int(np.flatnonzero(world.combatants["faction"] == FRONT)[-1])
    world.combatants["weight"][dead] = 5.0
    world.outflow["from abroad"] = 7.0
    happens(world, "outside_force", faction=NAME, amount=300.0)
    assert world.combatants["weight"][own] == pytest.approx([300.0, 150.0])
    assert world.combatants["weight"][dead] == 5.0
    assert world.outflow["from abroad"] == pytest.approx(307.0)
    assert world.factions["authorised"][FRONT] == 0.0


def test_a_force_that_goes_home_leaves_those_who_live_at_home_already() -> None:
    """Of 100 under arms and 50 at home, 60 go: all of them from under arms."""
    world = a_world()
    own = equal_fighters(world, FRONT, 100.0, 50.0)
    world.combatants["status"][own[1]] = DEMOBILISED
    happens(world, "outside_force", faction=NAME, amount=-60.0)
    assert world.combatants["weight"][own] == pytest.approx([40.0, 50.0])


@pytest.mark.parametrize(
    ("amount", "weariness"),
    [
        (300.0, [0.3, 0.2, 0.3, 0.3]),  # 150 of 450 fought before
        (0.0, [0.3, 0.6, 0.3, 0.3]),
        (-60.0, [0.3, 0.6, 0.3, 0.3]),  # who stays is as tired as before
    ],
)
def test_fighters_who_have_just_come_are_not_weary(amount: float, weariness: list[float]) -> None:
    world = a_world()
    equal_fighters(world, FRONT, 100.0, 50.0)
    world.factions["weariness"][:4] = 0.3
    world.factions["weariness"][FRONT] = 0.6
    happens(world, "outside_force", faction=NAME, amount=amount)
    assert world.factions["weariness"][:4] == pytest.approx(weariness, rel=1e-6)


def test_an_army_of_newcomers_alone_is_not_weary_at_all() -> None:
    world = a_world()
    equal_fighters(world, FRONT, 0.0, 0.0)
    world.factions["weariness"][FRONT] = 0.6
    happens(world, "outside_force", faction=NAME, amount=300.0)
    assert world.factions["weariness"][FRONT] == 0.0


def test_a_force_that_goes_home_takes_no_more_than_there_are() -> None:
    world = a_world()
    own = equal_fighters(world, FRONT, 100.0, 50.0)
    happens(world, "outside_force", faction=NAME, amount=-60.0)
    assert world.combatants["weight"][own] == pytest.approx([60.0, 30.0])
    assert world.outflow["from abroad"] == pytest.approx(-60.0)
    turned(world, 2)
    assert world.combatants["weight"][own] == pytest.approx([20.0, 10.0])
    world.agenda[3] = world.agenda[2]
    turned(world, 3)
    assert world.combatants["weight"][own].tolist() == [0.0, 0.0]
    assert world.outflow["from abroad"] == pytest.approx(-150.0)


def test_where_nobody_is_left_to_take_them_none_come() -> None:
    world = a_world()
    equal_fighters(world, FRONT)
    happens(world, "outside_force", faction=NAME, amount=300.0)
    assert strength(world, FRONT) == 0.0
    assert world.outflow["from abroad"] == 0.0


def test_those_who_come_to_an_empty_army_are_spread_evenly_and_paid() -> None:
    """300 over three, and 100 + 300 posts; when 450 go home no fewer than none are left."""
    world = a_world()
    own = equal_fighters(world, ARMY, 0.0, 0.0, 0.0)
    world.factions["authorised"][ARMY] = 100.0
    happens(world, "outside_force", faction="Zambara Armed Forces", amount=300.0)
    assert world.combatants["weight"][own] == pytest.approx([100.0] * 3)
    assert world.factions["authorised"][ARMY] == 400.0
    world.week = 0
    happens(world, "outside_force", faction="Zambara Armed Forces", amount=-450.0)
    assert world.factions["authorised"][ARMY] == 0.0
    assert world.combatants["weight"][own].tolist() == [0.0] * 3


@pytest.mark.parametrize("kind", ["outside_force", "outside_money", "sanctuary"])
def test_what_is_sent_to_an_unknown_faction_reaches_nobody(kind: str) -> None:
    world = a_world()
    before = [strength(world, row) for row in range(4)]
    factions = world.factions.copy()
    happens(world, kind, faction="Nobody's Army", amount=0.9)
    assert [strength(world, row) for row in range(4)] == before
    assert (world.factions == factions).all()


@pytest.mark.parametrize("row", [ARMY, FRONT])
def test_money_from_outside_becomes_what_the_date_says(row: int) -> None:
    """The first of the factions too; no fighters come with it."""
    world = a_world()
    world.factions["support"][:4] = 0.3
    before = strength(world, row)
    happens(world, "outside_money", faction=world.names[row], amount=0.75)
    assert world.factions["support"][:4] == pytest.approx(
        [0.75 if r == row else 0.3 for r in range(4)]
    )
    assert strength(world, row) == before


@pytest.mark.parametrize("row", [ARMY, FRONT])
@pytest.mark.parametrize("amount", [0.75, 0.0])
def test_a_neighbours_shelter_becomes_what_the_date_says(row: int, amount: float) -> None:
    """Opened or closed for one faction; nothing else of it changes, nor of others."""
    world = a_world()
    world.factions["sanctuary"][:4] = 0.25
    expected, fighters = world.factions.copy(), world.combatants.copy()
    expected["sanctuary"][row] = amount
    happens(world, "sanctuary", faction=world.names[row], amount=amount)
    assert (world.factions == expected).all() and (world.combatants == fighters).all()


@pytest.mark.parametrize(
    ("amount", "right"), [(0.0, True), (1.0, True), (1.5, False), (-0.1, False)]
)
def test_a_scenario_can_give_shelter_from_none_to_full(amount: float, right: bool) -> None:
    event = {"date": "2000-01-12", "kind": "sanctuary", "faction": NAME, "source": "made up"}
    changes = {"events": [{**event, "amount": amount}]}
    if right:
        world = a_world(changes)
        assert turned(world, 1).factions["sanctuary"][FRONT] == amount
    else:
        with pytest.raises(
            ScenarioError, match="must be from 0 to 1 in an event of kind sanctuary"
        ):
            a_world(changes)


def test_the_first_faction_can_be_reinforced_too() -> None:
    world = a_world()
    own = equal_fighters(world, ARMY, 100.0)
    happens(world, "outside_force", faction="Zambara Armed Forces", amount=40.0)
    assert world.combatants["weight"][own] == pytest.approx([140.0])


def test_a_coup_shakes_the_state_and_nobody_else() -> None:
    """Of 0.4: cohesion and legitimacy 1 - 0.4, capacity 1 - 0.5 x 0.4; a crisis of 0.4 x 5."""
    world = a_world()
    set_numbers(world, "politics", crisis_months=5.0)
    world.factions["cohesion"][:4] = 0.5
    world.governments["capacity"], world.governments["legitimacy"] = 0.5, 0.5
    happens(world, "coup", amount=0.4)
    assert world.factions["cohesion"][:4] == pytest.approx([0.3, 0.5, 0.5, 0.5])
    assert world.governments["capacity"] == pytest.approx(0.4)
    assert world.governments["legitimacy"] == pytest.approx(0.3)
    assert world.crisis == pytest.approx(2.0)


def test_a_coup_does_not_shorten_a_crisis() -> None:
    world = a_world()
    set_numbers(world, "politics", crisis_months=5.0)
    world.crisis = 3.0
    assert happens(world, "coup", amount=0.4).crisis == 3.0


def test_a_disaster_strikes_the_livelihoods_of_its_places() -> None:
    """A quarter is lost; where no place is named, everywhere."""
    world = a_world()
    world.places["economy"] = 0.8
    happens(world, "disaster", places=("Garara", "Lubati"), amount=0.25)
    assert world.places["economy"][[2, 4]] == pytest.approx([0.6, 0.6])
    assert np.delete(world.places["economy"], [2, 4]) == pytest.approx([0.8] * 38)
    world = a_world()
    world.places["economy"] = 0.8
    happens(world, "disaster", amount=0.25)
    assert world.places["economy"] == pytest.approx([0.6] * 40)


def test_an_offer_stands_for_those_to_whom_it_is_made() -> None:
    """What they turned down before is forgotten; who is not in the country is passed over."""
    world = a_world()
    world.factions["refused"] = 1
    happens(
        world,
        "offer",
        parties=("Nobody's Army", NAME, "Asari Guard"),
        months=9,
        sharing=3,
        guarantee=0.6,
    )
    for row in (FRONT, GUARD):
        assert world.factions[["offered", "refused", "sharing"]][row].tolist() == (9, 0, 3)
        assert world.factions["promised"][row] == pytest.approx(0.6)
    for row in (ARMY, BRIGADE):
        assert world.factions[["offered", "refused", "sharing"]][row].tolist() == (0, 1, 0)
        assert world.factions["promised"][row] == 0.0


def test_each_kind_of_event_does_only_its_own() -> None:
    """An election is due by date only; nothing but the calendar moves."""
    world = a_world()
    factions, places = world.factions.copy(), world.places.copy()
    governments, fighters = world.governments.copy(), world.combatants.copy()
    happens(world, "election", faction=NAME, parties=(NAME,), places=("Garara",), amount=0.5)
    assert (world.factions == factions).all() and (world.places == places).all()
    assert (world.governments == governments).all() and (world.combatants == fighters).all()
    assert world.crisis == 0.0


def test_an_event_happens_in_its_own_week() -> None:
    world = a_world()
    event = DatedEvent(source="made up", date=date(2000, 1, 18), kind="disaster", amount=0.5)
    world.agenda = {2: [event]}
    assert (turned(world, 1).places["economy"] == 1.0).all()
    assert (turned(world, 2).places["economy"] == 0.5).all()
    assert (turned(world, 3).places["economy"] == 0.5).all()


def test_a_disaster_takes_lives_homes_and_what_offices_can_do_outside_of_violence() -> None:
    """2,000 of 400,000 are 0.5 in a hundred of each place; of those who live there all flee.

    Services keep 1 - 0.5, capacity 1 - 0.25.
    """
    world = a_world()
    world.places["persons"][[2, 4]], world.places["toll"] = (100_000.0, 300_000.0), 1.0
    world.governments["services"], world.governments["capacity"] = 0.8, 0.8
    homes = {"dead": 2000, "homeless": 400_000}
    happens(world, "disaster", places=("Garara", "Lubati"), amount=0.5, **homes)
    assert world.places["toll"][[2, 4]] == pytest.approx([501.0, 1501.0])
    assert world.places["toll"].sum() == pytest.approx(2040.0)
    assert world.perished == pytest.approx(2000.0)
    assert world.governments["services"][[2, 3]] == pytest.approx([0.4, 0.8])
    assert world.governments["capacity"][[2, 3]] == pytest.approx([0.6, 0.8])
    struck = np.isin(world.civilians["place"], (2, 4))
    assert struck.any()
    assert (world.civilians["displaced"][struck] == 1).all()
    assert not world.civilians["displaced"][~struck].any()
    assert world.places["deaths"].sum() == 0
    world.agenda = {}
    turned(world, 2)
    assert world.perished == 0.0


def test_a_disaster_kills_no_more_than_there_are() -> None:
    world = a_world()
    happens(world, "disaster", places=("Garara",), dead=10_000_000)
    assert world.places["toll"][2] == pytest.approx(world.places["persons"][2])


def test_coups_add_up_to_a_government_that_took_power() -> None:
    """0.5, then 0.2 of what is left: 0.6."""
    world = a_world()
    happens(world, "coup", amount=0.5)
    world.week = 0
    assert happens(world, "coup", amount=0.2).usurped == pytest.approx(0.6)
