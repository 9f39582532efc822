"""The Neovim plugin in real Neovims, old and new: what a person sees, does and gets."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pynvim", reason="pynvim drives the editor")

from end_to_end.editors import expectations as expected
from end_to_end.editors.neovim_session import PLUGIN, Neovim, executables
from end_to_end.editors.servers import REPOSITORY, server_on_path
from lsp.repository import FILES

NEOVIMS = executables()


@pytest.fixture(params=NEOVIMS)
def executable(request: pytest.FixtureRequest) -> str:
    """A real Neovim: each of the two in turn."""
    path = NEOVIMS[request.param]
    if path is None:
        pytest.skip(f"no {request.param} Neovim here")
    return path


@pytest.fixture
def neovim(executable: str, tmp_path: Path) -> Iterator[Neovim]:
    session = Neovim(executable, tmp_path / "home", server_on_path(tmp_path / "bin"))
    yield session
    session.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository, with a space and an umlaut in its path."""
    folder = tmp_path / "site diary ü"
    (folder / ".git").mkdir(parents=True)
    return folder


def opened(neovim: Neovim, workspace: Path, text: str, name: str = "architecture.blueprint") -> Path:
    """Write a blueprint, open it, and wait for the server to have judged it."""
    file = workspace / name
    file.write_text(text, encoding="utf-8")
    neovim.open(file)
    neovim.wait_for(neovim.clients, "the server")
    neovim.wait_for(neovim.diagnostics, "diagnostics")
    return file


def page(neovim: Neovim, title: str) -> str:
    """What a page shows, whichever window is in front."""
    lines = "vim.api.nvim_buf_get_lines(vim.fn.bufnr('blueprint://' .. ...), 0, -1, false)"
    return str(neovim.lua(f"return table.concat({lines}, ' ')", title))


def coded(neovim: Neovim, code: str) -> list[dict[str, Any]]:
    return [diagnostic for diagnostic in neovim.diagnostics() if diagnostic["code"] == code]


