"""The schema of the state: columns keep their ranges, docs are made from it, misspellings fail."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from helpers import busy, everything_on

from sim.case.scenario import Scenario
from sim.fields.column import columns_of, dtype_of
from sim.model import PeaceModel
from sim.state import civilians, events, factions, places, record, units, works
from sim.state.world import World

ROOT = Path(__file__).parent.parent
ROUNDING = 1e-6  # of float32 columns
TABLES: dict[str, type[Any]] = {
    "places": places.Places,
    "governments": places.Governments,
    "civilians": civilians.Civilians,
    "factions": factions.Factions,
    "bands": factions.Bands,
    "combatants": factions.Combatants,
    "units": units.Units,
    "works": works.Works,
    "events": events.Events,
    "channels": events.Channels,
}


def tables(world: World) -> dict[str, Any]:
    found = {name: getattr(world, name) for name in TABLES}
    found["events"] = found["events"][: world.event_count]
    return found


@pytest.mark.parametrize("seed", [3, 4])
def test_every_column_keeps_its_range(case: Scenario, seed: int) -> None:
    """In more than two years of a busy scenario with every lever on."""
    funded = {"policy.funding.budget": 3.0e9, "policy.funding.cut": 0.0}
    changes = {**everything_on(), **funded} if seed == 4 else {}
    model = PeaceModel(busy(case).replace(changes), seed=seed)
    for _ in range(110):
        model.step()
        found = tables(model.world)
        for name, table in TABLES.items():
            _in_range(name, found[name], table)
    _in_range("record.series", model.world.record.series, record.Series)
    _in_range("record.places", model.world.record.places, record.KeptPlaces)


def _in_range(name: str, table: Any, kind: type[Any]) -> None:
    for column, (_, about) in columns_of(kind).items():
        values = np.asarray(table[column], np.float64)
        if not values.size:
            continue
        assert np.isfinite(values).all(), f"{name}.{column}: not finite"
        low, high = float(values.min()), float(values.max())
        assert low >= about.low - ROUNDING, f"{name}.{column}: {low}, below {about.low}"
        assert high <= about.high + ROUNDING, f"{name}.{column}: {high}, above {about.high}"


def test_a_row_is_laid_out_as_the_table_says() -> None:
    for kind in (*TABLES.values(), record.Series, record.KeptPlaces):
        dtype = dtype_of(kind)
        assert dtype.names == tuple(columns_of(kind))
        assert dtype.isalignedstruct
        assert dtype is dtype_of(kind)  # numba compares other objects field by field, each call


def test_a_misspelt_column_fails_in_the_type_check(tmp_path: Path) -> None:
    """And a misspelt number of nature; the right spelling passes."""
    wrong = {
        'world.places["heet"]': '"Places" has no key "heet"',
        "world.rules.of(AidNumbers).divert": "has no attribute",
        "world.policy.of(Aid).fod": "has no attribute",
    }
    lines = "\n".join(f"    {line}" for line in wrong)
    text = (
        "from sim.levers.aid import Aid, AidNumbers\nfrom sim.state.world import World\n\n\n"
        'def look(world: World) -> None:\n    world.places["heat"]\n'
        f"    world.rules.of(AidNumbers).diversion\n{lines}\n"
    )
    file = tmp_path / "look.py"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(file)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    for said in wrong.values():
        assert said in done.stdout, done.stdout
    assert done.stdout.count("error:") == len(wrong), done.stdout


def script(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["make_state", "make_parameters", "make_bibliography"])
def test_docs_made_from_the_code_are_fresh(name: str) -> None:
    module = script(name)
    text = module.PAGE.read_text(encoding="utf-8")
    assert text == module.page(), f"run: python docs/{name}.py"
