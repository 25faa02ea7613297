"""Worlds weighed by their course until a day, and deaths by place and admin-1."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.evidence import areas
from sim.evidence.course import Course
from sim.evidence.scores import cells_score, score, weighted, weighted_central, weighted_crps
from sim.evidence.weighing import onward, table, weigh

WINDOW = (date(2000, 1, 1), date(2003, 12, 31))
DAY = date(2002, 1, 1)


def war(*yearly: float) -> Course:
    """So many deaths in every month of each year, two thirds of them at the first place."""
    months = np.repeat(np.array(yearly, dtype=float), 12)
    cells = np.array([months * 2 / 3, months / 3, np.zeros(48)])
    years = 12.0 * np.array(yearly)
    return Course(WINDOW, years, months, np.array([1.0, 0.0, 0.0]), cells)


def test_weighed_scores_with_equal_weights_are_the_others() -> None:
    rng = np.random.default_rng(1)
    worlds, seen = rng.lognormal(4.0, 2.0, (30, 6)), rng.lognormal(4.0, 2.0, 6)
    even, plain = weighted(worlds, np.full(30, 1 / 30), seen), score(list(worlds.T), seen)
    assert even.crps == pytest.approx(plain.crps)
    assert even.interval == pytest.approx(plain.interval)
    assert (even.ignorance, even.held_90) == (pytest.approx(plain.ignorance), plain.held_90)
    cells = cells_score(worlds, seen)
    assert cells.crps == pytest.approx(plain.crps)
    assert (cells.ignorance, cells.interval) == pytest.approx((plain.ignorance, plain.interval))
    whole = cells_score(worlds, seen, drawn=False)
    assert whole.crps == pytest.approx(score(list(worlds.T), seen, drawn=False).crps)


def test_weighed_crps_by_hand() -> None:
    """Error 0.5*2 + 0.25*1 + 0.25*3 = 2; pairs 0.125*1 + 0.125*5 + 0.0625*4 over 1 - 0.375."""
    members, weights = np.array([5.0, 0.0, 1.0]), np.array([0.25, 0.5, 0.25])
    assert weighted_crps(members, weights, 2.0) == pytest.approx(2.0 - 1.0 / 0.625)
    assert weighted_crps(members, np.array([1.0, 0.0, 0.0]), 2.0) == pytest.approx(3.0)
    heavy = weighted_central(np.arange(5.0), np.array([0.01, 0.01, 0.96, 0.01, 0.01]), 0.9)
    assert heavy[1] - heavy[0] < 2.1


def test_worlds_near_the_record_until_the_day_weigh_more() -> None:
    record = war(10, 20, 40, 80)
    worlds = [war(10, 21, 40, 80), *(war(300, 500, 4, 3) for _ in range(9))]
    found = weigh(worlds, record, DAY)
    assert found.of.sum() == pytest.approx(1.0)
    assert found.of[0] > 0.1 > found.of[1]
    assert found.effective >= 5.0  # half of the worlds, few as they are
    # what comes after the day weighs nothing
    later = [replace(w, months=np.r_[w.months[:24], w.months[24:] * 9]) for w in worlds]
    assert weigh(later, record, DAY).of == pytest.approx(found.of)
    # the further all worlds are from the record, the wider the kernel and the larger the miss
    far = weigh([war(1000 + at, 2000, 1, 1) for at in range(10)], war(1, 1, 1, 1), DAY)
    near = weigh([war(1, 1 + 0.01 * at, 1, 1) for at in range(10)], war(1, 1, 1, 1), DAY)
    assert near.kernel < found.kernel and near.apart < 0.1 < 5.0 < far.apart
    assert near.effective == pytest.approx(10.0, abs=0.5)


def test_weighing_helps_where_the_past_tells_the_future() -> None:
    rng = np.random.default_rng(4)
    levels = rng.lognormal(3.0, 1.2, 80)
    worlds = [war(*(v * rng.lognormal(0.0, 0.1, 4))) for v in levels]
    found = onward(worlds, war(50, 52, 49, 51), DAY)
    for scores in found.scores.values():
        assert scores["worlds, weighed"].crps < 0.7 * scores["worlds, all alike"].crps
    assert found.scores["months"]["zero"].crps == pytest.approx(50.0, abs=1.0)
    assert found.scores["months"]["last 12"].crps == pytest.approx(2.0, abs=1.1)
    assert found.labels["years"] == ("2002", "2003")
    assert found.scores["months"]["worlds, weighed"].periods == 24
    assert found.weights.effective >= 16.0
    assert "effective of 80" in table(found)


def test_weighing_does_not_help_where_it_does_not() -> None:
    rng = np.random.default_rng(5)
    worlds = [war(*rng.lognormal(3.0, 1.0, 4)) for _ in range(200)]
    ratios = []
    for _ in range(12):
        found = onward(worlds, war(*rng.lognormal(3.0, 1.0, 4)), DAY).scores["years"]
        ratios.append(found["worlds, weighed"].crps / found["worlds, all alike"].crps)
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.12)


@pytest.mark.parametrize("day", [date(2000, 6, 1), date(2004, 1, 1), date(2002, 1, 2)])
def test_a_day_of_no_use_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match=r"--from"):
        onward([war(1, 2, 3, 4)] * 3, war(1, 2, 3, 4), day)


def test_places_are_scored_and_gathered_into_admin_1() -> None:
    record = war(10, 20, 40, 80)
    persons, within = np.array([1.0, 5.0, 9.0]), ["North", "South", "North"]
    place, admin = areas.measured([record] * 4, record, persons, within)
    assert (place.areas, admin.areas) == (3, 2)
    assert place.ranks == (pytest.approx(-1.0), pytest.approx(1.0))
    assert admin.ranks == (pytest.approx(1.0), pytest.approx(1.0))
    assert place.scores["worlds"].crps == pytest.approx(0.0)
    assert place.scores["worlds"].periods == 3 * 36
    assert place.scores["zero"].crps == pytest.approx(record.cells[:, 12:].mean())
    # a month that is the same as all of its last twelve costs nothing; each year's first month
    # is 2/3 or 1/3 of twice the level before
    assert place.scores["last 12"].crps < place.scores["zero"].crps
    assert place.scores["whole past"].crps < place.scores["zero"].crps
    wrong = replace(record, cells=record.cells[::-1])
    assert areas.measured([wrong] * 4, record, persons, within)[0].ranks[1] < 0.0
    assert "by admin-1 (2)" in areas.text((place, admin))
