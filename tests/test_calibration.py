"""What was fitted is what is used: the recorded fits, the defaults, the scenario files."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from sim.case.parts import Nature
from sim.case.scenario import load_scenario
from sim.fields.parameter import parameters

ROOT = Path(__file__).parent.parent
FITS = ROOT / "experiments" / "calibration"
DEFAULTS = {p.path: p for p in parameters(Nature, "nature")}


def recorded(name: str) -> Any:
    path = FITS / name
    if not path.is_file():
        pytest.skip(f"{path.name} is part of the repository, not of the package")
    return json.loads(path.read_text(encoding="utf-8"))


def same(one: float, two: float) -> bool:
    """Equal to the three digits that are carried."""
    return math.isclose(one, two, rel_tol=5.1e-3)


def used(scenario: str, path: str) -> float:
    value: Any = load_scenario(scenario).nature
    for part in path.split("."):
        value = getattr(value, part)
    return float(value)


def fitted() -> dict[str, float]:
    values: dict[str, float] = recorded("violence_fit.json")["values"]
    return values


def test_shared_values_of_the_fit_are_the_defaults_and_say_so() -> None:
    shared = {path: value for path, value in fitted().items() if ":" not in path}
    assert len(shared) > 20
    for path, value in shared.items():
        p = DEFAULTS[f"nature.{path}"]
        assert p.source == "calibrated", path
        assert same(p.default, value), f"{path}: default {p.default}, fitted {value}"


def test_values_fitted_for_a_country_stand_in_its_scenario() -> None:
    own = {path: value for path, value in fitted().items() if ":" in path}
    assert len({path.split(":")[0] for path in own}) == 2
    for path, value in own.items():
        scenario, _, field = path.partition(":")
        assert same(used(scenario, field), value), path


def test_the_scenarios_of_one_country_share_its_fit() -> None:
    for path in (path.partition(":")[2] for path in fitted() if path.startswith("sierra-leone")):
        for other in ("sierra-leone", "sierra-leone-1991-2005"):
            assert used(other, path) == used("sierra-leone-1991", path), path


def test_an_unseen_country_runs_on_the_shared_defaults() -> None:
    """Cambodia has a price of its own, and nothing else: its dead are kept aside."""
    case = load_scenario("cambodia")
    own = case.nature.model_dump(mode="json", exclude_defaults=True)
    own["force"].pop("source")
    assert own == {"force": {"person_year": 43000.0}}
    assert "kept aside" in case.notes


def test_levels_fitted_alone_stand_in_their_scenarios() -> None:
    for scenario, fit in recorded("level_fit.json").items():
        assert same(used(scenario, "violence.level"), fit["level"]), scenario
        assert same(used(scenario, "civilian.flight"), fit["flight"]), scenario


def test_what_was_fitted_on_aid_stands_in_the_defaults() -> None:
    for path, value in recorded("aid_fit.json")["values"].items():
        assert same(DEFAULTS[f"nature.{path}"].default, value), path


def test_scenarios_name_the_record_of_what_was_calibrated() -> None:
    for scenario in {path.split(":")[0] for path in fitted() if ":" in path}:
        nature = load_scenario(scenario).nature
        for table in (nature.violence, nature.civilian):
            assert table.source.startswith("calibrated: experiments/calibration/"), scenario


def test_what_fits_no_record_is_not_called_calibrated() -> None:
    """Every default tagged so is in the fit, or is a scale that a fitted one is measured in."""
    known = {path.split(":")[-1] for path in fitted()}
    for record in ("aid_fit.json", "politics_fit.json"):
        known |= set(recorded(record)["values"])
    assert recorded("posterior_fit.json"), "of draws"
    scales = {"violence.battle_rate", "tempo.hold_weight"}  # held at a round number by the fit
    known.add("posterior")
    tagged = {
        path.removeprefix("nature.") for path, p in DEFAULTS.items() if p.source == "calibrated"
    }
    assert tagged <= known | scales, f"in no record: {sorted(tagged - known - scales)}"
