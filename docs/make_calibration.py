"""Writes docs/calibration.md and its picture from what the calibration recorded.

    python docs/make_calibration.py

Reads `experiments/calibration/posterior_fit.json`, which `fit_posterior.py` there writes.
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
BOUND = 0.3  # correlation from which two numbers are named together

TEXT = """# Calibration: which numbers the record tells

<!-- made by docs/make_calibration.py; do not edit -->

One set of numbers was fitted (`experiments/calibration/fit_violence.py`), and it is what the model
runs with. Other sets tell the same two wars about as well. This page says which, how they were
found, and how to run with them.

```
bluehelm run zambara --set nature.posterior=17               draw 17 of {draws}; 0 is the fitted point
bluehelm compare zambara --set policy.force.troops=0 --seeds 64 --posterior 64
                                                             world i has draw i, in both
bluehelm calibrate SCENARIO --events FILE --out FOLDER       the same for a war of your own
```

In an experiment for `bluehelm sweep`:

```toml
[uncertainties]
"nature.posterior" = {{ low = 1, high = {draws} }}
```

## What wins over what

A draw is {numbers} **factors**, not values. A number is first what the defaults say, then what the
scenario's file says, then what `--set`, a policy or a factor of a sweep says; of whatever that gives the
draw takes its multiple, cut to the range declared at the number's field. So:

- A country's own `[nature.violence] level` keeps its meaning: it says where the middle lies, the
  draw how far from it the truth could be.
- What a scenario or `--set` switches off (0) stays off in every draw.
- To hold one number exactly, leave `nature.posterior` at 0, or set the number to the value wanted over
  the draw's factor (`sim/nature/posterior.json`).
- `nature.variant = "no-effect"` wins over everything: marked effects are 0.
- The scenario's own content is not changed: `bluehelm check`, the page and saved files show the fitted
  point and the number of the draw.
- Numbers that the draw does not name are untouched.

## How it was done

{made}

1. {numbers} numbers, chosen because they drive the course of violence or what a mission does about
   it. Each has a prior: a range of factors around the fitted point, every factor as likely on a log
   scale (`sim/evidence/priors.py` gives the reason of each).
2. Waves of sets are run on the sweep runner, in both wars: the first spread over the priors, each later
   one drawn from what the emulators so far think of the record (history matching by refocusing:
   Vernon, Goldstein & Bower 2010).
3. A Gaussian process for each target says what any set would miss it by (`sim/evidence/emulator.py`).
4. A set is weighed by the score that the fitted point was searched by: the sum of log(1 + z^2), z in half
   widths of what the record leaves open, widened by luck (the record is one world) and by what the
   emulator does not know. Targets that move together count as the few independent ones they are worth.
5. {draws} draws (differential-evolution Markov chains, ter Braak 2006) are shipped in
   `sim/nature/posterior.json`, then run themselves on fresh seeds: the table of scores below.

To repeat it: `python experiments/calibration/fit_posterior.py`, then this page's script.

## What the record tells of each number

![priors and posterior](calibration.png)

{table}

Factors of the fitted point. *Spread left*: standard deviation of the posterior over that of the prior,
log scale. Below {told:.0%} the record tells a number, below {partly:.0%} something of it; near 100 % it
says nothing, and the draws are no more than the prior: what is concluded from such a number is
concluded from an assumption. Among these are {silent}.

Told in combination rather than each alone:

{together}

## How well it fits

{scores}

Mean score a target; 0.7 is one half width off. Median over sets, in brackets 10 % and 90 %; behind the
number of targets, how many independent ones they are worth. The draws were run on seeds that no wave
had seen.

Missed most, by the draws too (z; the last column: share of a target's variance over sets that its
emulator tells of sets left out):

{worst}

## What this cannot tell

- Two wars, both fitted before: the posterior says how far the numbers may move without telling these
  two worse, not that they hold elsewhere. Mali, Cote d'Ivoire, Cambodia and Haiti were not read.
- Numbers outside the list stand still. The spread over draws is therefore the least that is uncertain.
- What missions do is hardly in two records of wars; those numbers keep nearly their whole prior.
- A score with fat tails lets a set miss a few targets badly; the table above names them.

## A war of your own

`bluehelm calibrate SCENARIO --events FILE --out FOLDER` reads events as `bluehelm fit-check` does
([own-country](own-country.md)) and takes as targets the statistics of events that the record pins
down, deaths by year, the shares of the kinds of violence and the level. Set the level first: `fit-check`
proposes one, and the priors reach a quarter to four times of it. Ctrl-C stops it between runs, and the
same command goes on; a folder of another scenario, file or effort is refused. The folder then holds
`calibration.md` with a picture, `summary.json`, `posterior.json` (factors, as the shipped file) and
`sweep.toml`, an experiment that runs the scenario over all draws: add levers to it.
`nature.posterior` draws from the shipped file only.
"""


def main() -> None:
    """Write the page and its picture."""
    record: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    made = record["made"]
    spread.picture(record, DOCS / "calibration.png")
    silent = [f"`{r['number']}`" for r in record["numbers"] if r["verdict"] == "not told"]
    page = TEXT.format(
        draws=DRAWS,
        numbers=len(PRIORS),
        made=f"{made['date']}, `{made['script']}`, seed {made['seed']}: {made['waves']} waves of "
        f"{made['sets_a_wave']} sets, {made['worlds_a_set_and_war']} worlds a set and war, "
        f"{made['minutes']:.0f} minutes on two shared cores. Targets: {made['targets']}.",
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
