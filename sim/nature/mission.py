"""What a mission meets: what presence does, how units are raised, how risk is seen."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Protection(Group):
    """What peacekeepers' presence does, and how it is limited. All zero: the no-effect variant."""

    deter_rebels: float = parameter(
        0.95,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A1",
        meaning="attacks on civilians by rebels deterred at full presence, robust mandate",
    )
    deter_state: float = parameter(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B1",
        meaning="attacks on civilians by the state deterred at full presence",
    )
    deter_battles: float = parameter(
        0.15,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A4",
        meaning="battles deterred at full presence",
    )
    deter_communal: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B12",
        meaning="communal clashes deterred at full presence",
    )
    next_door: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="part of what is deterred that moves to places one road away",
    )
    half_presence: float = parameter(
        60.0,
        unit="persons",
        low=1.0,
        high=100_000.0,
        source="assumption",
        meaning="peacekeepers on patrol in a place at which presence is half full",
    )
    guard_worth: float = parameter(
        0.3,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="presence from a static guard against a patrol",
    )
    patrol_reach: float = parameter(
        0.35,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of patrols that go to places one road away",
    )
    traditional: float = parameter(
        0.4,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="deterrence under a traditional mandate against a robust one",
    )
    observer: float = parameter(
        0.05,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="deterrence under an observer mandate against a robust one",
    )
    untrained: float = parameter(
        0.75,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="deterrence by an untrained force against a fully trained one",
    )
    unwelcome: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="deterrence by a force without the host's consent against one with all of it",
    )
    denial: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="recruitment and taxation by rebels prevented at full presence",
    )
    respond: float = parameter(
        0.35,
        unit="probability",
        low=0.0,
        high=1.0,
        source="evidence:G1",
        meaning="chance that able units at full presence respond to an attack on civilians",
    )
    rescue: float = parameter(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="deaths prevented by a response",
    )
    attack_losses: float = parameter(
        0.5,
        unit="log persons",
        low=-2.0,
        high=3.0,
        source="evidence:E9",
        meaning="log of the median size of a lethal attack on peacekeepers",
    )


class Contributors(Group):
    """How units are raised, paid and kept."""

    unit_size: int = parameter(
        400,
        unit="persons",
        low=50,
        high=2000,
        source="assumption",
        meaning="an infantry unit (half a battalion)",
    )
    police_unit: int = parameter(
        140, unit="persons", low=20, high=500, source="assumption", meaning="a formed police unit"
    )
    observer_team: int = parameter(
        20, unit="persons", low=2, high=200, source="assumption", meaning="a team of observers"
    )
    lag_sigma: float = parameter(
        0.45,
        unit="log",
        low=0.0,
        high=2.0,
        source="evidence:E3",
        meaning="spread of arrival times within a contributor",
    )
    retry_months: float = parameter(
        5.0,
        unit="months",
        low=1.0,
        high=48.0,
        source="assumption",
        meaning="time until another pledge replaces one that fell through",
    )
    person_year: float = parameter(
        60_000.0,
        unit="dollars",
        low=10_000.0,
        high=200_000.0,
        source="evidence:E6",
        meaning="whole yearly cost of a uniformed person, support included",
    )
    patrol_week: float = parameter(
        60.0,
        unit="dollars",
        low=0.0,
        high=5_000.0,
        source="assumption",
        meaning="added weekly cost of a person on patrol: fuel, vehicles, air support",
    )
    arrival_noise: float = parameter(
        0.25,
        unit="log",
        low=0.0,
        high=2.0,
        source="evidence:E8",
        meaning="monthly spread of contributions received",
    )


class Warning(Group):
    """How well risk can be seen coming."""

    noise: float = parameter(
        0.9,
        unit="log",
        low=0.0,
        high=3.0,
        source="evidence:G3",
        meaning="error of an estimate made without analysts, liaison or drones",
    )
    ahead: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="part of a reserve that goes ahead to places under alert within its reach",
    )
    tips: float = parameter(
        0.6,
        unit="weight",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="what tip-offs from people who trust the mission tell of hidden intentions",
    )
    full_analysts: float = parameter(
        30.0,
        unit="persons",
        low=1.0,
        high=500.0,
        source="assumption",
        meaning="analysts at which half of their gain is reached",
    )
