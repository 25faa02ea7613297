"""Up to four kept policies side by side: a table, and their medians in one chart each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any, Final

import numpy as np
import solara
from numpy.typing import NDArray

from sim.view.app import answer, charts
from sim.view.app.asking import FULL, Asker, question_of
from sim.view.app.change import Change, change_of
from sim.view.app.compare import Pair
from sim.view.app.pool import kept, workers
from sim.view.app.session import Session, case_of
from sim.view.app.setting import Setting
from sim.view.app.widgets import ContrastBoard, spoken
from sim.view.texts import Texts

COLOURS: Final = ("#0b5cb5", "#b5651d", "#7a5aa6", "#3d7a57")
Kept = tuple[tuple[str, Setting], ...]


@solara.component
def Contrast(session: Session) -> None:
    """The comparison of kept policies; runs what is not known yet."""
    pairs, set_pairs = solara.use_state({})
    saved, t = session.saved.value, session.t

    def load() -> Callable[[], None]:
        over = threading.Event()

        def work() -> None:
            for _, setting in saved:
                question = question_of(case_of(setting.scenario), setting)
                for pair in Asker(workers(), kept()).answers(question, over.is_set):
                    if not over.is_set():
                        set_pairs(lambda old, s=setting, p=pair: {**old, s: p})

        threading.Thread(target=work, daemon=True).start()
        return over.set

    solara.use_effect(load, [saved])
    ready = [(name, setting, pairs[setting]) for name, setting in saved if setting in pairs]

    def ask(asked: dict[str, Any]) -> None:
        number = asked.get("number")
        if not isinstance(number, int) or not 0 <= number < len(session.saved.value):
            return
        if asked.get("do") == "drop":
            session.drop(number)
        elif asked.get("do") == "open":
            session.put(session.saved.value[number][1])
            session.tab.set("whatif")

    with solara.Div(classes=["bh-grid", "one"]):
        with solara.Div(classes=["bh-card", "pad"]):
            if not saved:
                solara.HTML(tag="div", unsafe_innerHTML=t("contrast.empty"), classes=["bh-read"])
            else:
                ContrastBoard.element(
                    texts=spoken(t, "contrast"),
                    policies=_policies(saved, pairs),
                    charts=lines(ready, t),
                    asked={},
                    on_asked=ask,
                ).key(t.language)
        if ready:
            with solara.Div(classes=["bh-card", "pad"]):
                solara.HTML(tag="div", unsafe_innerHTML=table(ready, t))


def _policies(saved: Kept, pairs: dict[Setting, Pair]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "scenario": case_of(setting.scenario).title,
            "colour": COLOURS[i % len(COLOURS)],
            "worlds": len(pairs[setting].base) if setting in pairs else 0,
            "full": FULL,
        }
        for i, (name, setting) in enumerate(saved)
    ]


def lines(ready: list[tuple[str, Setting, Pair]], t: Texts) -> list[dict[str, Any]]:
    """Every chart: median and middle half of each policy's worlds and of the first's baseline."""
    if not ready:
        return []
    base = _middle_half(ready[0][2].base_series())
    found = []
    for _, _, pair in ready:
        worlds = pair.what_series()
        found.append(base if worlds is None and pair is ready[0][2] else
                     _middle_half(pair.base_series() if worlds is None else worlds))  # fmt: skip
    case = case_of(ready[0][1].scenario)
    bins = base.shape[2]
    return [
        {
            "title": t(f"chart.{chart.column}.title"),
            "unit": t(f"chart.{chart.column}.unit"),
            "from": charts.START if chart.total and bins > 2 * charts.START else 0,
            "start": case.monday.isoformat(),
            "base": charts.rounded(base[:, number]),
            "lines": [charts.rounded(rows[:, number]) for rows in found],
        }
        for number, chart in enumerate(charts.CHARTS)
    ]


def _middle_half(worlds: NDArray[np.float32]) -> NDArray[np.float64]:
    """(3, charts, bins): lower quartile, median, upper quartile over worlds."""
    found: NDArray[np.float64] = np.quantile(charts.drawn(worlds), (0.25, 0.5, 0.75), axis=0)
    return found


def table(ready: list[tuple[str, Setting, Pair]], t: Texts) -> str:
    """Outcomes by policy, each against its own baseline. HTML."""
    head = "".join(
        f"<th style='color:{COLOURS[i % len(COLOURS)]}'>{escape(name)}</th>"
        for i, (name, _, _) in enumerate(ready)
    )
    one = len({_baseline(setting) for _, setting, _ in ready}) == 1
    body = []
    for name in answer.TABLE:
        moves = [(change_of(pair, name), pair.changed) for _, _, pair in ready]
        if not any(move.pairs for move, _ in moves):
            continue  # nothing is known of it in any pair of worlds
        text = answer.label(name, t)
        cells = "".join(_cell(move, changed, one, t) for move, changed in moves)
        base = f"<td class='base'>{moves[0][0].sized(moves[0][0].base, t)}</td>" if one else ""
        body.append(f"<tr><td>{text[:1].upper() + text[1:]}</td>{base}{cells}</tr>")
    first = f"<th>{t('answer.baseline')}</th>" if one else ""
    return (
        f"<div class='bh-wide'><table class='bh-table'><thead><tr><th>{t('contrast.head')}</th>"
        f"{first}{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _baseline(setting: Setting) -> tuple[Any, ...]:
    return setting.scenario, setting.weeks, setting.only("nature").changes


def _cell(move: Change, changed: bool, one: bool, t: Texts) -> str:
    own = "" if one else f"<span class='base'>{move.sized(move.base, t)}</span> "
    if not changed:
        return f"<td>{own}{t('contrast.as_it_was')}</td>"
    better = answer.better(move, t)
    return f"<td>{own}{answer.chip(move, t)} <span class='base'>{better}</span></td>"
