"""State as one object that rules take whole, compiled or not, and that Python reads and writes.

A class of state declares what rules see of it: tables and arrays, other states, numbers.

    class Mission(State):
        units = Table(Units, growing=True)  # world.mission.units["persons"][i]
        consent = Number("f8")              # world.mission.consent = 0.4

A function under `@rule` (`sim.fields.compiled`) reads `world.mission.consent` straight from
memory; with `NUMBA_DISABLE_JIT=1` the same source is plain Python. Both mean the same memory:
tables are numpy arrays, and numbers lie in a table of one row. Other attributes of a state are
Python's own, and rules do not see them.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast, overload

import numpy as np
from numba import config
from numpy.typing import NDArray

from sim.fields import compiled
from sim.fields.by_name import ByName
from sim.fields.column import dtype_of
from sim.fields.compiled import ROW, StateType

T = TypeVar("T")
MEMORY: Final = "memory"  # what compiled rules hold of a state; made when first needed
WITHIN: Final = "memories_within"  # the same of the states within it, which it only points to


class _Declared:
    """An attribute that rules see."""

    name = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name


class Array(_Declared):
    """An array; `growing`: rules may put a longer one in its place."""

    def __init__(self, kind: Any, dimensions: int = 1, *, growing: bool = False) -> None:
        self.kind, self.dimensions, self.growing = np.dtype(kind), dimensions, growing

    def compiled(self) -> Any:
        """Its type in compiled rules."""
        return compiled.array_type(self.kind, self.dimensions)

    def __get__(self, state: Any, owner: Any = None) -> Any:
        """The array as it is now."""
        if state is None:
            return self
        if self.growing and MEMORY in state.__dict__:
            return _reader_of(self.name)(state)
        return state.__dict__[self.name]

    def __set__(self, state: Any, array: Any) -> None:
        """Put another array there. ValueError: one of other dimensions."""
        fresh = np.ascontiguousarray(array, self.kind)
        if fresh.ndim != self.dimensions:
            raise ValueError(
                f"{self.name} has {fresh.ndim} dimensions; must have {self.dimensions}"
            )
        if fresh.dtype is not self.kind:  # numba knows a dtype again at once by identity
            fresh = fresh.view(self.kind)
        state.__dict__[self.name] = fresh
        if MEMORY in state.__dict__:  # where rules hold it, within others too
            _writer_of(self.name)(state, fresh)


class Table(Array, Generic[T]):
    """A table of columns, by its class: its columns are known by type."""

    def __init__(self, table: type[T], dimensions: int = 1, *, growing: bool = False) -> None:
        super().__init__(dtype_of(table), dimensions, growing=growing)

    if TYPE_CHECKING:

        @overload
        def __get__(self, state: None, owner: Any = None) -> Table[T]: ...

        @overload
        def __get__(self, state: State, owner: Any = None) -> T: ...

        def __get__(self, state: Any, owner: Any = None) -> Any:
            """The table as it is now."""

        def __set__(self, state: State, table: T | NDArray[np.void]) -> None:
            """Put another table there."""


class Named(Array):
    """Numbers by name to Python, by position to rules; `names_<name>` of the state lists them."""

    def __init__(self) -> None:
        super().__init__("f8")

    def __get__(self, state: Any, owner: Any = None) -> Any:
        """The numbers, by name or position."""
        if state is None:
            return self
        return ByName(state.__dict__[self.name], getattr(state, f"names_{self.name}"))

    def __set__(self, state: Any, numbers: Any) -> None:
        """Other numbers, in order or by name."""
        names = getattr(state, f"names_{self.name}")
        if isinstance(numbers, (dict, ByName)):
            numbers = [numbers.get(name, 0.0) for name in names]
        super().__set__(state, np.array(numbers, np.float64))


class Part(_Declared, Generic[T]):
    """Another state within this one."""

    def __init__(self, kind: type[T]) -> None:
        self.kind: Any = kind

    def compiled(self) -> Any:
        """Its type in compiled rules."""
        return self.kind.compiled_type()

    @overload
    def __get__(self, state: None, owner: Any = None) -> Part[T]: ...

    @overload
    def __get__(self, state: State, owner: Any = None) -> T: ...

    def __get__(self, state: Any, owner: Any = None) -> Any:
        """The state within."""
        return self if state is None else state.__dict__[self.name]

    def __set__(self, state: Any, part: T) -> None:
        """Put another one there."""
        _let_go(state)
        state.__dict__[self.name] = part


class Number(_Declared):
    """A number, or a yes or no, that rules read and write; `start`: its value before that."""

    def __init__(self, kind: str, start: Any = 0) -> None:
        self.kind, self.start = np.dtype(kind), start

    def __get__(self, state: Any, owner: Any = None) -> Any:
        """Its value."""
        return self if state is None else state.numbers[self.name][0].item()

    def __set__(self, state: Any, value: Any) -> None:
        """Give it another value."""
        state.numbers[self.name][0] = value


class State:
    """What rules take whole. Copied and pickled as its arrays and whatever else it holds."""

    @classmethod
    def number_types(cls) -> np.dtype[Any]:
        """The dtype of its row of numbers: those declared, unless a class knows better."""
        own = [(name, one.kind) for name, one in declared(cls).items() if isinstance(one, Number)]
        return np.dtype(own, align=True)

    @classmethod
    def compiled_type(cls) -> StateType:
        """Its type in compiled rules."""
        kind: Any = cls
        return _type_of(kind)

    @property
    def _kind(self) -> Any:
        return type(self)

    @property
    def numbers(self) -> NDArray[np.void]:
        """(1,) the row of its numbers."""
        row: NDArray[np.void] | None = self.__dict__.get(ROW)
        if row is None:
            row = self.__dict__[ROW] = np.zeros(1, _row_of(self._kind))
            for name, one in declared(type(self)).items():
                if isinstance(one, Number):
                    row[name] = one.start
        return row

    def __init_subclass__(cls) -> None:
        """Nothing is known of how rules see it before one is called."""
        kind: Any = cls
        kind._numba_type_ = property(_known)

    def __getattr__(self, name: str) -> Any:
        """What compiled rules hold of it (`MEMORY`), when there is nothing yet or no more."""
        if name != MEMORY:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        if config.DISABLE_JIT:
            raise RuntimeError("a compiled rule was asked for, but the compiler is off")
        if missing := [field for field in _fields(self._kind) if field not in self.__dict__]:
            raise AttributeError(f"{type(self).__name__} is not whole: {missing[0]} is not set")
        fields = [self.__dict__[field] for field in _fields(self._kind)]
        self.__dict__[WITHIN] = [part.memory for part in fields if isinstance(part, State)]
        self.__dict__[MEMORY] = _maker_of(self._kind)((*fields, self.numbers)).memory
        return self.__dict__[MEMORY]

    def __getstate__(self) -> dict[str, Any]:
        """What it holds, as it is now; numbers are copied, arrays as whoever asks sees fit."""
        own = self.__dict__.items()
        kept = {name: value for name, value in own if name not in (MEMORY, WITHIN)}
        return {**kept, **_grown(self), ROW: self.numbers.copy()}


def _known(state: State) -> StateType:
    """How numba knows what this is; found once a class, then a plain attribute of it."""
    kind: Any = type(state)
    kind._numba_type_ = _type_of(kind)
    found: StateType = kind._numba_type_
    return found


def _grown(state: State) -> dict[str, Any]:
    """Arrays that rules may have replaced, as they are now."""
    growing = [n for n, x in declared(type(state)).items() if isinstance(x, Array) and x.growing]
    return {name: getattr(state, name) for name in growing if name in state.__dict__}


def _let_go(state: State) -> None:
    """Something is about to be replaced: rules get it at their next call."""
    if MEMORY in state.__dict__:
        state.__dict__ |= _grown(state)
        del state.__dict__[MEMORY]


def declared(kind: type[State]) -> dict[str, _Declared]:
    """What rules see of a class of state, by name, in order."""
    return _seen(cast(Hashable, kind))


@cache
def _seen(kind: Any) -> dict[str, _Declared]:
    found: dict[str, _Declared] = {}
    for base in reversed(kind.__mro__):
        found.update({n: one for n, one in vars(base).items() if isinstance(one, _Declared)})
    return found


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(name for name, one in declared(kind).items() if isinstance(one, (Array, Part)))


@cache
def _row_of(kind: Any) -> np.dtype[Any]:
    row: np.dtype[Any] = kind.number_types()
    return row


@cache
def _type_of(kind: Any) -> StateType:
    seen: dict[str, Any] = {**declared(kind)}
    fields = {name: seen[name].compiled() for name in _fields(kind)}
    growing = frozenset(name for name in fields if getattr(seen[name], "growing", False))
    return StateType(kind, fields, _row_of(kind), growing)


@cache
def _maker_of(kind: Any) -> Any:
    return compiled.maker_of(_type_of(kind))


@cache
def _reader_of(name: str) -> Any:
    return compiled.reader_of(name)


@cache
def _writer_of(name: str) -> Any:
    return compiled.writer_of(name)
