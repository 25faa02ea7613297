"""Why an event happened: a rate is the product of its factors, and events keep the main ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from helpers import busy, step_by_step
from rules.bench import a_world

from sim import week
from sim.case.scenario import Scenario
from sim.mechanisms import causes
from sim.model import PeaceModel
from sim.runs.explain import WORDS
from sim.runs.run import run
from sim.state.events import (
    BATTLE,
    COMMUNAL,
    FACTOR_NAMES,
    FACTORS,
    KEPT,
    ON_MISSION,
    ONESIDED,
    PRESENCE,
)
from sim.state.events import KINDS as EVENT_KINDS
from sim.state.factions import CAMPAIGN, STATE
from sim.state.violence_factors import rate
from sim.state.world import World

WEEKS = 60


@pytest.fixture(scope="module")
def eventful(case: Scenario) -> Scenario:
    return busy(case)


def parts(world: World, c: int, p: int) -> tuple[float, np.ndarray]:
    """One channel's rate in one place, before peacekeepers, and its factors."""
    each = np.empty(FACTORS)
    return rate(world, c, p, each), each


def constant_of(world: World, c: int) -> float:
    """The number of nature that a channel's factors multiply."""
    v, kind, a = world.rules.violence, world.channels["kind"][c], world.channels["a"][c]
    if kind == ON_MISSION:
        return v.mission_attack_rate
    army = kind == ONESIDED and world.factions["kind"][a] == STATE
    attacks = v.state_onesided_rate if army else v.onesided_rate
    return v.level * {BATTLE: v.battle_rate, COMMUNAL: v.communal_rate}.get(kind, attacks)


def watched(case: Scenario, name: str, look: Callable[[World], None], after: bool) -> None:
    """Run with `look` beside one step of the week: before it, or after it."""
    module, _, function = name.partition(".")
    owner = getattr(week, module)
    original = getattr(owner, function)

    def spy(world: World) -> None:
        if not after:
            look(world)
        original(world)
        if after:
            look(world)

    with pytest.MonkeyPatch.context() as patch:
        step_by_step(patch)
        patch.setattr(owner, function, spy)
        model = PeaceModel(case, seed=2)
        for _ in range(WEEKS):
            model.step()


def test_every_event_has_causes_that_are_factors(eventful: Scenario) -> None:
    feuds = eventful.replace({"nature.violence.communal_rate": 0.02})
    log = run(feuds, seed=2, weeks=104).kept.events
    assert len(log) > 100
    assert {int(kind) for kind in log["kind"]} == set(range(len(EVENT_KINDS)))
    assert ((log["cause"] >= 0) & (log["cause"] < FACTORS)).all()
    ranked = np.sort(log["cause"], axis=1)
    assert (ranked[:, 1:] != ranked[:, :-1]).all(), "a factor is named once"
    assert np.isfinite(log["weight"]).all()
    size = np.abs(log["weight"])
    assert (size[:, :-1] >= size[:, 1:]).all(), "the heaviest comes first"
    assert (size[:, 0] > 0.0).all()


def test_every_factor_has_a_name_and_words() -> None:
    assert len(FACTOR_NAMES) == FACTORS == len(set(FACTOR_NAMES))
    assert set(WORDS) == set(FACTOR_NAMES)
    ordinary = causes.ordinary(a_world())
    assert ordinary.shape == (FACTORS, len(EVENT_KINDS))
    assert (ordinary > 0.0).all()


def test_a_rate_is_the_product_of_its_factors(eventful: Scenario) -> None:
    """Where forces are; and nothing happens where they are not."""
    seen: dict[int, int] = dict.fromkeys(range(len(EVENT_KINDS)), 0)

    def look(world: World) -> None:
        if world.week % 10:
            return
        for c, p in np.argwhere(world.rates > 0.0):
            wish, each = parts(world, int(c), int(p))
            assert (each >= 0.0).all() and each[PRESENCE] == 1.0
            constant = constant_of(world, int(c))
            assert wish == pytest.approx(constant * math.prod(each), rel=1e-12)
            assert world.rates[c, p] == wish
            seen[int(world.channels["kind"][c])] += 1
        for c in range(len(world.channels)):
            a, kind = world.channels["a"][c], world.channels["kind"][c]
            if kind != COMMUNAL:
                assert (world.rates[c][world.strength[a] <= 0.0] == 0.0).all()

    watched(eventful, "rates.set_rates", look, after=True)
    assert all(seen.values()), "every kind of event was looked at"


