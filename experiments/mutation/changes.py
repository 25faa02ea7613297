"""The changes that turn signs round and drop factors, each of one node of a syntax tree.

A change is addressed by the node's type and place (line, column, end), so that it can be made in
another parse of the same text.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

STRICTNESS = "strictness"
WEAK = (STRICTNESS,)  # counted apart: with floats, few tests could tell < from <=
SWAPS: dict[type[ast.operator], tuple[type[ast.operator], str]] = {
    ast.Add: (ast.Sub, "add-sub"),
    ast.Sub: (ast.Add, "sub-add"),
    ast.Mult: (ast.Div, "mul-div"),
    ast.Div: (ast.Mult, "div-mul"),
    ast.BitAnd: (ast.BitOr, "and-or"),  # of masks
    ast.BitOr: (ast.BitAnd, "or-and"),
}
REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
STRICT: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
EXTREMES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
EXTREMES |= {"fmin": "fmax", "fmax": "fmin", "argmin": "argmax", "argmax": "argmin"}
TEXTS = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp, ast.Dict)
KINDS = (
    "add-sub",
    "sub-add",
    "mul-div",
    "div-mul",
    "drop-term",
    "drop-factor",
    "complement",
    "drop-minus",
    "augmented",
    "assign",
    "drop-update",
    "compare",
    STRICTNESS,
    "and-or",
    "or-and",
    "drop-not",
    "min-max",
    "max-min",
    "drop-write",
    "drop-call",
)


@dataclass(frozen=True)
class Change:
    """A node and what comes in its place."""

    kind: str
    node: ast.AST
    new: ast.AST
    line: int
    column: int
    was: str = ""  # shown in place of the node's text
    becomes: str = ""

    def shown(self) -> tuple[str, str]:
        """The text before and after, as Python writes it."""
        return self.was or ast.unparse(self.node), self.becomes or ast.unparse(self.new)


def applied(tree: ast.Module, change: Change) -> ast.Module:
    """The tree with the change made: of the node of the same type at the same place."""
    done = _Change(change)
    done.visit(tree)
    if done.count != 1:
        raise LookupError(f"{change.kind} at line {change.line}: {done.count} nodes")
    return ast.fix_missing_locations(tree)


class _Change(ast.NodeTransformer):
    def __init__(self, change: Change) -> None:
        self.change, self.count = change, 0
        self.key = _place(change.node)

    def visit(self, node: ast.AST) -> ast.AST:
        """Put the new node where the old one is, and look no further there."""
        if type(node) is type(self.change.node) and _place(node) == self.key:
            self.count += ast.dump(node) == ast.dump(self.change.node)
            return self.change.new
        return self.generic_visit(node)


def _place(node: ast.AST) -> tuple[object, ...]:
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return tuple(getattr(node, name, None) for name in names)


def of(node: ast.AST) -> Iterator[Change]:
    """All changes of this node itself, not of what is below it."""
    if isinstance(node, ast.BinOp):
        yield from _binary(node)
    elif isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.USub):
            yield _at(node, "drop-minus", node, node.operand)
        elif isinstance(node.op, ast.Not | ast.Invert):
            yield _at(node, "drop-not", node, node.operand)
    elif isinstance(node, ast.Compare):
        yield from _comparison(node)
    elif isinstance(node, ast.BoolOp):
        swapped, kind = (ast.Or, "and-or") if isinstance(node.op, ast.And) else (ast.And, "or-and")
        yield _at(node.values[1], kind, node, ast.BoolOp(swapped(), node.values))
    elif isinstance(node, ast.Call):
        yield from _extreme(node)
    elif isinstance(node, ast.AugAssign):
        yield from _augmented(node)
    elif isinstance(node, ast.Assign):
        yield from _writes(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield _at(node, "drop-call", node, ast.Pass())


def _at(anchor: ast.AST, kind: str, node: ast.AST, new: ast.AST) -> Change:
    """A change whose id names the place of `anchor`."""
    line, column = getattr(anchor, "lineno", 0), getattr(anchor, "col_offset", 0)
    moved = ast.copy_location(copy.copy(new), node)  # a copy: the child still stands in the tree
    return Change(kind, node, moved, line, column)


def _binary(node: ast.BinOp) -> Iterator[Change]:
    left, right, place = node.left, node.right, node.right
    if any(isinstance(side, TEXTS) or _is_text(side) for side in (left, right)):
        return
    if type(node.op) in SWAPS:
        swapped, kind = SWAPS[type(node.op)]
        yield _at(place, kind, node, ast.BinOp(left, swapped(), right))
    if isinstance(node.op, ast.Add | ast.Sub):
        yield _at(place, "drop-term", node, left)
        if isinstance(node.op, ast.Add):
            yield _at(place, "drop-term", node, right)
        elif isinstance(left, ast.Constant) and left.value == 1:
            yield _at(place, "complement", node, right)
        else:
            yield _at(place, "drop-term", node, ast.UnaryOp(ast.USub(), right))
    if isinstance(node.op, ast.Mult | ast.Div):
        yield _at(place, "drop-factor", node, left)
        if isinstance(node.op, ast.Mult):
            yield _at(place, "drop-factor", node, right)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _comparison(node: ast.Compare) -> Iterator[Change]:
    for kind, table in (("compare", REVERSED), (STRICTNESS, STRICT)):
        for k, (operator, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            if type(operator) in table:
                ops = [*node.ops[:k], table[type(operator)](), *node.ops[k + 1 :]]
                yield _at(right, kind, node, ast.Compare(node.left, ops, node.comparators))


def _extreme(node: ast.Call) -> Iterator[Change]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in EXTREMES:
        return
    other = EXTREMES[name]
    func: ast.expr = ast.Name(other, ast.Load())
    if isinstance(node.func, ast.Attribute):
        func = ast.Attribute(node.func.value, other, ast.Load())
    kind = "min-max" if "min" in name else "max-min"
    yield _at(node, kind, node, ast.Call(func, node.args, node.keywords))


def _augmented(node: ast.AugAssign) -> Iterator[Change]:
    if isinstance(node.value, TEXTS) or _is_text(node.value):
        return
    if type(node.op) in SWAPS:
        swapped, _ = SWAPS[type(node.op)]
        yield _at(node, "augmented", node, ast.AugAssign(node.target, swapped(), node.value))
    if isinstance(node.op, ast.Mult | ast.Div):
        yield _at(node, "assign", node, ast.Assign([node.target], node.value))
    yield _at(node, "drop-update", node, ast.Pass())


def _writes(node: ast.Assign) -> Iterator[Change]:
    """Writes of state: to an attribute or an element, each of several at a time."""
    target, value = node.targets[0], node.value
    if len(node.targets) > 1:
        if all(isinstance(one, ast.Subscript | ast.Attribute) for one in node.targets):
            yield _at(node, "drop-write", node, ast.Pass())
    elif isinstance(target, ast.Subscript | ast.Attribute):
        yield _at(node, "drop-write", node, ast.Pass())
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        if len(target.elts) != len(value.elts) or len(target.elts) < 2:
            return
        for k, one in enumerate(target.elts):
            if isinstance(one, ast.Subscript | ast.Attribute):
                yield _one_write(node, target.elts, value.elts, k)


def _one_write(node: ast.Assign, to: list[ast.expr], of_: list[ast.expr], k: int) -> Change:
    left = ast.Tuple([*to[:k], *to[k + 1 :]], ast.Store())
    right = ast.Tuple([*of_[:k], *of_[k + 1 :]], ast.Load())
    new = ast.copy_location(ast.Assign([left], right), node)
    was = f"{ast.unparse(to[k])} = {ast.unparse(of_[k])}"
    return Change("drop-write", node, new, to[k].lineno, to[k].col_offset, was, "pass")
