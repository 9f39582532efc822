"""A section that is taken out of a real blueprint comes back so that nothing is wrong with the whole."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from blueprint_ls.knowledge.load import load
from blueprint_ls.language.model import Blueprint
from generate.given import faults
from support import Sandbox, workspace_of

EXAMPLES = Path(__file__).parent.parent / "examples"


@lru_cache(maxsize=3)
def whole(example: str) -> dict[str, bytes]:
    """The files of an example."""
    return {path.name: path.read_bytes() for path in (EXAMPLES / example).glob("*.blueprint")}


def without(example: str, section: str) -> dict[str, bytes]:
    """The files of an example, a section taken out of each."""
    files, blueprint = dict(whole(example)), workspace_of(whole(example)).case.blueprint
    for place in blueprint.sections[section].places:
        data = files[place.document.path.name]
        files[place.document.path.name] = data[: place.span.start] + data[place.span.end :]
    return files


def refilled(example: str, section: str) -> Sandbox:
    """The example after `check --fix --assume`, which was to bring the section back."""
    sandbox = workspace_of(without(example, section))
    sandbox.fix_all(assume=True)
    return sandbox


@pytest.mark.parametrize("section", load().vocabulary.sections)
@pytest.mark.parametrize("example", ["acme-crm", "small-product", "event-ingestion"])
def test_a_section_comes_back_without_a_finding(example: str, section: str):
    sandbox = refilled(example, section)

    assert [(found.rule, found.message) for found in faults(sandbox)] == []
    assert section in sandbox.case.blueprint.sections


def _labels(blueprint: Blueprint, kind: str) -> set[str]:
    return {label for found, label in blueprint.declared if found == kind}


def test_the_load_is_assumed_no_higher_than_what_is_provided_for():
    blueprint = refilled("small-product", "overview").case.blueprint

    assert blueprint.value("overview.scale.requests_per_second") <= 75
    assert blueprint.value("overview.scale.jobs_per_minute") <= 130


def test_the_team_is_assumed_as_large_as_the_rotation():
    assert refilled("event-ingestion", "overview").case.blueprint.value("overview.team.engineers") == 8


def test_permissions_that_endpoints_ask_for_come_back():
    before = workspace_of(whole("acme-crm")).case.blueprint
    after = refilled("acme-crm", "security").case.blueprint

    assert _labels(before, "permission") <= _labels(after, "permission") | {"reports:read", "connections:write"}


def test_outside_services_get_their_integrations_back():
    after = refilled("acme-crm", "async").case.blueprint
    planned = {str(block.get("external")) for block in after.sections["async"].blocks("integration")}

    assert planned >= {"ses", "stripe", "google", "microsoft", "customer_endpoints"}
