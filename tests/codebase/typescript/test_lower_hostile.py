"""Whatever the bytes, lowering answers, and soon; what it answers is never deeper than readers can go."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint_ls.codebase.typescript.extract import extract_script
from blueprint_ls.codebase.typescript.lower import lower
from blueprint_ls.codebase.typescript.parse import KINDS
from blueprint_ls.codebase.typescript.source import DEEPEST
from blueprint_ls.codebase.typescript.tree import Do, Module, Opaque

HOSTILE = {
    "brackets that never close": b"[" * 100_000,
    "brackets": b"[" * 100_000 + b"]" * 100_000,
    "parentheses": b"(" * 50_000 + b")" * 50_000,
    "braces": b"{" * 100_000,
    "calls in a chain": b"a" + b".b(c)" * 20_000,
    "calls in calls": b"f(" * 30_000 + b")" * 30_000,
    "indices": b"a" + b"[b]" * 20_000,
    "non-null": b"a" + b"!" * 20_000,
    "concatenation": b"x = 'a'" + b" + 'b'" * 20_000,
    "negation": b"!" * 100_000 + b"x",
    "templates": b"`${" * 20_000 + b"}`" * 20_000,
    "choices": b"a ? b : " * 20_000 + b"c",
    "branches": b"if (a) {} else " * 5_000 + b"{}",
    "arrows": b"a => " * 20_000 + b"b",
    "objects": b"x = {a: " * 20_000,
    "classes": b"class A { m() { " * 5_000,
    "elements": b"<a>{" * 5_000 + b"}</a>" * 5_000,
    "assignments": b"a = " * 20_000 + b"b",
    "types": b"type A = " + b"{a: " * 20_000,
    "intersections": b"type A = " + b"a & " * 20_000 + b"b",
    "closings before templates": b"x>`" * 20_000,
    "patterns": b"const {a: " * 5_000,
    "exports": b"exports = " * 2_000 + b"1",
    "numbers": b"x = " + b"9" * 6_000 + b"; y = 0x" + b"f" * 6_000 + b"; z = 0" + b"7" * 6_000 + b"; 9e999",
    "no text": b"\xff\xfe\x00a" * 1_000,
    "no UTF-8": b"a('\xff') " * 1_000,
    "half a character": b"'\xc3",
    "an open string": "'é".encode(),
    "an open template": "`é".encode(),
    "nothing": b"",
    "a mark and no more": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_lowered(name: str, kind: str):
    module = lower(HOSTILE[name], kind)

    assert depth(module) <= DEEPEST + 10
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=Module) == module


def test_what_is_too_deep_is_said_and_still_holds_what_is_called():
    (do,) = lower(b"a" + b".b(c)" * 1_000, "typescript").body
    assert isinstance(do, Do)

    inside = [node for node in walk(do) if isinstance(node, Opaque)]

    assert [node.kind for node in inside] == ["too deep"]
    assert len(inside[0].inside) > 900


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"const a = 1", None),
        (b"\xff\xfea\0", "the file is UTF-16, not UTF-8"),
        (b"\x7fELF\0\0", "the file is binary"),
        (b"a()\nb('\xff')", "the file is not UTF-8 in line 2"),
        (b"a()\nb(", "line 2 does not parse"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, problem: str | None):
    assert extract_script(data, "typescript").problem == problem


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(KINDS))
def test_random_bytes_never_raise(data: bytes, kind: str):
    assert msgspec.msgpack.encode(lower(data, kind))


SOURCE = b"""\
import { db } from "./db"; @Injectable() export class Deals<T> extends Base {
@Get(":id") async one(@Param("id") id?: string) {
for (const [a, { b = 1, ...c }] of await db.deal.findMany({ where: { tenantId: this.#t, ...x } })) {
try { yield `a${b}` }
catch { throw new E<A>(a!, b as C) } } return sql<number>`select ${a}` } }
enum E { A = 1, B } const { q } = require("q");
type U = A & { b?: string }; export default <T,>(a) => a ? b : c ?? (d, e); switch (a) { case 1: l: break }
"""


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(KINDS))
def test_mutated_sources_never_raise(data: st.DataObject, kind: str):
    start = data.draw(st.integers(0, len(SOURCE)))
    end = data.draw(st.integers(start, min(start + 40, len(SOURCE))))
    put = data.draw(
        st.one_of(st.binary(max_size=6), st.sampled_from([b"(", b"{", b"`", b"'", b"<", b"/*", b"@", b"..."]))
    )

    assert msgspec.msgpack.encode(lower(SOURCE[:start] + put + SOURCE[end:], kind))


def test_every_script_among_the_templates_parses():
    root = Path(__file__).parents[3]
    scripts = [
        path
        for path in [*root.glob("editors/**/*.ts"), *root.glob("tests/**/*.ts")]
        if "node_modules" not in path.parts
    ]

    assert scripts
    assert {path.name: found for path in scripts if (found := lower(path.read_bytes(), "typescript").broken)} == {}


def walk(node: object):
    """Every node of a tree, without recursion."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, msgspec.Struct):
            yield found
            waiting += [getattr(found, name) for name in found.__struct_fields__]
        elif isinstance(found, tuple):
            waiting += found


def depth(module: Module) -> int:
    """How deep nodes stand in each other."""
    deepest = 0
    waiting: list[tuple[object, int]] = [(module, 0)]
    while waiting:
        found, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(found, msgspec.Struct):
            waiting += [(getattr(found, name), level + 1) for name in found.__struct_fields__]
        elif isinstance(found, tuple):
            waiting += [(each, level) for each in found]
    return deepest
