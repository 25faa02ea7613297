"""What the world does each week. One file a mechanism; mechanisms meet only in the state.

Each declares its numbers, the columns it writes and its claims in `MECHANISM`; tests hold it to
them. `sim.week` says in which order they act.
"""

from typing import Final

from sim.mechanisms import (
    ballots,
    calendar,
    casualties,
    causes,
    civilians,
    control,
    demobilisation,
    endings,
    fronts,
    politics,
    presence,
    rates,
    recording,
    recruitment,
    response,
    society,
    violence,
    will,
)

MECHANISMS: Final = (
    ballots.MECHANISM,
    calendar.MECHANISM,
    casualties.MECHANISM,
    causes.MECHANISM,
    civilians.MECHANISM,
    control.MECHANISM,
    demobilisation.MECHANISM,
    fronts.MECHANISM,
    politics.MECHANISM,
    presence.MECHANISM,
    rates.MECHANISM,
    recording.MECHANISM,
    recruitment.MECHANISM,
    response.MECHANISM,
    society.MECHANISM,
    endings.MECHANISM,
    violence.MECHANISM,
    will.MECHANISM,
)
