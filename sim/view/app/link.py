"""A setting as an address, and back: clamped, with a note on what could not be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote

from sim.case.scenario import Scenario
from sim.view.app.fields import FIGURES, all_fields, lever_tables
from sim.view.app.setting import MOST_PHASES, SHORTEST, Phase, Setting, Times, base_value, settled
from sim.view.texts import LANGUAGES, Texts, texts

MOST_LINK = 8_000  # characters
TABS = ("whatif", "watch", "compare")


def to_link(setting: Setting, language: str = "en", tab: str = TABS[0]) -> str:
    """The setting as the query of an address: `?scenario=mali&funding.cut=0.15&lang=fr`."""
    parts = [("scenario", setting.scenario)]
    parts += [("lang", language)] if language != "en" else []
    parts += [("tab", tab)] if tab != TABS[0] else []
    parts += [("weeks", str(setting.weeks))] if setting.weeks else []
    parts += [(_short(path), _text(value)) for path, value in setting.changes]
    parts += [
        (f"{_short(lever)}.phases", "|".join(_phase_text(p) for p in phases))
        for lever, phases in setting.phases
    ]
    return "?" + "&".join(f"{quote(key)}={quote(value, safe='~|:,')}" for key, value in parts)


def _short(path: str) -> str:
    return path.removeprefix("policy.")


def _text(value: Any) -> str:
    if isinstance(value, Times):
        return f"x{value.factor:.6g}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.{FIGURES}g}" if isinstance(value, float) else str(value)


def _phase_text(phase: Phase) -> str:
    values = [f"{name}:{_text(value)}" for name, value in phase.values]
    return "~".join([phase.start.isoformat(), phase.end.isoformat(), *values])


def scenario_in(
    query: str | None, names: list[str], default: str, t: Texts | None = None
) -> tuple[str, list[str]]:
    """Which scenario a link asks for, and a note where it is unknown."""
    wanted = dict(_pairs(query)).get("scenario", default)
    if wanted in names:
        return wanted, []
    return default, [(t or texts())("files.no_scenario", {"name": wanted[:40]})]


def language_in(query: str | None) -> str:
    """The language that a link asks for; English where it asks for none, or an unknown one."""
    wanted = dict(_pairs(query)).get("lang", "en")
    return wanted if wanted in LANGUAGES else "en"


def tab_in(query: str | None) -> str:
    """The view that a link asks for; the first where it asks for none, or an unknown one."""
    wanted = dict(_pairs(query)).get("tab", TABS[0])
    return wanted if wanted in TABS else TABS[0]


def from_link(
    query: str | None, case: Scenario, name: str, t: Texts | None = None
) -> tuple[Setting, list[str]]:
    """The setting of a link, and what of it could not be used. Never raises."""
    if query and len(query) > MOST_LINK:
        return Setting(name), [(t or texts())("files.long_link")]
    return from_pairs(dict(_pairs(query)), case, name, t or texts())


def from_pairs(
    pairs: Mapping[str, str], case: Scenario, name: str, t: Texts
) -> tuple[Setting, list[str]]:
    """A setting from texts by path; values are clamped, unknown paths noted and left out."""
    setting, notes = Setting(name), []
    for key, text in pairs.items():
        if key in ("scenario", "lang", "tab"):
            continue
        if key == "weeks":
            setting = replace(setting, weeks=length_of(case, text))
            continue
        path = key if key.startswith(("policy.", "nature.")) else f"policy.{key}"
        lever, _, last = path.rpartition(".")
        if last == "phases" and lever in lever_tables():
            phases = _read_phases(case, lever, text)
            setting = setting.with_phases(lever, phases)
            if len(phases) != text.count("|") + 1:
                notes.append(t("files.no_phases", {"name": key[:40]}))
            continue
        field = all_fields().get(path)
        if field is None:
            notes.append(t("files.no_setting", {"name": key[:40]}))
            continue
        value = settled(case, field, _read(text))
        if value is None and _read(text) != _read(_text(base_value(case, field))):
            notes.append(t("files.no_value", {"name": key[:40], "value": text[:40]}))
        setting = setting.with_change(path, value)
    return setting, notes[:6]


def length_of(case: Scenario, text: Any) -> int | None:
    """A wished number of weeks: at least a quarter, less than the scenario's own; else None."""
    try:
        weeks = int(text)
    except (TypeError, ValueError):
        return None
    return max(weeks, SHORTEST) if weeks < case.weeks else None


def _pairs(query: str | None) -> list[tuple[str, str]]:
    text = (query or "").lstrip("?")
    try:
        return parse_qsl(text, max_num_fields=200)
    except ValueError:
        return []


def _read(text: str) -> Any:
    if text[:1] == "x":
        try:
            return Times(float(text[1:]))
        except ValueError:
            return text
    return text


def _read_phases(case: Scenario, lever: str, text: str) -> tuple[Phase, ...]:
    found = []
    for part in text.split("|")[:MOST_PHASES]:
        phase = _read_phase(lever, part.split("~"))
        if phase is not None:
            found.append(phase)
    return tuple(found)


def _read_phase(lever: str, parts: list[str]) -> Phase | None:
    try:
        start, end = date.fromisoformat(parts[0]), date.fromisoformat(parts[1])
    except (ValueError, IndexError):
        return None
    values = {}
    for part in parts[2:]:
        name, _, text = part.partition(":")
        field = all_fields().get(f"{lever}.{name}")
        value = field.clamped(text) if field else None
        if value is not None:
            values[name] = value
    if not values or end < start:
        return None
    return Phase(start, end, tuple(sorted(values.items())))
