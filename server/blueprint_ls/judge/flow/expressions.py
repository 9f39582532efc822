"""What an expression stands for, given what is known where it stands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import (
    Array,
    Assign,
    Await,
    Binary,
    Call,
    Cast,
    ClassExpression,
    Conditional,
    Expression,
    Function,
    Index,
    Literal,
    Logical,
    Member,
    Name,
    New,
    Object,
    Opaque,
    Property,
    Spread,
    Template,
    Unary,
)
from blueprint_ls.judge.flow import binding, calls, contents, literals, properties, texts
from blueprint_ls.judge.flow.frames import Ended
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, join, join_content
from blueprint_ls.judge.flow.truth import Truth, both, either, negated, ordered, same, truth
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    ClassOf,
    Constant,
    Count,
    Given,
    Handle,
    Part,
    Row,
    Unknown,
    Value,
    choice,
    key_of,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_SIMPLE = (Name, Literal, Member)
"""Expressions that change nothing, so that no path needs a state of its own for them."""


_LONG = 12
"""Literals longer than this may be statements, and remember where they stand."""


def evaluate(walk: Walk, state: State, node: Expression) -> Value:
    """The value of an expression; the state knows afterwards what evaluating it did."""
    return _EVALUATORS[type(node)](walk, state, node)


def _name(walk: Walk, state: State, node: Name) -> Value:
    if node.name == "undefined":
        return Constant(UNDEFINED)
    found = state.names.get(node.name)
    return state.present(walk.global_value(walk.path, node.name) if found is None else found)


def _literal(walk: Walk, state: State, node: Literal) -> Value:
    if node.kind == "string" and isinstance(node.value, str) and len(node.value) > _LONG:
        walk.met.add((walk.path, node.end))
        return Constant(texts.Placed.at(node.value, walk.path, node.start + 1))
    if node.kind == "bigint":
        return Constant(int(str(node.value), 0))
    return Constant(node.value)


def _member(walk: Walk, state: State, node: Member) -> Value:
    holder = evaluate(walk, state, node.object)
    found = state.present(properties.property_of(walk, state, holder, node.name, node.optional))
    if not isinstance(holder, Given | Row) or not isinstance(found, Given | Row):
        return found
    if holder.optional and _is_chained(node.object):
        return narrowed(replace(found, optional=True), state)
    return found


def _is_chained(node: Expression) -> bool:
    """Whether a chain ends without a value where something before its last link is missing: `a?.b` of `a?.b.c`."""
    while isinstance(node, Member | Index | Call):
        if node.optional:
            return True
        node = node.callee if isinstance(node, Call) else node.object
    return False


def _index(walk: Walk, state: State, node: Index) -> Value:
    holder = evaluate(walk, state, node.object)
    key = evaluate(walk, state, node.key)
    if isinstance(key, Constant) and isinstance(key.value, str):
        return properties.property_of(walk, state, holder, key.value, node.optional)
    content = walk.items(state, holder)
    if content and isinstance(key, Constant) and isinstance(key.value, float | int):
        at = int(key.value)
        if 0 <= at < len(content.items):
            return content.items[at]
    return contents.one(walk, state, holder) if isinstance(key, Constant) else contents.element(walk, state, holder)


def _call(walk: Walk, state: State, node: Call) -> Value:
    return calls.call(walk, state, node)


def _new(walk: Walk, state: State, node: New) -> Value:
    return calls.construct(walk, state, node)


def _object(walk: Walk, state: State, node: Object) -> Value:
    content = Record({})
    for entry in node.entries:
        value = evaluate(walk, state, entry.value)
        if isinstance(entry, Spread):
            content = spread(walk, state, content, value)
        elif entry.key is not None:
            content = content.having(entry.key, value)
        else:
            content = _computed(walk, state, content, entry, value)
    return walk.handle(state, content)


def _computed(walk: Walk, state: State, content: Record, entry: Property, value: Value) -> Record:
    key = evaluate(walk, state, entry.computed) if entry.computed is not None else Unknown()
    if isinstance(key, Constant) and isinstance(key.value, str):
        return content.having(key.value, value)
    return Record(content.entries, (*content.unseen, Unknown("a computed key")))


def spread(walk: Walk, state: State, into: Record, value: Value) -> Record:
    """`{ …into, ...value }`: what may be left out makes its keys optional."""
    ways = [_spread_one(walk, state, into, option) for option in options(value)]
    first, *others = ways
    for other in others:
        first = _either_record(first, other)
    return first


def _spread_one(walk: Walk, state: State, into: Record, value: Value) -> Record:
    content = walk.content(state, value)
    if isinstance(content, Record):
        return Record({**into.entries, **content.entries}, into.unseen + content.unseen)
    if isinstance(value, Constant | Truth):
        return into
    return Record(into.entries, (*into.unseen, value))


def _either_record(one: Record, other: Record) -> Record:
    joined = join_content(one, other)
    assert isinstance(joined, Record)
    return joined


def _array(walk: Walk, state: State, node: Array) -> Value:
    items: list[Value] = []
    each: list[Value] = []
    for item in node.items:
        if isinstance(item, Spread):
            value = evaluate(walk, state, item.value)
            content = walk.items(state, value)
            if content is not None:
                items += content.items
                each += [content.each] if content.each is not None else []
            else:
                each.append(_spread_elements(walk, state, value))
        else:
            items.append(evaluate(walk, state, item))
    return walk.handle(state, Items(tuple(items), choice(each) if each else None))


def _spread_elements(walk: Walk, state: State, value: Value) -> Value:
    """What `...value` adds to a list: of a choice between lists, anything from any, or nothing."""
    found = contents.element(walk, state, value)
    empty = any((content := walk.items(state, o)) is not None and not content.items for o in options(value))
    return choice((found, Constant(UNDEFINED))) if empty else found


def _template(walk: Walk, state: State, node: Template) -> Value:
    walk.met.add((walk.path, node.end))
    values = [evaluate(walk, state, value) for value in node.values]
    if node.tag is not None:
        return calls.tagged(walk, state, node, values)
    return text(walk, node, values)


def text(walk: Walk, node: Template, values: list[Value]) -> Value:
    """The text that a template makes, each piece with its place."""
    found: list[Part] = []
    for at, part in enumerate(placed(walk, node)):
        found.append(part)
        found += texts.pieces(values[at]) if at < len(values) else ()
    return texts.made(found)


def placed(walk: Walk, node: Template) -> list[texts.Placed]:
    """The literal pieces of a template with the places where they stand."""
    first = (node.values[0].start - len("${") if node.values else node.end - 1) - len(node.parts[0].encode())
    starts = [first, *(value.end + 1 for value in node.values)]
    return [texts.Placed.at(part, walk.path, start) for part, start in zip(node.parts, starts, strict=False)]


def _function(walk: Walk, state: State, node: Function) -> Value:
    return walk.closure(node, state)


def _conditional(walk: Walk, state: State, node: Conditional) -> Value:
    test = truth(evaluate(walk, state, node.test))
    if test.decided is not None and not walk.lenient:
        return evaluate(walk, state, node.yes if test.decided else node.no)
    ways: list[tuple[Value, State]] = []
    for way, arm in ((state.copy().learn(test.passed), node.yes), (state.copy().learn(test.failed), node.no)):
        with suppress(Ended):
            ways.append((narrowed(evaluate(walk, way, arm), way), way))
    if not ways:
        raise Ended
    _meet(state, *(way for _, way in ways))
    return choice(value for value, _ in ways)


def narrowed(value: Value, state: State) -> Value:
    """The value with what a passed test says about it."""
    if isinstance(value, Given) and value.optional and ("true", key_of(value)) in state.facts:
        return replace(value, optional=False)
    return value


def _logical(walk: Walk, state: State, node: Logical) -> Value:
    left = evaluate(walk, state, node.left)
    test = truth(left)
    learned = test.passed if node.operator == "&&" else test.failed
    if _needless(node.operator, test, left):
        return left
    right_state = state.copy().learn(learned if node.operator != "??" else frozenset())
    try:
        right = narrowed(evaluate(walk, right_state, node.right), right_state)
    except Ended:
        state.learn(test.failed if node.operator == "&&" else test.passed)
        return choice(_certain(option) for option in options(left) if not _absent(option))
    _meet(state, state.copy(), right_state)
    if node.operator != "&&" and isinstance(left, Given) and walk.content(state, right) == Record({}):
        return _certain(left)  # `given || {}` only guards against a missing object
    return _combine(node.operator, left, test, right)


def _needless(operator: str, test: Truth, left: Value) -> bool:
    """Whether the right side is never looked at."""
    if operator == "&&":
        return test.decided is False
    if operator == "||":
        return test.decided is True
    if isinstance(left, Row):
        return not left.optional
    return isinstance(left, Handle) or (
        isinstance(left, Constant) and left.value is not None and left.value is not UNDEFINED
    )


def _combine(operator: str, left: Value, test: Truth, right: Value) -> Value:
    if operator == "&&":
        if isinstance(left, Truth) or isinstance(right, Truth):
            return both(test, truth(right)) if isinstance(right, Truth) else choice((Constant(False), right))
        return right if test.decided is True else choice((Constant(UNDEFINED), right))
    if isinstance(left, Truth) and operator == "||":
        return either(test, truth(right))
    if test.decided is False and not isinstance(left, Truth):
        return right
    present = [_certain(option) for option in options(left) if not _absent(option)]
    return choice([*present, right])


def _certain(value: Value) -> Value:
    return replace(value, optional=False) if isinstance(value, Given | Row) else value


def _absent(value: Value) -> bool:
    return isinstance(value, Constant) and (value.value is None or value.value is UNDEFINED)


def _meet(state: State, *ways: State) -> None:
    joined = join([*ways])
    assert joined is not None
    state.take(joined)


def _binary(walk: Walk, state: State, node: Binary) -> Value:
    left, right = evaluate(walk, state, node.left), evaluate(walk, state, node.right)
    if node.operator in ("===", "=="):
        return same(left, right, node.operator == "===")
    if node.operator in ("!==", "!="):
        return negated(same(left, right, node.operator == "!=="))
    if node.operator in ("<", ">", "<=", ">="):
        return ordered(node.operator, left, right)
    return _sum_of(left, right) if node.operator == "+" else Unknown(f"the result of `{node.operator}`")


def _sum_of(left: Value, right: Value) -> Value:
    found = texts.added(left, right)
    if found is not None:
        return found
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(literals.added(left.value, right.value))
    return _counted(left, right) or Unknown("the result of `+`")


def _counted(left: Value, right: Value) -> Value | None:
    """`list.length + 1`."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Count) and isinstance(other, Constant) and isinstance(other.value, int | float):
            return Count(one.number + int(other.value))
    return None


