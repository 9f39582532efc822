"""`blueprint rules`: the list, and pages that are held to their word."""

from __future__ import annotations

PAGE = """\
---
rule: entity-module
title: An entity without a module
severity: warning
check:
  each: data.entity
  require: [module]
  message: "Entity `{label}` has no module"
---
# An entity without a module

## What it does

Reports an entity that no module owns.

## Avoid

```blueprint
data {
  entity Deal {
    summary = "A sale in the making"
  }
}
```

## Prefer

```blueprint
data {
  entity Deal {
    module = module.sales
  }
}
```
"""
OWN = ".blueprint/rules/entity-module.md"


def test_every_rule_is_listed_with_its_severity_and_fix(project):
    run = project.run("rules", "list")

    assert run.code == 0
    line = next(line for line in run.out.splitlines() if line.startswith("section-order "))
    assert line.split()[1:4] == ["warning", "safe", "fix"]
    assert run.out.rstrip().endswith("rules; `blueprint explain RULE` shows a page")


def test_the_list_for_programs_has_the_rules_of_the_team(project):
    project.write({OWN: PAGE})

    rules = {rule["rule"]: rule for rule in project.run("rules", "list", "--format", "json").json["rules"]}

    assert rules["entity-module"]["built_in"] is False
    assert rules["entity-module"]["page"] == OWN
    assert rules["section-order"]["built_in"] is True


def test_every_built_in_page_keeps_its_word(project):
    run = project.run("rules", "test")

    assert run.code == 0
    assert run.out.rstrip().endswith(" 0 failed")


def test_a_page_of_the_team_is_tried_too(project):
    project.write({OWN: PAGE})

    assert project.run("rules", "test", "entity-module").out == "entity-module: ok\n\n2 examples tried, 0 failed\n"


def test_an_example_that_does_not_keep_its_word_is_named(project):
    avoid, prefer = PAGE.split("## Prefer")
    swapped = avoid.replace('summary = "A sale in the making"', "module = module.sales")
    project.write({OWN: f"{swapped}## Prefer{prefer.replace('module = module.sales', '')}"})

    run = project.run("rules", "test", "entity-module")

    assert run.code == 1
    assert f"{OWN}: example 1 under Avoid: `entity-module` does not fire" in run.out
    assert f"{OWN}: example 1 under Prefer: `entity-module` fires: Entity `Deal` has no module" in run.out


def test_a_page_without_examples_fails(project):
    project.write({OWN: PAGE.partition("## Avoid")[0]})

    assert "the page shows none" in project.run("rules", "test", "entity-module").out


def test_a_faulty_page_is_named_with_its_line(project):
    project.write({OWN: PAGE.replace("severity: warning", "severity: loud")})

    run = project.run("rules", "test")

    assert run.code == 1
    assert f"{OWN}:4: `severity` of `rule entity-module` must be one of" in run.out


def test_a_rule_that_is_none_is_answered_with_the_one_that_was_meant(project):
    run = project.run("rules", "test", "section-ordr")

    assert run.code == 2
    assert "there is no rule `section-ordr`: did you mean `section-order`?" in run.err
