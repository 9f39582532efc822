"""A page of `rules/` as people read it: headings, prose and fenced examples."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from blueprint_ls.knowledge import frontmatter
from blueprint_ls.knowledge.declared import DeclaredCheck
from blueprint_ls.knowledge.frontmatter import FrontMatter

BLUEPRINT = ("blueprint", "hcl")
"""What fences call blueprint source."""
_HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
_FENCED = re.compile(
    r"^```(?P<language>[\w-]*)(?: +(?P<path>\S+))?(?: +(?P<encoding>\S+))?[^\n]*\n(?P<code>.*?)^```\s*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of source, with the other files it needs.

    A fenced block with a path behind its language is such a file: it belongs to the example that follows it.
    The word behind the path, if any, names the file's encoding.
    """

    source: str
    companions: Mapping[str, bytes] = field(default_factory=dict)
    """By path, relative to the example's own folder."""
    language: str = "blueprint"
    """As the fence names it."""


@dataclass(frozen=True)
class Page:
    """One page, its front matter read and its text read when first asked for."""

    kind: str
    """`section`, `block`, `decision`, `option` or `rule`: the first key of the front matter."""
    name: str
    path: Path
    matter: FrontMatter

    @property
    def values(self) -> dict[str, Any]:
        """The front matter."""
        return self.matter.values

    @property
    def title(self) -> str:
        """Its display name."""
        return str(self.values.get("title", self.name))

    @cached_property
    def text(self) -> str:
        """The Markdown below the front matter; empty when the file has gone since."""
        try:
            return frontmatter.body(self.path)
        except (OSError, UnicodeDecodeError):
            return ""

    @cached_property
    def parts(self) -> dict[str, str]:
        """The text under each second-level heading."""
        pieces = _HEADING.split(self.text)
        return {title: text.strip() for title, text in zip(pieces[1::2], pieces[2::2], strict=True)}

    def examples(self, heading: str, languages: Collection[str] = BLUEPRINT) -> list[Example]:
        """The fenced blocks in some languages under a heading, in order, each with its companions."""
        found: list[Example] = []
        companions: dict[str, bytes] = {}
        for match in _FENCED.finditer(self.parts.get(heading, "")):
            if match["path"]:
                companions[match["path"]] = match["code"].encode(match["encoding"] or "utf-8")
            elif match["language"] in languages:
                found.append(Example(match["code"], companions, match["language"]))
                companions = {}
        return found


@dataclass(frozen=True)
class RulePage:
    """A rule as its page states it."""

    page: Page
    severity: str
    """The default: `error`, `warning`, `information` or `off`."""
    fix: str
    """`safe`, `suggested` or `none`."""
    requirements: tuple[str, ...]
    tags: tuple[str, ...]
    formerly: tuple[str, ...]
    """Ids it had in earlier versions."""
    check: DeclaredCheck | None
    """A team's own rule, written as data."""

    @property
    def name(self) -> str:
        """The rule's id."""
        return self.page.name

    @property
    def title(self) -> str:
        """What it finds, in a few words."""
        return self.page.title

    @staticmethod
    def of(page: Page) -> RulePage:
        """The rule that a page states."""
        values = page.values
        lists = {key: tuple(map(str, values.get(key, ()))) for key in ("requirements", "tags", "formerly")}
        check = DeclaredCheck.of(values["check"]) if "check" in values else None
        return RulePage(page, str(values["severity"]), str(values.get("fix", "none")), check=check, **lists)
