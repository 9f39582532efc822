"""The language server: its state, its start and its end. What it answers is in `features/`."""

from __future__ import annotations

import functools
import inspect
import logging
from asyncio import Future
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, TypeVar, cast

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from blueprint_ls import __version__
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import SUFFIX, Workspace
from blueprint_ls.language.model import Document
from blueprint_ls.lsp.analysis import Analysis
from blueprint_ls.lsp.convert import Converter, path_of
from blueprint_ls.lsp.positions import Positions
from blueprint_ls.syntax import Text

logger = logging.getLogger(__name__)
_Handler = TypeVar("_Handler", bound=Callable[..., Any])


class BlueprintServer(LanguageServer):
    """One client's server: its workspace, its abilities, its settings."""

    def __init__(self) -> None:
        super().__init__(
            "blueprint-ls",
            __version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            protocol_cls=_Protocol,
        )
        self.engine = Workspace()
        self.folders: list[Path] = []
        """What the client has open. The roots of `engine` are the projects that these are part of."""
        self.versions: dict[Path, int] = {}
        """The version of each open document."""
        self.published: dict[Path, Sequence[Finding]] = {}
        """What was last pushed for each file."""
        self.tokens: dict[Path, tuple[str, Sequence[int]]] = {}
        """The semantic tokens last sent for each file, with their result id."""
        self.settings: dict[str, Any] = {}
        """The client's `blueprint` section."""
        self.beginning: Future[None] | None = None
        """What goes on after `initialized`, while the client answers."""
        self.analysis = Analysis(self._heard)
        """The analyser of code."""
        self.codes: dict[Path, Text] = {}
        """The open code files."""
        self.code_versions: dict[Path, int] = {}
        self.reported: dict[Path, str] = {}
        """The result that a client which pulls got last for each open code file."""
        self.stale = False
        """Whether files have other findings than the client that pulls has heard of."""
        self.tokens_of: dict[Path, str] = {}
        """The token of the progress of each folder that is being judged."""
        self.shown_progress: set[Path] = set()
        self.tasks: set[Future[Any]] = set()
        """What is on its way: kept here, for a task that nobody keeps may vanish."""

    @functools.cached_property
    def positions(self) -> Positions:
        """Positions in the encoding that was negotiated."""
        encoding = self.protocol.server_capabilities.position_encoding
        return Positions(getattr(encoding, "value", encoding) or "utf-16")

    @functools.cached_property
    def convert(self) -> Converter:
        """Conversion in this client's terms."""
        return Converter(self.positions, self.text)

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics itself."""
        return self.can("text_document.diagnostic")

    @property
    def pulls_code(self) -> bool:
        """Whether the client asks for the diagnostics of code, and can be told to ask again: much comes late."""
        return self.pulls and self.can("workspace.diagnostics.refresh_support")

    def _heard(self, message: Any) -> None:
        from blueprint_ls.lsp.features import code

        code.heard(self, message)

    def shows(self, path: Path) -> bool:
        """Whether findings in code are shown: not in the rest of a project, beside the client's own folders."""
        beside = any(path.is_relative_to(root) for root in self.engine.roots)
        return path in self.codes or not beside or any(path.is_relative_to(folder) for folder in self.folders)

    def text(self, path: Path) -> Text:
        """The text of any file, open or on disk; empty when it cannot be read."""
        if path in self.codes:
            return self.codes[path]
        text = self.engine.text(path) if path.suffix == SUFFIX or path in self.versions else None
        if text:
            return text
        try:
            return Text(path.read_bytes())
        except OSError:
            return Text(b"")

    def find(self, uri: str) -> tuple[Case, Document] | None:
        """The blueprint and the document of a URI; None where it is no blueprint file that can be read."""
        path = path_of(uri)
        if path.suffix != SUFFIX and path not in self.versions:
            return None
        document = self.engine.document(path)
        return (self.engine.case(path.parent), document) if document else None

    def can(self, path: str) -> bool:
        """Whether the client has an ability, by its dotted path in the client's capabilities."""
        found: Any = self.protocol.client_capabilities
        for name in path.split("."):
            found = getattr(found, name, None)
            if found is None:
                return False
        return bool(found)

    def begin(self) -> Event:
        """Begin the conversation; the event is set at its end."""
        self._stop_event = Event()
        return self._stop_event

    def stop_reading(self) -> None:
        """End the conversation."""
        if self._stop_event:
            self._stop_event.set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """One line in the log, and nothing once the client has gone."""
        if not self.protocol._shutdown:
            logger.error("%s: %s", getattr(source, "__name__", source), error)


class _Protocol(LanguageServerProtocol):
    """The protocol without pygls' own copies of the documents: `Workspace` keeps them, split at the
    line ends of the protocol alone and edited by bytes. Every request gets an answer, be it a refusal.
    """

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message in the protocol's types; one that does not have them is refused."""
        try:
            return super().structure_message(data)
        except JsonRpcException as problem:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=problem.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Handle what comes between `initialize` and `shutdown`; refuse other requests, ignore the rest."""
        method = getattr(message, "method", None)
        if method is None or method == lsp.EXIT or self._is_open(method):
            super().handle_message(message)
        elif hasattr(message, "id"):
            self._send_response(message.id, error=self._refusal())

    def _is_open(self, method: str) -> bool:
        initialized = self._workspace is not None
        return not self._shutdown and initialized == (method != lsp.INITIALIZE)

    def _refusal(self) -> lsp.ResponseError:
        if self._workspace is None:
            return lsp.ResponseError(lsp.ErrorCodes.ServerNotInitialized.value, "Send `initialize` first")
        reason = "The server is shutting down" if self._shutdown else "The server is initialized already"
        return lsp.ResponseError(lsp.ErrorCodes.InvalidRequest.value, reason)

    @lsp_method(lsp.EXIT)
    def lsp_exit(self, *_: Any) -> Any:
        """Read no further. `serve` gives the exit code, which pygls would raise through whatever is running."""
        cast("BlueprintServer", self._server).stop_reading()

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> Any:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Any:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> Any:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CLOSE], (params,), None


def guarded(answer: Any = None) -> Callable[[_Handler], _Handler]:
    """A handler whose fault is logged and answers `answer`: one broken feature never ends the others."""

    def wrap(handler: _Handler) -> _Handler:
        def failed() -> Any:
            logger.exception("%s failed", handler.__name__)
            return answer() if callable(answer) else answer

        @functools.wraps(handler)
        async def guarded_task(*arguments: Any) -> Any:
            try:
                return await handler(*arguments)
            except Exception:
                return failed()

        @functools.wraps(handler)
        def guarded_handler(*arguments: Any) -> Any:
            try:
                return handler(*arguments)
            except Exception:
                return failed()

        return cast("_Handler", guarded_task if inspect.iscoroutinefunction(handler) else guarded_handler)

    return wrap


def create() -> BlueprintServer:
    """A server with every feature registered."""
    from blueprint_ls.lsp import features

    server = BlueprintServer()
    features.register(server)
    return server
