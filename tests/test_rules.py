"""Rules of an adaptive mission: data, checked, and acting as they say."""

from __future__ import annotations

import pytest

from sim.agents.indicators import watch
from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import ScenarioError
from sim.model import PeaceModel

SMALL = {"nature.civilians": 300, "nature.combatants": 300}
RULE = {
    "when": "troops",
    "below": 1.0,
    "months": 2,
    "lever": "patrols",
    "field": "share",
    "to": 0.9,
}


def zambara(*rules: dict[str, object]) -> Scenario:
    return load_scenario("zambara", {**SMALL, "rules": list(rules)})


def stepped(case: Scenario, weeks: int) -> PeaceModel:
    model = PeaceModel(case, seed=1)
    for _ in range(weeks):
        model.step()
    return model


def test_a_rule_acts_after_its_months_and_lets_go() -> None:
    model = PeaceModel(zambara(RULE), seed=1)
    shares = []
    for _ in range(200):
        model.step()
        shares.append(model.world.policy.patrols.share)
    assert 0.9 in shares
    first = shares.index(0.9)
    assert first >= 105 + 4, "the mandate begins in week 105; two months pass first"
    assert model.world.mission.troops() > 1.0
    assert shares[-1] == model.case.policy.patrols.share


def test_a_rule_lasts_as_long_as_it_says() -> None:
    model = stepped(zambara({**RULE, "lasts": 60}), 200)
    assert model.world.policy.patrols.share == 0.9


def test_a_rule_that_never_holds_changes_nothing() -> None:
    never = {**RULE, "when": "displaced", "above": 1e12}
    never.pop("below")
    with_rule, without = stepped(zambara(never), 150), stepped(zambara(), 150)
    assert (with_rule.world.record.series == without.world.record.series).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lever": "patrol"}, "patrols"),
        ({"field": "shre"}, "share"),
        ({"to": 7.0}, "cannot take"),
        ({"above": 3.0}, "one of them"),
        ({"when": "weather"}, "when"),
        ({"place": "Nowhere"}, "place"),
    ],
)
def test_a_faulty_rule_is_refused_with_place_and_remedy(
    change: dict[str, object], words: str
) -> None:
    with pytest.raises(ScenarioError, match=words):
        zambara({**RULE, **change})


def test_everything_that_can_be_watched_is_a_number() -> None:
    world = stepped(zambara(), 120).world
    names = (
        "displaced",
        "deaths",
        "civilian_deaths",
        "peacekeeper_deaths",
        "danger",
        "need",
        "risk",
        "trust_mission",
        "trust_state",
        "consent",
        "support",
        "cash_weeks",
        "fighters",
        "troops",
    )
    assert all(watch(world, name) >= 0.0 for name in names)
    assert watch(world, "displaced", "worst") <= watch(world, "displaced")
    with pytest.raises(ValueError, match="Nowhere"):
        watch(world, "danger", "Nowhere")
