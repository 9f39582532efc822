"""What the features return, in the protocol's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from blueprint_ls.fixes import Edit
from blueprint_ls.judge.finding import Finding
from blueprint_ls.lsp.positions import Positions
from blueprint_ls.syntax import Span, Text

Texts = Callable[[Path], Text]
"""The text of a file, to find positions in."""
SOURCE = "blueprint"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
}
_TAGS = {"unnecessary": lsp.DiagnosticTag.Unnecessary, "deprecated": lsp.DiagnosticTag.Deprecated}


@lru_cache(maxsize=4096)
def path_of(uri: str) -> Path:
    """The file of a URI; a URI of another scheme gives a path that no file has."""
    return Path(to_fs_path(uri) or f"/{uri}")


@lru_cache(maxsize=4096)
def uri_of(path: Path) -> str:
    """The URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


class Converter:
    """Converts with one client's encoding and abilities."""

    def __init__(self, positions: Positions, texts: Texts) -> None:
        self.positions = positions
        self.texts = texts

    def range(self, path: Path, span: Span) -> lsp.Range:
        """The range of a span in a file."""
        return self.positions.range(self.texts(path), span)

    def location(self, path: Path, span: Span) -> lsp.Location:
        """A place in a file."""
        return lsp.Location(uri_of(path), self.range(path, span))

    def diagnostic(self, finding: Finding, tags: Iterable[str], page: Path | None) -> lsp.Diagnostic:
        """A finding as the editor shows it; `page` is the rule's page, to be opened by a click."""
        related = [
            lsp.DiagnosticRelatedInformation(self.location(other.path, other.span), other.message)
            for other in finding.related
        ]
        return lsp.Diagnostic(
            range=self.range(finding.path, finding.span),
            message=finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            code_description=lsp.CodeDescription(uri_of(page)) if page else None,
            source=SOURCE,
            tags=[_TAGS[tag] for tag in tags if tag in _TAGS] or None,
            related_information=related or None,
        )

    def text_edits(self, path: Path, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
        """Edits of one file."""
        return [lsp.TextEdit(self.range(path, edit.span), edit.text) for edit in edits]


def workspace_edit(
    converter: Converter, edits: Sequence[Edit], versions: Callable[[Path], int | None], snippets: bool
) -> lsp.WorkspaceEdit:
    """Edits of several files, with tab stops where the client can take them."""
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    for path in dict.fromkeys(edit.path for edit in edits):
        document = lsp.OptionalVersionedTextDocumentIdentifier(uri_of(path), versions(path))
        changes.append(lsp.TextDocumentEdit(document, [_edit(converter, e, snippets) for e in edits if e.path == path]))
    return lsp.WorkspaceEdit(document_changes=changes)


def _edit(converter: Converter, edit: Edit, snippets: bool) -> lsp.TextEdit | lsp.SnippetTextEdit:
    range_ = converter.range(edit.path, edit.span)
    if snippets and edit.snippet:
        return lsp.SnippetTextEdit(range_, lsp.StringValue(value=edit.snippet))
    return lsp.TextEdit(range_, edit.text)
