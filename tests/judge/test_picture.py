"""The picture of the `diagram` section beside its blocks."""

import pytest

from support import MAIN, Sandbox, workspace_of

BLOCKS = """\
  client web {
    kind = web
    uses = [gateway.alb]
  }

  gateway alb {
    kind = load_balancer
    uses = [service.api]
  }

  service api { uses = [store.postgres] }

  store postgres {
    kind     = primary_database
    protocol = sql
  }
"""


def with_picture(picture: str, blocks: str = BLOCKS) -> Sandbox:
    lines = "\n".join(f"    {line}" for line in picture.strip("\n").split("\n"))
    return workspace_of({MAIN: f"diagram {{\n  ascii = <<-DIAGRAM\n{lines}\n  DIAGRAM\n\n{blocks}}}\n"})


def outdated(sandbox: Sandbox) -> list[str]:
    return [found.message for found in sandbox.findings("diagram-outdated")]


BY_HAND = """
                     rosterly
+----------------+        +------------------+
|      web       |        |       alb        |
| client, on the |        | load balancer of |
|     phone      |        |  the provider    |
+-------+--------+        +--+-----------+---+
        |                    ^           |
        | https, http/3      |           | http, port 3000
        +--------------------+           |
                                         |      +-----------------+
    +------------------+                 +----->|       api       |
    |     postgres     |                        | service, an api |
    | primary database |                        +-----------------+
    +------------------+

api -- sql, 12 connections --> postgres
"""


def test_a_picture_drawn_by_hand_that_shows_the_same_graph_is_no_finding():
    assert outdated(with_picture(BY_HAND)) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("store postgres", "store mongo", "it lacks `mongo`"),
        ("store postgres", "store mongo", "it still shows `postgres`"),
        ("[gateway.alb]", "[]", "it still shows the arrow `web` → `alb`"),
        ("[gateway.alb]", "[gateway.alb, store.postgres]", "it lacks the arrow `web` → `postgres`"),
        ("protocol = sql", "protocol = mongodb", "the arrow `api` → `postgres` does not say mongodb"),
        ("primary_database", "cache", "`postgres` is no longer called primary database"),
    ],
)
def test_a_change_of_the_blocks_is_told_in_words(before: str, after: str, says: str):
    sandbox = with_picture("nothing yet")
    text = sandbox.fix("diagram-outdated")
    assert outdated(workspace_of(text)) == []

    found = outdated(workspace_of(text.replace(before, after).replace("[store.postgres]", f"[{_store(after)}]")))

    assert says in found[0]


def _store(after: str) -> str:
    return "store.mongo" if after == "store mongo" else "store.postgres"


def test_a_picture_without_boxes_is_told():
    assert (
        "no boxes of `+`, `-` and `|` can be read in it" in outdated(with_picture("web -> alb -> api -> postgres"))[0]
    )


def test_a_base_with_its_picture_does_not_hide_what_the_blueprint_adds():
    base = with_picture("nothing").fix("diagram-outdated")
    own = 'blueprint "own" {\n  extends = ["../base"]\n}\n\ndiagram {\n  store redis {\n    kind = cache\n  }\n}\n'
    sandbox = workspace_of({MAIN: own, "../base/main.blueprint": base})

    assert "it lacks `redis`" in outdated(sandbox)[0]
    assert outdated(workspace_of({MAIN: sandbox.fix("diagram-outdated"), "../base/main.blueprint": base})) == []


def test_template_syntax_in_a_label_survives_the_fix():
    sandbox = with_picture("nothing", BLOCKS + '\n  store "$${x} %%{y}" { kind = cache }\n')

    assert outdated(workspace_of(sandbox.fix("diagram-outdated"))) == []
