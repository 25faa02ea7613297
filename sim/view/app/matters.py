"""What matters here: every setting from low to high, one picture an outcome."""

from __future__ import annotations

import math
from typing import Any, Final

import solara

from sim.case.scenario import Scenario
from sim.runs.outcomes import OUTCOMES
from sim.view.app import numbers
from sim.view.app.asking import Asker, baseline_of
from sim.view.app.baseline import use_baseline
from sim.view.app.board import shown_value
from sim.view.app.change import signed, size
from sim.view.app.fields import Field, all_fields, field_words, table_words
from sim.view.app.jobs import Job
from sim.view.app.known import SHOWN, Known, memory, plain
from sim.view.app.pool import kept, workers
from sim.view.app.reach import Effect, Move, effect_of, moves_of, work
from sim.view.app.session import Session, case_of
from sim.view.app.setting import Setting
from sim.view.app.widgets import MattersBoard, spoken
from sim.view.texts import Texts

WIDE: Final = 1.15  # of the longest bar: the width of the picture
Ends = dict[str, Known]


@solara.component
def Matters(session: Session) -> None:
    """All levers low to high, and the way to work out what is not known."""
    case, t = session.case, session.t
    bare = use_baseline(session, "reach")
    job = bare.job

    def ask(asked: dict[str, Any]) -> None:
        if asked.get("do") == "work":
            asker = Asker(workers(), kept())
            job.start(lambda stale: work(case, bare.question, asker, stale))
        elif asked.get("do") == "stop":
            job.stop = True
        elif asked.get("do") == "try":
            _try(session, asked)

    state = solara.use_memo(
        lambda: told(case, bare.setting, job, t),
        [bare.setting, bare.seen, t.language, bare.version],
    )
    board = MattersBoard.element(texts=spoken(t, "matters"), state=state, asked={}, on_asked=ask)
    board.key(f"matters-{t.language}")


def _try(session: Session, asked: dict[str, Any]) -> None:
    """Set a lever to the end of it that was clicked, and show the answer."""
    for move in moves_of(session.case, session.setting):
        if move.path == asked.get("path") and move.end == asked.get("end"):
            session.put(session.setting.with_change(move.path, move.value))
            session.tab.set("whatif")


def told(case: Scenario, setting: Setting, job: Job, t: Texts) -> dict[str, Any]:
    """What the board shows: outcomes with their rows, and how far the working out is."""
    moves = moves_of(case, setting)
    there = known_ends(setting, moves)
    count = sum(len(ends) for ends in there.values())
    group = memory().group(baseline_of(case, setting))
    worlds = [len(known.base) for ends in there.values() for known in ends.values()]
    return {
        "outcomes": [outcome(case, name, moves, there, t) for name in SHOWN],
        "known": count,
        "total": len(moves),
        "worlds": min(worlds, default=0),
        "running": job.running,
        "old": group.old,
        "fault": job.fault,
    }


def known_ends(setting: Setting, moves: list[Move]) -> dict[str, Ends]:
    """What is known of each field's ends, by path."""
    found: dict[str, Ends] = {}
    group = memory().group(baseline_of(case_of(setting.scenario), setting))
    for move in moves:
        known = group.moves.get(plain(move.setting))
        ends = found.setdefault(move.path, {})
        if known is not None:
            ends[move.end] = known
    return found


def outcome(
    case: Scenario, name: str, moves: list[Move], there: dict[str, Ends], t: Texts
) -> dict[str, Any]:
    """One picture: a row a setting, what clearly moves the outcome first, the widest on top."""
    unit = OUTCOMES[name].unit
    values = {(move.path, move.end): move.value for move in moves}
    rows: list[dict[str, Any]] = []
    for path, ends in there.items():
        if not ends:
            continue
        field = all_fields()[path]
        effects = {end: effect_of(known, name) for end, known in ends.items()}
        rows.append(
            {
                "path": path,
                "lever": table_words(field.table, t),
                "label": field_words(field, t),
                "ends": {
                    end: _end(field, unit, effect, values[path, end], ends[end].over, t)
                    for end, effect in effects.items()
                    if math.isfinite(effect.by)
                },
                "clear": any(effect.clear for effect in effects.values()),
                "hardly": all(effect.hardly(unit) for effect in effects.values()),
                "say": reach_words(name, effects, t),
            }
        )
    rows.sort(key=lambda row: (not row["clear"], row["hardly"], -_widest(row)))
    sides = [abs(end["by"]) for row in rows for end in row["ends"].values()]
    first = next((e for ends in there.values() for e in ends.values()), None)
    base = effect_of(first, name).base if first else float("nan")
    return {
        "name": name,
        "title": t(f"outcome.{name}"),
        "base": size(unit, base, t),
        "rows": rows,
        "wide": WIDE * max(sides, default=1.0) or 1.0,
        "better": OUTCOMES[name].direction,
    }


def _widest(row: dict[str, Any]) -> float:
    return max((abs(end["by"]) for end in row["ends"].values()), default=0.0)


def _end(
    field: Field, unit: str, effect: Effect, value: Any, over: float, t: Texts
) -> dict[str, Any]:
    return {
        "by": effect.by,
        "lo": effect.lo,
        "hi": effect.hi,
        "clear": effect.clear,
        "value": shown_value(field, value, t),
        "text": signed(unit, effect.by, t),
        "range": t(
            "matters.range",
            {"low": signed(unit, effect.lo, t), "high": signed(unit, effect.hi, t)},
        ),
        "over": numbers.dollars(over, t) if over > 0.0 else "",
    }


def reach_words(name: str, effects: dict[str, Effect], t: Texts) -> str:
    """The reach of a setting on an outcome in words."""
    unit = OUTCOMES[name].unit
    known = {end: effect for end, effect in effects.items() if math.isfinite(effect.by)}
    if not known:
        return ""
    if all(effect.still for effect in known.values()):
        return t("matters.still")
    if not any(effect.clear for effect in known.values()):
        if all(effect.hardly(unit) for effect in known.values()):
            most = max(effect.most for effect in known.values())
            return t("matters.hardly", {"most": size(unit, most, t, difference=True)})
        low = signed(unit, min(effect.lo for effect in known.values()), t)
        high = signed(unit, max(effect.hi for effect in known.values()), t)
        count = min(effect.pairs for effect in known.values())
        return t("matters.not_told", {"worlds": count, "low": low, "high": high})
    parts = [
        t(f"matters.at_{end}" if effect.clear else f"matters.at_{end}_unclear",
          {"by": signed(unit, effect.by, t)})
        for end, effect in known.items()
    ]  # fmt: skip
    return "; ".join(parts)


def reaches(case: Scenario, setting: Setting, t: Texts) -> dict[str, str]:
    """What each setting is known to do to the first outcome, by path, before it is moved."""
    bare = setting.only("nature")
    name = SHOWN[0]
    title = t(f"outcome.{name}")
    found = {}
    for path, ends in known_ends(bare, moves_of(case, bare)).items():
        said = reach_words(name, {end: effect_of(known, name) for end, known in ends.items()}, t)
        if said:
            found[path] = t("matters.reach", {"outcome": title, "reach": said})
    return found