def test_the_rate_of_a_battle_is_the_published_formula(eventful: Scenario) -> None:
    """Written out by hand, apart from the code that computes it."""
    seen = []

    def look(world: World) -> None:
        v, t, places = world.rules.violence, world.rules.tempo, world.places
        for c in np.flatnonzero(world.channels["kind"] == BATTLE):
            a, b = int(world.channels["a"][c]), int(world.channels["b"][c])
            for p in np.flatnonzero(world.rates[c] > 0.0):
                act = 0.5 * sum(
                    world.drive[f, 0] * (t.focus if aims(world, f, int(p)) else 1.0) for f in (a, b)
                )
                forces = math.sqrt(world.strength[a, p] * world.strength[b, p]) / 1000.0
                rate = v.level * v.battle_rate * forces**v.rate_exponent * act * world.slow
                rate *= float(places["value"][p]) * (1.0 + float(places["heat"][p]))
                assert world.rates[c, p] == pytest.approx(rate, rel=1e-9)
                seen.append((c, p))

    watched(eventful, "rates.set_rates", look, after=True)
    assert len(seen) > 100


def aims(world: World, f: int, p: int) -> bool:
    row = world.factions[f]
    return bool(row["posture"] == CAMPAIGN and row["target"] == p)


def test_events_keep_the_factors_that_weighed_most(eventful: Scenario) -> None:
    seen = []

    def look(world: World) -> None:
        ordinary = causes.ordinary(world)
        for event in world.events[world.week_events]:
            c, p, kind = int(event["channel"]), int(event["place"]), int(event["kind"])
            wish, each = parts(world, c, p)
            each[PRESENCE] = world.rates[c, p] / wish
            weights = np.log(np.maximum(each, 1e-9) / ordinary[:, kind])
            best = np.sort(np.abs(weights))[::-1][:KEPT]
            assert np.abs(event["weight"]) == pytest.approx(best, rel=1e-5, abs=1e-6)
            for cause, weight in zip(event["cause"], event["weight"], strict=True):
                assert weight == pytest.approx(weights[cause], rel=1e-5, abs=1e-6)
            seen.append(kind)

    watched(eventful, "causes.name", look, after=True)
    assert len(seen) > 100


def test_causes_are_named_before_the_state_moves_on(eventful: Scenario) -> None:
    """What places remember of an event is not among its own causes."""
    heat: dict[str, Any] = {}

    def before(world: World) -> None:
        heat["then"] = world.places["heat"].copy()

    def after(world: World) -> None:
        assert (world.places["heat"] == heat["then"]).all()

    module = week.causes
    original = module.name

    def spy(world: World) -> None:
        after(world)
        original(world)

    strike = week.violence.strike

    def strike_spy(world: World) -> None:
        before(world)
        strike(world)

    with pytest.MonkeyPatch.context() as patch:
        step_by_step(patch)
        patch.setattr(module, "name", spy)
        patch.setattr(week.violence, "strike", strike_spy)
        model = PeaceModel(eventful, seed=2)
        for _ in range(20):
            model.step()
    assert heat


def test_without_peacekeepers_presence_is_no_cause(case: Scenario) -> None:
    never = {"mission.start": case.date_of(case.weeks + 10), "mission.end": None}
    log = run(case.replace(never), seed=1, weeks=104).kept.events
    assert len(log) > 20
    assert not ((log["cause"] == PRESENCE) & (log["weight"] != 0.0)).any()
