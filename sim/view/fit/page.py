"""One self-contained page of a fit: words, pictures, tables. It loads and runs nothing."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from html import escape
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from sim.evidence.course_words import table
from sim.evidence.courses import Compared
from sim.evidence.fit_measure import Fit
from sim.evidence.scores import Scores, holds_between
from sim.runs.run import write_whole
from sim.view import report, style
from sim.view.fit.pictures import of_ranks, pictures

if TYPE_CHECKING:
    from sim.country.region import Region

BENCHMARKS = {
    "constant": "the war's own mean, in hindsight",
    "last": "the period before, with the record's own changes",
    "last 12": "the twelve months before, each as likely",
    "whole past": "all months before, each as likely",
}


def write_page(fit: Fit, region: Region, path: Path, command: str) -> Path:
    """Write the page, whole or not at all. Raises OSError where it cannot be written."""
    with tempfile.TemporaryDirectory() as folder:
        shown = {
            name: _figure(shows, file.read_bytes())
            for name, (shows, file) in pictures(fit, region, Path(folder)).items()
        }
    body = "\n".join(
        [
            _header(fit),
            _section("course", "When", shown["course"], _years(fit.measured.years)),
            _section("scores", "Scores beside simple forecasts", _scores(fit)),
            _section("places", "Where", shown["maps"], shown["beside"], _ranks(fit)),
            _section("statistics", "Statistics side by side", _statistics(fit)),
            _section("record", "What of the file was used", _list(fit.read)),
            _section("again", "Make this page again", f'<pre class="command">{_e(command)}</pre>'),
        ]
    )
    css = (Path(report.__file__).parent / "page.css").read_text(encoding="utf-8")
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>Fit of {_e(fit.title)}</title>\n<style>\n{css}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return write_whole(path, page)


def words(fit: Fit) -> str:
    """The same for a terminal."""
    rows = [f"{'statistic':28}{'record':>10}{'worlds':>10}{'90 % of worlds':>24}  held"]
    for row in fit.statistics:
        held = {True: "yes", False: "NO", None: "-"}[row.held]
        both = f"{_number(row.record):>10}{_number(row.median):>10}"
        rows.append(f"{row.name:28}{both}{_span(row.interval):>24}  {held}")
    inside, all_ = fit.held
    return "\n".join(
        [
            *fit.read,
            "",
            table(fit.measured),
            "the same of the worlds' mean, by place: " + of_ranks(fit.places.rank),
            "and by first-level region: " + of_ranks(fit.places.rank_regions),
            "",
            *rows,
            "",
            f"{inside} of {all_} statistics of the record lie within the worlds' 90 %",
            f"advice: {fit.advice}",
        ]
    )


def _e(text: object) -> str:
    """Text made safe for HTML, attributes included."""
    return escape(str(text), quote=True)


def _number(value: float) -> str:
    if not isfinite(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _span(pair: tuple[float, float]) -> str:
    return " to ".join(map(_number, pair)) if isfinite(pair[0]) else "-"


def _figure(shows: str, data: bytes) -> str:
    source = f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
    return f'<figure><div class="wide"><img src="{source}" alt="{_e(shows)}"></div></figure>'


def _section(name: str, title: str, *content: str) -> str:
    return f'<section id="{name}">\n<h2>{_e(title)}</h2>\n' + "\n".join(content) + "\n</section>"


def _list(lines: tuple[str, ...]) -> str:
    return f'<ul class="sources">{"".join(f"<li>{_e(line)}</li>" for line in lines)}</ul>'


def _header(fit: Fit) -> str:
    found = fit.measured
    first, last = (style.month(day) for day in found.window)
    inside, all_ = fit.held
    years = found.years
    held = sum(
        holds_between(low, high, seen)
        for seen, low, high in zip(years.record, *years.interval_90, strict=True)
    )
    cells = [
        (style.short(found.deaths[0]), "deaths on record"),
        (style.short(found.deaths[1]), "in the median world"),
        (f"{held} of {len(years.record)}", "years within 90 % of worlds"),
        (f"{inside} of {all_}", "statistics within 90 % of worlds"),
        (_number(fit.places.rank[1]), "rank correlation by place"),
    ]
    shown = "".join(f"<div><dt>{_e(what)}</dt><dd>{_e(value)}</dd></div>" for value, what in cells)
    return (
        f'<header>\n<p class="kicker">Bluehelm &middot; fit of a scenario to a record</p>\n'
        f'<h1>{_e(fit.title)}</h1>\n<p class="when">{_e(first)} to {_e(last)} &middot; '
        f"{found.worlds} worlds &middot; record: {_e(fit.country)}</p>\n"
        f'<p class="lede">{_e(fit.advice[:1].upper() + fit.advice[1:])}.</p>\n'
        f'<dl class="figures">{shown}</dl>\n'
        '<aside class="note"><strong>What this can and cannot say.</strong> A scenario whose '
        "worlds hold the record has not been proved right: wide bands hold anything. Look at the "
        "scores beside simple forecasts, at the years that are missed, and at the map.</aside>"
        "</header>"
    )


def _years(years: Compared) -> str:
    rows = []
    for row, label in enumerate(years.labels):
        seen, (low, high) = years.record[row], (end[row] for end in years.interval_90)
        low_50, high_50 = (end[row] for end in years.interval_50)
        held = "yes" if holds_between(low, high, seen) else "<b>no</b>"
        rows.append(
            f'<tr><th scope="row">{_e(label)}</th><td class="number">{seen:,.0f}</td>'
            f'<td class="number">{years.median[row]:,.0f}</td>'
            f'<td class="number">{low_50:,.0f} to {high_50:,.0f}</td>'
            f'<td class="number">{low:,.0f} to {high:,.0f}</td><td>{held}</td></tr>'
        )
    heads = ("year", "record", "median world", "50 % of worlds", "90 % of worlds", "held")
    return _table(heads, rows)


def _table(heads: tuple[str, ...], rows: list[str], left: tuple[int, ...] = (0, -1)) -> str:
    marks = {index % len(heads) for index in left}
    kind = {True: "", False: ' class="number"'}
    cells = "".join(
        f"<th{kind[column in marks]}>{_e(head)}</th>" for column, head in enumerate(heads)
    )
    return (
        f'<div class="scroll"><table><thead><tr>{cells}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _scores(fit: Fit) -> str:
    heads = ("periods", "CRPS", "bits", "interval score", "in 90 %", "in 50 %")
    parts = [
        "<p>Lower is better in the first three. CRPS and interval score are in deaths, bits are "
        "the ignorance score; the last two are shares of periods within the interval. Simple "
        "forecasts know the record up to the period before (the mean: all of it); the worlds know "
        "none of it. Where a forecast begins later, the worlds are scored again over the same "
        "periods.</p>"
    ]
    for title, compared in (("by year", fit.measured.years), ("by month", fit.measured.months)):
        parts.append(_table((title, *heads), list(_score_rows(compared)), (0,)))
    return "\n".join(parts)


def _score_rows(compared: Compared) -> Iterator[str]:
    yield _score_row("the worlds", compared.scores)
    for name, both in compared.beside.items():
        if both.benchmark.periods:
            yield _score_row(BENCHMARKS[name], both.benchmark)
        if 0 < both.worlds.periods != compared.scores.periods:
            yield _score_row("the worlds, same periods", both.worlds)


def _score_row(name: str, s: Scores) -> str:
    values = [f"{s.periods}", f"{s.crps:,.1f}", f"{s.ignorance:.2f}", f"{s.interval:,.0f}"]
    values += [f"{s.held_90:.2f}", f"{s.held_50:.2f}"]
    cells = "".join(f'<td class="number">{value}</td>' for value in values)
    return f'<tr><th scope="row">{_e(name)}</th>{cells}</tr>'


def _ranks(fit: Fit) -> str:
    return (
        "<p>Rank correlation of deaths with the record. By place: "
        f"{of_ranks(fit.places.rank)}; by first-level region: "
        f"{of_ranks(fit.places.rank_regions)}. A scenario whose factions were placed by these "
        "very events knows the places already.</p>"
    )


def _statistics(fit: Fit) -> str:
    rows = []
    for s in fit.statistics:
        spans = [_span(pair) for pair in (s.record_interval, s.interval)]
        held = {True: "yes", False: "<b>no</b>", None: "&ndash;"}[s.held]
        rows.append(
            f'<tr><th scope="row"><code>{_e(s.name)}</code></th>'
            f'<td class="number">{_number(s.record)}</td><td class="number">{spans[0]}</td>'
            f'<td class="number">{_number(s.median)}</td><td class="number">{spans[1]}</td>'
            f'<td>{held}</td><td class="meaning">{_e(s.meaning)}</td></tr>'
        )
    heads = ("statistic", "record", "90 % by chance", "median world", "90 % of worlds", "held", "")
    note = (
        "<p>Events dated no better than the week or month do not count in statistics that need "
        "exact days; a dash: too few events to say.</p>"
    )
    return note + _table(heads, rows, (0, 5, 6))
