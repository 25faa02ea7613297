"""A scenario as somebody asks for it: itself, its name, or its file."""

from __future__ import annotations

import os

from sim.case.scenario import Scenario, load_scenario

Asked = Scenario | str | os.PathLike[str]


def asked_for(what: Asked) -> Scenario:
    """A scenario as it is, or that of a name or path. TypeError for anything else."""
    if isinstance(what, Scenario):
        return what
    if isinstance(what, (str, os.PathLike)):
        return load_scenario(what)
    kind = type(what).__name__
    raise TypeError(f"scenario is of type {kind}; must be from sim.load_scenario, a name or a path")
