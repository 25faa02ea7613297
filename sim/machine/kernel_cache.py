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
    """Tell numba where to keep kernels, unless the user has told it.

    Where neither the package's folder nor a home can be written, a folder of this process and
    its workers is taken, which goes when it ends; that is said on stderr.
    """
    told, name = os.environ.get("NUMBA_CACHE_DIR", ""), PREFIX + fingerprint()
    if told and not Path(told).name.startswith(PREFIX):
        return
    if Path(told).name == name and _is_ours(Path(told)):
        return  # as the process that started this one has chosen
    home = user_cache()
    for parent in (HERE / "__pycache__", *([home / "bluehelm"] if home else [])):
        folder = parent / name
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                _forget(parent, name)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            _tell_numba(folder)
            return
    _for_now(name)


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)


def _tell_numba(folder: Path) -> None:
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)


def _for_now(name: str) -> None:
    """A folder until this process ends: its own, as nobody else may put machine code there."""
    import atexit
    import shutil
    import tempfile

    remedy = "set NUMBA_CACHE_DIR to a folder that can be written"
    try:
        parent = Path(tempfile.mkdtemp(prefix="bluehelm-"))
        (parent / name).mkdir()
    except OSError as error:
        print(f"Bluehelm finds no folder for compiled code ({error}); {remedy}", file=sys.stderr)
        return
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    _tell_numba(parent / name)
    text = "Bluehelm can write neither to its own folder nor to a home: compiled code is kept in"
    print(f"{text} {parent} until it ends; to keep it longer {remedy}", file=sys.stderr)


def user_cache() -> Path | None:
    """Where programs keep what they can make again, on this system; None where nobody has a home.

    A variable that names a folder is taken at its word.
    """
    told = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    if told and sys.platform != "darwin":
        return Path(told)
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and the user has no entry in the list of users
        return None
    if os.name == "nt":
        return home / "AppData" / "Local"
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"


def cache_or_temporary() -> Path:
    """The same, and a folder among the temporary ones where nobody has a home."""
    import tempfile

    return user_cache() or Path(tempfile.gettempdir()) / "bluehelm-cache"


def _forget(parent: Path, name: str) -> None:
    """Drop folders of states of the code that are long gone."""
    import shutil  # rarely needed, and `import sim` stays light

    others = [path for path in parent.glob(f"{PREFIX}*") if path.name != name]
    if len(others) > KEPT:
        others.sort(key=lambda path: path.stat().st_mtime if path.exists() else 0.0)
        for path in others[:-KEPT]:
            shutil.rmtree(path, ignore_errors=True)
