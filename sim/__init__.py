"""Bluehelm: an agent-based laboratory for peace operations.

The public names load their modules when first used, so that `import sim` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from sim.machine import kernel_cache

if TYPE_CHECKING:
    from sim.batch import sweep
    from sim.batch.experiment import Experiment
    from sim.batch.results import Results
    from sim.batch.runner import SweepError
    from sim.case.scenario import Scenario, load_scenario
    from sim.case.times import times
    from sim.fields.errors import IdleValueWarning, ScenarioError
    from sim.machine.progress_bar import progress_bar
    from sim.model import PeaceModel
    from sim.pairs.compare import Comparison, compare
    from sim.runs import explain
    from sim.runs.run import Run, run

_HOMES: Final = {
    "Comparison": "pairs.compare",
    "Experiment": "batch.experiment",
    "IdleValueWarning": "fields.errors",
    "PeaceModel": "model",
    "Results": "batch.results",
    "Run": "runs.run",
    "Scenario": "case.scenario",
    "ScenarioError": "fields.errors",
    "SweepError": "batch.runner",
    "compare": "pairs.compare",
    "explain": "runs.explain",  # the module itself: sim.explain.explain_pair
    "load_scenario": "case.scenario",
    "run": "runs.run",
    "sweep": "batch",
    "progress_bar": "machine.progress_bar",
    "times": "case.times",
}

__all__ = [
    "Comparison",
    "Experiment",
    "IdleValueWarning",
    "PeaceModel",
    "Results",
    "Run",
    "Scenario",
    "ScenarioError",
    "SweepError",
    "compare",
    "explain",
    "load_scenario",
    "progress_bar",
    "run",
    "sweep",
    "times",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    home = import_module(f"sim.{_HOMES[name]}")
    return home if name == "explain" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


kernel_cache.choose()
