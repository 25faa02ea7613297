"""The Mesa tests (model, batch_run, collector, seeds) on a newer Python: it has the newest Mesa."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = ("tests/test_model.py", "tests/test_oracle.py", "tests/test_mesa_citizens.py")
NEWER = ("3.13", "3.12")


def newer_python() -> str | None:
    """A Python newer than 3.11, on the path or under pyenv; None if there is none."""
    if sys.version_info >= (3, 12):
        return None  # this run is on it already
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in NEWER:
        found = [shutil.which(f"python{version}")]
        found += [str(folder / "bin" / "python") for folder in sorted(kept.glob(f"{version}.*"))]
        for python in filter(None, found):  # a shim may stand for a version that is not active
            if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
                return python
    return None


@pytest.mark.slow
def test_the_model_runs_on_the_newest_mesa(tmp_path: Path) -> None:
    python = newer_python()
    if python is None:
        pytest.skip("no Python newer than 3.11 on the path or under pyenv, or this is one")
    home = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", str(home)], check=True)
    own = str(home / "bin" / "python")
    install = [own, "-m", "pip", "install", "--quiet", "--constraint", "constraints.txt"]
    subprocess.run([*install, "--editable", ".", "pytest", "hypothesis"], cwd=ROOT, check=True)
    ran = subprocess.run(
        [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    tried = subprocess.run(
        [own, "-c", "import inspect, mesa; print(inspect.signature(mesa.batch_run))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "rng" in tried.stdout, "no newer Mesa than the ordinary suite has"
