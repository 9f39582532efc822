"""The compact tree as text that reads like code, so that expectations do."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint_ls.codebase.typescript import tree as t


def show(module: t.Module) -> str:
    """A file's statements, one a line where they stand at the top."""
    return "\n".join(_statement(found) for found in module.body)


def value(node: object) -> str:
    """One expression or target."""
    return _SHOWN[type(node)](node) if type(node) in _SHOWN else f"?{type(node).__name__}"


def _list(nodes: Iterable[object]) -> str:
    return ", ".join(value(node) for node in nodes)


def _block(statements: Iterable[t.Statement]) -> str:
    return "{" + "; ".join(_statement(found) for found in statements) + "}"


def _types(types: tuple[str, ...]) -> str:
    return f"<{', '.join(types)}>" if types else ""


def _typed(type_: str | None) -> str:
    return f": {type_}" if type_ else ""


def _decorated(decorators: Iterable[object]) -> str:
    return "".join(f"@{value(found)} " for found in decorators)


def _literal(node: t.Literal) -> str:
    if node.kind == "string":
        return repr(node.value)
    if node.kind == "number":
        return f"{node.value:g}"
    return {"true": "true", "false": "false", "none": "null"}.get(str(node.value).lower(), str(node.value))


def _template(node: t.Template) -> str:
    text = "".join(f"{part}${{{value(held)}}}" for part, held in zip(node.parts, node.values, strict=False))
    return f"{value(node.tag) if node.tag else ''}{_types(node.types)}`{text}{node.parts[-1]}`"


def _property(node: t.Property) -> str:
    return f"{node.key if node.key is not None else f'[{value(node.computed)}]'}: {value(node.value)}"


def _parameter(node: t.Parameter) -> str:
    words = f"{node.access} " if node.access else ""
    mark = "..." if node.rest else ""
    return f"{_decorated(node.decorators)}{words}{mark}{value(node.target)}{'?' * node.optional}{_typed(node.type)}"


def _function(node: t.Function) -> str:
    words = "async " * node.is_async + "function" + "*" * node.is_generator
    head = f"{words} {node.name or ''}".strip() if not node.is_arrow else "async " * node.is_async
    arrow = " =>" if node.is_arrow else ""
    return f"{head}({_list(node.parameters)}){_typed(node.returns)}{arrow} {_block(node.body)}"


def _class(node: t.Class) -> str:
    words = f"{_decorated(node.decorators)}{'abstract ' * node.is_abstract}class {node.name or ''}".strip()
    extends = f" extends {value(node.extends)}{_types(node.extends_types)}" if node.extends else ""
    implements = f" implements {', '.join(node.implements)}" if node.implements else ""
    return f"{words}{extends}{implements} {{{'; '.join(map(_member, node.members))}}}"


def _member(node: t.Field | t.Method) -> str:
    words = _decorated(node.decorators) + "static " * node.is_static
    if isinstance(node, t.Field):
        default = f" = {value(node.value)}" if node.value else ""
        return f"{words}{node.name}{'?' * node.optional}{_typed(node.type)}{default}"
    kind = f"{node.kind} " if node.kind in ("get", "set") else ""
    return f"{words}{kind}{node.name}: {_function(node.function)}"


def _object_target(node: t.ObjectTarget) -> str:
    entries = [f"{entry.key if entry.key is not None else '[]'}: {value(entry.target)}" for entry in node.entries]
    return "{" + ", ".join(entries + [f"...{value(node.rest)}" for _ in "." if node.rest]) + "}"


def _array_target(node: t.ArrayTarget) -> str:
    items = [value(item) if item else "" for item in node.items]
    return "[" + ", ".join(items + [f"...{value(node.rest)}" for _ in "." if node.rest]) + "]"


