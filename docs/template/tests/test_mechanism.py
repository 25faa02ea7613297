"""The mechanism keeps a column of its own, and watching changes nothing."""

import sim


def test_the_column_is_kept_every_week(extended: sim.Scenario) -> None:
    run = sim.run(extended, 1, weeks=30)
    column = run.series["rebel_supply"]
    assert len(column) == 30
    assert column.between(0.0, 1.0).all() and (column > 0.0).any()


def test_watching_changes_nothing(plain: sim.Scenario, extended: sim.Scenario) -> None:
    one, two = sim.run(plain, 2, weeks=104), sim.run(extended, 2, weeks=104)
    assert one.events.equals(two.events)
    assert one.outcomes["displaced_peak"] == two.outcomes["displaced_peak"]
