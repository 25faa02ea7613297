"""Cliff, phased or follow-on exit."""

import sim
from sim.batch import answers

results = sim.sweep("exit", out="results/exit")
for answer in answers.answers(results, ["civilian_deaths", "relapse_5y", "stability"]):
    print(f"{answer.policy}: {answer.sentence}")
