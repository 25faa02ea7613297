"""Demobilisation before, with or after the deal."""

import sim
from sim.batch import answers

results = sim.sweep("ddr-timing", out="results/ddr-timing")
for answer in answers.answers(results, ["war_ended", "relapse_5y", "civilian_deaths"]):
    print(f"{answer.policy}: {answer.sentence}")
