"""What it means for a value to be truthy, and for two values to be equal."""

from __future__ import annotations

from collections.abc import Callable

from blueprint_ls.judge.endpoints.behavior.proof import NOTHING, Check, Fact, Strength, Truth, stronger, weaker
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Choice,
    Data,
    External,
    Known,
    Option,
    Test,
    Value,
    options,
    taints,
)
from blueprint_ls.judge.flow.literals import UNDEFINED, is_true, same

MakeCheck = Callable[[Strength, str], Check]
_LOST = Fact(None, True)


def truth_of(value: Value, check: MakeCheck) -> Truth:
    """What is known when a value turns out truthy, and when not."""
    if isinstance(value, Known):
        return Truth(known=is_true(value.value))
    if isinstance(value, Test):
        return value.truth
    if isinstance(value, Choice):
        return value.truth or _of_choice(value, check)
    if isinstance(value, Data):
        return _of_data(value, check)
    if isinstance(value, External):
        return Truth()
    return Truth(known=True)


def _of_data(value: Data, check: MakeCheck) -> Truth:
    strength = strength_of(value.taints)
    if strength is not None:
        return Truth(None, Fact(check(strength, value.name or "a credential")), _LOST)
    return Truth(deploy=value.taints in (frozenset({"secret"}), frozenset({"deploy"})))


def strength_of(found: frozenset[str]) -> Strength | None:
    """What the presence of a value proves."""
    if "identity" in found:
        return Strength.IDENTITY
    if "verified" in found:
        return Strength.SIGNATURE
    if "capability" in found:
        return Strength.CAPABILITY
    if "credential" in found or "signature" in found:
        return Strength.PRESENTED
    return None


def _of_choice(value: Choice, check: MakeCheck) -> Truth:
    yes: list[Fact] = []
    no: list[Fact] = []
    deploy = False
    for one in value.options:
        inner = truth_of(one.value, check)
        deploy = deploy or inner.deploy
        if inner.known is not False:
            yes.append(_of_option(one, inner.yes))
        if inner.known is not True:
            no.append(_of_option(one, inner.no))
    known = None if yes and no else bool(yes)
    positive, negative = weakest(yes), weakest(no)
    if positive.check and negative.check is None:
        negative = _LOST
    if negative.check and positive.check is None:
        positive = _LOST
    return Truth(known, positive, negative, deploy and positive.check is None and negative.check is None)


def _of_option(one: Option, fact: Fact) -> Fact:
    return Fact(stronger(one.check, fact.check), one.absent or fact.absent, fact.failed, fact.reply or one.reply)


def weakest(facts: list[Fact]) -> Fact:
    """What holds whichever of several holds."""
    if not facts:
        return NOTHING
    check = facts[0].check
    for one in facts[1:]:
        check = weaker(check, one.check)
    reply = facts[0].reply if all(one.reply for one in facts) else None
    absent = check is None and any(one.absent for one in facts)
    return Fact(check, absent, _failed(facts), reply, None if absent or check else _partly(facts))


def _partly(facts: list[Fact]) -> Check | None:
    """A check behind some of several, where the others do without whoever asks."""
    checks = [one.check for one in facts if one.check is not None and one.check.strength is Strength.IDENTITY]
    return next((one.partly for one in facts if one.partly), checks[0] if checks else None)


def strongest(facts: list[Fact]) -> Fact:
    """What holds when all of several hold."""
    check = None
    for one in facts:
        check = stronger(check, one.check)
    reply = next((one.reply for one in facts if one.reply), None)
    return Fact(check, check is None and any(one.absent for one in facts), _failed(facts), reply)


def _failed(facts: list[Fact]) -> frozenset[str]:
    return frozenset().union(*(one.failed for one in facts))


def both(left: Truth, right: Truth) -> Truth:
    """`left && right`."""
    if left.known is True:
        return right
    if right.known is True:
        return left
    if left.known is False or right.known is False:
        return Truth(False)
    yes = strongest([left.yes, right.yes])
    no = weakest([left.no, right.no])
    return Truth(None, yes, no, left.deploy and right.deploy)


def either(left: Truth, right: Truth) -> Truth:
    """`left || right`."""
    return both(left.swapped(), right.swapped()).swapped()


def equal(left: Value, right: Value, check: MakeCheck) -> Truth:
    """`left === right`."""
    if isinstance(left, Known) and isinstance(right, Known):
        return Truth(known=same(left.value, right.value, False))
    if isinstance(left, Known) or (isinstance(right, Choice) and not isinstance(left, Choice)):
        left, right = right, left
    if isinstance(left, Choice):
        return _choice_equal(left, right, check)
    if isinstance(right, Known):
        return _equals_constant(left, right, check)
    return _equals_other(left, right, check)


def _choice_equal(left: Choice, right: Value, check: MakeCheck) -> Truth:
    yes: list[Fact] = []
    no: list[Fact] = []
    deploy = False
    for one in left.options:
        inner = equal(one.value, right, check)
        deploy = deploy or inner.deploy
        if inner.known is not False:
            yes.append(_of_option(one, inner.yes))
        if inner.known is not True:
            no.append(_of_option(one, inner.no))
    known = None if yes and no else bool(yes)
    positive, negative = weakest(yes), weakest(no)
    return Truth(known, positive, negative, deploy and not (positive.check or negative.check))


def _equals_constant(left: Value, right: Known, check: MakeCheck) -> Truth:
    if right.value in (None, UNDEFINED, False):
        return truth_of(left, check).swapped()
    if isinstance(left, Answer):
        return Truth(known=False)
    found = taints(left)
    if right.value is True:
        return truth_of(left, check)
    strength = strength_of(found)
    if strength is not None:
        return Truth(None, Fact(check(strength, _name(left))), NOTHING if strength > 3 else _LOST)
    return Truth(deploy=bool(found) and found <= {"secret", "deploy"})


def _equals_other(left: Value, right: Value, check: MakeCheck) -> Truth:
    mine, other = taints(left), taints(right)
    both_ = mine | other
    if "signature" in both_ or "digest" in both_:
        return Truth(None, Fact(check(Strength.SIGNATURE, "signature")), _LOST)
    if "identity" in both_:
        return Truth(None, Fact(check(Strength.IDENTITY, _name(left if "identity" in mine else right))), NOTHING)
    if "credential" in both_:
        return Truth(None, Fact(check(Strength.IDENTITY, "a shared secret")), _LOST)
    for one, sent, against in ((mine, left, other), (other, right, mine)):
        if (one & {"query", "body", "token", "params"} or _is_header(sent)) and "secret" in against:
            return Truth(None, Fact(check(Strength.IDENTITY, "a shared secret")), _LOST)
    return Truth(deploy=bool(both_) and both_ <= {"secret", "deploy"})


def _is_header(value: Value) -> bool:
    return any(isinstance(one.value, Data) and one.value.name.startswith("header ") for one in options(value))


def _name(value: Value) -> str:
    return next((one.value.name for one in options(value) if isinstance(one.value, Data) and one.value.name), "session")
