"""Haiti: what hangs on numbers that nobody knows well."""

import sim
from sim.batch import robust

results = sim.sweep("haiti-soft", out="results/haiti-soft")
for outcome in ("crime_rate", "gbv", "fighters_other"):
    print(robust.flips(results, "no mission", outcome).round(2).to_string(index=False))
