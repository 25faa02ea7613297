"""Concentrate or spread: who gains and who pays, by place."""

import sim
from sim.view.sweep_parts import place_differences

results = sim.sweep("concentrate", out="results/concentrate")
base, policy = results.manifest["base"], "concentration 1, risk_led 1"
places = place_differences(results, "zambara", base, policy).sort_values("diff")
print(places.round(1).to_string(index=False))
