"""Sierra Leone: was it UNAMSIL, whatever the armies were?"""

import sim

results = sim.sweep("sierra-leone-soft", out="results/sierra-leone-soft")
shares = results.runs.groupby("policy")[
    ["war_ended", "relapse_5y", "agreements", "demobilised", "civilian_deaths", "displaced_peak"]
].mean()
print(shares.round(2).to_string())
