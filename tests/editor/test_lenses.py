"""Code lenses: completeness, findings, references."""

from __future__ import annotations

from blueprint_ls.editor import stated
from blueprint_ls.editor.lenses import EXPLAIN, SHOW_REFERENCES, Lens, lenses
from blueprint_ls.editor.navigation import Location
from blueprint_ls.judge.finding import Finding
from blueprint_ls.knowledge.load import load
from editor.marks import scene


def found_in(text: str, findings: int = 0) -> list[Lens]:
    """The lenses of a file with so many findings on its first line."""
    at = scene(text)
    span = at.document.text.line_span(0)
    return lenses(at.case, at.document, [Finding("x", at.document.path, span, "x")] * findings)


def check_titles(text: str, *expected: str, findings: int = 0) -> None:
    """The titles of the lenses, in order."""
    assert [lens.title for lens in found_in(text, findings)] == list(expected)


def test_sections_and_their_findings() -> None:
    check_titles("modules {\n}\n", "0 of 2 stated")
    check_titles("modules {\n}\n", "0 of 2 stated · 1 finding", findings=1)
    check_titles("modules {\n}\n", "0 of 2 stated · 3 findings", findings=3)
    check_titles('modules {\n  not_applicable "module" {\n    because = "ü"\n  }\n}\n', "3 of 4 stated")
    check_titles("")


def test_a_section_can_be_explained() -> None:
    (lens,) = found_in("modules {\n}\n")
    assert (lens.command, lens.arguments) == (EXPLAIN, ("modules",))


def test_the_header_tells_of_the_whole() -> None:
    (lens,) = found_in('blueprint "ü" {\n  language = 1\n}\n')
    at = scene('blueprint "ü" {\n  language = 1\n}\n')
    whole = stated.of_blueprint(at.case.blueprint)
    assert whole.stated == 1
    assert whole.wanted > 300
    assert lens.title == f"1 of {whole.wanted} stated · 0 % complete"


def test_the_header_counts_what_is_assumed_and_shows_where() -> None:
    text = 'blueprint "ü" {\n  language = 1\n}\n\ndata {\n  «tenancy» {\n    assumed = true\n  }\n}\n'
    at = scene(text)
    _, lens, _ = lenses(at.case, at.document)
    assert (lens.title, lens.command) == ("1 assumption", SHOW_REFERENCES)
    path, offset, places = lens.arguments
    assert (path, offset) == (at.document.path, 0)
    assert [place.span for place in places] == at.marked["main.blueprint"]


def test_references() -> None:
    at = scene("modules {\n  module a {\n    depends_on = [«ü», module.«ü»]\n  }\n  module ü {\n  }\n}\n")
    _, first, second = lenses(at.case, at.document)
    assert (first.title, first.command) == ("no references", None)
    assert (second.title, second.command) == ("2 references", SHOW_REFERENCES)
    path, offset, locations = second.arguments
    assert path == at.document.path
    assert at.document.text.data[offset : offset + 2].decode() == "ü"
    assert [place.span for place in locations if isinstance(place, Location)] == at.marked["main.blueprint"]


def test_only_what_can_be_referred_to_is_counted() -> None:
    assert len(found_in('overview {\n  goal "x" {\n  }\n}\n')) == 1
    assert len(found_in("data {\n  decision orm {\n  }\n}\n")) == 1
    assert len(found_in("security {\n  role ü {\n  }\n}\n")) == 2


def test_completeness_counts_what_is_missing_below() -> None:
    at = scene("async {\n  broker {\n    durability = x\n  }\n}\n")
    section = stated.of_section(at.case.blueprint, "async")
    assert 1 < section.stated < section.wanted
    assert stated.of_section(at.case.blueprint, "data").stated == 0
    assert stated.Stated(999, 1000).percent == 99
    assert stated.Stated(5, 5).percent == 100


def test_every_member_of_a_fixed_set_is_counted() -> None:
    text = 'getting_started {\n  step install {\n    run = "npm ci"\n  }\n}\n'
    before = stated.of_section(scene("getting_started {\n}\n").case.blueprint, "getting_started")
    after = stated.of_section(scene(text).case.blueprint, "getting_started")
    assert before.wanted > len(load().vocabulary.sections["getting_started"].schema.blocks["step"].each) > 1
    assert (before.stated, after.stated) == (0, 2)
