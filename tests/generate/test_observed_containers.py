"""Where modules are found: folders, and files of one layer named after what they deal with."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.observed.containers import containers


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("app/routes/admin.api.v1.llm-models.$modelId.ts", "llm_models"),
        ("app/routes/api.v1.projects.$projectRef.branches.archive.ts", "projects"),
        ("app/routes/_app.orgs.$slug.tsx", "orgs"),
        ("src/services/changeCurrentDeployment.server.ts", "deployment"),
        ("src/repositories/BillingRepository.ts", "billing"),
        ("src/services/BillingService.ts", "billing"),
        ("src/routes/deals.controller.ts", "deals"),
    ],
)
def test_a_file_of_a_layer_is_named_after_what_it_deals_with(file, module):
    folder = file.rpartition("/")[0]

    assert list(containers({file: 1.0}, frozenset())[folder].children) == [module]


def test_a_drawer_is_a_module_where_a_model_is_named_so():
    files = {"src/modules/asset/service.ts": 1.0, "src/modules/deals/service.ts": 1.0}

    assert set(containers(files, frozenset())["src/modules"].children) == {"deals"}
    assert set(containers(files, frozenset({"asset"}))["src/modules"].children) == {"asset", "deals"}
