"""What a sweep's folder holds, as text to compare."""

from __future__ import annotations

from pathlib import Path

from sim.batch import store


def rows(folder: Path) -> str:
    """All stored runs as text, sorted, without timings."""
    frame = store.read(folder).to_pandas().drop(columns="seconds")
    return frame.sort_values("run_id").to_csv(index=False)
