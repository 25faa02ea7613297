"""Rules as compiled code, and how compiled code looks into a state (`sim.fields.state`).

Everything numba needs to be told stands here, once; no rule needs to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils, datamodel
from numba.core.typing.templates import AttributeTemplate
from numba.experimental import structref
from numba.extending import (
    NativeValue,
    box,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    register_jitable,
    unbox,
)
from numba.np.numpy_support import from_dtype

from sim.machine import kernel_cache

F = TypeVar("F", bound=Callable[..., Any])
CODE: Final = kernel_cache.fingerprint()  # of all that goes into rules
ROW: Final = "numbers_row"  # the field of a state that holds its row of numbers


def rule(function: F) -> F:
    """A rule of the world: compiled within whatever `entry` calls it.

    Python itself calls it as the plain function that it is: what a test tries, and what may be
    replaced, is the source.
    """
    if not config.DISABLE_JIT:
        register_jitable(no_cfunc_wrapper=True)(function)
    return function


def entry(function: F) -> F:
    """A rule that Python calls every week: compiled, kept on disk, and free of Python's lock."""
    compiled = kept(function)
    ENTRIES.append(compiled)
    return compiled


def kept(function: F, forceinline: bool = False) -> F:
    """Compile and keep on disk for as long as no file that goes into rules changes.

    numba looks at the function's own file alone: a changed rule would leave the entry that calls
    it as it was, in a folder of the user's choice for ever (`sim.machine.kernel_cache`).
    """
    compiled: Any = njit(cache=True, nogil=True, forceinline=forceinline)(function)
    if not config.DISABLE_JIT:
        file = compiled._cache._cache_file
        file._source_stamp = (file._source_stamp, CODE)
    made: F = compiled
    return made


ENTRIES: Final[list[Any]] = []  # every entry of the modules that have been imported


class StateType(types.StructRef):  # type: ignore[misc]
    """A class of state to numba: arrays, other states, and a row of numbers.

    Known by its name alone: every symbol would otherwise spell out every column of every table.
    """

    def __init__(
        self,
        kind: type[Any],
        fields: Mapping[str, Any],
        row: np.dtype[Any],
        growing: frozenset[str],
    ) -> None:
        self.kind, self.growing = kind, growing
        self.row = from_dtype(row)
        super().__init__((*fields.items(), (ROW, types.Array(self.row, 1, "C"))))
        self.name = f"State({kind.__module__}.{kind.__qualname__})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Kept on disk as the class that it stands for."""
        return type(self).of, (self.kind,)

    @staticmethod
    def of(kind: type[Any]) -> StateType:
        """The type of a class of state: one object a class."""
        known: StateType = kind.compiled_type()
        return known


@datamodel.register_default(StateType)
class _StateModel(datamodel.models.StructModel):  # type: ignore[misc]
    """A state as rules hold it: where it lies, and no count of who looks at it.

    Python holds it, and the states within it, while rules run; to count each look of each rule
    took most of the time of a loop over people.
    """

    def __init__(self, manager: Any, kind: StateType) -> None:
        super().__init__(manager, kind, [("meminfo", types.voidptr)])


def array_type(kind: np.dtype[Any], dimensions: int) -> Any:
    """The type of an array of a state."""
    return types.Array(from_dtype(kind), dimensions, "C")


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    """What `state.name` is: an array, a state within, a number, or a row of numbers."""

    key = StateType

    def generic_resolve(self, kind: StateType, name: str) -> Any:
        """The type of an attribute; None where there is none of that name."""
        if name in kind.field_dict:
            return kind.field_dict[name]
        return kind.row.typeof(name) if name in kind.row.fields else None


def _payload(context: Any, builder: Any, kind: StateType, state: Any) -> Any:
    return structref._Utils(context, builder, kind).get_data_struct(state)


@lower_getattr_generic(StateType)
def _read(context: Any, builder: Any, kind: StateType, state: Any, name: str) -> Any:
    payload = _payload(context, builder, kind, state)
    if name in kind.field_dict:
        field, held = kind.field_dict[name], getattr(payload, name)
        if name in kind.growing:
            return structref.imputils.impl_ret_borrowed(context, builder, field, held)
        return _lent(context, builder, field, held)
    place, model = _place_of(context, builder, kind, payload, name)
    return model.load_from_data_pointer(builder, place)


