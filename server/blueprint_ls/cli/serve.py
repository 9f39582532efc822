"""Run the language server. Editors start it as `blueprint-ls`, or as `blueprint serve`."""

from __future__ import annotations

import argparse

from blueprint_ls.cli.failure import CannotRun

HOST = "127.0.0.1"
"""Where TCP listens unless told otherwise: this machine alone."""

EPILOG = """\
examples:
  blueprint serve                   on standard input and output, as editors expect
  blueprint serve --tcp 4389        on port 4389 of this machine
  blueprint serve --tcp [::1]:4389  the same over IPv6
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `serve`."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="serve on standard input and output (the default)")
    way.add_argument(
        "--tcp",
        metavar="[HOST:]PORT",
        type=_address,
        help=f"serve one client on TCP; the host is {HOST} unless named",
    )


def run(parsed: argparse.Namespace) -> int:
    """Serve until the client says goodbye."""
    from blueprint_ls.lsp.start import serve  # imports the protocol, which no other command needs

    if parsed.tcp is None:
        return serve()
    host, port = parsed.tcp
    try:
        return serve(host, port)
    except OSError as error:
        raise CannotRun(f"cannot listen on {host}:{port}: {error.strerror}") from None


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, or host:port, not `{text}`")
    return host.strip("[]") or HOST, int(port)
