"""`compare`: paired worlds on the screen, or as JSON."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.case.scenario import Scenario, load_scenario
from sim.commands.folder import whole_folder
from sim.commands.output import number, print_json, print_table
from sim.commands.progress import watched
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from sim.pairs.compare import Comparison


def compare_worlds(
    name: str,
    against: str | None,
    overrides: dict[str, Any],
    seeds: int,
    weeks: int | None,
    processes: int | None,
    split_of: str | None,
    explained: str | None,
    out: Path | None,
    as_json: bool,
    posterior: int = 0,
) -> None:
    """Compare a scenario with a what-if on the same seeds.

    `split_of` names an outcome whose change is shared out among the levers moved; `explained` one
    whose change is followed through a pair of worlds; `out` gets tables and pictures; `posterior`:
    over how many draws of the posterior the worlds spread.
    """
    from sim.pairs.compare import compare
    from sim.pairs.split import moved, split

    _check(split_of, explained, posterior)
    base, whatif = scenarios(name, against, overrides)
    if split_of is not None:
        moved(base, whatif)  # refuses before the long work
    with contextlib.ExitStack() as stack:
        draft = stack.enter_context(whole_folder(out)) if out is not None else None
        with watched("paired worlds") as progress:
            worlds = range(seeds)
            found = compare(
                base,
                whatif,
                worlds,
                weeks,
                processes=processes,
                progress=progress,
                posterior=posterior,
            )
        shares = None
        if split_of is not None:
            with watched("combinations of levers") as progress:
                parts = split(base, whatif, worlds, weeks, processes=processes, progress=progress)
            shares = parts.table(split_of)
        names = _write(found, shares, split_of, draft) if draft is not None else []
    why = "" if explained is None else _explained(found, explained)
    if as_json:
        extra = {} if shares is None else {"split": shares.to_dict(orient="records")}
        print_json(found.document() | extra | ({"why": why} if why else {}))
    else:
        _print(found)
        if shares is not None and split_of is not None:
            _print_split(shares, split_of)
        if why:
            print(f"\n{why}")
    for name in names:
        print(Path(out or "") / name, file=sys.stderr if as_json else sys.stdout)


def _check(split_of: str | None, explained: str | None, posterior: int) -> None:
    from sim.runs.outcomes import OUTCOMES

    for wanted in (split_of, explained):
        if wanted is not None and wanted not in OUTCOMES:
            raise ScenarioError([f"--outcome {wanted}: unknown{did_you_mean(wanted, OUTCOMES)}"])
    if posterior and (split_of is not None or explained is not None):
        text = "follow worlds of one nature; leave one of them out"
        raise ScenarioError([f"--posterior spreads over many, --split and --explain {text}"])


def _explained(found: Comparison, outcome: str) -> str:
    """How the change came about in a typical pair: of those that changed, nearest to the mean."""
    from sim.runs.explain import explain_pair
    from sim.runs.run import run

    change = found.whatif_outcomes[outcome] - found.base_outcomes[outcome]
    apart = (change - change.mean()).abs().to_numpy()
    differs = (change != 0.0).to_numpy() & ~np.isnan(apart)
    if not differs.any():
        return f"{outcome}: the same in every pair of worlds."
    nearest = int(np.flatnonzero(differs)[np.argmin(apart[differs])])
    base, whatif = (run(s, found.seeds[nearest], found.weeks) for s in (found.base, found.whatif))
    return explain_pair(base, whatif, outcome)


def _write(
    found: Comparison, shares: pd.DataFrame | None, outcome: str | None, folder: Path
) -> list[str]:
    from sim.view.sweep.pair import write_pair

    return write_pair(found, shares, outcome, folder)


def _print_split(shares: pd.DataFrame, outcome: str) -> None:
    print()
    print(f"Which lever changes {outcome}: mean contribution over all orders of adding them")
    headings = ("lever", "share", "95 % from", "to", "alone", "on top of all others")
    columns = ("share", "lo", "hi", "alone", "last")
    rows = [[str(row["lever"]), *[number(row[c]) for c in columns]] for _, row in shares.iterrows()]
    print_table(headings, rows)


def scenarios(
    name: str, against: str | None, overrides: dict[str, Any]
) -> tuple[Scenario, Scenario]:
    """The base, and the what-if: the file `against`, else the base, with `--set` and `--scale`."""
    if against is None and not overrides:
        text = "nothing to compare; say what changes with --set PATH=VALUE or --against FILE"
        raise ScenarioError([text])
    return load_scenario(name), load_scenario(against or name, overrides)


def _print(found: Comparison) -> None:
    base, whatif = found.base, found.whatif
    other = f" against {whatif.name}" if whatif.name != base.name else ""
    print(f"{base.title} ({base.name}){other}: {len(found.seeds)} seeds, {found.weeks} weeks")
    print()
    print(found.words)
    print()
    for note in found.notes:
        print(note)
    if found.notes:
        print()
    headings = ("outcome", "base", "what-if", "diff", "95 % from", "to", "better in", "unit")
    rows: list[list[str]] = []
    for name, p in found.found.items():
        share = "-" if p.share_better != p.share_better else f"{p.share_better:.0%}"
        numbers = [number(v) for v in (p.base, p.whatif, p.diff, p.lo, p.hi)]
        rows.append([name, *numbers, share, found.table["unit"][len(rows)]])
    print_table(headings, rows)
