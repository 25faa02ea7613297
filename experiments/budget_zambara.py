"""At one budget: troops, disarmament or livelihoods in zambara?"""

from pathlib import Path

import sim
from sim.batch import budget_answer, budget_surface
from sim.view.sweep import budget as pictures

OUTCOME = "civilian_deaths"
results = sim.sweep("budget-zambara", out="results/budget-zambara")
money = budget_answer.spending(results)
best = budget_surface.best(money, OUTCOME)
fresh = budget_surface.fresh(money, best.mix, seeds=32)
print(budget_surface.words(money, OUTCOME, best, fresh))
with pictures.style.drawing():
    for name, draw in (("mix", pictures.mixes), ("next", pictures.next_worth)):
        path = Path(f"results/budget-zambara/{name}.png")
        pictures.style.save(draw(money, OUTCOME), path, results.manifest["title"])
