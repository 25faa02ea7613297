"""One self-contained page of a sweep: words, pictures, tables. It loads and runs nothing."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.batch import answers as answering
from sim.batch.answers import Answer
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import write_whole
from sim.view import style
from sim.view.sweep import limits, surer, tables, words
from sim.view.sweep import sections as sweep_parts
from sim.view.sweep import worlds as sweep_worlds
from sim.view.sweep.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.batch.results import Results

TITLES = {
    "answers": "What changes",
    "time": "When",
    "places": "Who gains, who loses",
    "price": "At what price",
    "effects": "What matters",
    "worlds": "In which worlds",
}


def write_report(results: Results, path: Path) -> Path:
    """Write the page of a sweep; the same results give the same bytes. Returns the path."""
    found = answering.answers(results) if len(results.runs) else []
    named = bool(found) and not sweep_parts.is_sampled(results)
    sections: dict[str, list[str]] = {name: [] for name in TITLES}
    for picture in sweep_parts.pictures(results, found):
        sections[picture.section].append(_figure(picture))
    if named:
        sections["answers"] += _plans(results, found)
    if found:
        outcomes = [str(name) for name in results.manifest["outcomes"]]
        sections["price"].append(surer.front(results, outcomes))
        sections["effects"].append(surer.lever_effects(results, outcomes[0]))
    if named and results.factors("uncertainties"):
        said = _list(sweep_worlds.sentences(results, found), "plans")
        sections["worlds"][:0] = [said, sweep_worlds.regret_table(results)]
    body = [_header(results, found, named)]
    body += [_section(name, TITLES[name], *parts) for name, parts in sections.items() if any(parts)]
    if named:
        body.append(_section("table", "Every answer", tables.every_answer(found)))
    body.append(
        _section("limits", "What it rests on, what it does not say", *_limits(results, found))
    )
    body += [_section("how", "How this was made", _how(results)), _failures(results)]
    title = str(results.manifest["title"])
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{_e(title)}</title>\n<style>\n{_css()}</style>\n</head>\n"
        "<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )
    return write_whole(path, page)


def _e(text: object) -> str:
    return escape(str(text), quote=True)


def _css() -> str:
    folder = Path(__file__).parent
    files = [folder.parent / "report" / "page.css", folder / "sweep.css"]
    return "".join(file.read_text(encoding="utf-8") for file in files)


def _said(text: str) -> str:
    """A sentence for the page; a number stays on the line of its percent sign."""
    return _e(text).replace(" %", "&nbsp;%")


def _list(texts: Sequence[str], kind: str) -> str:
    items = "".join(f"<li>{_said(text)}</li>" for text in texts)
    return f'<ul class="{kind}">{items}</ul>' if items else ""


def _section(name: str, title: str, *content: str) -> str:
    return f'<section id="{name}">\n<h2>{_e(title)}</h2>\n' + "\n".join(content) + "\n</section>"


def _figure(picture: Picture) -> str:
    with style.drawing():
        data = png(picture.draw())
    source = f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
    return (
        f'<figure><div class="wide"><img src="{source}" alt="{_e(picture.shows)}"></div></figure>'
    )


def png(figure: Figure) -> bytes:
    """A figure's PNG without date or version."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=style.DPI, metadata={"Software": None})
    return file.getvalue()


def _header(results: Results, found: list[Answer], named: bool) -> str:
    m = results.manifest
    question = f'<p class="summary">{_e(m["question"])}</p>' if m["question"] else ""
    return (
        f'<header>\n<p class="kicker">Bluehelm &middot; a sweep of {results.count:,} runs</p>\n'
        f"<h1>{_e(m['title'])}</h1>\n{question}\n"
        f'<p class="when">{_e(limits.scope(results))}.</p>\n'
        f"{_unfinished(results)}"
        f"{_answer(results, found) if named else _no_answer(results)}\n"
        f"{_figures(results)}\n{_note(results) if named else ''}\n</header>"
    )


def _unfinished(results: Results) -> str:
    if results.complete:
        return ""
    text = f"{results.count:,} of {results.manifest['runs']:,} runs are there; figures will move."
    return f'<p class="unfinished"><strong>Not finished.</strong> {_e(text)}</p>\n'


