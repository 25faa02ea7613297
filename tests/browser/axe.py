"""axe-core for the browser tests: fetched once by `npm pack`, like the page's own files."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import pytest

from sim.machine.kernel_cache import cache_or_temporary

PACKAGE = "axe-core@4.14.1"
SCRIPT = "package/axe.min.js"
GRAVE = ("serious", "critical")


def script() -> str:
    """The text of axe; the test is skipped where it cannot be fetched."""
    kept = cache_or_temporary() / "bluehelm" / PACKAGE / "axe.min.js"
    if not kept.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed: axe cannot be fetched")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as name:
            command = [npm, "pack", "--silent", PACKAGE]
            done = subprocess.run(command, cwd=name, capture_output=True, text=True, timeout=120)
            if done.returncode != 0:
                pytest.skip(f"axe could not be fetched: {done.stderr[-200:]}")
            with tarfile.open(next(Path(name).glob("*.tgz"))) as tar:
                data = tar.extractfile(SCRIPT)
                assert data is not None
                part = Path(name) / "axe.min.js"
                part.write_bytes(data.read())
                part.replace(kept)
    return kept.read_text(encoding="utf-8")


def faults(page: Any) -> list[str]:
    """Serious and critical violations of a page: rule, and where."""
    page.evaluate(script())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
