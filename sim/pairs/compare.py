"""Paired worlds: the same luck under two policies, and what changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.model import PeaceModel
from sim.pairs import words
from sim.pairs.paired import Moments, Paired, pair
from sim.runs import compiling
from sim.runs.begun import packed, parting_week, unpacked, worth_keeping
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import Run, run, step_to

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]

PLACE_COLUMNS = ("deaths", "displaced", "fear")
PATIENCE_SECONDS = 10.0  # work below this is done in threads here: processes take long to start
CHUNK_SECONDS = 4.0


@dataclass(frozen=True)
class _World:
    """What a comparison keeps of a run."""

    outcomes: dict[str, float]
    series: NDArray[np.float64]  # (W, columns)
    columns: tuple[str, ...]
    places: NDArray[np.float64]  # (P, 3): deaths, displaced person-weeks, mean fear


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
        }

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

    def document(self) -> dict[str, Any]:
        """The comparison as one JSON document; NaN stays NaN."""
        return {
            "base": {"scenario": self.base.name, "scenario_hash": self.base.hash},
            "whatif": {"scenario": self.whatif.name, "scenario_hash": self.whatif.hash},
            "seeds": list(self.seeds),
            "weeks": self.weeks,
            "words": self.words,
            "table": self.table.to_dict(orient="records"),
        }


def _numbers(m: Moments, column: int | None = None) -> dict[str, NDArray[np.float64]]:
    """base, whatif, diff, lo, hi of one column of paired arrays (None: they have one)."""
    half = m.half_width()
    parts = (m.base, m.whatif, m.diff, m.diff - half, m.diff + half)
    names = ("base", "whatif", "diff", "lo", "hi")
    return {n: x if column is None else x[:, column] for n, x in zip(names, parts, strict=True)}


def compare(
    base: Scenario,
    whatif: Scenario,
    seeds: Iterable[int] = range(64),
    weeks: int | None = None,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run both scenarios on the same seeds and compare them pair by pair.

    `weeks` defaults to the scenarios' own length, which must then be the same. `processes`:
    1 stays in this one; None takes one a core where the work is worth starting them. The result
    does not depend on it. `progress(done, all)` counts pairs. Raises ScenarioError where the
    two cannot be compared, ValueError for unusable seeds.
    """
    compiling.once()
    chosen = _checked(base, whatif, tuple(int(seed) for seed in seeds), weeks)
    total = base.weeks if weeks is None else weeks
    over_time, by_place, by_community = Moments(), Moments(), Moments()
    shares = base.region.community_shares  # (P, C)
    rows: list[tuple[dict[str, float], dict[str, float]]] = []
    columns: tuple[str, ...] = ()
    for one, other in _pairs(base, whatif, chosen, total, processes):
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


def _kept(r: Run) -> _World:
    series, places = r.kept.series, r.kept.places
    columns = tuple(series.dtype.names or ())
    table = np.stack([series[name].astype(float) for name in columns], axis=1)
    totals = [
        places["deaths"].sum(axis=0, dtype=float),
        places["displaced"].sum(axis=0, dtype=float),
        places["fear"].mean(axis=0, dtype=float),
    ]
    return _World(r.outcomes, table, columns, np.stack(totals, axis=1))


def run_pairs(
    base: Scenario, whatif: Scenario, seeds: Sequence[int], weeks: int
) -> list[tuple[_World, _World]]:
    """Both worlds of each seed (what a worker process does); what is alike in both is run once."""
    parting = min(parting_week(base, whatif), weeks)
    return [_pair(base, whatif, seed, weeks, parting) for seed in seeds]


def _pair(
    base: Scenario, whatif: Scenario, seed: int, weeks: int, parting: int
) -> tuple[_World, _World]:
    if not worth_keeping(parting, weeks):
        return _kept(run(base, seed, weeks)), _kept(run(whatif, seed, weeks))
    model = PeaceModel(base, seed=seed)
    step_to(model, parting)
    other = unpacked(packed(model), whatif)
    return _kept(Run.of_model(step_to(model, weeks))), _kept(Run.of_model(step_to(other, weeks)))


def _pairs(
    base: Scenario, whatif: Scenario, seeds: tuple[int, ...], weeks: int, processes: int | None
) -> Iterator[tuple[_World, _World]]:
    """Pairs in the order of the seeds."""
    yield from run_pairs(base, whatif, seeds[:1], weeks)
    rest = seeds[1:]
    start = time.perf_counter()
    if rest:  # the first pair may have compiled the model: the second one tells the price
        yield from run_pairs(base, whatif, rest[:1], weeks)
        rest = rest[1:]
    each = time.perf_counter() - start
    work = partial(run_pairs, base, whatif, weeks=weeks)
    if processes is None and not _worth_starting(each * len(rest)):
        chunks = [rest[i : i + 1] for i in range(len(rest))]
        for found in workers.in_threads(work, chunks, threads_for(base, whatif)):
            yield from found
        return
    count = _processes(processes, len(rest))
    size = 1
    if count > 1:
        size = max(1, min(round(CHUNK_SECONDS / max(each, 1e-6)), len(rest) // count))
    chunks = [rest[i : i + size] for i in range(0, len(rest), size)]
    for found in workers.in_order(work, chunks, count):
        yield from found


def _worth_starting(seconds: float) -> bool:
    return seconds > PATIENCE_SECONDS and workers.cores() > 1


def threads_for(*cases: Scenario) -> int:
    """Threads that may run worlds beside each other: one where code from outside takes part."""
    ours = all(case.parts == Scenario.PARTS for case in cases)
    return workers.cores() if ours else 1


def _processes(wanted: int | None, pairs: int) -> int:
    if wanted is None:
        return min(workers.cores(), pairs)
    if wanted < 1:
        raise ValueError(f"processes is {wanted}; must be 1 or more")
    return min(wanted, pairs)
