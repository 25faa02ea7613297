"""Keyed luck: one number for every decision, the same everywhere, and no two alike."""

from __future__ import annotations

import ast
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy import stats

from sim.luck import streams

SIGNED = st.integers(-(2**63), 2**63 - 1)
SEEDS = st.integers(0, 2**63 - 1)
WEEKS = st.integers(0, 5200)
STREAMS = st.sampled_from(sorted(streams.registered().values()))
KEEP = 1e-4  # a true uniform fails one of ten thousand such tests


@njit
def _walk(seed: int, stream: int, weeks: int, ids: int, b: int) -> np.ndarray:
    """(weeks, ids) uniforms, keyed as the model keys them."""
    table = np.empty((weeks, ids))
    for week in range(weeks):
        for a in range(ids):
            table[week, a] = streams.u(seed, stream, week, a, b)
    return table


# compiled and plain are one function


@given(SEEDS, STREAMS, WEEKS, SIGNED, SIGNED)
def test_compiled_equals_plain_to_the_bit(seed: int, s: int, week: int, a: int, b: int) -> None:
    assert int(streams._hash_compiled(seed, s, week, a, b)) == streams.hash_plain(
        seed, s, week, a, b
    )
    assert float(streams._u_compiled(seed, s, week, a, b)) == streams.u_plain(seed, s, week, a, b)


def test_compiled_equals_plain_for_keys_of_columns() -> None:
    """Kernels pass int16, int32 and int64 columns, negative ones included."""
    for dtype in (np.int8, np.int16, np.int32, np.int64):
        limits = np.iinfo(dtype)
        for value in np.array([limits.min, -1, 0, 1, limits.max], dtype):
            plain = streams.u_plain(7, 3, 2, int(value), int(value))
            assert float(streams._u_compiled(7, 3, 2, value, value)) == plain


@given(SEEDS, STREAMS, WEEKS, SIGNED, SIGNED)
def test_a_prefix_may_be_carried_by_plain_python(
    seed: int, s: int, week: int, a: int, b: int
) -> None:
    """A rule that Python runs hands back what `prefix` gave it; the number is that of `u`."""
    expected = streams.u_plain(seed, s, week, a, b)
    for prefix in (streams.prefix(seed, s, week), streams.prefix_plain(seed, s, week)):
        assert streams.u_after_plain(prefix, a, b) == expected
    compiled = streams._prefix_compiled(seed, s, week)
    assert int(compiled) & streams.MASK == streams.prefix_plain(seed, s, week)
    assert float(streams._u_after_compiled(compiled, a, b)) == expected
    assert float(streams.u_after(streams.prefix(seed, s, week), a, b)) == expected


@given(SEEDS, STREAMS, WEEKS, SIGNED, SIGNED)
def test_uniforms_lie_strictly_between_the_ends(
    seed: int, s: int, week: int, a: int, b: int
) -> None:
    assert 0.0 < streams.u_plain(seed, s, week, a, b) < 1.0


