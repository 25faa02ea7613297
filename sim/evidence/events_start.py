"""The state on a day, from the events until then: a forecast begins where the record has come to.

Memories of places follow the rules by which the model's own places remember (`violence.inflame`,
`casualties`, `civilians`), fed with the record's weeks. Kept are sums that have faded, to two
digits: no event can be told from them, as a user's rows are not handed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.case.later import begun_later
from sim.case.scenario import Scenario
from sim.evidence.columns import NON_STATE, ONE_SIDED, Floats, Ints, roads_of
from sim.evidence.events_parties import Parties, parties
from sim.evidence.events_real import Real, spread
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

WEEKS: Final = 104  # of the record that the start remembers: older ones have faded
DAYS: Final = 7 * WEEKS
LEAST: Final = 0.005  # of what a place remembers: less is nothing
MOST_TOLD: Final = 8


@dataclass(frozen=True)
class Begun:
    """A scenario that begins on a day with what the record has left; `words` say what was used."""

    scenario: Scenario
    words: tuple[str, ...]


def begun(case: Scenario, real: Real, day: date | None = None) -> Begun:
    """`case` from `day` (default: its own start) on, begun with the events before that day.

    ScenarioError: the day lies outside the run, or the record holds no death in the two years
    before it near the region's towns.
    """
    later = begun_later(case, day) if day is not None else case
    monday = later.monday
    table = real.at_towns(case.region.graph).table
    days = table["date_start"].to_numpy().astype("datetime64[D]")
    ago = (np.datetime64(monday, "D") - days).astype(np.int64)
    recent = table[(ago > 0) & (ago <= DAYS)]
    if not int(recent["best"].sum()):
        seen = real.table["date_start"]
        span = f"it holds {len(seen):,} events from {seen.min().date()} to {seen.max().date()}"
        text = f"no death in the {WEEKS} weeks before {monday} to start from; {span}"
        raise ScenarioError([f"{real.file}: {text}; choose another day or file"])
    found = parties(later, case, table[ago > 0], real.country, DAYS)
    weeks = spread(recent)
    before = _before(later, weeks[weeks["date_start"].dt.date < monday], found)
    scenario = later.replace({"before": before, "factions": found.factions})
    return Begun(scenario, _words(real, recent, scenario, found))


def _before(case: Scenario, recent: pd.DataFrame, found: Parties) -> list[dict[str, Any]]:
    """Rows of `before`: what each place remembers, by the rules of the model's own weeks."""
    events, deaths, struck = _weekly(case, recent, found)
    places = events.shape[0]
    near = _next_door(case)
    numbers: Any = case.nature
    v, r = numbers.violence, numbers.civilian
    keep, healed = np.exp(-1.0 / v.heat_weeks), 1.0 - 1.0 / numbers.casualties.wound_weeks
    heat, danger, wounds, fear = (np.zeros(places) for _ in range(4))
    for week in range(WEEKS):
        heat *= keep
        for _ in range(int(events[:, week].max())):
            more = events[:, week] > 0
            heat[more] += np.maximum(v.heat_gain * (1.0 - heat[more] / v.heat_most), 0.0)
            events[more, week] -= 1
        loud = np.log1p(deaths[:, week])
        around = r.fear_next_door * (near @ loud)
        danger += r.danger_rate * (loud + around - danger)
        wounds = wounds * healed + struck[:, week]
        fear -= r.fear_decay * fear
        fear += (1.0 - fear) * (1.0 - np.exp(-r.fear_gain * (loud + around)))
    said = {row.place: row.displaced for row in case.before}
    rows = []
    for p, name in enumerate(case.region.names):
        row = {"heat": heat[p], "danger": danger[p], "wounds": wounds[p], "fear": fear[p]}
        values = {k: float(f"{v:.2g}") if v >= LEAST else 0.0 for k, v in row.items()}
        values["displaced"] = said.get(name, 0.0)
        if any(values.values()):
            rows.append({"place": name} | values)
    return rows


def _weekly(case: Scenario, recent: pd.DataFrame, found: Parties) -> tuple[Ints, Floats, Floats]:
    """(P, WEEKS) events, deaths, and deaths in attacks on people; the last week ends at the start.

    Fights between sides that no faction answers to are communal: their dead are people.
    """
    days = recent["date_start"].to_numpy().astype("datetime64[D]")
    ago = (np.datetime64(case.monday, "D") - days).astype(np.int64)
    week = np.clip(WEEKS - 1 - (ago - 1) // 7, 0, WEEKS - 1)
    row = {name: p for p, name in enumerate(case.region.names)}
    place = np.array([row[name] for name in recent["location"]], np.int64)
    best = recent["best"].to_numpy(np.float64)
    kind = recent["type_of_violence"].to_numpy()
    sides = zip(recent["side_a"], recent["side_b"], strict=True)
    communal = np.array([not (found.of(a) or found.of(b)) for a, b in sides], np.bool_)
    people = (kind == ONE_SIDED) | ((kind == NON_STATE) & communal)
    tables = [np.zeros((len(row), WEEKS)) for _ in range(3)]
    for table, weight in zip(tables, (best > 0, best, best * people), strict=True):
        np.add.at(table, (place, week), weight)
    return tables[0].astype(np.int64), tables[1], tables[2]


def _next_door(case: Scenario) -> Floats:
    """(P, P) 1 where a road joins two places."""
    return np.asarray(roads_of(case.region.graph), np.float64)


def _words(real: Real, recent: pd.DataFrame, case: Scenario, found: Parties) -> tuple[str, ...]:
    """What was used, and what nobody in the scenario answers to."""
    deaths = int(recent["best"].sum())
    lines = [
        *real.words,
        f"begun on {case.start} with {len(recent):,} events and {deaths:,} deaths of the "
        f"{WEEKS} weeks before, in {recent['location'].nunique()} places",
    ]
    others = sorted(found.unknown.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{name} ({dead:,.0f})" for name, dead in others[:MOST_TOLD] if dead > 0]
    if told:
        more = ", ..." if len(others) > MOST_TOLD else ""
        text = "sides that no faction answers to (deaths; name them in a faction's known_as): "
        lines.append(text + ", ".join(told) + more)
    return tuple(lines)
