"""One blueprint over several files and folders: merging, extending, locking, removing."""

from support import MAIN, findings, messages, rules_of, workspace_of

HEADER = 'blueprint "acme-crm" {\n  language = 1\n  extends  = ["../standards"]\n}\n'
BASE = "../standards/main.blueprint"
STANDARD = """
blueprint "standards" {
  language = 1
}

security {
  password {
    hash         = argon2id
    min_length   = 12
    max_attempts = 10
    lock         = true
  }

  encryption {
    min_tls = "1.2"
    at_rest = customer_key
  }
}

data {
  decision orm {
    choose  = prisma
    because = "Generated types keep the whole group honest about its schemas"
    accepts = "10 to 15 % slower than hand-written SQL on reporting paths"
  }
}
"""


def test_a_section_may_be_spread_over_files():
    files = {
        "a.blueprint": "data {\n  tenancy {\n    key = tenantId\n  }\n}\n",
        "b.blueprint": "data {\n  connections {\n    limit = 400\n  }\n}\n",
    }
    blueprint = workspace_of(files).case.blueprint

    assert [block.name for block in blueprint.sections["data"].blocks()] == ["tenancy", "connections"]
    assert not findings(files, "duplicate-block")


def test_a_section_that_stands_twice_in_one_file_is_reported_at_both_places():
    text = "data {\n  tenancy {}\n}\n\ndata {\n  connections {}\n}\n"
    sandbox = workspace_of(text)
    (found,) = sandbox.findings("duplicate-block")

    assert sandbox.line(found) == 5
    assert text[found.related[0].span.start : found.related[0].span.end] == "data"
    assert found.related[0].span.start == 0


def test_a_block_that_stands_in_two_files_is_reported_in_the_second():
    files = {
        "a.blueprint": "data {\n  entity Deal {\n    module = module.sales\n  }\n}\n",
        "b.blueprint": 'data {\n  entity Deal {\n    table = "deals"\n  }\n}\n',
    }
    (found,) = findings(files, "duplicate-block")

    assert found.path.name == "b.blueprint"
    assert found.related[0].path.name == "a.blueprint"
    assert found.message == "`entity Deal` stands twice: merge the two, or give this one another name"


def test_a_second_header_is_reported_whatever_its_name():
    files = {
        "a.blueprint": 'blueprint "acme-crm" {\n  language = 1\n}\n',
        "b.blueprint": 'blueprint "acme-billing" {\n  language = 1\n}\n',
    }
    (found,) = findings(files, "duplicate-block")

    assert found.path.name == "b.blueprint"


def test_blocks_without_labels_that_may_stand_often_are_not_merged():
    text = """
reliability {
  load_test steady_peak {
    result {
      date = "2026-11-10"
    }

    result {
      date = "2026-08-10"
    }
  }
}
"""
    blueprint = workspace_of(text).case.blueprint

    assert len(blueprint.declared["load_test", "steady_peak"].blocks("result")) == 2
    assert not findings(text, "duplicate-block")


def test_what_a_base_states_need_not_be_stated_again():
    files = {BASE: STANDARD, MAIN: HEADER}
    case = workspace_of(files).case

    assert case.blueprint.choice("orm") == "prisma"
    assert case.blueprint.value("security.encryption.min_tls") == "1.2"
    assert not any("`security`" in message for message in messages(files, "missing-section"))


def test_an_attribute_overrides_the_one_of_the_base():
    own = HEADER + '\nsecurity {\n  encryption {\n    min_tls = "1.3"\n  }\n}\n'
    blueprint = workspace_of({BASE: STANDARD, MAIN: own}).case.blueprint

    assert blueprint.value("security.encryption.min_tls") == "1.3"
    assert blueprint.value("security.encryption.at_rest") == "customer_key"


def test_a_locked_block_admits_no_change_and_the_finding_points_at_the_lock():
    own = HEADER + "\nsecurity {\n  password {\n    min_length = 8\n  }\n}\n"
    sandbox = workspace_of({BASE: STANDARD, MAIN: own})
    (found,) = sandbox.findings("locked-block")

    assert sandbox.marked(found) == "password"
    assert found.severity == "error"
    (lock,) = found.related
    assert lock.path.name == "main.blueprint"
    assert lock.path.read_text()[lock.span.start : lock.span.end] == "lock         = true"


def test_a_locked_block_cannot_be_removed():
    own = HEADER + '\nsecurity {\n  remove "password" {\n    because = "Single sign-on only"\n  }\n}\n'
    sandbox = workspace_of({BASE: STANDARD, MAIN: own})

    assert [found.message for found in sandbox.findings("locked-block")] == [
        "`password` is locked by the base blueprint and cannot be removed"
    ]
    assert sandbox.case.blueprint.at("security.password")


