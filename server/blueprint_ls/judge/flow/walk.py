"""The walk through functions, statement by statement.

It keeps what is known on each path (`State`), follows calls into other functions and files, and hands every call
to the data layers, which recognize accesses. What it met lies in `trace`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.codebase.typescript.tree import (
    Expression,
    Function,
)
from blueprint_ls.judge.flow import binding, contents, definitions, expressions, statements
from blueprint_ls.judge.flow.frames import TOP_LEVEL, Ended, Frame, Made
from blueprint_ls.judge.flow.globals import Globals
from blueprint_ls.judge.flow.layer import Layer, Layers
from blueprint_ls.judge.flow.state import Builder, Content, Items, State, Step, join
from blueprint_ls.judge.flow.trace import Ending, Trace
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Closure,
    Constant,
    Given,
    Handle,
    Unknown,
    Value,
    choice,
    knowing,
    options,
)

DEEPEST = 6
"""Calls within calls that are followed, out of the function that is judged."""
WIDEST = 2_000
"""Statements and calls that one call may take, unless it is asked for more."""
LONGEST = 30_000
"""Statements and calls that one walk takes; what lies beyond is said to be unseen."""


class Walk:
    """One walk; see the module."""

    def __init__(
        self, program: Program, layers: Sequence[Layer], known: Globals | None = None, widest: int = WIDEST
    ) -> None:
        self.program = program
        self.layers = Layers(layers)
        self.trace = Trace()
        self.frames: list[Frame] = []
        self.visited: set[tuple[str, int]] = set()
        """The functions that were entered, by file and byte."""
        self.closures: dict[tuple[str, int], Made] = {}
        """The functions that were met as values: entered later, with the names around them, if nobody called them."""
        self.globals = known or Globals()
        self.steps = 0
        self.widest = widest
        """Statements and calls that one call out of the judged function may take, all that it calls among them."""
        self.lenient = False
        """Whether no test is taken for decided: to reach code that seems dead."""
        self.met: set[tuple[str, int]] = set()
        """The calls that were come by, by file and byte; texts by the byte where they end, tagged or not."""
        self.pending: dict[int, Builder] = {}
        """Query builders that nobody has run so far."""
        self.around = 0
        """Calls that stand around the function that is judged: middleware, which do not count as depth."""

    # ------------------------------------------------------------------------------------------------ functions

    def begin(self, closure: Closure, state: State | None = None) -> Value:
        """Walk one function from outside, where something may be known already; its parameters are unknown."""
        self.steps = 0
        state = State({}) if state is None else state
        try:
            value = self.enter(state, closure, None, None)
        except Ended:
            value = Unknown("it never returns")
        for number, builder in [*self.pending.items()]:
            left = state.heap.get(number)  # as all ways leave it
            self.layers.named[builder.layer].run(self, state, left if isinstance(left, Builder) else builder)
        self.pending.clear()
        return value

    def abandon(self) -> None:
        """A function was left in the middle: the next one begins anew."""
        self.frames.clear()
        self.pending.clear()
        self.around = 0
        self.globals.abandon()

    def enter(
        self,
        state: State,
        closure: Closure,
        arguments: Sequence[Value] | None,
        site: tuple[str, int] | None,
        *,
        ends: bool = False,
    ) -> Value:
        """Walk into a function from a state, which afterwards knows what the function left behind.

        What is known where it `ends` is kept where a framework calls it, as it is where it is walked from outside.
        """
        function = closure.function
        self.visited.add((closure.path, function.start))
        own = self._is_own(closure)
        limit = LONGEST if own else min(self.frames[-1].limit, self.steps + self.widest)
        frame = Frame(closure, site, limit, self._deep(closure))
        names = {**self._names_around(closure, state), **_this(closure)}
        inner = State(names, state.heap, state.facts, state.done, state.used, state.bound)
        begun = len(self.trace.accesses)
        self.frames.append(frame)
        try:
            binding.bind_parameters(self, inner, function, arguments)
            end = statements.block(self, inner, function.body)
        finally:
            self.frames.pop()
        if end is not None:
            frame.returns.append((Constant(UNDEFINED), end))
        if ends or not self.frames or arguments is None:
            place = closure.path, function.start
            self.trace.endings += [
                Ending(left.facts, left.done, frozenset(contents.rows(self, left, value)) | left.used, place, begun)
                for value, left in frame.returns
            ]
        return self._leave(state, frame)

    def _leave(self, state: State, frame: Frame) -> Value:
        end = join([left for _, left in frame.returns])
        if end is None:
            if self.lenient:
                return Unknown("it never returns")
            raise Ended
        state.heap, state.facts, state.done = end.heap, end.facts, end.done
        state.used, state.bound = end.used, end.bound
        for name in frame.assigned - frame.declared & state.names.keys():
            state.names[name] = end.names.get(name, state.names[name])
        return choice(knowing(value, left.facts - end.facts) for value, left in frame.returns)

    def _names_around(self, closure: Closure, state: State) -> dict[str, Value]:
        """The names of the functions around: as they are now where those are still being walked."""
        own = self.frames[-1].closure if self.frames else None
        if own is not None and closure.home is own:
            return {**closure.names, **state.names}
        return closure.names

    @property
    def is_apart(self) -> bool:
        """Whether the value of a name is being found: of a file that is loaded, what it hands to others runs later."""
        return self.frames[0].closure.function is TOP_LEVEL

    @property
    def path(self) -> str:
        """The file that is being walked."""
        return self.frames[-1].closure.path

    @property
    def calls(self) -> tuple[tuple[str, int], ...]:
        """The calls that led here."""
        return tuple(frame.site for frame in self.frames if frame.site)

    def may_enter(self, closure: Closure) -> bool:
        """Whether a call is followed: not into itself, not too deep, not for ever."""
        is_cut = self.frames and self.steps > (LONGEST if self._is_own(closure) else self.frames[-1].limit)
        function = closure.function
        if is_cut or self._deep(closure) - self.around > DEEPEST:
            return False
        return all(frame.closure.function is not function for frame in self.frames)

    def _deep(self, closure: Closure) -> int:
        """How many calls lie on the way into a function: one that is written inside another is as deep as that."""
        function = closure.function
        for frame in reversed(self.frames):
            outer = frame.closure.function
            if frame.closure.path == closure.path and outer.start <= function.start < outer.end:
                return frame.deep
        return self.frames[-1].deep + 1 if self.frames else 0

    def _is_own(self, closure: Closure) -> bool:
        """Whether a function is the one that is judged, or is written inside it, as what a wrapper is handed."""
        if not self.frames:
            return True
        outer, start = self.frames[0].closure, closure.function.start
        return outer.path == closure.path and outer.function.start <= start < outer.function.end

    def closure(self, function: Function, state: State) -> Closure:
        """A function as a value, remembering the names around it."""
        home = self.frames[-1].closure
        made = Closure(home.path, function, state.names, state.names.get("this") if function.is_arrow else None, home)
        self.keep(made, state)
        return made

    def keep(self, closure: Closure, state: State) -> None:
        """Remember a function that was met as a value."""
        self.closures[closure.path, closure.function.start] = Made(closure, state, self.trace)

    def typed(self, value: Given) -> Value:
        """A value from outside, or what its declared type says it is."""
        if value.type:
            for layer in self.layers.typed:
                found = layer.typed(self, value)
                if found is not None:
                    return found
        return value

    # --------------------------------------------------------------------------------------------------- objects

    def handle(self, state: State, content: Content) -> Handle:
        """A new object with some content."""
        number = next(self.globals.numbers)
        state.heap.put(number, content)
        return Handle(number)

    def build(self, state: State, builder: Builder) -> Handle:
        """A new query builder: it is run where it is awaited or handed away, else when the walk ends."""
        builder = replace(builder, calls=self.calls)
        made = self.handle(state, builder)
        self.pending[made.id] = builder
        return made

    def builders(self, state: State, value: Value) -> list[tuple[Handle, Builder]]:
        """The query builders that a value may be."""
        held = [(one, self.content(state, one)) for one in options(value) if isinstance(one, Handle)]
        return [(handle, content) for handle, content in held if isinstance(content, Builder)]

    def extend(self, state: State, value: Value, step: Step, end: int = 0) -> Value:
        """A query builder after one more call on it; code may go on with the result or with the builder itself.

        `end` is where the call ends: so far reaches a chain that goes on with it, and not one that it takes up anew.
        """
        for handle, builder in self.builders(state, value):
            taken = step if handle is value else replace(step, certain=False)
            goes_on = (builder.path, builder.start) == (self.path, step.start)
            reached = max(builder.end, end) if goes_on else builder.end
            self.store(state, handle, replace(builder, steps=(*builder.steps, taken), end=reached))
        return value

    def content(self, state: State, value: Value) -> Content | None:
        """What an object holds."""
        if not isinstance(value, Handle):
            return None
        return state.heap.get(value.id) or self.globals.heap.get(value.id)

    def store(self, state: State, handle: Handle, content: Content) -> None:
        """Change what an object holds."""
        state.heap.put(handle.id, content)
        if isinstance(content, Builder) and handle.id in self.pending:
            self.pending[handle.id] = content

    def items(self, state: State, value: Value) -> Items | None:
        """What an array holds."""
        content = self.content(state, value)
        return content if isinstance(content, Items) else None

    # ----------------------------------------------------------------------------------------------- global names

    def global_value(self, path: str, name: str) -> Value:
        """What a name at the top level of a file stands for."""
        return self.globals.get(self, (path, name), lambda: definitions.meaning(self, path, name))

    def evaluate_in(self, path: str, node: Expression) -> Value:
        """The value of an expression at the top level of a file."""
        return definitions.evaluate_in(self, path, node)

    evaluate = expressions.evaluate
    """The value of an expression where it stands."""


def _this(closure: Closure) -> dict[str, Value]:
    return {"this": closure.this} if closure.this is not None else {}
