"""Calls of other services: believed where they are signed, fresh and new."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from typing import Any

from scaffold.conftest import People
from scaffold.stack import WEBHOOK_SECRET, Answer, Caller, Machine

PATH = "/webhooks/stripe"


def event(**fields: Any) -> dict[str, Any]:
    return {"id": f"evt_{uuid.uuid4()}", "type": "customer.updated", "subscriptionId": "sub_1", **fields}


def delivered(caller: Caller, body: Any, age: float = 0, secret: str = WEBHOOK_SECRET, sent: Any = None) -> Answer:
    """What a call is answered that is signed so many seconds ago; `sent` goes in the place of what was signed."""
    moment = int(time.time() - age)
    signature = hmac.new(secret.encode(), f"{moment}.{json.dumps(body)}".encode(), hashlib.sha256).hexdigest()
    return caller.call("POST", PATH, sent or body, stripe_signature=f"t={moment},v1={signature}")


def test_what_is_not_signed_is_refused(people: People):
    answers = [
        people.anybody.call("POST", PATH, event()),
        people.anybody.call("POST", PATH, event(), stripe_signature="t=1,v1=00"),
        delivered(people.anybody, event(), secret="another"),
        delivered(people.anybody, event(), sent=event()),
        people.ada.call("POST", PATH, event()),
    ]

    assert [answer.status for answer in answers] == [401] * 5
    assert {answer.body["code"] for answer in answers} == {"INVALID_SIGNATURE"}


def test_what_was_signed_long_ago_is_refused(people: People):
    assert delivered(people.anybody, event(), age=400).status == 401
    assert delivered(people.anybody, event(), age=-400).status == 401


def test_what_is_signed_reaches_what_people_write_and_nothing_that_nobody_reads(people: People):
    answer = delivered(people.anybody, event(unknown={"nested": True}))

    assert (answer.status, answer.body["code"]) == (501, "NOT_IMPLEMENTED")


def test_what_is_signed_and_broken_is_refused(people: People):
    assert delivered(people.anybody, {"id": "evt"}).status == 422
    assert delivered(people.anybody, []).status == 422


def test_what_failed_may_come_again(people: People):
    one = event()

    assert [delivered(people.anybody, one).status for _ in range(2)] == [501, 501]


def test_what_was_answered_before_is_answered_and_not_done_again(people: People, machine: Machine):
    one = event()
    machine.remember(f"shared:webhook:stripe:{one['id']}", "answered")

    assert delivered(people.anybody, one).status == 204


def test_what_is_being_answered_is_to_be_sent_again(people: People, machine: Machine):
    one = event()
    machine.remember(f"shared:webhook:stripe:{one['id']}", "begun")

    assert delivered(people.anybody, one).status == 409
