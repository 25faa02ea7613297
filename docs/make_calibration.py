"""Writes docs/calibration.md and its picture from what the calibration recorded.

    python docs/make_calibration.py

Reads the text `experiments/calibration/page.md` and `posterior_fit.json`, which
`fit_posterior.py` there writes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.evidence import calibrated_words
from sim.evidence.calibrated import PARTLY, TOLD
from sim.evidence.priors import PRIORS
from sim.nature.posterior import DRAWS
from sim.view.fit import spread

DOCS = Path(__file__).resolve().parent
RECORD = DOCS.parent / "experiments" / "calibration" / "posterior_fit.json"
TEXT = RECORD.with_name("page.md")
BOUND = 0.3  # correlation from which two numbers are named together


def main() -> None:
    """Write the page and its picture."""
    record: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    made = record["made"]
    spread.picture(record, DOCS / "calibration.png")
    silent = [f"`{r['number']}`" for r in record["numbers"] if r["verdict"] == "not told"]
    page = TEXT.read_text("utf-8").format(
        draws=DRAWS,
        numbers=len(PRIORS),
        made=f"{made['date']}, `{made['script']}`, seed {made['seed']}: {made['waves']} waves of "
        f"{made['sets_a_wave']} sets, {made['worlds_a_set_and_war']} worlds a set and war, "
        f"{made['minutes']:.0f} minutes on two busy cores, breaks included. "
        f"Targets: {made['targets']}.",
        table=calibrated_words.numbers(record),
        told=TOLD,
        partly=PARTLY,
        silent=", ".join(silent) or "none",
        together=calibrated_words.together(record, BOUND),
        scores=calibrated_words.scores(record),
        worst=calibrated_words.worst(record),
    )
    (DOCS / "calibration.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
