"""The way of one endpoint's data: from who calls it, through what answers, to where it is kept and who hears of it."""

from __future__ import annotations

from blueprint_ls.judge.checks.facts import FRONT, Facts, facts_of
from blueprint_ls.judge.diagram.containers import id_of, in_order, kind_of, protocol, title
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node, graph
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.suggest import closest

BANDS = ("Callers", "Edge", "Service", "Module", "Data", "Queue", "Worker", "Hears of it", "Outside services")
CALLERS = {"user": {"web", "mobile", "internal"}, "api_key": {"partner", "device"}}
"""The kinds of client that show each kind of credential."""
WRITES = frozenset({"create", "update", "delete", "action"})


class UnknownEndpoint(LookupError):  # noqa: N818
    """No endpoint has that method and path; the message names the nearest one."""


def flow(blueprint: Blueprint, route: str) -> Graph:
    """The data flow of the endpoint `POST /deals`; `UnknownEndpoint` where the blueprint has none of that route."""
    known = facts_of(blueprint)
    return _Flow(known, _endpoint(known, route)).graph()


def _endpoint(known: Facts, route: str) -> Block:
    method, _, path = " ".join(route.split()).partition(" ")
    wanted = f"{method.upper()} {path}"
    routes = {endpoint.label or "": endpoint for endpoint in known.all("endpoint")}
    if wanted in routes:
        return routes[wanted]
    near = closest(wanted, routes)
    hint = (
        f"did you mean `{near}`?" if near else "it declares none" if not routes else f"one of them is `{min(routes)}`"
    )
    raise UnknownEndpoint(f"the blueprint has no endpoint `{wanted}`: {hint}")


class _Flow:
    """One endpoint's way; each step adds its box and the arrow that leads there."""

    def __init__(self, known: Facts, endpoint: Block) -> None:
        self.known, self.endpoint = known, endpoint
        self.route = endpoint.label or ""
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.lacks: list[str] = []

    def graph(self) -> Graph:
        """All steps."""
        module = self.known.target(self.endpoint, "module")
        if module is None:
            self.lacks.append(f"`{self.route}` does not say which module handles it")
        services = [one for one in in_order(self.known, "service") if self._hosts(one, module)]
        if not services:
            self.lacks.append("no service that answers requests runs it")
        for service in services:
            self._called(service)
            if module:
                self._join(service, module, "Service", "Module", self._allowed())
        if module:
            self._kept(module, services)
            self._told(module)
        ordered = sorted(self.nodes.values(), key=lambda node: BANDS.index(node.group))
        name = title(self.known.blueprint)
        return graph(f"{name}: {self.route}", ordered, self.edges, self.lacks)

    def _hosts(self, service: Block, module: Block | None) -> bool:
        inside = self.known.targets(service, "modules")
        return service.get("kind", "api") in FRONT and (not inside or module is None or module in inside)

    def _called(self, service: Block) -> None:
        """The clients that may call, by way of the gateways that lead to the service."""
        clients = self._clients()
        for gateway in in_order(self.known, "gateway"):
            if service in self.known.targets(gateway, "uses"):
                callers = [client for client in clients if gateway in self.known.targets(client, "uses")]
                for client in callers:
                    self._join(client, gateway, "Callers", "Edge", self.route)
                self._join(gateway, service, "Edge", "Service", protocol(gateway, service))
        for client in clients:
            if service in self.known.targets(client, "uses"):
                self._join(client, service, "Callers", "Service", self.route)

    def _clients(self) -> list[Block]:
        shown = self.endpoint.get("authentication", ("user",))
        kinds = set[str]().union(*(CALLERS.get(word, set()) for word in shown))
        found = in_order(self.known, "client")
        public = self.route in {block.label for block in self.known.all("public")}
        return found if public else [one for one in found if one.get("kind") in kinds]

    def _allowed(self) -> str:
        permission = self.endpoint.get("permission")
        return f"needs {permission}" if permission else ""

    def _kept(self, module: Block, services: list[Block]) -> None:
        """What it reads or writes, in the primary database of the service."""
        entity = self.known.target(self.endpoint, "entity")
        work = "writes" if self.endpoint.get("operation") in WRITES else "reads"
        audit = ", audit event" if self.endpoint.get("audited") else ""
        stores = [store for service in services for store in self.known.targets(service, "uses")]
        primary = next((store for store in stores if store.get("kind") == "primary_database"), None)
        if primary:
            what = f"{work} {entity.label}" if entity else work
            self._join(module, primary, "Module", "Data", f"{what}{audit}")
        elif entity:
            self.lacks.append("no service that runs it uses a primary database")

    def _told(self, module: Block) -> None:
        """The jobs and events that follow, and who works on them."""
        for job in self.known.targets(self.endpoint, "enqueues"):
            self._worked(module, job, job.label or "")
        for event in self.known.targets(self.endpoint, "publishes"):
            name = event.label or ""
            worker = self._worked(module, event, name)
            for consumer in self.known.targets(event, "consumed_by"):
                band = "Outside services" if consumer.name == "external" else "Hears of it"
                if id_of(consumer) != id_of(module) and consumer is not worker:
                    self._join(worker or module, consumer, "Worker" if worker else "Module", band, name)

    def _worked(self, module: Block, work: Block, label: str) -> Block | None:
        """Through which queue a job or an event goes, and the worker that takes it from there."""
        queue = self.known.target(work, "queue")
        worker = self.known.target(queue, "worker") if queue else None
        if queue is None:
            return None
        self._join(module, queue, "Module", "Queue", label)
        if worker is None:
            return None
        self._join(queue, worker, "Queue", "Worker", "")
        for external in self.known.targets(work, "calls"):
            self._join(worker, external, "Worker", "Outside services", protocol(worker, external))
        return worker

    def _join(self, one: Block, other: Block, band: str, below: str, label: str) -> None:
        for block, group in ((one, band), (other, below)):
            kind = block.name if block.name in ("module", "queue") else kind_of(block)
            self.nodes.setdefault(id_of(block), Node(id_of(block), block.label or "", kind, group))
        self.edges.append(Edge(id_of(one), id_of(other), label))
