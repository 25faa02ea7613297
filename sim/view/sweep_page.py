"""One self-contained page of a sweep: words, pictures, tables. It loads and runs nothing."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.batch import answers as answering
from sim.batch.answers import Answer
from sim.outcomes import OUTCOMES
from sim.run import write_whole
from sim.view import style, sweep_parts
from sim.view.sweep_parts import Picture
from sim.words import label

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
    sections: dict[str, list[str]] = {name: [] for name in TITLES}
    for picture in sweep_parts.pictures(results, found):
        sections[picture.section].append(_figure(picture))
    if found and results.factors("uncertainties") and not sweep_parts.is_sampled(results):
        said = sweep_parts.robust_words(results, found)
        sections["worlds"][:0] = [f"<p>{_e(text)}</p>" for text in said]
    body = [_header(results, found), _note(results)]
    body += [_section(name, TITLES[name], *parts) for name, parts in sections.items() if parts]
    if found and not sweep_parts.is_sampled(results):
        body.append(_section("table", "Every answer", _table(found)))
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
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


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


def _header(results: Results, found: list[Answer]) -> str:
    m = results.manifest
    question = f'<p class="summary">{_e(m["question"])}</p>' if m["question"] else ""
    scenarios = ", ".join(m["scenarios"])
    said = "\n".join(f"<p>{_e(text)}</p>" for text in sentences(results, found)[1:])
    lede = (sentences(results, found) or ["Nothing to say yet."])[0]
    return (
        f'<header>\n<p class="kicker">Bluehelm &middot; a sweep of {results.count:,} runs</p>\n'
        f"<h1>{_e(m['title'])}</h1>\n{question}\n"
        f'<p class="when">Scenario: {_e(scenarios)}</p>\n<p class="lede">{_e(lede)}</p>\n'
        f'{_figures(results)}\n<div class="said">\n{said}\n</div>\n</header>'
    )


def sentences(results: Results, found: list[Answer]) -> list[str]:
    """The answers in words: the clearest first, at most one a policy and outcome, ten in all."""
    if sweep_parts.is_sampled(results):
        points = results.points.point_id.nunique()
        return [f"{points:,} settings were tried; what matters is below."]
    order = {name: i for i, name in enumerate(results.manifest["outcomes"])}
    first = [a for a in found if order[a.outcome] == 0]
    rest = [a for a in found if order[a.outcome] > 0 and a.found.clear]
    first.sort(key=lambda a: (not a.found.clear, -abs(a.found.diff)))
    rest.sort(key=lambda a: order[a.outcome])
    many = len({a.scenario for a in found}) > 1
    return [_sentence(a, many) for a in [*first, *rest]][:10]


def _sentence(a: Answer, many: bool) -> str:
    where = f" in {a.scenario}" if many else ""
    return f"{a.policy[:1].upper()}{a.policy[1:]}{where}: {a.sentence}."


def _figures(results: Results) -> str:
    m = results.manifest
    runs = results.runs
    worlds = runs.groupby(["scenario", "world"]).ngroups
    seeds = m["seeds"][1] - m["seeds"][0]
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
        "many worlds pin it down, not how well the model fits the world. Many of the model's "
        "numbers are assumptions and are marked so in its parameter tables.</aside>"
    )


def _table(found: list[Answer]) -> str:
    headings = ("policy", "outcome", "base", "what-if", "difference", "95 %", "better in", "unit")
    head = "".join(f"<th>{_e(text)}</th>" for text in headings)
    rows = "".join(_row(a) for a in found[:400])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="scroll">{table}</div>'


def _row(a: Answer) -> str:
    p = a.found
    share = "" if p.share_better != p.share_better else f"{p.share_better:.0%}"
    numbers = [value_text(v) for v in (p.base, p.whatif, p.diff)]
    numbers.append(f"{value_text(p.lo)} to {value_text(p.hi)}")
    cells = "".join(f'<td class="number">{_e(text)}</td>' for text in [*numbers, share])
    unit = OUTCOMES[a.outcome].unit
    return (
        f'<tr><th scope="row">{_e(a.policy)}</th><td>{_e(label(a.outcome))}</td>{cells}'
        f'<td class="meaning">{_e(unit)}</td></tr>'
    )


def value_text(value: float) -> str:
    """A number in few characters."""
    if value != value:
        return "not known"
    if abs(value) >= 1e6:
        return style.short(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


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
