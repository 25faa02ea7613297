"""What a result was made with: versions, and a hash of the code that decides a run."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib import metadata
from typing import Any

from sim.runs.code import source_hash as source_hash

SCHEMA = 1  # of the folder; part of every run_id
LIBRARIES = ("mesa", "numpy", "numba", "networkx", "scipy", "pandas", "pyarrow")


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
