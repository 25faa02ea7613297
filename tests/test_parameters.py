"""Every number a user may set knows its unit, range, meaning and source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim import evidence
from sim.case.origin import Country
from sim.case.parts import Nature, Policy
from sim.case.scenario import Scenario
from sim.evidence.studies import studies
from sim.fields.parameter import SOURCE, Parameter, number, packed, parameters
from sim.nature.packing import Rules
from sim.state.parties import Contributor, DatedEvent, FactionSpec, MissionSpec

GROUPS: dict[str, type[BaseModel]] = {
    "nature": Nature,
    "policy": Policy,
    "factions": FactionSpec,
    "mission": MissionSpec,
    "contributors": Contributor,
    "events": DatedEvent,
    "region": Country,
    "scenario": Scenario,
}
ALL: list[Parameter] = [
    p
    for name, kind in GROUPS.items()
    for p in parameters(kind, name)
    if name != "scenario" or p.path.count(".") == 1  # nature and policy are there already
]


def groups_below(kind: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """A group and all groups inside it."""
    yield path, kind
    for name, info in kind.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from groups_below(info.annotation, f"{path}.{name}")


def fields() -> Iterator[tuple[str, str, FieldInfo, type[BaseModel]]]:
    """Path, name, field and owner of every field of every group."""
    for name, kind in GROUPS.items():
        for path, group in groups_below(kind, name):
            for field, info in group.model_fields.items():
                yield f"{path}.{field}", field, info, group


def test_numbers_are_tagged() -> None:
    """No number, switch or choice of nature and policy without unit and source."""
    untagged = []
    for path, name, info, _ in fields():
        number = info.annotation in (int, float, bool)
        choice = get_origin(info.annotation) is Literal and path.split(".")[0] in (
            "nature",
            "policy",
        )
        tagged = isinstance(info.json_schema_extra, dict) and "source" in info.json_schema_extra
        if (number or choice) and not tagged:
            untagged.append(path)
        elif name not in ("source", "phases") and not tagged:
            assert info.annotation not in (int, float), path
    assert not untagged, f"use sim.fields.parameter.parameter() for {untagged}"


def test_there_are_parameters_to_look_at() -> None:
    assert len(ALL) > 100
    assert len({p.path for p in ALL}) == len(ALL)


@pytest.mark.parametrize("p", ALL, ids=lambda p: p.path)
def test_a_parameter_says_what_it_is(p: Parameter) -> None:
    assert p.unit.strip()
    assert len(p.meaning) >= 8
    assert p.meaning == p.meaning.strip()
    assert not p.meaning.endswith(".")
    assert SOURCE.match(p.source)
    if isinstance(p.default, (bool, str)):
        return
    assert p.low is not None and p.high is not None, "a number carries low and high"
    assert p.low <= p.default <= p.high
    assert p.low < p.high


def test_evidence_that_is_named_exists() -> None:
    named = {p.path: p.source.split(":")[1] for p in ALL if p.source.startswith("evidence:")}
    assert named
    wrong = {path: id for path, id in named.items() if id not in studies()}
    assert not wrong


def test_meanings_differ() -> None:
    """Two parameters of one table with the same words are one too many, or badly told."""
    seen: dict[tuple[str, str], str] = {}
    for p in ALL:
        key = (p.path.rsplit(".", 1)[0], p.meaning)
        assert key not in seen, f"{p.path} and {seen[key]} mean the same"
        seen[key] = p.path


def test_defaults_stand_in_their_bounds_when_validated() -> None:
    """Pydantic does not check defaults by itself; a dump that loads again does."""
    for kind in (Nature, Policy, MissionSpec):
        group = kind()
        assert kind.model_validate(group.model_dump()) == group


def _breaking(p: Parameter) -> list[Any]:
    assert p.low is not None and p.high is not None
    step = 1 if isinstance(p.default, int) else max(abs(p.high), 1.0) * 1e-6
    return [p.low - step, p.high + step]


NUMBERS = [p for p in ALL if p.low is not None and p.path.split(".")[0] in ("nature", "policy")]


@pytest.mark.parametrize("p", NUMBERS, ids=lambda p: p.path)
def test_bounds_are_kept(p: Parameter) -> None:
    top, *middle, last = p.path.split(".")
    kind: Any = GROUPS[top]
    for name in middle:
        kind = kind.model_fields[name].annotation
    kind.model_validate({last: p.low})
    kind.model_validate({last: p.high})
    wrong: list[Any] = [*_breaking(p), "0.5", None, float("nan"), float("inf")]
    if isinstance(p.default, int):
        wrong.append(p.default + 0.5)
    for value in wrong:
        with pytest.raises(ValueError):
            kind.model_validate({last: value})


def test_every_group_refuses_unknown_keys_and_change() -> None:
    for path, _, _, group in fields():
        assert group.model_config.get("extra") == "forbid", path
        assert group.model_config.get("frozen"), path


def test_an_untagged_parameter_cannot_be_made() -> None:
    for source in ("", "guess", "evidence:", "evidence:3", "Evidence:E1", "calibrated "):
        with pytest.raises(ValueError, match="source"):
            number(1.0, "x", 0.0, 2.0, source, "something")


def test_kernels_get_every_number_of_nature() -> None:
    """Each table of nature reaches Rules under its own name, with all its numbers, as floats."""
    nature = Nature()
    rules = Rules(nature)
    tables = [n for n, kind in groups_below(Nature, "nature") if kind is not Nature]
    for path in tables:
        name = path.split(".")[1]
        assert hasattr(rules, name), f"Rules has no field {name}: it reaches no kernel"
        values = getattr(rules, name)
        assert values == packed(getattr(nature, name))
        assert all(type(value) is float for value in values)


def test_no_parameter_is_there_for_nothing() -> None:
    """Every field of nature and policy is read somewhere, as an attribute."""
    package = Path(evidence.__file__).parent.parent
    read = set()
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                read.add(node.attr)
    by_name = {"food", "water", "health", "shelter"}  # levers.aid reads its sectors in a loop
    names = {p.path: p.path.rsplit(".", 1)[1] for p in ALL}
    idle = [path for path, name in names.items() if name not in read | by_name]
    assert not idle, f"nothing reads {idle}"


def test_choices_are_told() -> None:
    for path, _, info, _ in fields():
        if get_origin(info.annotation) is Literal:
            options = get_args(info.annotation)
            assert info.is_required() or info.default in options, path
