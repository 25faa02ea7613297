"""Moving every field that a user can set from end to end, to see whether it is a mere label.

A field moves a world when the event log or a declared outcome that is not money differs between
its values, with the same luck: of words each from each other, of numbers any of the lowest, the
usual and the highest from another (a share of 0 and of 1 may come to the same). Prices may move
money alone.
"""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, get_args, get_origin

import numpy as np
from helpers import everything_on, without_phases
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.case.adaptive import Rule
from sim.case.parts import PARTS, Nature, Policy
from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import ScenarioError
from sim.model import PeaceModel
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import Run, step_to
from sim.state.parties import GOVERNMENT, Contributor, DatedEvent, FactionSpec, MissionSpec

LOOKS: Final = (26, 130, 260, 520)  # weeks after which two worlds are compared
WORLDS: Final = (
    *("zambara", "all levers", "leaving", "busy", "mali", "bosnia", "sierra-leone"),
    *("deals", "one offer", "homeland"),
    *("polls", "voted", "army", "truces", "land", "routed", "beaten", "siege", "haiti"),
)
MORE: Final = ("lessons/elite-crisis", "lessons/inclusive-deal", "lessons/one-refuses")
SEEDS: Final = (1, 2)
EVERYBODY: Final = ("Western Liberation Front", "Dukono Brigade", "Asari Guard")  # but the army
DEALS: Final[Mapping[str, Any]] = {  # soon made and soon broken, and offered to all
    "nature.politics.talks": 0.5,
    "nature.politics.agree": 0.5,
    "nature.politics.cheat": 0.5,
    "nature.politics.cheat_fades": 240.0,
    "nature.politics.hurt_scale": 10.0,
    "nature.politics.misjudged": 0.0,
    "nature.endings.fade_rate": 0.0,
    "mission.start": date(2000, 1, 3),
    "policy.mediation.teams": 12,
    "policy.mediation.pressure": 1.0,
    "policy.mediation.guarantees": 0.0,
    "policy.mediation.power_sharing": 0,
    "events": [  # to all, the ally of the government among them
        {"date": date(year, 6, 2), "kind": "offer", "parties": EVERYBODY}
        for year in range(2000, 2010)
    ],
}
ONE_OFFER: Final[Mapping[str, Any]] = {  # beside those of the scenario
    "nature.politics.talks": 0.5,
    "nature.politics.agree": 0.5,
    "nature.politics.cheat": 0.3,
    "nature.politics.hurt_scale": 10.0,
    "nature.politics.misjudged": 0.0,
    "mission.start": date(2000, 1, 3),
}
# Zambara under other plans, so that what is seldom done, or seldom happens, is there as well
PLANS: Final[Mapping[str, Mapping[str, Any]]] = {
    "all levers": {},
    "leaving": {
        "policy.funding.budget": 3.0e8,
        "policy.funding.cut": 0.3,
        "policy.funding.cut_start": date(2002, 6, 3),
        "policy.force.mandate": "observer",
        "policy.aid.access": "open",
        "policy.exit.begin": date(2003, 1, 6),
        "policy.exit.months": 12,
        "policy.exit.benchmark": 0.2,
        "policy.exit.handover": 0.5,
        "mission.host_consent": 0.4,
        "rules": [
            {"when": "deaths", "above": 2.0, "lever": "patrols", "field": "share", "to": 0.9},
        ],
    },
    "busy": {
        "nature.violence.level": 6.0,
        "nature.violence.mission_attack_rate": 2.0,
        "nature.endings.split": 1.0,
        "nature.endings.fade_rate": 0.2,
        "nature.endings.fade_share": 0.5,
        "nature.endings.remobilise": 1.0,
        "nature.politics.talks": 0.3,
        "nature.politics.agree": 0.3,
        "policy.force.troops": 15_000,
        "policy.mediation.pressure": 0.5,
        "policy.funding.budget": 2.0e9,
        "nature.combatants": 1500,
    },
    "deals": DEALS,
    "one offer": ONE_OFFER,
    "homeland": {
        "nature.politics.talks": 0.0,
        "nature.endings.fade_rate": 0.0,
        "nature.endings.homeland": 0.1,
        "factions.1.goal": "territory",
    },
    "polls": {  # rejected counts while deals stand, and observers who guarantee them
        **DEALS,
        "nature.ballots.election_crisis": 1.0,
        "nature.politics.cheat": 0.2,
        "nature.politics.crisis_months": 24.0,
        "nature.politics.crisis_return": 0.2,
        "policy.force.mandate": "observer",
        "policy.force.troops": 15_000,
        "policy.elections.security": 0.5,
        "events": [
            *DEALS["events"],
            *({"date": date(year, 12, 1), "kind": "election"} for year in range(2000, 2010)),
        ],
    },
    "voted": {  # signatories who stand, and who governs blamed for all that people fear
        **DEALS,
        "nature.politics.cheat": 0.0,
        "nature.ballots.swing": 0.5,
        "nature.ballots.office": 0.0,
        "nature.ballots.kin_votes": 1.0,
        "nature.ballots.fear_blames": 1.0,
        "factions.1.goal": "government",
        "factions.2.goal": "government",
    },
    "army": {  # deals that name the state's army, and camps for it
        **DEALS,
        "nature.politics.cheat": 0.0,
        "policy.ddr.places": 20_000,
        "policy.funding.budget": 2.0e9,
        "events": [
            {**offer, "parties": ("Zambara Armed Forces", *EVERYBODY)} for offer in DEALS["events"]
        ],
    },
    "truces": {  # soon made and soon broken
        **DEALS,
        "nature.politics.agree": 0.05,
        "nature.politics.ceasefire": 0.5,
        "nature.politics.violate": 0.5,
    },
    "land": {  # who wants territory holds more than its people's
        **ONE_OFFER,
        "factions.1.goal": "territory",
        "factions.1.fighters": 40_000,
        "factions.1.presence": {},
    },
    "routed": {  # an army that is dwarfed, and whose capital decides nothing
        "nature.power.victory": 0.0,
        "nature.politics.talks": 0.0,
        "nature.endings.fade_rate": 0.0,
        "factions.0.fighters": 1000,
        "factions.1.fighters": 20_000,
        "factions.3.fighters": 300,
    },
    "beaten": {  # rebels who are few and stay few
        "nature.politics.talks": 0.0,
        "nature.endings.fade_rate": 0.2,
        "nature.endings.fade_share": 1.0,
        "nature.recruitment.rate": 0.0,
        "factions.1.fighters": 150,
        "factions.2.fighters": 150,
    },
    "siege": {  # two armies that hold lines, and towns that starve between them
        "nature.politics.talks": 0.0,
        "nature.endings.fade_rate": 0.0,
        "nature.sieges.ring": 0.1,
        "nature.sieges.fall": 1.0,
        "nature.sieges.defence": 3.0,
        "factions.0.warfare": "conventional",
        "factions.1.warfare": "conventional",
        "factions.1.fighters": 20_000,
    },
}
WORDS: Final = (
    "source",
    "name",
    "known_as",
    "title",
    "phases",
    "contributors",
)  # nothing to move by itself
AIM: Final = ("when", "place", "above", "below", "lever", "field", "to")  # what a rule is about
UNTOLD: Final = ("luck", "channel")  # of the log: numbers by which it is kept
PRICES: Final = frozenset(path for lever in PARTS.levers for path in lever.prices)
NEAR: Final = 1e-9  # outcomes nearer to each other are the same sum in another order
SMALL: Final = {"nature.civilians": 300, "nature.combatants": 300}
SAMPLES: Final = {"nature.civilians": (100, 600), "nature.combatants": (100, 600)}


