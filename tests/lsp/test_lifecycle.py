"""How a session begins and ends, and what the server says to messages out of turn."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.client import Client, ResponseError
from lsp.conftest import ABILITIES, Start
from lsp.editor import ENVIRONMENT, SERVER, Editor
from lsp.samples import MAIN, MODULES

NOT_INITIALIZED, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, CANCELLED = -32002, -32600, -32601, -32602, -32800

FAULTY = """
import sys
from blueprint_ls.editor import hover
from blueprint_ls.lsp.start import serve

def faulty(*given):
    print("a stray word")
    raise ValueError("hover is broken today")

hover.hover = faulty
sys.exit(serve())
"""

LOADED = """
import sys
from blueprint_ls.lsp.start import serve

serve()
loaded = [name for name in ("ssl", "_hashlib", "jinja2", "blueprint_ls.editor.bill") if name in sys.modules]
import ssl
print(loaded, hasattr(ssl, "create_default_context"), file=sys.stderr)
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A server to which nothing was said yet."""
    client = Client(SERVER, tmp_path.resolve(), ENVIRONMENT).start()
    yield client
    client.leave()


def test_the_server_names_itself_and_its_abilities(editor: Editor) -> None:
    info, capabilities = editor.initialized["serverInfo"], editor.initialized["capabilities"]
    assert info["name"] == "blueprint-ls"
    assert info["version"]
    assert capabilities["positionEncoding"] == "utf-16"
    assert capabilities["textDocumentSync"]["change"] == 2
    assert capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_the_clients_first_position_encoding_wins(client: Client, encoding: str) -> None:
    others = [name for name in ("utf-32", "utf-16", "utf-8") if name != encoding]
    client.initialize({"general": {"positionEncodings": [encoding, *others]}})
    assert client.encoding == encoding
    assert client.stop() == 0


def test_a_client_without_abilities_is_served(client: Client) -> None:
    client.initialize({}, workspaceFolders=None, rootUri=None)
    assert client.encoding == "utf-16"
    assert client.stop() == 0
    assert client.errors == ""


def test_shutdown_then_exit_ends_with_0(client: Client) -> None:
    client.initialize(ABILITIES)
    assert client.stop() == 0
    assert client.errors == ""


def test_exit_without_shutdown_ends_with_1(client: Client) -> None:
    client.initialize(ABILITIES)
    client.notify("exit", None)
    assert client.leave() == 1


def test_exit_needs_no_end_of_input(client: Client) -> None:
    client.initialize(ABILITIES)
    client.request("shutdown", None)
    client.notify("exit", None)
    assert client.process.wait(10) == 0


def test_a_client_that_vanishes_ends_the_server_with_1(client: Client) -> None:
    client.initialize(ABILITIES)
    assert client.leave() == 1
    assert client.errors == ""


def test_requests_before_initialize_are_refused(client: Client) -> None:
    with pytest.raises(ResponseError) as refused:
        client.request("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": _ORIGIN})
    assert refused.value.code == NOT_INITIALIZED
    client.notify("textDocument/didClose", {"textDocument": {"uri": "file:///a"}})
    client.initialize(ABILITIES)
    assert client.stop() == 0


def test_initialize_comes_once(client: Client) -> None:
    client.initialize(ABILITIES)
    with pytest.raises(ResponseError) as refused:
        client.initialize(ABILITIES)
    assert refused.value.code == INVALID_REQUEST
    assert client.stop() == 0


def test_requests_after_shutdown_are_refused(client: Client) -> None:
    client.initialize(ABILITIES)
    client.request("shutdown", None)
    with pytest.raises(ResponseError) as refused:
        client.request("workspace/symbol", {"query": ""})
    assert refused.value.code == INVALID_REQUEST
    client.notify("exit", None)
    assert client.leave() == 0


def test_an_unknown_method_is_refused_and_an_unknown_notification_passed_over(editor: Editor) -> None:
    with pytest.raises(ResponseError) as refused:
        editor.client.request("textDocument/fortuneTelling", {})
    assert refused.value.code == METHOD_NOT_FOUND
    editor.client.notify("$/gossip", {"about": "you"})
    assert editor.client.request("workspace/symbol", {"query": "nothing"}) == []


def test_parameters_of_the_wrong_shape_are_refused(editor: Editor) -> None:
    with pytest.raises(ResponseError) as refused:
        editor.client.request("textDocument/hover", {"textDocument": 7}, timeout=5)
    assert refused.value.code == INVALID_PARAMS
    assert "Traceback" not in str(refused.value.data)


def test_a_cancelled_request_is_answered(start: Start) -> None:
    editor = start(files={f"part{at}/{MAIN}": MODULES for at in range(20)})
    asked = editor.client.begin("workspace/diagnostic", {"previousResultIds": []})
    editor.client.notify("$/cancelRequest", {"id": asked})
    editor.client.notify("$/cancelRequest", {"id": 4711})
    with pytest.raises(ResponseError) as cancelled:
        editor.client.wait(asked)
    assert cancelled.value.code == CANCELLED
    assert editor.client.request("workspace/symbol", {"query": "sales"})


def test_a_broken_feature_answers_nothing_and_the_next_one_works(start: Start) -> None:
    editor = start(command=[sys.executable, "-c", FAULTY])
    editor.open(MAIN, MODULES)
    assert editor.ask_at("hover", MAIN, "depends_on") is None
    assert editor.ask("documentSymbol", MAIN)
    assert editor.client.stop() == 0
    assert "a stray word" in editor.client.errors
    assert "hover is broken today" in editor.client.errors


def test_a_session_over_tcp(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*SERVER, "--tcp", str(port)], env={**ENVIRONMENT}, stderr=subprocess.PIPE)
    with _connected(port) as connection, connection.makefile("rwb") as stream:
        for message in (b'"id":1,"method":"initialize","params":{"capabilities":{}}', b'"id":2,"method":"shutdown"'):
            _send(stream, message)
            head = stream.readline()
            while stream.readline().strip():
                pass
            assert b'"result"' in stream.read(int(head.split(b":")[1]))
        _send(stream, b'"method":"exit"')
        assert server.wait(10) == 0
    assert server.communicate()[1] == b""


_ORIGIN = {"line": 0, "character": 0}


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("the server does not listen")


def _send(stream: object, message: bytes) -> None:
    body = b'{"jsonrpc":"2.0",%b}' % message
    stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))  # type: ignore[attr-defined]
    stream.flush()  # type: ignore[attr-defined]


def test_starting_loads_nothing_that_no_keystroke_needs_and_keeps_it_from_nobody() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.stderr.strip() == "[] True"
