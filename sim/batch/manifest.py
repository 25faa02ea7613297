"""A sweep's manifest and its table of points: read with care, written with a seal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sim.batch.store as store
from sim.batch.provenance import content_id
from sim.batch.sealed import DamagedError, read_table
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pyarrow as pa

NAME: Final = "manifest.json"
POINTS: Final = "points.parquet"
MOST_BYTES: Final = 50_000_000
KEYS: Final[dict[str, type]] = {
    "schema": int,
    "title": str,
    "question": str,
    "experiment": dict,
    "scenarios": dict,
    "points": int,
    "runs": int,
    "seeds": list,
    "base": str,
    "outcomes": list,
    "factors": list,
    "provenance": dict,
}


class UnsoundError(ScenarioError):
    """A manifest or a table of points that cannot be trusted; `path` and `reason` say why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        where = path.parent
        remedy = f"the same sweep command again writes it anew, or `bluehelm tidy {where}`"
        super().__init__([f"{path}: {reason}; {remedy}"])

    def __reduce__(self) -> tuple[Any, ...]:
        return UnsoundError, (self.path, self.reason)


def write(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest with a seal over all that it says."""
    said = json.loads(json.dumps(content, default=str))
    store.write_json(folder / NAME, said | {"seal": content_id(said)})


def read(folder: Path) -> dict[str, Any]:
    """The folder's manifest. Raises ScenarioError where this is no sweep folder, or it is unsound.

    One without a seal is of a sweep that was begun before there was one.
    """
    path = folder / NAME
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MOST_BYTES))
    except FileNotFoundError:
        if (folder / POINTS).exists():
            raise UnsoundError(path, "is missing, though there is a table of points") from None
        raise ScenarioError([f"{folder}: is no sweep folder (it has no {NAME})"]) from None
    except NotADirectoryError:
        raise ScenarioError([f"{folder}: is a file; give a sweep's folder"]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise UnsoundError(path, f"cannot be read ({_reason(error)})") from None
    if not isinstance(found, dict):
        raise UnsoundError(path, "is no table")
    for key, kind in KEYS.items():
        if type(found.get(key)) is not kind:
            raise UnsoundError(path, f"has no sound {key}")
    _check_seal(path, found)
    return found


def _reason(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "brackets are nested too deeply"
    return getattr(error, "strerror", None) or "it is no valid JSON"


def _check_seal(path: Path, found: dict[str, Any]) -> None:
    seeds = found["seeds"]
    if len(seeds) != 2 or not all(type(seed) is int for seed in seeds):
        raise UnsoundError(path, "has no sound seeds")
    if not is_sealed(found):
        return
    content = {key: value for key, value in found.items() if key != "seal"}
    if found.get("seal") != content_id(content):
        raise UnsoundError(path, "was changed after it was written")


def is_sealed(found: dict[str, Any]) -> bool:
    """Whether files of this sweep carry seals; older sweeps' do not."""
    return "sealed" in found or "seal" in found


def points(folder: Path, found: dict[str, Any]) -> pa.Table:
    """The table of points that goes with a manifest. Raises UnsoundError where it does not."""
    path = folder / POINTS
    if not path.exists():
        raise UnsoundError(path, "is missing")
    try:
        table = read_table(path, unsealed=not is_sealed(found))
        ids = set(table.column("point_id").to_pylist())
    except DamagedError as error:
        raise UnsoundError(path, error.reason) from None
    except KeyError:
        raise UnsoundError(path, "is no table of points") from None
    if len(ids) != found["points"] or found.get("points_id", digest(ids)) != digest(ids):
        raise UnsoundError(path, f"is of another sweep than {NAME}")
    return table


def digest(ids: set[str]) -> str:
    """One id for a set of points."""
    return content_id(sorted(ids))
