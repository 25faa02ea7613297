"""Writes docs/trace.md: the prose of docs/trace-text.md, with the fits as their results tell them.

    python docs/make_trace.py

Reads `experiments/calibration/*_fit.json` and the seeds that the scripts beside them name.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE / "trace.md"
TEXT = HERE / "trace-text.md"
FOLDER = HERE.parent / "experiments" / "calibration"
SCRIPTS = {"violence": "fit_violence", "size": "fit_sizes", "level": "fit_level"}
ASKED = "{table: fits}"


def page() -> str:
    """The whole page."""
    return TEXT.read_text(encoding="utf-8").replace(ASKED, "\n".join(fits()))


def fits() -> list[str]:
    """Every result of a fit: what its script says it sets, its seeds, what it found."""
    lines = ["| result | script | what it sets | seeds | found |", "|---|---|---|---|---|"]
    for file in sorted(FOLDER.glob("*_fit.json")):
        name = file.stem.removesuffix("_fit")
        script = FOLDER / f"{SCRIPTS.get(name, f'fit_{name}')}.py"
        tree = ast.parse(script.read_text(encoding="utf-8"))
        said = " ".join((ast.get_docstring(tree) or "").partition("\n\n")[0].split())
        found = json.loads(file.read_text(encoding="utf-8"))
        cells = (file.name, script.name, said, seeds(found, tree), result(found))
        lines.append("| `{}` | `{}` | {} | {} | {} |".format(*cells))
    return lines


def seeds(found: dict[str, Any], tree: ast.Module) -> str:
    """The seeds that a result names, or else those that its script has."""
    if "fresh_seeds" in found:
        return "checked on {} to {}".format(*found["fresh_seeds"])
    if "made" in found:
        return f"search {found['made']['seed']}"
    for line in tree.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "SEEDS":
            return f"`{ast.unparse(line.value)}`"
    return "none: no luck in it"


def result(found: dict[str, Any]) -> str:
    """What a fit came to, in its own figures."""
    if "made" in found:
        made = found["made"]
        told = sum(row["verdict"] != "not told" for row in found["numbers"])
        return (
            f"{made['date']}: {made['waves']} waves of {made['sets_a_wave']} sets; of "
            f"{len(found['numbers'])} numbers the record tells something of {told}"
        )
    if "score" in found:
        count = len(found["values"])
        return (
            f"score {found['score']:.1f} after {found['generations']} generations, {count} values"
        )
    values = found.get("values") or {
        f"{place}.{name}": value for place, own in found.items() for name, value in own.items()
    }
    return ", ".join(f"`{name}` {value:.4g}" for name, value in values.items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
