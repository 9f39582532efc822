"""Rename: the edits in every file, and the words with which it refuses."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from blueprint_ls.editor.rename import Refusal, Renaming, prepare, rename
from blueprint_ls.fixes import apply
from editor.marks import scene


def check_rename(files: Mapping[str, str] | str, new_name: str, expected: Mapping[str, str] | str) -> None:
    """The files after the thing under the cursor has its new name."""
    at = scene(files)
    edits = rename(at.case, at.document, at.offset, new_name)
    assert not isinstance(edits, Refusal), edits.message
    after = {"main.blueprint": expected} if isinstance(expected, str) else expected
    for name, text in after.items():
        path = at.path(name)
        own = [edit for edit in edits if edit.path == path]
        assert apply(path.read_bytes(), own).decode() == text
    assert {edit.path for edit in edits} <= {at.path(name) for name in after}
    assert len({(edit.path, edit.span) for edit in edits}) == len(edits)


def check_refusal(files: Mapping[str, str] | str, new_name: str, *words: str) -> None:
    """The message with which a new name is refused."""
    at = scene(files)
    found = rename(at.case, at.document, at.offset, new_name)
    assert isinstance(found, Refusal)
    for word in words:
        assert word in found.message
    assert not found.message.endswith(".")


@pytest.mark.parametrize(
    ("before", "new_name", "after"),
    [
        (
            (
                "modules {\n  module iden‸tity {\n  }\n  module b {\n"
                "    depends_on = [module.identity, identity]\n  }\n}\n"
            ),
            "größe-1",
            (
                "modules {\n  module größe-1 {\n  }\n  module b {\n"
                '    depends_on = [module["größe-1"], größe-1]\n  }\n}\n'
            ),
        ),
        (
            (
                'api {\n  endpoint "POST /users" {\n  }\n}\ntesting {\n  flow "ü" {\n'
                '    endpoints = [endpoint["POST /us‸ers"]]\n  }\n}\n'
            ),
            "POST /members/{id}",
            (
                'api {\n  endpoint "POST /members/{id}" {\n  }\n}\ntesting {\n'
                '  flow "ü" {\n    endpoints = [endpoint["POST /members/{id}"]]\n  }\n'
                "}\n"
            ),
        ),
        (
            'async {\n  job "send" {\n    calls = []\n  }\n}\noverview {\n  goal "ü‸x" {\n  }\n}\n',
            'say "hi" ${x}',
            'async {\n  job "send" {\n    calls = []\n  }\n}\noverview {\n  goal "say \\"hi\\" $${x}" {\n  }\n}\n',
        ),
        (
            (
                "data {\n  tenancy {\n    owned Chat {\n      by = Flow\n    }\n  }\n"
                "  entity Ch‸at {\n    field flow {\n      type = list(ref(Chat))\n"
                "    }\n  }\n}\n"
            ),
            "Talk",
            (
                "data {\n  tenancy {\n    owned Talk {\n      by = Flow\n    }\n  }\n"
                "  entity Talk {\n    field flow {\n      type = list(ref(Talk))\n"
                "    }\n  }\n}\n"
            ),
        ),
        (
            (
                "data {\n  entity A {\n    primary_key = [id]\n    field i‸d {\n    }\n"
                "  }\n  entity B {\n    primary_key = [id]\n    field id {\n    }\n"
                "  }\n}\n"
            ),
            "key",
            (
                "data {\n  entity A {\n    primary_key = [key]\n    field key {\n"
                "    }\n  }\n  entity B {\n    primary_key = [id]\n    field id {\n"
                "    }\n  }\n}\n"
            ),
        ),
    ],
)
def test_rename(before: str, new_name: str, after: str) -> None:
    check_rename(before, new_name, after)


def test_rename_across_files() -> None:
    check_rename(
        {
            "main.blueprint": (
                "modules {\n  module sales {\n  }\n}\nmodules {\n  module sales {\n    kind = core\n  }\n}\n"
            ),
            "data.blueprint": "data {\n  entity Deal {\n    module = module.sal‸es\n  }\n}\n",
        },
        "deals",
        {
            "main.blueprint": (
                "modules {\n  module deals {\n  }\n}\nmodules {\n  module deals {\n    kind = core\n  }\n}\n"
            ),
            "data.blueprint": "data {\n  entity Deal {\n    module = module.deals\n  }\n}\n",
        },
    )


def test_a_string_label_keeps_the_shortest_form_of_its_references() -> None:
    text = 'async {\n  job "%s" {\n  }\n  job "x" {\n    triggered_by = [%s]\n  }\n}\n'
    check_rename(text % ("send‸", "job.send, send"), "send it", text % ("send it", 'job["send it"], job["send it"]'))
    check_rename(text % ("send‸ it", 'job["send it"]'), "send", text % ("send", "job.send"))


def test_bare_references_never_change_their_target() -> None:
    text = (
        "modules {\n  module %s {\n  }\n}\ndiagram {\n  service %s {\n    uses = []\n  }\n}\n"
        'async {\n  event "x" {\n    consumed_by = [%s, module.%s]\n  }\n}\n'
    )
    check_rename(text % ("a", "b‸", "b", "a"), "a", text % ("a", "a", "service.a", "a"))
    check_rename(text % ("a‸", "b", "b", "a"), "b", text % ("b", "b", "service.b", "b"))
    check_rename(text % ("a‸", "b", "a", "a"), "b", text % ("b", "b", "b", "b"))


@pytest.mark.parametrize(
    ("text", "new_name", "words"),
    [
        ("modules {\n  module a‸ {\n  }\n  module b {\n  }\n}\n", "b", ["already", "line 4"]),
        ("modules {\n  module a‸ {\n  }\n}\n", "two words", ["no name"]),
        ("modules {\n  module a‸ {\n  }\n}\n", "1a", ["no name"]),
        ("modules {\n  module a‸ {\n  }\n}\n", "", ["no name"]),
        ("modules {\n  module a‸ {\n  }\n}\n", "true", ["no name"]),
        ("modules {\n  module a‸ {\n  }\n}\n", '"a"', ["no name"]),
        ("modules {\n  module a‸ {\n  }\n}\n", "a {\n} #", ["no name"]),
        ('api {\n  endpoint "GET /‸x" {\n  }\n}\n', "FETCH /x", ["no route"]),
        ('overview {\n  goal "‸x" {\n  }\n}\n', "a\nb", ["one line"]),
        ("data {\n  decision or‸m {\n  }\n}\n", "x", ["vocabulary"]),
        ("security {\n  mitigation a‸01 {\n  }\n}\n", "x", ["vocabulary"]),
        ("data {\n  decision orm {\n    choose = pris‸ma\n  }\n}\n", "x", ["Only the name"]),
        ("da‸ta {\n}\n", "x", ["Only the name"]),
        (
            ("modules {\n  module a {\n    depends_on = [mod‸ule.b]\n  }\n  module b {\n  }\n}\n"),
            "x",
            ["Only the name"],
        ),
        ('api {\n  not_applicable "gra‸phql" {\n  }\n}\n', "x", ["does not apply"]),
        ("‸", "x", ["Only the name"]),
    ],
)
def test_refusals(text: str, new_name: str, words: list[str]) -> None:
    check_refusal(text, new_name, *words)


def test_what_comes_from_a_base_is_renamed_there() -> None:
    base = "modules {\n  module identity {\n  }\n}\n"
    head = 'blueprint "x" {\n  extends = ["../standards"]\n}\nmodules {\n'
    for body in ("module iden‸tity {\n  }\n", "module a {\n    depends_on = [module.iden‸tity]\n  }\n"):
        check_refusal({"main.blueprint": f"{head}  {body}}}\n", "../standards/b.blueprint": base}, "x", "standards")
    removal = f'{head}  remove "module.iden‸tity" {{\n  }}\n}}\n'
    check_refusal({"main.blueprint": removal, "../standards/b.blueprint": base}, "x", "base")


def test_blueprints_that_extend_follow() -> None:
    head = 'blueprint "x" {\n  extends = ["../standards"]\n}\nmodules {\n'
    own = head + "  module identity {\n    kind = core\n  }\n  module b {\n    depends_on = [identity]\n  }\n}\n"
    gone = head + '  remove "module.identity" {\n  }\n}\n'
    base = scene({"../standards/main.blueprint": "modules {\n  module ident‸ity {\n  }\n}\n"})
    for text, after in ((own, own.replace("identity", "account")), (gone, gone.replace("identity", "account"))):
        base.sandbox.write({"main.blueprint": text})
        dependent = base.sandbox.workspace.case(base.sandbox.folder)
        edits = rename(base.case, base.document, base.offset, "account", [dependent])
        assert not isinstance(edits, Refusal)
        path = base.path("main.blueprint")
        assert apply(path.read_bytes(), [edit for edit in edits if edit.path == path]).decode() == after
        assert [edit for edit in edits if edit.path == base.document.path]


def test_prepare_names_the_name_alone() -> None:
    at = scene('api {\n  endpoint "GET /ü‸" {\n  }\n}\n')
    found = prepare(at.case, at.document, at.offset)
    assert isinstance(found, Renaming)
    assert (at.text(found.span), found.placeholder) == ("GET /ü", "GET /ü")
