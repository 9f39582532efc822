"""The kinds of reasons that a silencer of a rule on code may give, and what is checked of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import Call, Field, Function, Let, Member, Method, Name, Node, Property
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.around import functions_around
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.fingerprints import relative
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.silencers import Silencer
from blueprint_ls.syntax import Text

RULES = ("silencer-unverified",)
_TENANT = frozenset({"system-job", "resolver", "capability", "global-unique", "admin", "verified-by"})
_ENDPOINT = frozenset({"capability", "admin", "verified-by"})
KINDS = {
    "tenant-scope": _TENANT,
    "tenant-scope-indirect": _TENANT,
    "endpoint-authentication": _ENDPOINT,
    "endpoint-validation": frozenset({"verified-by"}),
}
"""By rule. `system-job`: rightly over all tenants. `resolver`: it finds the tenant out. `capability`: an unguessable
key is the permission. `global-unique`: the key is unique over all tenants, and the row's tenant is not used. `admin`:
the operator's own staff. `verified-by`: a function that was called before."""


def unverified(case: CodeCase, silencers: Sequence[Silencer]) -> Iterator[Finding]:
    """A finding for each silencer that names a function which does not exist, or is not called before."""
    for silencer in silencers:
        for kind in silencer.kinds.values():
            if kind.name == "verified-by" and (message := _doubt(case, silencer, kind.about)):
                yield case.finding(
                    "silencer-unverified",
                    relative(silencer.path, case.root),
                    silencer.span.start,
                    silencer.span.end,
                    message,
                    data={"function": kind.about},
                )


def _doubt(case: CodeCase, silencer: Silencer, about: str) -> str | None:
    """What speaks against a `verified-by`."""
    if not about:
        return "`verified-by` names the function that verifies: write `verified-by(assertMember)`"
    path = relative(silencer.path, case.root)
    module = case.repository.module(path)
    end = _end_of_line(case, path, silencer)
    functions = functions_around(module, end) if module else []
    calls = [node for function in functions for node in inside(function) if isinstance(node, Call)]
    named = [call for call in calls if _called(call) == about.rpartition(".")[2]]
    if not named:
        return (
            f"`{about}` is not called in this function: call it before the access, or name the function that verifies"
        )
    if all(call.start >= end for call in named):
        return f"`{about}` is called only after the access: call it before"
    if not any(_exists(case, path, call) for call in named):
        return f"There is no function `{about}` in the repository: name one that can be looked into"
    return None


def _end_of_line(case: CodeCase, path: str, silencer: Silencer) -> int:
    """The first byte that stands on the line a silencer speaks for."""
    text = Text(case.repository.text(path))
    span = text.line_span(min(silencer.line, len(text.line_starts) - 1))
    line = text.data[span.start : span.end]
    return span.start + len(line) - len(line.lstrip())


def _called(call: Call) -> str:
    return call.callee.name if isinstance(call.callee, Name | Member) else ""


def _exists(case: CodeCase, path: str, call: Call) -> bool:
    """Whether a function of the repository answers a call; methods are looked for by name in all its files."""
    name = _called(call)
    if isinstance(call.callee, Name):
        return isinstance(case.program.meaning(path, name), Definition) or _declares(case, path, name)
    return any(_declares(case, other, name) for other in case.repository.of_kind("typescript", "tsx", "javascript"))


def _declares(case: CodeCase, path: str, name: str) -> bool:
    """Whether a file declares a function or method of that name."""
    if name.encode() not in case.repository.text(path):
        return False
    module = case.repository.module(path)
    nodes = (node for statement in (module.body if module else ()) for node in inside(statement))
    return any(_name_of(node) == name for node in nodes)


def _name_of(node: Node) -> str | None:
    """The name that a node gives to a function."""
    if isinstance(node, Function | Method):
        return node.name
    if isinstance(node, Let) and isinstance(node.value, Function) and isinstance(node.target, Name):
        return node.target.name
    if isinstance(node, Property) and isinstance(node.value, Function):
        return node.key
    return node.name if isinstance(node, Field) and isinstance(node.value, Function) else None
