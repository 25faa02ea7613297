"""Cambodia: does the lesson hold whatever the armies were?"""

import sim

results = sim.sweep("cambodia-soft", out="results/cambodia-soft")
shares = results.runs.groupby("policy")[
    [
        "agreements",
        "elections_accepted",
        "demobilised",
        "war_ended",
        "relapse_5y",
        "civilian_deaths",
        "displaced_peak",
    ]
].mean()
print(shares.round(2).to_string())
