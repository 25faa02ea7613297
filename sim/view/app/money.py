"""The budget: what a policy asks for, what is approved, what each lever costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.view.app import numbers
from sim.view.app.compare import Pair
from sim.view.app.fields import all_fields, lever_tables, table_words
from sim.view.app.work import Answer
from sim.view.style import LEVERS
from sim.view.texts import Texts

SLACK: Final = 1.02  # asking for two per cent too much is not overspending
NOT_COSTS: Final = ("income", "balance")
MOST_ITEMS: Final = 6


@dataclass(frozen=True)
class Budget:
    """Dollars a year while the mission is there, means over worlds.

    `approved`: before any cut; `given`: after it; `arrived`: what came in; `asked`: the price of
    everything set; `spent`: by lever's path.
    """

    approved: float
    given: float
    arrived: float
    asked: float
    spent: dict[str, float]


def budget(case: Scenario, answers: Sequence[Answer], weeks: int) -> Budget:
    """The budget of a policy, from its worlds and its approved money."""
    approved, given = approved_by_year(case, weeks)
    money = np.stack([answer.money for answer in answers]).mean(axis=0)
    asked = np.stack([answer.asked for answer in answers]).mean(axis=0)
    there = mission_share(case, weeks)
    span = max(float(there.sum()), 1.0 / 52.0)
    columns = case.parts.items.columns
    costs = {
        name: float(money[:, i].sum()) / span
        for i, name in enumerate(columns)
        if name not in NOT_COSTS
    }
    by_lever: dict[str, float] = {}
    for name, dollars in costs.items():
        lever = lever_of(name)
        by_lever[lever] = by_lever.get(lever, 0.0) + dollars
    return Budget(
        float(approved.sum()) / span,
        float(given.sum()) / span,
        float(money[:, columns.index("income")].sum()) / span,
        float(asked.sum()) / span,
        by_lever,
    )


def lever_of(item: str) -> str:
    """The lever's path that a ledger item belongs to: of its name, or with a field of its name."""
    if f"policy.{item}" in lever_tables():
        return f"policy.{item}"
    for field in all_fields().values():
        if field.name == item and field.table in lever_tables():
            return field.table
    return f"policy.{item}"


def _mandated(case: Scenario, week: int) -> bool:
    start, end = case.mission.start, case.mission.end
    day = case.date_of(week)
    return start is not None and case.week_of(start) <= week and (end is None or day <= end)


@lru_cache(maxsize=128)
def mission_share(case: Scenario, weeks: int) -> NDArray[np.float64]:
    """Share of each year of the run in which there is a mandate."""
    there = np.array([_mandated(case, week) for week in range(weeks)], dtype=float)
    sums: NDArray[np.float64] = np.add.reduceat(there, np.arange(0, weeks, 52))
    return sums / 52.0


@lru_cache(maxsize=128)
def approved_by_year(case: Scenario, weeks: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Dollars approved in each year of the run, before and after a cut."""
    table = case.policy.funding
    approved, given = np.zeros(weeks), np.zeros(weeks)
    for week in range(weeks):
        if _mandated(case, week):
            now = table.on(case.date_of(week))
            approved[week] = now.budget / 52.18
            given[week] = approved[week] * (1.0 - now.cut)
    starts = np.arange(0, weeks, 52)
    return np.add.reduceat(approved, starts), np.add.reduceat(given, starts)


def overspent(base: Budget, what: Budget) -> float:
    """Dollars a year asked for beyond both what is approved and what the baseline asks, or 0.

    A cut is not overspending: what then cannot be paid is scaled down, as in a real mission.
    """
    limit = max(what.approved, base.asked)
    return what.asked - limit if what.asked > limit * SLACK else 0.0


def prices(spent: dict[str, float], t: Texts) -> dict[str, str]:
    """The yearly cost of each lever in few characters, by its path."""
    return {
        path: t("money.a_year", {"dollars": numbers.dollars(amount, t)})
        for path, amount in spent.items()
        if amount >= 1e4
    }


def bar(found: Budget, over: float, t: Texts) -> str:
    """The budget as a bar with its legend, HTML."""
    whole = max(found.given, found.asked, found.arrived, 1.0)
    parts, legend = [], []
    for label, amount, colour in _shares(found.spent, t):
        width = 100 * amount / whole
        style = f"background:{colour}"
        text = numbers.dollars(amount, t)
        parts.append(f"<i style='width:{width:.2f}%;{style}' title='{label}: {text}'></i>")
        legend.append(f"<span><i style='{style}'></i>{label} {text}</span>")
    title = f"<h2>{t('money.title')}</h2>"
    if not parts:
        return f"{title}<div class='soft'>{t('money.none')}</div>"
    line = f"left:{100 * found.given / whole:.2f}%"
    asked, given = (f"<b>{numbers.dollars(d, t)}</b>" for d in (found.asked, found.given))
    return (
        f"<div class='row'>{title}<span>{t('money.while_there')}</span></div>"
        f"<div class='row'><span>{t('money.asked', {'dollars': asked})}</span>"
        f"<span>{t('money.approved', {'dollars': given})}</span></div>"
        f"<div class='bar'>{''.join(parts)}<em style='{line}'></em></div>"
        f"<div class='legend'>{''.join(legend)}</div>{_remark(found, over, t)}"
    )


def _shares(spent: dict[str, float], t: Texts) -> list[tuple[str, float, str]]:
    """Label, dollars, colour: the largest items by themselves, the others together."""
    rows = sorted(((path, d) for path, d in spent.items() if d > 0.0), key=lambda row: -row[1])
    most = MOST_ITEMS if len(rows) > MOST_ITEMS + 1 else len(rows)
    shown = [
        (escape(table_words(path, t), quote=True), amount, LEVERS[number % len(LEVERS)])
        for number, (path, amount) in enumerate(rows[:most])
    ]
    rest = sum(amount for _, amount in rows[most:])
    others = t("money.others", {"count": len(rows) - most})
    return [*shown, (others, rest, "#9aa5b1")] if rest else shown


def _remark(found: Budget, over: float, t: Texts) -> str:
    if over > 0.0:
        return f"<div class='warn'>{t('money.over', {'dollars': numbers.dollars(over, t)})}</div>"
    paid = sum(found.spent.values()) / found.asked if found.asked > 0.0 else 1.0
    if paid < 0.985:
        return f"<div class='soft'>{t('money.short', {'share': numbers.share(paid, t)})}</div>"
    return ""


def of_pair(base: Scenario, what: Scenario, pair: Pair) -> tuple[Budget, Budget]:
    """Budgets of both policies."""
    first = budget(base, pair.base, pair.weeks)
    return first, (budget(what, pair.what, pair.weeks) if pair.changed else first)


def raised(case: Scenario, found: Budget) -> Any:
    """The change of the budget that pays for what is asked: a multiple of the plan, or dollars."""
    from sim.view.app.setting import Times, planned

    field = all_fields()["policy.funding.budget"]
    factor = found.asked / max(found.approved, 1.0) * 1.01
    if planned(case, field):
        return Times(factor)
    return field.clamped(case.policy.funding.budget * factor)
