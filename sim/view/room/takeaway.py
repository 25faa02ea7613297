"""The results of a room as one page to take away: one HTML file with its picture, no script."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from sim.view.room.board import rows_of
from sim.view.room.debrief import questions
from sim.view.room.state import State
from sim.view.room.views import AFTER, board_of, card_of, guessed_of
from sim.view.style import short
from sim.view.texts import Texts

WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 760, 330, 70, 30, 20, 46
STYLE = """
body{font:15px/1.5 Roboto,system-ui,sans-serif;color:#1d2733;max-width:820px;margin:32px auto;
padding:0 20px}h1{font-size:26px;margin:0}h2{font-size:17px;margin:28px 0 6px}p{margin:6px 0}
.soft{color:#64707d;font-size:13px}table{border-collapse:collapse;width:100%;font-size:13px;
font-variant-numeric:tabular-nums}th{text-align:left;color:#64707d;font-weight:500;
border-bottom:1px solid #e1e6ec;padding:4px 8px 4px 0}td{border-bottom:1px solid #eef1f4;
padding:5px 8px 5px 0;vertical-align:top}li{margin:7px 0}svg{width:100%;height:auto}
tr,li,svg{break-inside:avoid}@media print{body{margin:0;max-width:none;font-size:11pt}}
"""


def page(room: State, t: Texts, day: date) -> str:
    """The page. Names stand in it only where the board shows them."""
    card = card_of(room.card, t)
    board = board_of(room, t, room.named)
    parts = [f"<p class='soft'>Bluehelm · {escape(day.isoformat())} · "
             f"{escape(t('room.page.people', {'count': len(room.seats)}))}</p>",
             f"<h1>{escape(card['title'])}</h1>",
             *(f"<p>{escape(card[name])}</p>" for name in ("story", "task")),
             f"<p class='soft'>{escape(card['counts'])}</p>"]  # fmt: skip
    if AFTER[room.stage] >= AFTER["answer"]:
        parts += _predictions(room, t)
    parts += [f"<h2>{escape(t('room.board.title'))}</h2>"]
    if board["rows"]:
        parts += [_picture(board, t), _table(board, t)]
        said = questions(room, rows_of(room), t)
        parts += [f"<h2>{escape(t('room.debrief.title'))}</h2><ol>",
                  *(f"<li>{escape(text)}</li>" for text in said), "</ol>"]  # fmt: skip
    else:
        parts.append(f"<p>{escape(t('room.board.empty'))}</p>")
    foot = t("room.page.foot", {"scenario": room.card.scenario, "worlds": board["worlds"]})
    parts.append(f"<p class='soft'>{escape(foot)}</p>")
    head = (f"<!doctype html><html lang='{t.language}'><meta charset='utf-8'>"
            "<meta name='viewport' content='width=device-width'>"
            f"<title>{escape(card['title'])}</title><style>{STYLE}</style>")  # fmt: skip
    return head + "".join(parts) + "</html>"


def _predictions(room: State, t: Texts) -> list[str]:
    found = guessed_of(room, t, room.named)
    if not found["rows"] or found["truth"] is None:
        return []
    gaps = {"truth": found["truth_text"], "base": found["base_text"]}
    rows = "".join(
        f"<tr><td>{escape(row['letter'])} {escape(row['name'])}</td><td>{escape(row['text'])}</td>"
        f"<td>{escape(row['error'])}</td></tr>"
        for row in found["rows"]
    )
    heads = "".join(
        f"<th>{escape(t(f'room.page.{name}'))}</th>" for name in ("person", "said", "off")
    )
    return [f"<h2>{escape(t('room.guess.title'))}</h2><p>{escape(found['text'])} "
            f"<b>{escape(t('room.guess.truth', gaps))}</b></p>",
            f"<table><tr>{heads}</tr>{rows}</table>"]  # fmt: skip


def _table(board: dict[str, Any], t: Texts) -> str:
    heads = [t("room.page.who"), t("room.page.moved"), *(g["label"] for g in board["goals"]),
             t("room.board.cost"), t("room.page.verdict")]  # fmt: skip
    rows = []
    for row in board["rows"]:
        goals = "".join(
            f"<td>{escape(goal['text'])}<br><span class='soft'>{escape(goal['span'])}<br>"
            f"{escape(goal['better'])}</span></td>"
            for goal in row["goals"]
        )
        role = f"<br><span class='soft'>{escape(row['role'])}</span>" if row["role"] else ""
        rows.append(
            f"<tr><td><b>{escape(row['who'])}</b>{role}</td><td>{escape(row['policy'])}</td>"
            f"{goals}<td>{escape(row['cost_text'])}</td><td>{escape(row['note'])}</td></tr>"
        )
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _picture(board: dict[str, Any], t: Texts) -> str:
    """Cost against change of the first goal, a point with its interval a policy."""
    rows = [row for row in board["rows"] if row["goals"][0]["diff"] is not None]
    costs = [row["cost"] for row in rows] + [board["base_cost"]]
    ends = [row["goals"][0][end] for row in rows for end in ("lo", "hi")] + [0.0]
    low, high = min(ends), max(ends)
    pad, room = (high - low) * 0.08 or 1.0, (max(costs) - min(costs)) * 0.1 or max(costs) * 0.1 or 1
    scale = {"share": 100.0}.get(board["goals"][0]["kind"], 1.0)

    def x(cost: float) -> float:
        span = max(costs) - min(costs) + 2 * room
        return LEFT + (cost - min(costs) + room) / span * (WIDE - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high + pad - value) / (high - low + 2 * pad) * (HIGH - TOP - BOTTOM)

    title = f"{t('room.board.change', {'goal': board['goals'][0]['label']})}"
    marks = [f"<line x1='{LEFT}' x2='{WIDE - RIGHT}' y1='{y(0):.1f}' y2='{y(0):.1f}' "
             "stroke='#8b96a3' stroke-dasharray='4 3'/>",
             f"<circle cx='{x(board['base_cost']):.1f}' cy='{y(0):.1f}' r='5' fill='#6b7480'/>",
             f"<text x='{LEFT}' y='13' font-size='12'>{escape(title)}</text>",
             f"<text x='{WIDE - RIGHT}' y='{HIGH - 6}' font-size='12' text-anchor='end'>"
             f"{escape(t('room.board.cost'))}</text>"]  # fmt: skip
    for value in (low, high, 0.0):
        marks.append(f"<text x='{LEFT - 8}' y='{y(value) + 4:.1f}' font-size='11' fill='#64707d' "
                     f"text-anchor='end'>{short(value * scale)}</text>")  # fmt: skip
    for cost in (min(costs), max(costs)):
        marks.append(f"<text x='{x(cost):.1f}' y='{HIGH - 24}' font-size='11' fill='#64707d' "
                     f"text-anchor='middle'>${short(cost)}</text>")  # fmt: skip
    taken: list[tuple[float, float]] = []
    for row in rows:
        goal, at = row["goals"][0], x(row["cost"])
        beside = y(goal["diff"]) + 4
        while any(abs(at - a) < 24 and abs(beside - b) < 13 for a, b in taken):
            beside += 13
        taken.append((at, beside))
        ink = "#0b5cb5" if row["state"] == "frontier" else "#9aa5b1"
        marks.append(f"<line x1='{at:.1f}' x2='{at:.1f}' y1='{y(goal['lo']):.1f}' "
                     f"y2='{y(goal['hi']):.1f}' stroke='{ink}' stroke-width='2'/>"
                     f"<circle cx='{at:.1f}' cy='{y(goal['diff']):.1f}' r='6' fill='{ink}'/>"
                     f"<text x='{at + 9:.1f}' y='{beside:.1f}' font-size='13' "
                     f"font-weight='600' fill='{ink}'>{escape(row['letter'])}</text>")  # fmt: skip
    return f"<svg viewBox='0 0 {WIDE} {HIGH}' role='img'>{''.join(marks)}</svg>"
