"""The walk through functions of a repository: what is asked, where it stands, what names mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blueprint_ls.codebase.typescript.program import Definition, Meaning, Outside, Program, Whole
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Function,
    Let,
    Statement,
)
from blueprint_ls.judge.endpoints.behavior import calls, statements
from blueprint_ls.judge.endpoints.behavior.context import Place, Request
from blueprint_ls.judge.endpoints.behavior.memory import Memory
from blueprint_ls.judge.endpoints.behavior.proof import Check, Strength, Truth, stronger
from blueprint_ls.judge.endpoints.behavior.state import Exit, Frame, State
from blueprint_ls.judge.endpoints.behavior.truth import truth_of
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    ClassValue,
    Closure,
    Exports,
    External,
    Known,
    Scope,
    Value,
)

BUDGET = 30_000
"""Expressions that one question may cost; behind it everything is unknown."""


class Walk:
    """Walks functions of a repository; knows the values at the top level of its files."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.modules: dict[str, Scope] = {}
        self.request = Request()
        self.frames: list[Frame] = []
        self.states: list[State] = []
        self.budget = BUDGET
        self.seen: set[tuple[str, int]] = set()
        """The functions that were walked and the classes that were constructed."""
        self.active: set[tuple[str, int]] = set()
        self.known = Memory()
        self.meanings: dict[tuple[str, str], Meaning | None] = {}
        self.at: Statement | None = None
        """The statement that is walked."""
        self.question = 0
        """Which question is asked; each has a request of its own."""
        self.running: set[str] = set()
        self.frameworks: list[Any] = []
        """What knows a framework's own functions, asked before anything else."""
        self.runs: Any = None
        """Asked before a name of a module is looked up: whether its statements must be executed first."""

    # ---------------------------------------------------------------------------------------------------- questions

    def ask(self, request: Request) -> None:
        """Begin a new question about one request."""
        self.request = request
        self.question += 1
        self.budget = BUDGET
        self.frames, self.states = [], []
        self.active.clear()

    @property
    def frame(self) -> Frame:
        """The function being walked."""
        return self.frames[-1]

    @property
    def state(self) -> State:
        """What holds where the walk stands."""
        return self.states[-1]

    def check(self, strength: Strength, what: str, node: Any = None) -> Check:
        """A check that stands at a node of the file being walked."""
        path = self.frame.path if self.frames else ""
        return Check(strength, what, path, getattr(node, "start", 0), getattr(node, "end", 0))

    def truth(self, value: Value, node: Any) -> Truth:
        """What is known when a value is truthy."""
        return truth_of(value, lambda strength, what: self.check(strength, what, node))

    def held(self) -> Check | None:
        """The strongest check on the way here, callers included."""
        check = None
        for state in self.states:
            check = stronger(check, state.check)
        return check

    def is_home(self) -> bool:
        """Whether the walk is inside the file of the handler that the question is about."""
        home = self.request.home
        return home is not None and any(frame.path == home for frame in self.frames)

    def is_known(self) -> bool:
        """Whether the caller is known for certain on the way here."""
        return any(one.check is not None and one.check.strength is Strength.IDENTITY for one in self.states)

    def invoke(self, function: Value, arguments: list[Value], node: Any) -> Value:
        """What a call of a value gives."""
        return calls.invoke(self, function, arguments, node)

    def let_pass(self) -> None:
        """`next()`: the request goes on."""
        state = self.state
        exit_ = Exit(
            ABSENT,
            state.check,
            state.absent,
            any(one.deploy for one in self.states),
            any(one.conditional for one in self.states),
            at=self.place(),
        )
        self.frame.passes.append(exit_)
        for part in {part for one in self.states for part in (*one.failed, *one.ignored)}:
            self.request.doubts.add(f"the {part} used where it does not fit")

    # ------------------------------------------------------------------------------------------------------- names

    def module(self, path: str) -> Scope:
        """The scope of a file's top level."""
        if path not in self.modules:
            self.modules[path] = Scope(path)
        return self.modules[path]

    def lookup(self, scope: Scope, name: str) -> Value | None:
        """What a name means; None where nothing declares it."""
        here: Scope | None = scope
        while here is not None:
            if name in here.names:
                return here.names[name]
            if here.outer is None:
                return self.top(here.path, name)
            here = here.outer
        return None

    def top(self, path: str, name: str) -> Value | None:
        """What a name at the top level of a file means."""
        scope = self.module(path)
        if name in scope.names:
            return scope.names[name]
        if (path, name) not in self.meanings:
            self.meanings[path, name] = self.program.meaning(path, name)
        meaning = self.meanings[path, name]
        if isinstance(meaning, Outside):
            return External(meaning.package, (meaning.name,))
        if isinstance(meaning, Whole):
            return Exports(meaning.path)
        return self.defined(meaning) if isinstance(meaning, Definition) else None

    def exported(self, path: str, name: str) -> Value:
        """What a file exports under a name."""
        meaning = self.program.exported(path, name)
        if isinstance(meaning, Definition):
            return self.defined(meaning)
        if isinstance(meaning, Outside):
            return External(meaning.package, (meaning.name,))
        return Exports(meaning.path) if isinstance(meaning, Whole) else UNKNOWN

    def defined(self, meaning: Definition) -> Value:
        """The value of a declaration at the top level of a file."""
        if self.runs is not None:
            self.runs(meaning.path)
        scope = self.module(meaning.path)
        if meaning.name not in scope.names:
            scope.names[meaning.name] = UNKNOWN  # a circle ends here
            budget, self.budget = self.budget, BUDGET // 3
            self._declare(scope, meaning)
            self.budget = budget
        return scope.names.get(meaning.name, UNKNOWN)

    def _declare(self, scope: Scope, meaning: Definition) -> None:
        node = meaning.node
        if isinstance(node, Class):
            scope.names[meaning.name] = ClassValue(meaning.path, node)
        elif isinstance(node, Function):
            scope.names[meaning.name] = Closure(meaning.path, node, scope)
        elif isinstance(node, Let):
            self.within(scope, lambda: statements.let(self, node))

    def within(self, scope: Scope, action: Any) -> Any:
        """Walk something as the top level of a file does."""
        self.frames.append(Frame(scope))
        self.states.append(State())
        try:
            return action()
        finally:
            self.frames.pop()
            self.states.pop()

    # -------------------------------------------------------------------------------------------------- statements

    def execute(self, found: Sequence[Statement]) -> bool:
        """Walk statements in order; False where no path comes out at their end."""
        return statements.execute(self, found)

    def leave(self, value: Value) -> None:
        """A way out of the function."""
        state = self.state
        if state.reply is None and value == ABSENT and state.pending >= 400:
            value = Answer(state.pending)  # a framework that sends what an async function leaves behind
        place, reply = self.place(), state.reply
        exit_ = Exit(value, state.check, state.absent, state.deploy, state.conditional, reply, place, state.partly)
        self.note_refusal(exit_.shown)
        self.frame.exits.append(exit_)

    def place(self) -> Place | None:
        """Where the walk stands."""
        return (self.frame.path, self.at.start, self.at.end) if self.at is not None else None

    def note_refusal(self, value: Value) -> None:
        """Remember an answer that turns a caller without a credential away."""
        place = self.place()
        if not self.state.absent or place is None:
            return
        if isinstance(value, Answer) and (value.status >= 400 or value.kind == "redirect"):
            how = "redirects elsewhere" if value.kind == "redirect" else f"answers {value.status}"
            self.request.refused.setdefault(place, how)
        elif value == Known(False):
            self.request.refused.setdefault(place, "gives false")
