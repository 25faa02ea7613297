"""Who kills whom, and whom that drives away (F11, F17)."""

from __future__ import annotations

from sim.evidence.columns import ONE_SIDED, EventColumns

NAN = float("nan")


def death_share(columns: EventColumns, kind: int) -> float:
    """Share of deaths that fell in violence of `kind`; NaN without deaths."""
    total = int(columns.size.sum())
    return float(columns.size[columns.kind == kind].sum()) / total if total else NAN


def government_share(columns: EventColumns) -> float:
    """Share of the deaths of one-sided violence that governments, any one's, caused.

    NaN without one-sided deaths.
    """
    one_sided = columns.kind == ONE_SIDED
    total = int(columns.size[one_sided].sum())
    return float(columns.size[one_sided & columns.by_state].sum()) / total if total else NAN


def displaced_per_death(columns: EventColumns, displaced_peak: float | None) -> float:
    """Most people away from home at once over deaths in events; NaN without either."""
    total = int(columns.size.sum())
    return displaced_peak / total if total and displaced_peak is not None else NAN
