"""What all sessions of the server know: worlds of policies under the same assumptions.

Kept in memory for every answer that was run, read from files of worlds run before: those that
come with the program (`reached/`), and those this machine worked out (the user's cache).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.machine.kernel_cache import cache_or_temporary
from sim.runs.code import made_with, source_hash
from sim.runs.outcomes import OUTCOMES
from sim.view.app.link import from_link, to_link
from sim.view.app.setting import Setting

if TYPE_CHECKING:
    from sim.view.app.compare import Pair
    from sim.view.app.question import Question

Floats = NDArray[np.float64]
SHOWN: Final = (
    *("civilian_deaths", "displaced_peak", "peacekeeper_deaths"),
    *("war_ended", "stability", "cost"),
)
FORMAT: Final = "bluehelm-known-1"
FIGURES: Final = 6  # of a number in a file
MOST: Final = 600  # policies of a group that are remembered


@dataclass(frozen=True)
class Known:
    """The worlds of one policy and of its baseline with the same luck.

    `base`, `what`: (worlds, outcomes of `SHOWN`), a row a seed from 0 on; `of`: what they were run
    for: an end of a lever ("reach"), to try the estimate ("held"), or a visitor ("asked");
    `over`: dollars a year that it asks for beyond the budget.
    """

    setting: Setting
    base: Floats
    what: Floats
    of: str = "asked"
    over: float = 0.0


@dataclass
class Group:
    """Policies known under the same assumptions, by what they change. `old`: some are of another
    state of the model or of the scenario."""

    moves: dict[Setting, Known] = field(default_factory=dict)
    version: int = 0
    old: bool = False


class Memory:
    """Groups of known policies, shared by all sessions."""

    def __init__(self) -> None:
        self._groups: dict[str, Group] = {}
        self._lock = threading.Lock()

    def hear(self, question: Question, pair: Pair) -> None:
        """Remember an answer."""
        if pair.changed:
            self.put(question, known_of(question, pair))

    def put(self, question: Question, known: Known) -> None:
        """Remember a policy; more worlds of it take the place of fewer."""
        group = self.group(question)
        key = plain(known.setting)
        with self._lock:
            before = group.moves.get(key)
            if before is not None and not group.old and len(before.base) > len(known.base):
                return
            if before is not None and known.of == "asked":
                known = replace(known, of=before.of, over=before.over)
            group.moves[key] = known
            group.version += 1
            while len(group.moves) > MOST:
                del group.moves[_least_needed(group)]

    def renew(self, question: Question) -> None:
        """Forget what is of another state of the model, so that it is not mixed with this one's."""
        group = self.group(question)
        with self._lock:
            if group.old:
                group.moves.clear()
                group.old = False
                group.version += 1

    def moves(self, question: Question) -> list[Known]:
        """What is known under a question's assumptions, its own policy among it."""
        group = self.group(question)
        with self._lock:
            return list(group.moves.values())

    def group(self, question: Question) -> Group:
        """The group of a question; read from files when it is first asked for."""
        key = _key(question)
        with self._lock:
            if key not in self._groups:
                self._groups[key] = read(question)
            return self._groups[key]

    def save(self, question: Question) -> None:
        """Write what was run for the reach of levers to the user's cache, whole or not at all."""
        moves = [known for known in self.moves(question) if known.of != "asked"]
        path = cache_file(question)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(written(question, moves), encoding="utf-8")
        draft.replace(path)


def known_of(question: Question, pair: Pair, of: str = "asked", over: float = 0.0) -> Known:
    """A question's answer as it is remembered."""
    rows = [list(OUTCOMES).index(name) for name in SHOWN]
    both = (pair.base, pair.what)
    base, what = (np.array([answer.outcomes for answer in side])[:, rows] for side in both)
    return Known(question.setting, base, what, of, over)


def _least_needed(group: Group) -> Setting:
    asked = (key for key, known in group.moves.items() if known.of == "asked")
    return next(asked, next(iter(group.moves)))


def _key(question: Question) -> str:
    parts = (question.base.hash, question.weeks, question.draws)
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def plain(setting: Setting) -> Setting:
    """What a policy changes, assumptions about nature apart."""
    return setting.without("nature")


def cache_file(question: Question) -> Path:
    """Where this machine keeps what it worked out, for this state of the model."""
    name = f"{_key(question)}-{source_hash()[:12]}.json"
    return cache_or_temporary() / "bluehelm" / "known" / name


def read(question: Question) -> Group:
    """What files know: this machine's, else what comes with the program; else nothing."""
    own = cache_file(question)
    try:
        return _read(own.read_text(encoding="utf-8"), question)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    as_shipped = question.weeks == question.base.weeks and not question.base_changes
    name = f"{question.scenario.replace('/', '-')}.json"
    file = files("sim.view.app") / "reached" / name
    if question.draws or not as_shipped or not file.is_file():
        return Group()
    return _read(file.read_text(encoding="utf-8"), question)


def _read(text: str, question: Question) -> Group:
    content = json.loads(text)
    if content["format"] != FORMAT or list(content["outcomes"]) != list(SHOWN):
        raise ValueError("another format")
    base = np.array(content["base"], float)
    group = Group(
        old=content["code"] != source_hash() or content["base_hash"] != question.base.hash
    )
    for row in content["moves"]:
        setting, notes = from_link(row["link"], question.base, question.scenario)
        what = np.array(row["worlds"], float)
        if notes or setting.bare:
            continue
        known = Known(setting, base[: len(what)], what, row["of"], float(row["over"]))
        group.moves[plain(setting)] = known
    return group


def written(question: Question, moves: Sequence[Known]) -> str:
    """A file of known policies; the same everywhere where the same was run."""
    longest = max((known.base for known in moves), key=len, default=np.zeros((0, len(SHOWN))))
    content: dict[str, Any] = {
        "format": FORMAT,
        "scenario": question.scenario,
        "weeks": question.weeks,
        "draws": question.draws,
        "base_hash": question.base.hash,
        "code": source_hash(),
        "made": made_with(),
        "outcomes": list(SHOWN),
        "base": _rounded(longest),
    }
    rows = [
        {
            "link": to_link(known.setting),
            "of": known.of,
            "over": round(known.over),
            "worlds": _rounded(known.what),
        }
        for known in moves
    ]
    head = json.dumps(content, indent=1)[:-2]
    return head + ',\n "moves": [\n' + ",\n".join(f"  {json.dumps(r)}" for r in rows) + "\n ]\n}\n"


def _rounded(table: Floats) -> list[list[float]]:
    return [[float(f"{value:.{FIGURES}g}") for value in row] for row in table]


@cache
def memory() -> Memory:
    """The process-wide memory of policies."""
    return Memory()
