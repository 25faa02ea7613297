"""Which charts there are, and their numbers: quantiles over worlds, four weeks a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.record import SERIES_DTYPE

MONTH: Final = 365.25 / 7.0 / 12.0  # weeks
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Chart:
    """A chart of one column of the record. `scale` takes a week's value to the unit shown."""

    column: str
    title: str
    unit: str
    scale: float
    better: str  # down, up or none
    total: bool  # whether the headline is the sum over the run rather than its mean
    digits: int = 0


CHARTS: Final = (
    Chart("civilian_deaths", "Civilians killed", "a month", MONTH, "down", True),
    Chart("displaced", "People displaced", "at a time", 1.0, "down", False),
    Chart("events_onesided", "Attacks on civilians", "a month", MONTH, "down", True),
    Chart("events_battle", "Battles", "a month", MONTH, "down", True),
    Chart("fighters_other", "Fighters against the state", "under arms", 1.0, "down", False),
    Chart("control_state", "Held by the state", "% of people", 100.0, "up", False),
    Chart("trust_mission", "Trust in the mission", "%", 100.0, "up", False),
    Chart("troops", "Peacekeepers present", "troops", 1.0, "none", False),
)


def columns() -> list[int]:
    """Rows of the charts' columns in an Answer's `series`."""
    names = list(SERIES_DTYPE.names or ())
    return [names.index(chart.column) for chart in CHARTS]


def bands(worlds: NDArray[np.float32]) -> NDArray[np.float64]:
    """(charts, quantiles, bins) of (worlds, columns, bins), in the units shown."""
    chosen = worlds[:, columns(), :]
    scales = np.array([chart.scale for chart in CHARTS])
    found: NDArray[np.float64] = np.quantile(chosen, QUANTILES, axis=0).transpose(1, 0, 2)
    return found * scales[:, None, None]


def rounded(values: NDArray[Any], figures: int = 4) -> list[Any]:
    """Nested lists with few digits: what goes over the wire."""
    flat = [float(f"{value:.{figures}g}") for value in np.asarray(values, float).ravel().tolist()]
    return np.array(flat).reshape(np.shape(values)).tolist()


def headline(worlds: NDArray[np.float32], chart: Chart, weeks: int) -> float:
    """The median over worlds of a chart's total over the run, or of its mean."""
    names = list(SERIES_DTYPE.names or ())
    means = worlds[:, names.index(chart.column), :].mean(axis=1)
    value = float(np.median(means))
    return value * weeks if chart.total else value * chart.scale


def payload(
    base: NDArray[np.float32], what: NDArray[np.float32] | None, weeks: int
) -> list[dict[str, Any]]:
    """Every chart as plain data for the page; `what` is None where nothing was changed."""
    base_bands = bands(base)
    what_bands = bands(what) if what is not None else None
    rows = []
    for number, chart in enumerate(CHARTS):
        rows.append(
            {
                "id": chart.column,
                "title": chart.title,
                "unit": chart.unit,
                "better": chart.better,
                "headline": "in all" if chart.total else "on average",
                "base": rounded(base_bands[number]),
                "what": None if what_bands is None else rounded(what_bands[number]),
                "base_value": headline(base, chart, weeks),
                "what_value": None if what is None else headline(what, chart, weeks),
            }
        )
    return rows
