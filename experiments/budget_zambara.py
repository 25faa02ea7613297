"""At one budget: troops, disarmament or livelihoods in zambara?"""

import sim
from sim.view.sweep import budget

results = sim.sweep("budget-zambara", out="results/budget-zambara")
print(budget.write_answer(results, "civilian_deaths"))  # and draws mix.png and next.png there
