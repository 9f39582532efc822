"""The project that a blueprint describes, as the templates see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from blueprint_ls.generate.generable import OPTIONS
from blueprint_ls.generate.scaffold import beginning, bookkeeping, failures, kysely, markup, packages, support
from blueprint_ls.generate.scaffold.actions import Action, actions
from blueprint_ls.generate.scaffold.beside import beside, placed
from blueprint_ls.generate.scaffold.caching import Caching
from blueprint_ls.generate.scaffold.calling import Calling
from blueprint_ls.generate.scaffold.endpoints import Endpoint, dtos, endpoints
from blueprint_ls.generate.scaffold.entities import Entity, Field, entities, tenant_field
from blueprint_ls.generate.scaffold.examples import Examples
from blueprint_ls.generate.scaffold.identity import Identity, identity
from blueprint_ls.generate.scaffold.keeping import Keeping, keeping
from blueprint_ls.generate.scaffold.limits import Limits, limits
from blueprint_ls.generate.scaffold.loads import Load, loads
from blueprint_ls.generate.scaffold.messaging import Messaging
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.openapi import openapi
from blueprint_ls.generate.scaffold.operations import Operations
from blueprint_ls.generate.scaffold.passwords import NONE as NO_PASSWORDS
from blueprint_ls.generate.scaffold.passwords import Passwords, passwords
from blueprint_ls.generate.scaffold.persistence import Persistence, apart, persistence
from blueprint_ls.generate.scaffold.policies import NONE, Policies, policies, unheld
from blueprint_ls.generate.scaffold.recording import Recording, audit_log
from blueprint_ls.generate.scaffold.releases import release_options
from blueprint_ls.generate.scaffold.resources import Module, Resource
from blueprint_ls.generate.scaffold.roles import Role, permissions, roles
from blueprint_ls.generate.scaffold.seed import Seed, seed
from blueprint_ls.generate.scaffold.settings import Settings
from blueprint_ls.generate.scaffold.tables import Tables
from blueprint_ls.generate.scaffold.typescript import quoted
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.generate.scaffold.webhooks import Webhook, webhooks
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref


class Project(Settings):
    """One blueprint, read for the templates; `Refused` where a name cannot be used."""

    def __init__(self, blueprint: Blueprint) -> None:
        super().__init__(blueprint)
        self.options = release_options(blueprint, support.options(blueprint))
        """What every decision chose: `@prisma` in a template's name asks for `prisma`."""
        support.complete(blueprint)
        header = blueprint.header
        self.name = Name.of((header.label if header else None) or blueprint.folder.name, "blueprint")
        self.summary = str(header.get("summary") or self.name.text) if header else self.name.text
        self.stored = entities(blueprint)
        """All that the blueprint remembers, whichever store holds it."""
        markup.accept(blueprint, self.stored)
        self.beside = beside(blueprint, self.stored, self.name)
        self.options |= self.beside.options
        apart_from_it = set(placed(blueprint))
        self.entities = {name: entity for name, entity in self.stored.items() if name not in apart_from_it}
        """What the primary database holds."""
        audited = audit_log(blueprint, self.entities) is not None
        for table in bookkeeping.tables(blueprint, audited=audited):
            self.entities.setdefault(table.name.pascal, table)
        apart(self.entities, self.options)
        if "kysely" in self.options:
            kysely.readable(self.entities.values())
        self.dtos = dtos(blueprint, self.stored | self.entities)

    def each(self, kind: str) -> Sequence[Any]:
        """What a path is repeated for: `[module]`, `[environment]`."""
        own: dict[str, Sequence[Any]] = {
            "module": [module for module in self.modules if module.name.kebab != "identity"],
            "resource": self.resources,
            "action": self.actions,
            "rule": self.rules,
            "entity": tuple(self.entities.values()),
            "table": self.beside.tables,
            "node": self.beside.nodes,
            "load": self.loads,
        }
        return own[kind] if kind in own else self.operations.each(kind)

    def all(self, kind: str) -> list[Block]:
        """The labelled blocks of a type."""
        return [block for (found, _), block in self.blueprint.declared.items() if found == kind and block.schema]

    # ------------------------------------------------------------------------------------------------ the repository

    @property
    def scope(self) -> str:
        """The npm scope of its packages: `@acme`."""
        return str(self.value("repository.workspace.scope", f"@{self.name.kebab}"))

    @property
    def services(self) -> tuple[str, ...]:
        """The processes that run: `api`, and `worker` where work waits in queues."""
        return ("api", "worker") if "messaging" in self.options else ("api",)

    @property
    def node(self) -> str:
        """The major version of Node."""
        return str(self.value("repository.workspace.node", "24"))

    def dependencies(self, wanted: Mapping[str, bool]) -> str:
        """The object of a manifest that names the wanted packages, each at the version of the common lockfile."""
        return packages.dependencies(wanted, self.scope)

    @cached_property
    def messaging(self) -> Messaging | None:
        """What leaves a request behind it; None where the blueprint has no queues."""
        return Messaging(self.blueprint) if Messaging.stated(self.blueprint) else None

    @cached_property
    def caching(self) -> Caching | None:
        """What is kept of something else for a while; None where nothing is."""

        def hidden(resource: Resource) -> object:
            return self.policies.reading(resource.endpoints)

        return Caching(self.blueprint, hidden) if Caching.stated(self.blueprint) else None

    @cached_property
    def calling(self) -> Calling | None:
        """The other services that it calls; None where there are none."""
        known = (variable.name for variable in self.identity.variables)
        taken = known if "oauth2" in self.options else ()
        return Calling(self.blueprint, self.services, taken) if Calling.stated(self.blueprint) else None

    @cached_property
    def keeping(self) -> Keeping:
        """Where its secrets lie."""
        return keeping(self.blueprint, self.name)

    @cached_property
    def observability(self) -> Observability:
        """How it is watched."""
        return Observability(self.blueprint, self.name.kebab, jobs=bool(self.all("job")))

    @cached_property
    def examples(self) -> Examples:
        """What its tests ask for."""
        return Examples(self.blueprint, self.resources)

    @property
    def loads(self) -> tuple[Load, ...]:
        """How much it is tried with."""
        return loads(self.blueprint, self.lists)

    @property
    def lists(self) -> list[str]:
        """The paths that answer a page to who is signed in."""
        return [f"/{one.path}" for one in self.resources if one.does("list")]

    @property
    def invalid_status(self) -> int:
        """The status of a request whose fields are not as they should be."""
        return 422

    @property
    def openapi(self) -> str:
        """The API as an OpenAPI document."""
        return openapi(self)

    @cached_property
    def operations(self) -> Operations:
        """How it runs once it is built."""
        view = (self.services, self.observability, self.variables, self.options, self.keeping)
        return Operations(self.blueprint, self.name, *view)

    # -------------------------------------------------------------------------------------------------- what it does

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """All of them, in the blueprint's order."""
        return tuple(endpoints(self.blueprint, self.stored | self.entities, self.dtos))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The bounded contexts that the API serves something of."""
        made = (self._module(block) for block in self.all("module"))
        left = {one.module for one in self.left}
        return tuple(module for module in made if module.resources or module.label in left)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What the API serves, in the order of the modules."""
        return tuple(resource for module in self.modules for resource in module.resources)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The endpoints that are more than rows, in the order of the modules."""
        taken: set[Name] = set()
        found: list[Action] = []
        for module in self.modules:
            left = [one for one in self.left if one.module == module.label]
            found += actions(module, left, module.resources, taken)
        return tuple(found)

    @property
    def rules(self) -> tuple[Action, ...]:
        """The actions of which people write what they mean for the business."""
        return tuple(action for action in self.actions if not self.passwords.whole(action.endpoint))

    def resources_of(self, module: str) -> list[Resource]:
        """The resources of one module, by its file name."""
        return [resource for resource in self.resources if resource.module.name.kebab == module]

    def actions_of(self, module: str) -> list[Action]:
        """Those of one module, by its file name."""
        return [action for action in self.actions if action.module.name.kebab == module]

    def location(self, endpoint: Endpoint) -> str:
        """Where what an endpoint makes is read, without its id: `/api/v1/deals/`; empty where it cannot be."""
        shown = endpoint.response.fields if endpoint.response else ()
        if endpoint.success not in (201, 202) or all(field.name != "id" for field, _ in shown):
            return ""
        read = (one for one in self.endpoints if one.operation == "read" and one.entity is endpoint.entity)
        return next((f"{self.base}{one.path.removesuffix('{id}')}" for one in read if one.path.endswith("/{id}")), "")

    @property
    def left(self) -> tuple[Endpoint, ...]:
        """The endpoints whose behaviour the blueprint does not tell; people write them."""
        made = {one.block.path for one in self.endpoints if one.generic and self._primary(one) and one.module}
        own = {f"POST /auth/{path}" for path in (self.sign_in_path, "refresh", "logout")}
        return tuple(one for one in self.endpoints if one.block.path not in made and one.label not in own)

    @property
    def left_to_people(self) -> tuple[str, ...]:
        """All that people write: endpoints, jobs, records of metrics, conditions beside roles, releases to ECS."""
        jobs = self.messaging.unprocessed if self.messaging else ()
        metrics = (f"metric {metric.series}" for metric in self.observability.unrecorded)
        held = "abac" in self.options
        conditions = () if held else (f"condition of {name}" for name in unheld(self.blueprint))
        release = ("the release to ECS",) if "ecs" in self.options else ()
        left = (one.label for one in self.left if not self.passwords.whole(one))
        own = (*left, *(f"job {job.label}" for job in jobs))
        return (*own, *metrics, *conditions, *release)

    def _primary(self, endpoint: Endpoint) -> bool:
        """Whether an endpoint speaks of what the primary database holds."""
        return endpoint.entity is not None and endpoint.entity.name.pascal in self.entities

    def _module(self, block: Block) -> Module:
        label = block.label or ""
        own: dict[str, list[Endpoint]] = {}
        for one in self.endpoints:
            if one.module == label and one.generic and one.entity and self._primary(one):
                own.setdefault(one.entity.name.pascal, []).append(one)
        made: list[Resource] = []
        module = Module(Name.of(label, "module"), label, str(block.get("responsibility") or label), ())
        made += (Resource(self.entities[name], module, tuple(found)) for name, found in own.items())
        return replace(module, resources=tuple(made))

    @cached_property
    def errors(self) -> tuple[failures.Problem, ...]:
        """The error classes."""
        stated = [failures.problem(block) for block in self.all("error")]
        known = {problem.status for problem in stated}
        return (*stated, *(problem for problem in failures.USUAL if problem.status not in known))

    def error(self, status: int) -> str:
        """The class that says a status: the usual one where several do."""
        usual = next((problem.name.pascal for problem in failures.USUAL if problem.status == status), "")
        found = [problem.name.pascal for problem in self.errors if problem.status == status]
        return usual if usual in found else found[0]

    @cached_property
    def permissions(self) -> tuple[tuple[str, str], ...]:
        """Each permission with its summary."""
        return permissions(self.blueprint)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles, from the least to the most."""
        return roles(self.blueprint)

    @cached_property
    def webhooks(self) -> tuple[Webhook, ...]:
        """The endpoints that other services call."""
        return webhooks(self.blueprint, self.endpoints, self.base)

    @property
    def markup(self) -> tuple[str, ...]:
        """The tags that survive where markup is accepted; empty where it is nowhere."""
        return markup.tags(self.blueprint)

    @property
    def signature_error(self) -> str:
        """The error of a call whose signature is not good."""
        return next((one.name.pascal for one in self.errors if "signature" in one.name.snake), self.error(401))

    @cached_property
    def limits(self) -> Limits:
        """How often somebody may call."""
        return limits(self.blueprint, self.base, self.root)

    @cached_property
    def policies(self) -> Policies:
        """What depends on the row, where attributes decide beside roles."""
        if "abac" not in self.options:
            return NONE
        return policies(self.blueprint, self.entities, self.roles, self.endpoints)

    @cached_property
    def recording(self) -> Recording:
        """What a change leaves behind."""
        return Recording(audit_log(self.blueprint, self.entities), self.messaging)

    @cached_property
    def seed(self) -> Seed:
        """The first data."""
        return seed(self.blueprint, self.name, self.roles)

    # ------------------------------------------------------------------------------------------------------- tenancy

    @property
    def tenant_key(self) -> str | None:
        """The field that holds a tenant's key; None in a product for one customer."""
        return tenant_field(self.blueprint)

    @cached_property
    def root(self) -> Entity | None:
        """The entity that is the tenant."""
        return next((entity for entity in self.entities.values() if entity.root), None)

    @property
    def app_role(self) -> str:
        """The database role of the services."""
        return f"{self.name.snake}_app"

    def crosses(self, path: PurePosixPath) -> bool:
        """Whether the blueprint lets a file's code cross tenants."""
        return any(fnmatch(str(path), block.label or "") for block in self.all("system"))

    @property
    def relay_role(self) -> str:
        """The database role of the relay, which sends what lies in the outbox of all tenants."""
        return f"{self.name.snake}_relay"

    @property
    def scoped_client(self) -> str:
        """The function that makes a client for one tenant."""
        block = next(iter(self.all("scoped_client")), None)
        return Name.of(block.label, "scoped_client").camel if block and block.label else "forTenant"

    @property
    def redacted(self) -> tuple[str, ...]:
        """The paths whose values are never logged."""
        handled = self.value("security.secret_handling.redact") or ()
        return tuple(dict.fromkeys(str(path) for path in (*handled, *(self.value("observability.log.redact") or ()))))

    @property
    def tenant_column(self) -> str:
        """The column that holds a tenant's key."""
        return Name.of(self.tenant_key or "tenantId").snake

    def filter_key(self, field: Field) -> str:
        """The name of a filter in a query: `'filter[status]'`, or the field's own."""
        return quoted(f"filter[{field.name}]") if self.value("api.filtering.style") == "brackets" else field.name

    def filter_access(self, field: Field) -> str:
        """How a filter is read from a query."""
        key = self.filter_key(field)
        return f"[{key}]" if key.startswith("'") else f".{key}"

    @property
    def csrf_error(self) -> str:
        """The error of a request that another site made a browser send."""
        return next((one.name.pascal for one in self.errors if "csrf" in one.name.snake), self.error(403))

    @property
    def credentials_error(self) -> str:
        """The error of a wrong password."""
        return next((one.name.pascal for one in self.errors if "credentials" in one.name.snake), self.error(401))

    @property
    def reuse_error(self) -> str:
        """The error of a refresh token that is used again."""
        return next((one.name.pascal for one in self.errors if "reused" in one.name.snake), self.error(401))

    @cached_property
    def identity(self) -> Identity:
        """How people prove who they are."""
        return identity(self.blueprint, self.endpoints, self.name)

    def link_error(self, endpoint: Endpoint) -> str:
        """The error of a link that is not good any more, among those of an endpoint."""
        stated = (ref.name for ref in endpoint.block.get("errors") or () if isinstance(ref, Ref))
        gone = [
            Name.of(name, "error").pascal for name in stated if {"link", "token", "expired"} & {*Name.of(name).words}
        ]
        return gone[0] if gone else self.credentials_error

    @cached_property
    def passwords(self) -> Passwords:
        """How people set their passwords."""
        if "password" not in self.options:
            return NO_PASSWORDS
        return passwords(self.endpoints, self.entities, self.root, self.recording)

    @property
    def sign_in_path(self) -> str:
        """Where a proof is traded for tokens, below `/auth`."""
        return self.identity.password_path if "password" in self.options else self.identity.code_path

    @property
    def redacted_names(self) -> list[str]:
        """The names of the fields whose values are never logged, wherever they lie."""
        names = (path.rpartition(".")[2] for path in self.redacted)
        return sorted({name for name in names if name.isidentifier()})

    @property
    def owner(self) -> str:
        """The database role that owns the tables, on a developer's machine."""
        return f"{self.name.snake}_owner"

    @cached_property
    def persistence(self) -> Persistence:
        """How the code reaches the database."""
        return persistence(self.blueprint)

    @cached_property
    def tables(self) -> Tables:
        """The tables, in the words of the chosen library."""
        library = next(name for name in OPTIONS["orm"] if name in self.options)
        return Tables(self.entities, self.root, library)

    @cached_property
    def variables(self) -> list[Variable]:
        """What the processes read from their environment."""
        return beginning.variables(self)

    @property
    def prerequisites(self) -> str:
        """What must be installed first."""
        return beginning.prerequisites(self)

    @property
    def steps(self) -> list[beginning.Step]:
        """The commands from a fresh clone to a running system."""
        return beginning.steps(self)

    @property
    def folders(self) -> list[tuple[str, str]]:
        """The folders that are generated, with their purpose."""
        return beginning.folders(self)
