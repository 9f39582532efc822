"""The reference manual: complete, the same every time, and up to date in the repository."""

from __future__ import annotations

import re

from blueprint_ls.generate.manual import FOLDER, main, manual, stale
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.schema import walk

KNOWLEDGE = load()
PAGES = manual(KNOWLEDGE)


def test_the_manual_in_the_repository_is_up_to_date():
    assert stale(KNOWLEDGE, FOLDER) == [], "run `make manual`"


def test_every_section_has_its_page():
    sections = KNOWLEDGE.vocabulary.sections.values()

    assert all(PAGES[f"{section.number:02d}-{section.name}.md"] for section in sections)


def test_every_block_attribute_decision_option_and_rule_is_in_it():
    text = "\n".join(PAGES.values()).replace("\\|", "|")
    vocabulary = KNOWLEDGE.vocabulary
    own = [
        schema for schema in walk(vocabulary.root) if "." in schema.path and schema.name not in ("remove", "decision")
    ]

    for schema in own:
        assert f"`{schema.path.replace('*', 'RULE')}`" in text or schema.name == "not_applicable"
        assert all(f"| `{name}` | `{found.type}` |" in text for name, found in schema.attributes.items())
    assert all(f"`decision {name}`" in text for name in vocabulary.decisions)
    assert all(f"/{decision}/{option}.md)" in text for decision, option in KNOWLEDGE.options)
    assert all(f"[`{name}`]" in text for name in KNOWLEDGE.rules)


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    for name, text in PAGES.items():
        for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(cells) == 1, name


def test_every_link_to_a_file_leads_somewhere():
    for text in PAGES.values():
        for target in re.findall(r"\]\(([^)#]+)", text):
            if not target.startswith("http"):
                assert (FOLDER / target).resolve().is_file(), target


def test_a_stale_page_is_named_and_made_anew(tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert main([str(tmp_path), "--check"]) == 0

    (tmp_path / "rules.md").write_text("old")
    (tmp_path / "gone.md").write_text("a section that is no more")
    assert main([str(tmp_path), "--check"]) == 1
    assert "rules.md is stale: run `make manual`" in capsys.readouterr().out

    main([str(tmp_path)])
    assert stale(KNOWLEDGE, tmp_path) == []
