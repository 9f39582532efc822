"""The text picture: one box for each layer, from the people at the top to what watches at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from blueprint_ls.generate.capacity import Capacity, Service
from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.figures import count, grouped
from blueprint_ls.generate.topology import Topology

WIDTH = 72


def picture(capacity: Capacity, choices: Choices, topology: Topology) -> str:
    """The lines of the picture, indented as they stand in a heredoc."""
    fronts = [_service(found) for found in capacity.services if found.front]
    workers = [_service(found) for found in capacity.services if not found.front]
    stores = dict.fromkeys(topology.stores.values())
    outside = ["mail", *(["idp"] if choices["authentication"] == "oauth2" else [])]
    rows = [
        *_box("clients", ["web", "partners"]),
        *_arrow("https"),
        *_box("edge", ["edge, a load balancer with its firewall"]),
        *_arrow("http"),
        *_box("services", [*fronts, *workers]),
        *_arrow(
            " and ".join(dict.fromkeys(found for found in topology.protocols.values() if found and found != "http"))
        ),
        *_box("stores", list(stores)),
        "",
        *_box("outside services, called over https", outside),
        "",
        *_box("what watches", ["metrics", "logs", "traces", "dashboards", "pager"]),
    ]
    return "\n".join(f"    {row}" if row else "" for row in rows)


def _service(found: Service) -> str:
    """`api (9 to 11 replicas)`."""
    fewest = "" if found.replicas == found.most else f"{grouped(found.replicas)} to "
    return f"{found.label} ({fewest}{count(found.most, 'replica')})"


def _box(title: str, names: Sequence[str]) -> list[str]:
    edge = f"+{'-' * WIDTH}+"
    lines = [_line(f"{title}:")]
    row = ""
    for name in names:
        if len(row) + len(name) > WIDTH - 8:
            lines.append(_line(f"  {row}"))
            row = ""
        row = f"{row}   {name}" if row else name
    return [edge, *lines, _line(f"  {row}"), edge]


def _line(text: str) -> str:
    return f"| {text.ljust(WIDTH - 2)} |"


def _arrow(label: str) -> list[str]:
    middle = " " * (WIDTH // 2)
    return [f"{middle}| {label}".rstrip(), f"{middle}v"]
