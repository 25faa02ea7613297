"""Headquarters and units: rules that adapt the policy, where the force stands, who stays in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.fixed_luck import fix_luck
from rules.leading import a_model
from rules.weeks import record_weeks
from sim.agents.mission import MissionHeadquarters, PeacekeepingUnit
from sim.case.adaptive import Rule
from sim.case.parts import PARTS
from sim.luck import streams
from sim.state.mission import Mission
from sim.state.parties import MissionSpec
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import GONE, GUARD, OBSERVERS, PATROL, PLEDGED, PRESENT, READY
from sim.state.world import World


def headquarters(*rules: Rule, changes: Mapping[str, Any] | None = None) -> MissionHeadquarters:
    world = a_world(changes)
    world.case = world.case.model_copy(update={"rules": rules})
    return a_model(world).headquarters


def a_rule(**values: Any) -> Rule:
    """When consent is above 0.5 for two months, patrols get 0.875 of the force."""
    given = {"when": "consent", "months": 2, "lever": "patrols", "field": "share", "to": 0.875}
    return Rule(**{**given, **({} if "below" in values else {"above": 0.5}), **values})


def months(hq: MissionHeadquarters, *consents: float) -> list[bool]:
    """In which of these months, each with its consent, the rule acts."""
    acts = []
    for consent in consents:
        hq.world.mission.consent = consent
        hq.adapt()
        acts.append(hq.world.policy.patrols.share == 0.875)
        assert acts[-1] == (hq.world.adapted == {("patrols", "share"): 0.875})
    return acts


# rules


def test_a_rule_acts_after_its_months_in_a_row_and_while_they_last() -> None:
    """0.5 is not above 0.5; the months begin anew after one without."""
    acts = months(headquarters(a_rule()), 0.6, 0.5, 0.6, 0.6, 0.6, 0.4, 0.6)
    assert acts == [False, False, False, True, True, False, False]


def test_a_rule_that_waits_three_months_counts_to_three() -> None:
    acts = months(headquarters(a_rule(months=3)), 0.6, 0.6, 0.6, 0.6, 0.4)
    assert acts == [False, False, True, True, False]


def test_a_rule_may_last_beyond_its_condition() -> None:
    acts = months(headquarters(a_rule(months=1, lasts=3)), 0.6, 0.4, 0.4, 0.4, 0.4)
    assert acts == [True, True, True, False, False]


def test_a_rule_below_a_value_acts_below_it() -> None:
    acts = months(headquarters(a_rule(below=0.5, months=1)), 0.6, 0.5, 0.4, 0.6)
    assert acts == [False, False, True, False]


def test_a_rule_without_a_value_is_a_rule_below_nothing() -> None:
    rule = a_rule(months=1).model_copy(update={"above": None})
    assert months(headquarters(rule), 0.0, 0.5) == [False, False]


def test_each_rule_counts_for_itself() -> None:
    hq = headquarters(
        a_rule(months=1),
        a_rule(months=1, below=0.5, lever="mediation", field="teams", to=9),
    )
    hq.world.mission.consent = 0.6
    hq.adapt()
    assert hq.world.adapted == {("patrols", "share"): 0.875}
    hq.world.mission.consent = 0.4
    hq.adapt()
    assert hq.world.adapted == {("mediation", "teams"): 9}
    assert (hq.world.policy.mediation.teams, hq.held, hq.left) == (9, [0, 1], [0, 0])


def test_a_rule_watches_its_place() -> None:
    hq = headquarters(a_rule(when="danger", place="Garara", months=1))
    hq.world.places["danger"] = 0.0
    hq.world.places["danger"][2] = 0.75
    hq.adapt()
    assert hq.world.adapted == {("patrols", "share"): 0.875}


def test_what_a_rule_sets_is_set_on_the_policy_of_the_weeks_end() -> None:
    """A phase that begins on the week's Sunday is in force for it; one of Monday next is not."""
    monday = a_world().case.monday
    sunday, next_ = (str(monday + timedelta(days=days)) for days in (6, 7))
    phases = [
        {"start": sunday, "end": sunday, "joint": 0.25},
        {"start": next_, "end": next_, "joint": 0.5},
    ]
    hq = headquarters(a_rule(months=1), changes={"policy.patrols.phases": phases})
    assert hq.world.policy.patrols.joint == 0.0
    assert months(hq, 0.6) == [True]
    assert hq.world.policy.patrols.joint == 0.25


