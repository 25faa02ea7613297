"""At one budget, which mix of patrols, disarmament and mediation saves most civilians in Mali?"""

import sim
from sim.view.sweep import budget

results = sim.sweep("budget-mali", out="results/budget-mali")
print(budget.write_answer(results, "civilian_deaths"))  # and draws mix.png and next.png there
