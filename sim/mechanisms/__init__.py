"""What the world does each week. One file a mechanism; mechanisms meet only in the state.

Each declares its numbers, the columns it writes and its claims in `MECHANISM`; tests hold it to
them. `sim.week` says in which order they act.
"""

from typing import Final

from sim.mechanisms import (
    armed_groups,
    ballots,
    calendar,
    casualties,
    causes,
    civilians,
    commanders,
    control,
    demobilisation,
    endings,
    expulsion,
    fronts,
    hosts,
    politics,
    power,
    presence,
    rates,
    recording,
    recruitment,
    relations,
    response,
    sieges,
    society,
    violence,
    will,
)

MECHANISMS: Final = (
    armed_groups.MECHANISM,
    ballots.MECHANISM,
    calendar.MECHANISM,
    casualties.MECHANISM,
    causes.MECHANISM,
    civilians.MECHANISM,
    commanders.MECHANISM,
    control.MECHANISM,
    demobilisation.MECHANISM,
    expulsion.MECHANISM,
    fronts.MECHANISM,
    hosts.MECHANISM,
    politics.MECHANISM,
    power.MECHANISM,
    presence.MECHANISM,
    rates.MECHANISM,
    recording.MECHANISM,
    recruitment.MECHANISM,
    relations.MECHANISM,
    response.MECHANISM,
    sieges.MECHANISM,
    society.MECHANISM,
    endings.MECHANISM,
    violence.MECHANISM,
    will.MECHANISM,
)