def _answer(results: Results, found: list[Answer]) -> str:
    """The answer first: a sentence, what else there is to say, and a table at a glance."""
    m = results.manifest
    first = [a for a in found if a.scenario == found[0].scenario]
    lede, more = words.headline(first, str(m["outcomes"][0]), str(m["base"])), []
    if results.factors("uncertainties"):  # then the mean over worlds is the smaller part of it
        lede, more = sweep_worlds.headline(results), [lede]
    caption = (
        f"Mean difference from {m['base']} and its 95 % interval; blue: clearly better, crimson: "
        "clearly worse, grey: not clear, or neither better nor worse. First row: the means of "
        f"{m['base']} itself."
    )
    more += words.said(results, found)
    return (
        f'<p class="lede">{_said(lede)}</p>\n{_list(more, "said")}\n'
        f'{tables.at_a_glance(first, str(m["base"]))}\n<p class="caption">{_e(caption)}</p>'
    )


def _no_answer(results: Results) -> str:
    points = results.points.point_id.nunique()
    if not len(results.runs):
        return '<p class="lede">Nothing to say yet: no run has outcomes.</p>'
    lede = f"{points:,} settings were tried; what matters among them is below."
    return f'<p class="lede">{_said(lede)}</p>'


def _plans(results: Results, found: list[Answer]) -> list[str]:
    """Under the picture: plan by plan in words, and each plan against each other."""
    outcome = str(results.manifest["outcomes"][0])
    title = f"{words.upper(label(outcome))}, plan by plan"
    sentences = words.plan_by_plan(found, outcome)[:24]
    parts = [f"<h3>{_e(title)}</h3>", _list(sentences, "plans")]
    grid = tables.matrix(results, outcome) if len({a.scenario for a in found}) == 1 else ""
    if grid:
        unit = OUTCOMES[outcome].unit
        below = (
            f"{words.upper(label(outcome))} ({unit}): the plan of the row less that of the column"
        )
        parts += [
            "<h3>Each plan against each other</h3>",
            grid,
            f'<p class="caption">{_e(below)}</p>',
        ]
    return parts


def _limits(results: Results, found: list[Answer]) -> list[str]:
    parts = [_list(limits.limits(results, found), "limits")]
    varied = tables.varied(results)
    if varied:
        parts += ["<h3>What was varied</h3>", varied]
    return [*parts, "<h3>What was measured</h3>", _list(limits.meanings(results), "limits")]


def _figures(results: Results) -> str:
    runs = results.runs
    if runs.empty:
        return ""
    worlds = runs.groupby(["scenario", "world"]).ngroups
    seeds = int(runs.groupby(["scenario", "policy", "world"]).seed.nunique().min())
    shown = [(f"{runs.policy.nunique():,}", "policies")]
    if results.factors("uncertainties"):
        shown.append((f"{worlds:,}", "uncertain worlds"))
        shown.append((f"{seeds:,}", "histories of each"))
    else:
        shown.append((f"{seeds:,}", "paired worlds"))
    shown.append((f"{len(runs):,}", "runs"))
    if len(results.failures):
        shown.append((f"{len(results.failures):,}", "failed runs"))
    cells = "".join(f"<div><dt>{_e(what)}</dt><dd>{_e(value)}</dd></div>" for value, what in shown)
    return f'<dl class="figures">{cells}</dl>'


def _note(results: Results) -> str:
    base = _e(results.manifest["base"])
    return (
        '<aside class="note"><strong>How to read this.</strong> Every policy met the same luck as '
        f"<b>{base}</b>, world by world, so differences are the policy's doing within the model. "
        "Intervals are 95 % of the mean difference between paired worlds; they say how well this "
        "many worlds pin it down, not how well the model fits the world. &#8220;Clear&#8221; means "
        "that the interval leaves out zero.</aside>"
    )


def _how(results: Results) -> str:
    m = results.manifest
    facts = [(key, str(value)) for key, value in m["provenance"].items()]
    rows = "".join(f'<tr><th scope="row">{_e(k)}</th><td>{_e(v)}</td></tr>' for k, v in facts)
    text = (results.folder / "experiment.toml").read_text(encoding="utf-8")
    return (
        "<p>The experiment, to save as a file and run again:</p>\n"
        f"<pre>{_e(text.strip())}</pre>\n"
        '<pre class="command">bluehelm sweep experiment.toml --out results</pre>\n'
        f'<details><summary>Versions</summary><table class="provenance"><tbody>{rows}</tbody>'
        "</table></details>"
    )


def _failures(results: Results) -> str:
    failed = results.failures
    if failed.empty:
        return ""
    rows = "".join(
        f"<tr><td><code>{_e(r.run_id)}</code></td><td>{_e(r.policy)}</td><td>{_e(r.error)}</td></tr>"
        for r in list(failed.head(50).itertuples())
    )
    return _section(
        "failures",
        f"{len(failed):,} runs failed",
        f"<table><thead><tr><th>run</th><th>policy</th><th>error</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
    )
