"""The parser: a file and the bodies of its blocks, by their braces or, where these fail, by indentation."""

from __future__ import annotations

from .complaints import shown
from .cursor import Draft
from .lexer import BYTE_ORDER_MARK, intern
from .nodes import Block, File, Item, Junk, Label
from .reuse import Edit, Indentation, OldTree, Run
from .statements import StatementParser
from .text import Span, Text
from .tree import TokenKind

BLOCK_LIMIT = 64
"""How deep blocks may be nested."""

_NEWLINE, _END = TokenKind.NEWLINE, TokenKind.END
_OPEN_BRACE, _CLOSE_BRACE = TokenKind.OPEN_BRACE, TokenKind.CLOSE_BRACE


def parse(text: Text) -> File:
    """Read a document. Never raises: what cannot be understood becomes issues in the tree."""
    return _parse(text.data, None)


def reparse(old: File, text: Text, edit: Edit) -> File:
    """Read a document again after an edit. The answer equals `parse(text)`; what the edit leaves alone is
    taken over from the old tree, as the same objects."""
    return _parse(text.data, OldTree(old, text.data, edit))


def _parse(data: bytes, old: OldTree | None) -> File:
    try:
        return _Parser(data, old, by_indentation=False).file()
    except _UnbalancedError:
        return _Parser(data, old, by_indentation=True).file()


class _UnbalancedError(Exception):
    """The braces of a file do not match."""


class _Body:
    """The inside of a file or block while it is read."""

    __slots__ = ("brace", "column", "draft", "height", "indent", "is_broken", "is_judged", "items")

    def __init__(self, draft: Draft, column: int, *, is_judged: bool) -> None:
        self.draft = draft
        """The node that the items belong to."""
        self.items: list[tuple[int, Item]] = []
        """What has been read, with offsets from the node's start."""
        self.column = column
        """The indentation of the line on which the block began; -1 for a file."""
        self.indent = -1
        """The indentation of the first item, when it is judged by that."""
        self.is_judged = is_judged
        """Whether indentation tells where the body ends."""
        self.brace = -1
        """Where `{` stands in the file, or -1 when it is missing."""
        self.is_broken = False
        """Whether the line of `{` holds an item, and yet is not the only line."""
        self.height = 0
        """How many levels of blocks the items hold."""

    def add_run(self, offset: int, run: Run) -> None:
        """Put in items of an old tree, the first of which begins at an offset of the file."""
        shift = offset - self.draft.start - run.items[0][0]
        self.draft.children += run.children
        self.items += run.items if shift == 0 else [(start + shift, item) for start, item in run.items]
        heights = [item.height for _, item in run.items if type(item) is Block]
        self.height = max(self.height, *heights, 0)

    def add(self, offset: int, item: Item) -> None:
        """Put in an item that begins at an offset of the file."""
        self.draft.children.append(item)
        self.items.append((offset - self.draft.start, item))
        if type(item) is Block and item.height > self.height:
            self.height = item.height


