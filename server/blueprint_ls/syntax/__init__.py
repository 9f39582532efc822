"""Bytes to tree: text, spans, lexer, parser, formatter. Knows no vocabulary."""

from .formatter import format, format_edits
from .nodes import (
    Attribute,
    Block,
    Bool,
    Call,
    Expression,
    File,
    Heredoc,
    Item,
    Junk,
    Label,
    List,
    Missing,
    Null,
    Number,
    Object,
    ObjectEntry,
    Reference,
    Step,
    String,
    Word,
)
from .parser import parse, reparse
from .reuse import Edit
from .text import Span, Text
from .tree import Issue, Node, Token, TokenKind
from .walk import comments, item_path

__all__ = [
    "Attribute",
    "Block",
    "Bool",
    "Call",
    "Edit",
    "Expression",
    "File",
    "Heredoc",
    "Issue",
    "Item",
    "Junk",
    "Label",
    "List",
    "Missing",
    "Node",
    "Null",
    "Number",
    "Object",
    "ObjectEntry",
    "Reference",
    "Span",
    "Step",
    "String",
    "Text",
    "Token",
    "TokenKind",
    "Word",
    "comments",
    "format",
    "format_edits",
    "item_path",
    "parse",
    "reparse",
]
