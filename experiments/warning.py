"""Early warning with and without a reserve: the interaction is the answer."""

import sim
from sim.batch import effects

results = sim.sweep("warning", out="results/warning")
print(effects.shares(results, "civilian_deaths").round(3).to_string(index=False))
print(
    results.runs.groupby("policy", sort=False)[
        ["alert_hits", "alert_false", "response_rate"]
    ].mean()
)
