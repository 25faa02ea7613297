"""What a policy of a plan is called."""

from __future__ import annotations

from sim.batch.designs import Setting
from sim.batch.factors import Level, known
from sim.case import times

VAGUE = {"share", "places", "level", "teams", "begin"}  # names that say little without their group


def label(name: str, setting: Setting, sample: int | None) -> str:
    """A policy's name; without one, what its levers are set to."""
    if sample is not None:
        told = f"sample {sample}"
    else:
        told = ", ".join(_told(path, level) for path, level in setting.items())
    return ": ".join(part for part in (name, told) if part) or "as it is"


def _told(path: str, level: Level) -> str:
    value = level.value
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    if times.asked(level.overrides.get(path)):
        shown = f"x {shown}"
    *_, group, last = ["", "", *path.split(".")]
    if not group:
        return shown
    same = [name for name in known() if name.endswith(f".{last}")]
    name = f"{group} {last}" if len(same) > 1 or last in VAGUE else last
    return f"{name} {shown}".replace("_", " ")
