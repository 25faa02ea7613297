"""Cote d'Ivoire: what hangs on numbers that nobody knows well."""

import sim
from sim.batch import robust

results = sim.sweep("cote-divoire-soft", out="results/cote-divoire-soft")
for outcome in ("civilian_deaths", "elections_accepted"):
    print(robust.flips(results, "no mission", outcome).round(2).to_string(index=False))
