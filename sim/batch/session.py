"""The session of a sweep folder: who may commit results there, and whether to go on.

A worker may outlive its sweep (a cluster's does). Before a result file gets its name, the
worker looks, under a lock, whether its session still holds and its chunk was not given up; a
new sweep on the folder first starts a new session. So no run is ever stored twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sim.batch.lock import held

COMMIT_PATIENCE = 60.0


@dataclass
class State:
    """What the session file says."""

    session: str
    stop: bool = False
    revoked: list[str] = field(default_factory=list)  # chunks taken back from their worker


def _file(folder: Path) -> Path:
    return folder / "state" / "session.json"


@contextmanager
def committing(folder: Path) -> Iterator[None]:
    """Held while a result gets its name, and while the session changes."""
    with held(folder / "state" / "commit.lock", COMMIT_PATIENCE):
        yield


def read(folder: Path) -> State | None:
    """The folder's session; None where there is none that can be read."""
    try:
        return State(**json.loads(_file(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def begin(folder: Path) -> State:
    """A new session; from now on nobody of an older one can commit."""
    state = State(os.urandom(8).hex())
    write(folder, state)
    return state


def write(folder: Path, state: State) -> None:
    """Change the session, between commits."""
    path = _file(folder)
    draft = path.with_suffix(".tmp")
    with committing(folder):
        try:
            draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def revoke(folder: Path, state: State, chunk: str) -> None:
    """Take a chunk back: its worker may live on somewhere, and what it did is done again."""
    state.revoked.append(chunk)
    write(folder, state)


def may_commit(folder: Path, session: str, chunk: str) -> bool:
    """Whether a chunk of a session may still be stored (ask while `committing`)."""
    state = read(folder)
    return state is not None and state.session == session and chunk not in state.revoked


def goes_on(folder: Path, session: str) -> bool:
    """Whether work of a session should still be begun."""
    state = read(folder)
    return state is not None and state.session == session and not state.stop
