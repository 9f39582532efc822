"""The values that completion offers, by the type of the attribute."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.language.fields import SCALARS
from editor.test_completion import check_insertion, check_offered, check_offers, offers

ENTITIES = "data {\n  entity Größe {\n  }\n  entity Deal {\n    field x {\n      type = %s\n    }\n  }\n}\n"
MODULES = (
    "modules {\n  module a {\n    depends_on = %s\n  }\n  module b {\n"
    '    responsibility = "Größen"\n  }\n  module c {\n  }\n}\n'
)
FLOW = 'testing {\n  flow "x" {\n    endpoints = %s\n  }\n}\napi {\n  endpoint "GET /ü" {\n  }\n}\n'


def check_paths(typed: str, *labels: str) -> None:
    """The paths that are offered first, in a repository with a few files."""
    text = f"modules {{\n  module a {{\n    path = {typed}\n  }}\n}}\n"
    names = ["apps/api/ü.ts", "apps/web/x.ts", "apps/readme.md", "node_modules/x/y", ".git/config"]
    files: Mapping[str, str] = {"main.blueprint": text, **dict.fromkeys(names, "")}
    assert [offer.label for offer in offers(files) if offer.kind == "path"] == list(labels)


def test_references() -> None:
    check_offers(MODULES % "[‸]", "b", "c")
    check_offers(MODULES % "[module.‸]", "b", "c")
    check_offers(MODULES % "[module.c, ‸]", "b")
    check_offers(MODULES % "[‸, c]", "b")
    check_offers(MODULES % "[\n      module.c,\n      ‸\n    ]", "b")
    check_offers(MODULES % "[service.‸]")
    check_offers(MODULES % "[b] ‸")
    assert offers(MODULES % "[‸]")[0].detail == "Größen"
    check_insertion(MODULES % "‸", "b", MODULES % "[module.b]")
    check_insertion(MODULES % "[mo‸]", "b", MODULES % "[module.b]")
    check_insertion(MODULES % "[module.‸]", "b", MODULES % "[module.b]")


def test_references_to_labels_in_quotes() -> None:
    check_insertion(FLOW % "[‸]", "GET /ü", FLOW % '[endpoint["GET /ü"]]')
    check_insertion(FLOW % '[endpoint["‸"]]', "GET /ü", FLOW % '[endpoint["GET /ü"]]')
    check_insertion(FLOW % '[endpoint["PÖST‸ /"]]', "GET /ü", FLOW % '[endpoint["GET /ü"]]')
    check_offers(FLOW % "[endpoint.‸]")


def test_field_types() -> None:
    check_offered(ENTITIES % "‸", *SCALARS, "enum(open, won, lost)", "ref(Größe)", "list(string)")
    check_offers(ENTITIES % "ref(‸)", "Größe", "Deal")
    check_offers(ENTITIES % "list(ref(D‸))", "Größe", "Deal")
    check_offered(ENTITIES % "list(‸)", *SCALARS)
    check_offers(ENTITIES % "enum(‸)")
    check_offers(ENTITIES % "decimal(‸)")


def test_scalars() -> None:
    pool = "data {\n  pool ü {\n    %s\n  }\n}\n"
    assert [offer.label for offer in offers(pool % "idle_timeout = ‸")][:2] == ["30s", "100ms"]
    check_insertion(pool % "idle_timeout = ‸", "5s", pool % 'idle_timeout = "5s"')
    check_insertion(pool % 'idle_timeout = "1‸0s"', "5s", pool % 'idle_timeout = "5s"')
    check_insertion(pool % 'idle_timeout = "‸', "5s", pool % 'idle_timeout = "5s')
    check_offers("data {\n  entity X {\n    append_only = ‸\n  }\n}\n", "true", "false")
    check_offers('data {\n  entity X {\n    append_only = "‸"\n  }\n}\n')


def test_enumerations() -> None:
    tenancy = "data {\n  tenancy {\n    enforce = %s\n  }\n}\n"
    check_offered(tenancy % "[query_filter, ‸]", "row_level_security", never=("query_filter",))
    check_insertion(tenancy % "‸", "scoped_client", tenancy % "[scoped_client]")
    check_insertion(tenancy % "[scoped‸]", "scoped_client", tenancy % "[scoped_client]")


def test_lists_of_samples_give_their_elements_inside() -> None:
    entity = "data {\n  entity Ü {\n    primary_key = %s\n  }\n}\n"
    check_insertion(entity % "‸", "[userId, roleId]", entity % "[userId, roleId]")
    check_offers(entity % "[‸]", "id", "userId", "roleId")
    check_offers(entity % "[userId, ‸]", "id", "roleId")


def test_objects() -> None:
    eslint = "coding {\n  eslint {\n    rules = %s\n  }\n}\n"
    check_offers(eslint % "{ ‸ }")
    check_offers(eslint % '{ "no-ü" = ‸ }', "error")
    check_offers(eslint % '{ "no-ü" = error, ‸ }')
    check_offers(eslint % '{ "no-ü" = error, x = er‸ }', "error")


def test_paths() -> None:
    check_paths("‸", "apps", "main.blueprint")
    check_paths('"‸"', "apps", "main.blueprint")
    check_paths('"apps/‸"', "apps/api", "apps/web", "apps/readme.md")
    check_paths('"apps/api/‸x"', "apps/api/ü.ts")
    check_paths('"nowhere/‸"')
    check_paths('"\0/‸"')


def test_permissions_and_routes() -> None:
    text = 'api {\n  endpoint "GET /ü" {\n    permission = %s\n  }\n}\nsecurity {\n  permission "ü:read" {\n  }\n}\n'
    check_insertion(text % "‸", "ü:read", text % '"ü:read"')
    check_insertion(text % '"‸', "ü:read", text % '"ü:read')
