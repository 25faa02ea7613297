"""The answer in words and numbers, as safe HTML made of a comparison."""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np

from sim.case.scenario import Scenario
from sim.pairs import words
from sim.runs.outcomes import OUTCOMES
from sim.state.record import SERIES_DTYPE
from sim.view.app import numbers
from sim.view.app.change import Change, arrival, change_of, since_arrival
from sim.view.app.compare import Pair, columns
from sim.view.app.work import BIN_WEEKS
from sim.view.texts import Texts

TABLE: Final = (
    "civilian_deaths",
    "civilian_deaths_rebel",
    "civilian_deaths_state",
    "indirect_deaths",
    "combatant_deaths",
    "peacekeeper_deaths",
    "displaced_peak",
    "war_ended",
    "relapse_5y",
    "crime_rate",
    "trust_state",
    "trust_mission",
    "stability",
    "cost",
)
MAIN: Final = "civilian_deaths"
FEW: Final = 20.0  # persons below which a percentage says nothing
YEAR: Final = 52.18  # weeks
SOON: Final = 26  # weeks within which a mission that has just come can hardly tell


def main(found: Pair, case: Scenario, t: Texts) -> str:
    """The answer to what the visitor asks first: do fewer civilians die? HTML."""
    if not found.changed:
        return _as_it_stands(found, t)
    move = change_of(found, MAIN)
    values = {"pairs": move.pairs, "since": since(case, found.weeks, t)}
    if move.same == move.pairs:
        return t("answer.same", values)
    if 2 * move.same > move.pairs:
        return t("answer.mostly_same", {**values, "same": move.same})
    low, high = (difference(move, float(round(value)), t) for value in (move.low, move.high))
    values |= {"low": low, "high": high}
    tone = move.tone(t)
    if not tone:
        return t("answer.unclear", {**values, "count": difference(move, move.by, t)})
    text = "answer.fewer_killed" if move.by < 0.0 else "answer.more_killed"
    count = move.by_sized(move.by, t)
    return t(text, {**values, "count": count, "tone": tone, "share": _share(found, case, t)})


def _as_it_stands(found: Pair, t: Texts) -> str:
    base, _ = columns(found, MAIN)
    move = change_of(found, MAIN)
    low, high = (move.sized(float(v), t) for v in np.quantile(base, (0.05, 0.95)))
    values = {"count": move.sized(move.base, t), "worlds": len(base), "low": low, "high": high}
    return t("answer.stands", {**values, "years": years(found.weeks, t)})


def years(weeks: int, t: Texts) -> str:
    """The length of a run: "10 years"."""
    span = weeks / YEAR
    whole = abs(span - round(span)) < 0.05 and span > 1.5
    return t("answer.years", {"years": numbers.number(span, t, 0 if whole else 1)})


def since(case: Scenario, weeks: int, t: Texts) -> str:
    """From when on a change is counted: the mission's arrival, or the whole run."""
    if arrival(case) is None or case.mission.start is None:
        return t("answer.over_run", {"years": years(weeks, t)})
    return t("answer.since", {"year": case.mission.start.year})


def difference(move: Change, value: float, t: Texts) -> str:
    """A difference in words: "45 fewer", "none"."""
    size = move.by_sized(value, t)
    if not any(letter in "123456789" for letter in size):
        return t("answer.no_difference")
    return t("answer.fewer" if value < 0.0 else "answer.more", {"count": size})


def _share(found: Pair, case: Scenario, t: Texts) -> str:
    """The change as a part of what is otherwise counted; empty where that is too few."""
    row = list(SERIES_DTYPE.names or ()).index(MAIN)
    week = arrival(case) or 0
    otherwise = float(np.median(since_arrival(found, row, week // BIN_WEEKS)))
    if otherwise < FEW:
        return ""
    part = abs(change_of(found, MAIN).by) / otherwise
    decimals = 1 if part < 0.01 else 0
    return t("answer.share", {"percent": numbers.share(part, t, decimals)})


def also(found: Pair, case: Scenario, t: Texts) -> str:
    """Why nothing can differ, what to do, or what else changes clearly, in a line. HTML."""
    why = too_short(found.weeks, case, t)
    if why:
        return why
    if not found.changed:
        return t("answer.move_a_lever")
    parts = []
    for name in words.HEADLINES:
        move = change_of(found, name)
        tone = move.tone(t) if move.pairs else ""
        if name != MAIN and (tone or (name == "cost" and move.moved(t) != "0")):
            what = f"<b class='{tone}'>{move.moved(t)}</b>"
            parts.append(t("answer.part", {"label": label(name, t), "change": what}))
    if not parts:
        return t("answer.nothing_else")
    return t("answer.also", {"parts": t("answer.between").join(parts)})


def too_short(weeks: int, case: Scenario, t: Texts) -> str:
    """Why no lever can make a difference within a length of run; empty where one can."""
    if case.mission.start is None:
        return t("answer.no_mission")
    week, year = arrival(case) or 0, case.mission.start.year
    if week >= weeks:
        return t("answer.ends_before", {"year": year})
    if week > weeks - SOON:
        return t("answer.ends_soon", {"year": year, "weeks": weeks - week})
    return ""


def label(name: str, t: Texts) -> str:
    """An outcome of the table in the visitor's language, escaped."""
    return escape(t(f"outcome.{name}"))


def table(found: Pair, t: Texts) -> str:
    """The chosen outcomes: baseline, change, nine in ten, in how many worlds better. HTML."""
    rows = []
    for name in TABLE:
        move = change_of(found, name)
        if move.pairs:
            rows.append(f"<tr>{_cells(found, name, move, t)}</tr>")
    head = f"<th>{t('answer.run', {'years': years(found.weeks, t)})}</th>"
    head += f"<th title='{t('answer.baseline_title')}'>{t('answer.baseline')}</th>"
    if found.changed:
        head += (
            f"<th title='{t('answer.change_title')}'>{t('answer.change')}</th>"
            f"<th title='{t('answer.better_title')}'>{t('answer.better')}</th>"
        )
    body = "".join(rows)
    return f"<table class='bh-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(found: Pair, name: str, move: Change, t: Texts) -> str:
    text = label(name, t)
    cell = f"<td title='{escape(OUTCOMES[name].meaning)}'>{text[:1].upper() + text[1:]}</td>"
    cell += f"<td class='base'>{move.sized(move.base, t)}</td>"
    if not found.changed:
        return cell
    return f"{cell}<td>{chip(move, t)}</td><td>{better(move, t)}</td>"


def chip(move: Change, t: Texts) -> str:
    """A change as a chip, coloured where clear; nine in ten worlds as its title. HTML."""
    return (
        f"<span class='bh-chip {move.tone(t)}' title='{escape(move.spread(t))}'>"
        f"{escape(move.moved(t))}</span>"
    )


def better(move: Change, t: Texts) -> str:
    """In how many worlds it is better: `72 %`; empty where no side is better."""
    return "" if move.better != move.better else numbers.share(move.better, t)
