"""How far programmes reach, worked out by hand."""

from __future__ import annotations

from sim.state.works import cover, per_million


def test_half_is_had_at_the_half_and_ever_less_for_more() -> None:
    """0, 3 and 9 of a half at 3: 0, 1/2, 3/4; 1 of it: 1/4."""
    assert [cover(amount, 3.0) for amount in (0.0, 3.0, 9.0)] == [0.0, 0.5, 0.75]
    assert cover(1.0, 3.0) == 0.25


def test_staff_are_spread_over_people_and_a_small_place_counts_as_a_thousand() -> None:
    """8 staff: 2 for 4,000 people are 500 a million; 6 for 100 are as 6 for 1,000: 6,000."""
    assert per_million(8.0, 0.25, 4000.0) == 500.0
    assert per_million(8.0, 0.75, 100.0) == 6000.0
