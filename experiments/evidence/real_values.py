"""Computes sim/evidence/real.toml: the statistics of real events and how sure they are.

Run from anywhere: `python experiments/evidence/real_values.py`. Takes about ten seconds. The
events (UCDP GED 21.1, located to towns) lie beside the project, not in it; without them the
script says so and changes nothing.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

import pandas as pd

from sim.country.region import Region, load_region
from sim.evidence.bootstrap import bootstrap_intervals
from sim.evidence.columns import event_columns, roads_of
from sim.evidence.events import statistics_of
from sim.evidence.ged import read_ged
from sim.evidence.judge import Interval
from sim.evidence.statistics import Statistic, statistics, why_missing

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT.parent / "shared" / "data" / "ged" / "ged211_events.csv"
RESULT = ROOT / "sim" / "evidence" / "real.toml"
DRAWS = 500

HEAD = """\
# Made by experiments/evidence/real_values.py; do not edit.
# Statistics of real lethal events by the code that measures simulated ones (meaning of the
# names: sim/evidence/statistics.py). Interval: 90 %, moving-block bootstrap over time (3 months;
# 13 weeks for statistics of days and weeks), 500 draws, fixed seed.
# `why_not`: the statistic is not held against the model, for this reason.

[citation]
ged = "UCDP GED 21.1, events located to towns: Sundberg & Melander 2013; Pettersson et al. 2021"
displaced = "F17: UNHCR and IDMC over UCDP deaths, whole country"
"""


@dataclass(frozen=True)
class Displaced:
    """Displaced persons for each death as printed (F17), or why none can be used."""

    value: float
    interval: Interval
    why_not: str = ""


@dataclass(frozen=True)
class Country:
    """A window of real events. `located`: share of all UCDP deaths that the rows hold."""

    scenario: str
    region: str
    ucdp_name: str
    window: tuple[date, date]
    located: float
    months_only: bool
    displaced: Displaced


NAN = float("nan")
COUNTRIES = (
    # One number is printed, about 100; the range of a factor 1.5 either way is an assumption.
    Country(
        "sierra-leone-1991",
        "sierra-leone",
        "Sierra Leone",
        (date(1991, 3, 1), date(2001, 12, 31)),
        0.86,
        True,
        Displaced(100.0, (67.0, 150.0)),
    ),
    Country(
        "sierra-leone",
        "sierra-leone",
        "Sierra Leone",
        (date(1998, 1, 1), date(2001, 12, 31)),
        0.86,
        True,
        Displaced(NAN, (NAN, NAN), "printed for the whole war (about 100) only"),
    ),
    Country(
        "bosnia",
        "bosnia",
        "Bosnia-Herzegovina",
        (date(1992, 4, 1), date(1995, 12, 31)),
        0.63,
        False,
        Displaced(30.0, (22.0, 40.0)),
    ),
    Country(
        "mali",
        "mali",
        "Mali",
        (date(2012, 1, 1), date(2020, 12, 31)),
        0.77,
        False,
        Displaced(NAN, (NAN, NAN), "printed for 2012-13 (about 400) only"),
    ),
)
FIRSTS = "36 % of the dates are firsts of a month: months only"
PARTLY = "the rows hold only the located part of all events: use UCDP's yearly totals"


def main() -> int:
    """Writes the file; 0 when done, 1 when the events are absent."""
    if not EVENTS.is_file():
        print(
            "real_values: UCDP GED events (shared/data/ged) are absent; nothing changed",
            file=sys.stderr,
        )
        return 1
    rows = pd.read_csv(EVENTS, low_memory=False)
    parts = [_section(country, rows, _region(country.region)) for country in COUNTRIES]
    RESULT.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    print(RESULT)
    return 0


def _region(name: str) -> Region:
    return load_region(ROOT / "scenarios" / "regions" / name)


def _section(country: Country, rows: pd.DataFrame, region: Region) -> str:
    """The TOML of one country."""
    events = read_ged(rows, region.graph, country.ucdp_name)
    columns, span = event_columns(events, country.window, region.names)
    roads = roads_of(region.graph)
    values = statistics_of(columns, span, None, roads)
    intervals = bootstrap_intervals(columns, span, roads, DRAWS)
    first, last = country.window
    lines = [
        f"[country.{country.scenario}]",
        f"window = [{first}, {last}]",
        f"events = {len(columns)}",
        f"located_share_of_deaths = {country.located}",
        'cite = ["ged", "displaced"]',
        "",
        f"[country.{country.scenario}.statistics]",
    ]
    for name, statistic in statistics().items():
        value, interval, why = values[name], intervals[name], _why_not(country, statistic)
        if name == "displaced_per_death":
            printed = country.displaced
            value, interval, why = printed.value, printed.interval, printed.why_not
        lines.append(f"{name} = {_entry(name, value, interval, why)}")
    return "\n".join(lines) + "\n"


def _why_not(country: Country, statistic: Statistic) -> str:
    if statistic.clock in ("day", "week") and country.months_only:
        return FIRSTS
    if statistic.clock == "year":
        return "one war has too few years; see facts.toml"
    if statistic.fact == "level":
        return PARTLY
    return ""


def _entry(name: str, value: float, interval: Interval, why: str) -> str:
    """An inline table; what could not be had is left out and the reason given."""
    fields = []
    if isfinite(value):
        fields.append(f"value = {value:.4g}" if value % 1 else f"value = {value:.1f}")
    if all(map(isfinite, interval)):
        fields.append(f"interval = [{interval[0]:.4g}, {interval[1]:.4g}]")
    if len(fields) < 2 and not why:
        why = why_missing(name) if not fields else "its interval cannot be had: too few events"
    if why:
        fields.append(f'why_not = "{why}"')
    return "{ " + ", ".join(fields) + " }"


if __name__ == "__main__":
    raise SystemExit(main())
