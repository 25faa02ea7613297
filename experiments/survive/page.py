"""Writes docs/survive.md and its picture from survive.json.

python experiments/survive/page.py
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.runs.outcomes import OUTCOMES
from sim.view import style

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs"
FIRM, MOSTLY = 0.9, 0.7  # share of draws in which a conclusion holds
TOLD = 0.5  # of the draws must show a difference at all
GROUPS = ("firm", "mostly", "open", "too rare", "not even at the fitted point")
COLOURS = {"firm": style.STATE, "mostly": style.MISSION, "open": style.OTHERS}
WORDS = {
    "firm": "in at least nine draws of ten",
    "mostly": "in seven to nine of ten",
    "open": "in fewer",
    "too rare": "in most draws no world differs, so that neither direction can be told",
    "not even at the fitted point": "the direction is not seen at the fitted point either",
}

Row = dict[str, Any]


def group(row: Row) -> str:
    """How far a conclusion survives."""
    if row["fitted"][0] is None or row["fitted"][0] <= 0.0:
        return GROUPS[-1]
    if row["draws"] is None or row["draws"] + row["against"] < TOLD:
        return "too rare"
    return "firm" if row["draws"] >= FIRM else "mostly" if row["draws"] >= MOSTLY else "open"


def said(row: Row) -> str:
    """The conclusion as a sentence's end: who, what it does to which outcome."""
    outcome = OUTCOMES[row["outcome"]].words
    who = row["name"] if row["kind"] == "lever" else f"{row['name']} ({row['what']})"
    return f"{who.replace('_', ' ')}: {'more' if row['sign'] > 0 else 'less'} {outcome}"


def flips(row: Row) -> str:
    """What reverses the conclusion, takes it away, or moves it over draws."""
    parts = []
    for verdict, words in (("reversed", "**reversed** without"), ("gone", "gone without")):
        names = [name for name, one in row["without"].items() if one["verdict"] == verdict]
        if names:
            parts.append(f"{words} {', '.join(names)}")
    for path, like in row["numbers"][:2]:
        parts.append(f"{'stronger' if like > 0 else 'weaker'} with more `{path}` ({like:+.2f})")
    return "; ".join(parts) or "nothing tried"


