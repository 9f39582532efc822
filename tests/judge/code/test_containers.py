"""`root-container`: images that leave root behind by themselves are passed over."""

from pathlib import Path

import pytest

from judge.code.repository import crm


@pytest.mark.parametrize(
    ("image", "found"),
    [("node:24-slim", 1), ("quay.io/keycloak/keycloak:26.0", 0), ("grafana/grafana:12.0.0", 0)],
)
def test_an_image_with_a_user_of_its_own_runs_as_that(tmp_path: Path, image: str, found: int):
    code = crm(tmp_path).write({"Dockerfile": f'FROM {image}\nENTRYPOINT ["start"]\n'})

    assert len(code.findings("root-container")) == found
