"""Colours, type and sizes of every picture; the one place where they are chosen.

The palette is small and safe for colour-blind readers: blue against amber for who holds a
place, crimson for the dead, violet for the displaced, UN blue for the mission. Where two
colours meet they also differ in lightness. Pictures are plain `Figure`s drawn by Agg, so
nothing of matplotlib's global state is touched and any thread may draw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.fields.errors import one_line

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

INK: Final = "#1d2733"
MUTED: Final = "#64707d"
FAINT: Final = "#c9cfd6"
GRID: Final = "#e6e9ed"
PAPER: Final = "#ffffff"
LAND: Final = "#f3f1ec"
BORDER: Final = "#d5d0c6"
COAST: Final = "#a39c8e"
ROAD: Final = "#cdc6b9"

STATE: Final = "#2166a5"
NEUTRAL: Final = "#f4ede0"
OTHERS: Final = "#d98a1c"
DEATH: Final = "#a8123e"
DISPLACED: Final = "#7a5aa6"
REFUGEES: Final = "#3f2a66"
MISSION: Final = "#2f9fd8"
HALO: Final = 0.26  # how strongly the dead tint the map

# UCDP's types of violence: number -> (label, colour)
VIOLENCE: Final = {
    1: ("battles", "#4b5a6b"),
    3: ("attacks on civilians", DEATH),
    2: ("between communities or groups", "#e2b04a"),
}
ATTITUDES: Final = {
    "trust_state": ("trust in the state", STATE),
    "trust_mission": ("trust in the mission", MISSION),
    "fear": ("fear", DEATH),
    "grievance": ("grievance", "#b06c0a"),
}
LEVERS: Final = (
    "#1f4e79",
    "#2f9fd8",
    "#e2b04a",
    "#7a5aa6",
    "#9ccfe8",
    "#b5651d",
    "#3f2a66",
    "#6b9080",
    "#c98bb9",
)
REST: Final = "#9aa3ad"

WIDTH: Final = 9.0  # inches; the page shows a picture about 1,040 pixels wide
DPI: Final = 190
PRESSED: Final = 3  # of 9: PNGs at 6, the usual, are a tenth smaller and take a third longer
RULES: Final = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same on every machine
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a scenario's title is a dollar sign
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8.0,
    "axes.titley": 1.0,  # where it stands anyway, found without measuring all ticks
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "xtick.labelcolor": MUTED,
    "ytick.color": FAINT,
    "ytick.labelcolor": MUTED,
    "ytick.major.size": 0.0,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "path.simplify": True,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib's defaults with our rules, whatever the user's own settings say."""
    import warnings

    from matplotlib import style

    with style.context(["default", RULES]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure of a size in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


def save(figure: Figure, path: Path, mark: str) -> Path:
    """Write a PNG that holds no date or version, only `mark`: which run it shows."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    canvas: Any = figure.canvas  # Agg's: see new_figure
    canvas.draw()
    # paper is opaque: three channels of Agg's four say all, in less time and space
    size, pixels = canvas.get_width_height(), canvas.buffer_rgba()
    image = Image.frombytes("RGB", size, pixels, "raw", "RGBX")
    words = PngInfo()
    words.add_text("Description", mark)
    image.save(path, "png", pnginfo=words, dpi=(DPI, DPI), compress_level=PRESSED)
    return path


def control_ramp() -> Colormap:
    """0: never held by the state's side, to 1: always."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "control", [OTHERS, "#f0c987", NEUTRAL, "#8db4d6", STATE]
    )


def heading(figure: Figure, title: str, below: str) -> None:
    """A picture's title and the line under it, set from the top left corner, in inches."""
    height = figure.get_figheight()
    left = 0.12 / figure.get_figwidth()
    figure.text(left, 1 - 0.13 / height, clean(title, 90), size=13, weight="bold", va="top")
    figure.text(left, 1 - 0.40 / height, clean(below, 130), size=9, color=MUTED, va="top")


def clean(text: str, most: int = 60) -> str:
    """One line of printable text of at most `most` characters."""
    line = one_line(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def short(value: float) -> str:
    """A count in few characters: 950, 13,980, 451,000, 1.85 m, 16.7 m."""
    if not math.isfinite(value):
        return "not known"
    for size, letter in ((1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            digits = 2 if abs(value) < 10 * size else 1 if abs(value) < 100 * size else 0
            return f"{value / size:.{digits}f} {letter}"
    return f"{round(value, -3) if abs(value) >= 100_000 else value:,.0f}"


def month(day: date) -> str:
    """`Mar 2001`, in English whatever the machine's language."""
    return f"{MONTHS[day.month - 1]} {day.year}"


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def person_ticks(value: float, _: Any = None) -> str:
    """A tick on an axis of persons: 500, 17.5k, 1.5m."""
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:g}"
