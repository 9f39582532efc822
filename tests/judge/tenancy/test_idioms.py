"""Small services in the idioms of TypeScript: each folder of `idioms` is one, its accesses marked safe or unsafe."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.codebase.tenancy import Tenancy
from judge.tenancy.support import misjudged

IDIOMS = Path(__file__).parent / "idioms"
TENANCY = Tenancy(key="orgId")


@pytest.mark.parametrize("idiom", sorted(path.name for path in IDIOMS.iterdir()))
def test_each_access_is_judged_as_it_is_marked(idiom: str) -> None:
    assert misjudged(IDIOMS / idiom, TENANCY) == []
