"""What the mission's programmes do in each place, as columns; levers write, mechanisms read."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypedDict

import numpy as np

from sim.fields.column import R4, Column, dtype_of
from sim.fields.compiled import rule
from sim.fields.conversions import MILLION, PER_THOUSAND


class Works(TypedDict):
    """(P,) what programmes do in each place this month; levers write, mechanisms read."""

    calm: Annotated[R4, Column("communal violence prevented", "share", 0, 1)]
    restraint: Annotated[R4, Column("abuses by the state's forces prevented", "share", 0, 1)]
    lure: Annotated[R4, Column("added to rebels' attacks on civilians", "ratio", -1)]
    zone: Annotated[R4, Column("safe zones here", "zones")]
    sheltered: Annotated[R4, Column("people present who are inside them", "share", 0, 1)]
    guards: Annotated[R4, Column("infantry wanted for guarding zones and cantonments", "persons")]
    guarded: Annotated[R4, Column("how far guards stand up to fighters near by", "share", 0, 1)]
    evacuation: Annotated[R4, Column("deaths prevented when an alert stands", "share", 0, 1)]
    relief: Annotated[R4, Column("unmet need that aid meets", "share", 0, 1)]
    delivered: Annotated[R4, Column("people reached by aid", "persons")]
    diverted: Annotated[R4, Column("taken by whoever holds the place", "dollars a year")]
    escorts: Annotated[R4, Column("infantry escorting aid here", "persons")]
    fed: Annotated[R4, Column("need for food that aid meets", "share", 0, 1)]
    clean: Annotated[R4, Column("need for clean water that aid meets", "share", 0, 1)]
    treated: Annotated[R4, Column("need for health care that aid meets", "share", 0, 1)]
    housed: Annotated[R4, Column("need for shelter that aid meets", "share", 0, 1)]
    jobs: Annotated[R4, Column("added to the level of the local economy", "ratio")]
    roads: Annotated[R4, Column("what bad roads cost that is saved", "share", 0, 1)]
    schooled: Annotated[R4, Column("grievance over need that schools prevent", "share", 0, 1)]
    works: Annotated[R4, Column("added to the level of services", "ratio")]
    law: Annotated[R4, Column("added to the level of the rule of law", "ratio")]
    order: Annotated[R4, Column("added to the level of the host's police", "ratio")]
    administration: Annotated[R4, Column("added to the level of capacity", "ratio")]
    policed: Annotated[R4, Column("order that the state's police keep", "0 to 1", 0, 1)]
    tips: Annotated[R4, Column("added to tip-offs", "ratio", -1)]
    goodwill: Annotated[R4, Column("added to the level of trust in the mission", "ratio")]
    cvr: Annotated[R4, Column("recruitment prevented", "share", 0, 1)]
    cantoned: Annotated[R4, Column("fighters in cantonment", "persons")]
    committees: Annotated[R4, Column("coverage by peace committees", "share", 0, 1)]


DTYPE: Final = dtype_of(Works)


@rule
def cover(amount: float, half: float) -> float:
    """How far an amount reaches, 0 to 1: one half at `half`, less and less for more."""
    return amount / (amount + half)


@rule
def per_million(staff: float, share: float, people: float) -> float:
    """Staff per million people in a place that has this `share` of the staff and these people.

    Fewer than a thousand people in a place count as a thousand.
    """
    return staff * share / max(people, PER_THOUSAND) * MILLION


@rule
def clear(works: Any) -> None:
    """Take back what programmes did last month."""
    nothing = np.zeros(1, works.dtype)
    for p in range(len(works)):
        works[p] = nothing[0]
