"""Environment variables and modules between blueprint and code: where each leads, and what is shown of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.editor.analysis import answers, places
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import Place

BLUEPRINT = """\
blueprint "acme-crm" {
  language = 1
}

modules {
  module "billing" {
    path = "src/billing"
  }

  module "deals" {
    path = "src/deals"
  }
}

deployment {
  variable "BILLING_KEY" {
    description = "Signs what is sent to the billing provider"
    secret      = true
  }
}
"""
FILES = {
    "main.blueprint": BLUEPRINT,
    ".env.example": "# From the provider's console\nBILLING_KEY=\n",
    "src/billing/index.ts": "export const charge = () => process.env.BILLING_KEY;\n",
    "src/deals/close.ts": 'import { charge } from "../billing";\nexport const close = () => charge();\n',
}


@pytest.fixture
def analyser(tmp_path: Path) -> Analyser:
    root = tmp_path.resolve()
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    found = Analyser(root)
    found.scan()
    while found.step():
        pass
    return found


def ask(analyser: Analyser, what: str, name: str, mark: str):  # type: ignore[no-untyped-def]
    return answers.ANSWERS[what](analyser, analyser.root / name, FILES[name].index(mark) + 1)


def lines(found: list[Place]) -> list[str]:
    return [path.read_bytes()[selected.start :].decode().partition("\n")[0] for path, selected, _ in found]


def test_a_variable_leads_from_its_reads_to_the_blueprint_and_back(analyser: Analyser):
    back = ask(analyser, "definition", "src/billing/index.ts", "BILLING_KEY")
    told = places.facts(analyser, analyser.root)["variable", "BILLING_KEY"]

    assert lines(back) == ['variable "BILLING_KEY" {']
    assert [(path.name, path.read_bytes()[span.start : span.end]) for path, span, _ in told.places] == [
        ("index.ts", b"BILLING_KEY")
    ]


def test_hover_on_a_variable_says_what_the_blueprint_and_the_example_say(analyser: Analyser):
    markdown, start, end = ask(analyser, "hover", "src/billing/index.ts", "BILLING_KEY")

    assert FILES["src/billing/index.ts"][start:end] == "BILLING_KEY"
    assert "Signs what is sent to the billing provider" in markdown
    assert "secret: yes" in markdown
    assert "`.env.example`: From the provider's console" in markdown


def test_hover_on_a_variable_that_nobody_declares_says_so(analyser: Analyser):
    text = b"export const mode = process.env.MODE_OF_WORK;\n"
    path = analyser.root / "src/billing/index.ts"
    analyser.hold(path, text)
    while analyser.step():
        pass
    markdown, _, _ = answers.ANSWERS["hover"](analyser, path, text.index(b"MODE_OF_WORK"))

    assert "the blueprint does not declare it" in markdown


def test_a_module_leads_to_its_folder_and_an_import_to_its_module(analyser: Analyser):
    told = places.facts(analyser, analyser.root)["module", "billing"]
    back = ask(analyser, "definition", "src/deals/close.ts", '"../billing"')

    assert [path.name for path, _, _ in told.places] == ["index.ts"]
    assert lines(told.uses) == ['import { charge } from "../billing";']
    assert lines(back) == ['module "billing" {']
