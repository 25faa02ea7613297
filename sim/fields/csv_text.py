"""Tables as CSV that a spreadsheet takes for what it is: text stays text, and is no formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")  # text a spreadsheet would take for a formula


def is_risky(value: Any) -> bool:
    """Whether a spreadsheet would work a text out; a number, or a single sign, is harmless."""
    if not isinstance(value, str) or not value.startswith(RISKY) or len(value) < 2:
        return False
    try:
        float(value)
    except ValueError:
        return True
    return False


def cell(value: Any) -> Any:
    """A value for a cell: text that would be a formula gets an apostrophe before it."""
    return f"'{value}" if is_risky(value) else value


def csv_text(frame: pd.DataFrame) -> str:
    """The table as CSV with a head, a line a row."""
    texts = [name for name in frame.columns if frame[name].dtype.kind not in "biufcmM"]
    safe = frame.assign(**{str(name): frame[name].map(cell) for name in texts})
    return safe.to_csv(index=False, lineterminator="\n")
