"""Runs the notebooks and keeps their pictures for the site: docs/tutorials/notebooks.

    BLUEHELM_QUICK=1 python docs/make_notebooks.py [01 07 ...]

At the quick setting some ten minutes of two processors; with numbers only those. `pictures.json`
says which cell a picture is from and of which code: a test tells when a notebook has changed since.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "tutorials" / "notebooks"
TABLE = KEPT / "pictures.json"
CELL_SECONDS = 900  # by the clock: a machine that others share is slow


def code_hash(path: Path) -> str:
    """Of the code of a notebook's cells: prose may change without new pictures."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return blake2b("\n\n".join(code).encode(), digest_size=8).hexdigest()


def pictures(path: Path) -> dict[str, bytes]:
    """Run a notebook in a folder of its own; file name to picture, in the order of the cells."""
    import nbclient
    import nbformat

    notebook: Any = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as name:
        how = {"metadata": {"path": name}}
        nbclient.NotebookClient(notebook, timeout=CELL_SECONDS, resources=how).execute()
    found = {}
    for number, cell in enumerate(notebook.cells):
        drawn = [one["data"]["image/png"] for one in cell.get("outputs", []) if _drawn(one)]
        for turn, text in enumerate(drawn):
            found[f"{path.stem}-{number}-{turn}.png"] = base64.b64decode(text)
    return found


def _drawn(output: Any) -> bool:
    return "image/png" in output.get("data", {})


def main() -> None:
    """Run those asked for; the others' pictures stay."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    KEPT.mkdir(exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if sys.argv[1:] and path.name[:2] not in sys.argv[1:]:
            continue
        new = pictures(path)
        for old in KEPT.glob(f"{path.stem}-*.png"):
            old.unlink()
        for name, data in new.items():
            (KEPT / name).write_bytes(data)
        table = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
        table[path.stem] = {"code": code_hash(path), "pictures": list(new)}
        TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{path.stem}: {len(new)} pictures", flush=True)


if __name__ == "__main__":
    main()
