"""What all of Bluehelm's Mesa agents share: a row of a table, and keyed luck."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, ClassVar, Protocol, TypeVar

import mesa

from sim.luck import streams
from sim.state.world import World

F = TypeVar("F", bound=Callable[..., Any])


class _Ids(weakref.WeakKeyDictionary[Any, Iterator[int]]):
    """Mesa 3.3 keeps a class-level counter per model that never lets the model go; this does."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        if model not in self:
            self[model] = itertools.count(1)
        return super().__getitem__(model)


class Column:
    """An attribute that lives in the agent's row of a table; reading and writing reach it.

    The table is looked up at every access, so nothing goes stale when a table grows or the
    model is copied.
    """

    def __init__(self, table: str, name: str, doc: str = "") -> None:
        self.table, self.name = table, name
        self.__doc__ = doc

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(agent.model.world, self.table)[self.name].item(agent.row)

    def __set__(self, agent: Any, value: Any) -> None:
        getattr(agent.model.world, self.table)[self.name][agent.row] = value


class Model(Protocol):
    """What agents need of the model they live in; `sim.model.PeaceModel` is one."""

    world: World
    space: Any
    news: Any

    def table(self, name: str) -> Any:
        """A population's table by name."""


def by_rule(method: F) -> F:
    """Mark a method that does what a compiled rule does, so that the rule may act in its place.

    What replaces the method, in a class or on an agent, has no such mark of its own.
    """
    method.__dict__["by_rule"] = method
    return method


class RowAgent(mesa.Agent):
    """A registered Mesa agent over one row of a table of the world.

    `ASKED`: methods that decide; where all of an agent's are marked `by_rule`, a rule decides
    for it. One that is replaced, in a class or on an agent, is called.
    """

    ASKED: ClassVar[tuple[str, ...]] = ("decide",)
    _ids: Any = _Ids()
    model: Model  # type: ignore[assignment]

    def __init__(self, model: Model, row: int) -> None:
        super().__init__(model)  # type: ignore[arg-type]
        self.row = row

    @property
    def world(self) -> World:
        """The state of the world this agent acts in."""
        return self.model.world

    def decide(self) -> None:
        """The monthly decision; override it to try another theory."""

    def remove(self) -> None:
        """Refused (RuntimeError): a row of a table cannot go; what it holds can be set."""
        kind = type(self).__name__
        raise RuntimeError(
            f"{kind}.remove(): an agent here is a row of a table and stays as long as its world; "
            "set what it holds instead (weight = 0.0 takes the persons out that a civilian or "
            "combatant stands for)"
        )

    @by_rule
    def luck(self, stream: int, key: int, ordinal: int = 0) -> float:
        """A uniform number in (0, 1) of this week, keyed by stream, `key` and `ordinal`."""
        return streams.u(self.world.seed, stream, self.world.week, key, ordinal)

    @classmethod
    def goes_by_rules(cls) -> bool:
        """True if no method that decides is another than the package's own."""
        asked = [getattr(cls, name) for name in cls.ASKED]
        return all(getattr(method, "by_rule", None) is method for method in asked)


def own_ways(agents: Iterable[RowAgent]) -> set[int]:
    """Rows of the agents that must be asked themselves: rules do not decide for them."""
    rows, kind, usual = set(), RowAgent, False
    for agent in agents:
        if type(agent) is not kind:
            kind = type(agent)
            usual = kind.goes_by_rules()
        if not usual or not agent.__dict__.keys().isdisjoint(kind.ASKED):
            rows.add(agent.row)
    return rows


def decide_in_order(
    world: World,
    agents: Collection[RowAgent],
    all_by_rule: Callable[[World], None],
    one_by_rule: Callable[[World, int], None],
) -> None:
    """All decide, in their order: who has a way of its own is asked, for others rules decide."""
    own = own_ways(agents)
    if not own:
        all_by_rule(world)
        return
    for agent in agents:
        if agent.row in own:
            agent.decide()
        else:
            one_by_rule(world, agent.row)
