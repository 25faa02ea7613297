"""Bits flipped at random in stored result files: how many give another value without a word?

python experiments/damage/flips.py [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from fuzz import EXPERIMENT

import sim
from sim.batch import sealed, store
from sim.fields.errors import ScenarioError


def flip(folder: Path, count: int, seed: int) -> Counter[tuple[str, str]]:
    """Flip one bit at a time; by kind of file: refused, the same, another value."""
    luck, found = random.Random(seed), Counter[tuple[str, str]]()
    for kind in ("runs", *store.EXTRAS):
        source = store.files(folder, kind)[-1]
        before, raw = sealed.read_table(source), source.read_bytes()
        path = folder / "flipped.parquet"
        for _ in range(count // 4):
            bit = luck.randrange(8 * len(raw))
            hurt = bytearray(raw)
            hurt[bit // 8] ^= 1 << bit % 8
            path.write_bytes(hurt)
            try:
                same = sealed.read_table(path).to_pandas().equals(before.to_pandas())
            except ScenarioError:
                found[kind, "refused"] += 1
            else:
                found[kind, "the same" if same else "another value"] += 1
        path.unlink()
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore", sim.IdleValueWarning)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    start_at = int(sys.argv[2]) if len(sys.argv) > 2 else 16
    with tempfile.TemporaryDirectory() as name:
        sim.sweep(EXPERIMENT | {"replicates": 12}, Path(name) / "out", workers=0)
        for (kind, what), times in sorted(flip(Path(name) / "out", size, start_at).items()):
            print(f"{kind:7} {what:14} {times}")
