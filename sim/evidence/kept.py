"""Worlds of a validation that are kept: a file each, whole or absent, so that it can go on.

FOLDER/<code>/<arm>.<nature>.<scenario>/<seed>.npz. `code` stands for every source file that
decides a world or what is read off it, `scenario` for all that the arm sets: what was made by
other code or of another scenario is never read.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from sim.batch.provenance import source_hash
from sim.batch.store import write_bytes
from sim.case.scenario import Scenario
from sim.evidence.columns import Floats
from sim.fields.errors import ScenarioError
from sim.machine.kernel_cache import cache_or_temporary

HERE = Path(__file__).parent
SHORT = 12  # digits of a hash in a name
STATES = 3  # of the code that stay in the user's cache
# rooms of this wing that read nothing off a world
JUDGES = (
    *("arms", "benchmarks", "bootstrap", "claims", "course_words", "courses", "facts", "finding"),
    *(
        "areas",
        "judge",
        "kept",
        "questions",
        "ranks",
        "real",
        "record",
        "rivals",
        "scores",
        "studies",
    ),
    *("summary", "validate", "weighing"),
)


@cache
def code() -> str:
    """Digest of the code of worlds and of what is read off them."""
    digest = hashlib.blake2b(source_hash().encode(), digest_size=16)
    for path in sorted([*HERE.glob("*.py"), *(HERE / "digest").glob("*.py")]):
        if path.stem not in JUDGES:
            digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:SHORT]


def usual() -> Path:
    """Where worlds are kept unless a folder is named; states of the code long gone are dropped."""
    parent = cache_or_temporary() / "bluehelm" / "validation"
    old = [path for path in parent.glob("*") if path.is_dir() and path.name != code()]
    old.sort(key=lambda path: path.stat().st_mtime)
    for path in old[: max(0, len(old) - STATES + 1)]:
        shutil.rmtree(path, ignore_errors=True)
    return parent


def opened(folder: Path) -> Path:
    """The folder, made if need be. ScenarioError: it is a file or cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        why = error.strerror or str(error)
        raise ScenarioError(
            [f"--folder {folder}: cannot keep worlds there ({why}); name a folder of your own"]
        ) from None
    return folder


def place(folder: Path, arm: str, variant: str, scenario: Scenario) -> Path:
    """The folder of one arm in one nature; `folder`: of one state of the code."""
    return folder / f"{arm}.{variant}.{scenario.hash[:SHORT]}"


def write(where: Path, seed: int, found: Mapping[str, float | Floats]) -> None:
    """Keep one world: all its numbers in a row, and how they are laid out."""
    where.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}
    layout = json.dumps({name: array.shape for name, array in arrays.items()})
    numbers = np.concatenate([array.ravel() for array in arrays.values()])
    held = io.BytesIO()
    np.savez_compressed(held, numbers=numbers, layout=np.array(layout))
    write_bytes(where / f"{seed}.npz", held.getvalue())


def read(where: Path, seed: int) -> dict[str, Floats] | None:
    """A world that is kept; None where there is none, or only a damaged file, which goes."""
    path = where / f"{seed}.npz"
    try:
        with np.load(path, allow_pickle=False) as held:
            numbers, layout = held["numbers"], json.loads(str(held["layout"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        path.unlink(missing_ok=True)
        return None
    sizes = [math.prod(shape) for shape in layout.values()]
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    return {
        name: part.reshape(shape) for (name, shape), part in zip(layout.items(), parts, strict=True)
    }
