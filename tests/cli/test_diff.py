"""`blueprint diff REVISION`: what changed, in architectural terms, against real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

BEFORE = """\
blueprint "acme-crm" {
  language = 1
}

overview {
  cost {
    total = "1000 USD"

    component PostgreSQL { monthly = "740 USD" }
    component Redis { monthly = "260 USD" }
  }
}

diagram {
  service api { uses = [store.postgres] }

  store postgres {
    kind     = primary_database
    protocol = sql
  }
}

modules {
  module sales { depends_on = [] }
  module users { depends_on = [] }
}

api {
  endpoint "GET /deals" {
    module     = module.sales
    permission = "deals:read"
  }

  endpoint "GET /stats" { module = module.sales }
}

security {
  role member { permissions = ["deals:read"] }
}

data {
  tenancy {
    key     = tenantId
    enforce = [query_filter, row_level_security]
  }

  entity Deal {
    module = module.sales

    field amount { type = integer }
  }
}

async {
  decision queue {
    choose  = rabbitmq
    because = "The team has run it for years"
  }

  queue emails { max_wait = "30s" }
}

observability {
  slo availability { target = "99.9%" }
}

reliability {
  backup database {
    assumed = true
    rpo     = "15m"
  }
}
"""
CHANGES = {
    '"1000 USD"': '"1120 USD"',
    '"260 USD"': '"380 USD"',
    "module sales { depends_on = [] }": "module sales { depends_on = [module.users] }",
    "api {": 'api {\n  public "GET /stats" { because = "The landing page shows them" }\n',
    '    permission = "deals:read"\n': "",
    '["deals:read"] }': '["deals:read", "deals:delete"] }',
    "[query_filter, row_level_security]": "[query_filter]",
    "integer }": "decimal(12, 2) }\n\n    field note { type = string }",
    "rabbitmq": "bullmq",
    "The team has run it for years": "Redis runs already",
    '"30s"': '"60s"',
    '"99.9%"': '"99.5%"',
    "    assumed = true\n": "",
    '"15m"': '"1h"',
}


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, message: str = "x") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD")


def changed(text: str = BEFORE) -> str:
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def repository(project):
    (project.folder / ".git").rmdir()
    git(project.folder, "init", "-q", "-b", "main")
    project.write({"main.blueprint": BEFORE})
    commit(project.folder)
    return project


def test_changes_are_told_by_subject_with_their_reasons(repository):
    repository.write({"main.blueprint": changed()})
    run = repository.run("diff", "HEAD")

    assert run.code == 0
    assert run.err == ""
    first, *blocks = run.out.strip().split("\n\n")
    told = {block.split("\n")[0]: block.split("\n", 1)[1] for block in blocks}
    assert first.startswith("acme-crm since HEAD (")
    assert told["Decisions"].split("\n") == [
        "  ~ decision queue",
        "      look: it is decided otherwise now",
        "      choose: rabbitmq → bullmq",
        "      because: Redis runs already",
    ]
    assert "+ public GET /stats" in told["Endpoints"]
    assert "look: it is public now" in told["Endpoints"]
    assert "because: The landing page shows them" in told["Endpoints"]
    assert "look: it needs no permission any more" in told["Endpoints"]
    assert "enforce: - row_level_security" in told["Entities and tenancy"]
    assert "look: it decides what keeps tenants apart" in told["Entities and tenancy"]
    assert "+ entity Deal, field note: type string" in told["Entities and tenancy"]
    assert "type: integer → decimal(12, 2)" in told["Entities and tenancy"]
    assert "permissions: + deals:delete" in told["Roles and permissions"]
    assert "depends_on: + module.users" in told["Modules"]
    assert "max_wait: 30s → 60s" in told["Queues, jobs and events"]
    assert "look: it promises less than before" in told["Promises"]
    assert "look: it may lose more than before" in told["Promises"]
    assert "total: 1000 USD → 1120 USD (+120 USD)" in told["Costs"]
    assert "monthly: 260 USD → 380 USD (+120 USD)" in told["Costs"]
    assert "✓ backup database is confirmed now" in told["Confirmed and assumed"]


def test_a_choice_that_keeps_the_reason_of_the_other_one_says_so(repository):
    repository.write({"main.blueprint": BEFORE.replace("rabbitmq", "bullmq")})

    assert "      because, as before: The team has run it for years\n" in repository.run("diff", "HEAD").out


def test_json_has_what_its_page_says(repository):
    repository.write({"main.blueprint": changed()})
    answer = repository.run("diff", "main", "--format", "json").json
    found = next(one for one in answer["changes"] if one["subject"] == "queue emails")

    assert answer["version"] == 1
    assert answer["revision"] == {"asked": "main", "commit": git(repository.folder, "rev-parse", "HEAD")}
    assert answer["summary"]["changes"] == len(answer["changes"])
    assert found == {
        "area": "queues",
        "kind": "changed",
        "subject": "queue emails",
        "attributes": [{"name": "max_wait", "before": "30s", "after": "60s"}],
        "blocks": {},
        "because": None,
        "look": None,
    }
    page = (Path(__file__).parents[2] / "docs" / "diff.md").read_text("utf-8")
    assert [name for name in (*answer, *found) if f"`{name}" not in page and f".{name}" not in page] == []


def test_markdown_takes_hostile_text_for_text(repository):
    hostile = "<img src=x> [click](javascript:alert(1)) `x` @everyone | #1"
    repository.write(
        {"main.blueprint": BEFORE.replace("The team has run it for years", hostile).replace("rabbitmq", "bullmq")}
    )
    out = repository.run("diff", "HEAD", "--format", "markdown").out

    page = MarkdownIt().render(out)
    assert [tag for tag in ("<img", "<a ", "<code>", "<em>") if tag in page] == []
    assert "&lt;img src=x&gt; [click](javascript:alert(1)) `x`" in page
    assert "@everyone" not in out
    assert "#1" not in out
    assert "### Decisions" in out


def test_layout_order_and_files_are_no_changes(repository):
    head, _, rest = BEFORE.partition("diagram {")
    repository.write({"main.blueprint": head, "more.blueprint": f"# moved\ndiagram {{{rest}".replace("  ", "    ")})

    assert "nothing has changed" in repository.run("diff", "HEAD").out


def test_a_whole_section_is_one_change(repository):
    head, _, _ = BEFORE.partition("reliability {")
    repository.write({"main.blueprint": head})
    out = repository.run("diff", "HEAD").out

    assert "- reliability: 1 × backup" in out
    assert "1 change" in out


def test_what_is_gone_is_to_be_looked_at(repository):
    head, _, tail = BEFORE.partition('  endpoint "GET /stats"')
    repository.write({"main.blueprint": head + tail.partition("\n")[2]})
    out = repository.run("diff", "HEAD").out

    assert "- endpoint GET /stats: module module.sales" in out
    assert "look: it is gone, and whoever still calls it gets a 404" in out


def test_bases_are_read_as_they_were(repository):
    base = "data {\n  tenancy {\n    key = orgId\n  }\n}\n"
    own = 'blueprint "own" {\n  extends = ["../base"]\n}\n'
    repository.write({"main.blueprint": "", "base/main.blueprint": base, "own/main.blueprint": own})
    commit(repository.folder)
    repository.write({"base/main.blueprint": base.replace("orgId", "tenantId")})

    assert "key: orgId → tenantId" in repository.run("diff", "HEAD", "own").out


def test_a_folder_that_was_moved_is_followed(repository):
    repository.write({"design/main.blueprint": BEFORE})
    (repository.folder / "main.blueprint").unlink()
    commit(repository.folder)
    repository.write({"design/main.blueprint": BEFORE.replace('"30s"', '"60s"')})

    assert "max_wait: 30s → 60s" in repository.run("diff", "HEAD~1", "design").out


def test_nothing_of_the_repository_is_run_and_nothing_in_it_changes(repository):
    folder = repository.folder
    repository.write({".gitattributes": "*.blueprint filter=evil diff=evil\n"})
    commit(folder)
    trap = folder.parent / "sprung"
    for key in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.pager",
        "core.fsmonitor",
        "diff.external",
    ):
        git(folder, "config", key, f"touch {trap}")
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {trap}\n")
        (hooks / name).chmod(0o755)
    repository.write({"main.blueprint": changed()})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run = repository.run("diff", "HEAD")

    assert run.code == 0
    assert not trap.exists()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "git knows no revision `nowhere`"),
        (["--help-me"], ""),
        (["HEAD", "absent"], "there is no file or folder `absent`"),
        (["HEAD", "new"], "there was no blueprint in `new` at `HEAD`"),
    ],
)
def test_what_cannot_be_compared_is_told_with_the_cure(repository, arguments, says):
    repository.write({"new/main.blueprint": 'blueprint "new" {}\n'})
    run = repository.run("diff", *arguments)

    assert run.code == 2
    assert says in run.err
    assert "Traceback" not in run.err


def test_a_revision_is_never_an_option_of_git(repository):
    run = repository.run("diff", "--", "--output=pwned")

    assert run.code == 2
    assert not (repository.folder / "pwned").exists()


def test_without_a_repository(project):
    (project.folder / ".git").rmdir()
    project.write({"main.blueprint": BEFORE})
    run = project.run("diff", "HEAD")

    assert run.code == 2
    assert "lies in no git repository" in run.err


def test_a_repository_without_a_commit(project):
    (project.folder / ".git").rmdir()
    git(project.folder, "init", "-q")
    project.write({"main.blueprint": BEFORE})

    assert "no commit yet" in project.run("diff", "HEAD").err


def test_a_shallow_clone_says_how_to_deepen_it(repository, tmp_path):
    first = git(repository.folder, "rev-parse", "HEAD")
    repository.write({"main.blueprint": changed()})
    commit(repository.folder)
    git(tmp_path, "clone", "-q", "--depth", "1", repository.folder.as_uri(), "shallow")
    run = repository.run("diff", first, cwd="../shallow")

    assert run.code == 2
    assert "git fetch --unshallow" in run.err


def test_an_example_beside_itself_has_no_change(repository):
    example = Path(__file__).parents[1] / "examples" / "acme-crm"
    (repository.folder / "main.blueprint").unlink()
    repository.write({path.name: path.read_bytes() for path in example.iterdir()})
    commit(repository.folder)

    assert json.loads(repository.run("diff", "HEAD", "--format", "json").out)["changes"] == []
