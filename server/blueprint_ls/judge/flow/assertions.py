"""Functions of packages that are known by their names: they throw unless something holds, or compare two values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.truth import Truth, same, truth
from blueprint_ls.judge.flow.values import UNDEFINED, Constant, External, Given, Unknown, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_ASSERTING = ("assert", "invariant")
"""What the names of functions, or of packages that are one function, hold that throw unless their argument is true."""
_EQUAL = frozenset({"equal", "strictEqual", "deepEqual", "deepStrictEqual"})
"""Methods of an assertion that throw unless both arguments are the same."""
_COMPARING = frozenset(
    {"isEqual", "isDeepEqual", "isStrictEqual", "isDeepStrictEqual", "deepEqual", "dequal", "timingSafeEqual"}
    | {"lodash.isequal", "fast-deep-equal", "deep-equal"}
)
"""Functions, and packages that are one function, that tell whether two values are the same."""


class Assertions(Layer):
    """Handed calls as the data layers are, and no data layer itself."""

    name = "assertions"

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`assert(test)`, `assert.equal(one, other)`, `invariant(test)`, `isEqual(one, other)`."""
        words = _words(call)
        if not words or not call.arguments:
            return None
        one, other = call.arguments[0], call.arguments[1] if len(call.arguments) > 1 else Unknown()
        if words[-1] in _COMPARING and not _asserts(words[:-1]):
            return same(one, other)
        if words[-1] in _EQUAL and _asserts(words[:-1]):
            return _held(walk, state, same(one, other))
        if _asserts(words[-1:]) or (words[-1] == "ok" and _asserts(words[:-1])):
            return _held(walk, state, truth(one))
        return None


def _words(call: Invocation) -> list[str]:
    """The way to what is called, the package's own name first; nothing where it is no function from outside."""
    method = [call.method] if call.method else []
    for value in (call.callee, call.receiver):
        if isinstance(value, External):
            return [value.package.rpartition("/")[2].removeprefix("node:"), *value.path, *method]
    is_handed = isinstance(call.receiver, Given) and not call.receiver.root.startswith("global@")
    return method if is_handed and call.method == "assert" else []  # `context.assert(test, 403)`


def _asserts(words: list[str]) -> bool:
    return any(part in word.lower() for word in words for part in _ASSERTING)


def _held(walk: Walk, state: State, test: Truth) -> Value:
    """From here on the test holds."""
    if test.decided is False and not walk.lenient:
        raise Ended
    state.learn(test.passed)
    return Constant(UNDEFINED)
