"""The walk through functions, statement by statement.

It keeps what is known on each path (`State`), follows calls into other functions and files, and hands every call
to the data layers, which recognize accesses. What it met lies in `trace`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from blueprint_ls.codebase.typescript.program import Definition, Outside, Program, Whole
from blueprint_ls.codebase.typescript.tree import (
    Block,
    Class,
    Do,
    Export,
    Expression,
    Function,
    If,
    Jump,
    Let,
    Loop,
    Method,
    Name,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
)
from blueprint_ls.judge.flow import binding, contents, expressions, modules
from blueprint_ls.judge.flow.facts import Fact, of_all
from blueprint_ls.judge.flow.frames import Ended, Frame, Jumps, top_level
from blueprint_ls.judge.flow.globals import Globals
from blueprint_ls.judge.flow.layer import Layer, Layers
from blueprint_ls.judge.flow.state import Builder, Content, Items, Record, State, Step, join
from blueprint_ls.judge.flow.trace import Ending, Trace
from blueprint_ls.judge.flow.truth import negated, same, truth
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    ClassOf,
    Closure,
    Constant,
    External,
    Given,
    Handed,
    Handle,
    Instance,
    Row,
    Unknown,
    Value,
    choice,
    knowing,
    options,
)

DEEPEST = 6
"""Calls within calls that are followed, out of the function that is judged."""
_DEEPEST_ANSWER = 4
"""How deep rows are looked for in what a function answers."""
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
        self.closures: dict[tuple[str, int], Closure] = {}
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

    def begin(self, closure: Closure, arguments: Sequence[Value] | None = None) -> Value:
        """Walk one function from outside; parameters that are not given are unknown."""
        self.steps = 0
        state = State({})
        try:
            value = self.enter(state, closure, arguments, None)
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
            end = self.block(inner, function.body)
        finally:
            self.frames.pop()
        if end is not None:
            frame.returns.append((Constant(UNDEFINED), end))
        if ends or not self.frames or arguments is None:
            place = closure.path, function.start
            self.trace.endings += [
                Ending(left.facts, left.done, frozenset(self.rows(left, value)) | left.used, place, begun)
                for value, left in frame.returns
            ]
        return self._leave(state, frame)

    def rows(
        self, state: State, value: Value, depth: int = _DEEPEST_ANSWER, known: frozenset[Fact] = frozenset()
    ) -> Iterator[Handed]:
        """The rows, or columns of rows, that a value hands out."""
        content = self.content(state, value) if depth > 0 else None
        inner: tuple[Value, ...] = ()
        if isinstance(value, Row):
            yield value.access, value.path, known | value.known
        elif isinstance(value, Choice):
            inner = value.options
        elif isinstance(content, Record):
            inner = (*content.entries.values(), *content.unseen)
        elif isinstance(content, Items):
            inner = (*content.items, *([content.each] if content.each is not None else []))
        if isinstance(value, Handle):
            known |= value.known
        for one in inner:
            yield from self.rows(state, one, depth - 1, known)

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
        self.closures[home.path, function.start] = made
        return made

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
        return self.globals.get(self, (path, name), lambda: self._meaning(path, name))

    def _meaning(self, path: str, name: str) -> Value:
        meaning = self.program.meaning(path, name)
        if isinstance(meaning, Definition):
            return self.definition(meaning)
        if isinstance(meaning, Whole):
            return modules.whole(self, meaning.path)
        if isinstance(meaning, Outside):
            return External(meaning.package, () if meaning.name in ("default", "*") else (meaning.name,))
        return modules.imported(self, path, name) or Given(f"global@{path}:{name}")

    def evaluate_in(self, path: str, node: Expression) -> Value:
        """The value of an expression at the top level of a file."""
        return self._apart(path, lambda state: expressions.evaluate(self, state, node))

    def _apart(self, path: str, evaluate: Callable[[State], Value]) -> Value:
        """Evaluate something at the top level of a file as if nothing else were being walked."""
        state = State({})
        kept = self.frames, self.trace, self.steps, self.lenient, self.pending
        self.frames, self.trace, self.steps, self.lenient, self.pending = (
            [Frame(top_level(path))],
            Trace(),
            0,
            False,
            {},
        )
        try:
            return evaluate(state)
        except Ended:
            return Unknown("it never returns")
        finally:
            self.frames, self.trace, self.steps, self.lenient, self.pending = kept
            self.globals.heap.update(state.heap.items())

    def definition(self, definition: Definition) -> Value:
        """What a declaration stands for."""
        for layer in self.layers.definition:
            found = layer.definition(self, definition)
            if found is not None:
                return found
        node = definition.node
        if isinstance(node, Class):
            return ClassOf(definition.path, node)
        if isinstance(node, Let) and node.value is not None:
            return self._initial(definition, node)
        return Unknown(f"`{definition.name}` has no value that can be seen")

    def _initial(self, definition: Definition, node: Let) -> Value:
        if isinstance(node.value, Function):
            return Closure(definition.path, node.value, {})
        if node.kind == "let" and isinstance(node.target, Name):
            return Unknown(f"`{definition.name}` may be assigned anywhere")

        def bound(state: State) -> Value:
            assert node.value is not None
            binding.bind(self, state, node.target, expressions.evaluate(self, state, node.value))
            return state.names.get(definition.name, Unknown("it is bound in a way that is not followed"))

        return self._apart(definition.path, bound)

    # ------------------------------------------------------------------------------------------------- statements

    def block(self, state: State, statements: Iterable[Statement]) -> State | None:
        """Walk statements in order; None where none of the paths goes on behind them."""
        statements = tuple(statements)
        for statement in statements:
            if isinstance(statement, Let) and isinstance(statement.value, Function) and statement.kind == "function":
                self._statement(state, statement)  # functions are there before the first statement runs
        at: State | None = state
        for statement in statements:
            if at is None:
                return None
            self.steps += 1
            if self.steps > self.frames[-1].limit:
                return at
            try:
                at = self._statement(at, statement)
            except Ended:
                at = None
        return at

    def _statement(self, state: State, statement: Statement) -> State | None:
        walk = _STATEMENTS.get(type(statement))
        return walk(self, state, statement) if walk else state

    def let(self, state: State, statement: Let) -> State:
        """`const target = value`."""
        value = expressions.evaluate(self, state, statement.value) if statement.value else Constant(UNDEFINED)
        binding.bind(self, state, statement.target, binding.declared(self, value, statement.type))
        return state

    def do(self, state: State, statement: Do) -> State:
        """An expression."""
        expressions.evaluate(self, state, statement.value)
        return state

    def returned(self, state: State, statement: Return) -> None:
        """`return value`."""
        value = expressions.evaluate(self, state, statement.value) if statement.value else Constant(UNDEFINED)
        if self.frames[-1].closure.function.is_async:
            value = expressions.awaited(self, state, value)
        self.frames[-1].returns.append((value, state))

    def thrown(self, state: State, statement: Throw) -> None:
        """`throw value`: the way ends; how the error is made says nothing about data."""

    def branch(self, state: State, statement: If) -> State | None:
        """`if (test) yes else no`."""
        test = truth(expressions.evaluate(self, state, statement.test))
        if test.decided is not None and not self.lenient:
            return self.block(state, statement.yes if test.decided else statement.no)
        yes = self.block(state.copy().learn(test.passed), statement.yes)
        no = self.block(state.copy().learn(test.failed), statement.no)
        return join([end for end in (yes, no) if end is not None])

    def loop(self, state: State, statement: Loop) -> State | None:
        """A loop: its body is taken once, or not at all."""
        for before in statement.before:
            self._statement(state, before)
        subject = expressions.evaluate(self, state, statement.subject) if statement.subject else None
        inside, held = state.copy(), state.facts
        if statement.target is not None and subject is not None:
            element = contents.element(self, inside, subject) if statement.kind == "of" else Unknown("a key")
            binding.bind(self, inside, statement.target, element)
        elif subject is not None:
            inside.learn(truth(subject).passed)
        jumps = Jumps()
        self.frames[-1].jumps.append(jumps)
        end = self.block(inside, statement.body)
        self.frames[-1].jumps.pop()
        rounds = [*jumps.continued, *([end] if end else [])]
        left = join([state, *jumps.broken, *rounds])
        if left is not None and rounds and not jumps.broken and statement.kind == "of":
            left.learn(of_all(frozenset.intersection(*(one.facts for one in rounds)) - held))
        return left

    def jump(self, state: State, statement: Jump) -> None:
        """`break` and `continue`."""
        jumps = self.frames[-1].jumps
        if jumps:
            (jumps[-1].broken if statement.kind == "break" else jumps[-1].continued).append(state)

    def attempt(self, state: State, statement: Try) -> State | None:
        """`try`: its handler begins with what held before the body, or after it."""
        before = state.copy()
        end = self.block(state, statement.body)
        ends = [end] if end else []
        if statement.handler is not None:
            caught = join([before, end.copy()]) if end else before
            assert caught is not None
            caught.facts = before.facts
            if statement.error is not None:
                binding.bind(self, caught, statement.error, Unknown("an error"))
            handled = self.block(caught, statement.handler)
            ends += [handled] if handled else []
        left = join(ends)
        return self.block(left, statement.finally_) if left else None

    def switch(self, state: State, statement: Switch) -> State | None:
        """`switch`: each case from the state before it."""
        subject = expressions.evaluate(self, state, statement.subject)
        ends: list[State] = []
        leaving = Jumps()
        self.frames[-1].jumps.append(leaving)
        falling: State | None = None
        for case in statement.cases:
            begin = state.copy()
            if case.test is not None:
                test = same(subject, expressions.evaluate(self, begin, case.test))
                begin.learn(test.passed)
                state.learn(negated(test).passed)
            start = join([begin, *([falling] if falling else [])])
            assert start is not None
            falling = self.block(start, case.body)
        self.frames[-1].jumps.pop()
        if falling:
            ends.append(falling)
        if all(case.test is not None for case in statement.cases):
            ends.append(state)
        return join([*ends, *leaving.broken, *leaving.continued])

    def inner_block(self, state: State, statement: Block) -> State | None:
        """Statements in braces: names declared in them end with them."""
        outside = dict(state.names)
        end = self.block(state, statement.body)
        if end is not None:
            end.names = {name: end.names.get(name, value) for name, value in outside.items()}
        return end

    def exported(self, state: State, statement: Export) -> State | None:
        """`export` before a declaration."""
        return self._statement(state, statement.declaration) if statement.declaration else state

    def class_(self, state: State, statement: Class) -> State:
        """A class inside a function."""
        home = self.frames[-1].closure
        made = ClassOf(self.path, statement, state.names)
        for member in statement.members:
            if isinstance(member, Method):
                this = made if member.is_static else Instance(self.path, statement, "", None, state.names)
                key = self.path, member.function.start
                self.closures[key] = Closure(self.path, member.function, state.names, this, home)
        if statement.name:
            state.names[statement.name] = made
        return state


_STATEMENTS: dict[type, Callable[..., State | None]] = {
    Let: Walk.let,
    Do: Walk.do,
    Return: Walk.returned,
    Throw: Walk.thrown,
    If: Walk.branch,
    Loop: Walk.loop,
    Jump: Walk.jump,
    Try: Walk.attempt,
    Switch: Walk.switch,
    Block: Walk.inner_block,
    Export: Walk.exported,
    Class: Walk.class_,
}


def _this(closure: Closure) -> dict[str, Value]:
    return {"this": closure.this} if closure.this is not None else {}
