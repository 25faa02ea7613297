"""Bosnia: does Dayton"s peace hold whatever the armies were?"""

import sim

results = sim.sweep("bosnia-soft", out="results/bosnia-soft")
shares = results.runs.groupby("policy")[
    [
        "agreements",
        "war_ended",
        "relapse_5y",
        "ended_agreement",
        "civilian_deaths",
        "displaced_peak",
        "siege_weeks",
    ]
].mean()
print(shares.round(2).to_string())