_SHOWN = {
    t.Name: lambda n: n.name,
    t.Member: lambda n: f"{value(n.object)}{'?' * n.optional}.{n.name}",
    t.Index: lambda n: f"{value(n.object)}{'?.' * n.optional}[{value(n.key)}]",
    t.Call: lambda n: f"{value(n.callee)}{_types(n.types)}{'?.' * n.optional}({_list(n.arguments)})",
    t.New: lambda n: f"new {value(n.callee)}{_types(n.types)}({_list(n.arguments)})",
    t.Spread: lambda n: f"...{value(n.value)}",
    t.Property: _property,
    t.Object: lambda n: "{" + _list(n.entries) + "}",
    t.Array: lambda n: f"[{_list(n.items)}]",
    t.Literal: _literal,
    t.Template: _template,
    t.Parameter: _parameter,
    t.Function: _function,
    t.Conditional: lambda n: f"({value(n.test)} ? {value(n.yes)} : {value(n.no)})",
    t.Logical: lambda n: f"({value(n.left)} {n.operator} {value(n.right)})",
    t.Binary: lambda n: f"({value(n.left)} {n.operator} {value(n.right)})",
    t.Unary: lambda n: f"{n.operator}({value(n.value) if n.value else ''})",
    t.Await: lambda n: f"await {value(n.value)}",
    t.Assign: lambda n: f"{value(n.target)} {n.operator} {value(n.value)}",
    t.Cast: lambda n: f"({value(n.value)} as {n.type})",
    t.ClassExpression: lambda n: _class(n.declaration),
    t.Opaque: lambda n: f"<{n.kind}: {_list(n.inside)}>",
    t.ObjectTarget: _object_target,
    t.ArrayTarget: _array_target,
    t.Defaulted: lambda n: f"{value(n.target)} = {value(n.default)}",
}


def _imported(names: Iterable[t.Imported]) -> str:
    return ", ".join(f"{'type ' * n.type_only}{n.name}{f' as {n.local}' * (n.local != n.name)}" for n in names)


def _let(node: t.Let) -> str:
    return f"{node.kind} {value(node.target)}{_typed(node.type)}" + (f" = {value(node.value)}" if node.value else "")


def _if(node: t.If) -> str:
    return f"if ({value(node.test)}) {_block(node.yes)}" + (f" else {_block(node.no)}" if node.no else "")


def _loop(node: t.Loop) -> str:
    parts = [
        _block(node.before) if node.before else "",
        value(node.target) if node.target else "",
        value(node.subject) if node.subject else "",
        value(node.update) if node.update else "",
    ]
    return f"loop {node.kind} ({' | '.join(filter(None, parts))}) {_block(node.body)}"


def _try(node: t.Try) -> str:
    error = f" ({value(node.error)})" if node.error else ""
    handler = f" catch{error} {_block(node.handler)}" if node.handler is not None else ""
    return f"try {_block(node.body)}{handler}" + (f" finally {_block(node.finally_)}" if node.finally_ else "")


def _switch(node: t.Switch) -> str:
    cases = [f"{f'case {value(c.test)}' if c.test else 'default'} {_block(c.body)}" for c in node.cases]
    return f"switch ({value(node.subject)}) {{{'; '.join(cases)}}}"


def _import(node: t.Import) -> str:
    return f"import {'type ' * node.type_only}{{{_imported(node.names)}}} from {node.module!r}"


def _export(node: t.Export) -> str:
    parts = [
        _statement(node.declaration) if node.declaration else "",
        f"{{{_imported(node.names)}}}" if node.names else "",
        f"from {node.module!r}" if node.module else "",
        f"default {value(node.default)}" if node.default else "",
    ]
    return "export " + " ".join(filter(None, parts))


def _shape(node: t.Shape) -> str:
    members = "; ".join(f"{m.name}{'?' * m.optional}: {m.type}" for m in node.members)
    extends = f" extends {', '.join(node.extends)}" if node.extends else ""
    return f"{node.kind} {node.name}{extends} {{{members}}}" + (f" = {node.type}" if node.type else "")


_STATEMENTS = {
    t.Let: _let,
    t.Do: lambda n: value(n.value),
    t.Return: lambda n: f"return {value(n.value)}" if n.value else "return",
    t.Throw: lambda n: f"throw {value(n.value)}",
    t.If: _if,
    t.Loop: _loop,
    t.Try: _try,
    t.Switch: _switch,
    t.Jump: lambda n: n.kind,
    t.Block: lambda n: _block(n.body),
    t.Class: _class,
    t.Import: _import,
    t.Export: _export,
    t.Shape: _shape,
}


def _statement(node: t.Statement) -> str:
    return _STATEMENTS[type(node)](node)
