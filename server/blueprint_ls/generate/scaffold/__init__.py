"""From a blueprint to the project that it describes: every file, and what becomes of those that are there already."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.changes import Change, Kind, changes
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.origins import paths_of
from blueprint_ls.generate.scaffold.plan import Plan, plan, planned
from blueprint_ls.generate.scaffold.project import Project
from blueprint_ls.generate.scaffold.templates import Planned

__all__ = ["Change", "Kind", "Plan", "Planned", "Project", "Refused", "changes", "paths_of", "plan", "planned"]
