"""Talks, deals, elections, exits and cuts: the rules of politics one by one."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from helpers import without_phases
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.case.parts import PARTS
from sim.case.scenario import Scenario, load_scenario
from sim.levers import funding
from sim.levers.exit import calm_share
from sim.mechanisms import ballots, politics
from sim.model import PeaceModel
from sim.runs.run import run
from sim.state.factions import CANTONED, FIGHTING, IMPLEMENT, SIGNED
from sim.state.mission import troops
from sim.state.world import World, fighting, set_hostilities

COSTS = PARTS.items.costs

EAGER = {
    "nature.politics.talks": 1.0,
    "nature.politics.agree": 1.0,
    "nature.endings.split": 0.0,
    "nature.endings.fade_rate": 0.0,
}
FAITHFUL = {"nature.politics.cheat": 0.0}
PROGRAMMES = ("early_warning", "protection", "mediation", "dialogue", "ddr", "aid", "development")


@cache
def country() -> Scenario:
    """Zambara with few sampled people, its mission there from the first day."""
    case = load_scenario("zambara", {"nature.civilians": 300, "nature.combatants": 300})
    changes = {"mission.start": case.monday, "events": []}
    return case.replace({**without_phases(case), **changes})


def weary(case: Scenario, level: float = 0.95) -> Scenario:
    """Everybody is tired of the war from the start, so that talks are ripe."""
    rows = [{**row, "weariness": level} for row in case.to_dict()["factions"]]
    return case.replace({"factions": rows})


def stepped(case: Scenario, weeks: int, seed: int = 1) -> PeaceModel:
    model = PeaceModel(case, seed=seed)
    for _ in range(weeks):
        model.step()
    return model


def signed_model(case: Scenario, weeks: int = 60) -> tuple[PeaceModel, int]:
    """A model in which a rebel faction has signed, and its row."""
    model = PeaceModel(weary(case.replace(EAGER)), seed=2)
    for _ in range(weeks):
        model.step()
        factions = model.world.factions
        signed = (factions["standing"] == SIGNED) & (factions["side"] != model.world.governing)
        if signed.any():
            return model, int(np.flatnonzero(signed)[0])
    raise AssertionError("nobody signed")


# talks


def test_talks_need_two_sides() -> None:
    """Rebels without a government to talk to, and governments without rebels, do not talk."""
    rows = country().to_dict()["factions"]
    for kept in (("rebels",), ("state", "militia")):
        factions = [row for row in rows if row["kind"] in kept]
        case = weary(country().replace({**EAGER, "factions": factions}))
        world = stepped(case, 60).world
        assert not world.factions["talks"].any()
        assert not any(kind == "agreement" for _, _, kind in world.endings)


def test_without_a_stalemate_that_hurts_there_is_little_to_sign() -> None:
    fresh, tired = PeaceModel(weary(country(), 0.0)).world, PeaceModel(weary(country())).world
    for f in fighting(fresh):
        if fresh.factions[f]["side"] != fresh.governing:
            assert politics.ripeness(fresh, f) < politics.ripeness(tired, f)


def test_no_mediation_is_mediation_of_nobody() -> None:
    """Terms that no envoy carries change nothing, to the byte."""
    none = country().replace({"policy.mediation.teams": 0})
    terms = {
        "policy.mediation.power_sharing": 4,
        "policy.mediation.guarantees": 1.0,
        "policy.mediation.inclusion": 1.0,
        "policy.mediation.impartiality": 0.0,
        "policy.mediation.pressure": 1.0,
        "policy.mediation.parties": [country().factions[1].name],
    }
    one, two = run(none, seed=4, weeks=150), run(none.replace(terms), seed=4, weeks=150)
    assert one.outcomes == pytest.approx(two.outcomes, abs=0.0, rel=0.0, nan_ok=True)
    assert one.events.equals(two.events) and one.ledger.equals(two.ledger)


def test_envoys_bring_parties_to_the_table_sooner() -> None:
    case = weary(country(), 0.5).replace({"nature.politics.talks": 0.05})
    first = {}
    for teams in (0, 20):
        rich = {"policy.mediation.teams": teams, "policy.funding.budget": 2.0e9}
        series = [run(case.replace(rich), seed=seed, weeks=110).series for seed in range(8)]
        first[teams] = np.mean([np.flatnonzero([*s["talks"], 1.0])[0] for s in series])
    assert first[20] < first[0]


# deals


def test_a_signed_faction_stops_fighting() -> None:
    model, f = signed_model(country().replace(FAITHFUL))
    world, name = model.world, model.world.names[f]
    first = world.week
    assert world.factions[f]["posture"] == IMPLEMENT
    for _ in range(40):
        model.step()
        assert world.factions[f]["standing"] == SIGNED
        assert not world.hostile[f].any() and not world.hostile[:, f].any()
    log = world.events[: world.event_count]
    own = (log["week"] > first) & (log["kind"] <= 1) & ((log["a"] == f) | (log["b"] == f))
    assert not own.any(), f"{name} fought on after it signed"
    assert ((log["week"] <= first) & ((log["a"] == f) | (log["b"] == f))).any(), "it never fought"


def test_demobilisation_takes_nobody_of_a_party_that_has_only_fought_the_state() -> None:
    case = country().replace(
        {
            **FAITHFUL,
            "policy.ddr.places": 50_000,
            "policy.ddr.reintegration": 1.0,
            "policy.ddr.cvr": 0,
            "policy.mediation.parties": [country().factions[1].name],
            "policy.funding.budget": 3.0e9,
            "nature.ddr.setup_months": 1.0,
        }
    )
    model, _ = signed_model(case)
    cantoned = 0.0

    def past() -> Any:  # has signed, faded, merged, or stands on the side that governs
        factions = model.world.factions
        allied = factions["side"] == model.world.governing
        return (factions["standing"] != FIGHTING) | allied

    ever = past()
    for _ in range(60):
        model.step()
        ever |= past()
        table = model.world.combatants
        inside = table["status"] == CANTONED
        cantoned = max(cantoned, float(table["weight"][inside].sum()))
        assert ever[table["faction"][inside]].all()
    assert cantoned > 0.0


def test_without_a_deal_nobody_is_cantoned() -> None:
    case = country().replace(
        {"nature.politics.talks": 0.0, "policy.ddr.places": 50_000, "policy.funding.budget": 3.0e9}
    )
    outcomes = run(case, seed=1, weeks=104).outcomes
    assert outcomes["demobilised"] == 0.0 and outcomes["impostors"] == 0.0


def breach_under(world: World, f: int, **promise: Any) -> float:
    for column, value in promise.items():
        world.factions[column][f] = value
    return politics.breach(world, f)


def test_a_guarantee_lowers_the_hazard_of_a_breach() -> None:
    """The firmer the promise and the more troops stand behind it, the safer the deal."""
    model, f = signed_model(country().replace(FAITHFUL))
    world = model.world
    world.rules.politics = world.rules.politics._replace(cheat=0.05)
    world.mission.present[:] = 0.0
    nobody = breach_under(world, f, promised=1.0)
    assert nobody == breach_under(world, f, promised=0.0), "a promise without troops is words"
    world.mission.present[:] = 6000.0
    unpromised, promised = (breach_under(world, f, promised=share) for share in (0.0, 1.0))
    assert promised < unpromised < nobody


def test_shared_power_lowers_the_hazard_of_a_breach_and_a_crisis_raises_it() -> None:
    model, f = signed_model(country().replace(FAITHFUL))
    world = model.world
    world.rules.politics = world.rules.politics._replace(cheat=0.05)
    alone, shared = (breach_under(world, f, sharing=n) for n in (0, 4))
    assert shared < alone
    world.crisis = 3.0
    assert politics.breach(world, f) > shared


# elections


@pytest.mark.parametrize("crisis", [0.0, 1.0])
def test_only_a_rejected_count_opens_a_crisis(crisis: float) -> None:
    case = country().replace(
        {
            "events": [{"date": country().date_of(20), "kind": "election"}],
            "nature.ballots.election_crisis": crisis,
            "policy.elections.certification": 0.0,
        }
    )
    model = PeaceModel(case, seed=3)
    held = []
    for seed in range(6):
        model = stepped(case, 21, seed)
        [(week, turnout, accepted)] = model.world.ballots
        assert week == 20 and 0.0 <= turnout <= 1.0
        assert (model.world.crisis > 0.0) is (not accepted)
        held.append(accepted)
    assert all(held) if crisis == 0.0 else not all(held)


def test_safety_registration_and_certificates_make_elections() -> None:
    case = country().replace({"policy.funding.budget": 2.0e9})
    bare = dict.fromkeys(("registration", "education", "certification"), 0.0)
    none = {f"policy.elections.{name}": value for name, value in bare.items()}
    full = {"registration": 2e8, "education": 5e7, "certification": 1.0}
    all_of_it = {f"policy.elections.{name}": value for name, value in full.items()}
    due = {"events": [{"date": case.date_of(50), "kind": "election"}]}
    plain = stepped(case.replace({**none, **due}), 50).world
    helped = stepped(case.replace({**all_of_it, **due}), 50).world
    assert ballots.turnout_of(helped) > ballots.turnout_of(plain)
    assert ballots.rejection(helped) < ballots.rejection(plain)


# exits and cuts


def test_benchmarks_pause_the_exit() -> None:
    leaves = {
        "policy.exit.begin": country().date_of(10),
        "policy.exit.months": 6,
        "policy.funding.budget": 2.0e9,
    }
    gone = stepped(country().replace(leaves), 60).world
    assert gone.mission.staying == 0.0 and troops(gone.mission) == 0.0
    waits = {**leaves, "policy.exit.benchmark": 1.0}
    model = PeaceModel(country().replace(waits), seed=1)
    stayed = []
    for _ in range(60):
        before = model.world.mission.staying
        model.step()
        if model.world.mission.staying < before:
            assert calm_share(model.world) >= 0.95, "stepped down while people were in danger"
        stayed.append(model.world.mission.staying)
    assert stayed[-1] > 0.5 and troops(model.world.mission) > 0.0


def test_a_follow_on_mission_stays() -> None:
    leaves = {
        "policy.exit.begin": country().date_of(80),
        "policy.exit.months": 6,
        "policy.exit.follow_on": 2000,
        "policy.funding.budget": 2.0e9,
    }
    troops = run(country().replace(leaves), seed=1, weeks=140).series["troops"]
    assert troops.max() > 3000 and 1000 < troops.iloc[-1] <= 2000


def test_a_cut_takes_its_share_of_the_year_in_its_months_and_stays() -> None:
    """Income by the rule: cut times 12 over its months while it is found, then the cut itself."""
    cut, months, begins = 0.15, 9, 104
    hungry = {  # more is wanted than is there, so that all that is assessed is income
        "policy.force.troops": 20_000,
        "policy.aid.food": 2_000_000,
        "nature.funding.arrival_noise": 0.0,
    }
    whole = country().replace(hungry)
    cuts = {
        "policy.funding.cut": cut,
        "policy.funding.cut_months": months,
        "policy.funding.cut_start": country().date_of(begins),
    }
    base, less = (run(case, seed=1, weeks=200) for case in (whole, whole.replace(cuts)))
    ratio = (less.ledger["income"] / base.ledger["income"]).to_numpy()
    assert (ratio[:begins] == 1.0).all()
    assert ratio[begins + 1 : begins + 37] == pytest.approx(1.0 - cut * 12 / months, abs=1e-3)
    assert ratio[begins + 42 :] == pytest.approx(1.0 - cut, abs=1e-3)
    window = slice(begins, begins + 60)
    home = "cost_repatriation"
    assert less.ledger[home][window].sum() > base.ledger[home][window].sum()
    assert less.outcomes["sent_home"] > base.outcomes["sent_home"]


def test_the_cut_follows_the_calendar() -> None:
    cuts = {
        "policy.funding.cut": 0.5,
        "policy.funding.cut_months": 3,
        "policy.funding.cut_start": country().date_of(4),
    }
    model = PeaceModel(country().replace(cuts), seed=1)
    seen = []
    for _ in range(26):
        model.step()
        seen.append(funding.cut_now(model.world))
    assert seen[:4] == [0.0] * 4 and seen[4:16] == [1.0] * 12 and seen[20:] == [0.5] * 6


# money


def affordable(case: Scenario, seed: int) -> tuple[bool, float]:
    """Whether every bill was paid in full throughout, and what was spent."""
    model = PeaceModel(case, seed=seed)
    paid = True
    for _ in range(60):
        model.step()
        world = model.world
        paid &= min(world.mission.paid.values()) == 1.0 and world.mission.owed == 0
        paid &= world.mission.funded == 1.0
    ledger = model.world.mission.ledger
    return paid, sum(float(ledger[name].sum()) for name in COSTS)


@settings(max_examples=12)
@given(
    budget=st.floats(2.0e8, 1.5e9),
    more=st.floats(1.0, 3.0),
    troops=st.integers(0, 9000),
    aid=st.integers(0, 400_000),
    priority=st.sampled_from(["together", "force", "programmes"]),
    seed=st.integers(0, 50),
)
def test_more_money_never_makes_an_affordable_plan_unaffordable(
    budget: float, more: float, troops: int, aid: int, priority: str, seed: int
) -> None:
    plan = country().replace(
        {
            "policy.force.troops": troops,
            "policy.aid.food": aid,
            "policy.funding.priority": priority,
            "policy.funding.budget": budget,
        }
    )
    paid, spent = affordable(plan, seed)
    richer = affordable(plan.replace({"policy.funding.budget": min(budget * more, 5.0e9)}), seed)
    if paid:
        assert richer == (True, spent), "what was paid for stays paid for, at the same price"


def test_hostilities_need_two_sides_at_war() -> None:
    world = PeaceModel(country(), seed=1).world
    assert (world.hostile == world.hostile.T).all() and world.hostile.any()
    world.factions["side"] = 0
    set_hostilities(world)
    assert not world.hostile.any()


def test_what_money_pays_is_told_apart_from_what_it_does_not() -> None:
    """Both kinds of plan exist, so that the test above says something."""
    rich, poor = ({"policy.funding.budget": dollars} for dollars in (2.0e9, 5.0e7))
    assert affordable(country().replace(rich), 1)[0]
    assert not affordable(country().replace(poor), 1)[0]
