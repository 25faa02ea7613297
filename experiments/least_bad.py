"""The least bad plan across uncertain worlds."""

import sim
from sim.batch import robust

results = sim.sweep("least-bad", out="results/least-bad")
print(robust.regret(results, "civilian_deaths").round(1).to_string(index=False))
for policy in results.runs.policy.unique()[1:]:
    turning = robust.flips(results, policy, "civilian_deaths").query("flips").factor.unique()
    print(f"{policy}: turns on {', '.join(turning) or 'no single assumption'}")
