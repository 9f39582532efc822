"""`blueprint adr`: records beside a blueprint, and records taken over into one."""

from generate.records.test_records import FOREIGN, MAIN

BEGUN = 'blueprint "acme-crm" {\n  language = 1\n  summary  = "A CRM"\n}\n'


def test_records_are_written_once_and_left_alone_afterwards(project):
    project.write({"main.blueprint": MAIN % "prisma"})

    assert project.run("adr", "export").out == "2 records written in docs/decisions\n"
    assert sorted(path.name for path in (project.folder / "docs/decisions").iterdir()) == [
        "0001-data-access-layer-prisma.md",
        "0002-job-queue-bullmq.md",
    ]
    assert project.run("adr", "export").out == "0 records written in docs/decisions\n"


def test_a_dry_run_writes_nothing(project):
    project.write({"main.blueprint": MAIN % "prisma"})

    done = project.run("adr", "export", "--dry-run")

    assert "+# Data access layer: Prisma" in done.out
    assert "2 records would change in docs/decisions" in done.out
    assert not (project.folder / "docs").exists()


def test_records_are_taken_over_into_a_blueprint(project):
    project.write({"main.blueprint": BEGUN, "doc/adr/0001-use-sqs.md": FOREIGN})

    done = project.run("adr", "import", "--records", "doc/adr")

    assert (done.code, done.err) == (0, "")
    assert "1 decision taken over from doc/adr" in done.out
    assert "async {\n  decision queue {\n    choose  = sqs\n" in project.text()
    assert project.run("fmt", "--check").code == 0
    assert "syntax-error" not in project.run("check").out


def test_what_the_blueprint_decides_already_stays(project):
    before = MAIN % "prisma"
    project.write({"main.blueprint": before, "docs/decisions/0001-use-sqs.md": FOREIGN})

    done = project.run("adr", "import")

    assert "0001-use-sqs.md: `queue` is `bullmq` in the blueprint already, not `sqs`: left alone" in done.out
    assert project.text() == before


def test_a_decision_joins_its_section(project):
    project.write({"main.blueprint": BEGUN + "async {\n  broker { durability = replicated }\n}\n"})
    project.write({"docs/decisions/0001-use-sqs.md": FOREIGN})

    assert project.run("adr", "import").code == 0
    assert project.text().count("async {") == 1
    assert "decision queue {" in project.text()


def test_a_folder_that_is_not_there_is_named(project):
    project.write({"main.blueprint": BEGUN})

    refused = project.run("adr", "import")

    assert refused.code == 2
    assert "there is no folder `docs/decisions`" in refused.err
