"""Pages: front matter read strictly, faults named with file and line, everything else still loaded."""

from pathlib import Path

import pytest

from blueprint_ls.knowledge.load import Knowledge, data_folder, load, load_from
from blueprint_ls.knowledge.pages import Example, Page

RULE = """---
rule: {rule}
title: An entity without a module
severity: warning
{more}---
# An entity without a module
"""
OPTION = """---
option: {option}
decision: {decision}
title: MikroORM
summary: A data mapper with a unit of work.
burden: 2
---
# MikroORM
"""


def _with(folder: Path, **pages: str) -> Knowledge:
    """The built-in knowledge with some team pages."""
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return load_from([data_folder("rules"), folder])


def _fault(folder: Path, text: str) -> tuple[str, int, str]:
    """The one fault of a page: file name, line, message."""
    knowledge = _with(folder, page=text)
    (problem,) = knowledge.problems
    assert knowledge.sections.keys() == load().sections.keys()
    return problem.path.name, problem.line, problem.message


def test_the_built_in_pages_have_no_fault():
    assert load().problems == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# No front matter\n", 1, "Expected front matter: a line `---`, YAML, and a second line `---`"),
        ("---\nrule: x\n", 1, "Expected front matter: a line `---`, YAML, and a second line `---`"),
        ("---\n- rule\n---\n", 2, "Expected front matter of the form `key: value`"),
        ("---\ntitle: x\n---\n", 2, "Expected the front matter to begin with `section:`"),
        ("---\nrule: x\ntitle: [\n---\n", 4, "Faulty front matter: "),
        ("---\nrule: x\ntitle: a\ntitle: b\nseverity: off\n---\n", 4, "Faulty front matter: `title` stands twice"),
        ("---\nrule: x\ntitle: a\n---\n", 2, "`rule x` lacks `severity`"),
        ("---\nrule: x\ntitle: a\nseverty: off\nseverity: off\n---\n", 4, "did you mean `severity`?"),
        ("---\nrule: x\ntitle: a\nseverity: loud\n---\n", 4, "`severity` of `rule x` must be one of error, warning"),
        ("---\nrule: x\ntitle: a\nseverity: off\nfix: magic\n---\n", 5, "`fix` of `rule x` must be one of safe"),
        ("---\nrule: x\ntitle: a\nseverity: off\ntags: new\n---\n", 5, "`tags` of `rule x` must be a list of texts"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str):
    name, found_line, found = _fault(tmp_path, text)

    assert (name, found_line) == ("page.md", line)
    assert message in found


def test_a_page_that_is_no_utf_8_is_named(tmp_path: Path):
    (tmp_path / "page.md").write_bytes(b"---\nrule: caf\xe9\n---\n")

    (problem,) = load_from([data_folder("rules"), tmp_path]).problems

    assert "is not UTF-8" in problem.message


def test_a_page_nested_too_deeply_is_named(tmp_path: Path):
    _, _, message = _fault(tmp_path, f"---\nrule: {'[' * 5000}\n---\n")

    assert message.startswith("Faulty front matter")


def test_the_pages_beside_a_faulty_one_are_used(tmp_path: Path):
    knowledge = _with(tmp_path, good=RULE.format(rule="good", more=""), bad="# Nothing\n")

    assert "good" in knowledge.rules
    assert [problem.path.name for problem in knowledge.problems] == ["bad.md"]


def test_a_team_page_wins_over_the_built_in_one(tmp_path: Path):
    knowledge = _with(tmp_path, quiet=RULE.format(rule="weak-reason", more="requirements: [Q4]\n"))

    assert knowledge.rules["weak-reason"].title == "An entity without a module"


def test_words_that_yaml_would_turn_into_values_stay_words(tmp_path: Path):
    page = RULE.format(rule="quiet", more="formerly: [no, on, 2026-11-02]\n").replace("warning", "off")
    knowledge = _with(tmp_path, quiet=page)

    assert knowledge.rules["quiet"].severity == "off"
    assert knowledge.rules["quiet"].formerly == ("no", "on", "2026-11-02")


def test_a_page_may_have_a_byte_order_mark_and_carriage_returns(tmp_path: Path):
    (tmp_path / "page.md").write_bytes(
        b"\xef\xbb\xbf" + RULE.format(rule="quiet", more="").replace("\n", "\r\n").encode()
    )

    knowledge = load_from([data_folder("rules"), tmp_path])

    assert not knowledge.problems
    assert knowledge.rules["quiet"].page.text.startswith("# An entity")


def test_a_team_option_joins_its_decision(tmp_path: Path):
    knowledge = _with(tmp_path, mikro_orm=OPTION.format(option="mikro_orm", decision="orm"))
    orm = knowledge.vocabulary.decisions["orm"]

    assert orm.options["mikro_orm"].burden == 2
    assert next(iter(orm.options)) == orm.default
    schema = knowledge.vocabulary.root.blocks["data"].blocks["decision"].variants["orm"]
    assert "mikro_orm" in schema.attributes["choose"].values


