"""Entities beside the primary database: some in Cassandra or ScyllaDB, some in Neo4j."""

from __future__ import annotations

_PLACED = """
diagram {{
  store events {{
    kind     = analytics
    product  = "{product}"
    protocol = cql
    holds    = "What happened in each deal, some billions of rows"
  }}

  store network {{
    kind     = analytics
    product  = "Neo4j 5.26"
    protocol = bolt
    holds    = "Who knows whom among the people of customers"
  }}
}}

data {{
  entity Reading {{
    module  = module.storage
    store   = store.events
    summary = "What a device measured"

    field deviceId {{ type = uuid }}

    field kind {{ type = enum(heat, noise) }}

    field at {{ type = timestamp }}

    field amount {{ type = decimal(12, 2) }}

    field count {{ type = bigint }}

    field labels {{ type = list(string) }}

    field more {{
      type     = json
      optional = true
    }}

    field born {{ type = date }}

    index by_device {{ fields = [tenantId, deviceId, at] }}

    index by_kind {{ fields = [tenantId, kind] }}
  }}

  entity Acquaintance {{
    module  = module.storage
    store   = store.network
    summary = "A person of a customer"

    field name {{ type = string(80) }}

    field metAt {{ type = timestamp }}

    field employerId {{
      type     = ref(Employer)
      optional = true
    }}

    index by_name {{ fields = [tenantId, name] }}
  }}

  entity Employer {{
    module  = module.storage
    store   = store.network
    summary = "Where people work"

    field name {{ type = string(80) }}

    field headId {{ type = ref(Acquaintance) }}

    unique name_per_tenant {{ fields = [tenantId, name] }}
  }}
}}

deployment {{
  variable EVENTS_URL {{
    description = "Where events are reached"
    secret      = true
    example     = "cql://localhost:9042/acme_crm?datacenter=datacenter1"
  }}

  variable NETWORK_URL {{
    description = "Where the network is reached"
    secret      = true
    example     = "neo4j://neo4j:acme_crm_owner@localhost:7687"
  }}
}}
"""


def beside(product: str = "Apache Cassandra 5.0") -> str:
    """A file more for the example, with the product behind the store of events."""
    return _PLACED.format(product=product)
