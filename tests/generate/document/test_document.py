"""The document as a tree: the sections in order, everything that is stated, every gap marked, nothing led astray."""

import re

import pytest

from blueprint_ls.generate.document.drawn import as_light_svg
from blueprint_ls.generate.document.names import readable
from blueprint_ls.generate.document.tree import (
    Callout,
    Document,
    Figures,
    Heading,
    Link,
    Listing,
    Mark,
    Part,
    Picture,
    Table,
    every,
    plain,
)
from blueprint_ls.generate.document.values import shown
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Blueprint
from generate.document.examples import NAMES, document_of, example, judged

MAIN = 'blueprint "acme-crm" {\n  language = 1\n  summary = "A CRM"\n}\n'
HIDDEN = ("assumed", "lock", "custom", "choose", "over")


def words(node: object) -> str:
    """What a reader sees of a node."""
    texts = (text for found in every(node) for text in (*getattr(found, "head", ()), getattr(found, "text", "")))
    return " ".join(text for text in texts if isinstance(text, str))


def said(attribute: Attribute, blueprint: Blueprint) -> list[str]:
    """What a reader must see of an attribute: its value, or of what is simply so its name."""
    if attribute.value is True:
        return [readable(attribute.name)]
    return [getattr(one, "text", "") for one in shown(attribute, blueprint)]


def part(document: Document, title: str) -> Part:
    """A part by its title."""
    return next(found for found in document.parts if found.title == title)


def table(document: Document, name: str) -> Table:
    """The first table of a name."""
    return next(found for found in every(document) if isinstance(found, Table) and found.name == name)


