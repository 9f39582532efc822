"""What holds at one point of a path, and how paths end and meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.proof import Check, Fact, stronger, weaker
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Closure,
    Option,
    Scope,
    Value,
    choice,
)


@dataclass(slots=True)
class State:
    """What holds on a path."""

    check: Check | None = None
    absent: bool = False
    """A credential is known to be missing."""
    deploy: bool = False
    """Only a setting of the deployment leads here."""
    reply: Value | None = None
    """What was sent to the caller already."""
    conditional: bool = False
    """A test that is not about credentials leads here."""

    pending: int = 0
    """The status set on a reply that was not sent yet."""
    partly: Check | None = None
    """A check that some requests met on the way here and others did not, whoever sent them."""
    failed: frozenset[str] = frozenset()
    """Parts of the input that did not fit their schema."""
    ignored: frozenset[str] = frozenset()
    """Parts that may not have fitted, and the code goes on all the same."""

    def copy(self) -> State:
        """The same state for another path."""
        return State(
            self.check,
            self.absent,
            self.deploy,
            self.reply,
            self.conditional,
            self.pending,
            self.partly,
            self.failed,
            self.ignored,
        )

    def learn(self, fact: Fact) -> None:
        """Takes in what a test says."""
        self.check = stronger(self.check, fact.check)
        self.absent = (self.absent or fact.absent) and fact.check is None
        self.failed |= fact.failed
        self.reply = self.reply or fact.reply
        self.partly = self.partly or fact.partly


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a function that control may go on from."""

    value: Value
    check: Check | None = None
    absent: bool = False
    deploy: bool = False
    conditional: bool = False
    reply: Value | None = None
    """What was sent to the caller on the way."""
    at: Place | None = None
    """The statement that ends the way."""
    partly: Check | None = None
    """A check that some requests met on the way and others did not, whoever sent them."""

    @property
    def shown(self) -> Value:
        """What the caller of the endpoint gets, as far as this function decides it."""
        return self.value if self.reply is None or isinstance(self.value, Answer) else self.reply


@dataclass(slots=True)
class Frame:
    """One function that is being walked."""

    scope: Scope
    closure: Closure | None = None
    site: Any = None
    """The call that led here, in the file of the frame before."""
    exits: list[Exit] = field(default_factory=list)
    passes: list[Exit] = field(default_factory=list)
    """Where the request was let through by a call of `next`."""

    @property
    def path(self) -> str:
        """The file whose code is walked."""
        return self.scope.path


def joined(left: State | None, right: State | None, by_deploy: bool = False) -> State | None:
    """What holds behind two branches; where only the deployment chooses, the stricter one counts."""
    if left is None or right is None:
        return left or right
    pick = stronger if by_deploy else weaker
    check = pick(left.check, right.check)
    absent = check is None and left.absent and right.absent
    pending = left.pending if left.pending == right.pending else 0
    conditional = left.conditional and right.conditional
    failed = left.failed & right.failed
    ignored = left.ignored | right.ignored | (left.failed ^ right.failed)
    deploy = left.deploy and right.deploy
    partly = left.partly or right.partly
    return State(check, absent, deploy, _reply(left, right), conditional, pending, partly, failed, ignored)


def _reply(left: State, right: State) -> Value | None:
    if left.reply is None or right.reply is None:
        return None
    if isinstance(left.reply, Answer) and isinstance(right.reply, Answer):
        return min(left.reply, right.reply, key=lambda reply: reply.status)
    return choice([Option(left.reply), Option(right.reply)])


def settled(exits: list[Exit]) -> list[Exit]:
    """The exits that count: those that only a setting of the deployment opens are left out where others remain."""
    firm = [one for one in exits if not one.deploy]
    return firm or exits


def enforced(exits: list[Exit]) -> Check | None:
    """The check that holds however a function ends."""
    kept = settled(exits)
    if not kept:
        return None
    check = kept[0].check
    for one in kept[1:]:
        check = weaker(check, one.check)
    return check
