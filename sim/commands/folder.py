"""An output folder that gets all of its files or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.fields.errors import ScenarioError


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A working folder inside `out` whose files move there when the block ends well.

    `out` is made where it is missing, and removed again if the block fails. Raises
    ScenarioError where it cannot be written, before any work is done.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    draft = _draft_in(out)
    done = False
    try:
        yield draft
        for path in sorted(draft.iterdir()):
            path.replace(out / path.name)
        done = True
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if not done:
            _remove_empty(made)


def _draft_in(out: Path) -> Path:
    if out.exists() and not out.is_dir():
        raise ScenarioError([f"{out}: is a file; --out takes a folder"])
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".bluehelm-", dir=out))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = f"{out}: cannot be written ({reason}); choose another --out"
        raise ScenarioError([text]) from None


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return  # somebody else has put something there
