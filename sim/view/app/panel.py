"""The lever panel's data: what each lever is, its fields, their ranges and values, its help."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from sim.case.scenario import Scenario
from sim.policy.table import LeverTable
from sim.view.app.fields import (
    Field,
    all_fields,
    choice_words,
    field_words,
    lever_tables,
    nature_tables,
    table_words,
    unit_words,
    words,
)
from sim.view.app.lever_help import help_of
from sim.view.app.setting import Setting, Times, base_value, planned
from sim.view.texts import Texts, texts


def lever_groups(case: Scenario, t: Texts) -> list[dict[str, Any]]:
    """Every lever of the policy as plain data, values apart, families together."""
    groups = [_group(case, path, kind, t) for path, kind in lever_tables().items()]
    families = list(dict.fromkeys(group["family"] for group in groups))
    return sorted(groups, key=lambda group: families.index(group["family"]))


def nature_groups(case: Scenario, t: Texts) -> list[dict[str, Any]]:
    """Every table of assumptions about nature, likewise."""
    groups = [_group(case, path, kind, t) for path, kind in nature_tables().items()]
    return [group for group in groups if group["fields"]]


def _group(case: Scenario, path: str, kind: type[BaseModel], t: Texts) -> dict[str, Any]:
    own = [field for field in all_fields().values() if field.table == path]
    doc = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
    family = kind.__module__.rpartition(".")[2]
    return {
        "path": path,
        "label": t("levers.general") if path in ("policy", "nature") else table_words(path, t),
        "meaning": t.declared(f"{path}.about", doc),
        "family": t.declared(f"family.{family}", words(family)),
        "help": help_of(case, path.rpartition(".")[2], kind, t)
        if issubclass(kind, LeverTable)
        else [],
        "fields": [_row(case, field, t) for field in own],
    }


def _row(case: Scenario, field: Field, t: Texts) -> dict[str, Any]:
    values = planned(case, field)
    base = base_value(case, field)
    row: dict[str, Any] = {
        "path": field.path,
        "label": field_words(field, t),
        "unit": "" if field.about.unit in ("choice", "0 or 1") else unit_words(field, t),
        "meaning": t.declared(f"{field.path}.about", plain(field.about.meaning)),
        "source": field.about.source.replace("evidence:", "evidence "),
        "choices": list(field.choices),
        "choice_words": choice_words(field, t),
        "planned": "",
        "base": base,
    }
    if field.kind is bool:
        return row | {"kind": "switch"}
    if field.choices:
        return row | {"kind": "choice", "planned": _plan_words(field, [base, *values], values, t)}
    if values and max([base, *values]) > 0:
        low, high, step, unit = 0.0, 2.0, 0.05, t("levers.of_plan_unit")
        text = _plan_words(field, [base, *values], values, t)
        return row | {
            "kind": "times", "low": low, "high": high, "step": step, "base": 1.0, "unit": unit,
            "planned": f"{text} {unit_words(field, t)}",
        }  # fmt: skip
    low, high = float(field.about.low or 0.0), float(field.about.high or 1.0)
    top = _reach(low, high, float(base), float(field.about.default))
    step = _step(field, low, top)
    kind = "share" if low >= 0.0 and high <= 1.0 else "number"
    return row | {"kind": kind, "low": low, "high": top, "most": high, "step": step}


def ends(case: Scenario, path: str) -> tuple[float, float]:
    """The ends of a number's slider; of a field with a plan, multiples of it."""
    row = _row(case, all_fields()[path], texts())
    return row["low"], row["high"]


def plain(text: str) -> str:
    """A meaning without the marks of code: `cut_months` is "cut months"."""
    return re.sub(r"`([\w.]+)`", lambda found: found[1].replace("_", " "), text)


def _plan_words(field: Field, values: list[Any], dated: list[Any], t: Texts) -> str:
    if not dated:
        return ""
    if field.choices:
        called = choice_words(field, t)
        kinds = list(dict.fromkeys(called[str(value)] for value in dated))
        return t("levers.plan_choices", {"choices": t("levers.then").join(kinds)})
    return t("levers.plan_up_to", {"most": _short(max(values))})


def _short(value: float) -> str:
    from sim.view.style import short

    return short(float(value)) if abs(value) >= 10 else f"{value:g}"


def _reach(low: float, high: float, base: float, default: float) -> float:
    """Where the slider ends: the field's end, nearer where that would leave no room to aim."""
    usual = max(abs(base), abs(default))
    if usual <= 0.0:
        return high if high <= 1000.0 else _nice(high / 5.0)
    return min(high, _nice(max(4.0 * usual, low + (high - low) / 20.0)))


def _nice(value: float) -> float:
    size = 10.0 ** math.floor(math.log10(value))
    return float(next(m * size for m in (1.0, 2.0, 2.5, 5.0, 10.0) if m * size >= value - 1e-12))


def _step(field: Field, low: float, high: float) -> float:
    fine = (high - low) / 100.0
    size = 10.0 ** math.floor(math.log10(fine)) if fine > 0.0 else 1.0
    step = max(m * size for m in (1.0, 2.0, 5.0) if m * size <= fine * 1.0001)
    return max(1.0, round(step)) if field.kind is int else step


def values_of(setting: Setting) -> dict[str, Any]:
    """Changed values by path, as the panel shows them (a `Times` as its factor)."""
    return {
        path: value.factor if isinstance(value, Times) else value for path, value in setting.changes
    }


def asked_change(case: Scenario, asked: Mapping[str, Any]) -> tuple[str, Any] | None:
    """A message of the panel as a path and a wished value; None where it is not one."""
    path, value = asked.get("path"), asked.get("value")
    field = all_fields().get(path) if isinstance(path, str) else None
    if field is None or not isinstance(value, (int, float, str, bool, type(None))):
        return None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and not field.choices and _as_times(case, field):
        return field.path, Times(float(value))  # type: ignore[arg-type]
    return field.path, value


def _as_times(case: Scenario, field: Field) -> bool:
    values = planned(case, field)
    return bool(values) and field.kind is not bool and max([base_value(case, field), *values]) > 0
