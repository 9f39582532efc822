"""What one server takes for what an editor asks of it: cold start, keystrokes, bursts, requests, memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from client import Client, Notice

Command = list[str]
Run = Callable[[], Iterator[float]]
EDITS, REQUESTS, BURSTS, KEYS, CADENCE, CHANGES = 200, 100, 8, 20, 0.03, 40


@dataclass(slots=True)
class Figures:
    """Milliseconds by what was measured, and megabytes of memory."""

    times: dict[str, list[float]] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    """The processor time that one run took the server on the mean, whatever else the machine was doing."""
    memory: float | None = None
    """The most the process held; None where the system does not tell."""
    scanning: float | None = None
    """The same, with a repository scanned beside it."""

    def percentile(self, name: str, part: float) -> float | None:
        """The time that `part` of the runs stayed under."""
        times = sorted(self.times.get(name, ()))
        return times[min(int(len(times) * part), len(times) - 1)] if times else None


class Session:
    """One server with the measured document open."""

    def __init__(self, command: Command, path: Path, pull: bool, progress: bool = False) -> None:
        self.path, self.pull = path, pull
        self.lines = path.read_text().split("\n")
        self.version = 1
        self.client = Client(command, path.parent).start()
        self.client.initialize(_capabilities(pull, progress))
        document = {
            "uri": path.as_uri(),
            "languageId": "backend-blueprint",
            "version": 1,
            "text": "\n".join(self.lines),
        }
        self.client.notify("textDocument/didOpen", {"textDocument": document})

    @property
    def here(self) -> Mapping[str, str]:
        """The document's identifier."""
        return {"uri": self.path.as_uri()}

    def place(self, before: str) -> tuple[int, int]:
        """The line and character behind the first appearance of a text."""
        line = next(at for at, text in enumerate(self.lines) if before in text)
        return line, self.lines[line].index(before) + len(before)

    def at(self, place: tuple[int, int]) -> dict[str, Any]:
        """The parameters of a request about a place."""
        return {"textDocument": self.here, "position": {"line": place[0], "character": place[1]}}

    def edit(self, place: tuple[int, int], removed: int, new: str) -> float:
        """Replace some characters; the time just before they are sent."""
        line, character = place
        end = {"line": line, "character": character + removed}
        change = {"range": {"start": {"line": line, "character": character}, "end": end}, "text": new}
        self.version += 1
        params = {"textDocument": {**self.here, "version": self.version}, "contentChanges": [change]}
        begun = time.perf_counter()
        self.client.notify("textDocument/didChange", params)
        return begun

    def diagnostics(self) -> list[Any]:
        """The diagnostics of the text as it is now, waited for or asked for."""
        if self.pull:
            found: list[Any] = self.client.request("textDocument/diagnostic", {"textDocument": self.here})["items"]
            return found
        self.client.read_until(lambda: self._pushed() is not None)
        items = self._pushed()
        self.client.notices.clear()
        return items or []

    def _pushed(self) -> list[Any] | None:
        for notice in self.client.notices:
            params = notice.params
            ours = notice.method == "textDocument/publishDiagnostics" and params["uri"] == self.here["uri"]
            if ours and params.get("version", self.version) == self.version:
                found: list[Any] = params["diagnostics"]
                return found
        return None


@contextmanager
def session(command: Command, path: Path, pull: bool, progress: bool = False) -> Iterator[Session]:
    """A session, ended when it is left."""
    opened = Session(command, path, pull, progress)
    try:
        yield opened
    finally:
        opened.client.stop()


def while_scanning(command: Command, path: Path, pull: bool, figures: Figures) -> None:
    """Keystrokes in the blueprint from the moment at which a scan of the repository around it begins."""
    with session(command, path, pull) as opened:
        opened.diagnostics()
        place = opened.place("depends_on     = [module.area1")
        figures.times["keystroke, scanning"] = list(_keystrokes(opened, place))
        figures.scanning = peak_memory(opened.client.process.pid)


def changed_files(command: Command, path: Path, code: Path, figures: Figures) -> None:
    """One code file changed, once all is known: from the change to the diagnostics of the new text."""
    with session(command, path, pull=True, progress=True) as opened:
        opened.client.read_until(lambda: any(map(_is_end, opened.client.notices)), timeout=900)
        text = code.read_text(encoding="utf-8")
        uri = {"uri": code.as_uri()}
        item = {**uri, "languageId": "typescript", "version": 0, "text": text}
        opened.client.notify("textDocument/didOpen", {"textDocument": item})
        safe = len(opened.client.request("textDocument/diagnostic", {"textDocument": uri})["items"])
        figures.times["one file changed"] = []
        for version in range(1, CHANGES + 1):
            broken = version % 2
            now = text.replace("where: { tenantId }", "where: {}") if broken else text
            begun = time.perf_counter()
            params = {"textDocument": {**uri, "version": version}, "contentChanges": [{"text": now}]}
            opened.client.notify("textDocument/didChange", params)
            found = opened.client.request("textDocument/diagnostic", {"textDocument": uri})["items"]
            figures.times["one file changed"].append(_since(begun))
            if len(found) != safe + broken:
                raise AssertionError(f"expected {safe + broken} findings, got {len(found)}")