class _Parser(StatementParser):
    """Reads bodies. In a file whose braces match, indentation is never looked at."""

    __slots__ = ("_bodies", "_is_line_start", "_old")

    def __init__(self, data: bytes, old: OldTree | None, *, by_indentation: bool) -> None:
        super().__init__(data, by_indentation=by_indentation)
        self._old = old
        """Where to take over what has not changed."""
        self._bodies: list[_Body] = []
        """The file and the open blocks, outermost first."""
        self._is_line_start = True
        """Whether the token at hand is the first on its line."""

    def file(self) -> File:
        """Read everything."""
        draft = self.begin()
        draft.start = 0
        if self.data.startswith(BYTE_ORDER_MARK):
            draft.children.append(intern(TokenKind.BYTE_ORDER_MARK, BYTE_ORDER_MARK))
            self.move(len(BYTE_ORDER_MARK))
        self.column = self.start - self.behind
        body = _Body(draft, -1, is_judged=False)
        self._read(body)
        self.place(draft.children)
        return File(*self.finish(draft), tuple(body.items))

    def block(self, draft: Draft, name: str, labels: tuple[Label, ...]) -> Block | Junk:
        """Read the body of a block, of which the header has been read."""
        if len(self._bodies) > BLOCK_LIMIT:
            return self._too_deep(draft)
        if not name and not self.is_reported(draft):
            self.report(f"Expected a name before {shown(self.data[draft.start : self.end])}", draft.start, self.end)
        outer = self.one_line
        body = _Body(draft, self.column, is_judged=self.by_indentation or self.kind is not _OPEN_BRACE)
        self._open(body)
        self._read(body)
        closed = self._close(body)
        one_line, self.one_line = self.one_line, outer and self.one_line
        opened = body.brace - draft.start if body.brace >= 0 else -1
        span, items, height = Span(0, len(name.encode())), tuple(body.items), body.height + 1
        return Block(*self.finish(draft), name, span, labels, items, opened, closed, one_line, height)

    def _read(self, body: _Body) -> None:
        """Read items up to where the body ends."""
        self._bodies.append(body)
        while self.kind is not _END:
            if self.kind is _NEWLINE:
                self._end_line(body)
            elif self._ends(body):
                break
            elif not self._take_over(body):
                offset = self.place(body.draft.children)
                body.add(offset, self._item(body))
                self._is_line_start = False
        self._bodies.pop()

    def _end_line(self, body: _Body) -> None:
        if self.one_line and body.items:
            body.is_broken = True
        self.take(body.draft.children)
        self._is_line_start, self.one_line = True, False
        self.column = self.start - self.behind

    def _ends(self, body: _Body) -> bool:
        """Whether the token at hand is no longer in the body."""
        if self.kind is _CLOSE_BRACE:
            return self._is_closed_by_brace(body)
        if not body.is_judged or not self._is_line_start:
            return False
        if body.indent < 0:
            body.indent = self.column
        return self.column <= body.column

    def _is_closed_by_brace(self, body: _Body) -> bool:
        """Whether a brace ends the body; if not, it is a stray one, standing where the body's items stand."""
        if len(self._bodies) == 1:
            if self.by_indentation:
                return False
            raise _UnbalancedError
        is_among_items = self._is_line_start and self.column >= body.indent > body.column
        return not (self.by_indentation and is_among_items)

    def _take_over(self, body: _Body) -> bool:
        """Take unchanged items over from the old tree."""
        if self._old is None or not self._is_line_start:
            return False
        indentation = Indentation(self.column, body.column) if self.by_indentation or body.is_judged else None
        run = self._old.run_at(self.start, BLOCK_LIMIT + 1 - len(self._bodies), indentation)
        if run is None:
            return False
        offset = self.place(body.draft.children)
        body.add_run(offset, run)
        self.move(offset + run.width)
        self._is_line_start = False
        return True

    def _item(self, body: _Body) -> Item:
        draft = self.begin()
        is_placed = self._is_line_start or (self.one_line and not body.items)
        if not is_placed and self.kind is not _CLOSE_BRACE:
            line = b"\n" + b" " * self.column
            fix = ((self.start, 0, line),) if self.begins_statement() and not self.one_line else None
            self.report(f"Expected a new line before {shown(self.token.text)}", self.start, self.end, fix=fix)
        return self.statement(draft)

    def _open(self, body: _Body) -> None:
        if self.kind is _OPEN_BRACE:
            body.brace = self.start
            self.take(body.draft.children)
        self._is_line_start, self.one_line = False, True

    def _close(self, body: _Body) -> int:
        """Take the closing brace; its offset from the block's start, or -1 when it is missing."""
        start = body.draft.start
        if self.kind is _CLOSE_BRACE and not self._closes_outer(body):
            self._check_line(body)
            closed = self.start - start
            self.take(body.draft.children)
            return closed
        if not body.is_judged:
            raise _UnbalancedError
        self.give_back_trivia(body.draft.children)
        if body.brace >= 0:
            related = ((start, body.brace + 1 - start, "Opened here"),)
            message = f"Expected `}}` to close {shown(self.data[start : body.brace] or b'{')}"
            self.report(message, self.behind, self.behind, related=related)
        return -1

    def _closes_outer(self, body: _Body) -> bool:
        """Whether a brace, by its column, closes a block further out."""
        if not body.is_judged:
            return False
        if body.brace < 0 and not self._is_line_start:
            return not body.items
        is_outside = self._is_line_start and self.column < body.column
        return is_outside and (body.brace < 0 or any(outer.column == self.column for outer in self._bodies))

    def _check_line(self, body: _Body) -> None:
        """A block on one line holds one attribute; any other has its braces at the end and start of lines."""
        if body.is_broken and body.brace >= 0:
            message = "Expected a new line after `{`, for the block does not end on its line"
            self.report(message, body.brace, body.brace + 1)
        if not body.items or self._is_line_start:
            return
        if not self.one_line:
            self.report("Expected a new line before `}`", self.start, self.end)
        elif isinstance(inner := body.items[0][1], Block) and inner.open_offset >= 0:
            message = "A block on one line holds one attribute: put the inner block on a line of its own"
            start = body.draft.start + body.items[0][0]
            self.report(message, start, start + inner.name_span.end)

    def _too_deep(self, draft: Draft) -> Junk:
        self.report(f"Nested deeper than {BLOCK_LIMIT} levels", draft.start, self.end)
        if self.kind is _OPEN_BRACE:
            self.take(draft.children)
            self.skip_nested(draft.children, whole=not self.by_indentation)
        if self.kind is _END and not self.by_indentation:
            raise _UnbalancedError
        self.give_back_trivia(draft.children)
        return Junk(*self.finish(draft))
