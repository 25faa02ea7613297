"""What a lever declares of itself, all in its own module: fields, bill, work, claims.

`sim.levers` lists which levers take part; everything that needs to know about one (the week, the
ledger, the checks of a scenario, `bluehelm levers`, the page, the no-effect world, the gate)
reads it from here. A lever from outside the package is declared in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.fields.claim import Claim
from sim.fields.parameter import Group, effects, parameters
from sim.policy.table import LeverTable

World = Any  # sim.state.world.World, which stands above this
Bill = Callable[[World], dict[str, float] | None]  # None: written into `mission.bills`
Work = Callable[[World], None]


@dataclass(frozen=True, eq=False)
class Lever:
    """One thing a mission can do.

    `table`: the fields a user sets; `numbers`: numbers of nature that are this lever's own;
    `bill(world)`: dollars of a week by item of the ledger; `work(world)`: what it does each month
    where, into `world.works` and the governments; `standing`: items that are people under
    contract, paid as standing costs (others are programmes and take `setup_months` to stand);
    `prices`: paths in nature of what its bill is made of; `reads` and `writes`: columns that
    `work` touches; `after`: levers whose work it builds on; `amounts`: none, low and high of the
    fields that are its amount; `needs`: what it needs of others in order to act; `claims`;
    `rests_on`: by field ("": every other one) the fields, of any lever, without which it does
    nothing; `waits_for`: by field likewise, what has to happen first, which only a run shows.
    ValueError: a declaration that lacks something, with what to add.
    """

    table: type[LeverTable]
    claims: tuple[Claim, ...] = ()
    amounts: Mapping[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    numbers: type[Group] | None = None
    bill: Bill | None = None
    work: Work | None = None
    standing: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # items that are owed like standing costs, but come last
    prices: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()  # paths of effects that stand in a mechanism's room
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    needs: Mapping[str, Any] = field(default_factory=dict)
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waits_for: Mapping[str, str] = field(default_factory=dict)
    at_once: bool = False  # people who are there need no setting up
    in_dollars: bool = False  # what is set is what it costs

    @property
    def name(self) -> str:
        """The lever's table in a scenario: `policy.<name>`."""
        return self.table.NAME

    def rests(self, name: str) -> tuple[str, ...]:
        """Fields (`<lever>.<field>`) of which one must be more than nothing for `name` to act."""
        return self.rests_on.get(name, self.rests_on.get("", ()))

    def waits(self, name: str) -> str:
        """What has to happen before a field matters; empty: nothing."""
        return self.waits_for.get(name, self.waits_for.get("", ""))

    @property
    def items(self) -> tuple[str, ...]:
        """Items of the ledger, standing ones first."""
        return (*self.standing, *self.programme)

    @property
    def programme(self) -> tuple[str, ...]:
        """Its item as a programme; empty for standing costs and for what costs nothing."""
        return (self.name,) if self.bill is not None and not self.standing else ()

    def __post_init__(self) -> None:
        for fault in faults(self):
            raise ValueError(f"lever {self.name}: {fault}")


def faults(lever: Lever) -> list[str]:
    """What a lever's declaration lacks, each with what to add."""
    found = []
    fields = {p.path.rpartition(".")[2]: p for p in parameters(lever.table, lever.name)}
    own = set(lever.numbers.model_fields) if lever.numbers else set()
    dates = set(lever.table.model_fields) - set(fields)
    if not lever.claims:
        found.append("claims nothing; add Claim(outcome, sign): what should it move, which way?")
    if unknown := set(lever.amounts) - set(fields) - dates:
        found.append(f"amounts names {sorted(unknown)}, which are no fields of it")
    asked = {*lever.rests_on, *lever.waits_for} - {""}
    if unknown := asked - set(lever.table.model_fields):
        found.append(f"rests_on or waits_for names {sorted(unknown)}, which are no fields of it")
    if not lever.amounts:
        found.append("has no amounts; say none, low and high of the fields that are its amount")
    caused = [claim for claim in lever.claims if not claim.bookkeeping]
    marked = effects(lever.numbers) if lever.numbers else ()
    if caused and (lever.bill or lever.work) and not (marked or lever.effects):
        found.append(
            "claims an effect and marks no number as effect=True (nor names one in `effects`): "
            "it would act in the no-effect world"
        )
    if lever.bill and not (lever.prices or lever.in_dollars):
        found.append("has a bill and names no prices; add prices=(path in nature, ...)")
    if lever.programme and not lever.at_once and "setup_months" not in own:
        found.append("is a programme without setup_months among its numbers, nor at_once=True")
    if lever.numbers is not None and lever.name != lever.numbers.TABLE:
        found.append(f"its numbers have TABLE {lever.numbers.TABLE!r}; must be its name")
    if not hasattr(lever.table, "HELP"):
        found.append("its table has no HELP; add HELP = LeverHelp(about=..., ...)")
    if wrong := [name for name, three in lever.amounts.items() if len(three) != 3]:
        found.append(f"amounts of {wrong[0]} must be three: none, low and high")
    if isinstance(lever.writes, str) or isinstance(lever.reads, str):
        found.append('reads and writes are tuples of columns, e.g. ("works.calm",)')
    if lever.work and not lever.writes:
        found.append("has work and names no column it writes; add writes=(...)")
    return found


def in_order_of_work(levers: Sequence[Lever]) -> list[Lever]:
    """Levers in the order in which they work: as listed, each after those it builds on."""
    waiting = [lever for lever in levers if lever.work is not None]
    names = {lever.name for lever in waiting}
    done: list[Lever] = []
    while waiting:
        ready = {lever.name for lever in done}
        free = [x for x in waiting if set(x.after) & names <= ready]
        if not free:
            raise ValueError(f"levers wait for each other: {[x.name for x in waiting]}")
        done.append(free[0])
        waiting.remove(free[0])
    return done
