"""The record of a run as pandas tables, with the columns other people's scripts lean on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.fields.column import as_array
from sim.state.events import COMMUNAL, FACTOR_NAMES, KEPT, ON_MISSION, ONESIDED

if TYPE_CHECKING:
    import pandas as pd

    from sim.case.scenario import Scenario
    from sim.state.chronicle import Count
    from sim.state.world import World

CIVILIANS = "civilians"
BECOMES = {
    "takes the state": "state",
    "wins the election": "state",
    "joins the government": "state",
    "in opposition": "rebels",
}


@dataclass(frozen=True)
class Kept:
    """What stays of a world when its run is over: plain arrays and names."""

    series: NDArray[np.void]  # (W,)
    places: NDArray[np.void]  # (W, P)
    ledger: NDArray[np.void]  # (W,)
    events: NDArray[np.void]  # (E,)
    faction_names: tuple[str, ...]
    faction_kinds: tuple[str, ...]
    endings: tuple[tuple[int, int, str], ...] = ()  # week, faction, kind
    ballots: tuple[tuple[int, float, bool], ...] = ()  # week, turnout, accepted
    chronicle: tuple[tuple[int, int, str], ...] = ()  # week, faction, what it did
    counts: tuple[Count, ...] = ()  # what each election came to

    @cached_property
    def _turns(self) -> dict[int, list[tuple[int, str]]]:
        """Weeks in which a faction became the state's army or its opposition, latest first."""
        turns: dict[int, list[tuple[int, str]]] = {}
        for week, f, what in self.chronicle:
            if what in BECOMES:
                turns.setdefault(f, []).insert(0, (week, BECOMES[what]))
        return turns

    def kind_in(self, f: int, week: int) -> str:
        """A faction's kind in a week: who takes the state is its army from the next month on."""
        for turned, kind in self._turns.get(f, ()):
            if week > turned:
                return kind
        return self.faction_kinds[f]

    @staticmethod
    def of(world: World) -> Kept:
        """Copies, so that the world may step on."""
        count = len(world.names)
        kinds = first_kinds(world, count)
        return Kept(
            world.record.series.copy(),
            world.record.places.copy(),
            world.mission.ledger.copy(),
            as_array(world.events)[: world.event_count].copy(),
            tuple(world.names),
            kinds,
            tuple(world.endings),
            tuple(world.ballots),
            tuple(world.chronicle),
            tuple(world.counts),
        )


def first_kinds(world: World, count: int) -> tuple[str, ...]:
    """Kinds of factions as they began; a splinter's is its parent's, what formed is a militia."""
    kinds: list[str] = [spec.kind for spec in world.case.factions]
    for row in range(len(kinds), count):
        parent = int(world.factions["parent"][row])
        kinds.append(kinds[parent] if parent >= 0 else "militia")
    return tuple(kinds)


