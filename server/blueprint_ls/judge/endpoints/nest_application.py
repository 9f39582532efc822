"""One NestJS program while code builds it: its prefix, its guards and pipes, its middleware, what it reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.judge.endpoints import nest_surfaces
from blueprint_ls.judge.endpoints.behavior.values import UNKNOWN, ClassValue, External, Known, Record, Special, Value
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.nest_middleware import Laid, Pattern, patterns
from blueprint_ls.judge.endpoints.nest_surfaces import Surface
from blueprint_ls.judge.endpoints.paths import texts

Key = tuple[str, int]


@dataclass
class Application(Special):
    """One program: a call of `NestFactory.create`."""

    root: Value
    prefix: str = ""
    excluded: list[Pattern] = field(default_factory=list)
    """Routes that the prefix leaves out."""
    is_http: bool = True
    """It answers HTTP; a microservice takes messages alone."""
    laid: list[Laid] = field(default_factory=list)
    """Middleware before the guards."""
    surfaces: list[Surface] = field(default_factory=list)
    """What is answered beside controllers."""
    gateways: dict[Key, ClassValue] = field(default_factory=dict)
    """The providers, some of which may be gateways of web sockets."""
    guards: list[tuple[Value, str]] = field(default_factory=list)
    """Guards of all routes, and where each is said."""
    pipes: list[Value] = field(default_factory=list)
    versioned: bool = False
    default_versions: list[str] = field(default_factory=list)
    version_prefix: str = "v"
    controllers: dict[Key, ClassValue] = field(default_factory=dict)
    module_paths: dict[Key, str] = field(default_factory=dict)
    """The prefix that RouterModule gives to a module."""
    owners: dict[Key, Key] = field(default_factory=dict)
    """The module that lists a controller."""
    modules: dict[Key, ClassValue] = field(default_factory=dict)
    seen: set[Key] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`app.setGlobalPrefix("api")` and the like."""
        first = arguments[0] if arguments else UNKNOWN
        if name == "setGlobalPrefix" and any(state.deploy for state in walk.states):
            self.notes.append("a setting of the deployment adds a prefix to all routes")
        elif name == "setGlobalPrefix":
            self.prefix = first.value if isinstance(first, Known) and isinstance(first.value, str) else ""
            said = (
                arguments[1].entries.get("exclude") if len(arguments) > 1 and isinstance(arguments[1], Record) else None
            )
            self.excluded = patterns([said]) if said else []
        elif name == "useGlobalGuards":
            self.guards += [(guard, "useGlobalGuards") for guard in arguments]
        elif name == "useGlobalPipes":
            self.pipes += arguments
        elif name == "enableVersioning":
            self._versions(first)
        elif name == "use":
            nest_surfaces.use(self, name, arguments, (walk.frame.path, node.start, node.end))
        elif name in ("getHttpAdapter", "getHttpServer"):
            return nest_surfaces.Adapter(self)
        return self if name in ("setGlobalPrefix", "useGlobalPipes", "useGlobalGuards") else UNKNOWN

    def _versions(self, said: Value) -> None:
        entries = said.entries if isinstance(said, Record) else {}
        kind = entries.get("type")
        if isinstance(kind, External) and kind.names[-1] != "URI":
            return
        self.versioned = True
        self.default_versions = texts(entries["defaultVersion"]) if "defaultVersion" in entries else []
        prefix = entries.get("prefix")
        if isinstance(prefix, Known):
            self.version_prefix = prefix.value if isinstance(prefix.value, str) else ""
