"""A blueprint as it was at a revision, with the bases that it extended then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from blueprint_ls.codebase.history import NoHistory, Revision
from blueprint_ls.judge.workspace import SUFFIX
from blueprint_ls.language import layers
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Text, parse


def past(folder: Path, at: Revision, vocabulary: Vocabulary) -> Blueprint:
    """The blueprint of a folder at a revision, read with today's vocabulary; `NoHistory` where there was none.

    A folder that was moved since is followed. A base outside the repository has no past there and is left out.
    """
    found = folder if at.files(folder, SUFFIX) else at.formerly(folder, SUFFIX)
    if found is None:
        where = f"in `{_shown(folder, at)}` at `{at.asked}`"
        raise NoHistory(f"there was no blueprint {where}, and none was moved there by a commit since")
    return Blueprint(found, layers.resolve(found, _Reader(at, vocabulary)), vocabulary)


def _shown(folder: Path, at: Revision) -> str:
    return folder.relative_to(at.root).as_posix() if folder.is_relative_to(at.root) else str(folder)


class _Reader:
    """The documents of a folder at a revision; each folder is read once."""

    def __init__(self, at: Revision, vocabulary: Vocabulary) -> None:
        self.at, self.vocabulary = at, vocabulary

    def __call__(self, folder: Path) -> Sequence[Document]:
        return [self._document(folder / name, data) for name, data in sorted(self.at.files(folder, SUFFIX).items())]

    def _document(self, path: Path, data: bytes) -> Document:
        try:
            data.decode()
        except UnicodeDecodeError:
            raise NoHistory(f"`{path.name}` was no UTF-8 text at `{self.at.asked}`") from None
        text = Text(data)
        return Document.of(path, text, parse(text), self.vocabulary)
