"""What a month of delay costs, and what a bridging force gives."""

import sim
from sim.batch import answers

results = sim.sweep("deployment-speed", out="results/deployment-speed")
for answer in answers.answers(results, ["civilian_deaths", "displaced_peak"]):
    print(f"{answer.policy}: {answer.sentence}")
