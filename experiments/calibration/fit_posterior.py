"""Makes the posterior that `nature.posterior` draws from: Sierra Leone 1991-2001, Bosnia 1992-95.

Run: `python experiments/calibration/fit_posterior.py [--out FOLDER]` (the same again goes on;
`bluehelm calibrate` does the same for a user's war). Sixteen numbers around the fitted point
(`sim/evidence/priors.py`) are run in waves on the sweep runner; emulators of what they miss of
the targets of `fit_violence.py` (statistics of events, deaths by year, kinds of violence) say
which sets the record does not rule out. Result: `sim/nature/posterior.json`, and
`posterior_fit.json` here with what the draws, the fitted point and the priors miss.
`python docs/make_calibration.py` makes the page of both.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from fit_violence import COUNTRIES, KINDS, LASTS, YEARS, score

import sim
from sim.batch import provenance
from sim.batch.pace import Progress
from sim.case.parts import PARTS
from sim.case.scenario import Scenario
from sim.evidence.calibrate import NAME, Posterior, calibrate
from sim.evidence.calibrated import document, summary
from sim.evidence.columns import roads_of
from sim.evidence.course import course_of
from sim.evidence.events import event_statistics
from sim.evidence.real import real_country
from sim.evidence.waves import Effort, War
from sim.nature import posterior as shipped

HERE = Path(__file__).resolve().parent
RESULT = HERE / "posterior_fit.json"
SMALL = {"nature.civilians": 400, "nature.combatants": 1500}
# told by what the war lasted: by its deaths by year, too
LEFT_OUT = ("lasts", "deaths_per_week")
EFFORT = Effort(waves=3, points=128, worlds=4, draws=shipped.DRAWS, seed=1)


def misses(case: Scenario, events: pd.DataFrame, displaced_peak: float) -> Mapping[str, float]:
    """Distances of `fit_violence.score` of one run."""
    window, name = case.war_window, case.name
    roads = roads_of(case.region.graph)
    found = event_statistics(events, window, case.region.names, displaced_peak, roads)
    whole = (case.monday, case.monday + timedelta(weeks=COUNTRIES[name], days=-1))
    course = course_of(events, whole, case.region.names)
    first = whole[0].year
    found |= {f"year:{y}": float(np.log1p(course.years[y - first])) for y in YEARS[name]}
    shares = course.kind_shares if course.deaths else np.zeros(len(KINDS[name]))
    found |= {f"kind:{n}": float(share) for n, share in enumerate(shares, 1)}
    found["lasts"] = LASTS[name]
    return {k: z for k, z in score(name, found)[1].items() if k not in LEFT_OUT and _held(name, k)}


def _held(country: str, target: str) -> bool:
    """Whether a target is held against the record (others are no distance at all)."""
    values = real_country(country).values
    return target not in values or not values[target].why_not


def wars() -> list[War]:
    """Both wars, in samples as small as the fit's."""
    found = []
    for name, weeks in COUNTRIES.items():
        case = sim.load_scenario(name)
        record = "targets of fit_violence.py"
        found.append(War(name, case, weeks, partial(misses, case), record, SMALL))
    return found


def made(seconds: float) -> dict[str, Any]:
    """Where the file comes from."""
    return {
        "script": "experiments/calibration/fit_posterior.py",
        "seed": EFFORT.seed,
        "date": date.today().isoformat(),
        "targets": "experiments/calibration/fit_violence.py: events and deaths by year of "
        "Sierra Leone 1991-2001 and Bosnia 1992-1995 (UCDP GED 21.1)",
        "waves": EFFORT.waves,
        "sets_a_wave": EFFORT.points,
        "worlds_a_set_and_war": EFFORT.worlds,
        "minutes": round(seconds / 60.0, 1),
        "model": provenance.source_hash(draws=False),
    }


def write(found: Posterior, names: list[str], seconds: float) -> None:
    """The shipped file and the record."""
    nature = PARTS.nature()
    path = Path(shipped.__file__).with_name(shipped.FILE)
    path.write_text(json.dumps(document(found, nature, made(seconds)), indent=1) + "\n", "utf-8")
    text = json.dumps({"made": made(seconds), **summary(found, names)}, indent=1)
    RESULT.write_text(text + "\n", "utf-8")


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "posterior")
    asked = parser.parse_args()
    chosen = wars()

    def tell(what: str, progress: Progress) -> None:
        print(f"{what}: {progress.line}", flush=True)

    found = calibrate(chosen, asked.out, EFFORT, report=tell)
    began = (asked.out / NAME).stat().st_mtime  # breaks between two calls count, too
    write(found, [war.case.name for war in chosen], time.time() - began)


if __name__ == "__main__":
    main()