@pytest.mark.parametrize("most", [0, streams.MASK])
def test_ends_are_never_reached(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even for the smallest and largest hash: normal() and log() have no value at an end."""
    monkeypatch.setattr(streams, "hash_plain", lambda *_: most)
    assert 0.0 < streams.u_plain(1, 1, 1, 1, 1) < 1.0


def test_same_numbers_in_every_process() -> None:
    """Whatever the hash seed of Python, and with the compiler off."""
    code = (
        "import json; from sim.luck import streams as s;"
        "print(json.dumps([float(s.u(9, k, 4, 123456789, -5)) for k in range(1, 20)]"
        "+ [s.key_of('RUF', 3), s.seed_of(1)]))"
    )
    answers = []
    for jit, hashing in (("0", "1"), ("1", "2")):
        env = {**os.environ, "NUMBA_DISABLE_JIT": jit, "PYTHONHASHSEED": hashing}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True
        )
        answers.append(json.loads(done.stdout))
    here = [float(streams.u(9, k, 4, 123456789, -5)) for k in range(1, 20)]
    here += [streams.key_of("RUF", 3), streams.seed_of(1)]
    assert answers[0] == answers[1] == here


# the register


def test_every_stream_has_a_number_of_its_own() -> None:
    numbers = list(streams.registered().values())
    assert len(numbers) == len(set(numbers))
    assert min(numbers) > 0
    assert len(numbers) >= 30


def test_every_stream_is_drawn_and_a_retired_number_is_never_used_again() -> None:
    drawn = {named for _, named in _draws()}
    idle = set(streams.registered()) - drawn
    assert not idle, f"drawn by nothing: move their numbers to streams.RETIRED: {sorted(idle)}"
    assert not set(streams.registered().values()) & set(streams.RETIRED)
    assert all(streams.RETIRED.values()), "each says what it was for"
    assert set(streams.RETIRED) >= {2, 28, 29, 30, 32}, "a number once retired stays so"


def test_the_register_is_the_only_place_of_streams() -> None:
    """Assigned once in streams.py; every call of u() elsewhere names a stream of the register."""
    known = streams.registered()
    tree = ast.parse(Path(streams.__file__).read_text(encoding="utf-8"))
    assigned = [
        node.target.id
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    for name in known:
        assert assigned.count(name) == 1, f"{name} is assigned {assigned.count(name)} times"
    unnamed = [where for where, named in _draws() if named not in known]
    assert not unnamed, f"draws that do not name a stream of sim/luck/streams.py: {unnamed}"


def test_every_stream_is_one_decision() -> None:
    """A stream is drawn in one module only: two modules would share luck without knowing."""
    homes: dict[str, set[str]] = {}
    for where, named in _draws():
        homes.setdefault(named, set()).add(where.split(":")[0])
    twins = (  # one rule, told twice
        {"sim/mechanisms/civilians.py", "sim/agents/people.py"},
        {"sim/leaders/factions.py", "sim/agents/factions.py"},
    )
    shared = {name: found for name, found in homes.items() if len(found) > 1}
    assert all(found in twins for found in shared.values()), shared


def _draws() -> Iterator[tuple[str, str]]:
    """Place and stream of every call of `streams.u` and of every helper given a stream."""
    package = Path(streams.__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        if path.name == "streams.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            where = f"sim/{path.relative_to(package).as_posix()}:{node.lineno}"
            if node.func.attr == "u" and ast.unparse(node.func.value) == "streams":
                stream = node.args[1]
                if isinstance(stream, ast.Attribute):
                    yield where, stream.attr
                elif not isinstance(stream, ast.Name):  # a name is handed in by a helper's caller
                    yield where, ast.unparse(stream)
    yield from _handed_in(package)


def _handed_in(package: Path) -> Iterator[tuple[str, str]]:
    """Streams given to helpers such as `self.luck(streams.X, ...)`."""
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") == "u":
                continue
            for argument in node.args:
                if isinstance(argument, ast.Attribute) and (
                    ast.unparse(argument.value) == "streams" and argument.attr.isupper()
                ):
                    place = f"sim/{path.relative_to(package).as_posix()}:{node.lineno}"
                    yield place, argument.attr


# distribution


@pytest.mark.parametrize("seed", [0, 1, 2**62])
def test_each_stream_is_uniform(seed: int) -> None:
    key = streams.seed_of(seed)
    for name, stream in streams.registered().items():
        sample = _walk(key, stream, 104, 100, 0).ravel()
        bins = np.bincount((sample * 64).astype(int), minlength=64)
        assert stats.chisquare(bins).pvalue > KEEP / 40, name
        assert stats.kstest(sample, "uniform").pvalue > KEEP / 40, name


def test_all_of_the_key_counts() -> None:
    """Low and high bits are uniform whichever part of the key runs."""
    runs: list[Callable[[int], tuple[int, int, int, int, int]]] = [
        lambda i: (i, 1, 0, 0, 0),
        lambda i: (1, i, 0, 0, 0),
        lambda i: (1, 1, i, 0, 0),
        lambda i: (1, 1, 0, i, 0),
        lambda i: (1, 1, 0, 0, i),
        lambda i: (1, 1, 0, i << 32, 0),
        lambda i: (1, 1, 0, 0, -i),
    ]
    for run in runs:
        hashes = np.array([int(streams.hash64(*run(i))) for i in range(20_000)], np.uint64)
        assert len(set(hashes.tolist())) == len(hashes)
        for bit in range(64):
            ones = int(((hashes >> np.uint64(bit)) & np.uint64(1)).sum())
            assert abs(ones - 10_000) < 5.5 * np.sqrt(5_000), bit


def test_one_bit_of_the_key_changes_half_of_the_hash() -> None:
    base = [12345, 7, 60, 17, 3]
    for part in range(5):
        changed = []
        for bit in range(31):
            other = list(base)
            other[part] ^= 1 << bit
            differ = streams.hash_plain(*base) ^ streams.hash_plain(*other)
            changed.append(differ.bit_count())
        assert 28.0 < np.mean(changed) < 36.0
        assert min(changed) > 10


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.corrcoef(x.ravel(), y.ravel())[0, 1])


def test_streams_weeks_ids_and_seeds_are_independent() -> None:
    weeks, ids = 100, 200
    bound = 5.0 / np.sqrt((weeks - 1) * (ids - 1))
    tables = {
        stream: _walk(streams.seed_of(1), stream, weeks, ids, 0)
        for stream in streams.registered().values()
    }
    for one, two in itertools.combinations(tables, 2):
        assert abs(_correlation(tables[one], tables[two])) < bound, (one, two)
    first = tables[1]
    assert abs(_correlation(first[1:], first[:-1])) < bound
    assert abs(_correlation(first[:, 1:], first[:, :-1])) < bound
    assert abs(_correlation(first, _walk(streams.seed_of(2), 1, weeks, ids, 0))) < bound
    assert abs(_correlation(first, _walk(streams.seed_of(1), 1, weeks, ids, 1))) < bound
    assert abs(_correlation(_walk(1, 1, weeks, ids, 0), _walk(2, 1, weeks, ids, 0))) < bound


def test_pairs_fill_the_square() -> None:
    """Serial test: (u of an id, u of the next) on a 16 x 16 grid."""
    table = _walk(streams.seed_of(3), streams.FLIGHT, 200, 200, 0)
    x, y = table[:, :-1:2].ravel(), table[:, 1::2].ravel()
    cells = np.bincount((x * 16).astype(int) * 16 + (y * 16).astype(int), minlength=256)
    assert stats.chisquare(cells).pvalue > KEEP


def test_no_collisions_among_registered_streams() -> None:
    hashes = [
        streams.hash_plain(streams.seed_of(1), stream, week, a, b)
        for stream in streams.registered().values()
        for week in range(20)
        for a in range(40)
        for b in range(3)
    ]
    assert len(set(hashes)) == len(hashes)


# keys and seeds


def test_keys_depend_on_every_part_and_its_border() -> None:
    keys = [
        streams.key_of("a", "b"),
        streams.key_of("ab"),
        streams.key_of("b", "a"),
        streams.key_of("a", "b", 0),
        streams.key_of("a", "b", 1),
    ]
    assert len(set(keys)) == len(keys)
    assert all(0 <= key < 2**63 for key in keys)
    assert streams.key_of("a", "b") == streams.key_of("a", "b")


def test_small_seeds_spread_wide() -> None:
    spread = [streams.seed_of(seed) for seed in range(10_000)]
    assert len(set(spread)) == len(spread)
    assert all(0 <= key < 2**63 for key in spread)
    assert stats.kstest(np.array(spread) / 2.0**63, "uniform").pvalue > KEEP
