"""What a visitor takes home: numbers, the scenario, lines of Python, a setting to load again."""

from __future__ import annotations

import csv
import io
import json
import pprint
from datetime import date, timedelta
from typing import Any, Final

from sim.pairs import words
from sim.runs.outcomes import OUTCOMES
from sim.view.app import charts, offered, work
from sim.view.app.asking import Question
from sim.view.app.compare import Pair, columns, effect
from sim.view.app.link import from_link, to_link
from sim.view.app.setting import Setting
from sim.view.texts import Texts

FORMAT: Final = "bluehelm-setting-1"
MOST: Final = 200_000  # characters of a loaded file


def chart_csv(question: Question, pair: Pair) -> str:
    """Every chart, a row a four-week period: quantiles of the baseline and of the what-if."""
    names = [f"q{round(q * 100):02d}" for q in charts.QUANTILES]
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["chart", "unit", "policy", "date", *names])
    series = [("baseline", pair.base_series()), ("what-if", pair.what_series())]
    for policy, worlds in series:
        if worlds is None:
            continue
        bands = charts.bands(worlds)
        for number, chart in enumerate(charts.CHARTS):
            for bin_, values in enumerate(bands[number].T):
                day = question.what.monday + timedelta(weeks=bin_ * work.BIN_WEEKS)
                write.writerow([chart.column, chart.unit, policy, day.isoformat()]
                               + [f"{value:.6g}" for value in values])  # fmt: skip
    return out.getvalue()


def outcome_csv(pair: Pair) -> str:
    """Every outcome of every paired world, then nothing else: one row a seed and policy."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["policy", "seed", *OUTCOMES])
    groups = [("baseline", pair.base)] + ([("what-if", pair.what)] if pair.changed else [])
    for policy, answers in groups:
        for seed, answer in enumerate(answers):
            write.writerow([policy, seed, *[f"{value:.10g}" for value in answer.outcomes]])
    return out.getvalue()


def toml(question: Question) -> str:
    """The what-if as a complete scenario file for `bluehelm run` and `check`."""
    return question.what.to_toml()


def python(question: Question, pair: Pair | None) -> str:
    """Lines that give the same numbers, without the page."""
    base, what = (
        _literal(work.thawed(changes)) for changes in (question.base_changes, question.what_changes)
    )
    name = json.dumps(offered.written(question.scenario))
    worlds = len(pair.base) if pair else 32
    dates = "from datetime import date\n\n" if "date(" in base + what else ""
    found = ""
    if pair is not None and pair.changed:
        found = f"# here: {words.sentence('civilian_deaths', effect(pair, 'civilian_deaths'))}\n"
    elif pair is not None:
        values, _ = columns(pair, "civilian_deaths")
        found = f"# here, civilian_deaths of seed 0: {values[0]:.10g}\n"
    compare = (
        f"base = sim.load_scenario({name}, {base})\n"
        f"whatif = sim.load_scenario({name}, {what})\n"
        f"c = sim.compare(base, whatif, seeds=range({worlds}), weeks={question.weeks})\n"
        "print(c.words)\nprint(c.table)\n"
        if question.changed
        else f"scenario = sim.load_scenario({name}, {what})\n"
        f"r = sim.run(scenario, seed=0, weeks={question.weeks})\nprint(r.outcomes)\n"
    )
    guard = "".join(f"    {line}\n" if line else "\n" for line in (compare + found).splitlines())
    return f'{dates}import sim\n\nif __name__ == "__main__":\n{guard}'


def _literal(changes: dict[str, Any]) -> str:
    text = pprint.pformat(changes, sort_dicts=False, width=92)
    return text.replace("datetime.date(", "date(")


def saved(setting: Setting, kept: tuple[tuple[str, Setting], ...]) -> str:
    """The setting, and the policies kept for comparison, as a file to load again."""
    content = {
        "format": FORMAT,
        "link": to_link(setting),
        "kept": [{"name": name, "link": to_link(policy)} for name, policy in kept],
    }
    return json.dumps(content, indent=2) + "\n"


def links_of(text: Any, t: Texts) -> tuple[str, list[tuple[str, str]]]:
    """The link of a saved file and those of its kept policies. ValueError says what is wrong."""
    if not isinstance(text, str) or len(text) > MOST:
        raise ValueError(t("files.too_large"))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(t("files.not_json")) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(t("files.no_format", {"format": FORMAT}))
    link = content.get("link")
    if not isinstance(link, str):
        raise ValueError(t("files.no_link"))
    rows = content.get("kept")
    kept = [
        (str(row.get("name", "")), row["link"])
        for row in (rows if isinstance(rows, list) else [])[:4]
        if isinstance(row, dict) and isinstance(row.get("link"), str)
    ]
    return link, kept


__all__ = ["chart_csv", "date", "from_link", "links_of", "outcome_csv", "python", "saved", "toml"]