def _dates(case: Scenario, weeks: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return np.datetime64(case.monday, "D") + 7 * weeks


def series(case: Scenario, kept: Kept) -> pd.DataFrame:
    """A row a week: `week` from 0, `date` its Monday, then SERIES_DTYPE's columns."""
    import pandas as pd

    weeks = np.arange(len(kept.series))
    columns = {"week": weeks, "date": _dates(case, weeks)}
    return pd.DataFrame(columns | {n: kept.series[n] for n in kept.series.dtype.names or ()})


def places(case: Scenario, kept: Kept) -> pd.DataFrame:
    """A row a place and week: events, deaths, displaced, control, patrols, troops, risk ..."""
    import pandas as pd

    weeks, count = kept.places.shape
    columns = {
        "week": np.repeat(np.arange(weeks), count),
        "place": np.tile(np.array(case.region.names, dtype=object), weeks),
    }
    table = kept.places.reshape(-1)
    names = np.array(kept.faction_names or ("nobody",), dtype=object)
    for name in ("events", "deaths", "displaced"):
        columns[name] = table[name]
    columns["control"] = names[np.minimum(table["control"], len(names) - 1)]
    for name in ("patrols", "troops", "risk", "fear", "population", "alert"):
        columns[name] = table[name]
    return pd.DataFrame(columns)


def ledger(kept: Kept) -> pd.DataFrame:
    """Dollars a week: income, cost_<item>..., balance."""
    import pandas as pd

    columns: dict[str, NDArray[Any]] = {"week": np.arange(len(kept.ledger))}
    for name in kept.ledger.dtype.names or ():
        column = name if name in ("income", "balance") else f"cost_{name}"
        columns[column] = kept.ledger[name]
    return pd.DataFrame(columns)


def events(case: Scenario, kept: Kept) -> pd.DataFrame:
    """A row a lethal event, sorted by day, with the columns of UCDP GED and what explains it.

    Nothing of an event is uncertain here: `low`, `best` and `high` are one. `victims`: the
    community that was attacked; `side_a_kind` and `side_b_kind`: what the sides were that week.
    """
    import pandas as pd

    log = kept.events
    order = np.lexsort((np.arange(len(log)), log["day"], log["week"]))
    log = log[order]
    a, a_kind, b, b_kind = _sides(case, kept, log)
    region = case.region
    place = log["place"]
    admin = np.array([region.graph.nodes[p]["admin1"] for p in range(len(region.names))], object)
    dead = log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]
    days = _dates(case, log["week"].astype(np.int64)) + log["day"].astype(np.int64)
    return pd.DataFrame(
        {
            "id": np.arange(len(log)),
            "week": log["week"],
            "year": days.astype("datetime64[Y]").astype(int) + 1970,
            "country": case.region.title,
            "date_start": days.astype("datetime64[s]"),
            "date_end": days.astype("datetime64[s]"),
            "type_of_violence": log["type"].astype(np.int64),
            "dyad_name": [f"{one} - {two}" for one, two in zip(a, b, strict=True)],
            "side_a": a,
            "side_b": b,
            "side_a_kind": a_kind,
            "side_b_kind": b_kind,
            "best": dead,
            "low": dead,
            "high": dead,
            "deaths_a": log["deaths_a"],
            "deaths_b": log["deaths_b"],
            "deaths_civilians": log["deaths_civilian"],
            "victims": np.array([*region.community_names, ""], object)[log["victims"]],
            "location": np.array(region.names, object)[place],
            "adm_1": admin[place],
            "latitude": region.lat[place],
            "longitude": region.lon[place],
            "response": log["response"].astype(np.int64),
            **_causes(log),
        }
    )


def _causes(log: NDArray[np.void]) -> dict[str, NDArray[Any]]:
    """The factors that weighed most: name, and ratio to what is ordinary."""
    names = np.array(FACTOR_NAMES, object)
    columns: dict[str, NDArray[Any]] = {}
    for rank in range(KEPT):
        columns[f"cause_{rank + 1}"] = names[log["cause"][:, rank]]
        columns[f"times_{rank + 1}"] = np.exp(log["weight"][:, rank].astype(np.float64))
    return columns


def _sides(
    case: Scenario, kept: Kept, log: NDArray[np.void]
) -> tuple[list[str], list[str], list[str], list[str]]:
    """Names and kinds of both sides; the state is side A of a state-based event, as in GED."""
    a, a_kind, b, b_kind = [], [], [], []
    communities = case.region.community_names
    for row in log:
        kind, first, second = int(row["kind"]), int(row["a"]), int(row["b"])
        if kind == COMMUNAL:
            one, two = (communities[first], "community"), (communities[second], "community")
        else:
            one = (kept.faction_names[first], kept.kind_in(first, int(row["week"])))
            if kind == ONESIDED:
                two = (CIVILIANS, CIVILIANS)
            elif kind == ON_MISSION:
                two = (case.mission.name, "mission")
            else:
                two = (kept.faction_names[second], kept.kind_in(second, int(row["week"])))
        a.append(one[0])
        a_kind.append(one[1])
        b.append(two[0])
        b_kind.append(two[1])
    return a, a_kind, b, b_kind
