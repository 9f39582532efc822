"""A blueprint of about 2 000 lines in the real vocabulary, in which every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

MODULES = 23
ENTITIES = 2
"""Of each module."""
FIELDS = (
    ("name", "string", "max_length = 200"),
    ("status", "enum(open, won, lost)", "default    = open"),
    ("amount", "decimal(12, 2)", "min        = 0"),
)
ROUTES = (
    ("list", "GET", ""),
    ("create", "POST", ""),
    ("read", "GET", "/{id}"),
    ("update", "PATCH", "/{id}"),
)


def blueprint() -> str:
    """The text of the blueprint."""
    return "\n".join([*_header(), *_modules(), *_coding(), *_api(), *_data()]) + "\n"


def _header() -> Iterator[str]:
    yield from ('blueprint "measured" {', "  language = 1")
    yield from ('  summary  = "A CRM for many tenants, as large as blueprints get"', "}", "")


def _modules() -> Iterator[str]:
    yield "modules {"
    for at in range(MODULES):
        owned = ", ".join(f"Entity{at}x{of}" for of in range(ENTITIES))
        needs = f"module.area{at - 1}" if at else ""
        yield from (f"  # Area {at}: what it owns, and what it may call", f"  module area{at} {{")
        yield f'    responsibility = "Everything about area {at}, from the first entry by hand to the archive after seven years"'
        yield f"    aggregates     = [Entity{at}x0]"
        yield f"    owns           = [{owned}]"
        yield f"    depends_on     = [{needs}]"
        yield '    invariants     = ["A row that is won has an amount and a day", "A row that is lost has a reason"]'
        yield f'    path           = "apps/api/src/modules/area-{at}"'
        yield f'    owner          = "@acme/area-{at}"'
        yield from (
            "",
            f"    contract getEntity{at} {{",
            f'      summary = "One entity of area {at} in the caller\'s tenant"',
        )
        yield from (f"      returns = ref(Entity{at}x0)", "    }", "  }", "")
    yield from ("}", "")


def _coding() -> Iterator[str]:
    yield from ("coding {", "  error NotFound {", '    code    = "NOT_FOUND"', "    status  = 404")
    yield from ('    message = "This does not exist, or you may not see it"', "  }", "}", "")


def _api() -> Iterator[str]:
    yield from ("api {", "  decision pagination {", "    choose  = cursor")
    yield '    because = "Rows are appended while people page through long lists"'
    yield from ('    accepts = "No jump to page 40"', "  }", "")
    for at in range(MODULES):
        for operation, method, path in ROUTES:
            yield from (
                f'  endpoint "{method} /area-{at}{path}" {{',
                f'    summary    = "{operation.title()} what area {at} holds, within the tenant of the caller"',
            )
            yield from (
                f"    module     = module.area{at}",
                f"    operation  = {operation}",
                f"    entity     = entity.Entity{at}x0",
            )
            yield from (f'    permission = "area{at}:{operation}"', "    errors     = [error.NotFound]", "  }", "")
    yield from ("}", "")


def _data() -> Iterator[str]:
    yield "data {"
    yield from ("  tenancy {", "    key     = tenantId", "    enforce = [query_filter, row_level_security]", "  }", "")
    for at in range(MODULES):
        for of in range(ENTITIES):
            yield from (f"  entity Entity{at}x{of} {{", f"    module = module.area{at}", "")
            for name, kind, more in FIELDS:
                yield from (f"    field {name} {{", f"      type       = {kind}", f"      {more}", "    }")
            yield from ("  }", "")
    yield "}"
