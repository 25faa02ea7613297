"""What a film tells besides its frames, in codes that the page puts into its visitor's words."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.runs.tables import Kept
from sim.state.parties import GOVERNMENT
from sim.view.app.seen import Seen
from sim.view.style import INK, OTHERS, PAPER, STATE

if TYPE_CHECKING:
    from sim.case.scenario import Scenario

SHADES: Final = ((INK, 0.0), (PAPER, 0.35), (INK, 0.35), (PAPER, 0.6))  # towards what, how far
# for who governs and its allies; for all others: nothing near what the dead, the displaced and
# the mission are drawn in
BLUES: Final = (STATE, "#7fb0dc", "#2b8c9e", "#123a66", "#5c8a94")
REST: Final = (OTHERS, "#7d5a2a", "#e3c04f", "#4f7d4a", "#b8743a", "#9aa845", "#5d5f3c")
# deeds that say that the government changes
TURNS: Final = ("takes the state", "coup", "wins the election", "voted out")
CAUSES_TOLD: Final = 2
LEAST_WEIGHT: Final = 0.1  # of a cause worth telling


def factions_of(
    case: Scenario, kept: Kept, rulers: Sequence[tuple[int, list[int]]] = ()
) -> list[dict[str, str]]:
    """Name, kind and two colours of each faction: its own, and its blue for when it governs.

    `rulers`: who governs from which week on (`Seen.rulers`). Who governs at the start, or is
    its ally, has a colour of its own for when it does not.
    """
    blue = _shades(BLUES)
    allies = {spec.name for spec in case.factions if spec.side == GOVERNMENT}
    rule = {f for _, rows in rulers for f in rows}
    names = [*zip(kept.faction_names, kept.faction_kinds, strict=True)]
    governs = [
        kind == "state" or name in allies or f in rule for f, (name, kind) in enumerate(names)
    ]
    order = sorted(range(len(names)), key=lambda f: governs[f])  # the others choose first
    own = dict(zip(order, _shades(REST), strict=False))
    return [
        {
            "name": name,
            "kind": kind,
            "colour": own[f],
            "governs": next(blue) if governs[f] else own[f],
        }
        for f, (name, kind) in enumerate(names)
    ]


def _shades(colours: tuple[str, ...]) -> Iterator[str]:
    """The colours, then the same lighter and darker: however many parties, no end."""
    for towards, by in itertools.cycle(SHADES):
        for colour in colours:
            parts = zip(bytes.fromhex(colour[1:]), bytes.fromhex(towards[1:]), strict=True)
            yield "#" + bytes(round(own + (to - own) * by) for own, to in parts).hex()


def log_of(kept: Kept, since: int = 0) -> dict[str, list[int]]:
    """Every lethal event from a week on, by columns.

    Week, place, kind, parties a and b, dead of a, of b, civilians, response, and the two causes
    that weighed most (-1: none).
    """
    log = kept.events[kept.events["week"] >= since]
    weighty = (log["weight"][:, :CAUSES_TOLD] > LEAST_WEIGHT).astype(bool)
    cause = np.where(weighty, log["cause"][:, :CAUSES_TOLD], -1)
    columns = ("week", "place", "kind", "a", "b", "deaths_a", "deaths_b", "deaths_civilian")
    told = {name: log[name].tolist() for name in (*columns, "response")}
    return told | {f"cause_{n + 1}": cause[:, n].tolist() for n in range(CAUSES_TOLD)}


def sums_of(kept: Kept) -> dict[str, list[int]]:
    """What the record has by week: the dead by who they were, troops, who governs."""
    names = ("civilian_deaths", "combatant_deaths", "peacekeeper_deaths", "troops", "governor")
    return {name: np.rint(kept.series[name]).astype(int).tolist() for name in names}


def marks_of(case: Scenario, kept: Kept, war_over: int) -> list[dict[str, Any]]:
    """What parties, voters, the mission and the world outside did, in the order of time.

    `w` week, `k` kind: deed (`d` which, `f` whose), election (`turnout`, `accepted`), government
    (`f` who governs now), mission (`d` what), dated (`d` kind, `t` title), over.
    """
    marks: dict[Any, dict[str, Any]] = {}
    for week, f, what in kept.chronicle:
        mark = {"w": week, "k": "deed", "d": what.replace(" ", "_"), "f": f}
        marks.setdefault((week, f, what), mark)
    for week, turnout, accepted in kept.ballots:
        mark = {"w": week, "k": "election", "turnout": turnout, "accepted": accepted}
        marks[(week, "election")] = mark
    turned = {week for week, _, what in kept.chronicle if what in TURNS}
    fell = [mark for mark in _governments(kept) if mark["w"] not in turned]
    rows = [*marks.values(), *fell, *_mission(case, kept), *_dated(case, kept)]
    if war_over >= 0:
        rows.append({"w": war_over, "k": "over"})
    return sorted(rows, key=lambda mark: int(mark["w"]))


def _governments(kept: Kept) -> list[dict[str, Any]]:
    governor, falls = kept.series["governor"], kept.series["governments"]
    weeks = 1 + np.flatnonzero((np.diff(governor) != 0) | (np.diff(falls) > 0))
    return [{"w": int(w), "k": "government", "f": int(governor[w])} for w in weeks]


def _mission(case: Scenario, kept: Kept) -> list[dict[str, Any]]:
    """The mandate's first and last day; who comes, is asked to leave, and is gone."""
    weeks, found = len(kept.series), []
    for what, day in (("begins", case.mission.start), ("ends", case.mission.end)):
        if day is not None:
            found.append((case.week_of(day), what))
    there = np.flatnonzero(kept.series["troops"] > 0.0)
    unwelcome = np.flatnonzero(kept.series["welcome"] < 1.0)
    if len(there):
        found.append((int(there[0]), "arrives"))
        found.append((int(there[-1]) + 1, "gone"))
    if len(unwelcome):
        found.append((int(unwelcome[0]), "unwelcome"))
    return [{"w": w, "k": "mission", "d": what} for w, what in found if 0 <= w < weeks]


def _dated(case: Scenario, kept: Kept) -> list[dict[str, Any]]:
    """The scenario's dated events; an election that was held is told by its count."""
    held = {week for week, *_ in kept.ballots}
    rows = []
    for event in case.events:
        week = case.week_of(event.date)
        counted = event.kind == "election" and week in held
        if 0 <= week < len(kept.series) and not counted:
            rows.append({"w": week, "k": "dated", "d": event.kind, "t": event.title})
    return rows


def prints_of(places: NDArray[np.void]) -> list[tuple[int, int]]:
    """By week, a checksum of all that is recorded of places, and one of the dead there."""
    names = places.dtype.names or ()  # column by column: between them lie bytes that mean nothing
    whole = (b"".join(row[name].tobytes() for name in names) for row in places)
    return [
        (zlib.crc32(data), zlib.crc32(row["deaths"].tobytes()))
        for data, row in zip(whole, places, strict=True)
    ]


def told_of(case: Scenario, kept: Kept, seen: Seen, war_over: int, since: int = 0) -> Any:
    """All that is told of a run; of a live one what has come since a week."""
    return {
        "factions": factions_of(case, kept, seen.rulers),
        "communities": list(case.region.community_names),
        "log": log_of(kept, since),
        "sums": sums_of(kept),
        "marks": marks_of(case, kept, war_over),
        "foes": seen.foes,
        "rulers": seen.rulers,
        "flows": seen.flows(),
    }
