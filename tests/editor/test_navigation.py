"""Definition, declaration, implementation, references and highlight."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from blueprint_ls.editor import navigation
from editor.marks import scene, shown

MODULES = """modules {
  module «größe_x» {
    responsibility = "Größen ünïcode"
  }
  module identity {
    depends_on = [module.größe_‸x]
  }
}
"""

BASE = """blueprint "standard" {
  language = 1
}
api {
  decision pagination {
    choose = cursor
  }
}
data {
  entity User {
    module = identity
  }
}
"""


def check_definition(files: Mapping[str, str] | str) -> None:
    """Following the cursor leads to every marked place and to no other."""
    at = scene(files)
    found = navigation.definition(at.case, at.document, at.offset)
    assert {(place.path, place.span) for place in found} == at.expected
    for place in found:
        assert place.whole.start <= place.span.start <= place.span.end <= place.whole.end
        assert place.origin is not None
        assert place.origin.start <= at.offset <= place.origin.end


def check_references(files: Mapping[str, str] | str, declared: bool = True) -> None:
    """Every marked place names what is under the cursor, and no other."""
    at = scene(files)
    found = navigation.references(at.case, at.document, at.offset, declared)
    assert {(place.path, place.span) for place in found} == at.expected
    assert len(found) == len(at.expected)


def check_highlight(text: str, kinds: str) -> None:
    """The marks of a file, and their kinds in order: `w` write, `r` read, `t` text."""
    at = scene(text)
    found = navigation.highlight(at.case, at.document, at.offset)
    assert [mark.span for mark in found] == at.marked["main.blueprint"]
    assert "".join(mark.kind[0] for mark in found) == kinds


@pytest.mark.parametrize(
    "text",
    [
        MODULES,
        MODULES.replace("größe_‸x", "größe_x‸"),
        MODULES.replace("module.größe_‸x", "mod‸ule.größe_x"),
        MODULES.replace("module.größe_‸x", "größe_‸x"),
        'api {\n  endpoint «"POST /users"» {\n    module = identity\n  }\n}\n'
        'testing {\n  flow "sign up" {\n    endpoints = [endpoint["POST /‸users"]]\n  }\n}\n',
        (
            "data {\n  entity «User» {\n  }\n  entity Deal {\n    field owner {\n"
            "      type = ref(U‸ser)\n    }\n  }\n}\n"
        ),
        "data {\n  entity User {\n    field «email» {\n      type = string\n    }\n    unique once {\n"
        "      fields = [tenantId, em‸ail]\n    }\n  }\n}\n",
        "data {\n  tenancy {\n    owned Chat‸Message {\n    }\n  }\n  entity «ChatMessage» {\n  }\n}\n",
        "data {\n  decision orm {\n    choose = pris‸ma\n  }\n}\n",
        "modules {\n  module «identi‸ty» {\n  }\n}\n",
        "modules {\n  module a {\n    depends_on = [module.nobody‸]\n  }\n}\n",
        "‸",
    ],
)
def test_definition(text: str) -> None:
    check_definition(text)


def test_definition_across_files_and_bases() -> None:
    check_definition(
        {
            "main.blueprint": 'blueprint "x" {\n  extends = ["../standards/sa‸as"]\n}\n',
            "../standards/saas/a.blueprint": "api {\n}\n",
            "../standards/saas/main.blueprint": BASE.replace('blueprint "standard"', '«blueprint "standard"»'),
        }
    )
    head = 'blueprint "x" {\n  extends = ["../standards"]\n}\n'
    over = head + 'data {\n  entity Us‸er {\n    summary = "Ours"\n  }\n}\n'
    check_definition({"main.blueprint": over, "../standards/s.blueprint": BASE.replace("User", "«User»")})
    over = head + "data {\n  entity User {\n    mod‸ule = module.sales\n  }\n}\n"
    check_definition({"main.blueprint": over, "../standards/s.blueprint": BASE.replace("module =", "«module» =")})
    gone = head + 'api {\n  remove "decision.pagi‸nation" {\n    because = "No lists"\n  }\n}\n'
    check_definition({"main.blueprint": gone, "../standards/s.blueprint": BASE.replace("pagination", "«pagination»")})


def test_declaration_is_the_outermost_base() -> None:
    outer = scene(
        {
            "main.blueprint": 'blueprint "x" {\n  extends = ["../a"]\n}\ndata {\n  entity Us‸er {\n  }\n}\n',
            "../a/main.blueprint": 'blueprint "a" {\n  extends = ["../b"]\n}\ndata {\n  entity User {\n  }\n}\n',
            "../b/main.blueprint": "data {\n  entity «User» {\n  }\n}\n",
        }
    )
    found = navigation.declaration(outer.case, outer.document, outer.offset)
    assert {(place.path, place.span) for place in found} == outer.expected


def check_implementation(value: str, *expected: str) -> None:
    """The files that an attribute's value leads to."""
    paths = ["apps/api/src/a.ts", "apps/api/src/ü/b.ts", "apps/api/node_modules/x/c.ts", "docs/readme.md"]
    at = scene({"main.blueprint": value, **dict.fromkeys(paths, "")})
    found = navigation.implementation(at.case, at.document, at.offset)
    assert [place.path for place in found] == [at.path(name) for name in expected]


