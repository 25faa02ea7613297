"""A validation as one self-contained page: headlines, misses, pictures, tables."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.evidence.summary import GROUPS, Row, cells_of, headlines, of_group, rivals_in
from sim.runs.run import write_whole
from sim.view.validation import words
from sim.view.validation.charts import drawable, picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_html(rows: Sequence[Row], path: Path) -> Path:
    """Write the page; the same rows give the same bytes. Returns the path."""
    body = [_header(rows), _section("misses", "What it misses", _table(words.misses(rows)))]
    shown = [
        _figure(picture(title, drawable(own)), title)
        for title, own in words.sections(rows).items()
        if drawable(own)
    ]
    body.append(_section("pictures", "By subject", *shown))
    tables = [
        f"<h3>{escape(title)}</h3>{_table(of_group(rows, group))}"
        for group, title in GROUPS.items()
        if of_group(rows, group)
    ]
    body += [
        _section("rows", "Every row", *tables),
        _section("how", "How to read this", *(f"<p>{_marked(text)}</p>" for text in words.HOW)),
    ]
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>Validation</title>\n<style>\n{_css()}</style>\n</head>\n"
        "<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )
    return write_whole(path, page)


def _header(rows: Sequence[Row]) -> str:
    seeds = max((row.seeds for row in rows), default=0)
    first, *rest = headlines(rows)
    test = of_group(rows, "test")
    figures = [
        ("rows that a rival fails, no fit has used", f"{len(test)}"),
        ("of them inside", f"{sum(row.verdict == 'inside' for row in test)}"),
        ("misses, all rows", f"{len(words.misses(rows))}"),
        ("worlds an arm", f"{seeds}"),
    ]
    cells = "".join(f"<div><dd>{value}</dd><dt>{name}</dt></div>" for name, value in figures)
    items = "".join(f"<li>{escape(line)}</li>" for line in rest)
    return (
        f'<header><p class="kicker">Validation</p><h1>{escape(words.TITLE)}</h1>'
        f'<p class="lede">{escape(first)}.</p><dl class="figures">{cells}</dl>'
        f"<ul>{items}</ul></header>"
    )


def _section(name: str, title: str, *parts: str) -> str:
    return f'<section id="{name}">\n<h2>{escape(title)}</h2>\n' + "\n".join(parts) + "\n</section>"


def _figure(figure: Figure, title: str) -> str:
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    data = base64.b64encode(held.getvalue()).decode()
    return (
        f'<figure class="wide"><img alt="{escape(title)}" src="data:image/png;base64,{data}">'
        "</figure>"
    )


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return "<p>Nothing.</p>"
    names = rivals_in(rows)
    head = ("row", "value", "90 % interval", "band", "verdict", *names)
    titles = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = []
    for row in rows:
        id, *told, statement = cells_of(row, names)
        if row.fitted:
            told[3] += ", fitted"
        lines.append(
            f'<tr class="{row.verdict.replace(" ", "-")}">'
            f'<th scope="row">{escape(id)}<small>{escape(statement)}</small></th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in told)
            + "</tr>"
        )
    return (
        f'<div class="scroll"><table><thead><tr>{titles}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _marked(text: str) -> str:
    """Emphasis between stars."""
    parts = escape(text).split("*")
    return "".join(f"<em>{p}</em>" if i % 2 else p for i, p in enumerate(parts))


def _css() -> str:
    here = Path(__file__).parent
    return (here.parent / "report" / "page.css").read_text(encoding="utf-8") + (
        here / "validation.css"
    ).read_text(encoding="utf-8")
