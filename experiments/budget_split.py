"""Patrols, demobilisation or mediation under one budget."""

import sim
from sim.batch import robust

results = sim.sweep("budget-split", out="results/budget-split")
print(robust.pareto(results, ["civilian_deaths", "cost"]).round(0).to_string(index=False))