def test_a_removed_block_is_gone():
    own = HEADER + '\nsecurity {\n  remove "encryption" {\n    because = "The platform team holds the keys"\n  }\n}\n'
    sandbox = workspace_of({BASE: STANDARD, MAIN: own})

    assert sandbox.case.blueprint.at("security.encryption") is None
    assert not sandbox.findings("removes-nothing")


def test_a_base_need_not_be_complete_but_what_it_says_is_judged():
    base = STANDARD.replace("choose  = prisma", "choose  = prsima")
    sandbox = workspace_of({BASE: base, MAIN: HEADER})
    folder = sandbox.folder.parent / "standards"
    found = sandbox.workspace.verdict(folder).findings

    assert [finding.rule for finding in found] == ["missing-attribute", "unknown-value"]
    assert found[0].data["attribute"] == "summary"


def test_a_blueprint_that_nobody_extends_must_be_complete():
    sandbox = workspace_of({BASE: STANDARD})
    found = sandbox.workspace.verdict(sandbox.folder.parent / "standards").findings

    assert "missing-section" in {finding.rule for finding in found}


def test_two_bases_that_share_a_base_are_no_circle():
    header = 'blueprint "{}" {{\n  language = 1\n  extends  = [{}]\n}}\n'
    files = {
        MAIN: header.format("acme-crm", '"../saas", "../group"'),
        "../saas/main.blueprint": header.format("saas", '"../group"'),
        "../group/main.blueprint": header.format("group", ""),
    }
    sandbox = workspace_of(files)

    assert not sandbox.findings("circular-extends")
    assert [len(documents) for documents in sandbox.case.blueprint.layers] == [1, 1, 1]


def test_a_circle_is_reported_in_every_blueprint_on_it_and_in_no_other():
    header = 'blueprint "{}" {{\n  language = 1\n  extends  = [{}]\n}}\n'
    files = {
        MAIN: header.format("acme-crm", '"../saas"'),
        "../saas/main.blueprint": header.format("saas", '"../group"'),
        "../group/main.blueprint": header.format("group", '"../saas"'),
    }
    sandbox = workspace_of(files)
    parent = sandbox.folder.parent
    on = {
        name: [found.message for found in sandbox.workspace.verdict(parent / name).findings if "circular" in found.rule]
        for name in ("acme-crm", "saas", "group")
    }

    assert on == {
        "acme-crm": [],
        "saas": ["`extends` goes in a circle, `saas` → `group` → `saas`: take one of them out"],
        "group": ["`extends` goes in a circle, `group` → `saas` → `group`: take one of them out"],
    }


def test_a_blueprint_that_extends_itself_goes_in_a_circle():
    text = 'blueprint "acme-crm" {\n  language = 1\n  extends  = ["."]\n}\n'
    sandbox = workspace_of(text)
    (found,) = sandbox.findings("circular-extends")

    assert sandbox.marked(found) == '"."'


def test_a_base_that_is_no_blueprint_is_told_from_one_that_is_not_there():
    files = {"../notes/readme.txt": "Notes\n", MAIN: HEADER.replace('"../standards"', '"../notes", "../nowhere"')}

    assert messages(files, "missing-base") == [
        "The folder `../notes` has no `.blueprint` file to extend",
        "There is no folder `../nowhere`: paths in `extends` start at this file's folder",
    ]


def test_references_may_lead_into_a_base():
    files = {
        BASE: "diagram {\n  store postgres {\n    kind = primary_database\n  }\n}\n",
        MAIN: HEADER + "\ndata {\n  connections {\n    store = store.postgres\n  }\n}\n",
    }

    assert "unresolved-reference" not in rules_of(files)


def test_what_a_section_of_the_base_lacks_is_asked_for_at_the_header():
    files = {BASE: STANDARD, MAIN: HEADER}
    sandbox = workspace_of(files)
    found = [finding for finding in sandbox.findings("missing-block") if finding.subject == "security.cors"]

    assert [sandbox.marked(finding) for finding in found] == ['blueprint "acme-crm"']


def test_what_a_section_of_the_base_lacks_is_filled_in_here():
    sandbox = workspace_of({BASE: STANDARD, MAIN: HEADER})
    after = sandbox.fix_all(assume=True)

    assert sandbox.findings() == []
    assert after.count("\nsecurity {") == 1
    assert "encryption" not in after
