"""Unhappy paths filled in: errors, integrations, processors, work for queues."""

from __future__ import annotations

from support import workspace_of

ERRORS = """\
coding {
  error Unauthenticated {
    status         = 401
    every_endpoint = true
  }
}

api {
  endpoint "POST /shifts" {
    operation  = create
    idempotent = true
    errors     = [error.Unauthenticated]
  }
}
"""
QUEUES = """\
diagram {
  service worker {
    uses = [store.other]
  }

  store redis { kind = queue }

  store other { kind = cache }
}

async {
  broker {
    store = store.redis
  }

  queue emails {
    worker = service.worker
  }

  job "send" {
    queue = queue.emails
  }
}
"""


def test_an_error_that_nobody_defined_is_defined_and_listed():
    sandbox = workspace_of(ERRORS)
    after = sandbox.fix("unhappy-endpoint")

    assert "errors     = [error.Unauthenticated, error.Conflict]" in after
    assert "error Conflict {\n    code    = " in after


def test_of_many_errors_the_usual_one_is_taken():
    more = "  error ShiftsOverlap { status = 409 }\n\n  error Conflict { status = 409 }\n}\n\napi {"
    after = workspace_of(ERRORS.replace("}\n\napi {", more, 1)).fix("unhappy-endpoint")

    assert "[error.Unauthenticated, error.Conflict]" in after


def test_no_other_error_takes_the_place_of_one_that_is_listed_and_not_yet_defined():
    text = """\
coding {
  error LinkExpired { status = 410 }

  error Unauthenticated {
    status         = 401
    every_endpoint = true
  }
}

api {
  endpoint "GET /shifts/{id}" {
    operation = read
    errors    = [error.Unauthenticated]
  }
}
"""
    alone = workspace_of(text).fix("unhappy-endpoint")
    listed = workspace_of(text + 'api {\n  endpoint "GET /rotas" { errors = [error.NotFound] }\n}\n')

    assert "[error.Unauthenticated, error.LinkExpired]" in alone
    assert "[error.Unauthenticated, error.NotFound]" in listed.fix("unhappy-endpoint")


def test_an_integration_that_does_not_name_its_service_yet_is_not_inserted_again():
    text = (
        "diagram {\n  service api { uses = [external.maps] }\n\n  external maps { kind = other }\n}\n\n"
        'async {\n  integration maps { timeout = "2s" }\n}\n'
    )
    without = text.replace("integration maps", "integration charts")

    assert not [fix for fix in workspace_of(text).fixes("external-without-integration") if "Insert" in fix.title]
    assert [fix for fix in workspace_of(without).fixes("external-without-integration") if "Insert" in fix.title]


def test_the_arrow_to_the_broker_is_drawn():
    assert "uses = [store.other, store.redis]" in workspace_of(QUEUES).fix("idle-queue")


def test_an_idle_queue_gets_a_job():
    text = QUEUES.replace("store.other]", "store.redis]").replace(
        '  job "send"', '  queue imports {\n  }\n\n  job "send"'
    )
    after = workspace_of(text).fix("idle-queue")

    assert 'job "work-off-imports" {' in after
    assert "queue           = queue.imports" in after


def test_every_outside_service_gets_its_own_integration():
    text = (
        "diagram {\n  service api { uses = [external.maps] }\n\n  external maps { kind = other }\n}\n\n"
        "async {\n  broker {\n  }\n}\n"
    )
    after = workspace_of(text).fix("external-without-integration")

    assert "external        = external.maps" in after
    assert "called_by       = [service.api]" in after
    assert "pattern         = request_response" in after


def test_a_processor_is_named_beside_the_others():
    text = (
        "overview {\n  data_protection {\n    processors = [external.mail]\n  }\n}\n\n"
        "diagram {\n  external mail { personal_data = true }\n\n  external maps { personal_data = true }\n}\n"
    )

    assert "processors = [external.mail, external.maps]" in workspace_of(text).fix("unlisted-processor")
