"""Mali: does violence rise under the mission whatever the groups were?"""

import sim

results = sim.sweep("mali-soft", out="results/mali-soft")
shares = results.runs.groupby("policy")[
    [
        "civilian_deaths",
        "civilian_deaths_state",
        "events_battle",
        "welcome",
        "consent",
        "peacekeeper_deaths",
        "displaced_peak",
    ]
].mean()
print(shares.round(2).to_string())
