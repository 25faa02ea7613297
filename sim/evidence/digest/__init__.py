"""What the findings need of one run: a few hundred numbers, so that worlds need not be kept.

Every module here is a pure function of a finished world; `digest` puts them together.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.case.scenario import Scenario
from sim.evidence.columns import Floats
from sim.evidence.digest import course, foresight, peace, places, resources, toll, twin
from sim.evidence.digest.past import Past
from sim.evidence.runs import run_statistics
from sim.model import PeaceModel
from sim.runs.run import Run

Digest = Mapping[str, float | Floats]


def digest(scenario: Scenario, seed: int, statistics: bool) -> Digest:
    """Run a scenario on one luck and keep what findings are computed from.

    `statistics`: the statistics of events too, as `statistic:<name>`, and the war's course.
    """
    model = PeaceModel(scenario, seed=seed)
    for _ in range(scenario.weeks):
        model.step()
    run = Run.of_model(model)
    past = Past.of(run)
    found: dict[str, float | Floats] = {f"outcome:{k}": v for k, v in run.outcomes.items()}
    for part in (toll, peace, places, foresight):
        found |= part.measured(past)
    found |= resources.measured(past, model.world)
    found |= twin.measured(past)
    if statistics:
        found |= {f"statistic:{k}": v for k, v in run_statistics(run).items()}
        found |= course.measured(past)
    return found


__all__ = ["Digest", "digest"]
