"""TypeScript and JavaScript as the compact tree: what is written, and what is kept of it."""

from __future__ import annotations

import msgspec
import pytest

from blueprint_ls.codebase.typescript.lower import lower
from blueprint_ls.codebase.typescript.tree import Await, Call, Do, Let, Module
from codebase.typescript.show import show

CASES = {
    # values
    "a?.b!.c?.[0]?.(x)": "(a?.b as !).c?.[0]?.(x)",
    "a !== b!.c && !d!.e": "((a !== b.c) && !(d.e))",
    "a && b! === c!.d": "(a && (b === c.d))",
    "(a && b)!.c": "((a && b) as !).c",
    'a["b"].c[`d`][e]': "a.b.c.d[e]",
    "f(...a, b)": "f(...a, b)",
    "f<A, B>(x)": "f<A, B>(x)",
    "new Map<string, Deal>([])": "new Map<string, Deal>([])",
    "(await f()).a": "await f().a",
    "[,a,,...b]": "[a, ...b]",
    "({a, b: 1, ['c']: 2, [d]: 3, get e() {return 1}, async *f() {}, ...g, 'h': 1, 1: 2})": (
        "{a: a, b: 1, c: 2, [d]: 3, e: function e() {return 1}, f: async function* f() {}, ...g, h: 1, 1: 2}"
    ),
    r"'\u0041\x42\n\'\u{1F600}\ud83d\ude00\ud800'": repr("AB\n'😀😀\ufffd"),
    "[0x1F, 0b11, 0o17, 1_000, 1_000n, .5e1, 017]": "[31, 3, 15, 1000, 1000, 5, 15]",
    "[true, null, undefined, /a\\/b/gi]": "[true, null, undefined, /a\\/b/gi]",
    "`a${b}c${d.e}`": "`a${b}c${d.e}`",
    "x = sql<number>`count(*)`.as('n')": "x = sql<number>`count(*)`.as('n')",
    "await db.$queryRaw<\n  Array<{ id: string }>\n>`select ${a}`": (
        "await db.$queryRaw<Array<{ id: string }>>`select ${a}`"
    ),
    "a > `b`": "(a > `b`)",
    "a ? b : c ? d : e": "(a ? b : (c ? d : e))",
    "a + b * c - d": "((a + (b * c)) - d)",
    "a && b || (c ?? d)": "((a && b) || (c ?? d))",
    "#x in y": "(#x in y)",
    "[delete a.b, void 0, -1, a++, --b, typeof x]": "[delete(a.b), void(0), -(1), ++(a), --(b), typeof(x)]",
    "a ??= b": "a ??= b",
    "a satisfies B as const": "((a as B) as const)",
    "<T>x": "(x as T)",
    "async x => x": "async (x) => {return x}",
    "async <T,>({ a = 1 }: Q = {}, ...r: any[]): Promise<T> => {}": (
        "async ({a: a = 1} = {}: Q, ...r: any[]): Promise<T> => {}"
    ),
    "x = function* g() { yield* h }": "x = function* g() {yield*(h)}",
    "import('x').then(y)": "<import: 'x'>.then(y)",
    "import.meta.env.X": "import.meta.env.X",
    "(a, b)": "<sequence_expression: a, b>",
    "f(class extends B {})": "f(class extends B {})",
    # targets
    "const {a, b: {c} = {}, [k]: d, e = 1, ...r} = x, [f, , g = 2, ...h]: T = y": (
        "const {a: a, b: {c: c} = {}, []: d, e: e = 1, ...r} = x\nconst [f, , g = 2, ...h]: T = y"
    ),
    "({a = 1, b} = x)": "{a: a = 1, b: b} = x",
    "[a.b, c[0]] = x": "[a.b, c[0]] = x",
    "(x as any).y = 1": "(x as any).y = 1",
    "x! = 1": "x = 1",
    "await using x = y; using z = q": "using x = y\nusing z = q",
    # statements
    "if (a) b(); else if (c) {} else d()": "if (a) {b()} else {if (c) {} else {d()}}",
    "for await (const x of y) {}": "loop of (x | y) {}",
    "for (x.y in z) ;": "loop in (x.y | z) {}",
    "for (let i = 0, j = 1; i < 2; i++) {}": "loop for ({let i = 0; let j = 1} | (i < 2) | ++(i)) {}",
    "for (;;) {}": "loop for () {}",
    "do { a } while (b)": "loop do (b) {a}",
    "l: while (1) break l": "{loop while (1) {break}}",
    "switch (a) { case 1: case 2: x(); break; default: {} }": (
        "switch (a) {case 1 {}; case 2 {x(); break}; default {{}}}"
    ),
    "try { a } catch ({ code }) { b } finally { c }": "try {a} catch ({code: code}) {b} finally {c}",
    "try {} catch {}": "try {} catch {}",
    "with (a) { b }": "{a; b}",
    "debugger;;": "",
    # declarations
    "function f(a: string): void; function f(this: X, a?): asserts a is string {}": (
        "function f = function f(this: X, a?): asserts a is string {}"
    ),
    "@A @B.c(1) class X<T> extends mix(Y)<T> implements E, F<G> {}": (
        "@A @B.c(1) class X extends mix(Y)<T> implements E, F<G> {}"
    ),
    "class A { @P() private readonly a?: string = 1; static #z = 2; ['x'] = 3; accessor e; [k: string]: any }": (
        "class A {@P() a?: string = 1; static #z = 2; x = 3; e}"
    ),
    "class A { constructor(@I() private readonly p: P, readonly b?: number) { super() } }": (
        "class A {constructor: function constructor(@I() private p: P, readonly b?: number) {super()}}"
    ),
    "class A { get(@Req() req, @Body() body?) {} }": "class A {get: function get(@Req() req, @Body() body?) {}}",
    "class A { @M() @N async *m<T>(): Promise<void> {} get q() {} set q(v) {} over(a: string): void; [y]() {} }": (
        "class A {@M() @N m: async function* m(): Promise<void> {}; get q: function q() {}; "
        "set q: function q(v) {}; [y]: function [y]() {}}"
    ),
    "abstract class A { abstract k(a: B): void; static { x() } }": (
        "abstract class A {k: function k(a: B): void {}; static : function() {x()}}"
    ),
    "enum E { A, B = 5, C, D = 'x', 'F-G' = 1 << 2 }": "enum E = {A: 0, B: 5, C: 6, D: 'x', F-G: (1 << 2)}",
    "namespace A.B { const x = 1 }": "{const x = 1}",
    "declare module 'x' { export const a: string }": "{export const a: string}",
    "declare global { var x: string }": "{var x: string}",
    "interface I<T> extends A, B<C> { a?: string; m(x: number): void; [k: string]: any; 'q-r': 1; get g(): T }": (
        "interface I extends A, B<C> {a?: string; m: (x: number) => void; [k: string]: any; q-r: 1; g: T}"
    ),
    "type T = { a: string }": "type T {a: string}",
    "type T = { a: string } & B<C>": "type T extends B<C> {a: string} = { a: string } & B<C>",
    "type F = (a: string, // why\n  b: -1) => void": "type F {} = (a: string, b: -1) => void",
    "let v: typeof import('x'), w: Promise<import('y').Z<A>>": (
        "let v: typeof import('x')\nlet w: Promise<import('y').Z<A>>"
    ),
    # modules
    "import d, {a as b, type c} from 'm'": "import {default as d, a as b, type c} from 'm'",
    "import type * as q from 'q'; import 's'": "import type {* as q} from 'q'\nimport {} from 's'",
    "import x = require('y'); import A = B.C": "import {* as x} from 'y'\nconst A = B.C",
    "export const a = 1, b = 2": "export const a = 1\nexport const b = 2",
    "export {a, type b as c}": "export {a, type b as c}",
    "export type { A as B } from 'm'": "export {type A as B} from 'm'",
    "export * from 'm'; export * as ns from 'm'; export type * from 't'": (
        "export {*} from 'm'\nexport {* as ns} from 'm'\nexport {*} from 't'"
    ),
    "export default async function f() {}": "export function f = async function f() {} default f",
    "export default class {}": "export default class {}",
    "@A export default abstract class Q {}": "export @A class Q {} default Q",
    "export default x": "export default x",
    "export = x": "export default x",
    "const {a, b: c} = require('m'), d = require('n').e, f = require('g')": (
        "import {a, b as c} from 'm'\nimport {e as d} from 'n'\nimport {* as f} from 'g'"
    ),
    "module.exports = {a, f: c, g() {}}": "export {a, c as f} default {a: a, f: c, g: function g() {}}",
    "exports.h = h; module.exports.i = 1": "export {h}\nexport const i = 1",
    "exports = module.exports = require('z'); require('./s')": "export {*} from 'z'\nimport {} from './s'",
    # what does not parse
    "const a = b(; c.d()": "const a = b\nc.d()",
}


