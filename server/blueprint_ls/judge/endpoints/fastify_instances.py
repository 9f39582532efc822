"""Instances of Fastify while code builds them: scopes, hooks, routes, and plugins that lift theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.judge.endpoints import fastify_autoload
from blueprint_ls.judge.endpoints.behavior.checks import Guarded, identity
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Answer,
    Choice,
    Closure,
    Data,
    Exports,
    External,
    Items,
    Known,
    Next,
    Record,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.endpoint import Step
from blueprint_ls.judge.endpoints.express_routers import place
from blueprint_ls.judge.endpoints.middleware import flat
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.routes import METHODS, join

HOOKS = ("onRequest", "preParsing", "preValidation", "preHandler")
_DISPATCHERS = re.compile(r"connect-fastify|@trpc/server/adapters/fastify|mercurius|@as-integrations/fastify")
"""Plugins that answer for procedures which decide on their own."""
_VERBS = {name.lower(): name for name in METHODS} | {"all": "ALL"}


@dataclass(slots=True)
class FastifyRoute:
    """One registered route."""

    methods: list[str]
    path: str
    settings: Value
    handler: Value
    place: tuple[str, int, int]
    instance: Instance
    conditional: bool


@dataclass
class Lifted(Special):
    """A plugin in `fastify-plugin`: it shares the scope of who registers it."""

    plugin: Value
    keeps_scope: bool = False

    __hash__ = object.__hash__


@dataclass
class Several(Special):
    """`fastify.auth([a, b], { relation })`."""

    values: list[Value]
    every: bool

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Hook:
    """One `addHook`."""

    name: str
    value: Value
    place: Place


@dataclass
class Instance(Special):
    """One encapsulated scope."""

    root: Root
    outer: Instance | None = None
    prefix: str = ""
    hooks: list[Hook] = field(default_factory=list)
    compiler: Value | None = None
    registered: tuple[Step, ...] = ()
    """Where the plugin of this scope is registered."""

    __hash__ = object.__hash__

    def property(self, walk: Walk, name: str) -> Value | None:
        """What was decorated onto the instance."""
        return self.root.decorations.get(name)

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`fastify.get(…)`, `fastify.register(…)`, `fastify.addHook(…)`."""
        conditional = any(state.conditional or state.deploy for state in walk.states)
        if name in _VERBS and len(arguments) > 1:
            self._route(walk, [_VERBS[name]], arguments, node, conditional)
        elif name == "route" and arguments and isinstance(arguments[0], Record):
            self._object(walk, arguments[0], node, conditional)
        elif name == "register" and arguments:
            self.register(walk, arguments, node)
        elif name == "addHook" and len(arguments) > 1:
            kind = str(arguments[0].value) if isinstance(arguments[0], Known) else ""
            self.hooks += [Hook(kind, one, place(walk, node)) for one in flat(arguments[1:])]
        elif name == "decorate" and len(arguments) > 1 and isinstance(arguments[0], Known):
            self.root.decorations[str(arguments[0].value)] = arguments[1]
        elif name == "auth" and arguments:
            options = arguments[1] if len(arguments) > 1 else None
            relation = options.entries.get("relation") if isinstance(options, Record) else None
            return Several(flat(arguments[:1]), relation == Known("and"))
        elif name == "setValidatorCompiler" and arguments:
            self.compiler = arguments[0]
            self.root.compiled = True
        elif name in ("after", "ready") and arguments:
            walk.invoke(arguments[0], [], node)
        return self

    def _route(self, walk: Walk, methods: list[str], arguments: list[Value], node: Any, conditional: bool) -> None:
        settings = arguments[1] if len(arguments) > 2 else UNKNOWN
        handler = arguments[-1]
        if isinstance(handler, Record):
            settings, handler = handler, handler.entries.get("handler") or UNKNOWN
        self._add(walk, methods, texts(arguments[0]), settings, handler, node, conditional)

    def _object(self, walk: Walk, said: Record, node: Any, conditional: bool) -> None:
        methods = [text.upper() for text in texts(said.entries.get("method")) if text] or ["GET"]
        paths = texts(said.entries.get("url") or said.entries.get("path"))
        self._add(walk, methods, paths, said, said.entries.get("handler") or UNKNOWN, node, conditional)

    def _add(
        self,
        walk: Walk,
        methods: list[str],
        paths: list[str],
        said: Value,
        handler: Value,
        node: Any,
        conditional: bool,
    ) -> None:
        where = place(walk, node)
        for path in paths:
            settings = self._changed(walk, methods, path, said, node)
            self.root.routes.append(
                FastifyRoute(methods, self._full(path), settings, handler, where, self, conditional)
            )

    def _changed(self, walk: Walk, methods: list[str], path: str, said: Value, node: Any) -> Value:
        """A route's settings after the `onRoute` hooks that were there before it."""
        hooks = [hook.value for one in self.chain() for hook in one.hooks if hook.name == "onRoute"]
        if not hooks or not isinstance(said, Record | Data):
            return said
        url: dict[str, Value] = {"url": Known(self._full(path)), "path": Known(self._full(path))}
        method: Value = Known(methods[0]) if len(methods) == 1 else Items([Known(one) for one in methods])
        entries = said.entries if isinstance(said, Record) else {}
        settings = Record({**entries, **url, "method": method}, list(getattr(said, "unseen", ())))
        for hook in hooks:
            walk.invoke(hook, [settings], node)
        return settings

    def _full(self, path: str) -> str:
        return join(self.prefix, path)

    def register(self, walk: Walk, arguments: list[Value], node: Any) -> None:
        """`fastify.register(plugin, settings)`."""
        plugin, settings = arguments[0], arguments[1] if len(arguments) > 1 else Record()
        if isinstance(plugin, Exports):
            plugin = walk.exported(plugin.path, "default")
        if isinstance(plugin, Choice):
            plugin = next((one.value for one in plugin.options if isinstance(one.value, Closure)), plugin)
        if isinstance(plugin, External):
            self._library(walk, plugin, settings, node)
        elif isinstance(plugin, Lifted) and not plugin.keeps_scope:
            walk.invoke(plugin.plugin, [self, settings, Next()], node)
        elif isinstance(plugin, Closure | Lifted):
            inner = plugin.plugin if isinstance(plugin, Lifted) else plugin
            walk.invoke(inner, [self.child(settings, place(walk, node)), settings, Next()], node)

    def child(self, settings: Value, where: Place) -> Instance:
        """A scope inside this one, registered at a place."""
        said = settings.entries.get("prefix") if isinstance(settings, Record) else None
        prefix = said.value if isinstance(said, Known) and isinstance(said.value, str) else ""
        full = join(self.prefix, prefix) if prefix else self.prefix
        step = Step(*where, f"its plugin is registered here{f' at `{full}`' if prefix else ''}")
        return Instance(self.root, self, full, registered=(step,))

    def _library(self, walk: Walk, plugin: External, settings: Value, node: Any) -> None:
        entries = settings.entries if isinstance(settings, Record) else {}
        if "bearer-auth" in plugin.package and entries.get("addHook") != Known(False):
            hook = Guarded(identity(walk, "verifyBearerAuth", node))
            self.hooks.append(Hook("onRequest", hook, place(walk, node)))
        if _DISPATCHERS.search(plugin.package):
            prefix = texts(entries.get("prefix"))[0]
            self._add(walk, ["ALL"], [join(prefix, "*")], UNKNOWN, Answer(200, "dispatch"), node, False)
        folder = entries.get("dir")
        if "autoload" in plugin.package and isinstance(folder, Known) and self.root.files is not None:
            options = entries.get("options")
            given = options.entries.get("prefix") if isinstance(options, Record) else entries.get("prefix")
            hooks = entries.get("autoHooks") == Known(True)
            cascade = hooks and entries.get("cascadeHooks") == Known(True)
            fastify_autoload.folder(walk, self, str(folder.value), texts(given)[0], node, hooks, cascade)

    def inside(self) -> Instance:
        """A scope inside this one that has the same address."""
        return Instance(self.root, self, self.prefix)

    def chain(self) -> list[Instance]:
        """This scope and those around it, outermost first."""
        return [*(self.outer.chain() if self.outer else []), self]


@dataclass
class Root:
    """What all scopes of one server share."""

    routes: list[FastifyRoute] = field(default_factory=list)
    decorations: dict[str, Value] = field(default_factory=dict)
    compiled: bool = False
    files: list[str] | None = None
    lent: bool = False


def framework(made: list[Instance], files: list[str]) -> Any:
    """What knows `fastify()` and `fastify-plugin`."""

    def known(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
        if function.package == "fastify-plugin" and arguments and "()" not in function.names:
            options = arguments[1] if len(arguments) > 1 else None
            kept = options.entries.get("encapsulate") if isinstance(options, Record) else None
            return Lifted(arguments[0], kept == Known(True))
        if function.package == "fastify" and function.names[-1:] in (("default",), ("fastify",), ("*",), ("Fastify",)):
            made.append(Instance(Root(files=files)))
            return made[-1]
        return None

    return known
