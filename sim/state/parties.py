"""Who is in a scenario besides civilians: factions, the mission's contributors, dated events.

Fields only; `sim.case.scenario` reads them from TOML and checks them against the region.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sim.fields.parameter import Group, parameter

FACTION_KINDS = ("state", "rebels", "militia", "jihadist", "gang")
KindOfFaction = Literal["state", "rebels", "militia", "jihadist", "gang"]
Name = Annotated[str, Field(min_length=1, max_length=60)]
GOVERNMENT = "government"  # the side of the state's forces and whoever fights with them


class FactionSpec(Group):
    """One armed faction as it stands at the start (or on the day it `enters`)."""

    name: Name
    kind: KindOfFaction
    side: Name = Field("", description="factions of one side do not fight; empty: its own name")
    goal: Literal["government", "territory", "rents"] = "government"
    community: str = Field("", description="community it claims to stand for; may be empty")
    enters: date | None = Field(None, description="joins the war on this day (outside forces)")
    leaves: date | None = Field(None, description="goes home on this day (outside forces)")
    at_peace_with: tuple[str, ...] = Field(
        (), description="factions of other sides that it does not fight"
    )
    presence: dict[str, float] = Field(
        default_factory=dict,
        description="where it stands: place or first-level region -> weight; empty: by people",
    )
    foreign: bool = parameter(
        False,
        unit="true or false",
        source="assumption",
        meaning="sent by another country: recruits nobody here",
    )
    fighters: int = parameter(
        1000,
        unit="persons",
        low=1,
        high=1_000_000,
        meaning="fighters at the start",
        source="assumption",
    )
    outside_support: float = parameter(
        0.2,
        unit="share of upkeep",
        low=0.0,
        high=3.0,
        meaning="share of its upkeep paid from abroad",
        source="assumption",
    )
    discipline: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="1: its units spare civilians; 0: they do as they please",
        source="assumption",
    )
    cohesion: float = parameter(
        0.6,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="how firmly commanders follow the leader",
        source="assumption",
    )
    weariness: float = parameter(
        0.1,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="war-weariness at the start",
        source="assumption",
    )
    strength_quality: float = parameter(
        1.0,
        unit="ratio",
        low=0.1,
        high=5.0,
        meaning="fighting worth of a fighter against a lightly armed one",
        source="assumption",
    )
    hostility_to_mission: float = parameter(
        0.2,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="readiness to attack peacekeepers",
        source="assumption",
    )


class Contributor(Group):
    """A country (or group of countries) that sends units."""

    name: Name
    share: float = parameter(
        1.0,
        unit="weight",
        low=0.0,
        high=100.0,
        meaning="its part of the force, against the other contributors' shares",
        source="assumption",
    )
    months: float = parameter(
        8.0,
        unit="months",
        low=0.0,
        high=48.0,
        meaning="median time from authorisation to arrival of a unit",
        source="evidence:E1",
    )
    fill: float = parameter(
        0.92,
        unit="share",
        low=0.0,
        high=1.0,
        meaning="share of pledged units that come at all",
        source="evidence:E1",
    )
    quality: float = parameter(
        0.5, unit="0 to 1", low=0.0, high=1.0, meaning="training and equipment", source="assumption"
    )
    caveat: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="chance that the capital keeps a unit from a risky task",
        source="evidence:E3",
    )


class MissionSpec(Group):
    """The mission's name, mandate dates and who sends its units."""

    name: Name = "UN mission"
    start: date | None = Field(None, description="mandate begins; empty: no mission")
    end: date | None = Field(None, description="last day of the mandate; empty: stays")
    host_consent: float = parameter(
        0.8,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        meaning="consent of the host state at the start",
        source="assumption",
    )
    contributors: tuple[Contributor, ...] = (Contributor(name="contributors"),)


EventKind = Literal["outside_force", "outside_money", "coup", "election", "disaster", "offer"]


class DatedEvent(Group):
    """Something the parties in the model could not decide. It never writes violence or an ending.

    - `outside_force`: the fighters of `faction` change by `amount` persons (reinforcement or
      withdrawal from abroad).
    - `outside_money`: `faction`'s outside support becomes `amount` (share of upkeep).
    - `coup`: the state's cohesion and local authority fall by `amount` (0 to 1).
    - `election`: an election is due (its politics are the model's).
    - `disaster`: `amount` (0 to 1) of livelihoods in `places` is lost.
    - `offer`: terms are offered to `parties` for `months`; who signs is the model's.
    """

    date: date
    kind: EventKind
    title: str = ""
    faction: str = ""
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    amount: float = parameter(
        0.0,
        unit="by kind",
        low=-1_000_000.0,
        high=1_000_000.0,
        meaning="persons, share of upkeep, or loss from 0 to 1, by kind",
        source="assumption",
    )
    sharing: int = parameter(
        2,
        unit="dimensions",
        low=0,
        high=4,
        source="evidence:C4",
        meaning="dimensions of power sharing an offer of terms holds",
    )
    guarantee: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C12",
        meaning="third-party guarantee promised with an offer of terms",
    )
    months: int = parameter(
        6, unit="months", low=1, high=120, meaning="how long an offer stands", source="assumption"
    )
