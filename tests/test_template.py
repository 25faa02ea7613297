"""The folder that strangers copy: its tests pass elsewhere, and notice a broken part."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BREAKS = {  # file: what stands there, what is put in its place, the test that must fail
    "sanctions.py": ("*= 1.0 - stopped", "*= 1.0", "test_rebels_are_supplied_worse"),
    "leaders.py": ('self.posture = "hold"', "pass", "test_a_tired_leader"),
    "isle/roads.csv": ("0,4,65,0.6,fictional\n", "", "test_the_isle_is_whole"),
}


def tried(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "docs" / "template", tmp_path / "my-parts"))


def test_its_tests_pass(copy: Path) -> None:
    ran = tried(copy)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert "11 passed" in ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("file", BREAKS)
def test_its_tests_notice_a_broken_part(copy: Path, file: str) -> None:
    there, instead, name = BREAKS[file]
    text = (copy / file).read_text(encoding="utf-8")
    assert there in text
    (copy / file).write_text(text.replace(there, instead), encoding="utf-8")
    ran = tried(copy, "-k", name)
    assert ran.returncode == 1 and name in ran.stdout, ran.stdout[-2000:]