@pytest.mark.parametrize("source", CASES)
def test_what_is_kept_of_typescript(source: str):
    assert show(lower(source.encode(), "typescript")) == CASES[source]


@pytest.mark.parametrize("kind", ["tsx", "javascript"])
def test_an_element_holds_the_expressions_of_all_in_it(kind: str):
    source = b"x = <A b={c} {...d}><E>Drag & drop {f && <G h={i}/>}</E></A>"

    module = lower(source, kind)

    assert show(module) == "x = <jsx_element: c, d, (f && <jsx_self_closing_element: i>)>"
    assert module.broken == ()


@pytest.mark.parametrize("source", CASES)
def test_the_tree_survives_being_kept(source: str):
    module = lower(source.encode(), "typescript")

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=Module) == module


def test_positions_are_bytes_of_the_file_as_given():
    data = "\ufeffconst größe = (((über.maß())))".encode()
    module = lower(data, "typescript")

    let = module.body[0]

    assert isinstance(let, Let)
    assert isinstance(let.value, Call)
    assert data[let.value.start : let.value.end].decode() == "über.maß()"
    assert data[let.start : let.start + 5] == b"const"


def test_spans_that_do_not_parse_are_told_and_the_rest_is_kept():
    module = lower(b"a.b()\nfunction ( {\nconst c = 1", "typescript")

    assert module.broken
    assert isinstance(module.body[0], Do)


def test_only_comments_that_speak_to_the_tool_are_kept():
    data = b"// plain\na() // blueprint-ignore x: why\n/* blueprint-ignore y */ const s = 'blueprint-ignore'"

    assert [text for _, _, text in lower(data, "typescript").comments] == [
        "// blueprint-ignore x: why",
        "/* blueprint-ignore y */",
    ]


@pytest.mark.parametrize("text", ["await db.execute<{ id: string }>(a)", "await db.f<T>(a).g(b)", "await f<T>`a`"])
def test_what_is_awaited_reaches_behind_type_arguments(text: str) -> None:
    (statement,) = lower(text.encode(), "typescript").body
    assert isinstance(statement, Do)
    assert isinstance(statement.value, Await)
    assert statement.value.value.start == len("await ")