def test_a_blueprint_gets_its_language_and_its_settings(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    options = neovim.lua("return {vim.bo.filetype, vim.bo.commentstring, vim.bo.shiftwidth, vim.bo.omnifunc}")
    assert options == ["backend-blueprint", "# %s", 2, "v:lua.vim.lsp.omnifunc"]
    assert neovim.lua("return vim.b.current_syntax") == "backend-blueprint"
    assert neovim.lua("return messages") == []


def test_diagnostics_stand_at_their_words(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    found = neovim.wait_for(lambda: coded(neovim, expected.UNKNOWN_BLOCK), "the misspelt section")
    assert [(d["marked"], d["source"]) for d in found] == [("moduels", "blueprint")]
    assert "modules" in found[0]["message"]
    assert expected.MISSING_SECTION in neovim.codes()


def test_positions_hold_behind_text_of_several_bytes(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    found = neovim.wait_for(lambda: coded(neovim, expected.UNRESOLVED), "the unresolved reference")
    assert [d["marked"] for d in found] in (["module.billing"], ["billing"])


def test_diagnostics_follow_the_text(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    neovim.wait_for(lambda: expected.UNKNOWN_BLOCK in neovim.codes(), "the misspelt section")
    neovim.place("moduels")
    neovim.type("cwmodules<Esc>")
    neovim.wait_for(lambda: expected.UNKNOWN_BLOCK not in neovim.codes(), "the diagnostic to go")


def test_completion_offers_options_and_inserts_one(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.place("decision orm")
    neovim.type("ochoose = <C-x><C-o>")
    offered = neovim.wait_for(neovim.candidates, "completion")
    assert set(offered) >= expected.OPTIONS_OF_ORM
    neovim.type("<C-e>dri<C-x><C-o>")
    neovim.wait_for(lambda: "drizzle" in neovim.text(), "drizzle")
    neovim.type("<C-y><Esc>")
    neovim.wait_for(lambda: "    choose = drizzle\n" in neovim.text(), "drizzle to be written, indented")


def test_a_section_is_completed_with_its_tab_stops(neovim: Neovim, workspace: Path) -> None:
    if not neovim.lua("return vim.snippet ~= nil"):
        pytest.skip("this Neovim has no snippets")
    opened(neovim, workspace, expected.DATA)
    neovim.type("Gosecuri<C-x><C-o>")
    neovim.wait_for(lambda: "\nsecurity" in neovim.text(), "the section to be offered")
    neovim.type("<C-y>")
    neovim.wait_for(lambda: "\nsecurity {\n" in neovim.text(), "the whole section")
    assert neovim.lua("return vim.snippet.active({ direction = 1 })"), "a tab stop to go on to"


def test_commands_from_code_are_about_the_blueprint_that_governs_it(neovim: Neovim, workspace: Path) -> None:
    for name, text in FILES.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    neovim.open(workspace / "apps/api/src/deals.ts")
    neovim.wait_for(neovim.clients, "the server")
    neovim.api.command("BlueprintView")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://view"), "the view")
    assert "Findings in code" in neovim.text()
    neovim.type("<C-w>p")
    neovim.api.command("BlueprintDocument")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://document"), "the document")
    assert neovim.text().count("acme")


def test_hover_shows_the_page_in_a_float(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.place("orm {")
    neovim.lua("vim.lsp.buf.hover()")
    shown = neovim.wait_for(neovim.floats, "the hover")
    assert expected.PAGE_OF_ORM in " ".join(shown[0].split())


def test_a_missing_section_is_inserted(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    missing = neovim.wait_for(lambda: coded(neovim, expected.MISSING_SECTION), "a missing section")
    neovim.api.current.window.cursor = (missing[0]["row"] + 1, missing[0]["from"])
    neovim.apply(expected.INSERT_SECTION)
    assert "\nsecurity {\n" in neovim.text()


def test_did_you_mean_is_taken(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    neovim.wait_for(lambda: expected.UNKNOWN_BLOCK in neovim.codes(), "the misspelt section")
    neovim.place("moduels")
    neovim.apply(expected.CHANGE_NAME)
    assert neovim.text() == expected.MISSPELT.replace("moduels", "modules")
    neovim.wait_for(lambda: expected.UNKNOWN_BLOCK not in neovim.codes(), "the diagnostic to go")


def test_rename_reaches_every_reference(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.place("identity {")
    neovim.lua("vim.lsp.buf.rename('accounts')")
    renamed = expected.MODULES.replace("identity", "accounts")
    neovim.wait_for(lambda: neovim.text() == renamed, "both places to be renamed")


def test_formatting_aligns(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.UNTIDY)
    neovim.lua("(vim.lsp.buf.format or vim.lsp.buf.formatting_sync)()")
    assert neovim.text() == expected.TIDY


def test_blueprints_of_one_repository_share_a_server(neovim: Neovim, workspace: Path, tmp_path: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    (workspace / "services").mkdir()
    opened(neovim, workspace / "services", expected.MISSPELT)
    assert [client["root"] for client in neovim.clients()] == [str(workspace)]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    opened(neovim, elsewhere, expected.MISSPELT)
    roots = {str(workspace), str(elsewhere)}
    neovim.wait_for(lambda: {client["root"] for client in neovim.clients()} == roots, "a second server")


def test_without_a_repository_the_blueprint_marks_the_root(neovim: Neovim, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / "acme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "acme" / name).write_text(text, encoding="utf-8")
    neovim.open(tmp_path / "acme" / "apps/api/src/deals.ts")
    neovim.wait_for(neovim.clients, "the server")
    assert [client["root"] for client in neovim.clients()] == [str(tmp_path / "acme")]


def test_restart_brings_a_new_server_and_its_diagnostics(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MISSPELT)
    [before] = neovim.clients()
    neovim.api.command("BlueprintRestart")
    neovim.wait_for(lambda: [c["id"] for c in neovim.clients()] not in ([], [before["id"]]), "a new server")
    neovim.wait_for(neovim.diagnostics, "its diagnostics")
    assert len(neovim.clients()) == 1


def test_explain_opens_the_page(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.api.command("BlueprintExplain prisma")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://prisma"), "the page")
    assert "Prisma" in neovim.text()
    assert neovim.lua("return {vim.bo.filetype, vim.bo.modifiable}") == ["markdown", False]
    neovim.type("q")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith(".blueprint"), "the blueprint again")


def test_explain_says_when_there_is_no_such_page(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.api.command("BlueprintExplain flux_capacitor")
    [message] = neovim.wait_for(lambda: neovim.lua("return messages"), "a message")
    assert "flux_capacitor" in message


def test_the_lens_of_a_module_lists_its_references(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.place("module identity")
    neovim.lua("vim.lsp.codelens.refresh()")
    neovim.wait_for(lambda: neovim.lua("return #vim.lsp.codelens.get(0)"), "lenses")
    neovim.lua("vim.lsp.codelens.run()")
    [place] = neovim.wait_for(lambda: neovim.lua("return vim.fn.getqflist()"), "the quickfix list")
    assert "depends_on" in place["text"]


def test_the_view_lists_what_is_stated_and_leads_there(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.api.command("BlueprintView")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://view"), "the view")
    neovim.type("zR")
    assert "Sections" in neovim.text()
    assert "2 · Modules" in neovim.text()
    neovim.place("identity")
    neovim.type("<CR>")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("architecture.blueprint"), "the blueprint")
    assert neovim.api.current.line.strip() == "module identity {"


def test_the_view_follows_what_is_typed(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.api.command("BlueprintView")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://view"), "the view")
    neovim.type("<C-w>p")
    neovim.place("identity {")
    neovim.type("cwaccounts<Esc>")
    neovim.wait_for(lambda: "accounts" in page(neovim, "view"), "the view to follow")


def test_the_document_follows_what_is_typed(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.api.command("BlueprintDocument")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("blueprint://document"), "the document")
    assert "## 2. Modules" in neovim.text()
    neovim.type("<C-w>p")
    neovim.place("Weekly")
    neovim.type("cwDaily<Esc>")
    neovim.wait_for(lambda: "Daily reports" in page(neovim, "document"), "the document to follow")


def test_the_document_is_written_in_the_format_of_the_file(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    target = workspace / "architecture.html"
    neovim.api.command(f"BlueprintDocument {str(target).replace(' ', chr(92) + ' ')}")
    neovim.wait_for(target.is_file, "the file")
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_diagram_is_drawn(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.MODULES)
    neovim.api.command("BlueprintDiagram modules")
    neovim.wait_for(lambda: "identity" in neovim.text() and "+--" in neovim.text(), "the picture")


def test_everything_missing_is_filled_in(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.api.command("BlueprintFill")
    neovim.wait_for(lambda: "\ndeployment {\n" in neovim.text(), "all sections")
    neovim.wait_for(lambda: expected.MISSING_SECTION not in neovim.codes(), "the findings to go")


def test_a_blueprint_begins_where_there_is_none(neovim: Neovim, workspace: Path) -> None:
    neovim.lua("vim.fn.chdir(...)", str(workspace))
    neovim.api.command("BlueprintNew")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("main.blueprint"), "the blueprint")
    assert "language = 1" in neovim.text()


def test_a_blueprint_is_drafted_from_code(neovim: Neovim, workspace: Path) -> None:
    for name, text in FILES.items():
        if not name.endswith(".blueprint"):
            (workspace / name).parent.mkdir(parents=True, exist_ok=True)
            (workspace / name).write_text(text, encoding="utf-8")
    neovim.lua("vim.fn.chdir(...)", str(workspace))
    neovim.api.command("BlueprintDraft")
    neovim.wait_for(lambda: neovim.api.current.buffer.name.endswith("main.blueprint"), "the draft")
    assert "entity Deal" in neovim.text()
    assert "entity Deal" in (workspace / "main.blueprint").read_text(encoding="utf-8")


def test_the_project_is_shown_and_written(neovim: Neovim, workspace: Path) -> None:
    shutil.copytree(REPOSITORY / "tests" / "examples" / "acme-crm", workspace, dirs_exist_ok=True)
    neovim.open(workspace / "main.blueprint")
    neovim.wait_for(neovim.clients, "the server")
    neovim.lua("asked = {}; vim.fn.confirm = function(text) table.insert(asked, text); return 1 end")
    neovim.api.command("BlueprintScaffold")
    server = workspace / "apps" / "api" / "src" / "server.ts"
    neovim.wait_for(server.is_file, "the project")
    assert "new files, change 0" in neovim.lua("return asked")[0]
    assert server.read_text(encoding="utf-8").endswith("}\n")


def test_the_inventory_is_a_list_of_places(neovim: Neovim, workspace: Path) -> None:
    for name, text in FILES.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    neovim.open(workspace / "acme.blueprint")
    neovim.wait_for(neovim.clients, "the server")
    neovim.api.command("BlueprintInventory")
    places = neovim.wait_for(lambda: neovim.lua("return vim.fn.getqflist()"), "the list")
    assert "unscoped Deal.update" in [place["text"] for place in places]


def test_log_is_shown(neovim: Neovim, workspace: Path) -> None:
    opened(neovim, workspace, expected.DATA)
    neovim.api.command("BlueprintLog")
    assert neovim.api.current.buffer.name.endswith("lsp.log")


def test_indentation_while_typing(neovim: Neovim, workspace: Path) -> None:
    neovim.open(workspace / "new.blueprint")
    neovim.type("imodules {<CR>module identity {<CR>owns = [<CR>User,<CR>]<CR>")
    neovim.type("why = <lt><lt>-EOT<CR>  A list of {<CR>EOT<CR>}<CR>}<Esc>")
    neovim.wait_for(lambda: neovim.text().endswith("\n}\n"), "the text to be typed")
    assert neovim.text() == (
        "modules {\n  module identity {\n    owns = [\n      User,\n    ]\n"
        "    why = <<-EOT\n      A list of {\n      EOT\n  }\n}\n"
    )


def test_a_missing_server_is_named_once(executable: str, workspace: Path, tmp_path: Path) -> None:
    setup = "require('blueprint').setup({cmd = 'no-such-ls'})"
    neovim = Neovim(executable, tmp_path / "home", "/usr/bin:/bin", setup)
    try:
        for name in ("one.blueprint", "two.blueprint"):
            (workspace / name).write_text(expected.DATA)
            neovim.open(workspace / name)
        [message] = neovim.lua("return messages")
        assert "no-such-ls" in message
        assert ":checkhealth blueprint" in message
        neovim.api.command("checkhealth blueprint")
        neovim.wait_for(lambda: "pipx install blueprint-ls" in neovim.text(), "the health report")
    finally:
        neovim.close()


def test_settings_reach_the_server_and_mistakes_are_told(executable: str, tmp_path: Path) -> None:
    setup = "require('blueprint').setup({settings = {trace = 'off'}, cmmd = {}, cmd = 3})"
    neovim = Neovim(executable, tmp_path / "home", server_on_path(tmp_path / "bin"), setup)
    try:
        known, unknown = sorted(neovim.lua("return messages"), key=lambda message: "`cmmd`" in message)
        assert "no option `cmmd`" in unknown
        assert "wants a table for `cmd`" in known
        settings = neovim.lua("return require('blueprint.lsp').client_config().settings")
        assert settings == {"blueprint": {"trace": "off"}}
    finally:
        neovim.close()


def test_help_can_be_found(executable: str, tmp_path: Path) -> None:
    neovim = Neovim(executable, tmp_path / "home", "/usr/bin:/bin")
    try:
        shutil.copytree(PLUGIN / "doc", tmp_path / "help" / "doc")
        neovim.api.command(f"helptags {tmp_path}/help/doc | set runtimepath^={tmp_path}/help")
        neovim.api.command("help :BlueprintExplain")
        assert neovim.api.current.line.strip() == "*:BlueprintExplain*"
    finally:
        neovim.close()


def test_versions_are_those_promised(executable: str) -> None:
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = answer.split()[1].removeprefix("v").split(".")[:2]
    assert (int(major), int(minor)) >= (0, 7)


def test_a_query_that_forgets_its_tenant_is_mended_by_its_fix(neovim: Neovim, workspace: Path) -> None:
    for name, text in FILES.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text.replace("rename(id: string", "rename(organizationId: string, id: string"))
    neovim.open(workspace / "apps/api/src/deals.ts")
    found = neovim.wait_for(lambda: coded(neovim, "tenant-scope"), "the access that forgets its tenant")
    neovim.api.current.window.cursor = (found[0]["row"] + 1, found[0]["from"])
    neovim.apply("Hold the access to `organizationId`")
    assert "prisma.deal.update({ where: { id, organizationId }, data: { title } })" in neovim.text()
    neovim.wait_for(lambda: not coded(neovim, "tenant-scope"), "the diagnostic to go")


def test_code_is_judged_as_it_is_typed(neovim: Neovim, workspace: Path) -> None:
    for name, text in FILES.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    neovim.open(workspace / "apps/api/src/deals.ts")
    neovim.wait_for(neovim.clients, "the server")
    found = neovim.wait_for(lambda: coded(neovim, "tenant-scope"), "the access that forgets its tenant")
    assert [d["marked"].partition("(")[0] for d in found] == ["prisma.deal.update"]
    neovim.place("where: { id }", len("where: { "))
    neovim.type("iorganizationId: title, <Esc>")
    neovim.wait_for(lambda: not coded(neovim, "tenant-scope"), "the diagnostic to go, unsaved as the text is")
    neovim.api.command("set hidden")
    neovim.open(workspace / "packages/database/prisma/schema.prisma")
    neovim.place("  code String @id")
    neovim.type("o  organizationId String<Esc>")
    neovim.api.command("buffer deals.ts")
    found = neovim.wait_for(lambda: coded(neovim, "tenant-scope"), "countries to belong to an organization")
    assert [d["marked"].partition("(")[0] for d in found] == ["prisma.country.findMany"]
