"""Carries violence_fit.json and level_fit.json into sim/nature and the scenario files.

Run: `python experiments/calibration/carry.py`. Shared values become defaults in
sim/nature/war.py; a country's own values go to the `[nature.*]` tables of its scenario. For
countries nobody fitted, defaults of sizes and of differences between places lie between the two
that were fitted, and bands roam as in the irregular war of Sierra Leone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COUNTRIES = {"sierra-leone-1991": ("sierra-leone-1991", "sierra-leone"), "bosnia": ("bosnia",)}
NOTE = "experiments/calibration/violence_fit.json"


def set_default(text: str, name: str, value: float) -> str:
    """The text of a nature module with another default of one parameter."""
    pattern = rf"(    {name}: float = parameter\(\s*)[-\d.e]+"
    changed, count = re.subn(pattern, lambda m: m.group(1) + repr(value), text)
    if count != 1:
        raise SystemExit(f"{name}: found {count} times in sim/nature/war.py")
    return changed


def set_tables(text: str, values: dict[str, float]) -> str:
    """A scenario's text with its fitted `[nature.*]` tables written anew before `[mission]`."""
    text = re.sub(r"(?ms)^\[nature\.(violence|civilian|control)\]\n.*?(?=^\[)", "", text)
    tables: dict[str, list[str]] = {}
    for name, value in values.items():
        table, field = name.split(".")
        tables.setdefault(table, []).append(f"{field} = {value!r}")
    lines = [
        f"[nature.{t}]\n" + "\n".join(rows) + f'\nsource = "calibrated: {NOTE}"\n'
        for t, rows in tables.items()
    ]
    first = re.search(r"(?m)^\[", text)
    at = first.start() if first else len(text)
    return text[:at] + "\n".join(lines) + "\n" + text[at:]


def main() -> None:
    """Rewrite the files."""
    values: dict[str, float] = json.loads((HERE / "violence_fit.json").read_text())["values"]
    module = ROOT / "sim" / "nature" / "violence.py"
    text = module.read_text()
    for name, value in values.items():
        if ":" not in name:
            text = set_default(text, name.split(".")[1], value)
    for field in (
        "battle_location",
        "battle_sigma",
        "onesided_location",
        "onesided_sigma",
        "value_sigma",
    ):
        own = [v for n, v in values.items() if n.endswith(f":violence.{field}")]
        text = set_default(text, field, round(sum(own) / len(own), 3))
    for field in ("control.roam", "control.home_months"):
        text = set_default(text, field.split(".")[1], values[f"sierra-leone-1991:{field}"])
    module.write_text(text)
    for country, scenarios in COUNTRIES.items():
        own = {n.split(":")[1]: v for n, v in values.items() if n.startswith(f"{country}:")}
        for scenario in scenarios:
            path = ROOT / "scenarios" / f"{scenario}.toml"
            path.write_text(set_tables(path.read_text(), own))
    carry_levels()


def carry_levels() -> None:
    """Levels that were set by counts alone: Mali's, Zambara's and those of the lessons, too."""
    for name, found in json.loads((HERE / "level_fit.json").read_text()).items():
        lessons = (ROOT / "scenarios" / "lessons").glob("*.toml") if name == "zambara" else ()
        for path in (ROOT / "scenarios" / f"{name}.toml", *lessons):
            text = path.read_text()
            for field in ("level", "flight"):
                text = re.sub(rf"(?m)^{field} = .*$", f"{field} = {found[field]!r}", text)
            path.write_text(text)


if __name__ == "__main__":
    main()