def _unary(walk: Walk, state: State, node: Unary) -> Value:
    value = evaluate(walk, state, node.value) if node.value is not None else Constant(UNDEFINED)
    if node.operator == "!":
        return negated(truth(value))
    if node.operator == "delete" and isinstance(node.value, Member):
        binding.assign(walk, state, node.value, Constant(UNDEFINED))
    return Constant(UNDEFINED) if node.operator == "void" else Unknown(f"the result of `{node.operator}`")


def _await(walk: Walk, state: State, node: Await) -> Value:
    return awaited(walk, state, evaluate(walk, state, node.value))


def awaited(walk: Walk, state: State, value: Value) -> Value:
    """What a promise or a query builder answers."""
    if isinstance(value, Choice):
        return choice(awaited(walk, state, option) for option in value.options)
    content = walk.content(state, value)
    if isinstance(content, Builder) and isinstance(value, Handle) and content.thenable:
        walk.pending.pop(value.id, None)
        return walk.layers.named[content.layer].run(walk, state, content)
    return value


def _assign(walk: Walk, state: State, node: Assign) -> Value:
    value = evaluate(walk, state, node.value)
    if node.operator != "=":
        before = evaluate(walk, state, node.target) if isinstance(node.target, _SIMPLE) else Unknown()
        value = choice((before, value)) if node.operator in ("||=", "??=", "&&=") else _added(node, before, value)
    binding.assign(walk, state, node.target, value)
    return value


def _added(node: Assign, before: Value, value: Value) -> Value:
    return _sum_of(before, value) if node.operator == "+=" else Unknown(f"the result of `{node.operator}`")


def _cast(walk: Walk, state: State, node: Cast) -> Value:
    value = evaluate(walk, state, node.value)
    if node.type == "!":
        return _certain(value)
    return value if node.type == "const" else binding.declared(walk, value, node.type)


def _class(walk: Walk, state: State, node: ClassExpression) -> Value:
    return ClassOf(walk.path, node.declaration)


def _opaque(walk: Walk, state: State, node: Opaque) -> Value:
    values = [evaluate(walk, state, inside) for inside in node.inside]
    return values[-1] if node.kind == "sequence_expression" and values else Unknown(node.kind)


_EVALUATORS: dict[type, Callable[..., Value]] = {
    Name: _name,
    Literal: _literal,
    Member: _member,
    Index: _index,
    Call: _call,
    New: _new,
    Object: _object,
    Array: _array,
    Template: _template,
    Function: _function,
    Conditional: _conditional,
    Logical: _logical,
    Binary: _binary,
    Unary: _unary,
    Await: _await,
    Assign: _assign,
    Cast: _cast,
    ClassExpression: _class,
    Opaque: _opaque,
}