def test_a_team_decision_is_asked_for_in_its_section(tmp_path: Path):
    page = (
        "---\ndecision: search\nsection: data\ntitle: Search\nquestion: How are contacts found?\n"
        "summary: How people find contacts and deals.\ndefault: full_text\nrequired: true\n---\n# Search\n"
    )
    knowledge = _with(tmp_path, search=page, full_text=OPTION.format(option="full_text", decision="search"))

    assert not knowledge.problems
    assert knowledge.vocabulary.decisions["search"].path == "data.decision.search"
    assert "search" in knowledge.vocabulary.root.blocks["data"].blocks["decision"].labels


def test_an_option_of_a_decision_that_does_not_exist_is_named(tmp_path: Path):
    _, line, message = _fault(tmp_path, OPTION.format(option="mikro_orm", decision="orn"))

    assert line == 3
    assert message == "`option mikro_orm` names the decision `orn`, which has no page: did you mean `orm`?"


def test_a_decision_of_a_section_that_does_not_exist_is_named(tmp_path: Path):
    page = (
        "---\ndecision: search\nsection: dta\ntitle: Search\nquestion: How?\nsummary: How.\ndefault: full_text\n---\n"
    )
    _, line, message = _fault(tmp_path, page)

    assert line == 3
    assert "names the section `dta`, which has no page: did you mean `data`?" in message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{when: Small, measure: overview.scale.tenants, prefers: a}", "`distinguish` lacks `between`"),
        ("{between: [a], when: Small, measure: overview.scale.tenants, prefers: a}", "`between` names two options"),
        ("small", "`distinguish` lists mappings"),
    ],
)
def test_a_condition_without_its_parts_is_named(tmp_path: Path, entry: str, message: str):
    page = (
        "---\ndecision: search\nsection: data\ntitle: Search\nquestion: How?\nsummary: How.\n"
        f"default: full_text\ndistinguish:\n  - {entry}\n---\n"
    )

    assert message in _fault(tmp_path, page)[2]


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ("strng", "`attribute region`: `strng` is no type"),
        ("enum", "`attribute region` is an enumeration and lacks `values`"),
    ],
)
def test_a_faulty_attribute_of_a_section_is_named(tmp_path: Path, attribute: str, message: str):
    page = (
        "---\nsection: sites\nnumber: 15\ntitle: Sites\nsummary: Where it runs.\nattributes:\n  region:\n"
        f"    type: {attribute}\n    doc: Where.\n    example: eu\n---\n"
    )
    _, line, found = _fault(tmp_path, page)

    assert line == 7
    assert message in found


def test_a_former_id_of_a_rule_leads_to_the_one_of_today(tmp_path: Path):
    knowledge = _with(tmp_path, page=RULE.format(rule="entity-module", more="formerly: [entity-owner]\n"))

    assert knowledge.renamed["entity-owner"] == "entity-module"


def test_examples_come_with_the_files_they_need(tmp_path: Path):
    text = (
        RULE.format(rule="x", more="")
        + "## Avoid\n```blueprint ../base/main.blueprint\nsecurity {}\n```\n\n```blueprint\ndata {}\n```\n\n"
        + "```blueprint deals.blueprint latin-1\n# Café\n```\n```blueprint\napi {}\n```\n```ts\nlet x\n```\n## Prefer\n"
    )
    page: Page = _with(tmp_path, page=text).rules["x"].page

    assert page.examples("Avoid") == [
        Example("data {}\n", {"../base/main.blueprint": b"security {}\n"}),
        Example("api {}\n", {"deals.blueprint": b"# Caf\xe9\n"}),
    ]
    assert page.examples("Prefer") == page.examples("Elsewhere") == []


def test_pages_are_read_again_when_they_change(tmp_path: Path):
    first = _with(tmp_path, page=RULE.format(rule="first-name", more=""))
    second = _with(tmp_path, page=RULE.format(rule="second-name-is-longer", more=""))

    assert "first-name" in first.rules
    assert "first-name" not in second.rules
    assert "second-name-is-longer" in second.rules


def test_a_page_that_is_a_link_to_nowhere_is_named(tmp_path: Path):
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / ".#mine.md").symlink_to("anna@laptop.4711")  # an editor's lock
    (problem,) = _with(tmp_path).problems

    assert (problem.path.name, problem.message) == ("gone.md", "The page cannot be read: No such file or directory")


@pytest.mark.parametrize("name", ["My Rule", "my_rule", "-x", "x-"])
def test_an_id_that_no_silencer_could_name_is_none(tmp_path: Path, name: str):
    _, _, message = _fault(tmp_path, RULE.format(rule=name, more=""))

    assert message == f"`{name}` is no id of a rule: write lower-case words with hyphens, as in `weak-reason`"


def test_two_pages_of_one_name_are_named(tmp_path: Path):
    check = "check:\n  each: data.entity\n  require: [retention]\n  message: No retention\n"
    page = RULE.format(rule="entity-has-retention", more=check)
    knowledge = _with(tmp_path, a=page, b=page)

    assert [(problem.path.name, problem.line) for problem in knowledge.problems] == [("b.md", 2)]
    assert knowledge.problems[0].message == "`rule entity-has-retention` has a page already, `a.md`: keep one"
    assert "entity-has-retention" in knowledge.rules
