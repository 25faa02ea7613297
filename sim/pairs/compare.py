"""Paired worlds: the same luck under two policies, and what changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.case.asked import Asked, asked_for
from sim.case.scenario import Scenario
from sim.case.seeds import whole_seed
from sim.fields.errors import ScenarioError
from sim.model import Who, theory_of
from sim.pairs import unchanged, words
from sim.pairs.paired import Moments, Paired, pair
from sim.pairs.worlds import pairs_of
from sim.runs import code, compiling
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]

PLACE_COLUMNS = ("deaths", "displaced", "fear")


@dataclass(frozen=True)
class Comparison:
    """What the what-if changes, over paired worlds.

    `base_outcomes`, `whatif_outcomes`: a row a seed, a column an outcome.
    """

    base: Scenario
    whatif: Scenario
    seeds: tuple[int, ...]
    weeks: int
    base_outcomes: pd.DataFrame
    whatif_outcomes: pd.DataFrame
    over_time: Moments
    by_place: Moments
    by_community: Moments
    columns: tuple[str, ...]

    @cached_property
    def found(self) -> dict[str, Paired]:
        """The comparison of every outcome, by name."""
        return {
            name: pair(self.base_outcomes[name], self.whatif_outcomes[name], outcome.direction)
            for name, outcome in OUTCOMES.items()
            if name in self.base_outcomes and name in self.whatif_outcomes
        }

    @property
    def unchanged(self) -> bool:
        """Whether the what-if changed nothing at all in any pair: no outcome, no week."""
        alike = all(p.same == p.pairs for p in self.found.values())
        return alike and not np.any(np.nan_to_num(self.over_time.diff))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What of the what-if does nothing, or less than it seems; why, where nothing changed."""
        if self.unchanged:
            return unchanged.reasons(self.base, self.whatif, self.weeks)
        return unchanged.told(self.base, self.whatif, self.weeks)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an outcome: outcome, base, whatif, diff, lo, hi, share_better, unit, pairs.

        Means over the pairs that both know the outcome; `lo`..`hi` is the 95 % interval of the
        mean paired difference (Student's t); `share_better` the share of pairs in which the
        what-if is better, ties half, NaN without direction.
        """
        import pandas as pd

        columns = ("base", "whatif", "diff", "lo", "hi", "share_better")
        rows: list[dict[str, Any]] = []
        for name, p in self.found.items():
            values = {column: getattr(p, column) for column in columns}
            rows.append({"outcome": name, **values, "unit": OUTCOMES[name].unit, "pairs": p.pairs})
        return pd.DataFrame(rows)

    @property
    def words(self) -> str:
        """The headlines, a sentence a line."""
        return words.paragraph(self.found)

    def sentence(self, outcome: str) -> str:
        """One outcome in words. Raises KeyError for an unknown one."""
        return words.sentence(outcome, self.found[outcome])

    @cached_property
    def series(self) -> pd.DataFrame:
        """The effect over time: week, date, column, base, whatif, diff, lo, hi."""
        import pandas as pd

        weeks = np.arange(len(self.over_time.diff))
        first = np.datetime64(self.base.monday, "D")
        tables = [
            pd.DataFrame(
                {
                    "week": weeks,
                    "date": first + 7 * weeks,
                    "column": name,
                    **_numbers(self.over_time, i),
                }
            )
            for i, name in enumerate(self.columns)
        ]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Who gains and who loses: place, column, base, whatif, diff, lo, hi.

        Columns: deaths (persons over the run), displaced (person-weeks), fear (mean, 0 to 1).
        """
        import pandas as pd

        names = list(self.base.region.names)
        tables = [
            pd.DataFrame(
                {
                    "place": names,
                    "column": name,
                    **_numbers(self.by_place, i),
                }
            )
            for i, name in enumerate(PLACE_COLUMNS)
        ]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def communities(self) -> pd.DataFrame:
        """Deaths where each community lives: community, people, base, whatif, diff, lo, hi.

        The record does not say whose the dead were: each place's deaths are shared out by who
        lives there. `people` is the community's share of the country, 0 to 1.
        """
        import pandas as pd

        region = self.base.region
        persons = region.place_persons(self.base.start.year)
        return pd.DataFrame(
            {
                "community": list(region.community_names),
                "people": persons @ region.community_shares / persons.sum(),
                **_numbers(self.by_community),
            }
        )

    def appendix(self) -> str:
        """What a paper's appendix prints: both scenarios, seeds, weeks, versions, hashes."""
        what = {
            "Base": f"{self.base.name}, {self.base.hash}",
            "What-if": f"{self.whatif.name}, {self.whatif.hash}",
            "Seeds": code.seeds_text(self.seeds),
            "Weeks": self.weeks,
        }
        return code.appendix(what, code.made_with())

    def document(self) -> dict[str, Any]:
        """The comparison as one JSON document; NaN stays NaN."""
        return {
            "base": {"scenario": self.base.name, "scenario_hash": self.base.hash},
            "whatif": {"scenario": self.whatif.name, "scenario_hash": self.whatif.hash},
            "seeds": list(self.seeds),
            "weeks": self.weeks,
            "words": self.words,
            "notes": list(self.notes),
            "table": self.table.to_dict(orient="records"),
        }


def _numbers(m: Moments, column: int | None = None) -> dict[str, NDArray[np.float64]]:
    """base, whatif, diff, lo, hi of one column of paired arrays (None: they have one)."""
    half = m.half_width()
    parts = (m.base, m.whatif, m.diff, m.diff - half, m.diff + half)
    names = ("base", "whatif", "diff", "lo", "hi")
    return {n: x if column is None else x[:, column] for n, x in zip(names, parts, strict=True)}


def compare(
    base: Asked,
    whatif: Asked,
    seeds: Iterable[int] = range(64),
    weeks: int | None = None,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    posterior: int = 0,
    faction_class: Who = None,
    headquarters_class: Who = None,
    government_class: Who = None,
    civilian_class: Who = None,
) -> Comparison:
    """Run both scenarios on the same seeds and compare them pair by pair.

    Names and paths will do as well. `weeks` defaults to the scenarios' own length, which must
    then be the same. `processes`: 1 stays in this one; None takes one a core where the work is
    worth starting them. The result does not depend on it. `progress(done, all)` counts pairs.
    `posterior`: world i of both has draw i of the posterior, as many draws as said taking turns.
    Classes of one's own, as `PeaceModel` takes them, decide in both; `Scenario.under` gives one
    side another theory. Raises ScenarioError where the two cannot be compared or there are fewer
    draws, ValueError for unusable seeds.
    """
    compiling.once()
    theory = theory_of(faction_class, headquarters_class, government_class, civilian_class)
    base, whatif = asked_for(base).under(theory), asked_for(whatif).under(theory)
    chosen = _checked(base, whatif, tuple(whole_seed(seed) for seed in seeds), weeks)
    total = base.weeks if weeks is None else weeks
    if posterior:  # refuses what there is not
        base.changed({"nature.posterior": posterior})
    over_time, by_place, by_community = Moments(), Moments(), Moments()
    shares = base.region.community_shares  # (P, C)
    rows: list[tuple[dict[str, float], dict[str, float]]] = []
    columns: tuple[str, ...] = ()
    for one, other in pairs_of(base, whatif, chosen, total, processes, posterior):
        rows.append((one.outcomes, other.outcomes))
        columns = one.columns
        over_time.add(one.series, other.series)
        by_place.add(one.places, other.places)
        by_community.add(one.places[:, 0] @ shares, other.places[:, 0] @ shares)
        if progress is not None:
            progress(len(rows), len(chosen))
    ours = _frame([one for one, _ in rows], chosen)
    theirs = _frame([other for _, other in rows], chosen)
    moments = (over_time, by_place, by_community)
    return Comparison(base, whatif, chosen, total, ours, theirs, *moments, columns)


def _frame(rows: list[dict[str, float]], seeds: tuple[int, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, index=pd.Index(seeds, name="seed"))


def _checked(
    base: Scenario, whatif: Scenario, seeds: tuple[int, ...], weeks: int | None
) -> tuple[int, ...]:
    if not seeds:
        raise ValueError("seeds is empty; give at least one, e.g. range(64)")
    twice = sorted({seed for seed in seeds if seeds.count(seed) > 1}) if len(seeds) < 10_000 else []
    if twice:
        raise ValueError(f"seeds holds {twice[0]} twice; a world counts once")
    if base.region.content_hash() != whatif.region.content_hash() or base.monday != whatif.monday:
        raise ScenarioError(
            [
                f"{base.name} and {whatif.name}: their region or start differ, so their worlds do "
                "not pair; compare policies within one case"
            ]
        )
    if weeks is None and base.weeks != whatif.weeks:
        raise ScenarioError(
            [
                f"{base.name} runs {base.weeks} weeks, {whatif.name} {whatif.weeks}; "
                "say how many for both (weeks, --weeks)"
            ]
        )
    return seeds