def rows(found: Table | Figures) -> list[list[str]]:
    """The cells of a table as a reader sees them."""
    return [[plain(cell) for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize("name", NAMES)
def test_the_sections_stand_in_their_order_and_are_numbered(name):
    headings = [found.heading for found in example(name).parts]
    sections = load().vocabulary.sections.values()

    assert headings[:15] == [f"{section.number}. {section.title}" for section in sections]
    assert [heading.split(".")[0] for heading in headings[:15]] == [str(number) for number in range(15)]


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_stated_is_in_its_section(name):
    case, _ = judged(name)
    documents = {found.anchor: words(found) for found in example(name).parts}
    lost = []
    for section in case.blueprint.sections.values():
        seen = documents[f"section-{section.name.replace('_', '-')}"].casefold()
        for block in section.walk():
            for attribute in (one for place in block.places for one in place.element.attributes.values()):
                told = said(attribute, case.blueprint) if attribute.name not in HIDDEN else []
                stated = block.attribute(attribute.name)
                if stated and stated[1] is attribute and any(one.casefold() not in seen for one in told):
                    lost.append(f"{block.path}.{attribute.name}")

    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_stands_above_nothing(name):
    for found in example(name).parts:
        assert found.blocks, found.title
        for block, following in zip(found.blocks, [*found.blocks[1:], None], strict=True):
            if isinstance(block, Heading):
                assert following is not None, plain(block.text)
                assert not isinstance(following, Heading) or following.level > block.level, plain(block.text)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere_and_no_anchor_stands_twice(name):
    found = example(name)
    anchors = [node.anchor for node in every(found) if getattr(node, "anchor", "") and not isinstance(node, Link)]
    known = Anchors.of(found)
    astray = [node.text for node in every(found) if isinstance(node, Link) and not known.leads(node)]

    assert len(anchors) == len(set(anchors))
    assert astray == []


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_as_many_cells_in_each_row(name):
    for found in every(example(name)):
        if isinstance(found, Table):
            width = len(found.head) or 2
            assert {len(row.cells) for row in found.rows} == {width}, found.name


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_to_be_decided(name):
    assert not re.search(r"\b(TODO|TBD|FIXME)\b|to be determined", words(example(name)))


def test_a_complete_blueprint_has_no_gap():
    assert not [node for node in every(example("acme-crm")) if isinstance(node, Callout)]


def test_the_figures_that_a_reader_asks_for_first_come_first():
    first = part(example("acme-crm"), "Overview").blocks[0]

    assert isinstance(first, Figures)
    assert ["Cost a month", "4\N{NO-BREAK SPACE}480 USD"] in rows(first)
    assert ["Readiness", "16 of 16 items met"] in rows(first)
    assert ["Recovery point", "15\N{NO-BREAK SPACE}min"] in rows(first)


def test_a_decision_tells_its_reason_its_price_and_what_else_there_was():
    found = example("acme-crm")

    reasons = dict(map(tuple, rows(table(found, "Why Job queue"))))
    assert reasons["Why"].startswith("3 000 jobs a minute are a third")
    assert reasons["Price accepted"].startswith("A second Redis at 280 USD a month")
    options = rows(table(found, "Options for Job queue"))
    assert options[0][0] == "BullMQ (chosen)"
    assert [row[0] for row in options[1:]] == reasons["Instead of"].split(", ")
    assert "(here: 3\N{NO-BREAK SPACE}000)" in options[1][2]


def test_a_reviewers_questions_are_answered_where_the_choice_is_made():
    data = part(example("acme-crm"), "Asynchronous work")

    assert "Can it use the cache's Redis?" in words(data)


def test_citations_lead_to_the_sources_with_the_day_they_were_read():
    found = example("acme-crm")
    link = next(
        node for node in every(part(found, "Asynchronous work")) if isinstance(node, Link) and node.text == "[2]"
    )

    assert Anchors.of(found).leads(link)
    assert "Read on 2026-" in words(part(found, "Sources"))


def test_the_bill_adds_up_and_says_so():
    found = words(part(example("acme-crm"), "Overview"))

    assert "The components add up to the total of 4\N{NO-BREAK SPACE}480 USD." in found
    assert "A month, that is 3.73 USD for each tenant and 0.45 USD for each concurrent user." in found


def test_a_bill_that_does_not_add_up_says_that_too():
    cost = """overview {
  cost {
    total = "100 EUR"
    component "Database" { monthly = "60 EUR" }
    component "Network" { monthly = "30 EUR" }
  }
}
"""
    assert "add up to 90 EUR, which is not the stated total of 100 EUR" in words(document_of(MAIN + cost))


def test_other_choices_are_held_against_the_estimate():
    found = table(example("acme-crm"), "What other choices would cost")
    lines = rows(table(example("acme-crm"), "Estimate from the price table"))
    changes = {row[0]: row[1] for row in rows(found)}

    doubled = sum(int(row[1].split(" ")[0].replace("\N{NO-BREAK SPACE}", "")) for row in lines if row[0] in _DOUBLED)
    assert changes["A second region, ready to take over"] == f"+{doubled:,} USD".replace(",", "\N{NO-BREAK SPACE}")
    assert "Amazon SQS as the queue" in changes


_DOUBLED = (
    "Application compute",
    "Kubernetes control planes",
    "Primary database",
    "Cache",
    "Queue",
    "Files and backups",
    "Load balancer",
    "Network",
)


def test_the_bill_stands_beside_the_price_table_and_what_only_one_of_them_has_is_named():
    found = example("event-ingestion")
    beside = rows(table(found, "The bill beside the price table"))

    assert ["ClickHouse", "no figure", "2\N{NO-BREAK SPACE}010 USD", "", "−2\N{NO-BREAK SPACE}010 USD"] in beside
    assert "It has no figure for ClickHouse" in words(part(found, "Overview"))
    bill, estimate = (sum(int(re.sub(r"\D", "", row[at]) or 0) for row in beside[:-1]) for at in (2, 3))
    assert [re.sub(r"\D", "", cell) for cell in beside[-1][2:4]] == [str(bill), str(estimate)]


def test_a_bill_in_another_currency_than_its_parts_stands_beside_nothing():
    cost = """overview {
  scale { requests_per_second = 600 }
  cost {
    total = "100 EUR"
    component "Database" { monthly = "60 USD" }
  }
}
"""
    assert "beside the price table" not in words(document_of(MAIN + cost))


def test_a_bill_that_says_of_no_part_what_it_pays_for_is_held_against_the_estimate_as_a_whole():
    cost = """overview {
  scale { requests_per_second = 600 }
  cost {
    total = "100 USD"
    component "Machines" { monthly = "100 USD" }
  }
}
"""
    found = document_of(MAIN + cost)

    assert "more than the bill. No component says what it pays for" in words(found)
    assert "The bill beside the price table" not in [node.name for node in every(found) if isinstance(node, Table)]


def test_a_section_of_which_nothing_is_stated_begins_no_page():
    found = document_of(MAIN + "data {\n  tenancy {\n    key = tenantId\n  }\n}\n")

    assert [one.title for one in found.parts[1:15] if one.stated] == ["Data"]


def test_what_is_simply_so_is_told_by_its_name():
    entity = table(example("acme-crm"), "Field of Credential")

    assert rows(entity)[1] == ["passwordHash", "string(200)", "optional, hidden"]


def test_variables_are_in_the_form_of_an_env_file():
    listing = next(
        node for node in every(example("acme-crm")) if isinstance(node, Listing) and node.path == ".env.example"
    )

    assert re.search(r"^# .+\nDATABASE_URL=", listing.text, re.MULTILINE)


def test_commands_can_be_copied():
    started = part(example("acme-crm"), "Getting started")

    assert "npm ci" in [node.text for node in every(started) if isinstance(node, Listing)]


def test_relations_between_entities_are_told():
    relations = rows(table(example("acme-crm"), "Relations between entities"))

    assert any(row[0] == "User" and row[2] == "Role" and row[3] == "many to one" for row in relations)


def test_a_blueprint_that_has_just_begun_shows_its_gaps():
    found = document_of(MAIN)

    for section in found.parts[:15]:
        gaps = [block for block in section.blocks if isinstance(block, Callout)]
        assert "Not stated." in words(gaps[0]), section.title
    statuses = {node.text for node in every(part(found, "Production readiness")) if isinstance(node, Mark)}
    assert statuses == {"unmet"}


def test_a_section_names_what_it_lacks():
    data = part(document_of(MAIN + "data {\n  tenancy {\n    key = tenantId\n  }\n}\n"), "Data")

    callout = next(block for block in data.blocks if isinstance(block, Callout))
    assert "data  lacks the block  schema : The principles every table follows" in words(callout)


def test_an_assumption_is_marked_and_listed():
    found = document_of(MAIN + "overview {\n  scale {\n    tenants = 12\n    assumed = true\n  }\n}\n")

    assert "tenants = 12" in words(part(found, "Assumptions"))
    assert ["Standing", "assumed"] in rows(table(found, "Scale"))
    assert ["Tenants", "12 assumed"] in rows(part(found, "Overview").blocks[0])


def test_open_and_silenced_findings_are_told_with_their_reasons():
    source = """api {
  # blueprint-ignore duplicate-attribute owner @api: both are read until the spring
  url { base = "/api/v1" }
}
overview {
  # blueprint-ignore wrong-type until 2027-03-01 owner @data: the figure comes with the next survey
  scale { tenants = "many" }
}
"""
    found = document_of(MAIN + source)

    silenced = words(part(found, "Silenced findings"))
    assert "the figure comes with the next survey; until 2027-03-01; owner @data" in silenced
    assert "unused-silencer" in words(part(found, "Open findings"))


def test_a_value_that_cannot_be_read_is_shown_as_it_is_written():
    found = document_of(MAIN + 'overview {\n  scale { tenants = "many" }\n}\n')

    assert ["Tenants", '"many"'] in rows(part(found, "Overview").blocks[0])


def test_what_the_vocabulary_does_not_know_is_not_lost():
    source = 'data {\n  pgbouncer "main" {\n    mode = "transaction"\n  }\n  flavour = "vanilla"\n}\n'
    data = words(part(document_of(MAIN + source), "Data"))

    assert "pgbouncer" in data.lower()
    assert "transaction" in data
    assert "vanilla" in data


def test_the_pictures_stand_where_they_are_asked_for():
    found = {
        part.title: [node for node in every(part) if isinstance(node, Picture)] for part in example("acme-crm").parts
    }

    assert [title for title, pictures in found.items() if pictures] == [
        "Overview",
        "System diagram",
        "Modules",
        "Deployment",
    ]
    assert found["System diagram"][0].text == judged("acme-crm")[0].blueprint.value("diagram.ascii").strip("\n")


def test_a_blueprint_without_a_drawing_gets_one_from_its_blocks():
    source = "diagram {\n  client web { uses = [service.api] }\n  service api { kind = api }\n}\n"
    pictures = [node for node in every(part(document_of(MAIN + source), "System diagram")) if isinstance(node, Picture)]

    assert "|   api   |" in pictures[0].text


def test_a_picture_for_paper_has_one_set_of_colors():
    drawn = as_light_svg(next(node for node in every(example("acme-crm")) if isinstance(node, Picture)))

    assert drawn.startswith("<svg ")
    assert "var(" not in drawn
    assert "@media" not in drawn
    assert "fill:#1f2328" in drawn
