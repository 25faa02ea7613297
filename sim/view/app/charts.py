"""Which charts there are, and their numbers: quantiles over worlds, four weeks a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.state.record import SERIES_DTYPE
from sim.view.app import answer
from sim.view.app.change import change
from sim.view.app.compare import Pair
from sim.view.app.compare import columns as outcome
from sim.view.app.work import BIN_WEEKS
from sim.view.texts import Texts

YEAR: Final = 365.25 / 7.0  # weeks
PAST: Final = 13  # bins: counts are drawn as the rate over the past twelve months
START: Final = 6  # bins: a rate over fewer of them would show noise, so lines begin here
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Chart:
    """A chart of one column of the record. `scale` takes a week's value to the unit shown."""

    column: str
    unit: str  # in files; the page's own words are `chart.<column>`
    scale: float
    better: str  # down, up or none
    total: bool  # whether the headline is the sum over the run rather than its mean


CHARTS: Final = (
    Chart("civilian_deaths", "a year", YEAR, "down", True),
    Chart("displaced", "at a time", 1.0, "down", False),
    Chart("events_onesided", "a year", YEAR, "down", True),
    Chart("events_battle", "a year", YEAR, "down", True),
    Chart("fighters_other", "fighters", 1.0, "down", False),
    Chart("control_state", "% of people", 100.0, "up", False),
    Chart("trust_mission", "%", 100.0, "up", False),
    Chart("troops", "troops", 1.0, "none", False),
)


def columns() -> list[int]:
    """Rows of the charts' columns in an Answer's `series`."""
    names = list(SERIES_DTYPE.names or ())
    return [names.index(chart.column) for chart in CHARTS]


def drawn(worlds: NDArray[np.float32]) -> NDArray[np.float64]:
    """(worlds, charts, bins) in the units shown; counts as rates over the past twelve months."""
    chosen = worlds[:, columns(), :].astype(float)
    for number, chart in enumerate(CHARTS):
        if chart.total:
            chosen[:, number] = past(chosen[:, number])
        chosen[:, number] *= chart.scale
    return chosen


def past(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over the last PAST bins, fewer at the start."""
    sums = np.cumsum(rows, axis=-1)
    sums[..., PAST:] -= sums[..., :-PAST].copy()
    return sums / np.minimum(np.arange(1, rows.shape[-1] + 1), PAST)


def bands(worlds: NDArray[np.float32]) -> NDArray[np.float64]:
    """(charts, quantiles, bins) of (worlds, columns, bins)."""
    found: NDArray[np.float64] = np.quantile(drawn(worlds), QUANTILES, axis=0)
    return found.transpose(1, 0, 2)


def rounded(values: NDArray[Any], figures: int = 4) -> list[Any]:
    """Nested lists with few digits: what goes over the wire."""
    flat = [float(f"{value:.{figures}g}") for value in np.asarray(values, float).ravel().tolist()]
    nested: list[Any] = np.array(flat).reshape(np.shape(values)).tolist()
    return nested


def headlines(found: Pair, worlds: NDArray[np.float32], what: bool) -> NDArray[np.float64]:
    """(worlds, charts): a chart's total over the run (the outcome itself), or its mean."""
    chosen = worlds[:, columns(), :].astype(float)
    sizes = np.full(chosen.shape[2], float(BIN_WEEKS))
    sizes[-1] = found.weeks - BIN_WEEKS * (len(sizes) - 1)  # the last bin may be short
    means: NDArray[np.float64] = chosen @ sizes / found.weeks
    for number, chart in enumerate(CHARTS):
        if chart.total:
            means[:, number] = outcome(found, chart.column)[int(what)]
        else:
            means[:, number] *= chart.scale
    return means


def payload(found: Pair, t: Texts) -> list[dict[str, Any]]:
    """Every chart as plain data for the page; `what` is None where nothing was changed."""
    base, what = found.base_series(), found.what_series()
    base_bands, base_heads = bands(base), headlines(found, base, False)
    what_bands, what_heads = None, base_heads
    if what is not None:
        what_bands, what_heads = bands(what), headlines(found, what, True)
    rows = []
    for number, chart in enumerate(CHARTS):
        unit = "%" if chart.unit.startswith("%") else chart.unit
        move = change(base_heads[:, number], what_heads[:, number], unit, chart.better)
        years = answer.years(found.weeks, t)
        rows.append(
            {
                "id": chart.column,
                "title": t(f"chart.{chart.column}.title"),
                "from": START if chart.total and base_bands.shape[2] > 2 * START else 0,
                "unit": t(f"chart.{chart.column}.unit"),
                "percent": unit == "%",
                "headline": t("charts.in_all" if chart.total else "charts.on_average"),
                "over": t("charts.in_years" if chart.total else "charts.over", {"years": years}),
                "base": rounded(base_bands[number]),
                "base_text": move.sized(move.base, t),
                "what": None if what_bands is None else rounded(what_bands[number]),
                "change": None if what_bands is None else move.moved(t),
                "spread": "" if what_bands is None else move.spread(t),
                "tone": "" if what_bands is None else move.tone(t),
            }
        )
    return rows
