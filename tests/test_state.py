"""A state is one memory to compiled rules and to Python, however it is changed, grown or copied."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from typing import Annotated, TypedDict

import numpy as np
import pytest

from sim.fields.column import I4, R4, R8, Column, dtype_of
from sim.fields.compiled import rule
from sim.fields.state import Array, Named, Number, Part, State, Table


class Rows(TypedDict):
    """(n,) a table."""

    amount: Annotated[R8, Column("what there is", "persons")]
    share: Annotated[R4, Column("a share", "0 to 1", 0, 1)]
    count: Annotated[I4, Column("a count", "rows")]


class Inner(State):
    """A state within another."""

    rows = Table(Rows, growing=True)
    cash = Number("i8", 5)
    share = Number("f8", 0.5)
    there = Number("?")


class Outer(State):
    """A state with one of each kind of attribute."""

    inner = Part(Inner)
    table = Table(Rows)
    square = Array("f8", 2)
    by_name = Named()
    week = Number("i8", -1)

    names_by_name = ("one", "two")


@rule
def a_week(outer: Outer) -> int:
    """Write every kind of attribute."""
    outer.week += 1
    outer.inner.cash -= 1
    outer.inner.share = 0.25 * outer.inner.share
    outer.inner.there = outer.week > 0
    outer.table["amount"][1] += 2.0
    outer.square[0, 1] = outer.by_name[1]
    outer.by_name[0] += 1.0
    return len(outer.inner.rows)


@rule
def grow(inner: Inner) -> None:
    """Put a longer table in the place of the old one."""
    more = np.zeros(len(inner.rows) + 1, inner.rows.dtype)
    more[: len(inner.rows)] = inner.rows
    more["count"][len(inner.rows)] = 7
    inner.rows = more


def an_outer() -> Outer:
    outer = Outer()
    outer.inner = Inner()
    outer.inner.rows = np.zeros(2, dtype_of(Rows))
    outer.table = np.zeros(3, dtype_of(Rows))
    outer.square = np.zeros((2, 2))
    outer.by_name = [0.0, 9.0]
    return outer


def test_what_a_rule_writes_python_reads_and_the_other_way_round() -> None:
    outer = an_outer()
    assert a_week(outer) == 2
    assert (outer.week, outer.inner.cash, outer.inner.share) == (0, 4, 0.125)
    assert (outer.inner.there, outer.by_name["one"], outer.square[0, 1]) == (False, 1.0, 9.0)
    outer.week, outer.inner.share, outer.by_name["two"] = 10, 1.0, 3.0
    outer.table["amount"][1] = 100.0
    a_week(outer)
    assert (outer.week, outer.inner.share, outer.inner.there) == (11, 0.25, True)
    assert (outer.table["amount"][1], outer.square[0, 1]) == (102.0, 3.0)


def test_a_table_that_a_rule_grows_is_longer_for_python_and_for_the_next_rule() -> None:
    outer = an_outer()
    a_week(outer)
    grow(outer.inner)
    assert outer.inner.rows["count"].tolist() == [0, 0, 7]
    assert a_week(outer) == 3


def test_a_table_that_python_replaces_reaches_rules_wherever_it_is_held() -> None:
    """The outer state has been seen by rules: they hold the inner one within it."""
    outer = an_outer()
    a_week(outer)
    outer.inner.rows = np.zeros(5, dtype_of(Rows))
    outer.square = np.ones((2, 2))
    assert a_week(outer) == 5
    assert outer.square.tolist() == [[1.0, 9.0], [1.0, 1.0]]


def test_what_a_rule_grew_stays_when_python_replaces_something_else() -> None:
    outer = an_outer()
    a_week(outer)
    grow(outer.inner)
    outer.inner = copy.copy(outer.inner)
    assert a_week(outer) == 3


@pytest.mark.parametrize("way", ["deepcopy", "pickle"])
def test_a_copy_goes_its_own_way(way: str) -> None:
    outer = an_outer()
    a_week(outer)
    grow(outer.inner)
    other = copy.deepcopy(outer) if way == "deepcopy" else pickle.loads(pickle.dumps(outer))
    a_week(other)
    assert (outer.week, other.week, outer.inner.cash, other.inner.cash) == (0, 1, 4, 3)
    assert (len(other.inner.rows), other.inner.rows["count"][2]) == (3, 7)
    other.inner.rows["count"][2] = 1
    assert outer.inner.rows["count"][2] == 7


def test_a_shallow_copy_shares_tables_but_not_numbers() -> None:
    outer = an_outer()
    other = copy.copy(outer)
    other.week = 5
    other.table["amount"][0] = 1.0
    assert (outer.week, outer.table["amount"][0]) == (-1, 1.0)


def test_a_table_of_other_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="square has 1 dimensions; must have 2"):
        an_outer().square = np.zeros(2)


def test_an_attribute_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'weeks'"):
        _ = an_outer().weeks  # type: ignore[attr-defined]
    with pytest.raises(KeyError, match="three"):
        _ = an_outer().by_name["three"]


def test_a_state_that_is_not_whole_raises_and_does_not_crash() -> None:
    """In a process of its own: numba's own way of taking an object apart would crash there."""
    text = (
        "from sim.fields.compiled import rule\n"
        "from sim.fields.state import Array, State\n"
        "class Half(State):\n    row = Array('f8')\n"
        "@rule\ndef first(half):\n    return half.row[0]\n"
        "try:\n    first(Half())\nexcept AttributeError as error:\n    print('said', error)\n"
    )
    env = {name: value for name, value in os.environ.items() if name != "NUMBA_DISABLE_JIT"}
    done = subprocess.run(
        [sys.executable, "-c", text.replace("@rule", "@__import__('numba').njit")],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "said Half is not whole: row is not set")
