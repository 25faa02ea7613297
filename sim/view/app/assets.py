"""The front-end files Solara needs, kept in the user's cache so that the page works offline.

They are fetched once with `npm pack`, from two public packages, and checked to be whole. Nothing
here stops a run: without npm and without internet the page says what to do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from sim.machine.kernel_cache import cache_or_temporary

APP: Final = "@widgetti/solara-vuetify3-app@5.2.0"  # what Solara 1.64 asks for
REQUIRE: Final = "requirejs@2.3.6"
WANTED: Final = re.compile(
    r"(main8\.css|fonts\.css|(692\.|872\.)?solara-vuetify-app8\.min\.js|[0-9a-f]{20}\.woff2)"
)
NEEDED: Final = ("main8.css", "fonts.css", "solara-vuetify-app8.min.js")
MOST_BYTES: Final = 20_000_000  # of one file
SECONDS: Final = 120
REMEDY: Final = """\
The page's front-end files are not here yet and could not be fetched: {reason}
What to do: with internet, install Node.js (which brings npm) and start `bluehelm view` again;
without, copy the folder
  {folder}
from a machine where the page works, or set BLUEHELM_ASSETS to such a folder.
Runs, comparisons and sweeps do not need these files."""


class AssetsError(RuntimeError):
    """The front-end files are not there and could not be fetched; the message says what to do."""


def folder() -> Path:
    """Where the files are kept: BLUEHELM_ASSETS, a wheel's own, or the user's cache."""
    chosen = os.environ.get("BLUEHELM_ASSETS")
    if chosen:
        return Path(chosen)
    shipped = Path(__file__).resolve().parents[2] / "_shipped" / "assets"
    return shipped if _whole(shipped) else cache_or_temporary() / "bluehelm" / "assets"


def ensure() -> Path:
    """The folder with all files, fetched if need be. Raises AssetsError with a remedy."""
    target = folder()
    if _whole(target):
        return target
    try:
        _fetch(target)
    except (OSError, subprocess.SubprocessError, tarfile.TarError, ValueError) as error:
        raise AssetsError(REMEDY.format(reason=_reason(error), folder=target)) from error
    return target


def _whole(target: Path) -> bool:
    dist = target / PurePosixPath(APP) / "dist"
    names = [dist / name for name in NEEDED] + [target / REQUIRE / "require.js"]
    return all(path.is_file() and path.stat().st_size > 0 for path in names)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = [line for line in (error.stderr or "").splitlines() if "npm" in line.lower()]
        return f"npm failed ({lines[-1].strip() if lines else error.returncode})"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"npm did not answer within {SECONDS} seconds"
    return str(error)


def _fetch(target: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise ValueError("npm is not installed")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetching-") as name:
        work = Path(name)
        subprocess.run(
            [npm, "pack", "--silent", APP, REQUIRE],
            cwd=work,
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        new = work / "assets"
        for archive in sorted(work.glob("*.tgz")):
            _unpack(archive, new)
        if not _whole(new):
            raise ValueError("what npm brought is not complete")
        if target.exists():
            shutil.rmtree(target)
        new.replace(target)


def _unpack(archive: Path, new: Path) -> None:
    """Take the wanted files of a package, and only those; names are never taken as paths."""
    require = archive.name.startswith("requirejs")
    into = new / REQUIRE if require else new / PurePosixPath(APP) / "dist"
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for member in tar:
            name = PurePosixPath(member.name).name
            wanted = name == "require.js" if require else WANTED.fullmatch(name)
            data = tar.extractfile(member) if wanted and member.isfile() else None
            if data is not None and member.size <= MOST_BYTES:
                (into / name).write_bytes(data.read())
