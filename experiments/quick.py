"""A first sweep: force and patrols in a fictional country."""

import sim
from sim.batch import answers

results = sim.sweep("quick", out="results/quick")
for answer in answers.answers(results):
    print(f"{answer.policy}: {answer.sentence}")
