"""`root-container`: images that leave root behind by themselves are passed over."""

from pathlib import Path

import pytest

from judge.code.repository import Code, crm


@pytest.mark.parametrize(
    ("image", "found"),
    [("node:24-slim", 1), ("quay.io/keycloak/keycloak:26.0", 0), ("grafana/grafana:12.0.0", 0)],
)
def test_an_image_with_a_user_of_its_own_runs_as_that(tmp_path: Path, image: str, found: int):
    code = crm(tmp_path).write({"Dockerfile": f'FROM {image}\nENTRYPOINT ["start"]\n'})

    assert len(code.findings("root-container")) == found


@pytest.mark.parametrize(
    ("base", "user"),
    [("node:22-alpine", "node"), ("oven/bun:1.3", "bun"), ("golang:1.26", "1000:1000"), ("nginx:alpine", "1000:1000")],
)
def test_the_user_to_set_is_one_that_the_image_has(tmp_path: Path, base: str, user: str):
    code = Code(tmp_path).write({"Dockerfile": f"FROM {base} AS base\nFROM base\nCMD run\n"})

    (found,) = code.findings("root-container")

    assert f"Add `USER {user}`" in found.message
