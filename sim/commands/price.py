"""`price`: what a policy costs, by lever, by period and by step; asked against paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.changes import overrides_of
from sim.commands.options import (
    JsonOption,
    ScaleOption,
    ScenarioArgument,
    SetOption,
    WeeksOption,
)
from sim.commands.output import print_json, print_table, say
from sim.view.style import short

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = {
    "planned": "planned a year",
    "run": "over the run",
    "asked": "asked a year",
    "paid": "paid a year",
    "approved": "approved a year",
}


def price(
    scenario: ScenarioArgument,
    sets: SetOption = None,
    scales: ScaleOption = None,
    weeks: WeeksOption = None,
    seeds: Annotated[
        int, typer.Option(min=0, max=1000, help="Worlds that show what is asked and paid.")
    ] = 0,
    caseload: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of places for fighters in use.")
    ] = 1.0,
    as_json: JsonOption = False,
) -> None:
    """What a policy costs: a year, over the run, by lever and period; asked against paid."""
    from sim.case.scenario import load_scenario
    from sim.runs import price_tables, pricing

    case = load_scenario(scenario, overrides_of(sets or [], scales or []))
    desk = pricing.Desk(case, weeks, caseload)
    bills = [desk.price()]
    if seeds:
        say(f"{seeds} worlds ...")
        bills += pricing.in_worlds(case, range(seeds), weeks)
    steps = pricing.of_steps(desk)
    tables = {
        "by_lever": price_tables.by_lever(*bills),
        "by_period": price_tables.by_period(*bills),
        "by_year": price_tables.by_year(*bills),
        "of_steps": steps,
    }
    if as_json:
        head = {"scenario": case.name, "weeks": desk.weeks, "years": bills[0].years}
        head |= {"caseload": caseload, "seeds": seeds}
        print_json(head | {key: _document(table) for key, table in tables.items()})
        return
    if not bills[0].mandated.any():
        print(f"{case.title}: no mission in these {desk.weeks} weeks, so nothing is paid for")
        return
    print(f"{case.title}: dollars, a year with a mandate ({bills[0].years:.1f} years)")
    _print(tables["by_lever"], "lever")
    print("\nBy plan in force:")
    _print(tables["by_period"], "start", "end")
    print("\nA step more of each amount:")
    rows = [
        [str(row["path"]), f"+{row['step']:g} {row['unit']}", short(float(row["dollars"]))]
        for row in steps.to_dict(orient="records")
    ]
    print_table(("amount", "step", "planned a year"), rows)
    print(f"\n{pricing.NOTES} {caseload:.0%}.")
    if not seeds:
        print("What runs ask and pay is less: --seeds 16 shows it.")


def _document(table: pd.DataFrame) -> dict[str, Any]:
    rows = table.astype({c: str for c in ("start", "end") if c in table}).to_dict(orient="records")
    return {"units": table.attrs["units"], "rows": rows}


def _print(table: pd.DataFrame, *names: str) -> None:
    columns = [c for c in table.columns if c not in names]
    rows = []
    for row in table.to_dict(orient="records"):
        cells = [str(row[name]) for name in names]
        cells += [f"{row[c]:.1%}" if c == "share" else short(float(row[c])) for c in columns]
        rows.append(cells)
    print_table([*names, *[HEADINGS.get(c, c) for c in columns]], rows)