def test_where_no_rule_changes_anything_the_policy_stays_as_it_is() -> None:
    hq = headquarters(a_rule(months=1))
    before = hq.world.policy
    months(hq, 0.4)
    assert hq.world.policy is before
    months(hq, 0.6)
    adapted = hq.world.policy
    months(hq, 0.6)
    assert hq.world.policy is adapted


# where the force stands


def planned() -> MissionHeadquarters:
    """Two places with 100 and 400 people; last year 7 died in the second, before that 1,000."""
    hq = headquarters(a_rule(months=1))
    world = hq.world
    world.places["persons"] = 0.0
    world.places["persons"][:2] = (100.0, 400.0)
    record_weeks(world, 60)
    deaths = world.record.places["deaths"]
    deaths[7, 0] = 1000
    deaths[8, 1], deaths[59, 1] = 3, 4
    set_policy(world, "patrols", concentration=0.25)
    return hq


def test_the_force_goes_to_people_and_where_last_years_dead_fell() -> None:
    """Roots 10 and 20 of 30; burning 10 * 0.3 = 3 and 20 * (0.3 + ln 8) = 47.588831 of 50.588831.

    0.75 * 10/30 + 0.25 * 3/50.588831 = 0.2648254; 0.75 * 20/30 + 0.25 * 0.9406984 = 0.7351746.
    """
    weights = planned().weigh_places().tolist()
    assert weights[:2] == pytest.approx([0.2648254, 0.7351746], rel=1e-6)
    assert sum(weights) == pytest.approx(1.0)


def test_a_plan_that_looks_at_people_alone_sees_no_dead() -> None:
    hq = planned()
    set_policy(hq.world, "patrols", concentration=0.0)
    assert hq.weigh_places()[:2].tolist() == pytest.approx([1 / 3, 2 / 3])


def test_in_an_empty_country_every_place_weighs_the_same() -> None:
    hq = planned()
    hq.world.places["persons"] = 0.0
    weights = hq.weigh_places()
    assert weights[0] > 0.0 and (weights == weights[0]).all()


def units(world: World, number: int = 1) -> None:
    """Units of infantry, 100 persons each, present and not yet based."""
    world.mission.units = np.zeros(number, UNIT_DTYPE)
    table = world.mission.units
    table["persons"], table["status"], table["place"] = 100.0, PRESENT, -1
    table["task"], table["key"] = READY, 77


def test_headquarters_adapt_and_base_units_under_a_mandate_only() -> None:
    """The second place is worth most."""
    hq = planned()
    units(hq.world)
    hq.world.mission.consent, hq.world.mission.mandated = 0.6, False
    hq.decide()
    assert (hq.world.adapted, hq.world.mission.units["place"].tolist()) == ({}, [-1])
    hq.world.mission.mandated = True
    hq.decide()
    assert hq.world.adapted == {("patrols", "share"): 0.875}
    assert hq.world.mission.units["place"].tolist() == [1]


# units


def a_unit(place: int = 0, danger: float = 0.25, losses: float = 5.0) -> PeacekeepingUnit:
    """A unit with a caveat of 0.5 in a place; risky 0.25 + 0.01 * 5 = 0.3."""
    world = a_world()
    units(world)
    table = world.mission.units
    table["place"], table["caveat"], table["losses"] = place, 0.5, losses
    table["kind"], table["contributor"] = OBSERVERS, 0
    world.places["danger"] = 1.0
    world.places["danger"][place] = danger
    model = a_model(world)
    model._meet_units()
    return model.units[0]


@pytest.mark.parametrize(
    ("danger", "luck", "task"),
    [
        (0.25, 0.299, GUARD),
        (0.25, 0.301, PATROL),
        (0.75, 0.499, GUARD),
        (0.75, 0.501, PATROL),
    ],
)
def test_capitals_keep_units_in_by_their_caveats_where_it_is_dangerous(
    monkeypatch: pytest.MonkeyPatch, danger: float, luck: float, task: int
) -> None:
    """0.5 * 2 * 0.3 = 0.3; at danger 0.75 twice 0.8 counts as 1: 0.5."""
    unit = a_unit(danger=danger)
    fix_luck(monkeypatch, unit.world, {(streams.CAVEAT, 77, 0): luck})
    unit.decide()
    assert unit.world.mission.units["task"][0] == task


