"""Statements: every path through a function, and what was checked on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from blueprint_ls.codebase.typescript.program import Definition, Meaning, Outside, Program, Whole
from blueprint_ls.codebase.typescript.tree import (
    Block,
    Class,
    Do,
    Export,
    Function,
    If,
    Import,
    Jump,
    Let,
    Loop,
    Name,
    New,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
)
from blueprint_ls.judge.endpoints.behavior import binding, calls, expressions
from blueprint_ls.judge.endpoints.behavior.context import Place, Request
from blueprint_ls.judge.endpoints.behavior.memory import Memory
from blueprint_ls.judge.endpoints.behavior.proof import Check, Strength, Truth, stronger
from blueprint_ls.judge.endpoints.behavior.state import Exit, Frame, State, joined
from blueprint_ls.judge.endpoints.behavior.truth import equal, truth_of
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    NEVER,
    UNKNOWN,
    Answer,
    ClassValue,
    Closure,
    Data,
    Exports,
    External,
    Items,
    Known,
    Never,
    Scope,
    Value,
    taints,
)

BUDGET = 30_000
"""Expressions that one question may cost; behind it everything is unknown."""
_LONGEST = 80
"""How many elements of a constant list a loop is walked for."""


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
            self.within(scope, lambda: self._let(node))

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

    def execute(self, statements: Sequence[Statement]) -> bool:
        """Walk statements in order; False where no path comes out at their end."""
        self.hoist(statements)
        return all(self.statement(statement) for statement in statements)

    def hoist(self, statements: Iterable[Statement]) -> None:
        """Functions may be called before they are declared."""
        for statement in statements:
            inner = statement.declaration if isinstance(statement, Export) else statement
            if isinstance(inner, Let) and inner.kind == "function":
                self._let(inner)

    def statement(self, statement: Statement) -> bool:
        """Walk one statement; False where no path comes out."""
        self.at = statement
        step = _STEPS.get(type(statement))
        return True if step is None else step(self, statement)

    def _let(self, let: Let) -> bool:
        if let.kind == "function" and isinstance(let.target, Name) and let.target.name in self.frame.scope.names:
            held = self.frame.scope.names[let.target.name]
            if isinstance(held, Closure) and held.function is let.value:
                return True
        value = expressions.evaluate(self, let.value) if let.value is not None else ABSENT
        if let.kind == "let" and let.value is None and let.type is None:
            value = ABSENT
        if isinstance(value, Closure) and isinstance(let.target, Name):
            value.name = value.name or let.target.name
        binding.bind(self, let.target, value)
        return not isinstance(value, Never)

    def _do(self, do: Do) -> bool:
        return not isinstance(expressions.evaluate(self, do.value), Never)

    def _return(self, statement: Return) -> bool:
        value = expressions.evaluate(self, statement.value) if statement.value is not None else ABSENT
        if not isinstance(value, Never):
            self.leave(value)
        return False

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

    def _throw(self, statement: Throw) -> bool:
        thrown = statement.value
        if self.state.absent:
            self.request.refused.setdefault((self.frame.path, statement.start, statement.end), "throws")
        if isinstance(thrown, New) and isinstance(of := expressions.evaluate(self, thrown.callee), ClassValue):
            expressions.spread(self, thrown.arguments)
            self.seen.add((of.path, of.node.start))
            return False  # what its constructor does is nobody's concern: control does not go on
        value = expressions.evaluate(self, thrown)
        if isinstance(value, Answer):
            self.leave(value)
        return False

    def _if(self, statement: If) -> bool:
        truth = self.truth(expressions.evaluate(self, statement.test), statement.test)
        return self.branch(truth, statement.yes, statement.no)

    def branch(self, truth: Truth, yes: Sequence[Statement], no: Sequence[Statement]) -> bool:
        """Walk both sides of a test, as far as they can be."""
        if truth.known is not None:
            return self.block(yes if truth.known else no)
        before, exits = self.state, len(self.frame.exits)
        after = [self._side(before, fact, side, truth) for fact, side in ((truth.yes, yes), (truth.no, no))]
        met = joined(after[0], after[1], truth.deploy)
        if met is None:
            return False
        met.deploy, met.conditional = before.deploy, before.conditional
        if met.check is None and None not in after and not _about_credentials(truth) and not truth.deploy:
            checks = [one.check for one in after if one is not None and one.check is not None]
            met.partly = met.partly or next((one for one in checks if one.strength is Strength.IDENTITY), None)
        if len(self.frame.exits) > exits and not _about_credentials(truth) and not truth.deploy:
            met.conditional = True
        self.states[-1] = met
        return True

    def _side(self, before: State, fact: Any, side: Sequence[Statement], truth: Truth) -> State | None:
        state = before.copy()
        state.learn(fact)
        state.deploy = state.deploy or truth.deploy
        state.conditional = state.conditional or (bool(side) and not _about_credentials(truth) and not truth.deploy)
        self.states[-1] = state
        goes_on = self.block(side)
        found = self.states[-1]
        self.states[-1] = before
        return found if goes_on else None

    def block(self, statements: Sequence[Statement]) -> bool:
        """Walk statements that have names of their own."""
        outer = self.frame.scope
        self.frame.scope = Scope(outer.path, {}, outer)
        try:
            return self.execute(statements)
        finally:
            self.frame.scope = outer

    def _block(self, statement: Block) -> bool:
        return self.block(statement.body)

    def _try(self, statement: Try) -> bool:
        before = self.state.copy()
        exits = len(self.frame.exits)
        goes_on = self.block(statement.body)
        after = self.state if goes_on else None
        strong = [one.check for one in self.frame.exits[exits:]] + ([after.check] if after else [])
        gained = any(one is not None and one != before.check for one in strong)
        handled = self._handler(statement, before, gained)
        met = joined(after, handled)
        if met is not None:
            self.states[-1] = met
        return (self.block(statement.finally_) if statement.finally_ else True) and met is not None

    def _handler(self, statement: Try, before: State, gained: bool) -> State | None:
        if statement.handler is None:
            return None
        self.states[-1] = before.copy()
        self.state.absent = self.state.absent or gained
        self.state.conditional = True
        if statement.error is not None:
            binding.bind(self, statement.error, Data("error"))
        goes_on = self.block(statement.handler)
        return self.state if goes_on else None

    def _switch(self, statement: Switch) -> bool:
        subject = expressions.evaluate(self, statement.subject)
        before, after = self.state, []
        deploy = bool(taints(subject)) and taints(subject) <= {"secret", "deploy"}
        reached = False
        for at, case in enumerate(statement.cases):
            truth = Truth()
            if case.test is not None:
                tested = expressions.evaluate(self, case.test)
                truth = equal(subject, tested, lambda strength, what: self.check(strength, what, statement))
            if truth.known is False or (reached and case.test is None):
                continue
            reached = reached or truth.known is True
            body = [inner for follower in statement.cases[at:] for inner in follower.body]
            marked = Truth(None, truth.yes, truth.no, deploy)
            after.append(self._case(before, marked, _until_break(body)))
            if truth.known is True:
                break
        if not reached and not any(case.test is None for case in statement.cases):
            after.append(before.copy())
        met: State | None = None
        for one in after:
            met = joined(met, one, deploy) if met else one
        if met is not None:
            met.deploy, met.conditional = before.deploy, before.conditional
            self.states[-1] = met
        return met is not None

    def _case(self, before: State, truth: Truth, body: Sequence[Statement]) -> State | None:
        return self._side(before, truth.yes, body, truth)

    def _loop(self, statement: Loop) -> bool:
        for inner in statement.before:
            self.statement(inner)
        subject = expressions.evaluate(self, statement.subject) if statement.subject is not None else UNKNOWN
        if statement.kind == "of" and isinstance(subject, Items) and subject.complete:
            return self._unroll(statement, subject.items[:_LONGEST])
        before = self.state.copy()
        if statement.target is not None:
            binding.bind(self, statement.target, Data("", taints(subject)))
        self.state.conditional = True
        goes_on = self.block(statement.body)
        met = joined(before.copy(), self.state if goes_on else None)
        self.states[-1] = met or before
        self.state.conditional = before.conditional
        return True

    def _unroll(self, statement: Loop, items: list[Value]) -> bool:
        for item in items:
            if statement.target is not None:
                binding.bind(self, statement.target, item)
            if not self.block(_until_break(statement.body)):
                break
        return True

    def _class(self, statement: Class) -> bool:
        if statement.name:
            self.frame.scope.names[statement.name] = ClassValue(self.frame.path, statement, self.frame.scope)
        return True

    def _export(self, statement: Export) -> bool:
        if statement.declaration is not None:
            return self.statement(statement.declaration)
        if statement.default is not None and not isinstance(statement.default, Name):
            value = expressions.evaluate(self, statement.default)
            self.frame.scope.names.setdefault("default", value)
        return True

    def _nothing(self, statement: Import | Jump) -> bool:
        return not isinstance(statement, Jump)

    def never(self) -> Value:
        """What a call gives that does not come back."""
        return NEVER


def _about_credentials(truth: Truth) -> bool:
    return bool(truth.yes.check or truth.no.check or truth.yes.absent or truth.no.absent)


def _until_break(body: Sequence[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for statement in body:
        if isinstance(statement, Jump):
            break
        found.append(statement)
        if isinstance(statement, Block) and any(isinstance(inner, Jump) for inner in statement.body):
            found[-1] = Block(statement.start, statement.end, tuple(_until_break(statement.body)))
            break
    return found


_STEPS: dict[type, Any] = {
    Let: Walk._let,
    Do: Walk._do,
    Return: Walk._return,
    Throw: Walk._throw,
    If: Walk._if,
    Loop: Walk._loop,
    Try: Walk._try,
    Switch: Walk._switch,
    Block: Walk._block,
    Class: Walk._class,
    Export: Walk._export,
    Import: Walk._nothing,
    Jump: Walk._nothing,
}
