"""What is kept of a run: a row a week, a row a place and week, the events, the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.fields.column import I1, I2, I4, R4, R8, Column, as_array, dtype_of
from sim.fields.compiled import rule
from sim.fields.conversions import YEAR
from sim.fields.rows import longer, more_weeks
from sim.fields.state import Array, Number, State, Table


class Series(TypedDict):
    """(W,) the record, a row a week."""

    events_battle: Annotated[R8, Column("lethal state-based events", "events")]
    events_onesided: Annotated[R8, Column("lethal attacks on civilians", "events")]
    events_nonstate: Annotated[R8, Column("lethal non-state events", "events")]
    deaths_battle: Annotated[R8, Column("dead in state-based events", "persons")]
    deaths_onesided: Annotated[R8, Column("dead in attacks on civilians", "persons")]
    deaths_nonstate: Annotated[R8, Column("dead in non-state events", "persons")]
    civilian_deaths: Annotated[R8, Column("civilians killed", "persons")]
    civilian_deaths_rebel: Annotated[
        R8, Column("civilians killed in attacks by others than the state's side", "persons")
    ]
    civilian_deaths_state: Annotated[
        R8, Column("civilians killed in attacks by the state's side", "persons")
    ]
    combatant_deaths: Annotated[R8, Column("fighters killed", "persons")]
    peacekeeper_deaths: Annotated[R8, Column("peacekeepers killed", "persons")]
    indirect_deaths: Annotated[R8, Column("deaths from unmet need", "persons")]
    disaster_deaths: Annotated[R8, Column("deaths in disasters", "persons")]
    homicides: Annotated[R8, Column("homicides", "persons")]
    displaced: Annotated[R8, Column("people away from home, abroad included", "persons")]
    refugees: Annotated[R8, Column("people abroad", "persons")]
    persons: Annotated[R8, Column("people in the country", "persons")]
    troops: Annotated[R8, Column("troops present", "persons")]
    troops_authorised: Annotated[R8, Column("troops authorised", "persons")]
    police: Annotated[R8, Column("UN police present", "persons")]
    fighters_state: Annotated[R8, Column("fighters of the state", "persons")]
    fighters_other: Annotated[R8, Column("fighters of others at war", "persons")]
    trust_state: Annotated[R8, Column("trust in the state", "0 to 1", 0, 1)]
    trust_mission: Annotated[R8, Column("trust in the mission", "0 to 1", 0, 1)]
    fear: Annotated[R8, Column("fear", "0 to 1", 0, 1)]
    grievance: Annotated[R8, Column("grievance", "0 to 1", 0, 1)]
    livelihood: Annotated[R8, Column("livelihood", "ratio", 0, 2)]
    need: Annotated[R8, Column("people in unmet need", "share", 0, 1)]
    rule_of_law: Annotated[R8, Column("rule of law", "0 to 1", 0, 1)]
    services: Annotated[R8, Column("public services", "0 to 1", 0, 1)]
    control_state: Annotated[R8, Column("control by the state's side", "share", 0, 1)]
    besieged: Annotated[R8, Column("towns under siege", "places")]
    under_enemies: Annotated[
        R8, Column("people who must fear who holds their place", "share", 0, 1)
    ]
    governor: Annotated[R8, Column("whose leader governs", "row of factions", -1)]
    governments: Annotated[R8, Column("times that the government has changed", "changes")]
    attacks: Annotated[R8, Column("attacks on civilians", "events")]
    responses: Annotated[R8, Column("of them that drew a response", "events")]
    alerts: Annotated[R8, Column("alerts raised", "places")]
    at_war: Annotated[R8, Column("1: somebody fights the state's side", "0 or 1", 0, 1)]
    consent: Annotated[R8, Column("consent of the host", "0 to 1", 0, 1)]
    cash: Annotated[R8, Column("in hand", "dollars")]
    support: Annotated[R8, Column("support of council and contributors", "0 to 1", 0, 1)]
    impartial: Annotated[R8, Column("impartiality as the parties see it", "0 to 1", 0, 1)]
    misconduct: Annotated[R8, Column("misconduct by peacekeepers", "cases")]
    cooperation: Annotated[R8, Column("local cooperation with the mission", "0 to 1", 0, 1)]
    captured: Annotated[R8, Column("people under a captured local government", "share", 0, 1)]
    price: Annotated[R8, Column("prices, 1 in peace", "ratio")]
    gbv: Annotated[R8, Column("gender-based violence", "cases")]
    gbv_reported: Annotated[R8, Column("of it reported", "cases")]
    aid_delivered: Annotated[R8, Column("people reached by aid", "persons")]
    aid_diverted: Annotated[R8, Column("aid taken by whoever holds the place", "dollars")]
    cantoned: Annotated[R8, Column("fighters in cantonment", "persons")]
    demobilised: Annotated[R8, Column("demobilised since the start", "persons")]
    remobilised: Annotated[R8, Column("who took up arms again since the start", "persons")]
    impostors: Annotated[R8, Column("admitted who were no fighters, since the start", "persons")]
    former: Annotated[R8, Column("people at home who have fought", "persons")]
    commanders_out: Annotated[
        R8, Column("commanders killed, arrested or bought off since the start", "commanders")
    ]
    weapons: Annotated[R8, Column("weapons collected since the start", "weapons")]
    talks: Annotated[R8, Column("factions in talks", "factions")]
    ceasefires: Annotated[R8, Column("factions under a ceasefire", "factions")]
    agreements: Annotated[R8, Column("agreements signed since the start", "agreements")]
    participation: Annotated[R8, Column("coverage by peace committees", "share", 0, 1)]
    sent_home: Annotated[R8, Column("uniformed people sent home", "persons")]
    withdrawn: Annotated[R8, Column("of them taken home by contributors", "persons")]
    vacant: Annotated[R8, Column("uniformed people pledged who do not come", "persons")]
    welcome: Annotated[R8, Column("mission that the host lets stay", "share", 0, 1)]


SERIES_DTYPE: Final = dtype_of(Series)


class KeptPlaces(TypedDict):
    """(W, P) the record of places, a row a place and week."""

    deaths: Annotated[I4, Column("direct deaths", "persons")]
    displaced: Annotated[R4, Column("displaced people present", "persons")]
    patrols: Annotated[R4, Column("patrols felt", "persons")]
    troops: Annotated[R4, Column("infantry based there", "persons")]
    risk: Annotated[R4, Column("estimated risk", "0 to 1", 0, 1)]
    fear: Annotated[R4, Column("fear", "0 to 1", 0, 1)]
    population: Annotated[R4, Column("people present", "persons")]
    events: Annotated[I2, Column("lethal events", "events")]
    state_control: Annotated[R4, Column("control by the state's side", "share", 0, 1)]
    need: Annotated[R4, Column("people in unmet need", "share", 0, 1)]
    control: Annotated[I2, Column("faction in control", "row of factions")]
    alert: Annotated[I1, Column("1: a warning stands", "0 or 1", 0, 1)]


PLACE_DTYPE: Final = dtype_of(KeptPlaces)


class Record(State):
    """Tables that grow with the weeks.

    `series`: (W,) rows of SERIES_DTYPE, then columns of mechanisms from outside; `places`: (W, P)
    rows of PLACE_DTYPE; `weeks`: how many are filled.
    """

    all_series = Table(Series, growing=True)
    all_places = Table(KeptPlaces, 2, growing=True)
    all_own = Array("f8", 2, growing=True)  # of mechanisms from outside, a column each
    weeks = Number("i8")

    def __init__(self, places: int, weeks: int, own: Sequence[str] = ()) -> None:
        self.own = tuple(own)
        self.all_series = np.zeros(weeks, SERIES_DTYPE)
        self.all_places = np.zeros((weeks, places), PLACE_DTYPE)
        self.all_own = np.zeros((weeks, len(self.own)))

    @property
    def series(self) -> NDArray[np.void]:
        """(W,) the weeks recorded so far."""
        kept = as_array(self.all_series)[: self.weeks]
        if not self.own:
            return kept
        more = [(name, "f8") for name in self.own]
        whole = np.zeros(self.weeks, np.dtype([*SERIES_DTYPE.descr, *more]))
        for name in SERIES_DTYPE.names or ():
            whole[name] = kept[name]
        for number, name in enumerate(self.own):
            whole[name] = self.all_own[: self.weeks, number]
        return whole

    @property
    def places(self) -> NDArray[np.void]:
        """(W, P) the places in the weeks recorded so far."""
        return as_array(self.all_places)[: self.weeks]

    def keep_own(self, values: Mapping[str, float]) -> None:
        """Keep what mechanisms from outside have written for the week recorded last."""
        for number, name in enumerate(self.own):
            self.all_own[self.weeks - 1, number] = values.get(name, 0.0)


@rule
def make_room(record: Record) -> None:
    """See that there are rows for the next week."""
    weeks = len(record.all_series)
    if record.weeks < weeks:
        return
    more = max(weeks // 2, YEAR)
    record.all_series = longer(record.all_series, more)
    record.all_places = more_weeks(record.all_places, more)
    record.all_own = more_weeks(record.all_own, more)
