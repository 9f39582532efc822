"""Semantic tokens: whole, changed since the last time, and in a range."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count

from lsprotocol import types as lsp

from blueprint_ls.editor import tokens
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.convert import path_of
from blueprint_ls.lsp.server import BlueprintServer, guarded
from blueprint_ls.syntax import Span

LEGEND = lsp.SemanticTokensLegend(list(tokens.TYPES), list(tokens.MODIFIERS))
_TYPES = {name: at for at, name in enumerate(tokens.TYPES)}
_ids = count(1)


def register(server: BlueprintServer) -> None:
    """Register the methods of this subject."""
    server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)(full)
    server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)(delta)
    server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)(within)


@guarded()
def full(ls: BlueprintServer, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
    """All tokens of a file."""
    found = ls.find(params.text_document.uri)
    return _remember(ls, found[1], encode(ls, found[1], tokens.tokens(found[1]))) if found else None


@guarded()
def delta(
    ls: BlueprintServer, params: lsp.SemanticTokensDeltaParams
) -> lsp.SemanticTokens | lsp.SemanticTokensDelta | None:
    """What changed since the result that the client names; everything where that one is forgotten."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    document = found[1]
    before = ls.tokens.get(path_of(params.text_document.uri))
    answer = _remember(ls, document, encode(ls, document, tokens.tokens(document)))
    if before is None or before[0] != params.previous_result_id:
        return answer
    return lsp.SemanticTokensDelta(difference(before[1], answer.data), answer.result_id)


@guarded()
def within(ls: BlueprintServer, params: lsp.SemanticTokensRangeParams) -> lsp.SemanticTokens | None:
    """The tokens of a range."""
    found = ls.find(params.text_document.uri)
    if found is None:
        return None
    document = found[1]
    span = ls.positions.span(document.text, params.range)
    return lsp.SemanticTokens(encode(ls, document, tokens.tokens(document, span)))


def encode(ls: BlueprintServer, document: Document, found: Sequence[tokens.Token]) -> list[int]:
    """Five numbers a token: lines and characters from the token before, length, type, modifiers."""
    data: list[int] = []
    starts, ascii_only = document.text.line_starts, document.text.data.isascii()
    row = line = character = 0
    for token in found:
        start, end = token.span
        while row + 1 < len(starts) and starts[row + 1] <= start:
            row += 1
        length = ls.positions.length
        column = start - starts[row] if ascii_only else length(document.text, Span(starts[row], start))
        ahead = row - line
        width = end - start if ascii_only else length(document.text, token.span)
        data += (ahead, column - (0 if ahead else character), width, _TYPES[token.type], _bits(token.modifiers))
        line, character = row, column
    return data


@cache
def _bits(modifiers: tuple[str, ...]) -> int:
    return sum(1 << tokens.MODIFIERS.index(modifier) for modifier in modifiers)


def difference(old: Sequence[int], new: Sequence[int]) -> list[lsp.SemanticTokensEdit]:
    """One edit that leaves alone what both begin and end with."""
    limit = min(len(old), len(new))
    head = next((at for at in range(limit) if old[at] != new[at]), limit)
    if head == len(old) == len(new):
        return []
    tail = next((at for at in range(limit - head) if old[-1 - at] != new[-1 - at]), limit - head)
    return [lsp.SemanticTokensEdit(head, len(old) - head - tail, list(new[head : len(new) - tail]))]


def _remember(ls: BlueprintServer, document: Document, data: list[int]) -> lsp.SemanticTokens:
    result = str(next(_ids))
    ls.tokens[document.path] = result, data
    return lsp.SemanticTokens(data, result_id=result)
