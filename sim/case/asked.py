"""A scenario as somebody asks for it: itself, its name, or its file."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import Any

from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import IdleValueWarning

Asked = Scenario | str | os.PathLike[str]


def asked_for(what: Asked) -> Scenario:
    """A scenario as it is, or that of a name or path. TypeError for anything else."""
    if isinstance(what, Scenario):
        return what
    if isinstance(what, (str, os.PathLike)):
        return load_scenario(what)
    kind = type(what).__name__
    raise TypeError(f"scenario is of type {kind}; must be from sim.load_scenario, a name or a path")


def arm_of(name: str, changes: Mapping[str, Any]) -> Scenario:
    """A scenario as a trial needs it: no word of what is set and idle, which is the trial's point.

    Raises ScenarioError as `load_scenario` does.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IdleValueWarning)
        return load_scenario(name, changes)
