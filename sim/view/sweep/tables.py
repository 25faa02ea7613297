"""The tables of a sweep's page: at a glance, every answer, each plan against each other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.batch.answers import Answer, against
from sim.batch.factors import known
from sim.pairs.paired import Paired
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view.sweep.words import MINUS, signed, size, upper

if TYPE_CHECKING:
    from sim.batch.results import Results

MOST_AT_A_GLANCE = 24
MOST_IN_A_MATRIX = 8
MOST_ANSWERS = 400


def _e(text: object) -> str:
    return escape(str(text), quote=True)


def table(head: Sequence[str], rows: Sequence[str], kind: str = "") -> str:
    """A table that scrolls on a narrow screen; `head` and `rows` are HTML."""
    cells = "".join(head)
    name = f' class="{kind}"' if kind else ""
    return (
        f'<div class="scroll"><table{name}><thead><tr>{cells}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def tone(outcome: str, p: Paired) -> str:
    """Class of a cell: "good" or "bad" where the interval leaves out zero, else "unclear"."""
    direction = OUTCOMES[outcome].direction
    if not p.clear or direction not in ("up", "down"):
        return "unclear"
    return "good" if (p.diff > 0.0) == (direction == "up") else "bad"


def interval(outcome: str, p: Paired) -> str:
    """ "+76 to +239" with the fewest words."""
    if p.lo != p.lo:
        return ""
    return f"{signed(outcome, p.lo)} to {signed(outcome, p.hi)}"


def heads(outcomes: Sequence[str]) -> list[str]:
    """Headings of outcome columns with their units."""
    return [
        f'<th class="number">{_e(upper(label(name)))}<small>{_e(OUTCOMES[name].unit)}</small></th>'
        for name in outcomes
    ]


def at_a_glance(found: Sequence[Answer], base: str) -> str:
    """A row a policy, a column an outcome: mean difference and interval; the base's means first."""
    outcomes = list(dict.fromkeys(a.outcome for a in found))[:5]
    lookup = {(a.policy, a.outcome): a.found for a in found}
    policies = list(dict.fromkeys(a.policy for a in found))[:MOST_AT_A_GLANCE]
    first = "".join(
        f'<td class="number">{size(o, _base(found, o))}<small>mean</small></td>' for o in outcomes
    )
    rows = [f'<tr class="base"><th scope="row">{_e(base)}</th>{first}</tr>']
    for policy in policies:
        cells = "".join(_difference(o, lookup.get((policy, o))) for o in outcomes)
        rows.append(f'<tr><th scope="row">{_e(policy)}</th>{cells}</tr>')
    return table(["<th></th>", *heads(outcomes)], rows, "glance")


def _base(found: Sequence[Answer], outcome: str) -> float:
    known_ones = [a.found for a in found if a.outcome == outcome and a.found.pairs]
    return max(known_ones, key=lambda p: p.pairs).base if known_ones else float("nan")


def _difference(outcome: str, p: Paired | None) -> str:
    if p is None or p.pairs == 0:
        return '<td class="number unclear">not known</td>'
    ends = interval(outcome, p)
    return (
        f'<td class="number {tone(outcome, p)}">{signed(outcome, p.diff)}'
        f"<small>{_e(ends)}</small></td>"
    )


def matrix(results: Results, outcome: str) -> str:
    """Each policy of a row less that of the column, with its interval; empty for too many."""
    runs = results.runs
    policies = list(dict.fromkeys(runs.policy))
    if not 3 <= len(policies) <= MOST_IN_A_MATRIX:
        return ""
    rows = []
    for number, row in enumerate(policies[1:], start=1):
        cells = ""
        for column in policies[:-1]:
            if policies.index(column) >= number:
                cells += "<td></td>"
            else:
                cells += _difference(outcome, against(runs, column, row, outcome))
        rows.append(f'<tr><th scope="row">{_e(row)}</th>{cells}</tr>')
    head = [f'<th class="number name">less<br>{_e(name)}</th>' for name in policies[:-1]]
    return table(["<th></th>", *head], rows, "glance")


def every_answer(found: Sequence[Answer]) -> str:
    """All answers with their means, a block a policy."""
    headings = ("outcome", "base", "with it", "difference", "95 % interval", "better in", "unit")
    head = ["<th>policy</th>", "<th>outcome</th>"]
    head += [f'<th class="number">{text}</th>' for text in headings[1:-1]]
    head.append("<th>unit</th>")
    many = len({a.scenario for a in found}) > 1
    rows, before = [], ""
    for a in found[:MOST_ANSWERS]:
        name = f"{a.policy} ({a.scenario})" if many else a.policy
        rows.append(_answer(a, "" if name == before else name))
        before = name
    return table(head, rows, "answers")


def _answer(a: Answer, name: str) -> str:
    p, o = a.found, a.outcome
    share = "" if p.share_better != p.share_better else f"{p.share_better:.0%}"
    cells = [size(o, p.base), size(o, p.whatif)]
    numbers = "".join(f'<td class="number">{_e(text)}</td>' for text in cells)
    numbers += f'<td class="number {tone(o, p)}">{signed(o, p.diff)}</td>'
    numbers += "".join(f'<td class="number">{_e(t)}</td>' for t in (interval(o, p), share))
    start = ' class="start"' if name else ""
    return (
        f'<tr{start}><th scope="row">{_e(name)}</th><td>{_e(label(o))}</td>{numbers}'
        f'<td class="meaning">{_e(OUTCOMES[o].unit)}</td></tr>'
    )


def name_of(path: str) -> str:
    """A factor's name for people: "protection: deter rebels"."""
    parts = path.split(".")
    if len(parts) < 2:
        return path.replace("_", " ")
    group = parts[-2].replace("_", " ")
    last = parts[-1].replace("_", " ")
    return last if group in ("mission", "policy", "nature") else f"{group}: {last}"


def varied(results: Results) -> str:
    """What was varied: each factor, what it means, the values taken, where its value is from."""
    rows = []
    for group, path, _ in results.manifest["factors"]:
        field = known().get(path)
        meaning = f"{field.meaning} ({field.unit})" if field else "named settings"
        source = field.source if field else ""
        what = "chosen" if group == "levers" else "uncertain"
        rows.append(
            f'<tr><th scope="row">{_e(name_of(path))}</th><td>{what}</td><td>{_e(meaning)}</td>'
            f'<td>{_e(_values(results, path))}</td><td class="meaning">{_e(source)}</td></tr>'
        )
    head = ["<th>what</th>", "<th>kind</th>", "<th>meaning</th>", "<th>values</th>"]
    return table([*head, "<th>source</th>"], rows) if rows else ""


def _values(results: Results, path: str) -> str:
    values = results.runs[path].dropna()
    levels = list(dict.fromkeys(values))
    if len(levels) <= 6:
        return ", ".join(f"{v:g}" if isinstance(v, (int, float)) else str(v) for v in levels)
    if values.dtype.kind in "if":
        text = f"{values.min():.3g} to {values.max():.3g}"
        return text.replace("-", MINUS)
    return f"{len(levels)} settings"