@dataclass(frozen=True)
class Field:
    """A field by its dotted path (`factions.goal`: of any of them) as its group declares it."""

    path: str
    info: FieldInfo

    @property
    def group(self) -> str:
        """What it belongs to: nature, policy, mission, factions, contributors or events."""
        return self.path.partition(".")[0]

    @property
    def name(self) -> str:
        """Its last part."""
        return self.path.rpartition(".")[2]

    @property
    def is_number(self) -> bool:
        """Whether it has a lowest and a highest value."""
        return any(hasattr(bound, "ge") for bound in self.info.metadata)

    def ends(self) -> tuple[Any, ...]:
        """Its lowest, usual and highest number, both answers, or all its words."""
        kind = self.info.annotation
        if self.path in SAMPLES:
            return SAMPLES[self.path]
        if kind is bool:
            return (False, True)
        if get_origin(kind) is not None and get_args(kind) and isinstance(get_args(kind)[0], str):
            return get_args(kind)
        low = next((m.ge for m in self.info.metadata if hasattr(m, "ge")), None)
        high = next((m.le for m in self.info.metadata if hasattr(m, "le")), None)
        if low is None or high is None:
            return ()
        numbers = (
            [low, high] if self.info.default in (low, high) else [low, self.info.default, high]
        )
        return tuple(int(n) if kind is int else float(n) for n in numbers)


