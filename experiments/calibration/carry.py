"""Carries what was fitted (*_fit.json) into the modules' defaults and the scenario files.

Run: `python experiments/calibration/carry.py`. Shared values become defaults of the numbers of
nature, wherever their table is declared; a country's own values go to the `[nature.*]` tables of
its scenarios. For countries nobody fitted, sizes, differences between places and flight lie between
the two that were fitted.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from statistics import geometric_mean

from sim.case.parts import PARTS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COUNTRIES = {
    "sierra-leone-1991": ("sierra-leone-1991", "sierra-leone", "sierra-leone-1991-2005"),
    "bosnia": ("bosnia",),
}
NOTE = "experiments/calibration/violence_fit.json"
BETWEEN = ("battle_location", "battle_sigma", "onesided_location", "onesided_sigma", "value_sigma")


def module_of(table: str) -> Path:
    """The file in which a table of nature is declared."""
    group = PARTS.nature.model_fields[table].annotation
    return Path(inspect.getfile(group))


def set_default(path: Path, name: str, value: float) -> None:
    """Write another default of one number of nature, and that it was calibrated.

    Where a finding is named as its source, that stands: it is what was calibrated on.
    """
    text = path.read_text("utf-8")
    before, tag = rf"(    {name}: float = number\(\s*)", r"\"(assumption|calibrated|evidence:\w+)\""
    number = before + r"[-\d.e_]+((?:(?!number\().)*?)" + tag
    changed, count = re.subn(
        number,
        lambda m: f'{m[1]}{value!r}{m[2]}"{m[3] if "evidence" in m[3] else "calibrated"}"',
        text,
        count=1,
        flags=re.DOTALL,
    )
    if count != 1:
        raise SystemExit(f"{name}: not found in {path.relative_to(ROOT)}")
    path.write_text(changed, "utf-8")


def set_tables(text: str, values: dict[str, float]) -> str:
    """A scenario's text with its fitted `[nature.*]` tables written anew before what follows."""
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
    talks = json.loads((HERE / "politics_fit.json").read_text())["values"]
    for name, value in (values | talks).items():
        if ":" not in name:
            table, field = name.split(".")
            set_default(module_of(table), field, value)
    for field in BETWEEN:
        own = [v for n, v in values.items() if n.endswith(f":violence.{field}")]
        set_default(module_of("violence"), field, round(sum(own) / len(own), 3))
    flights = [v for n, v in values.items() if n.endswith(":civilian.flight")]
    set_default(module_of("civilian"), "flight", round(geometric_mean(flights), 4))
    for country, scenarios in COUNTRIES.items():
        own_values = {n.split(":")[1]: v for n, v in values.items() if n.startswith(f"{country}:")}
        for scenario in scenarios:
            path = ROOT / "scenarios" / f"{scenario}.toml"
            path.write_text(set_tables(path.read_text(), own_values))
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
