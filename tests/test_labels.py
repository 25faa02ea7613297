"""Nothing that can be set is a mere label: every field, moved from end to end, moves a world."""

from __future__ import annotations

from datetime import date
from typing import Literal

import labels
import pytest
from pydantic.fields import FieldInfo

from sim.machine import workers

FIELDS = [field.path for field in labels.fields()]
EVERY = 20  # of the fields one in so many is tried in the gate
HOME = {"start": date(2004, 1, 5), "end": date(2010, 1, 4), "troops": 2000}  # most go home

SELDOM = {  # what acts in rare cases alone, and the world made for that
    "nature.ballots.crowd_effect": "polls",
    "nature.politics.guarantee_observer": "polls",
    "nature.politics.betrayed": "deals",
    "nature.politics.truce_betrayed": "truces",
    "nature.politics.ground_kept": "land",
    "nature.politics.gang_talks": "haiti",
    "nature.relations.gang_state": "haiti",
    "nature.power.rout": "routed",
    "nature.power.rout_from": "routed",
    "events.decides": "voted",
    "nature.demobilisation.army_share": "army",
    "nature.endings.beaten_might": "beaten",
    "nature.endings.beaten_ground": "beaten",
    "nature.sieges.starved_weeks": "siege",
}


def faults(paths: list[str], processes: int | None) -> list[str]:
    """What is said of those fields that move nothing."""
    return [str(v) for v in workers.in_order(labels.tried, paths, processes) if not v.moved]


@pytest.mark.slow
def test_no_field_is_a_label() -> None:
    found = faults(FIELDS, None)
    assert not found, f"{len(found)} of {len(FIELDS)} fields move nothing:\n" + "\n".join(found)


def test_a_sample_of_fields_are_no_labels() -> None:
    found = faults(FIELDS[::EVERY], 1)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("path", "world"), SELDOM.items())
def test_what_acts_seldom_acts_where_its_case_is_there(path: str, world: str) -> None:
    field = next(f for f in labels.fields() if f.path == path)
    assert labels.moves(field, [world]).moved


def test_every_group_of_fields_is_there() -> None:
    groups = {path.split(".")[0] for path in FIELDS}
    parties = {"mission", "contributors", "factions", "events", "rules"}
    assert groups == {"nature", "policy", *parties}
    assert len(FIELDS) == len(set(FIELDS)) > 500


def field(path: str, *words: str) -> labels.Field:
    """A field that takes these words."""
    return labels.Field(path, FieldInfo(annotation=Literal[words]))  # type: ignore[arg-type]


def test_a_label_is_found_out() -> None:
    """The mission's name moves nothing."""
    verdict = labels.moves(field("mission.name", "one", "two"), ["zambara"], [130], [1])
    assert verdict == labels.Verdict("mission.name", fault="one = two")


def test_a_word_that_does_what_another_does_is_found_out() -> None:
    """Of three mandates two that are alike are one too many."""
    mandates = field("policy.force.mandate", "observer", "robust", "observer ")
    verdict = labels.moves(mandates, ["zambara"], [130, 260], [1])
    assert verdict.moved, "what a world refuses is left out"
    alike = field("policy.force.mandate", "robust", "robust")
    assert not labels.moves(alike, ["zambara"], [130], [1]).moved


def test_a_price_may_move_money_and_nothing_else() -> None:
    """Going home costs more, and there is money enough; another number may not do that."""
    price = next(f for f in labels.fields() if f.path == "nature.force.repatriation")
    assert price.path in labels.PRICES
    calm = {"policy.force.phases": [HOME], "policy.funding.budget": 2.0e9}
    cases = {str(v): labels.world("zambara").replace({**calm, price.path: v}) for v in (0.0, 4e4)}
    left, found, money = labels._compared(cases, 1, [300])
    assert (left, found, money) == ({("0.0", "40000.0")}, "", True)


def test_what_no_world_takes_was_not_tried() -> None:
    verdict = labels.moves(field("mission.nothing", "a", "b"), ["zambara"], [26], [1])
    assert verdict.fault == "no world takes two values"
