"""Every claim of levers and mechanisms on many paired worlds.

    python experiments/levers/claims.py [--seeds 64]

Writes docs/claims.md: what each claims, how far and how surely it moves it, and what is left of
it in the no-effect world. The gate tries the same on few worlds (`make claims`).
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from sim.evidence.claims import HOLDS, Tried, check

DOCS = Path(__file__).parents[2] / "docs"


def page(rows: list[Tried], seeds: int) -> str:
    """docs/claims.md."""
    held = sum(row.verdict == HOLDS for row in rows)
    lines = [
        "# What levers and mechanisms claim",
        "",
        "<!-- made by experiments/levers/claims.py; do not edit -->",
        f"{seeds} paired worlds an arm: a lever at its high amount against none of it (a plain "
        "force, ample money), a mechanism against the world without it. A claim holds where the "
        "95 % interval lies on the claimed side of zero and nothing is left in the no-effect "
        f"world. **{held} of {len(rows)} hold.**",
        "",
        "| who | claims | where | effect (95 %) | without effect | verdict |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        way = "more" if row.claim.sign > 0 else "less"
        none = "bookkeeping" if row.claim.bookkeeping else "-"
        if row.without_effect is not None:
            none = number(row.without_effect[0])
            none += f" ({row.claim.residue})" if row.claim.residue else ""
        verdict = row.verdict + (f": {row.fault}" if row.fault else "")
        mean, lo, hi = (number(value) for value in row.effect)
        lines.append(
            f"| {row.owner} | {way} {row.claim.outcome} | {row.scenario} | "
            f"{mean} ({lo} to {hi}) | {none} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Three figures with a sign; a plain nought for nothing at all."""
    return "0" if value == 0.0 else "unknown" if math.isnan(value) else f"{value:+.3g}"


def main() -> None:
    """Run and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=64)
    parser.add_argument("--only", default="", help="owners, with commas")
    asked = parser.parse_args()
    only = [name for name in asked.only.split(",") if name]

    def told(done: int, total: int) -> None:
        print(f"\r{done} of {total}", end="", file=sys.stderr, flush=True)

    rows = check(asked.seeds, only, progress=told)
    print(file=sys.stderr)
    text = page(rows, asked.seeds)
    print(text)
    if not only:
        (DOCS / "claims.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
