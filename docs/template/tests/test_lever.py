"""The lever moves what it claims, costs money, and does nothing at zero or without effect."""

from conftest import mean

import sim

WATCHED = {"policy.sanctions.reach": 1.0}
NO_EFFECT = {"nature.variant": "no-effect"}
WEEKS, SEEDS = 208, range(3)


def test_rebels_are_supplied_worse_and_it_is_paid_for(extended: sim.Scenario) -> None:
    found = sim.compare(extended, extended.replace(WATCHED), SEEDS, WEEKS, processes=1).table
    assert mean(found, "rebel_supply") < -0.02
    assert mean(found, "cost") > 0.0


def test_zero_is_no_lever(plain: sim.Scenario, extended: sim.Scenario) -> None:
    one, two = sim.run(plain, 1, WEEKS), sim.run(extended, 1, WEEKS)
    assert one.events.equals(two.events)
    assert (two.ledger["cost_sanctions"] == 0.0).all()


def test_nothing_happens_in_the_world_without_effect(extended: sim.Scenario) -> None:
    base = extended.replace(NO_EFFECT)
    found = sim.compare(base, base.replace(WATCHED), SEEDS, WEEKS, processes=1).table
    assert mean(found, "rebel_supply") == 0.0
