"""A blueprint of about 2 000 lines in the real vocabulary, in which every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Callable

AREAS = 23
"""Modules; each has two entities and four endpoints."""
ROUTES = (("list", "GET", ""), ("create", "POST", ""), ("read", "GET", "/{id}"), ("update", "PATCH", "/{id}"))

_HEADER = """\
blueprint "measured" {
  language = 1
  summary  = "A CRM for many tenants, as large as blueprints get"
}
"""

_ERRORS = """\
  error NotFound {
    code    = "NOT_FOUND"
    status  = 404
    message = "This does not exist, or you may not see it"
  }

  error Unauthenticated {
    code           = "UNAUTHENTICATED"
    status         = 401
    message        = "Sign in first"
    every_endpoint = true
  }

  error PermissionDenied {
    code           = "PERMISSION_DENIED"
    status         = 403
    message        = "Your role does not include this"
    every_endpoint = true
  }
"""

_PAGINATION = """\
  decision pagination {
    choose  = cursor
    because = "Rows are appended while people page through long lists"
    accepts = "No jump to page 40"
  }
"""

_TENANCY = """\
  tenancy {
    key     = tenantId
    enforce = [query_filter, row_level_security]
  }
"""


def blueprint() -> str:
    """The text of the blueprint."""
    sections = (
        _section("modules", _each(_module)),
        _section("coding", [_ERRORS]),
        _section("api", [_PAGINATION, *(_endpoint(at, *route) for at in range(AREAS) for route in ROUTES)]),
        _section("data", [_TENANCY, *_each(lambda at: f"{_entity(at, 0)}\n{_entity(at, 1)}")]),
    )
    return "\n".join((_HEADER, *sections))


def _section(name: str, blocks: list[str]) -> str:
    inside = "\n".join(blocks)
    return f"{name} {{\n{inside}}}\n"


def _each(block: Callable[[int], str]) -> list[str]:
    return [block(at) for at in range(AREAS)]


def _module(at: int) -> str:
    return f"""\
  # Area {at}: what it owns, and what it may call
  module area{at} {{
    responsibility = "All of area {at}, from the first entry by hand to the archive after seven years"
    aggregates     = [Entity{at}x0]
    owns           = [Entity{at}x0, Entity{at}x1]
    depends_on     = [{f"module.area{at - 1}" if at else ""}]
    invariants     = ["A row that is won has an amount and a day", "A row that is lost has a reason"]
    path           = "apps/api/src/modules/area-{at}"
    owner          = "@acme/area-{at}"

    contract getEntity{at} {{
      summary = "One entity of area {at} in the caller's tenant"
      returns = ref(Entity{at}x0)
    }}
  }}
"""


def _endpoint(at: int, operation: str, method: str, path: str) -> str:
    return f"""\
  endpoint "{method} /area-{at}{path}" {{
    summary    = "{operation.title()} what area {at} holds, within the tenant of the caller"
    module     = module.area{at}
    operation  = {operation}
    entity     = entity.Entity{at}x0
    permission = "area{at}:{operation}"
    errors     = [error.NotFound]
  }}
"""


def _entity(at: int, of: int) -> str:
    return f"""\
  entity Entity{at}x{of} {{
    module = module.area{at}

    field name {{
      type       = string
      max_length = 200
    }}

    field status {{
      type    = enum(open, won, lost)
      default = open
    }}

    field amount {{
      type = decimal(12, 2)
      min  = 0
    }}
  }}
"""
