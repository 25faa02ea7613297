"""From a lever to an outcome: how two worlds on one luck come apart, stage by stage and by place.

Until a chain of causes reaches it, everything is identical in both worlds; so what differs first,
in the order of the model's own stages, is the path of the change.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np

from sim.runs.told import Told

# stages of a change, each with columns of the ledger, of the places, of the series, and their words
STAGES: Final[tuple[tuple[str, dict[str, str], dict[str, str]], ...]] = (
    (
        "what the mission did",
        {"alert": "alerts", "patrols": "patrols", "troops": "troops"},
        {"troops": "troops", "police": "police", "alerts": "alerts", "aid_delivered": "aid"},
    ),
    (
        "how the parties stood to it",
        {},
        {
            "consent": "consent of the host",
            "support": "support of council and contributors",
            "impartial": "impartiality",
            "talks": "talks",
            "ceasefires": "ceasefires",
            "agreements": "agreements",
        },
    ),
    (
        "violence",
        {"events": "events", "deaths": "deaths"},
        {"civilian_deaths": "civilian deaths", "combatant_deaths": "combatant deaths"},
    ),
    (
        "the parties' means",
        {"control": "who holds places"},
        {
            "fighters_other": "fighters",
            "fighters_state": "the army",
            "demobilised": "demobilisation",
            "aid_diverted": "diverted aid",
        },
    ),
    (
        "people",
        {"fear": "fear", "need": "need", "displaced": "people in flight"},
        {
            "trust_mission": "trust in the mission",
            "trust_state": "trust in the state",
            "cooperation": "local cooperation",
            "grievance": "grievance",
            "livelihood": "livelihoods",
            "indirect_deaths": "indirect deaths",
        },
    ),
)
TABLES: Final = ("money", "country", "places")
UNPAID: Final = ("week", "balance", "income")  # columns of the ledger that are no costs
MOST: Final = 5  # things named of one stage
SAME: Final = 1.0  # peacekeepers in a place, on average: what differs by less counts as the same


def path(base: Told, whatif: Told, most: int = 10) -> list[tuple[int, str]]:
    """What first differs between two worlds on one luck, in order: (week, what).

    Both runs must have the same seed; raises ValueError otherwise.
    """
    found = []
    for (table, name), (week, towns) in differences(base, whatif).items():
        where = f", first in {towns[0]}" if towns else ""
        found.append((week, TABLES.index(table), f"{table}: {name}{where}"))
    return [(week, what) for week, _, what in sorted(found)[:most]]


def differences(base: Told, whatif: Told) -> dict[tuple[str, str], tuple[int, list[str]]]:
    """(table, column) -> the first week in which it differs, and the places where, if of places.

    Both runs must have the same seed; raises ValueError otherwise.
    """
    if base.seed != whatif.seed:
        raise ValueError(f"seeds {base.seed} and {whatif.seed} differ; a path needs one luck")
    weeks, towns = min(base.weeks, whatif.weeks), base.scenario.region.names
    found: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for table, kept in zip(TABLES, ("ledger", "series", "places"), strict=True):
        one, two = (getattr(run.kept, kept)[:weeks] for run in (base, whatif))
        for name in one.dtype.names:
            apart = one[name] != two[name]
            hits = np.flatnonzero(apart.any(axis=1) if apart.ndim > 1 else apart)
            if len(hits):
                where = np.flatnonzero(apart[hits[0]]) if apart.ndim > 1 else ()
                found[table, name] = int(hits[0]), [towns[p] for p in where]
    return found


def explain_pair(base: Told, whatif: Told, outcome: str) -> str:
    """Say how a change of policy reached an outcome: the path, then where and by whom.

    Both runs must have the same seed; raises ValueError otherwise, or for an unknown outcome.
    """
    if outcome not in base.outcomes:
        raise ValueError(f"{outcome!r} is no outcome; see `bluehelm outcomes`")
    before, after = base.outcomes[outcome], whatif.outcomes[outcome]
    gap = after - before
    share = f", {gap / before:+.0%}" if before else ""
    lines = [
        f"{outcome}: {before:,.4g} became {after:,.4g} ({gap:+,.4g}{share}) on the same luck"
        f" (seed {base.seed}).",
        "How it got there; what differed first:",
    ]
    stages = sorted(_stages(base, whatif), key=lambda stage: stage[0])  # ties: as in STAGES
    lines += [f"  {text}" for _, text in stages] or ["  nothing differs"]
    lines += _where(base, whatif) + _by_whom(base, whatif)
    lines.append(
        "One pair of worlds: once they have come apart, luck falls otherwise in each. The mean"
        " effect is that of many pairs (`bluehelm compare`)."
    )
    return "\n".join(lines)


def _stages(base: Told, whatif: Told) -> list[tuple[int, str]]:
    """(week, sentence) of each stage that differs, in the order of stages."""
    apart = differences(base, whatif)
    paid = {
        name.removeprefix("cost_"): week
        for (table, name), (week, _) in apart.items()
        if table == "money" and name not in UNPAID
    }
    rows = [("money", list(paid.items()), ", ", len(paid))]
    for label, places, series in STAGES:
        firsts = [
            (f"{words} in {_some(apart['places', name][1])}", apart["places", name][0])
            for name, words in places.items()
            if ("places", name) in apart
        ]
        firsts += [
            (words, apart["country", name][0])
            for name, words in series.items()
            if ("country", name) in apart and words not in places.values()
        ]
        rows.append((label, firsts, "; ", MOST))
    found = []
    for label, firsts, between, most in rows:
        week = min((week for _, week in firsts), default=-1)
        same = [words for words, at in firsts if at == week]
        text = between.join(same[:most]) + (f"{between}..." if same[most:] else "")
        found.append((week, f"{_date(base, week)} (week {week}) {label}: {text}"))
    found.insert(2, _parties(base, whatif))
    return [stage for stage in found if stage[0] >= 0]


def _some(towns: list[str]) -> str:
    return ", ".join(towns[:2]) + (f" and {len(towns) - 2} more" if towns[2:] else "")


def _parties(base: Told, whatif: Told) -> tuple[int, str]:
    """The first step a party took in one world and not in the other."""
    notes = [set(run.kept.chronicle) for run in (base, whatif)]
    weeks = min(base.weeks, whatif.weeks)
    apart = sorted(note for note in notes[0] ^ notes[1] if note[0] < weeks)
    if not apart:
        return -1, ""
    week, f, what = apart[0]
    names = (
        base.kept.faction_names if f < len(base.kept.faction_names) else whatif.kept.faction_names
    )
    world = "now" if apart[0] in notes[1] else "no longer"
    return week, f"{_date(base, week)} (week {week}) a party: {names[f]}, {what}: {world}"


def _date(run: Told, week: int) -> str:
    return str(run.scenario.monday + timedelta(weeks=week))


def _where(base: Told, whatif: Told) -> list[str]:
    """Deaths by place, and by whether more or fewer peacekeepers were there."""
    one, two = base.kept.places, whatif.kept.places
    gap = two["deaths"].sum(axis=0).astype(float) - one["deaths"].sum(axis=0)
    if not gap.any():
        return []
    more = two["troops"].mean(axis=0) - one["troops"].mean(axis=0)
    patrols = two["patrols"].mean(axis=0) - one["patrols"].mean(axis=0)
    names = base.scenario.region.names
    order = [p for p in np.argsort(-np.abs(gap), kind="stable")[:5] if gap[p]]
    places = ", ".join(f"{names[p]} {gap[p]:+,.0f}" for p in order)
    up = (more > SAME) | (patrols > SAME)
    down = ~up & ((more < -SAME) | (patrols < -SAME))
    groups = (("more peacekeepers or patrols", up), ("fewer", down), ("as many", ~up & ~down))
    by_presence = ", ".join(
        f"with {label} {gap[chosen].sum():+,.0f} ({chosen.sum()} places)"
        for label, chosen in groups
        if chosen.any()
    )
    return [f"All deaths by place, most changed: {places}", f"Deaths in places {by_presence}"]


def _by_whom(base: Told, whatif: Told) -> list[str]:
    """Civilians killed, by perpetrator: before and after."""
    counts = []
    for run in (base, whatif):
        rows = run.events[run.events["type_of_violence"] == 3]
        counts.append(rows.groupby("side_a")["deaths_civilians"].sum())
    both = counts[1].subtract(counts[0], fill_value=0.0)
    order = both.abs().sort_values(ascending=False, kind="stable").index[:4]
    words = ", ".join(f"{name} {both[name]:+,.0f}" for name in order if both[name])
    return [f"Killed in attacks on civilians, by whom: {words}"] if words else []
