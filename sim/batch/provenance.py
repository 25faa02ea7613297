"""What a result was made with: versions, and a hash of the code that decides a run."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

SCHEMA = 1  # of the folder; part of every run_id
LIBRARIES = ("mesa", "numpy", "numba", "networkx", "scipy", "pandas", "pyarrow")
# What never decides an outcome; everything else of the package is the model.
NOT_THE_MODEL = (
    "batch",
    "commands",
    "evidence",
    "machine",
    "pairs",
    "view",
    "_shipped",
    "__pycache__",
)


@cache
def source_hash(draws: bool = True) -> str:
    """Digest of the model's source files, so that results of other code are not mixed in.

    `draws`: with the posterior that is shipped, which decides runs of its draws.
    """
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=16)
    shipped = package.glob("nature/posterior.json") if draws else ()
    for path in sorted([*package.rglob("*.py"), *shipped]):
        parts = path.relative_to(package).parts
        if parts[0] in NOT_THE_MODEL:
            continue
        digest.update("/".join(parts).encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def version(name: str = "bluehelm") -> str:
    """An installed version, "unknown" in a bare checkout."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


@cache
def model() -> dict[str, str]:
    """What identifies the model in a run_id."""
    return {"bluehelm": version(), "source": source_hash()}


def versions() -> dict[str, str]:
    """Versions for the manifest."""
    libraries = {name: version(name) for name in LIBRARIES}
    system = f"{platform.system()} {platform.machine()}"
    return {**model(), "python": platform.python_version(), "platform": system, **libraries}


def canonical(content: Any) -> str:
    """JSON with one form for one content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False, default=str)


def content_id(content: Any) -> str:
    """A short id made of content alone: 20 hex digits."""
    return hashlib.blake2b(canonical(content).encode(), digest_size=10).hexdigest()
