"""Outcomes: what a run is judged by; each declared once, here, with unit and direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sim.case.extending import in_use
from sim.fields.errors import ScenarioError
from sim.fields.outcome import Outcome
from sim.runs import measures
from sim.runs.measures import History


def _declare(*outcomes: Outcome) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in outcomes}


def _stability_outcomes() -> list[Outcome]:
    meanings = {
        "safety": "part: 1 at no direct deaths, one half at 5 per 100,000 a year",
        "peace": "part: share of the last year without war",
        "home": "part: 1 when nobody is displaced, 0 when a quarter of the people are",
        "trust": "part: trust in the state",
        "law": "part: rule of law",
        "services": "part: public services",
    }

    def reader(part: str) -> Callable[[History], float]:
        return lambda h: measures.stability_parts(h)[part]

    return [
        Outcome(
            f"stability_{part}",
            "0 to 1",
            "up",
            f"{text} (weight {measures.STABILITY_WEIGHTS[part]})",
            reader(part),
        )
        for part, text in meanings.items()
    ]


OUTCOMES: dict[str, Outcome] = _declare(
    Outcome(
        "civilian_deaths",
        "persons",
        "down",
        "civilians killed directly, by every perpetrator, crossfire included",
        measures.total("civilian_deaths"),
    ),
    Outcome(
        "civilian_deaths_rebel",
        "persons",
        "down",
        "civilians killed in attacks on them by factions other than the state's side",
        measures.total("civilian_deaths_rebel"),
        label="civilian deaths by rebels",
    ),
    Outcome(
        "civilian_deaths_state",
        "persons",
        "down",
        "civilians killed in attacks on them by the state's side",
        measures.total("civilian_deaths_state"),
        label="civilian deaths by the state's side",
    ),
    Outcome(
        "combatant_deaths",
        "persons",
        "down",
        "fighters of all factions (and of communities that clash) killed",
        measures.total("combatant_deaths"),
    ),
    Outcome(
        "peacekeeper_deaths",
        "persons",
        "down",
        "peacekeepers killed by attacks",
        measures.total("peacekeeper_deaths"),
    ),
    Outcome(
        "indirect_deaths",
        "persons",
        "down",
        "excess deaths from unmet need of food, water, health and shelter (uncertain)",
        measures.total("indirect_deaths"),
    ),
    Outcome(
        "disaster_deaths",
        "persons",
        "down",
        "killed by disasters of the scenario's dates, outside of all violence",
        measures.total("disaster_deaths"),
    ),
    Outcome(
        "events_battle",
        "events",
        "down",
        "lethal state-based events (UCDP type 1)",
        measures.total("events_battle"),
        label="battles",
    ),
    Outcome(
        "events_onesided",
        "events",
        "down",
        "lethal attacks on civilians (UCDP type 3)",
        measures.total("events_onesided"),
        label="attacks on civilians",
    ),
    Outcome(
        "events_nonstate",
        "events",
        "down",
        "lethal non-state events (UCDP type 2)",
        measures.total("events_nonstate"),
        label="clashes without the state",
    ),
    Outcome(
        "violent_place_weeks",
        "share",
        "down",
        "place-weeks with lethal violence",
        measures.violent_share,
        label="share of violent place-weeks",
    ),
    Outcome(
        "displaced_peak",
        "persons",
        "down",
        "most people away from home in any week, abroad included",
        measures.peak("displaced"),
        label="people displaced at the peak",
    ),
    Outcome(
        "displaced_person_weeks",
        "person-weeks",
        "down",
        "weeks away from home, summed over people",
        measures.total("displaced"),
        label="weeks of displacement",
    ),
    Outcome(
        "refugees_peak",
        "persons",
        "down",
        "most people abroad in any week",
        measures.peak("refugees"),
        label="refugees at the peak",
    ),
    Outcome(
        "war_ended",
        "0 or 1",
        "up",
        "1: at some time no faction fought the state's side",
        lambda h: float(h.war_over >= 0),
    ),
    Outcome(
        "relapse_5y",
        "0 or 1",
        "down",
        "1: war returned within five years of its end; none where that cannot be known",
        measures.relapse(5),
        label="relapse within five years",
    ),
    Outcome(
        "crime_rate",
        "homicides per 100,000 a year",
        "down",
        "homicides outside organised violence",
        measures.crime,
    ),
    Outcome(
        "trust_state",
        "0 to 1",
        "up",
        "trust in the state, mean of the last 52 weeks",
        measures.last_year("trust_state"),
        label="trust in the state",
    ),
    Outcome(
        "trust_mission",
        "0 to 1",
        "up",
        "trust in the mission, mean of the last 52 weeks",
        measures.last_year("trust_mission"),
        label="trust in the mission",
    ),
    Outcome(
        "grievance",
        "0 to 1",
        "down",
        "grievance against the state, last 52 weeks",
        measures.last_year("grievance"),
    ),
    Outcome("fear", "0 to 1", "down", "fear, last 52 weeks", measures.last_year("fear")),
    Outcome(
        "livelihood",
        "ratio",
        "up",
        "livelihood against the start, last 52 weeks",
        measures.last_year("livelihood"),
    ),
    Outcome(
        "services", "0 to 1", "up", "public services, last 52 weeks", measures.last_year("services")
    ),
    Outcome(
        "rule_of_law",
        "0 to 1",
        "up",
        "rule of law, last 52 weeks",
        measures.last_year("rule_of_law"),
    ),
    Outcome(
        "need", "share", "down", "people in unmet need, last 52 weeks", measures.last_year("need")
    ),
    Outcome(
        "control_state",
        "share",
        "up",
        "people in places weighed by the state's share of control, last 52 weeks",
        measures.last_year("control_state"),
    ),
    Outcome(
        "fighters_other",
        "persons",
        "down",
        "fighters of factions at war, the state's apart, last 52 weeks",
        measures.last_year("fighters_other"),
        label="fighters still at war",
    ),
    Outcome(
        "worst_place",
        "deaths per 1,000 people",
        "down",
        "direct deaths in the place that suffered most, over the run",
        measures.worst_place,
        label="death toll of the worst place",
    ),
    Outcome(
        "response_rate",
        "share",
        "up",
        "attacks on civilians that drew a response",
        measures.response_rate,
    ),
    Outcome(
        "alert_hits",
        "share",
        "up",
        "violent place-weeks that stood under an alert",
        lambda h: measures.alert_scores(h)[0],
        label="share of violence under an alert",
    ),
    Outcome(
        "alert_false",
        "share",
        "down",
        "alerts in weeks without violence",
        lambda h: measures.alert_scores(h)[1],
        label="share of false alerts",
    ),
    Outcome(
        "troops_peak",
        "persons",
        "none",
        "most troops present",
        measures.peak("troops"),
        label="peak strength",
    ),
    Outcome(
        "relapse_1y",
        "0 or 1",
        "down",
        "1: war returned within one year of its end",
        measures.relapse(1),
    ),
    Outcome(
        "relapse_2y",
        "0 or 1",
        "down",
        "1: war returned within two years of its end",
        measures.relapse(2),
    ),
    Outcome(
        "ended_agreement",
        "0 or 1",
        "none",
        "1: the ending that ended the war was an agreement; none where it never ended",
        measures.ended("agreement"),
    ),
    Outcome("ended_victory", "0 or 1", "none", "the same, a victory", measures.ended("victory")),
    Outcome("ended_truce", "0 or 1", "none", "the same, a truce", measures.ended("truce")),
    Outcome("ended_fading", "0 or 1", "none", "the same, fading out", measures.ended("fading")),
    Outcome(
        "ended_partition",
        "0 or 1",
        "none",
        "the same, a line that became the end",
        measures.ended("partition"),
    ),
    Outcome(
        "government_changes",
        "changes",
        "none",
        "times that the government was taken by force, by rebels or in a coup",
        measures.last("governments"),
    ),
    Outcome(
        "states_taken",
        "victories",
        "none",
        "times that a faction took the state over",
        measures.times("takes the state"),
        label="states taken by rebels",
    ),
    Outcome(
        "militias_formed",
        "militias",
        "down",
        "militias raised by communities under attack",
        measures.times("formed"),
    ),
    Outcome(
        "groups_merged",
        "groups",
        "none",
        "armed groups that joined a stronger one",
        measures.times("merged"),
    ),
    Outcome(
        "groups_split", "groups", "none", "armed groups that split off", measures.times("split")
    ),
    Outcome(
        "siege_weeks",
        "place-weeks",
        "down",
        "weeks under siege, summed over towns",
        measures.total("besieged"),
        label="weeks of siege",
    ),
    Outcome(
        "under_enemies",
        "share",
        "down",
        "people who must fear who holds their place, by community, last 52 weeks",
        measures.last_year("under_enemies"),
        label="people under an enemy's rule",
    ),
    Outcome("agreements", "agreements", "up", "agreements signed by factions", measures.signed),
    Outcome(
        "first_agreement",
        "months",
        "down",
        "time until the first agreement, none without one",
        measures.first_agreement,
    ),
    Outcome(
        "ceasefire_weeks",
        "faction-weeks",
        "up",
        "weeks under ceasefires, summed over factions",
        measures.total("ceasefires"),
    ),
    Outcome(
        "talk_weeks",
        "faction-weeks",
        "none",
        "weeks in talks, summed over factions",
        measures.total("talks"),
    ),
    Outcome("turnout", "share", "up", "turnout of elections held", measures.turnout),
    Outcome(
        "elections_accepted",
        "share",
        "up",
        "elections whose losers accepted the count",
        measures.accepted,
    ),
    Outcome(
        "governments_voted_out",
        "governments",
        "none",
        "elections that who governed lost and accepted",
        measures.lost_by_governments(accepted=True),
    ),
    Outcome(
        "results_refused",
        "elections",
        "down",
        "elections that who governed lost, and stayed",
        measures.lost_by_governments(accepted=False),
    ),
    Outcome(
        "demobilised",
        "persons",
        "up",
        "fighters demobilised through a programme",
        measures.last("demobilised"),
    ),
    Outcome(
        "remobilised",
        "persons",
        "down",
        "demobilised or cantoned fighters who took up arms again",
        measures.last("remobilised"),
    ),
    Outcome(
        "returned_share",
        "share",
        "down",
        "those who took up arms again, of them and those at home at the end who have fought",
        measures.returned,
        label="former fighters who returned to arms",
    ),
    Outcome(
        "commanders_out",
        "commanders",
        "none",
        "commanders killed, arrested or bought off",
        measures.last("commanders_out"),
    ),
    Outcome(
        "impostors",
        "persons",
        "down",
        "people admitted to demobilisation who were no fighters",
        measures.last("impostors"),
    ),
    Outcome("weapons", "weapons", "up", "weapons collected", measures.last("weapons")),
    Outcome("gbv", "cases", "down", "gender-based violence, expected cases", measures.total("gbv")),
    Outcome(
        "gbv_reporting",
        "share",
        "up",
        "cases of gender-based violence reported",
        measures.reporting,
    ),
    Outcome(
        "prices",
        "ratio",
        "down",
        "prices against peace, last 52 weeks",
        measures.last_year("price"),
    ),
    Outcome(
        "recovery",
        "ratio",
        "up",
        "livelihood of the last year against the first week",
        measures.recovery,
    ),
    Outcome(
        "aid_delivered",
        "person-weeks",
        "up",
        "people reached by aid, summed over weeks",
        measures.total("aid_delivered"),
    ),
    Outcome(
        "aid_diverted",
        "dollars",
        "down",
        "aid taken by whoever held the place",
        measures.total("aid_diverted"),
    ),
    Outcome(
        "worst_need",
        "share",
        "down",
        "unmet need of the place worst off, last 52 weeks",
        measures.worst_need,
    ),
    Outcome(
        "cooperation",
        "0 to 1",
        "up",
        "local cooperation with the mission, last 52 weeks",
        measures.last_year("cooperation"),
    ),
    Outcome(
        "participation",
        "share",
        "up",
        "people covered by local peace committees, last 52 weeks",
        measures.last_year("participation"),
    ),
    Outcome(
        "consent",
        "0 to 1",
        "up",
        "consent of the host, last 52 weeks",
        measures.last_year("consent"),
    ),
    Outcome(
        "support",
        "0 to 1",
        "up",
        "support of council and contributors, last 52 weeks",
        measures.last_year("support"),
    ),
    Outcome(
        "misconduct",
        "cases",
        "down",
        "misconduct by peacekeepers, expected cases",
        measures.total("misconduct"),
    ),
    Outcome(
        "sent_home",
        "persons",
        "none",
        "uniformed people sent home over the run",
        measures.total("sent_home"),
    ),
    Outcome(
        "withdrawn",
        "persons",
        "none",
        "uniformed people whom their contributors took home over the run",
        measures.total("withdrawn"),
        label="peacekeepers withdrawn by contributors",
    ),
    Outcome(
        "vacant",
        "persons",
        "down",
        "authorised places that no contributor fills, mean of the last 52 weeks",
        measures.last_year("vacant"),
        label="vacant places of the force",
    ),
    Outcome(
        "welcome",
        "share",
        "up",
        "share of the mission that its host lets stay, last 52 weeks",
        measures.last_year("welcome"),
        label="share of the mission that the host lets stay",
    ),
    Outcome("unspent", "dollars", "none", "money received and not spent", measures.unspent),
    Outcome(
        "stability",
        "0 to 100",
        "up",
        "stability index of the last year: weighted sum of the parts beside it",
        measures.stability,
    ),
    *_stability_outcomes(),
    Outcome("cost", "dollars", "down", "money spent by the mission", measures.spent),
)


OWN = tuple(OUTCOMES)  # the package's


def declare(added: Iterable[Outcome]) -> None:
    """Make outcomes from outside the package known by name, so that words and units are found.

    ScenarioError: a name that is taken by another outcome.
    """
    for outcome in added:
        if OUTCOMES.setdefault(outcome.name, outcome) is not outcome:
            if outcome.name in OWN:
                text = f"outcome {outcome.name!r}: that name is taken; choose another"
                raise ScenarioError([text])
            OUTCOMES[outcome.name] = outcome  # the same, read again


def declare_in_use() -> None:
    """Declare the outcomes of the files that `--extend` named."""
    declare(part for part in in_use() if isinstance(part, Outcome))


def compute(history: History, added: Iterable[Outcome] = ()) -> dict[str, float]:
    """Every outcome of a run by name: the package's, then those that its scenario adds."""
    wanted = [*[OUTCOMES[name] for name in OWN], *added]
    return {outcome.name: float(outcome.compute(history)) for outcome in wanted}


def table() -> list[dict[str, Any]]:
    """Name, unit, direction and definition of every outcome."""
    return [
        {"name": o.name, "unit": o.unit, "direction": o.direction, "meaning": o.meaning}
        for o in OUTCOMES.values()
    ]
