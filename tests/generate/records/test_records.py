"""Decision records: stable numbers, superseding kept, what people wrote kept, and the way back."""

import re

import pytest

from blueprint_ls.generate.records.export import exported
from blueprint_ls.generate.records.imports import imported
from blueprint_ls.generate.records.record import Record, read, write
from blueprint_ls.knowledge.load import load
from support import workspace_of

MAIN = """blueprint "acme-crm" {
  language = 1
  summary = "A CRM"
}
data {
  decision orm {
    choose  = %s
    over    = [drizzle, typeorm]
    because = "Types keep *six* engineers honest_ly [really]"
    accepts = "Reports are hand-written SQL"
    decided = "2026-03-02"
    review  = "2027-03-02"
  }
}
async {
  decision queue {
    choose  = bullmq
    because = "Redis is there"
  }
}
"""
FOREIGN = """# Use Amazon SQS to carry jobs

* Status: accepted
* Deciders: Ada, Grace
* Date: 2025-11-03

## Context and Problem Statement

How does work get to the worker?

## Considered Options

* [RabbitMQ](https://www.rabbitmq.com)
* Amazon SQS
* Carrier pigeons

## Decision Outcome

Chosen option: "Amazon SQS", because it comes out best: nobody
runs a broker.

### Consequences

* Good, because there are no servers
* Bad, because messages wait up to a second
* Bad, because it is AWS alone

## Pros and Cons of the Options

### RabbitMQ

* Good, because routing
"""


def case(option: str = "prisma"):
    """A blueprint that has chosen an option."""
    sandbox = workspace_of(MAIN % option)
    return sandbox.case, sandbox


def export(option: str, existing: list[Record]) -> list[Record]:
    """All records after an export, read again from their text."""
    found, _keep = case(option)
    every = {record.number: record for record in (*existing, *exported(found, existing))}
    return [read(record.name, write(record)) for _, record in sorted(every.items())]


def test_each_decision_gets_a_record_with_its_reasons():
    orm, queue = export("prisma", [])

    assert (orm.number, orm.name, orm.status) == (1, "0001-data-access-layer-prisma.md", "accepted")
    assert (queue.number, queue.matter["blueprint-decision"]) == (2, "queue")
    text = write(orm)
    assert text.startswith("---\nstatus: accepted\ndate: 2026-03-02\n")
    assert "# Data access layer: Prisma\n" in text
    assert "## Considered Options\n\n* Prisma\n* Drizzle\n* TypeORM\n" in text
    assert 'Chosen option: "Prisma", because Types keep \\*six\\* engineers honest\\_ly \\[really\\]\n' in text
    assert "* Bad, because Reports are hand-written SQL\n" in text
    assert "To be looked at again on 2027-03-02." in text


def test_a_second_export_changes_nothing():
    found, _keep = case()

    assert exported(found, export("prisma", [])) == []


def test_a_changed_choice_supersedes_its_record_and_keeps_both():
    records = export("drizzle", export("prisma", []))

    assert [record.number for record in records] == [1, 2, 3]
    assert records[0].status == "superseded by [adr-0003](0003-data-access-layer-drizzle.md)"
    assert "Supersedes [ADR-0001](0001-data-access-layer-prisma.md)." in write(records[2])
    found, _keep = case("drizzle")
    assert exported(found, records) == []


def test_a_choice_that_comes_back_gets_a_record_of_its_own():
    records = export("prisma", export("drizzle", export("prisma", [])))

    assert [(record.number, record.holds) for record in records] == [(1, False), (2, True), (3, False), (4, True)]


def test_what_a_person_added_to_a_record_stays():
    orm, queue = export("prisma", [])
    text = write(orm).replace("status: accepted", "status: accepted\ndecision-makers: Ada, Grace")
    text = text.replace(
        "## More Information\n", "## Confirmation\n\nBy review.\n\n## More Information\n\nSee the wiki.\n"
    )
    mended = read(orm.name, text)

    found, _keep = case()
    changed = exported(found, [mended, queue])

    after = write((changed or [mended])[0])
    assert "decision-makers: Ada, Grace" in after
    assert "## Confirmation\n\nBy review.\n" in after
    assert "See the wiki." in after


def test_numbers_go_on_behind_records_of_others():
    foreign = read("0041-pigeons.md", FOREIGN)

    assert [record.number for record in export("prisma", [foreign])] == [41, 42, 43]


def test_a_record_of_anyones_becomes_a_decision():
    (found,) = imported([read("0007-use-sqs.md", FOREIGN)], load().vocabulary)

    assert (found.section, found.decision, found.option) == ("async", "queue", "sqs")
    assert "over    = [rabbitmq, carrier_pigeons]" in found.source
    assert 'because = "it comes out best: nobody runs a broker"' in found.source
    assert 'accepts = "messages wait up to a second; it is AWS alone"' in found.source
    assert 'decided = "2025-11-03"' in found.source


