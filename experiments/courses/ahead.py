"""Forecasts from a day, begun with the events until then: evidence K in its second use.

    python experiments/courses/ahead.py --ged ged211_events.csv [--worlds 16] [--jobs 2]
        [--out experiments/courses]

For each day of DAYS: worlds begun with the record until then (`sim.evidence.events_start`), the
same worlds begun on that day without it, those with it whose level of violence is set by how
worlds begun a year earlier told the year before the day, and benchmarks made on that day. Scored
by CRPS over the 12 and the 24 months that follow: month by month, and their sum; and by the rank
correlation of deaths by place over the first 12. Writes `ahead.json` and `ahead.md`: scores, no
event.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from worlds import CIVILIANS, COMBATANTS, Begun, work_begun

from sim.case.later import begun_later
from sim.case.scenario import load_scenario
from sim.evidence.benchmarks import Line
from sim.evidence.columns import Floats
from sim.evidence.course import Course
from sim.evidence.courses import COUNTRIES, Record, plain
from sim.evidence.events_real import Real, read_real
from sim.evidence.events_start import begun
from sim.evidence.periods import Periods, Window
from sim.evidence.ranks import rank_correlation
from sim.evidence.scores import score
from sim.evidence.weighing import made_on_the_day
from sim.machine import workers

DAYS = {
    "mali": tuple(date(year, 1, 1) for year in range(2014, 2020)),
    "bosnia": (date(1993, 1, 1), date(1994, 1, 1)),
    "sierra-leone-1991": tuple(date(year, 1, 1) for year in range(1993, 2001)),
}
AHEAD = (12, 24)  # months
FEW = {"nature.civilians": CIVILIANS, "nature.combatants": COMBATANTS}
BEGUN, WITHOUT, CONSTANT = "begun with events", "begun without", "constant"
LEVELLED = "begun with events, level by the year before"
MOST = 5.0  # times the level, up or down (assumption)


def after(day: date, months: int) -> Window:
    """So many months from a first of January."""
    return day, date(day.year + months // 12, 1, 1) - timedelta(days=1)


def first_tasks(reals: dict[str, Real], worlds: int) -> Iterator[Begun]:
    """Day by day: with the events, without, and with those until a year before, for that year."""
    for name, days in DAYS.items():
        case = load_scenario(name, FEW)
        for day in days:
            window = after(day, AHEAD[-1])
            yield Begun(begun(case, reals[name], day).scenario, range(worlds), window)
            yield Begun(begun_later(case, day), range(worlds), window)
            early = max(day.replace(year=day.year - 1), case.start)
            window = early, day - timedelta(days=1)
            start = begun(case, reals[name], early).scenario if early > case.start else case
            yield Begun(start, range(worlds), window)


def levelled(
    name: str, day: date, real: Real, year: tuple[list[Course], Course], worlds: int
) -> Begun:
    """Begun with the events, violence's level as the year before asks for.

    `year`: worlds of the year before `day`, begun as that year began, and the record.
    """
    own, record = year
    case = begun(load_scenario(name, FEW), real, day).scenario
    window = own[0].window
    first = 12 * (window[0].year - record.window[0].year) + window[0].month - record.window[0].month
    seen = record.months[first : first + len(own[0].months)].sum()
    ratio = (1.0 + seen) / (1.0 + float(np.median([w.deaths for w in own])))
    level = case.nature.violence.level * float(np.clip(ratio, 1.0 / MOST, MOST))
    task = case.replace({"nature.violence.level": level})
    return Begun(task, range(worlds), after(day, AHEAD[-1]))


def scored(day: date, record: Course, worlds: dict[str, list[Course]]) -> dict[str, object]:
    """CRPS of everybody by months ahead: month by month and summed."""
    before = 12 * (day.year - record.window[0].year) + day.month - record.window[0].month
    past = record.months[:before]
    known = Line(past, Periods.of(record.window, 1).exposure[:before])
    found: dict[str, object] = {"from": day}
    for months in AHEAD:
        window = after(day, months)
        seen = record.months[before : before + months]
        members = {who: np.array([w.months[:months] for w in own]) for who, own in worlds.items()}
        monthly = {who: score(list(own.T), seen).crps for who, own in members.items()}
        for who, forecast in made_on_the_day(known, window, 1).items():
            monthly[who] = score(forecast, seen, drawn=False).crps
        mean = np.full((1, months), known.mean) * Periods.of(window, 1).exposure
        monthly[CONSTANT] = score(list(mean.T), seen, drawn=False).crps
        whole = np.array([seen.sum()])
        summed = {who: score([own.sum(axis=1)], whole).crps for who, own in members.items()}
        for who, draws in made_on_the_day(known, window, 12).items():
            total = np.sum(draws, axis=0)
            summed[who] = score([np.atleast_1d(total)], whole, drawn=False).crps
        summed[CONSTANT] = abs(float(mean.sum() - whole[0]))
        medians = {who: float(np.median(own.sum(axis=1))) for who, own in members.items()}
        found[str(months)] = {
            "record": float(whole[0]),
            "before": float(past[-months:].sum()),
            "median": medians,
            "monthly": monthly,
            "summed": summed,
        }
    return found | {"places": ranks(before, record, worlds)}


def ranks(before: int, record: Course, worlds: dict[str, list[Course]]) -> dict[str, float]:
    """Spearman with the record's deaths by place in the first 12 months."""
    seen = record.cells[:, before : before + 12].sum(axis=1)
    forecast: dict[str, Floats] = {
        who: np.mean([w.cells[:, :12].sum(axis=1) for w in own], axis=0)
        for who, own in worlds.items()
    }
    forecast["last 12"] = record.cells[:, before - 12 : before].sum(axis=1)
    forecast["whole past"] = record.cells[:, :before].sum(axis=1)
    return {who: rank_correlation(deaths, seen) for who, deaths in forecast.items()}


