"""What mediation costs, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import mediation


def test_teams_cost_more_with_women_and_youth_at_the_table_and_with_guarantees() -> None:
    """700 a team and week x (1 + 0.3 x 0.5 + 0.3 x 0.25 = 1.225) = 857.5; four teams: 3430."""
    world = few_places()
    set_numbers(world, "mediation", team_year=YEARLY, inclusion_cost=0.3, guarantees_cost=0.3)
    set_policy(world, "mediation", teams=4, inclusion=0.5, guarantees=0.25)
    assert billed(world, mediation.bill) == {"mediation": pytest.approx(3430.0)}
    set_numbers(world, "mediation", inclusion_cost=0.6)  # 1 + 0.3 + 0.075 = 1.375
    assert billed(world, mediation.bill) == {"mediation": pytest.approx(3850.0)}
    set_numbers(world, "mediation", inclusion_cost=0.3, guarantees_cost=0.6)  # 1 + 0.15 + 0.15
    assert billed(world, mediation.bill) == {"mediation": pytest.approx(3640.0)}
