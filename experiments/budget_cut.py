"""What a 15 % cut does over nine months and over two years."""

import sim
from sim.batch import answers

results = sim.sweep("budget-cut", out="results/budget-cut")
table = answers.table(answers.answers(results))
print(table.pivot(index="policy", columns="outcome", values="diff").round(1).to_string())
