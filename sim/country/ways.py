"""The quickest ways between all places of a region: first step and hours, from everywhere.

Both tables have a row and a column a place: 6 bytes a pair, 6 MB at 1,000 places, 150 MB at 5,000.
"""

from __future__ import annotations

from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

PAIRS_AT_ONCE: Final = 1 << 20  # of a block of rows: working memory, some 30 bytes a pair


def quickest_ways(graph: nx.Graph) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """(P, P) next place on the way from row to column (-1: no way), and its hours (inf)."""
    from scipy.sparse.csgraph import dijkstra  # slow to import, and read only once a region

    size = len(graph)
    roads = nx.to_scipy_sparse_array(graph, range(size), weight="hours", format="csr")
    # networkx 3.2 counts in 64 bits, which the dijkstra of SciPy 1.13 refuses
    roads.indices, roads.indptr = roads.indices.astype(np.int32), roads.indptr.astype(np.int32)
    hop = np.empty((size, size), np.int16)
    hours = np.empty((size, size), np.float32)
    rows = max(PAIRS_AT_ONCE // max(size, 1), 1)
    for first in range(0, size, rows):
        starts = np.arange(first, min(first + rows, size))
        long, before = dijkstra(roads, indices=starts, return_predecessors=True)
        hours[starts] = long
        hop[starts] = _first_steps(before, starts)
    return hop, hours


def _first_steps(before: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The first place on the way to each, from the last place before it; -1: no way.

    Every place looks back along its way until it finds one that follows the start: each round
    looks twice as far.
    """
    own = np.arange(before.shape[1], dtype=np.int32)
    lost = before < 0  # no way, or the start itself
    back = np.where(lost | (before == starts[:, None]), own, before)
    while True:
        further = np.take_along_axis(back, back, axis=1)
        if np.array_equal(further, back):
            break
        back = further
    back[lost] = -1
    back[np.arange(len(starts)), starts] = starts
    return back
