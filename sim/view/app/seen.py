"""What a film shows and the record does not hold by place: read from a world after each week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.state.civilians import ABROAD, AT_HOME

if TYPE_CHECKING:
    from sim.state.world import World

EXTRA: Final = ("contested", "siege", "aid")
FLOW_WEEKS: Final = 4  # weeks whose moves are drawn together
MOST_FLOWS: Final = 16  # of them the largest
OUT: Final = -1  # across the border
FULL: Final = 255.0


class Seen:
    """Looks at a world as it steps.

    `extra`: by week (3, P) uint8: how contested (255: evenly), weeks under siege, part of the
    people reached by aid (255: all). `foes` and `rulers`: what holds from a week on, where it
    changes: pairs of factions at war with each other, and factions of the side that governs.
    """

    def __init__(self, world: World) -> None:
        self.extra = [np.zeros((len(EXTRA), world.place_count), np.uint8)] * world.record.weeks
        self.foes: list[tuple[int, list[list[int]]]] = []
        self.rulers: list[tuple[int, list[int]]] = []
        self._moves: dict[int, NDArray[np.float64]] = {}
        self._place: Any = None
        self._away: Any = None
        self._mark(world, world.record.weeks)
        self._remember(world)

    def look(self, world: World) -> None:
        """See the week that has just passed."""
        places, week = world.places, world.record.weeks - 1
        people = np.maximum(places["persons"], 1.0)
        rows = (
            FULL * np.clip(places["contested"], 0.0, 1.0),
            np.clip(places["besieged"], 0, FULL),
            FULL * np.clip(world.works["delivered"] / people, 0.0, 1.0),
        )
        self.extra.append(np.stack([np.ceil(row) for row in rows]).astype(np.uint8))
        self._mark(world, week)
        self._follow(world, week)
        self._remember(world)

    def flows(self, since: int = 0) -> list[list[int]]:
        """Rows (period, from, to or OUT, persons, 1: going home): the largest of each period."""
        rows: list[list[int]] = []
        for period, moved in self._moves.items():
            if period < since:
                continue
            for k in np.argsort(-moved, axis=None, kind="stable")[:MOST_FLOWS]:
                home, start, end = np.unravel_index(k, moved.shape)
                persons = round(float(moved[home, start, end]))
                if persons > 0:
                    to = OUT if end == moved.shape[1] else int(end)
                    rows.append([period, int(start), to, persons, int(home)])
        return rows

    def _mark(self, world: World, week: int) -> None:
        count = world.faction_count
        foes = np.argwhere(np.triu(world.hostile[:count, :count])).tolist()
        if not self.foes or self.foes[-1][1] != foes:
            self.foes.append((week, foes))
        side = world.factions["side"][:count]
        rulers = np.flatnonzero(side == world.governing).tolist()
        if not self.rulers or self.rulers[-1][1] != rulers:
            self.rulers.append((week, rulers))

    def _remember(self, world: World) -> None:
        self._place = world.civilians["place"].copy()
        self._away = world.civilians["displaced"].copy()

    def _follow(self, world: World, week: int) -> None:
        """Add this week's moves: (2, P, P + 1) persons, fleeing and going home."""
        people: Any = world.civilians
        moved = people["place"] != self._place
        left = (people["displaced"] == ABROAD) & (self._away != ABROAD)
        rows = np.flatnonzero(moved | left)
        if not len(rows):
            return
        size = world.place_count
        sums = self._moves.setdefault(week // FLOW_WEEKS, np.zeros((2, size, size + 1)))
        end = np.where(left[rows], size, people["place"][rows])
        home = (people["displaced"][rows] == AT_HOME).astype(np.int64)
        into: Any = (home, self._place[rows], end)
        np.add.at(sums, into, people["weight"][rows])
