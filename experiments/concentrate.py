"""Concentrate or spread: who gains and who pays, by place."""

import sim
from sim.batch import detail

results = sim.sweep("concentrate", out="results/concentrate")
policy = "concentration 1, risk led 1"
places = detail.by_place(results, policy).sort_values("diff")
print(places.round(1).to_string(index=False))
print(detail.by_community(results, policy).round(2).to_string(index=False))