def table(rows: Sequence[Row]) -> str:
    """A line a conclusion, those that hold least first."""
    lines = [
        "| conclusion | size (95 %) | draws | against | worlds | no effect | what flips it |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda row: (row["draws"] or 0.0, row["worlds"] or 0.0)):
        shares = [_percent(row["draws"]), _percent(row["against"]), _worlds(row)]
        cells = [said(row), _size(row), *shares]
        lines.append(f"| {' | '.join([*cells, _percent(row['no_effect']), flips(row)])} |")
    return "\n".join(lines)


def _size(row: Row) -> str:
    """At the fitted point, with its own sign; effects are kept in the direction concluded."""
    mean, low, high = row["fitted"]
    if mean is None:
        return "-"
    ends = sorted((low * row["sign"], high * row["sign"]))
    return f"{mean * row['sign']:+.3g} ({ends[0]:.3g} to {ends[1]:.3g})"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _worlds(row: Row) -> str:
    return _percent(row["worlds"]) + (f" (same in {row['ties']:.0%})" if row["ties"] else "")


def picture(rows: Sequence[Row], path: Path) -> None:
    """Share of draws in which each conclusion holds; crosses: mechanisms that undo it."""
    from matplotlib.figure import Figure

    kinds = [("lever", "Levers: none to the high amount"), ("lesson", "Lessons: their what-ifs")]
    shown = [(title, [r for r in rows if r["kind"] == kind]) for kind, title in kinds]
    shown = [(title, own) for title, own in shown if own]
    heights = [len(own) + 1 for _, own in shown]
    figure = Figure(figsize=(9.0, 0.27 * sum(heights) + 1.4), layout="constrained")
    every = figure.subplots(len(shown), 1, sharex=True, squeeze=False, height_ratios=heights)
    for axes, (title, own) in zip(every[:, 0], shown, strict=True):
        own = sorted(own, key=lambda row: (row["draws"] or 0.0, row["worlds"] or 0.0))
        for y, row in enumerate(own):
            _line(axes, y, row)
        axes.set_yticks(range(len(own)), [said(row) for row in own], fontsize=8.5)
        axes.set_title(title, loc="left", fontsize=10)
        axes.axvline(0.5, color=style.INK, lw=0.8, ls=":", zorder=0)
        axes.set_xlim(0.0, 1.3)
        axes.set_ylim(-0.7, len(own) - 0.3)
        axes.tick_params(length=0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
    last = every[-1, 0]
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    last.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    last.set_xlabel(
        "bar: share of draws in which the direction holds\nring: share of single worlds; right: "
        "contested mechanisms\nwhose absence undoes it",
        fontsize=8.5,
    )
    figure.savefig(path, dpi=130)


def _line(axes: Any, y: int, row: Row) -> None:
    undone = sum(one["verdict"] != "stands" for one in row["without"].values())
    colour = COLOURS.get(group(row), style.FAINT)
    axes.plot([0.0, row["draws"] or 0.0], [y, y], color=colour, lw=6, solid_capstyle="butt")
    if row["worlds"] is not None:
        axes.plot(row["worlds"], y, "o", mfc=style.PAPER, mec=style.INK, ms=5, zorder=3)
    if undone:
        axes.text(1.04, y, f"{undone} of {len(row['without'])}", va="center", fontsize=8.5)


def page(found: Row) -> str:
    """The page for people."""
    rows = found["rows"]
    parts = [
        "# Which conclusions survive",
        "",
        "<!-- made by experiments/survive/page.py; do not edit -->",
        _head(found),
        "![share of draws in which each conclusion holds](survive.png)",
        "",
        "Dark blue: nine draws in ten and more; light blue: seven and more; amber: fewer; grey:",
        "too rare to be told.",
        "",
    ]
    for kind, title in (("lever", "Levers"), ("lesson", "Lessons")):
        own = [row for row in rows if row["kind"] == kind]
        if own:
            parts += [f"## {title}", "", counts(own), "", table(own), ""]
        else:
            parts += [f"## {title}", "", "Not measured yet.", ""]
    return "\n".join([*parts, _foot(rows)])


def counts(rows: Sequence[Row]) -> str:
    """How many conclusions are firm, mostly so, open."""
    own = {name: [row for row in rows if group(row) == name] for name in GROUPS}
    told = [f"{len(some)} {name} ({WORDS[name]})" for name, some in own.items() if some]
    return f"Of {len(rows)} conclusions: " + "; ".join(told) + "."


def _head(found: Row) -> str:
    return f"""
A model has numbers that nobody knows. Many sets of them are not ruled out by the wars it was fitted
on ([calibration](calibration.md)), and some of its mechanisms are disputed. A conclusion that
holds at one set of numbers only is an opinion of that set. Here every direction that the model's
levers claim, and what its lessons teach, is tried again:

- in **{found["draws"]} draws** of the posterior, {found["seeds_a_draw"]} pairs of worlds each:
  the conclusion holds in a draw if the mean of its pairs has the direction (*against*: the
  opposite one; the rest show no difference at all);
- with each of ten **contested mechanisms** switched off at the fitted point (8 pairs): *gone* if
  at most a third of the effect is left, *reversed* if the interval lies on the other side;
- in the **no-effect** world, in which a mission deters, protects and guarantees nothing (4 pairs):
  what still shows there is not the mission's doing.

Two worlds of a pair have the same luck. Size: paired difference at the fitted point (16 pairs).
"""


def _foot(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row["without"]))
    return f"""## How to read it

- *Draws* speaks of what is not known about the world, *worlds* of luck: a conclusion may hold in
  every draw on average and still in only six worlds of ten. A planner has one world. Where worlds
  are the same in both arms, neither direction is counted.
- A draw's mean over few pairs is itself noisy: for small effects the share of draws lies nearer
  one half than it would with more pairs. Read it as a lower bound of what survives.
- *Gone* is told from eight pairs against the same eight at the fitted point: where the interval of
  the size reaches zero, read it as "cannot be told apart from gone".
- "Stronger with more": rank correlation over draws, of 16 numbers tried the two that go most
  closely with the effect. By luck alone about one conclusion in ten would show one.
- Where the record does not tell a number ([calibration](calibration.md) says which), the draws
  are the prior.
- Mechanisms switched off: {", ".join(names)} (`experiments/mechanisms/switches.py`).
- Levers stand on a plain force with ample money, as in [claims](claims.md); bookkeeping is left
  out. Of lessons only the tested what-if of each is tried, and only where it says more or less.

Measured by `python experiments/survive/measure.py`, written by `page.py` beside it;
all figures: `experiments/survive/survive.json`.
"""


def main() -> None:
    """Write both."""
    found = json.loads((HERE / "survive.json").read_text("utf-8"))
    picture(found["rows"], DOCS / "survive.png")
    (DOCS / "survive.md").write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
