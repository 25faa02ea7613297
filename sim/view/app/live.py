"""One run as frames for the live map: the whole run is sent once and played in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.runs.tables import Kept
from sim.view.app import work
from sim.view.app.land import land_of
from sim.view.app.seen import EXTRA, FLOW_WEEKS, FULL, Seen
from sim.view.app.task import Task
from sim.view.app.telling import prints_of, told_of
from sim.view.texts import texts

if TYPE_CHECKING:
    from sim.case.scenario import Scenario
    from sim.model import PeaceModel

CHANNELS: Final = ("control", "displaced", "troops", "patrols", "risk", "alert", *EXTRA)
TROOPS_STEP, PATROLS_STEP = 50.0, 4.0  # persons a unit of a frame's byte
EVENT_BYTES, OTHER_BYTES = 400, 300_000  # of what is told of an event, and of all else
MOST_WEEKS: Final = 520  # that a live model steps at one wish


@dataclass(frozen=True)
class Film:
    """Frames of one world: `frames` is uint8 (weeks, channels, places) as bytes.

    `told`: see `telling.told_of`; `prints`: see `telling.prints_of`.
    """

    frames: bytes
    weeks: int
    told: dict[str, Any]
    prints: list[tuple[int, int]]

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return len(self.frames) + EVENT_BYTES * len(self.told["log"]["week"]) + OTHER_BYTES


def frames_of(places: NDArray[np.void], extra: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """(W, channels, P) uint8 of the record's places and of what was seen beside it."""
    people = np.maximum(places["population"], 1.0) + places["displaced"]
    rows = (
        places["control"],
        FULL * np.clip(places["displaced"] / people, 0.0, 1.0),
        places["troops"] / TROOPS_STEP,
        places["patrols"] / PATROLS_STEP,
        FULL * np.clip(places["risk"], 0.0, 1.0),
        places["alert"],
    )
    stacked = np.stack([np.ceil(np.clip(row, 0.0, FULL)) for row in rows], axis=1)
    return np.concatenate([stacked.astype(np.uint8), np.stack(extra)], axis=1)


def film(task: Task) -> Film:
    """Run the world of a task and keep it as a film (in a worker)."""
    from sim.model import PeaceModel

    case = work.scenario_of(task.scenario, task.changes)
    model = PeaceModel(case, seed=task.seed)
    world = model.world
    seen = Seen(world)
    for _ in range(task.weeks):
        model.step()
        seen.look(world)
    kept = Kept.of(world)
    return Film(
        frames_of(kept.places, seen.extra).tobytes(),
        len(kept.places),
        told_of(case, kept, seen, world.war_over),
        prints_of(kept.places),
    )


def parting(base: Film, what: Film) -> dict[str, int]:
    """The first weeks in which anything, and in which the dead, differ by place; -1: none."""
    pairs = [*zip(base.prints, what.prints, strict=True)]
    apart = [w for w, (one, other) in enumerate(pairs) if one[0] != other[0]]
    dead = [w for w, (one, other) in enumerate(pairs) if one[1] != other[1]]
    return {"apart": apart[0] if apart else -1, "dead": dead[0] if dead else -1}


def scene(case: Scenario, weeks: int) -> dict[str, Any]:
    """What both worlds share: dates, names, the steps of the frames' numbers."""
    return {
        "title": case.region.title,
        "start": case.monday.isoformat(),
        "weeks": weeks,
        "channels": list(CHANNELS),
        "troops_step": TROOPS_STEP,
        "flow_weeks": FLOW_WEEKS,
        "mission": case.mission.name,
    }


def live_map(model: PeaceModel, language: str = "en") -> Any:
    """A map over a live model: its buttons step the model, and each new week is drawn."""
    from sim.view.app.widgets import LiveMap, spoken

    world, shown = model.world, {"weeks": 0}
    seen = Seen(world)

    def fresh() -> tuple[bytes, dict[str, Any]]:
        """Frames and story of the weeks that have not been shown."""
        since, shown["weeks"] = shown["weeks"], world.record.weeks
        kept = Kept.of(world)
        told = told_of(model.case, kept, seen, world.war_over, since)
        if shown["weeks"] == since:
            return b"", told
        return frames_of(kept.places[since:], seen.extra[since:]).tobytes(), told

    frames, told = fresh()
    widget = LiveMap(
        land=land_of(model.case),
        scene=scene(model.case, max(model.case.weeks, model.week)),
        steps=True,
        what=frames,
        what_told=told,
        texts=spoken(texts(language), "watch"),
    )

    def wished(change: Any) -> None:
        weeks = change["new"].get("weeks")
        if isinstance(weeks, int) and 1 <= weeks <= MOST_WEEKS:
            for _ in range(weeks):
                model.step()
                seen.look(world)
            more, told = fresh()
            with widget.hold_sync():
                widget.what_told = told
                widget.more = more

    widget.observe(wished, names="asked")
    return widget
