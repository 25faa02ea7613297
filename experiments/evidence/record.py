"""Computes sim/evidence/record.toml: sums of real wars by year, month, kind and place.

Run from anywhere: `python experiments/evidence/record.py`. Takes some seconds. The events (UCDP
GED 21.1, located to towns) lie beside the project, not in it; without them the script says so
and changes nothing. What is written are sums of them: no event can be had back from it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np

from sim.case.scenario import load_scenario
from sim.evidence.columns import event_columns
from sim.evidence.courses import COUNTRIES, WARS, Record
from sim.evidence.margins import Margins, margins_of

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "ged"
EVENTS, TOTALS = DATA / "ged211_events.csv", DATA / "ucdp_country_year_v25_1.csv"
RESULT = ROOT / "sim" / "evidence" / "record.toml"

HEAD = """\
# Made by experiments/evidence/record.py; do not edit.
# Sums of real wars over their windows, for courses (K) and for naive rivals.
# [war.X]: deaths, located ones raised to all of each year and kind as UCDP counts them for the
# country: by month, kind (state-based, non-state, one-sided) and place of the region.
# [events.X]: lethal events located to towns: by place, month and kind; those of governments by
# kind; how many killed so many ([deaths, events]).
# Sources: UCDP GED 21.1 and country-year 25.1 (Sundberg & Melander 2013; Davies et al. 2025).
"""


def main() -> int:
    """Writes the file; 0 when done, 1 when the events are absent."""
    if not (EVENTS.is_file() and TOTALS.is_file()):
        print("record: UCDP's files (shared/data/ged) are absent; nothing changed", file=sys.stderr)
        return 1
    record = Record(EVENTS, TOTALS)
    parts = [_war(name, record) for name in WARS] + [_events(name, record) for name in WARS]
    RESULT.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    print(RESULT)
    return 0


def _war(name: str, record: Record) -> str:
    course = record.course(name)
    return _table(
        f"war.{name}",
        {
            "country": f'"{COUNTRIES[name]}"',
            "window": _window(course.window),
            "months": _list(course.months),
            "kinds": _list(course.kinds),
            "places": _list(course.places),
        },
    )


def _events(name: str, record: Record) -> str:
    case = load_scenario(name)
    found: Margins = margins_of(
        *event_columns(record.located(name), case.war_window, case.region.names)
    )
    pairs = [f"[{s}, {n}]" for s, n in zip(found.size, found.sizes, strict=True)]
    return _table(
        f"events.{name}",
        {
            "places": _list(found.places),
            "months": _list(found.months),
            "kinds": _list(found.kinds),
            "by_state": _list(found.by_state),
            "sizes": f"[{', '.join(pairs)}]",
        },
    )


def _table(name: str, fields: dict[str, str]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {value}" for key, value in fields.items()), ""])


def _window(window: tuple[date, date]) -> str:
    return f"[{window[0]}, {window[1]}]"


def _list(values: np.ndarray) -> str:
    return f"[{', '.join(f'{value:.5g}' for value in values.tolist())}]"


if __name__ == "__main__":
    sys.exit(main())
