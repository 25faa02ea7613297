"""Up to four kept policies side by side: a table, and their medians in one chart each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any, Final

import numpy as np
import solara
from numpy.typing import NDArray

from sim.pairs import words
from sim.runs.outcomes import OUTCOMES
from sim.view.app import answer, charts
from sim.view.app.asking import FULL, Asker, question_of
from sim.view.app.compare import Pair, effect, middle, tone
from sim.view.app.pool import kept, workers
from sim.view.app.session import Session, case_of
from sim.view.app.setting import Setting
from sim.view.app.widgets import ContrastBoard
from sim.view.texts import Texts

COLOURS: Final = ("#0b5cb5", "#b5651d", "#7a5aa6", "#3d7a57")
Kept = tuple[tuple[str, Setting], ...]


@solara.component
def Contrast(session: Session) -> None:
    """The comparison of kept policies; runs what is not known yet."""
    pairs, set_pairs = solara.use_state({})
    saved = session.saved.value

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
                solara.HTML(tag="div", unsafe_innerHTML=EMPTY, classes=["bh-read"])
            else:
                ContrastBoard.element(
                    policies=_policies(saved, pairs),
                    charts=lines(ready, session.t),
                    asked={},
                    on_asked=ask,
                )
        if ready:
            with solara.Div(classes=["bh-card", "pad"]):
                solara.HTML(tag="div", unsafe_innerHTML=table(ready))


EMPTY: Final = (
    "<h2>Nothing to compare yet</h2><p>Under <b>What if</b>, move some levers and press "
    "<b>Keep for comparison</b>; up to four policies stand side by side here.</p>"
)


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


def table(ready: list[tuple[str, Setting, Pair]]) -> str:
    """Outcomes by policy, each against its own baseline. HTML."""
    head = "".join(
        f"<th style='color:{COLOURS[i % len(COLOURS)]}'>{escape(name)}</th>"
        for i, (name, _, _) in enumerate(ready)
    )
    body = []
    for name in answer.TABLE:
        if not any(effect(pair, name).pairs for _, _, pair in ready):
            continue  # nothing is known of it in any pair of worlds
        label = words.label(name)
        cells = "".join(_cell(pair, name) for _, _, pair in ready)
        base = answer.shown(name, middle(ready[0][2], name)[0])
        title = escape(label[:1].upper() + label[1:])
        body.append(f"<tr><td>{title}</td><td class='base'>{base}</td>{cells}</tr>")
    return (
        "<div class='bh-wide'><table class='bh-table'><thead><tr><th>Median over worlds; change "
        f"against the same luck, and in how many worlds it is better</th><th>Baseline</th>{head}"
        f"</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(pair: Pair, name: str) -> str:
    change = effect(pair, name)
    _, after = middle(pair, name)
    colour = tone(OUTCOMES[name].direction, change)
    if not pair.changed:
        return f"<td>{answer.shown(name, after)}</td>"
    chip = f"<span class='bh-chip {colour}'>{answer.moved(name, change)}</span>"
    better = "" if change.share_better != change.share_better else answer.share(change)
    return f"<td>{answer.shown(name, after)} {chip} <span class='base'>{better}</span></td>"
