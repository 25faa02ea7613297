"""Which scenarios the page offers: the shipped ones, and one file of the server's owner.

Visitors choose among names; no address makes the server read another file.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from sim.case.scenario import Scenario, load_scenario
from sim.machine.shipped import scenario_names

OWN_FILE: Final = "BLUEHELM_VIEW_FILE"  # in the environment, so that workers know it, too


def offer(path: Path) -> str:
    """Offer a scenario file from now on; returns the name it goes by: its stem, or `own-<stem>`."""
    os.environ[OWN_FILE] = str(path.resolve())
    return names()[0]


def names() -> list[str]:
    """Names on offer: the own file first, then the shipped ones, sorted."""
    own = os.environ.get(OWN_FILE)
    return ([_own_name(own)] if own else []) + scenario_names()


def source(name: str) -> str:
    """What `load_scenario` takes for a name on offer."""
    own = os.environ.get(OWN_FILE)
    return own if own and name == _own_name(own) else name


@lru_cache(maxsize=16)
def case_of(name: str) -> Scenario:
    """A scenario on offer (frozen, hence safe to share)."""
    return load_scenario(source(name))


def written(name: str) -> str:
    """How a script says it: the own file is taken to lie in its working folder."""
    return name if source(name) == name else Path(source(name)).name


def _own_name(path: str) -> str:
    stem = Path(path).stem
    return f"own-{stem}" if stem in scenario_names() else stem