def _is_end(notice: Notice) -> bool:
    return notice.method == "$/progress" and notice.params["value"]["kind"] == "end"


def cold_starts(command: Command, path: Path, pull: bool, figures: Figures, runs: int) -> None:
    """From the start of the process to the first diagnostics."""
    found = [_cold_start(command, path, pull) for _ in range(runs)]
    figures.times["cold start"] = [taken for taken, _ in found]
    figures.work["cold start"] = sum(work for _, work in found) / runs


def measure(command: Command, path: Path, pull: bool, features: bool) -> Figures:
    """All figures of one warm server; `features` for a server that has more than diagnostics."""
    figures = Figures()
    with session(command, path, pull) as opened:
        opened.diagnostics()
        place = opened.place("depends_on     = [module.area1")
        runs: dict[str, Run] = {
            "keystroke": lambda: _keystrokes(opened, place),
            "burst": lambda: _bursts(opened, place),
        }
        for name, run in {**runs, **(_features(opened) if features else {})}.items():
            before = processor_time(opened.client.process.pid)
            figures.times[name] = list(run())
            spent = processor_time(opened.client.process.pid) - before
            figures.work[name] = spent / len(figures.times[name])
        figures.memory = peak_memory(opened.client.process.pid)
    return figures


def processor_time(process: int) -> float:
    """The milliseconds that all threads of a process have run; 0 where the system does not tell."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def peak_memory(process: int) -> float | None:
    """The most memory that a process has held, in megabytes."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _cold_start(command: Command, path: Path, pull: bool) -> tuple[float, float]:
    with session(command, path, pull) as opened:
        opened.diagnostics()
        return _since(opened.client.started), processor_time(opened.client.process.pid)


def _keystrokes(opened: Session, place: tuple[int, int]) -> Iterator[float]:
    """One character that breaks a reference, and its removal, in turn: each until the diagnostics say so."""
    settled = len(opened.diagnostics()) if opened.pull else None
    for at in range(EDITS):
        broken = at % 2 == 0
        begun = opened.edit(place, 0 if broken else 1, "x" if broken else "")
        count = len(opened.diagnostics())
        yield _since(begun)
        settled = count - broken if settled is None else settled
        if count != settled + broken:
            raise AssertionError(f"expected {settled + broken} diagnostics, got {count}")
        time.sleep(0.005)


def _bursts(opened: Session, place: tuple[int, int]) -> Iterator[float]:
    """A word typed quickly: from its last key to the diagnostics of the whole word."""
    line, character = place
    for _ in range(BURSTS):
        for at in range(KEYS):
            begun = opened.edit((line, character + at), 0, "abcdefghij"[at % 10])
            opened.client.read_for(CADENCE if at < KEYS - 1 else 0)
        opened.diagnostics()
        yield _since(begun)
        opened.edit(place, KEYS, "")
        opened.diagnostics()


def _features(opened: Session) -> dict[str, Run]:
    choice = opened.place("choose  = ")
    hovered = opened.place("decision pagina")
    whole = {"textDocument": opened.here}
    complete, typing = ("textDocument/completion", opened.at(choice)), _typing(opened, choice)
    return {
        "completion": lambda: _repeat(opened, *complete),
        "edit, completion": lambda: _repeat(opened, *complete, before=typing),
        "hover": lambda: _repeat(opened, "textDocument/hover", opened.at(hovered)),
        "semantic tokens": lambda: _repeat(opened, "textDocument/semanticTokens/full", whole, times=30),
        "document symbols": lambda: _repeat(opened, "textDocument/documentSymbol", whole, times=30),
    }


def _typing(opened: Session, place: tuple[int, int]) -> Callable[[int], object]:
    return lambda at: opened.edit(place, at % 2, "" if at % 2 else "x")


def _repeat(
    opened: Session,
    method: str,
    params: Mapping[str, Any],
    before: Callable[[int], object] = lambda at: None,
    times: int = REQUESTS,
) -> Iterator[float]:
    for at in range(times):
        begun = time.perf_counter()
        before(at)
        opened.client.request(method, params)
        yield _since(begun)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _capabilities(pull: bool, progress: bool = False) -> dict[str, Any]:
    item = {"snippetSupport": True, "resolveSupport": {"properties": ["documentation"]}}
    document = {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "tagSupport": {"valueSet": [1, 2]}},
        "completion": {"completionItem": item},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    }
    if pull:
        document["diagnostic"] = {}
    return {
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "textDocument": document,
        "window": {"workDoneProgress": progress},
        "workspace": {"diagnostics": {"refreshSupport": pull}},
    }
