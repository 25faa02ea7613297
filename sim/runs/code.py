"""The code that decides a run, as one hash, and what a paper's appendix prints of a result."""

from __future__ import annotations

import hashlib
import platform
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("mesa", "numpy", "numba", "networkx")
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


def version(name: str) -> str:
    """An installed version, "unknown" in a bare checkout."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def made_with() -> dict[str, str]:
    """Versions, and the hash of the code: the same on every machine that has the same."""
    libraries = {name: version(name) for name in LIBRARIES}
    python = platform.python_version()
    return {"bluehelm": version("bluehelm"), "code": source_hash(), "python": python, **libraries}


def seeds_text(seeds: Sequence[int]) -> str:
    """Seeds as a reader takes them in: "0 to 63", or one by one."""
    listed = list(seeds)
    if len(listed) > 2 and listed == list(range(listed[0], listed[0] + len(listed))):
        return f"{listed[0]} to {listed[-1]}"
    return ", ".join(str(seed) for seed in listed)


def appendix(what: Mapping[str, Any], made: Mapping[str, str]) -> str:
    """A paragraph for a paper's appendix: `what` was run, and with what it was made.

    No clock, path or machine is in it: who repeats the work gets the same text.
    """
    rows = [f"{name}: {value}" for name, value in what.items()]
    tools = [f"{name} {value}" for name, value in made.items() if name not in ("bluehelm", "code")]
    rows += [f"Bluehelm {made['bluehelm']}, code {made['code']}", f"with {', '.join(tools)}"]
    return "\n".join(textwrap.fill(row, 96, subsequent_indent="  ") for row in rows) + "\n"
