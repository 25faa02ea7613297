"""What parties did, how wars ended, how votes went: short logs that rules write by number."""

from __future__ import annotations

from typing import Annotated, Any, Final, NamedTuple, TypedDict

from sim.fields.column import I1, I2, I4, R8, Column, dtype_of
from sim.fields.compiled import rule
from sim.fields.rows import longer

(
    TALKS,
    TALKS_FAIL,
    TRUCE_BEGINS,
    TRUCE_BROKEN,
    AGREEMENT,
    TRUCE,
    DEAL_BROKEN,
    FADING,
    DEFEATED,
    TAKES_THE_STATE,
    RETURNS_TO_WAR,
    SPLIT,
    VICTORY,
    PARTITION,
    COUP,
    FORMED,
    MERGED,
    IN_OPPOSITION,
    COMMANDER_BOUGHT,
    COMMANDER_ARRESTED,
    COMMANDER_KILLED,
    WINS_ELECTION,
    JOINS_GOVERNMENT,
    VOTED_OUT,
    REFUSES_RESULT,
) = range(25)
DEEDS: Final = (
    "talks",
    "talks fail",
    "ceasefire",
    "ceasefire broken",
    "agreement",
    "truce",
    "deal broken",
    "fading",
    "defeated",
    "takes the state",
    "returns to war",
    "split",
    "victory",
    "partition",
    "coup",
    "formed",
    "merged",
    "in opposition",
    *("commander bought off", "commander arrested", "commander killed"),
    *("wins the election", "joins the government", "voted out", "refuses the result"),
)  # words for people: `sim.view.report.politics`


class Notes(TypedDict):
    """(n,) the chronicle, and likewise the endings of wars."""

    week: Annotated[I4, Column("week of the run", "weeks")]
    faction: Annotated[I2, Column("who", "row of factions")]
    what: Annotated[
        I1, Column("what it did, or how its war ended", "index into DEEDS", 0, len(DEEDS) - 1)
    ]


NOTE_DTYPE: Final = dtype_of(Notes)


class Votes(TypedDict):
    """(v,) elections that were held."""

    week: Annotated[I4, Column("week of the run", "weeks")]
    turnout: Annotated[R8, Column("who voted", "share", 0, 1)]
    accepted: Annotated[I1, Column("1: the loser accepted", "0 or 1", 0, 1)]
    share: Annotated[R8, Column("votes for who governed", "share", 0, 1)]
    winner: Annotated[I2, Column("who won, -1: who has no arms", "row of factions", -1)]
    stays: Annotated[I1, Column("1: who governed won", "0 or 1", 0, 1)]
    chance: Annotated[R8, Column("chance that the loser rejected it", "probability", 0, 1)]
    arms: Annotated[R8, Column("how far the loser's arms make it ready to", "0 to 1", 0, 1)]
    believed: Annotated[R8, Column("belief in the count", "0 to 1", 0)]
    secured: Annotated[R8, Column("how far polls and streets were secured", "0 to 1", 0, 1)]


VOTE_DTYPE: Final = dtype_of(Votes)


@rule
def with_note(log: Notes, week: int, f: int, what: int) -> Notes:
    """A log with a further row at its end."""
    last = len(log)
    log = longer(log, 1)
    log["week"][last], log["faction"][last], log["what"][last] = week, f, what
    return log


class Told:
    """The logs of a world in words."""

    notes: Notes
    ends: Notes
    votes: Votes

    @property
    def chronicle(self) -> list[tuple[int, int, str]]:
        """Week, faction and what it did."""
        return _told(self.notes)

    @property
    def endings(self) -> list[tuple[int, int, str]]:
        """Week, faction and how its war ended."""
        return _told(self.ends)

    @property
    def ballots(self) -> list[tuple[int, float, bool]]:
        """Week and turnout of each election, and whether its loser accepted."""
        columns = (self.votes[name].tolist() for name in ("week", "turnout", "accepted"))
        return [
            (week, share, bool(accepted)) for week, share, accepted in zip(*columns, strict=True)
        ]

    @property
    def counts(self) -> list[Count]:
        """What each of `ballots` came to, and what weighed on its loser."""
        votes: Any = self.votes
        columns = (votes[name].tolist() for name in Count._fields)
        return [Count(*row) for row in zip(*columns, strict=True)]


class Count(NamedTuple):
    """An election's count, as `Votes` has it."""

    week: int
    share: float
    winner: int
    stays: int
    accepted: int
    chance: float
    arms: float
    believed: float
    secured: float


def _told(log: Notes) -> list[tuple[int, int, str]]:
    rows = zip(log["week"].tolist(), log["faction"].tolist(), log["what"].tolist(), strict=True)
    return [(week, f, DEEDS[what]) for week, f, what in rows]
