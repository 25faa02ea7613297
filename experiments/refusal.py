"""One faction refuses to talk."""

import sim

results = sim.sweep("refusal", out="results/refusal")
print(
    results.runs.groupby("policy", sort=False)[["civilian_deaths", "war_ended", "stability"]].mean()
)
