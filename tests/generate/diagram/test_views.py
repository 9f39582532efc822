"""The views of the examples, held against pictures that a person has looked at.

A picture that has to change is deleted; the test then draws it anew, and fails once so that somebody looks at it.
"""

from pathlib import Path

import pytest

from blueprint_ls.generate.diagram import ascii, view
from blueprint_ls.judge.diagram.graph import Graph
from blueprint_ls.judge.workspace import Workspace
from support import MAIN, workspace_of

EXAMPLES = Path(__file__).parents[2] / "examples"
PICTURES = Path(__file__).with_name("pictures")
SHOWN = {
    "acme-crm-context": ("acme-crm", "context", None),
    "acme-crm-modules": ("acme-crm", "modules", None),
    "acme-crm-deployment": ("acme-crm", "deployment", None),
    "acme-crm-flow": ("acme-crm", "flow", "POST /deals"),
    "event-ingestion-flow": ("event-ingestion", "flow", "POST /batches"),
    "small-product-deployment": ("small-product", "deployment", None),
    "small-product-modules": ("small-product", "modules", None),
    "billing-context": ("standards/billing", "context", None),
}


def drawn(files: str, name: str, endpoint: str | None = None, environment: str | None = None) -> Graph:
    return view(workspace_of({MAIN: files}).case.blueprint, name, endpoint, environment)


@pytest.mark.parametrize("picture", SHOWN)
def test_a_view_of_an_example_is_the_picture_that_was_looked_at(picture: str):
    folder, name, endpoint = SHOWN[picture]
    blueprint = Workspace([EXAMPLES / folder]).case(EXAMPLES / folder).blueprint
    path, now = PICTURES / f"{picture}.txt", ascii(view(blueprint, name, endpoint)) + "\n"
    if not path.is_file():
        path.write_text(now, "utf-8")
        pytest.fail(f"{path.name} is drawn anew: look at it")

    assert now == path.read_text("utf-8")


def test_an_incomplete_blueprint_draws_what_it_has_and_says_what_it_lacks():
    found = drawn(
        "diagram {\n  service api { uses = [store.db, store.gone] }\n  store db { kind = cache }\n}\n", "containers"
    )

    assert [node.id for node in found.nodes] == ["service.api", "store.db"]
    assert "no `gateway` is declared" in found.lacks
    assert "`service.api` refers to `gone`, which is declared nowhere" in found.lacks


@pytest.mark.parametrize("name", ["context", "containers", "modules", "deployment"])
def test_an_empty_blueprint_is_an_empty_view_that_says_so(name: str):
    found = drawn('blueprint "x" {}\n', name)

    assert found.lacks
    assert not found.edges


def test_services_and_stores_of_one_name_are_told_apart():
    found = drawn(
        "diagram {\n  service redis { uses = [store.redis] }\n  store redis { kind = cache }\n}\n", "containers"
    )

    assert [node.name for node in found.nodes] == ["service.redis", "store.redis"]


def test_where_blocks_stand_in_the_file_changes_no_picture():
    parts = ["  service api { uses = [store.b, store.a] }", "  store a { kind = cache }", "  store b { kind = cache }"]
    one, other = ("diagram {\n" + "\n".join(order) + "\n}\n" for order in (parts, parts[::-1]))

    assert drawn(one, "containers") == drawn(other, "containers")


API = """\
modules {
  module sales { kind = core }
  module mail { kind = generic }
}
diagram {
  client web {
    kind = web
    uses = [gateway.alb]
  }
  client shop {
    kind = partner
    uses = [service.api]
  }
  gateway alb { uses = [service.api] }
  service api { uses = [store.db] }
  service worker { kind = worker }
  store db { kind = primary_database }
  external ses { kind = email }
}
api {
  endpoint "POST /deals" {
    module         = module.sales
    operation      = create
    authentication = [api_key]
    enqueues       = [job.mail]
  }
}
async {
  queue mails { worker = service.worker }
  job mail {
    queue = queue.mails
    calls = [external.ses]
  }
}
"""


def test_a_flow_begins_with_those_who_can_show_what_the_endpoint_asks_for():
    callers = [edge.source for edge in drawn(API, "flow", "POST /deals").edges if edge.label == "POST /deals"]

    assert callers == ["client.shop"]


def test_a_flow_goes_on_through_queues_to_workers_and_outside_services():
    ends = [(edge.source, edge.target) for edge in drawn(API, "flow", "post  /deals").edges]

    assert ends[-3:] == [
        ("module.sales", "queue.mails"),
        ("queue.mails", "service.worker"),
        ("service.worker", "external.ses"),
    ]


@pytest.mark.parametrize(
    ("name", "endpoint", "environment", "says"),
    [
        ("flow", "POST /dealz", None, "did you mean `POST /deals`"),
        ("flow", None, None, "needs an endpoint"),
        ("deployment", None, "prd", "has no environment `prd`"),
        ("overview", None, None, "views are context, containers"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(name: str, endpoint: str | None, environment: str | None, says: str):
    with pytest.raises(LookupError, match=says):
        drawn(API, name, endpoint, environment)
