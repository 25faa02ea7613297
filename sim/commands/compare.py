"""`compare`: paired worlds on the screen, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.commands.output import number, print_json, print_table
from sim.commands.run import overrides_of, watched
from sim.errors import ScenarioError
from sim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from sim.compare import Comparison


def compare_worlds(
    name: str,
    against: str | None,
    sets: list[str],
    seeds: int,
    weeks: int | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Compare a scenario with a what-if on the same seeds."""
    from sim.compare import compare

    base, whatif = scenarios(name, against, sets)
    with watched("paired worlds") as progress:
        found = compare(base, whatif, range(seeds), weeks, processes=processes, progress=progress)
    if as_json:
        print_json(found.document())
    else:
        _print(found)


def scenarios(name: str, against: str | None, sets: list[str]) -> tuple[Scenario, Scenario]:
    """The base, and the what-if: the file `against`, else the base, with `--set`."""
    if against is None and not sets:
        text = "nothing to compare; say what changes with --set PATH=VALUE or --against FILE"
        raise ScenarioError([text])
    overrides = overrides_of(sets)
    return load_scenario(name), load_scenario(against or name, overrides)


def _print(found: Comparison) -> None:
    base, whatif = found.base, found.whatif
    other = f" against {whatif.name}" if whatif.name != base.name else ""
    print(f"{base.title} ({base.name}){other}: {len(found.seeds)} seeds, {found.weeks} weeks")
    print()
    print(found.words)
    print()
    headings = ("outcome", "base", "what-if", "diff", "95 % from", "to", "better in", "unit")
    rows: list[list[str]] = []
    for name, p in found.found.items():
        share = "-" if p.share_better != p.share_better else f"{p.share_better:.0%}"
        numbers = [number(v) for v in (p.base, p.whatif, p.diff, p.lo, p.hi)]
        rows.append([name, *numbers, share, found.table["unit"][len(rows)]])
    print_table(headings, rows)
