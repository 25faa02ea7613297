"""Who is in a scenario besides civilians: factions, the mission's contributors, dated events.

Fields only; `sim.case.scenario` reads them from TOML and checks them against the region.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sim.fields.parameter import Group, number, switch

FACTION_KINDS = ("state", "rebels", "militia", "jihadist", "gang")
KindOfFaction = Literal["state", "rebels", "militia", "jihadist", "gang"]
Name = Annotated[str, Field(min_length=1, max_length=60)]
GOVERNMENT = "government"  # the side of the state's forces and whoever fights with them
GOALS = ("government", "territory", "rents")
RELATIONS = ("allied", "wary", "hostile")
Relation = Literal["allied", "wary", "hostile"]
WARFARE = ("irregular", "conventional")


class FactionSpec(Group):
    """One armed faction as it stands at the start (or on the day it `enters`)."""

    name: Name
    kind: KindOfFaction
    side: Name = Field("", description="factions of one side do not fight; empty: its own name")
    goal: Literal["government", "territory", "rents"] = "government"
    warfare: Literal["irregular", "conventional"] = Field(
        "irregular",
        description="conventional forces hold lines and lay siege; irregular ones raid and hide",
    )
    relations: dict[str, Relation] = Field(
        default_factory=dict,
        description="how it stands to factions of other sides at the start, by name; who is not "
        "named stands as kind, goal and community have it",
    )
    community: str = Field("", description="community it claims to stand for; may be empty")
    enters: date | None = Field(None, description="joins the war on this day (outside forces)")
    leaves: date | None = Field(None, description="goes home on this day (outside forces)")
    at_peace_with: tuple[str, ...] = Field(
        (), description="factions of other sides that it is wary of and does not fight"
    )
    known_as: tuple[Name, ...] = Field(
        (), description="what records of events call it, where they use other names than its own"
    )
    presence: dict[str, float] = Field(
        default_factory=dict,
        description="where it stands: place or first-level region -> weight; empty: by people",
    )
    foreign: bool = switch(False, "assumption", "sent by another country: recruits nobody here")
    fighters: int = number(1000, "persons", 1, 1_000_000, "assumption", "fighters at the start")
    outside_support: float = number(
        0.2, "share of upkeep", 0.0, 3.0, "assumption", "share of its upkeep paid from abroad"
    )
    sanctuary: float = number(
        0.0,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far a neighbouring country lets it rest and recruit behind the border",
    )
    discipline: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "1: its units spare civilians; 0: they do as they please",
    )
    cohesion: float = number(
        0.6, "0 to 1", 0.0, 1.0, "assumption", "how firmly commanders follow the leader"
    )
    weariness: float = number(0.1, "0 to 1", 0.0, 1.0, "assumption", "war-weariness at the start")
    strength_quality: float = number(
        1.0,
        "ratio",
        0.1,
        5.0,
        "assumption",
        "fighting worth of a fighter against a lightly armed one",
    )
    hostility_to_mission: float = number(
        0.2, "0 to 1", 0.0, 1.0, "assumption", "readiness to attack peacekeepers"
    )


class Before(Group):
    """What the time before the start has left in a place; a place without a row has nothing."""

    place: Name
    heat: float = number(
        0.0, "ratio", 0.0, 10.0, "assumption", "self-excitation by the last weeks' events"
    )
    danger: float = number(
        0.0, "log deaths", 0.0, 20.0, "assumption", "fading memory of log deaths"
    )
    wounds: float = number(
        0.0,
        "persons",
        0.0,
        1_000_000.0,
        "assumption",
        "killed in attacks on the people who live there, as far as they are remembered",
    )
    fear: float = number(0.0, "0 to 1", 0.0, 1.0, "assumption", "mean fear of people there")
    displaced: float = number(
        0.0, "share", 0.0, 1.0, "assumption", "of its people who have fled inside the country"
    )


class Contributor(Group):
    """A country (or group of countries) that sends units."""

    name: Name
    share: float = number(
        1.0,
        "weight",
        0.0,
        100.0,
        "assumption",
        "its part of the force, against the other contributors' shares",
    )
    months: float = number(
        8.0,
        "months",
        0.0,
        48.0,
        "evidence:E1",
        "median time from authorisation to arrival of a unit",
    )
    fill: float = number(
        0.92, "share", 0.0, 1.0, "evidence:E1", "share of pledged units that come at all"
    )
    quality: float = number(0.5, "0 to 1", 0.0, 1.0, "assumption", "training and equipment")
    caveat: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "evidence:E3",
        "chance that the capital keeps a unit from a risky task",
    )


class MissionSpec(Group):
    """The mission's name, mandate dates and who sends its units."""

    name: Name = "UN mission"
    start: date | None = Field(None, description="mandate begins; empty: no mission")
    end: date | None = Field(None, description="last day of the mandate; empty: stays")
    host_consent: float = number(
        0.8, "0 to 1", 0.0, 1.0, "assumption", "consent of the host state at the start"
    )
    council_support: float = number(
        0.8,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "support of the council and the contributors at the start",
    )
    seen_impartial: float = number(
        0.7,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how impartial the parties take the mission to be at the start",
    )
    contributors: tuple[Contributor, ...] = (Contributor(name="contributors"),)


EventKind = Literal[
    "outside_force", "outside_money", "sanctuary", "coup", "election", "disaster", "offer"
]


class DatedEvent(Group):
    """Something the parties in the model could not decide. It never writes violence or an ending.

    - `outside_force`: the fighters of `faction` change by `amount` persons (reinforcement or
      withdrawal from abroad).
    - `outside_money`: `faction`'s outside support becomes `amount` (share of upkeep).
    - `sanctuary`: a neighbour's shelter for `faction` becomes `amount` (0 to 1).
    - `coup`: the state's cohesion and local authority fall by `amount` (0 to 1).
    - `election`: an election is due (its politics are the model's); it `decides` who governs.
    - `disaster`: in `places`, `amount` (0 to 1) of livelihoods and services and half as much of
      what offices can do is lost; `dead` people die, `homeless` ones live in camps. These dead are
      given, as no party decides them, and are never counted among those of violence.
    - `offer`: terms are offered to `parties` for `months`; who signs is the model's.
    """

    date: date
    kind: EventKind
    title: str = ""
    faction: str = ""
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    amount: float = number(
        0.0,
        "by kind",
        -1_000_000.0,
        1_000_000.0,
        "assumption",
        "persons, share of upkeep, or loss from 0 to 1, by kind",
    )
    decides: bool = switch(
        True,
        "assumption",
        "an election decides who governs; false: local offices, or a parliament beside a president",
    )
    dead: int = number(
        0, "persons", 0, 10_000_000, "assumption", "killed by a disaster, spread over its places"
    )
    homeless: int = number(
        0, "persons", 0, 100_000_000, "assumption", "who lose their homes in it, spread likewise"
    )
    sharing: int = number(
        2, "dimensions", 0, 4, "evidence:C4", "dimensions of power sharing an offer of terms holds"
    )
    guarantee: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "evidence:C12",
        "third-party guarantee promised with an offer of terms",
    )
    months: int = number(6, "months", 1, 120, "assumption", "how long an offer stands")
