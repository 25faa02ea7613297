"""Where compiled kernels are kept: a folder for every state of the code that goes into them.

numba looks at the file a kernel stands in, not at what it calls: a change of
`sim/state/violence_factors.py` would leave `sim.mechanisms.rates` as it was compiled before. Here
every file whose code or constants end up in a kernel takes part in the folder's name.
"""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parents[1]
SOURCES = (
    "fields",
    "luck",
    "nature",
    "policy",
    "state",
    "levers",
    "mechanisms",
    "leaders",
    "week.py",
)
PREFIX = "kernels-"
KEPT = 3  # folders of earlier states that stay


def fingerprint() -> str:
    """Of the names, sizes and times of all files that kernels are made of."""
    digest = blake2b(digest_size=8)
    for file in sources():
        state = file.stat()
        digest.update(f"{file.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def sources() -> list[Path]:
    """The files that kernels are made of, in order."""
    found: list[Path] = []
    for name in SOURCES:
        path = HERE / name
        found += [path] if path.is_file() else sorted(path.glob("*.py"))
    return found


def choose() -> None:
    """Tell numba where to keep kernels, unless the user has told it."""
    told = os.environ.get("NUMBA_CACHE_DIR", "")
    if told and not Path(told).name.startswith(PREFIX):
        return
    name = PREFIX + fingerprint()
    for parent in (HERE / "__pycache__", user_cache() / "bluehelm"):
        folder = parent / name
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                _forget(parent, name)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            os.environ["NUMBA_CACHE_DIR"] = str(folder)
            if "numba" in sys.modules:
                sys.modules["numba"].config.CACHE_DIR = str(folder)
            return


def user_cache() -> Path:
    """Where programs keep what they can make again, on this system."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _forget(parent: Path, name: str) -> None:
    """Drop folders of states of the code that are long gone."""
    import shutil  # rarely needed, and `import sim` stays light

    others = [path for path in parent.glob(f"{PREFIX}*") if path.name != name]
    if len(others) > KEPT:
        others.sort(key=lambda path: path.stat().st_mtime if path.exists() else 0.0)
        for path in others[:-KEPT]:
            shutil.rmtree(path, ignore_errors=True)
