"""Bluehelm: an agent-based laboratory for peace operations.

The public names load their modules when first used, so that `import sim` stays light.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from sim import kernel_cache

if TYPE_CHECKING:
    from sim.errors import ScenarioError
    from sim.run import Run, run
    from sim.scenario import Scenario, load_scenario

_HOMES: Final = {
    "PeaceModel": "model",
    "Run": "run",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "compare": "compare",
    "load_scenario": "scenario",
    "run": "run",
    "sweep": "batch",
}

__all__ = ["Run", "Scenario", "ScenarioError", "load_scenario", "run"]


class _Package(ModuleType):
    """The type of this package, so that `sim.run` stays the function.

    Python binds an imported submodule on its package: after anybody imports the module
    `sim.run`, `sim.run(scenario)` would call a module. Here the function of that name is bound.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        home = f"sim.{_HOMES[name]}"
        try:
            return getattr(import_module(home), name)
        except ModuleNotFoundError as error:
            if error.name != home:
                raise
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = _Package
kernel_cache.choose()