@lower_setattr_generic(StateType)
def _write(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
    (kind, given), (state, value) = signature.args, args
    payload = _payload(context, builder, kind, state)
    if name in kind.field_dict:
        field = kind.field_dict[name]
        value = context.cast(builder, value, given, field)
        context.nrt.incref(builder, field, value)
        context.nrt.decref(builder, field, getattr(payload, name))
        setattr(payload, name, value)
        return
    value = context.cast(builder, value, given, kind.row.typeof(name))
    place, model = _place_of(context, builder, kind, payload, name)
    builder.store(model.as_data(builder, value), place)


def _lent(context: Any, builder: Any, field: Any, held: Any) -> Any:
    """What no rule replaces: Python holds it while rules run, so nobody counts who looks at it."""
    if isinstance(field, StateType):
        return held
    array = context.make_array(field)(context, builder, held)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    return array._getvalue()


def _place_of(context: Any, builder: Any, kind: StateType, payload: Any, name: str) -> Any:
    """Where a number lies in memory, and how it is kept there."""
    row = context.make_array(kind.field_dict[ROW])(context, builder, getattr(payload, ROW))
    start = builder.bitcast(row.data, ir.IntType(8).as_pointer())
    offset = context.get_constant(types.intp, kind.row.offset(name))
    model = context.data_model_manager[kind.row.typeof(name)]
    place = cgutils.pointer_add(builder, start, offset)
    return builder.bitcast(place, model.get_data_type().as_pointer()), model


# from Python to compiled rules and back


class Handle:
    """What Python holds of a compiled state: the memory behind it."""

    def __init__(self, memory: Any) -> None:
        self.memory = memory


@box(StateType)
def _handed(kind: StateType, state: Any, c: Any) -> Any:
    """A compiled state as a `Handle`."""
    memory = cgutils.create_struct_proxy(kind)(c.context, c.builder, value=state).meminfo
    boxed = c.box(types.MemInfoPointer(types.voidptr), memory)
    maker = c.pyapi.unserialize(c.pyapi.serialize_object(Handle))
    handle = c.pyapi.call_function_objargs(maker, [boxed])
    c.pyapi.decref(maker)
    c.pyapi.decref(boxed)
    return handle


@unbox(StateType)
def _given(kind: StateType, state: Any, c: Any) -> NativeValue:
    """A state as rules take it; an error in making it is raised, where numba's own would crash."""
    held = c.pyapi.object_getattr_string(state, "memory")
    given = cgutils.create_struct_proxy(kind)(c.context, c.builder)
    faulty = cgutils.is_null(c.builder, held)
    with c.builder.if_then(c.builder.not_(faulty)):
        counted = types.MemInfoPointer(types.voidptr)
        given.meminfo = c.unbox(counted, held).value
        c.context.nrt.decref(c.builder, counted, given.meminfo)  # Python holds it for the call
        c.pyapi.decref(held)
    return NativeValue(given._getvalue(), is_error=faulty)


@intrinsic  # type: ignore[misc]
def _made(typing: Any, kind: Any, fields: Any) -> Any:
    """A new compiled state of these arrays and states, in the order in which they are declared."""
    made: StateType = kind.instance_type

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        state = context.compile_internal(builder, lambda: structref.new(made), made(), ())
        payload = _payload(context, builder, made, state)
        for number, (name, field) in enumerate(made.field_dict.items()):
            value = builder.extract_value(args[1], number)
            value = context.cast(builder, value, signature.args[1][number], field)
            context.nrt.incref(builder, field, value)
            setattr(payload, name, value)
        return state

    return made(kind, fields), code


def maker_of(kind: StateType) -> Any:
    """A compiled function that makes a state of this type of a tuple of its fields."""

    def make(fields: Any) -> Any:
        return _made(kind, fields)

    return _for_one(make, kind.kind.__qualname__)


def reader_of(name: str) -> Any:
    """A compiled function that gives an array of a state as it is now."""

    @intrinsic  # type: ignore[misc]
    def get(typing: Any, state: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return _read(context, builder, state, args[0], name)

        return state.field_dict[name](state), code

    def read(state: Any) -> Any:
        return get(state)

    return _for_one(read, name)


def writer_of(name: str) -> Any:
    """A compiled function that puts another array into a state, wherever that state is held."""

    @intrinsic  # type: ignore[misc]
    def put(typing: Any, state: Any, array: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _write(context, builder, signature, args, name)
            return context.get_dummy_value()

        return types.none(state, array), code

    def write(state: Any, array: Any) -> None:
        put(state, array)

    return _for_one(write, name)


def _for_one(function: Any, about: str) -> Any:
    """A function that is made for one thing, compiled and kept on disk under a name of its own.

    Under one name in two processes, machine code for one array would be taken for another's.
    """
    function.__name__ = function.__qualname__ = f"{function.__name__}_{about}"
    return kept(function)
