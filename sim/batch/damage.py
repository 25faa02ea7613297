"""Damage in a sweep's folder: found, named, set aside.

A result file is sound where it reads as it was sealed, holds runs of this sweep and none that
another file holds, and where what was kept of its runs (series, places, events) is there, sound,
and of the same runs. Nothing is ever deleted: what is not sound goes to `set-aside/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sim.batch.store as store
from sim.batch.sealed import DamagedError, read_table
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pyarrow as pa

ASIDE: Final = "set-aside"
REASONS: Final = "reasons.txt"
NEEDED: Final = ("run_id", "point_id", "seed", "error")
FOLDERS: Final = ("runs", *store.EXTRAS, "scenarios", "state", ASIDE)


@dataclass(frozen=True)
class Known:
    """What a folder should hold: runs of these points and seeds, with these tables kept."""

    folder: Path
    points: frozenset[str]
    seeds: range
    keep: tuple[str, ...]
    unsealed: bool = False  # of a sweep begun before files carried seals


@dataclass
class Look:
    """What a folder holds: ids of the runs in sound files, and why others are not sound."""

    done: set[str] = field(default_factory=set)
    bad: dict[Path, str] = field(default_factory=dict)

    def told(self) -> list[str]:
        """A line a file that is not sound."""
        return [f"{path}: {reason}" for path, reason in self.bad.items()]


@dataclass(frozen=True)
class _Found:
    path: Path
    ids: frozenset[str]
    own: bool  # named after its runs, as the worker named it


def look(known: Known, whole: bool = False) -> Look:
    """Find what is sound and what is not; `whole`: every value of every file is checked."""
    found = Look()
    every = [_sound(known, path, whole, found) for path in store.files(known.folder)]
    sound = [one for one in every if one is not None]
    for one in sorted(sound, key=lambda one: (not one.own, -len(one.ids), one.path.name)):
        twice = found.done & one.ids
        if twice:
            found.bad[one.path] = f"holds {len(twice)} runs that another file holds too"
        else:
            found.done |= one.ids
    return found


def _sound(known: Known, path: Path, whole: bool, found: Look) -> _Found | None:
    """A file of runs that is sound with all that was kept of its runs."""
    try:
        table = read_table(path, None if whole else NEEDED, unsealed=known.unsealed)
        ids, going = _runs_in(known, path, table)
    except DamagedError as error:
        found.bad[path] = error.reason
        return None
    before = len(found.bad)
    for kind in known.keep:
        _check_kept(known, kind, path, frozenset(going), whole, found)
    if len(found.bad) > before:
        return None
    return _Found(path, frozenset(ids), path.stem == store.chunk_name(ids))


def _runs_in(known: Known, path: Path, table: pa.Table) -> tuple[list[str], list[str]]:
    """Ids of a file's runs, and of those among them that did not fail."""
    absent = [name for name in NEEDED if name not in table.column_names]
    if absent:
        raise DamagedError(path, f"is no table of runs (it has no column {absent[0]})")
    ids, points, seeds, errors = (table.column(name).to_pylist() for name in NEEDED)
    if len(set(ids)) < len(ids):
        raise DamagedError(path, "holds a run twice")
    pairs = zip(points, seeds, strict=True)
    foreign = sum(point not in known.points or seed not in known.seeds for point, seed in pairs)
    if foreign:
        of = "another experiment, or of other code of the model"
        raise DamagedError(path, f"holds {foreign} runs of {of}")
    return ids, [run_id for run_id, error in zip(ids, errors, strict=True) if error is None]


def _check_kept(
    known: Known, kind: str, runs: Path, ids: frozenset[str], whole: bool, found: Look
) -> None:
    """Hold what was kept of a file's runs against them. A run may have had no events."""
    path = known.folder / kind / runs.name
    if not path.exists():
        if ids:
            found.bad[runs] = f"its {kind} are missing ({kind}/{runs.name})"
        return
    try:
        table = read_table(path, None if whole else ["run_id"], unsealed=known.unsealed)
        held = set(table.column("run_id").unique().to_pylist())
    except (DamagedError, KeyError) as error:
        found.bad[path] = error.reason if isinstance(error, DamagedError) else "has no run_id"
        found.bad[runs] = f"its {kind} are not sound ({kind}/{runs.name})"
        return
    if held != ids and not (kind == "events" and held < ids):
        found.bad[path] = f"is not of the same runs as runs/{runs.name}"
        found.bad[runs] = f"its {kind} are of other runs ({kind}/{runs.name})"


def mend(known: Known) -> tuple[set[str], list[str]]:
    """Set aside what is not sound, and what was kept of runs that are not there.

    Returns the ids of sound runs, and a line a file that was set aside. Only under the folder's
    lock and in a new session.
    """
    store.clear_drafts(known.folder)
    found = look(known, whole=True)
    told = [set_aside(known.folder, path, reason) for path, reason in found.bad.items()]
    stored = {path.name for path in store.files(known.folder)}
    for kind in store.EXTRAS:
        for path in store.files(known.folder, kind):
            if path.name not in stored:
                told.append(set_aside(known.folder, path, "its runs are not stored"))
    return found.done, told


def set_aside(folder: Path, path: Path, reason: str) -> str:
    """Move a file of the folder into `set-aside/`, note why, and say so."""
    place = path.relative_to(folder)
    target = _free(folder / ASIDE / place)
    check_folders(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    store.sync_folder(path.parent)
    line = f"{place}: {reason}; moved to {target.relative_to(folder)}"
    with (folder / ASIDE / REASONS).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    store.log(folder, line)
    return line


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def check_folders(folder: Path) -> None:
    """Raise ScenarioError where a part of the folder leads out of it: nothing is written there."""
    faults = []
    for name in FOLDERS:
        path = folder / name
        if path.is_symlink():
            faults.append(f"{path}: is a link; a sweep writes only inside its folder: move it away")
        elif path.exists() and not path.is_dir():
            faults.append(f"{path}: is a file where a sweep has a folder; move it away")
    if (folder / ASIDE / REASONS).is_symlink():
        faults.append(f"{folder / ASIDE / REASONS}: is a link; move it away")
    if faults:
        raise ScenarioError(faults)
