"""Conditions of a process file: comparisons of facts, read by a small whitelist and never executed.

`verdict == "complete" and area > 60`. A name is a fact; one that is not known (yet) is nothing: it equals nothing and every
ordering with it is false. `${…}` of some editors is taken off.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

Value = str | int | float | bool | None
Facts = Mapping[str, Value]
_Evaluate = Callable[[Facts], Any]

LONGEST: Final = 500
_NAME: Final = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*\Z", re.ASCII)
_CONSTANTS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None}
_ORDER: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class UnreadableCondition(DomainError):
    code = "workflow.unreadable_condition"
    status = 422
    message = _('The condition “%(text)s” cannot be read. Compare facts only, such as: verdict == "complete" and area > 60.')


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with the names it reads, and the texts each name is compared with."""

    text: str
    names: frozenset[str]
    compared: tuple[tuple[str, str], ...]
    _evaluate: _Evaluate = field(repr=False, compare=False)

    def holds(self, facts: Facts) -> bool:
        return bool(self._evaluate(facts))


def is_name(text: str) -> bool:
    """Whether a fact may be called so: letters, digits, `_` inside, dots between; nothing of Python's own."""
    return bool(_NAME.match(text)) and "__" not in text and text not in _CONSTANTS


@lru_cache(maxsize=2048)
def read_condition(text: str) -> Condition:
    """Raises UnreadableCondition for everything but comparisons, `and`, `or`, `not`, `in`, literals, tuples and names."""
    bare = _bare(text)
    if not bare or len(bare) > LONGEST:
        raise UnreadableCondition(text=text[:80])
    try:
        tree = ast.parse(bare, mode="eval").body
        evaluate = _build(tree)
        names = frozenset(_names(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableCondition(text=bare[:80]) from error
    return Condition(bare, names, tuple(_compared(tree)), evaluate)


def _bare(text: str) -> str:
    text = " ".join(text.split())
    return text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text


def _build(node: ast.expr) -> _Evaluate:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            every = [_build(value) for value in values]
            return lambda facts: all(part(facts) for part in every)
        case ast.BoolOp(values=values):
            some = [_build(value) for value in values]
            return lambda facts: any(part(facts) for part in some)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _build(operand)
            return lambda facts: not inner(facts)
        case ast.Compare():
            return _comparison(node)
        case ast.Tuple(elts=elements):
            parts = [_build(element) for element in elements]
            return lambda facts: tuple(part(facts) for part in parts)
        case _:
            return _atom(node)


def _atom(node: ast.expr) -> _Evaluate:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            negative = -number
            return lambda _facts: negative
        case ast.Constant(value=str() | int() | float() | bool() | None as literal):
            return lambda _facts: literal
        case ast.Name(id=name) if name in _CONSTANTS:
            constant = _CONSTANTS[name]
            return lambda _facts: constant
    name = _dotted(node)
    return lambda facts: facts.get(name)


def _comparison(node: ast.Compare) -> _Evaluate:
    parts = [_build(part) for part in (node.left, *node.comparators)]
    tests = [_test(op) for op in node.ops]

    def evaluate(facts: Facts) -> bool:
        values = [part(facts) for part in parts]
        return all(test(values[at], values[at + 1]) for at, test in enumerate(tests))

    return evaluate


def _test(op: ast.cmpop) -> Callable[[Any, Any], bool]:
    if isinstance(op, ast.Eq):
        return operator.eq
    if isinstance(op, ast.NotEq):
        return operator.ne
    if isinstance(op, ast.In):
        return lambda one, many: isinstance(many, tuple) and one in many
    if isinstance(op, ast.NotIn):
        return lambda one, many: not (isinstance(many, tuple) and one in many)
    if order := _ORDER.get(type(op)):
        return lambda one, other: _of_one_kind(one, other) and order(one, other)
    raise ValueError(op)


def _of_one_kind(one: object, other: object) -> bool:
    numbers = (int, float)
    return (isinstance(one, numbers) and isinstance(other, numbers)) or (isinstance(one, str) and isinstance(other, str))


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        raise ValueError(type(node))
    name = ".".join([node.id, *reversed(parts)])
    if not is_name(name):
        raise ValueError(name)
    return name


def _names(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Attribute | ast.Name):
        name = _dotted(node) if isinstance(node, ast.Attribute) or node.id not in _CONSTANTS else ""
        if name:
            yield name
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _names(child)


def _compared(tree: ast.expr) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        texts = [side for part in sides for side in (part.elts if isinstance(part, ast.Tuple) else [part])]
        literals = [side.value for side in texts if isinstance(side, ast.Constant) and isinstance(side.value, str)]
        for name in (name for side in texts for name in _names(side)):
            yield from ((name, literal) for literal in literals)