def test_without_danger_and_losses_nobody_is_kept_in(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = a_unit(danger=0.0, losses=0.0)
    fix_luck(monkeypatch, unit.world, otherwise=0.0)
    unit.decide()
    assert unit.world.mission.units["task"][0] == PATROL


@pytest.mark.parametrize(("status", "place"), [(PLEDGED, 3), (GONE, 3), (PRESENT, -1)])
def test_who_is_not_there_or_has_no_base_is_not_decided_on(
    monkeypatch: pytest.MonkeyPatch, status: int, place: int
) -> None:
    unit = a_unit(place=3)
    unit.place = place
    unit.world.mission.units["status"] = status
    fix_luck(monkeypatch, unit.world, otherwise=0.0)
    unit.decide()
    assert unit.world.mission.units["task"][0] == READY


def test_a_unit_stands_in_the_cell_of_its_base() -> None:
    unit = a_unit(place=0)
    space = unit.model.space
    assert unit.cell is space[0]
    unit.place = 3
    unit.settle()
    assert unit.cell is space[3]
    unit.settle()
    assert unit.cell is space[3]
    assert unit in space[3].agents and unit not in space[0].agents
    unit.place = -1
    unit.settle()
    assert unit.cell is None


def test_a_unit_says_what_it_is_and_who_sent_it() -> None:
    unit = a_unit()
    table, contributors = unit.world.mission.units, unit.world.mission.spec.contributors
    assert (unit.kind, unit.status) == ("observers", "present")
    for number, contributor in enumerate(contributors):
        table["contributor"] = number
        assert unit.contributor == contributor.name
    table["contributor"] = len(contributors)
    assert unit.contributor == "partners"


# other numbers, other answers


@pytest.mark.parametrize(
    ("name", "value", "first", "second"),
    [
        ("plan_weeks", 30.0, 3.0, 38.1887582),  # 4 dead in the last week: 20 * (0.3 + ln 5)
        ("plan_weeks", 53.0, 72.0875478, 47.5888308),  # and 1,000 a year ago: 10 * (0.3 + ln 1001)
        ("quiet_places", 0.6, 6.0, 53.5888308),  # 10 * 0.6 and 20 * (0.6 + ln 8)
    ],
)
def test_a_plan_reads_its_numbers(name: str, value: float, first: float, second: float) -> None:
    """Burning: 10 * 0.3 and 20 * (0.3 + ln 8) = 47.588831 without a change."""
    hq = planned()
    set_numbers(hq.world, "leaders", **{name: value})
    set_policy(hq.world, "patrols", concentration=1.0)
    weights = hq.weigh_places()[:2].tolist()
    expected = [first / (first + second), second / (first + second)]
    assert weights == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("luck", "task"), [(0.499, GUARD), (0.501, PATROL)])
def test_how_much_losses_frighten_is_a_number(
    monkeypatch: pytest.MonkeyPatch, luck: float, task: int
) -> None:
    """0.25 + 0.05 * 5 = 0.5: 0.5 * 2 * 0.5."""
    unit = a_unit()
    set_numbers(unit.world, "leaders", losses_frighten=0.05)
    fix_luck(monkeypatch, unit.world, {(streams.CAVEAT, 77, 0): luck})
    unit.decide()
    assert unit.world.mission.units["task"][0] == task


def test_a_mission_starts_with_the_standing_its_scenario_gives_it() -> None:
    spec = MissionSpec(host_consent=0.25, council_support=0.5, seen_impartial=0.375)
    mission = Mission(spec, 4, PARTS.items)
    assert (mission.consent, mission.support, mission.impartial) == (0.25, 0.5, 0.375)
    usual = Mission(MissionSpec(), 4, PARTS.items)
    assert (usual.consent, usual.support, usual.impartial) == (0.8, 0.8, 0.7)
