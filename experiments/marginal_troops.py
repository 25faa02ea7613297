"""The marginal thousand: deaths averted by each step in strength."""

import sim

results = sim.sweep("marginal-troops", out="results/marginal-troops")
means = results.runs.groupby("policy.force.troops").civilian_deaths.mean()
steps = means.diff() / (means.index.to_series().diff() / 1000)
print(steps.round(1).rename("deaths a thousand troops").to_string())