def words(results: dict[str, list[dict[str, object]]], worlds: int) -> str:
    """Tables of means over days, and of sums day by day."""
    lines = ["# Forecasts begun with the events until a day", ""]
    lines += [f"Made by `experiments/courses/ahead.py`; {worlds} worlds; mean CRPS, deaths.", ""]
    for name, found in results.items():
        rows: list = found
        lines += [f"## {load_scenario(name).title}: {len(rows)} days", ""]
        lines += ["| | 12 months, a month | 12, summed | 24, a month | 24, summed | places |"]
        lines += ["|---|---|---|---|---|---|"]
        for who in rows[0]["12"]["monthly"]:
            cells = [
                f"{np.mean([row[m][kind][who] for row in rows]):,.0f}"
                for m in ("12", "24")
                for kind in ("monthly", "summed")
            ]
            known = [row["places"][who] for row in rows if who in row["places"]]
            cells.append(f"{np.nanmean(known):.2f}" if known else "")
            lines.append(f"| {who} | {' | '.join(cells)} |")
        lines += [
            "",
            "| from | the 12 before | the 12 after | begun with events | level too | without |",
        ]
        lines += ["|---|---|---|---|---|---|"]
        for row in rows:
            year, medians = row["12"], row["12"]["median"]
            numbers = (
                year["before"],
                year["record"],
                medians[BEGUN],
                medians[LEVELLED],
                medians[WITHOUT],
            )
            lines.append(f"| {row['from']} | " + " | ".join(f"{n:,.0f}" for n in numbers) + " |")
        lines.append("")
    lines += ["Last columns: median of worlds. Places: rank correlation, first 12 months."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, score, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ged", type=Path, required=True, help="UCDP GED events (CSV)")
    parser.add_argument("--worlds", type=int, default=16)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    asked = parser.parse_args()
    record = Record(asked.ged)
    reals = {name: read_real(asked.ged, COUNTRIES[name]) for name in DAYS}
    first = workers.in_order(work_begun, list(first_tasks(reals, asked.worlds)), asked.jobs)
    worlds, again = {}, []
    for name, days in DAYS.items():
        for day in days:
            worlds[name, day] = {BEGUN: next(first), WITHOUT: next(first)}
            year = next(first), record.course(name)
            again.append(levelled(name, day, reals[name], year, asked.worlds))
            print(name, day, flush=True)
    second = workers.in_order(work_begun, again, asked.jobs)
    results: dict[str, list[dict[str, object]]] = {name: [] for name in DAYS}
    for (name, day), found in worlds.items():
        found[LEVELLED] = next(second)
        results[name].append(scored(day, record.course(name), found))
    text = json.dumps({"worlds": asked.worlds, "results": plain(results)}, indent=1)
    (asked.out / "ahead.json").write_text(text + "\n", encoding="utf-8")
    (asked.out / "ahead.md").write_text(words(results, asked.worlds), encoding="utf-8")


if __name__ == "__main__":
    main()
