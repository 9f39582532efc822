"""The first text of a blueprint: its header, from which `check` tells how to go on."""

from __future__ import annotations

import re

NAME = "main.blueprint"
"""The file that a blueprint begins in."""
FALLBACK = "backend"
"""The system's name where a folder's name gives none."""
_TEXT = """\
# What this system is and how it is built. `blueprint check` says what is still missing.
blueprint "{name}" {{
  language = 1
  summary  = "{summary}"
}}
"""


def first_text(folder: str, name: str | None = None, summary: str | None = None) -> str:
    """The file's text for a system with a name, or with that of its folder."""
    name = name or name_of(folder)
    return _TEXT.format(name=_escaped(name), summary=_escaped(summary or f"The backend of {name}"))


def name_of(folder: str) -> str:
    """The name of the system in a folder of that name."""
    return re.sub(r"[^\w.-]+", "-", folder).strip("-.") or FALLBACK


def _escaped(text: str) -> str:
    flat = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return flat.replace("${", "$${").replace("%{", "%%{")
