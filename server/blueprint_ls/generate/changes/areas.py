"""The subjects under which changes are told, in the order in which a reviewer asks for them."""

from __future__ import annotations

AREAS = {
    "decisions": "Decisions",
    "endpoints": "Endpoints",
    "tenancy": "Entities and tenancy",
    "permissions": "Roles and permissions",
    "queues": "Queues, jobs and events",
    "modules": "Modules",
    "parts": "Services, stores and outside services",
    "promises": "Promises",
    "costs": "Costs",
    "requirements": "Requirements",
    "deployment": "Deployment",
    "other": "Everything else",
    "sections": "Sections",
    "trust": "Confirmed and assumed",
}
"""Each area with its heading."""
_PLACES = {
    "api.endpoint": "endpoints",
    "api.public": "endpoints",
    "data.entity": "tenancy",
    "data.tenancy": "tenancy",
    "security.role": "permissions",
    "security.permission": "permissions",
    "observability.slo": "promises",
    "overview.availability": "promises",
    "reliability.backup": "promises",
    "reliability.disaster_recovery": "promises",
    "overview.cost": "costs",
    "overview.budget": "costs",
}
_SECTIONS = {
    "overview": "requirements",
    "diagram": "parts",
    "modules": "modules",
    "async": "queues",
    "deployment": "deployment",
}


def area(path: tuple[str, ...]) -> str:
    """The area of a block, by the types of the blocks it stands in and its own."""
    if "decision" in path:
        return "decisions"
    if len(path) == 1:
        return "other" if path[0] == "blueprint" else "sections"
    return _PLACES.get(".".join(path[:2])) or _SECTIONS.get(path[0], "other")
