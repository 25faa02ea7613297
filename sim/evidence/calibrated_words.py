"""A calibration in words: how far the record tells each number, what its draws miss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

WORST: Final = 8  # targets named


def numbers(summary: Mapping[str, Any]) -> str:
    """A table: every number, its prior, where nine tenths of the posterior lie, what is left."""
    lines = [
        "| number | prior (factor) | posterior, 90 % | median | spread left | the record |",
        "|---|---|---|---|---|---|",
    ]
    for row in sorted(summary["numbers"], key=lambda row: row["left"]):
        low, middle, high = row["posterior"]
        prior = f"{row['prior'][0]:g} to {row['prior'][1]:g}"
        lines.append(
            f"| `{row['number']}` | {prior} | {low:.2f} to {high:.2f} | {middle:.2f} "
            f"| {row['left']:.0%} | {_verdict(row['verdict'])} |"
        )
    return "\n".join(lines)


def _verdict(verdict: str) -> str:
    words = {"told": "tells it", "partly told": "tells something", "not told": "says nothing"}
    return words[verdict]


def together(summary: Mapping[str, Any], least: float) -> str:
    """Pairs of numbers that the record tells together only."""
    found = [row for row in summary["together"] if abs(row["correlation"]) >= least]
    if not found:
        return "No two numbers are bound to each other closely."
    return "\n".join(
        f"- `{row['one']}` with `{row['other']}`: correlation {row['correlation']:+.2f}"
        for row in found
    )


def scores(summary: Mapping[str, Any]) -> str:
    """A table: mean score a target of sets from the priors, of the draws, of the point."""
    lines = [
        "| war | targets (worth) | sets from the priors | draws | fitted point |",
        "|---|---|---|---|---|",
    ]
    for name, war in summary["wars"].items():
        spread = [
            f"{war['score'][key][1]:.2f} ({war['score'][key][0]:.2f} to {war['score'][key][2]:.2f})"
            for key in ("priors", "draws")
        ]
        point = f"{war['score']['fitted point'][1]:.2f}"
        worth = f"{war['targets']} ({war['independent_targets']:.1f})"
        lines.append(f"| {name} | {worth} | {spread[0]} | {spread[1]} | {point} |")
    return "\n".join(lines)


def worst(summary: Mapping[str, Any]) -> str:
    """What even the draws miss, a table a war."""
    parts = []
    for name, war in summary["wars"].items():
        rows = sorted(war["misses"].items(), key=lambda item: -abs(item[1]["draws"]))[:WORST]
        lines = [
            f"{name}:",
            "",
            "| target | sets from the priors | draws | fitted point | emulator tells |",
            "|---|---|---|---|---|",
        ]
        for target, z in rows:
            cells = [f"{z[key]:+.1f}" for key in ("priors", "draws", "fitted point")]
            lines.append(f"| {target} | {' | '.join(cells)} | {max(z['emulated'], 0.0):.0%} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def page(summary: Mapping[str, Any], title: str, made: str, picture: str) -> str:
    """A user's page."""
    return "\n".join(
        [
            f"# Calibration of {title}",
            "",
            made,
            "",
            f"![priors and posterior]({picture})",
            "",
            "## What the record tells of each number",
            "",
            numbers(summary),
            "",
            "Factors of where the scenario puts the number. Spread left: standard deviation of the "
            "posterior over that of the prior, log scale; near 100 % the record says nothing and "
            "the draws are the prior.",
            "",
            "Told together only:",
            "",
            together(summary, 0.4),
            "",
            "## How well it fits",
            "",
            scores(summary),
            "",
            "Mean score a target, log(1 + z^2), z in half widths of what the record leaves open: "
            "below 0.7 within it. In brackets 10 % and 90 % of sets; behind the number of targets "
            "how many independent ones they are worth.",
            "",
            "Missed most (z):",
            "",
            worst(summary),
            "",
        ]
    )