def test_what_no_page_knows_becomes_a_custom_decision():
    text = FOREIGN.replace('"Amazon SQS"', '"Carrier pigeons"').replace("Use Amazon SQS to carry jobs", "Bird post")
    (found,) = imported([read("0007-bird-post.md", text)], load().vocabulary)

    assert (found.section, found.decision, found.option) == ("overview", "bird_post", "carrier_pigeons")
    assert "custom  = true" in found.source
    assert 'summary = "Carrier pigeons: How does work get to the worker?"' in found.source


@pytest.mark.parametrize("status", ["superseded by ADR-0009", "rejected", "deprecated"])
def test_a_record_that_no_longer_holds_is_left(status):
    text = FOREIGN.replace("Status: accepted", f"Status: {status}")

    assert imported([read("0007-use-sqs.md", text)], load().vocabulary) == []


NYGARD = """# 4. Use PostgreSQL for everything that must last

Date: 2025-02-11

## Status

Accepted

## Context

Orders and invoices change together, and [the old store](0002-files.md) lost one of them twice.

## Decision

We will use PostgreSQL instead of MongoDB, because orders and invoices change in one transaction.

## Consequences

* Good: one backup for all of it.
* Bad: one primary takes all writes.
"""


def test_a_record_in_sentences_becomes_a_decision():
    (found,) = imported([read("0004-use-postgresql.md", NYGARD)], load().vocabulary)

    assert (found.section, found.decision, found.option) == ("data", "database", "postgres")
    assert 'because = "orders and invoices change in one transaction"' in found.source
    assert 'accepts = "one primary takes all writes"' in found.source
    assert 'decided = "2025-02-11"' in found.source


@pytest.mark.parametrize(
    ("title", "decided"),
    [
        ("Move from MongoDB to PostgreSQL", "Orders move in March."),
        ("Where orders lie", "PostgreSQL rather than MongoDB keeps them."),
        ("Where orders lie", "We choose PostgreSQL over MongoDB and Cassandra."),
    ],
)
def test_what_a_sentence_rejects_is_not_taken_for_the_choice(title, decided):
    text = NYGARD.replace("Use PostgreSQL for everything that must last", title)
    text = re.sub(r"We will use .*", decided, text)
    (found,) = imported([read("0004-orders.md", text)], load().vocabulary)

    assert (found.decision, found.option) == ("database", "postgres")


def test_a_record_in_sentences_of_what_no_page_knows_becomes_a_custom_decision():
    text = NYGARD.replace("# 4. Use PostgreSQL for everything that must last", "# ADR 4: Ship on Fridays too")
    text = text.replace("We will use PostgreSQL instead of MongoDB, because orders", "We ship every day. Orders")
    (found,) = imported([read("0004-fridays.md", text)], load().vocabulary)

    assert (found.section, found.decision, found.option) == ("overview", "ship_on_fridays_too", "adopted")
    assert 'summary = "Ship on Fridays too: Orders and invoices change together, and the old store lost' in found.source


@pytest.mark.parametrize("status", ["Accepted\n\nSuperceded by [9. Use files](0009-use-files.md)", "Deprecated"])
def test_a_record_in_sentences_that_no_longer_holds_is_left(status):
    text = NYGARD.replace("Accepted", status)

    assert imported([read("0004-use-postgresql.md", text)], load().vocabulary) == []


def test_a_record_in_sentences_that_decides_nothing_yet_is_none():
    text = NYGARD.split("We will use")[0]

    assert imported([read("0004-use-postgresql.md", text)], load().vocabulary) == []


def test_export_and_import_are_ways_there_and_back():
    found = {one.decision: one for one in imported(export("prisma", []), load().vocabulary)}

    assert (found["orm"].option, found["queue"].option) == ("prisma", "bullmq")
    assert 'because = "Types keep *six* engineers honest_ly [really]"' in found["orm"].source
    assert "over    = [drizzle, typeorm]" in found["orm"].source


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# Records\n"),
        ("0001-x.md", ""),
        ("0001-x.md", "---\nstatus: accepted\n"),
        ("0001-x.md", "no title\n"),
    ],
)
def test_a_file_that_is_no_record_is_none(name, text):
    assert read(name, text) is None


@pytest.mark.parametrize("outcome", ["", "We shall see.", "Chosen option:", 'Chosen option: ""', "Chosen option: \x00"])
def test_an_outcome_that_names_no_option_is_no_decision(outcome):
    text = FOREIGN.split("## Decision Outcome")[0] + f"## Decision Outcome\n\n{outcome}\n"

    assert [one.option for one in imported([read("0007-x.md", text)], load().vocabulary)] in ([], [""])
