"""Words for blocks that a person has named and not described: said from the name alone, so that they are true.

A page's example tells of another system. `module billing` gets a sentence about billing instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.generate.cast import words

SENTENCES: Mapping[str, str] = {
    "blueprint.summary": "{Name}, a product that many organizations use, each with its own people and data",
    "overview.goal.success": "95 % of people who start with {name} reach what they came for, measured over 30 days",
    "modules.module.responsibility": "{Name}: the rules about it, and the data behind it",
    "modules.module.contract.summary": "{Name}, for the caller's tenant",
    "diagram.client.summary": "{Name}, as people outside use it",
    "diagram.gateway.product": "A load balancer named {label}",
    "diagram.service.responsibility": "{Name}: one process, deployed on its own",
    "diagram.store.product": "The store named {label}, run by the provider",
    "diagram.store.holds": "What the system keeps about {name}",
    "diagram.external.provider": "The provider of {name}",
    "diagram.external.purpose": "What the system needs {name} for, called from jobs alone",
    "diagram.monitor.product": "The monitoring product named {label}",
    "repository.folder.purpose": "The code and files of {name}",
    "coding.error.message": "{Name}: the request could not be carried out",
    "api.endpoint.summary": "{Name}, within the caller's tenant",
    "security.permission.summary": "What {name} names, within the own tenant",
    "security.role.summary": "People who work as {name}",
    "data.entity.summary": "One {name} of a tenant",
    "data.database_role.purpose": "What {name} needs, and nothing else",
    "async.queue.carries": "Jobs about {name}",
    "async.job.does": "{Name}, once for each message, whatever the number of deliveries",
    "async.job.idempotency_key": "{label}:{{{{id}}}}",
    "async.event.when": "{Name}, inside the transaction that makes it so",
    "async.dead_letter.owner": "backend on-call",
    "observability.metric.help": "{Name}, as this process counts it",
    "observability.dashboard.title": "{Name}",
    "observability.dashboard.answers": "How does {name} stand, and since when?",
    "observability.alert.summary": "{Name} is beyond its bound",
    "deployment.environment.purpose": "Where {name} runs",
    "deployment.runbook.file": "docs/runbooks/{slug}.md",
    "deployment.runbook.symptom": "An alert says: {name}",
    "deployment.severity.means": "What {label} stands for in this team",
    "deployment.on_call.who": "The people of {name}, one at a time",
    "deployment.variable.description": "{Name}, as the process needs it",
    "reliability.cached.what": "{Name}, read far more often than it changes",
    "reliability.cached.key": "tenant:{{{{tenantId}}}}:{slug}",
}
"""By block path and attribute; `{name}` is the label in words, `{slug}` in words joined by hyphens."""


STORES = {
    "redis": "cache",
    "cache": "cache",
    "queue": "queue",
    "rabbit": "queue",
    "kafka": "queue",
    "replica": "read_replica",
    "search": "search",
    "elastic": "search",
    "clickhouse": "analytics",
    "warehouse": "analytics",
    "vector": "vector",
    "file": "object_storage",
    "object": "object_storage",
    "archive": "object_storage",
    "bucket": "object_storage",
    "s3": "object_storage",
}
"""What a store is for, by a part of its name; any other one keeps the truth."""


def sentence(path: str, label: str | None) -> str | None:
    """The sentence for an attribute of a named block, in quotes; None where there is none."""
    pattern = SENTENCES.get(path)
    if pattern is None or not label:
        return None
    name = words(label.replace(".", " ").replace(":", " "))
    found = pattern.format(name=name, Name=name[:1].upper() + name[1:], label=label, slug=name.replace(" ", "-"))
    return '"' + found.replace("\\", "\\\\").replace('"', '\\"').replace("{{", "{").replace("}}", "}") + '"'


def value(path: str, label: str | None) -> str | None:
    """A value that follows from a label: a sentence, an error's code, a service's folder."""
    if not label:
        return None
    name = words(label)
    match path:
        case "coding.error.code":
            return f'"{name.replace(" ", "_").upper()}"'
        case "diagram.store.kind":
            return next((kind for part, kind in STORES.items() if part in label.lower()), None)
        case "diagram.service.path":
            return f'"apps/{name.replace(" ", "-")}"'
    return sentence(path, label)
