"""One run as frames for the live map: the whole run is sent once and played in the browser."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.runs.explain import WORDS
from sim.runs.tables import Kept
from sim.state.events import BATTLE, COMMUNAL, FACTOR_NAMES, ON_MISSION, ONESIDED
from sim.state.parties import GOVERNMENT
from sim.view.app import work
from sim.view.app.land import land_of
from sim.view.app.task import Task
from sim.view.style import INK, LEVERS, OTHERS, PAPER, STATE

if TYPE_CHECKING:
    from sim.case.scenario import Scenario
    from sim.model import PeaceModel

CHANNELS: Final = ("control", "deaths", "displaced", "troops", "patrols", "risk")
TROOPS_STEP, PATROLS_STEP = 20.0, 4.0  # persons a unit of a frame's byte
MOST_EVENTS: Final = 500
FULL: Final = 255.0
SHADES: Final = ((INK, 0.0), (PAPER, 0.4), (INK, 0.4), (PAPER, 0.65))  # towards what, how far
WHAT: Final = {
    BATTLE: "Battle",
    ONESIDED: "Attack on civilians",
    COMMUNAL: "Clash of communities",
    ON_MISSION: "Attack on peacekeepers",
}


@dataclass(frozen=True)
class Film:
    """Frames of one world: `frames` is uint8 (weeks, channels, places) as bytes."""

    frames: bytes
    weeks: int
    factions: list[dict[str, str]]
    events: list[dict[str, Any]]
    war_over: int
    why: list[str]  # by place: what happened there and what weighed most, over the whole run


def frames_of(places: NDArray[np.void]) -> NDArray[np.uint8]:
    """(W, channels, P) uint8 of the record's places: what the map draws, with known steps."""
    people = np.maximum(places["population"], 1.0) + places["displaced"]
    rows = (
        places["control"],
        places["deaths"],
        FULL * np.clip(places["displaced"] / people, 0.0, 1.0),
        places["troops"] / TROOPS_STEP,
        places["patrols"] / PATROLS_STEP,
        FULL * np.clip(places["risk"], 0.0, 1.0),
    )
    stacked = np.stack([np.ceil(np.clip(row, 0.0, FULL)) for row in rows], axis=1)
    return stacked.astype(np.uint8)


def film(task: Task) -> Film:
    """Run the world of a task and keep it as a film (in a worker)."""
    from sim.runs.explain import explain
    from sim.runs.run import run

    case = work.scenario_of(task.scenario, task.changes)
    done = run(case, seed=task.seed, weeks=task.weeks)
    kept = done.kept
    return Film(
        frames_of(kept.places).tobytes(),
        len(kept.places),
        factions_of(case, kept),
        events_of(case, kept),
        done.war_over,
        [explain(done, name) for name in case.region.names],
    )


def factions_of(case: Scenario, kept: Kept) -> list[dict[str, str]]:
    """Name, kind and colour of each faction: the state's side in blue, others apart from it."""
    allies = {spec.name for spec in case.factions if spec.side == GOVERNMENT}
    others = _shades([OTHERS, *[c for c in LEVERS if c not in ("#1f4e79", "#2f9fd8", "#9ccfe8")]])
    blues = _shades([STATE, "#6fa3cf", "#9ccfe8", "#1f4e79", "#5fa8a0", "#3b6ea8", "#7f8fc4"])
    rows = []
    for name, kind in zip(kept.faction_names, kept.faction_kinds, strict=True):
        own = kind == "state" or name in allies
        rows.append({"name": name, "kind": kind, "colour": next(blues if own else others)})
    return rows


def _shades(colours: list[str]) -> Iterator[str]:
    """The colours, then the same lighter and darker: however many parties, no end."""
    for towards, by in itertools.cycle(SHADES):
        for colour in colours:
            parts = zip(bytes.fromhex(colour[1:]), bytes.fromhex(towards[1:]), strict=True)
            yield "#" + bytes(round(own + (to - own) * by) for own, to in parts).hex()


def events_of(case: Scenario, kept: Kept) -> list[dict[str, Any]]:
    """The deadliest events in the order of time: week, place, kind, who, how many."""
    log = kept.events
    dead = log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]
    worst = np.argsort(-dead, kind="stable")[:MOST_EVENTS]
    rows = log[np.sort(worst)]
    rows = rows[np.argsort(rows["week"], kind="stable")]
    return [_event(case, kept, row) for row in rows]


def _event(case: Scenario, kept: Kept, row: Any) -> dict[str, Any]:
    kind = int(row["kind"])
    names = kept.faction_names
    if kind == COMMUNAL:
        communities = case.region.community_names
        who = f"{communities[row['a']]} and {communities[row['b']]}"
    elif kind == BATTLE:
        who = f"{names[row['a']]} and {names[row['b']]}"
    else:
        who = names[row["a"]]
    total = int(row["deaths_a"] + row["deaths_b"] + row["deaths_civilian"])
    return {
        "w": int(row["week"]),
        "p": int(row["place"]),
        "k": kind,
        "t": WHAT[kind],
        "who": who,
        "d": total,
        "c": int(row["deaths_civilian"]),
        "r": int(row["response"]),
        "y": because(row),
    }


def because(row: Any) -> str:
    """The two things that weighed most for an event to happen, in words."""
    said: list[str] = []
    for cause, weight in zip(row["cause"], row["weight"], strict=True):
        if float(weight) > 0.1 and len(said) < 2:
            said.append(WORDS[FACTOR_NAMES[int(cause)]][0])
    return "; ".join(said)


def scene(case: Scenario, weeks: int) -> dict[str, Any]:
    """What both worlds share: dates, the mandate, the scenario's dated events."""
    marks = [
        {"w": case.week_of(day), "t": text}
        for day, text in (
            (case.mission.start, "Mission begins"),
            (case.mission.end, "Mission ends"),
        )
        if day is not None and 0 <= case.week_of(day) < weeks
    ]
    return {
        "start": case.monday.isoformat(),
        "weeks": weeks,
        "marks": marks,
        "channels": list(CHANNELS),
        "troops_step": TROOPS_STEP,
        "mission": case.mission.name,
    }


def told(found: Film) -> dict[str, Any]:
    """A film without its frames, as plain data."""
    return {
        "factions": found.factions,
        "events": found.events,
        "war_over": found.war_over,
        "why": found.why,
    }


def live_map(model: PeaceModel) -> Any:
    """A map over a live model: its buttons step the model, and each new week is drawn."""
    from sim.view.app.widgets import LiveMap

    shown = {"weeks": 0}

    def frames() -> bytes:
        places = model.world.record.places
        new = places[shown["weeks"] :]
        shown["weeks"] = len(places)
        return frames_of(new).tobytes()

    def story() -> dict[str, Any]:
        world = model.world
        kept = Kept.of(world)
        return {
            "factions": factions_of(model.case, kept),
            "events": events_of(model.case, kept),
            "war_over": world.war_over,
        }

    widget = LiveMap(
        land=land_of(model.case),
        scene=scene(model.case, max(model.case.weeks, model.week)),
        steps=True,
        what=frames(),
        what_told=story(),
    )

    def wished(change: Any) -> None:
        weeks = change["new"].get("weeks")
        if isinstance(weeks, int) and 1 <= weeks <= 520:
            for _ in range(weeks):
                model.step()
            widget.what_told = story()
            widget.more = frames()

    widget.observe(wished, names="asked")
    return widget
