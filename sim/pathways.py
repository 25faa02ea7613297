"""From a lever to an outcome: how two worlds on one luck come apart, stage by stage and by place.

Until a chain of causes reaches it, everything is identical in both worlds; so what differs first,
in the order of the model's own stages, is the path of the change.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.run import Run

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
MOST: Final = 5  # things named of one stage
SAME: Final = 1.0  # peacekeepers in a place, on average: what differs by less counts as the same


def path(base: Run, whatif: Run, most: int = 10) -> list[tuple[int, str]]:
    """What first differs between two worlds on one luck, in order: (week, what).

    Both runs must have the same seed; raises ValueError otherwise.
    """
    weeks = _weeks(base, whatif)
    found: list[tuple[int, int, str]] = []
    tables = (
        (0, "money", base.kept.ledger[:weeks], whatif.kept.ledger[:weeks]),
        (1, "country", base.kept.series[:weeks], whatif.kept.series[:weeks]),
    )
    for rank, label, one, two in tables:
        for name in one.dtype.names or ():
            week = _first(one[name] != two[name])
            if week >= 0:
                found.append((week, rank, f"{label}: {name}"))
    for name in base.kept.places.dtype.names or ():
        week, where = _first_place(base, whatif, name)
        if week >= 0:
            found.append((week, 2, f"places: {name}, first in {where[0]}"))
    return [(week, what) for week, _, what in sorted(found)[:most]]


def explain_pair(base: Run, whatif: Run, outcome: str) -> str:
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


def _weeks(base: Run, whatif: Run) -> int:
    if base.seed != whatif.seed:
        raise ValueError(f"seeds {base.seed} and {whatif.seed} differ; a path needs one luck")
    return min(base.weeks, whatif.weeks)


def _stages(base: Run, whatif: Run) -> list[tuple[int, str]]:
    """(week, sentence) of each stage that differs."""
    weeks = _weeks(base, whatif)
    found = [_paid(base, whatif, weeks)]
    for label, places, series in STAGES:
        firsts: list[tuple[int, str]] = []
        for name, words in places.items():
            week, where = _first_place(base, whatif, name)
            towns = ", ".join(where[:2]) + (f" and {len(where) - 2} more" if where[2:] else "")
            firsts.append((week, f"{words} in {towns}"))
        for name, words in series.items():
            one, two = base.kept.series[name][:weeks], whatif.kept.series[name][:weeks]
            if words not in places.values():
                firsts.append((_first(one != two), words))
        firsts = [first for first in firsts if first[0] >= 0]
        if firsts:
            week = min(week for week, _ in firsts)
            same = [words for at, words in firsts if at == week]
            first = "; ".join(same[:MOST]) + ("; ..." if same[MOST:] else "")
            found.append((week, f"{_date(base, week)} (week {week}) {label}: {first}"))
    found.insert(2, _parties(base, whatif, weeks))
    return [stage for stage in found if stage[0] >= 0]


def _parties(base: Run, whatif: Run, weeks: int) -> tuple[int, str]:
    """The first step a party took in one world and not in the other."""
    notes = [set(run.kept.chronicle) for run in (base, whatif)]
    apart = sorted(note for note in notes[0] ^ notes[1] if note[0] < weeks)
    if not apart:
        return -1, ""
    week, f, what = apart[0]
    names = (
        base.kept.faction_names if f < len(base.kept.faction_names) else whatif.kept.faction_names
    )
    world = "now" if apart[0] in notes[1] else "no longer"
    return week, f"{_date(base, week)} (week {week}) a party: {names[f]}, {what}: {world}"


def _paid(base: Run, whatif: Run, weeks: int) -> tuple[int, str]:
    """The first week in which money was spent otherwise, and on what."""
    one, two = base.kept.ledger[:weeks], whatif.kept.ledger[:weeks]
    names = [name for name in one.dtype.names or () if name not in ("week", "balance", "income")]
    firsts = {name: _first(one[name] != two[name]) for name in names}
    firsts = {name: week for name, week in firsts.items() if week >= 0}
    if not firsts:
        return -1, ""
    week = min(firsts.values())
    items = [name.removeprefix("cost_") for name, at in firsts.items() if at == week]
    return week, f"{_date(base, week)} (week {week}) money: {', '.join(items)}"


def _date(run: Run, week: int) -> str:
    return str(run.scenario.monday + timedelta(weeks=week))


def _where(base: Run, whatif: Run) -> list[str]:
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
    groups = (
        ("more peacekeepers or patrols", (more > SAME) | (patrols > SAME)),
        ("fewer", ((more < -SAME) | (patrols < -SAME)) & ~((more > SAME) | (patrols > SAME))),
        ("as many", (np.abs(more) <= SAME) & (np.abs(patrols) <= SAME)),
    )
    by_presence = ", ".join(
        f"with {label} {gap[chosen].sum():+,.0f} ({chosen.sum()} places)"
        for label, chosen in groups
        if chosen.any()
    )
    return [f"All deaths by place, most changed: {places}", f"Deaths in places {by_presence}"]


def _by_whom(base: Run, whatif: Run) -> list[str]:
    """Civilians killed, by perpetrator: before and after."""
    counts = []
    for run in (base, whatif):
        rows = run.events[run.events["type_of_violence"] == 3]
        counts.append(rows.groupby("side_a")["deaths_civilians"].sum())
    both = counts[1].subtract(counts[0], fill_value=0.0)
    order = both.abs().sort_values(ascending=False, kind="stable").index[:4]
    words = ", ".join(f"{name} {both[name]:+,.0f}" for name in order if both[name])
    return [f"Killed in attacks on civilians, by whom: {words}"] if words else []


def _first_place(base: Run, whatif: Run, name: str) -> tuple[int, list[str]]:
    """The first week in which a column of the places differs, and the places."""
    weeks = _weeks(base, whatif)
    apart = base.kept.places[name][:weeks] != whatif.kept.places[name][:weeks]
    week = _first(apart.any(axis=1))
    names = base.scenario.region.names
    return week, [names[p] for p in np.flatnonzero(apart[week])] if week >= 0 else []


def _first(differs: NDArray[np.bool_]) -> int:
    hits = np.flatnonzero(differs)
    return int(hits[0]) if len(hits) else -1
