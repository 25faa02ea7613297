"""One self-contained page of a run: words, pictures, tables, sources. It loads and runs nothing."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.runs.measures import STABILITY_WEIGHTS
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import write_whole
from sim.view import style
from sim.view.report import politics, words
from sim.view.report.again import command_of
from sim.view.report.charts import mark_of, pictures_of, write_pictures
from sim.view.report.stages import stages_of

if TYPE_CHECKING:
    from sim.runs.run import Run

NAME = "page.html"
BETTER = {"down": "lower", "up": "higher"}


def write_page(run: Run, folder: Path) -> Path:
    """Write `page.html` with the run's pictures in it; identical runs give identical bytes.

    Uses the pictures of this very run that lie in `folder`, and draws them there where they do
    not. Returns the path. Raises OSError where the folder cannot be written.
    """
    pictures = _pictures(run, folder)
    case = run.scenario
    body = "\n".join(
        [
            _header(run),
            _uncertainty(),
            _section("map", "Where", _figure(pictures, "map.png")),
            _section("time", "Over time", *_over_time(pictures)),
            _section("stability", "Stability at the end", _stability(run)),
            _section("stages", "What the scenario gave", _stages(run)),
            _section("politics", "What the parties made of it", _politics(run)),
            _section("outcomes", "Every outcome", _outcomes(run)),
            _section("sources", "Sources", _sources(run)),
            _section("again", "Make this run again", _again(run)),
        ]
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{_e(case.title)}, seed {run.seed}</title>\n<style>\n{_css()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return write_whole(folder / NAME, page)


def _e(text: object) -> str:
    """Text made safe for HTML, attributes included."""
    return escape(str(text), quote=True)


def _css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _pictures(run: Run, folder: Path) -> dict[str, tuple[str, bytes]]:
    """Name -> what it shows and its bytes."""
    wanted, mark = pictures_of(run), mark_of(run).encode("latin-1")
    paths = [folder / name for name in wanted]
    if not all(path.is_file() and mark in path.read_bytes()[:4096] for path in paths):
        write_pictures(run, folder)
    return {name: (shows, (folder / name).read_bytes()) for name, (_, shows) in wanted.items()}


def _over_time(pictures: dict[str, tuple[str, bytes]]) -> list[str]:
    return [_figure(pictures, name) for name in pictures if name != "map.png"]


def _figure(pictures: dict[str, tuple[str, bytes]], name: str) -> str:
    shows, data = pictures[name]
    source = f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
    return f'<figure><div class="wide"><img src="{source}" alt="{_e(shows)}"></div></figure>'


def _section(name: str, title: str, *content: str) -> str:
    return f'<section id="{name}">\n<h2>{_e(title)}</h2>\n' + "\n".join(content) + "\n</section>"


def _header(run: Run) -> str:
    case = run.scenario
    first, last = style.month(case.start), style.month(case.date_of(run.weeks - 1))
    said = "\n".join(f"<p>{_e(text)}</p>" for text in words.sentences(run))
    summary = (
        f'<p class="summary"><b>The scenario.</b> {_e(case.summary)}</p>' if case.summary else ""
    )
    return (
        f'<header>\n<p class="kicker">Bluehelm &middot; one simulated history &middot; '
        f"seed {run.seed}</p>\n<h1>{_e(case.title)}</h1>\n"
        f'<p class="when">{_e(first)} to {_e(last)}, {run.weeks} weeks &middot; '
        f"{_e(case.region.title)}: {len(case.region.names)} places, "
        f"{len(case.region.graph.edges)} roads</p>\n"
        f'<p class="lede">{_e(words.headline(run))}</p>\n{_figures(run)}\n'
        f'<div class="said">\n{said}\n</div>\n{summary}\n</header>'
    )


def _figures(run: Run) -> str:
    """The handful of numbers a reader looks for first."""
    o = run.outcomes
    shown = [
        (style.short(o["civilian_deaths"]), "civilians killed"),
        (style.short(o["combatant_deaths"]), "fighters killed"),
        (style.short(o["displaced_peak"]), "displaced at the peak"),
    ]
    if o["cost"] > 0:
        shown.append((f"${style.short(o['cost'])}", "spent by the mission"))
    shown.append((f"{o['stability']:.0f} of 100", "stability index at the end"))
    cells = "".join(f"<div><dt>{_e(what)}</dt><dd>{_e(value)}</dd></div>" for value, what in shown)
    return f'<dl class="figures">{cells}</dl>'


def _uncertainty() -> str:
    return (
        '<aside class="note"><strong>One history of one seed, not a forecast.</strong> '
        "Another seed gives another history of the same world; chance alone moves deaths, flight "
        "and endings a lot. Nothing here says what a policy does: for that, compare many paired "
        "worlds with <code>bluehelm compare</code>. Many of the model's numbers are assumptions "
        "and are marked as such in its parameter tables.</aside>"
    )


def _stability(run: Run) -> str:
    o = run.outcomes
    rows = []
    for part, weight in STABILITY_WEIGHTS.items():
        value = o[f"stability_{part}"]
        wide = 100.0 * min(max(value, 0.0), 1.0)
        meaning = OUTCOMES[f"stability_{part}"].meaning
        meaning = meaning.removeprefix("part: ").partition(" (weight")[0]
        rows.append(
            f'<tr><th scope="row">{_e(part)}</th>'
            f'<td class="bar"><span><i style="width:{wide:.1f}%"></i></span></td>'
            f'<td class="number">{value:.2f}</td><td class="number">&times; {100 * weight:.0f}</td>'
            f'<td class="number">{100 * weight * value:.1f}</td>'
            f'<td class="meaning">{_e(meaning)}</td></tr>'
        )
    return (
        f'<p class="index"><b>{o["stability"]:.1f}</b> of 100, the weighted sum of six parts over '
        "the last year of the run, each from 0 (worst) to 1 (best).</p>\n"
        '<div class="scroll"><table class="parts"><thead><tr><th>part</th><th></th>'
        '<th class="number">value</th><th class="number">weight</th><th class="number">adds</th>'
        f"<th>meaning</th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _stages(run: Run) -> str:
    rows = [
        f'<li><span class="mark">{s.number}</span><div><time datetime="{s.day.isoformat()}">'
        f"{s.day.day} {_e(style.month(s.day))}</time> <b>{_e(s.title)}</b>"
        f' <span class="kind">{_e(", ".join(filter(None, (s.kind, s.detail))))}</span>'
        + (f'<span class="source">{_e(s.source)}</span>' if s.source else "")
        + "</div></li>"
        for s in stages_of(run)
    ]
    if not rows:
        return "<p>No dated events fall within this run.</p>"
    return (
        "<p>Dates, outside forces, money and offers of terms are given to the model. Who attacks, "
        "who signs and whether it lasts are its own.</p>\n"
        f'<ol class="stages">{"".join(rows)}</ol>'
    )


def _politics(run: Run) -> str:
    told = "".join(
        f'<li><div><time datetime="{day.isoformat()}">{day.day} {_e(style.month(day))}</time> '
        f"{_e(text)}</div></li>"
        for day, text in politics.deeds(run)
    )
    why = "".join(
        f"<li><b>{share:.0%}</b> {_e(text)} ({times:.2g} times the ordinary)</li>"
        for text, share, times in politics.reasons(run)
    )
    deeds = f'<ol class="stages">{told}</ol>' if told else "<p>Nobody talked, split or signed.</p>"
    if why:
        why = (
            "<h3>What drove the deaths</h3><p>Factors in the chance of lethal events, against "
            f'what is ordinary, weighed by deaths.</p><ul class="sources">{why}</ul>'
        )
    return f"{deeds}\n{why}"


def _outcomes(run: Run) -> str:
    rows = []
    for name, value in run.outcomes.items():
        outcome = OUTCOMES[name]
        better = BETTER.get(outcome.direction, "")
        rows.append(
            f'<tr><th scope="row"><code>{_e(name)}</code></th>'
            f'<td class="number">{_e(words.value_words(name, value))}</td>'
            f"<td>{_e(outcome.unit)}</td>"
            f'<td class="better">{better}</td><td class="meaning">{_e(outcome.meaning)}</td></tr>'
        )
    return (
        '<div class="scroll"><table class="outcomes"><thead><tr><th>outcome</th>'
        '<th class="number">value</th><th>unit</th><th>better if</th><th>meaning</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _sources(run: Run) -> str:
    case = run.scenario
    lines = [f"<b>{_e(note.id)}</b> {_e(note.text)}" for note in case.sources]
    lines += [_e(text) for text in case.region.sources]
    for label, table in (("force", case.policy.force), ("mission", case.mission)):
        if table.source:
            lines.append(f"<b>{label}</b> {_e(table.source)}")
    lines += [f"<b>{_e(f.name)}</b> {_e(f.source)}" for f in case.factions if f.source]
    return f'<ul class="sources">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'


def _again(run: Run) -> str:
    command, known = command_of(run)
    rows = "".join(
        f'<tr><th scope="row">{_e(name)}</th><td><code>{_e(value)}</code></td></tr>'
        for name, value in {**run.provenance, "seed": run.seed, "weeks": run.weeks}.items()
    )
    own = ""
    if not known:
        own = (
            "<p>This is not a scenario that comes with the program: save the text below as "
            "<code>scenario.toml</code> first, and put its region's folder where it says.</p>\n"
            "<details><summary>The complete scenario</summary>"
            f"<pre>{_e(run.scenario.to_toml())}</pre></details>"
        )
    return (
        f'<pre class="command">{_e(command)}</pre>\n{own}\n'
        '<div class="scroll"><table class="provenance"><tbody>'
        f"{rows}</tbody></table></div>"
    )
