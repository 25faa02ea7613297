"""The best known mix at the same money, and what the next million is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sim.batch import budget
from sim.batch.budget import Market, Mix
from sim.batch.budget_answer import Spending, next_money
from sim.batch.budget_surface import Best, best
from sim.batch.experiment import Experiment, experiments_folder, load_experiment
from sim.case.scenario import Scenario
from sim.view.app.asking import Asker, Question
from sim.view.app.fields import all_fields
from sim.view.app.known import SHOWN, Known, memory, plain
from sim.view.app.reach import tried
from sim.view.app.setting import Setting, settled

if TYPE_CHECKING:
    import pandas as pd

WORLDS: Final = 16  # a mix
PLAN: Final = "plan"
USUAL: Final = "budget-mali"  # the levers of scenarios that have no experiment of their own


@dataclass(frozen=True)
class Shared(Spending):
    """A budget whose worlds the server knows, rather than a sweep's folder."""

    frame: Any = None

    @property
    def base(self) -> str:
        """The plan as it is."""
        return PLAN

    @property
    def runs(self) -> pd.DataFrame:  # type: ignore[override]
        """A row a policy and seed: scenario, world, policy, seed and the outcomes of `SHOWN`."""
        frame: pd.DataFrame = self.frame
        return frame


@dataclass(frozen=True)
class Offer:
    """What there is to share out in a scenario: the mixes to run, and more in each lever alone."""

    market: Market
    experiment: Experiment
    dollars: float
    mixes: dict[str, Mix]
    more: dict[str, Mix]

    @property
    def policies(self) -> dict[str, Mix]:
        """All that is run, by name."""
        return {**self.mixes, **self.more}


@lru_cache(maxsize=8)
def offer(case: Scenario, name: str) -> Offer:
    """The mixes of a scenario. ValueError says why there are none."""
    own = f"budget-{name}"
    there = (experiments_folder() / f"{own}.toml").is_file()
    experiment = load_experiment(own if there else USUAL).experiment
    design = experiment.design_of("levers")
    market = budget.market_of(design, experiment.factors("levers"), case)
    dollars = budget.sum_of(market, design)
    mixes = budget.mixes(market, dollars, design.samples, design.seed)
    more = budget.more_of_each(market, design.more)
    return Offer(
        market,
        experiment,
        dollars,
        {f"mix {number}": mix for number, mix in enumerate(mixes)},
        {f"more {number}": mix for number, mix in enumerate(more)},
    )


def setting_of_mix(case: Scenario, setting: Setting, mix: Mix) -> Setting:
    """A setting with the amounts of a mix."""
    for path, amount in mix.amounts.items():
        setting = setting.with_change(path, settled(case, all_fields()[path], amount))
    return setting


def known_mixes(case: Scenario, question: Question, found: Offer) -> dict[str, Known]:
    """What is known of the policies of an offer, by name."""
    group = memory().group(question)
    rows = {}
    for name, mix in found.policies.items():
        known = group.moves.get(plain(setting_of_mix(case, question.setting, mix)))
        if known is not None and len(known.base) >= WORLDS:
            rows[name] = known
    return rows


def work(
    case: Scenario,
    question: Question,
    found: Offer,
    asker: Asker,
    stale: Callable[[], bool],
) -> Iterator[tuple[int, int]]:
    """Run the mixes that are not known, (done, all) after each; kept on disk."""
    memory().renew(question)
    total = len(found.policies)
    there = known_mixes(case, question, found)
    done = len(there)
    yield done, total
    for name, mix in found.policies.items():
        setting = setting_of_mix(case, question.setting, mix)
        if name in there or setting == question.setting:
            continue
        for known in tried(case, setting, asker, stale, "mix", WORLDS):
            memory().put(question, known)
        if stale():
            break
        done += 1
        memory().save(question)
        yield done, total


def spending(case: Scenario, question: Question, found: Offer) -> Shared | None:
    """The priced mixes with their worlds; None until all are known."""
    import pandas as pd

    rows = known_mixes(case, question, found)
    own = {
        name
        for name, mix in found.policies.items()
        if setting_of_mix(case, question.setting, mix) == question.setting
    }
    if not rows or set(rows) | own != set(found.policies):
        return None
    worlds = min(len(known.base) for known in rows.values())
    first = next(iter(rows.values())).base
    tables = {PLAN: first, **dict.fromkeys(own, first)}
    tables |= {name: known.what for name, known in rows.items()}
    frames = [
        pd.DataFrame(table[:worlds], columns=list(SHOWN)).assign(
            policy=name, scenario=case.name, world=0, seed=range(worlds)
        )
        for name, table in tables.items()
    ]
    design = found.experiment.design_of("levers")
    none: Any = None  # no folder: the worlds are the server's
    return Shared(
        none,
        case.name,
        design,
        found.market,
        found.dollars,
        found.mixes,
        found.more,
        pd.concat(frames, ignore_index=True),
    )


def answers(money: Shared, outcome: str) -> tuple[Best, pd.DataFrame]:
    """The best mix with its uncertainty, and what the next money brings in each lever."""
    return best(money, outcome), next_money(money, outcome)