def fields() -> Iterator[Field]:
    """Every field of nature, policy and parties that is more than a name or a source."""
    groups = {
        "nature": Nature,
        "policy": Policy,
        "mission": MissionSpec,
        "contributors": Contributor,
        "factions": FactionSpec,
        "events": DatedEvent,
        "rules": Rule,
    }
    for name, kind in groups.items():
        yield from _below(kind, name)


def _below(kind: type[BaseModel], path: str) -> Iterator[Field]:
    for name, info in kind.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _below(inner, f"{path}.{name}")
        elif name not in (*WORDS, *(AIM if kind is Rule else ())):
            yield Field(f"{path}.{name}", info)


@cache
def world(name: str) -> Scenario:
    """A shipped scenario with few sampled people."""
    if name not in PLANS:
        return load_scenario(name, SMALL)
    case = world("zambara")
    plan = {**without_phases(case), **PLANS[name]}
    if name in ("all levers", "busy"):
        plan = {**everything_on(), **plan, "events": _often(case)}
    return case.replace(plan)


def _often(case: Scenario) -> list[dict[str, Any]]:
    """An election and an offer a year, beside what happens anyway."""
    parties = [f.name for f in case.factions if f.kind == "rebels"]
    more: list[dict[str, Any]] = []
    for week in range(110, 510, 50):
        more.append({"date": case.date_of(week), "kind": "election"})
        more.append({"date": case.date_of(week + 20), "kind": "offer", "parties": parties})
    return [*case.to_dict()["events"], *more]


# what moving a field changes in a scenario: for each value a set of overrides


Way = dict[str, dict[str, Any]]  # a value, in words, and what is set for it


def ways(field: Field, case: Scenario) -> Iterator[Way]:
    """What to set so that nothing but the field differs; one way for each row it may be of."""
    if field.group == "nature":
        yield {str(value): {field.path: value} for value in field.ends()}
    elif field.group == "policy":
        yield {str(value): _held(field, value, case) for value in _policies(field, case)}
    elif field.group == "mission":
        yield {str(value): {field.path: value} for value in _mission(field, case)}
    elif field.group == "contributors":
        for number in range(len(case.mission.contributors)):
            path = f"mission.contributors.{number}.{field.name}"
            yield {str(value): {path: value} for value in field.ends()}
    elif field.group == "factions":
        for number in range(len(case.factions)):
            path = f"factions.{number}.{field.name}"
            values = _faction(field, case, number)
            yield {word: {path: value} for word, value in values.items()}
    elif field.group == "rules":
        rule = {"when": "deaths", "above": 2.0, "lever": "patrols", "field": "share", "to": 0.9}
        yield {str(v): {"rules": [{**rule, field.name: v}]} for v in field.ends()}
    else:
        yield from _dated(field, case)


def _policies(field: Field, case: Scenario) -> tuple[Any, ...]:
    begin = case.mission.start or case.monday
    if field.name == "parties":
        return ([], [case.factions[-1].name])
    if not field.ends():
        return (begin + timedelta(weeks=4), begin + timedelta(weeks=60))
    return field.ends()


def _held(field: Field, value: Any, case: Scenario) -> dict[str, Any]:
    """A value that holds throughout: phases of its lever say nothing else of it."""
    lever = field.path.split(".")[1]
    phases = case.to_dict()["policy"][lever]["phases"]
    kept = [{k: v for k, v in phase.items() if k != field.name} for phase in phases]
    return {f"policy.{lever}.phases": kept, field.path: value}


def _mission(field: Field, case: Scenario) -> tuple[Any, ...]:
    begin = case.mission.start or case.monday
    if field.name == "start":
        return (begin, begin + timedelta(weeks=30))
    if field.name == "end":
        return (begin + timedelta(weeks=30), begin + timedelta(weeks=90))
    return field.ends()


def _faction(field: Field, case: Scenario, number: int) -> dict[str, Any]:
    others = [f.name for i, f in enumerate(case.factions) if i != number]
    places = case.region.names
    listed: dict[str, tuple[Any, ...]] = {
        "side": ("its own", GOVERNMENT),
        "community": ("", *case.region.community_names),
        "enters": (case.date_of(2), case.date_of(20)),
        "leaves": (case.date_of(22), case.date_of(100)),
        "at_peace_with": ([], others),
        "presence": ({places[0]: 1.0}, {places[-1]: 1.0}),
        "relations": ({others[0]: "allied"}, {others[0]: "hostile"}),
    }
    values = listed.get(field.name) or field.ends()
    unsaid = ("at_peace_with", "presence", "community", "relations")
    words = ["first", "other"] if field.name in unsaid else []
    return dict(zip(words or map(str, values), values, strict=False))


