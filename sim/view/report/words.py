"""A run in plain sentences, computed from its outcomes: who died, who fled, the end, the cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.fields.conversions import WEEKS_A_YEAR
from sim.runs.outcomes import OUTCOMES
from sim.view import style

if TYPE_CHECKING:
    from sim.runs.run import Run


def spell(value: float) -> str:
    """A count in running text: 7,328; 1.85 million; 2.84 billion."""
    if abs(value) >= 1e9:
        return f"{value / 1e9:,.2f} billion"
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.2f} million"
    if abs(value) >= 20_000:
        return f"{round(value, -3):,.0f}"
    return f"{value:,.0f}"


def span(weeks: int) -> str:
    """A run's length: 12 weeks, 8 years."""
    if weeks < 80:
        return f"{weeks} week" + ("s" if weeks != 1 else "")
    return f"{weeks / WEEKS_A_YEAR:.1f}".removesuffix(".0") + " years"


def people(value: float) -> str:
    """`1 person was`, `nobody was`, `7,328 people were`."""
    count = round(value)
    if count == 0:
        return "nobody was"
    return "1 person was" if count == 1 else f"{spell(value)} people were"


def headline(run: Run) -> str:
    """The run in one sentence."""
    o = run.outcomes
    killed = o["civilian_deaths"] + o["combatant_deaths"] + o["peacekeeper_deaths"]
    start = f"In {span(run.weeks)}, {people(killed)} killed"
    fled = o["displaced_peak"]
    middle = f" and up to {spell(fled)} had fled at one time" if round(fled) else ""
    return f"{start}{middle}. {_ending(run)}"


def _ending(run: Run) -> str:
    if run.war_over < 0:
        fought = bool(run.kept.series["at_war"].any())
        return "The war did not end." if fought else "There was no war."
    when = style.month(run.scenario.date_of(run.war_over))
    if run.relapsed >= 0:
        again = style.month(run.scenario.date_of(run.relapsed))
        return f"The war ended in {when} and returned in {again}."
    return f"The war ended in {when} and did not return within the run."


def sentences(run: Run) -> list[str]:
    """What happened, a sentence a subject."""
    return [text for text in (_dead(run), _indirect(run), _fled(run), _mission(run)) if text]


def _dead(run: Run) -> str:
    o = run.outcomes
    by = [
        (o["civilian_deaths"], "civilian", "civilians"),
        (o["combatant_deaths"], "fighter", "fighters"),
        (o["peacekeeper_deaths"], "peacekeeper", "peacekeepers"),
    ]
    parts = [f"{n:,.0f} {one if round(n) == 1 else many}" for n, one, many in by if round(n)]
    if not parts:
        return "No one died in organised violence."
    events = o["events_battle"] + o["events_onesided"] + o["events_nonstate"]
    text = f"The dead: {_listed(parts)}, in {events:,.0f} lethal event{'s' if events != 1 else ''}."
    rebels, state = o["civilian_deaths_rebel"], o["civilian_deaths_state"]
    if round(rebels + state):
        text += (
            f" Of the civilians, {rebels:,.0f} were killed in attacks on them by factions other "
            f"than the state's side, {state:,.0f} by the state's side, the others in crossfire or "
            "between communities."
        )
    return text


def _indirect(run: Run) -> str:
    deaths = run.outcomes["indirect_deaths"]
    if not round(deaths):
        return ""
    return (
        f"About {spell(deaths)} more may have died of hunger, illness and want; this figure is "
        "far less certain than the others."
    )


def _fled(run: Run) -> str:
    series = run.kept.series
    week = int(series["displaced"].argmax())
    most, last = float(series["displaced"][week]), float(series["displaced"][-1])
    if not round(most):
        return "Nobody was driven from home."
    share = most / max(float(series["persons"][week] + series["refugees"][week]), 1.0)
    when = style.month(run.scenario.date_of(week))
    text = f"At the worst, in {when}, {spell(most)} people were away from home"
    text += f", {share:.0%} of all" if share >= 0.01 else ""
    abroad = float(series["refugees"][week])
    text += f" and {spell(abroad)} of them abroad" if round(abroad) else ""
    return f"{text}; at the end of the run {spell(last)} still were."


def _mission(run: Run) -> str:
    o = run.outcomes
    if not o["cost"] and not run.kept.series["troops_authorised"].any():
        return "There was no peace operation in this run."
    wanted = float(run.kept.series["troops_authorised"].max())
    name = style.clean(run.scenario.mission.name)
    text = f"{name} cost ${spell(o['cost'])}"
    text += f" and had at most {o['troops_peak']:,.0f} troops present"
    return text + (f" of {wanted:,.0f} authorised." if wanted else ".")


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def value_words(name: str, value: float) -> str:
    """An outcome's value as the page's table shows it."""
    if math.isnan(value):
        return "not known"
    unit = OUTCOMES[name].unit
    if unit == "dollars":
        return f"{value:,.0f}"
    if unit in ("persons", "events", "person-weeks"):
        return f"{value:,.0f}"
    if unit == "0 or 1":
        return "yes" if value else "no"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3f}"