def test_implementation() -> None:
    every = ("apps/api/src/a.ts", "apps/api/src/ü/b.ts")
    check_implementation('modules {\n  module a {\n    path = "apps/ap‸i"\n  }\n}\n', *every)
    check_implementation('modules {\n  module a‸ {\n    path = "apps/api/src"\n  }\n}\n', *every)
    check_implementation('api {\n  payload {\n    schemas = "apps/*/src/**/{a,b}.t‸s"\n  }\n}\n', *every)
    check_implementation('testing {\n  unit {\n    files = "apps/*/src/?.ts‸"\n  }\n}\n', every[0])
    check_implementation('api {\n  openapi {\n    file = "docs/‸readme.md"\n  }\n}\n', "docs/readme.md")
    check_implementation('modules {\n  module a {\n    path = "nowhere/‸x"\n  }\n}\n')
    check_implementation('modules {\n  module a {\n    path = "[‸"\n  }\n}\n')


def test_references() -> None:
    check_references(MODULES.replace("module.größe_‸x", "module.«größe_‸x», «größe_x»"))
    check_references(
        MODULES.replace("«", "").replace("»", "").replace("module.größe_‸x", "module.«größe_‸x»"), declared=False
    )
    check_references(
        {
            "main.blueprint": "modules {\n  module «identi‸ty» {\n  }\n}\n",
            "api.blueprint": 'api {\n  endpoint "GET /ü" {\n    module = «identity»\n  }\n}\n',
        }
    )
    check_references("data {\n  tenancy {\n    owned «Chat» {\n    }\n  }\n  entity «Chat‸» {\n  }\n}\n")
    check_references("data {\n  tenancy {\n    key = ten‸antId\n  }\n}\n")


def test_two_fields_of_one_name_are_two_things() -> None:
    check_references(
        "data {\n  entity A {\n    primary_key = [«id»]\n    field «i‸d» {\n"
        "    }\n    index by_id {\n      fields = [«id»]\n"
        "    }\n  }\n  entity B {\n    primary_key = [id]\n    field id {\n    }\n  }\n}\n"
    )


def test_highlight() -> None:
    check_highlight("modules {\n  module «ä‸» {\n  }\n  module b {\n    depends_on = [module.«ä»]\n  }\n}\n", "wr")
    check_highlight("data {\n  tenancy {\n    enforce = [«query_‸filter», scoped_client]\n  }\n}\n", "t")
    check_highlight("«da‸ta» {\n}\n", "t")
    check_highlight("data {\n‸\n}\n", "")


def test_marks_are_what_they_seem() -> None:
    at = scene("a ‸{\n  «ü» = «1»\n}\n")
    assert at.offset == 2
    assert shown(at.document.text.data.decode(), at.marked["main.blueprint"]) == "a {\n  «ü» = «1»\n}\n"