def _dated(field: Field, case: Scenario) -> Iterator[Way]:
    """A dated event more, of every kind."""
    rebels = [f.name for f in case.factions if f.side != GOVERNMENT and f.kind != "state"]
    if not rebels:
        return
    places = list(case.region.names)
    whole = {
        "date": case.date_of(60),
        "faction": rebels[0],
        "parties": rebels,
        "places": places,
        "amount": 0.5,
        "months": 36,
        "guarantee": 0.8,
        "sharing": 3,
    }
    listed: dict[str, tuple[Any, ...]] = {
        "date": (case.date_of(8), case.date_of(60)),
        "faction": (case.factions[0].name, rebels[0]),
        "parties": (rebels[:1], rebels),
        "places": (places[:1], places),
        "amount": (0.0, 1.0),
    }
    values = listed.get(field.name) or field.ends()
    words = ["one", "other"] if field.name in ("parties", "places") else list(map(str, values))
    kinds = get_args(DatedEvent.model_fields["kind"].annotation)
    events = case.to_dict()["events"]
    for kind in [None] if field.name == "kind" else kinds:
        made = [{"kind": kind, **whole, field.name: value} for value in values]
        yield {w: {"events": [e, *events]} for w, e in zip(words, made, strict=True)}


# whether worlds differ


def difference(one: Run, two: Run) -> str:
    """What differs first: the log, an outcome's name; nothing: empty."""
    a, b = one.kept.events, two.kept.events
    if len(a) != len(b):
        return "log"
    for name in a.dtype.names or ():
        if name not in UNTOLD and not np.array_equal(a[name], b[name]):
            return "log"
    for name, value in one.outcomes.items():
        if OUTCOMES[name].unit != "dollars" and not _same(value, two.outcomes[name]):
            return name
    return ""


def _same(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=NEAR, abs_tol=NEAR) or (math.isnan(a) and math.isnan(b))


@dataclass(frozen=True)
class Verdict:
    """What came of moving a field."""

    path: str
    moved: str = ""  # world, weeks and what differs first
    fault: str = ""  # what is alike

    def __str__(self) -> str:
        return f"{self.path}: {self.moved or self.fault}"


def moves(
    field: Field,
    names: Sequence[str] = (*WORLDS, *MORE),
    looks: Sequence[int] = LOOKS,
    seeds: Sequence[int] = SEEDS,
) -> Verdict:
    """Move a field in one world after the other until its values differ.

    Of rows (factions, contributors, events) one that it moves is enough.
    """
    alike: set[tuple[str, str]] | None = None
    money, where = False, ""
    for name, seed in itertools.product(names, seeds):
        for way in ways(field, world(name)):
            cases = _possible(world(name), way)
            if len(cases) < 2:
                continue
            left, found, cost = _compared(cases, seed, looks)
            money |= cost
            alike = left if alike is None else alike & left
            where = where or (found and f"{name}: {found}")
            if not alike or (found and field.is_number):
                return Verdict(field.path, moved=where)
    if alike is None:
        return Verdict(field.path, fault="no world takes two values")
    if money and field.path in PRICES:
        return Verdict(field.path, moved="cost")
    pairs = "; ".join(f"{a} = {b}" for a, b in sorted(alike))
    return Verdict(field.path, fault=pairs + (", but for money" if money else ""))


def _possible(case: Scenario, way: Way) -> dict[str, Scenario]:
    """The scenarios that a way makes; what none may be is left out."""
    cases = {}
    for value, changes in way.items():
        with contextlib.suppress(ScenarioError):
            cases[value] = case.replace(changes)
    return cases


def _compared(
    cases: Mapping[str, Scenario], seed: int, looks: Sequence[int]
) -> tuple[set[tuple[str, str]], str, bool]:
    """Pairs of values whose worlds stay alike, what differs first, and whether money does."""
    left = set(itertools.combinations(cases, 2))
    models = {value: PeaceModel(case, seed=seed) for value, case in cases.items()}
    weeks = max(case.weeks for case in cases.values())
    found, money = "", False
    for look in looks:
        if look > weeks:
            break
        runs = {value: Run.of_model(step_to(model, look)) for value, model in models.items()}
        for one, two in list(left):
            what = difference(runs[one], runs[two])
            money |= not _same(runs[one].outcomes["cost"], runs[two].outcomes["cost"])
            if what:
                left.discard((one, two))
                found = found or f"{what} in {look} weeks"
        if not left:
            break
    return left, found, money


def tried(path: str) -> Verdict:
    """What comes of moving the field of a path."""
    return moves(next(field for field in fields() if field.path == path))
