"""Manifests, images and workflows of a generated project follow from the blueprint's environments and decisions."""

from __future__ import annotations

import re

import pytest
import yaml

from blueprint_ls.generate.scaffold import Project, Refused
from generate.scaffold.test_project import example, project, unchanged

BY_HAND = {"controller = argo_rollouts": "controller = service_switch"}


def documents(text: str) -> dict[str, dict]:
    """The objects of a manifest by their kinds."""
    return {one["kind"]: one for one in yaml.safe_load_all(text)}


def test_a_replica_asks_for_what_the_blueprint_grants_it():
    found = documents(unchanged()["k8s/base/api.yaml"])
    pod = found["Rollout"]["spec"]["template"]["spec"]

    assert pod["containers"][0]["resources"] == {
        "requests": {"cpu": "1", "memory": "768Mi"},
        "limits": {"memory": "1Gi"},
    }
    assert pod["terminationGracePeriodSeconds"] == 65
    assert found["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 9
    assert found["HorizontalPodAutoscaler"]["spec"]["maxReplicas"] == 18
    assert found["PodDisruptionBudget"]["spec"]["minAvailable"] == 6


def test_no_replica_is_root_or_can_write_to_its_image():
    pod = documents(unchanged()["k8s/base/api.yaml"])["Rollout"]["spec"]["template"]["spec"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["containers"][0]["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_a_secret_is_a_reference_into_its_environment_and_never_a_value():
    text = unchanged()["k8s/overlays/qa/secrets.yaml"]

    assert "remoteRef: { key: acme-crm/qa/database-url }" in text
    assert not any("acme_crm_app:" in text for path, text in unchanged().items() if path.startswith("k8s/"))


def test_the_api_never_holds_the_connection_that_owns_the_tables():
    secrets = list(yaml.safe_load_all(unchanged()["k8s/overlays/prod/secrets.yaml"]))
    held = {one["metadata"]["name"]: str(one["spec"].get("data")) for one in secrets if one["kind"] == "ExternalSecret"}

    assert "MIGRATION_DATABASE_URL" in held["migrate"]
    assert "MIGRATION_DATABASE_URL" not in held["crm-api"]


def test_the_pipeline_takes_a_version_from_environment_to_environment():
    jobs = yaml.safe_load(unchanged()[".github/workflows/release.yml"])["jobs"]

    assert {name: jobs[name]["needs"] for name in ("dev", "qa", "prod")} == {
        "dev": "publish",
        "qa": "dev",
        "prod": "qa",
    }


def test_every_action_is_pinned_to_a_commit():
    used = [
        line.strip()
        for path, text in unchanged().items()
        if path.startswith(".github/workflows/")
        for line in text.splitlines()
        if "uses:" in line
    ]

    assert used
    assert [line for line in used if not re.search(r"@[0-9a-f]{40} # v[\d.]+$", line)] == []


def test_a_stated_controller_moves_the_traffic():
    strategy = documents(unchanged()["k8s/base/api.yaml"])["Rollout"]["spec"]["strategy"]["blueGreen"]

    assert strategy["scaleDownDelaySeconds"] == 1800
    assert "ApiErrorRate|ApiP99Latency|TenantContextMissing" in unchanged()["k8s/base/api.yaml"]


def test_without_a_controller_two_colors_take_turns():
    made = project(**BY_HAND)

    assert "k8s/overlays/prod/blue/kustomization.yaml" in made
    assert "k8s/overlays/prod/green/kustomization.yaml" in made
    assert "argoproj" not in "".join(text for path, text in made.items() if path.startswith("k8s/"))
    assert "k patch service crm-api" in made["k8s/release.sh"]


def test_a_canary_moves_weights_in_the_stated_steps():
    made = project(
        **BY_HAND,
        **{"choose  = blue_green": "choose  = canary", 'keep_old   = "30m"': 'steps = ["5%", "25%", "100%"]'},
    )

    assert "kind: HTTPRoute" in made["k8s/overlays/prod/route.yaml"]
    assert "for share in 5 25 100; do" in made["k8s/release.sh"]


def test_one_machine_has_a_compose_file_and_no_manifests():
    made = project(**{"choose  = kubernetes": "choose  = compose"})

    assert not any(path.startswith("k8s/") for path in made)
    assert {"api-blue", "api-green"} <= yaml.safe_load(made["docker-compose.production.yml"])["services"].keys()


def test_a_controller_without_templates_is_refused():
    with pytest.raises(Refused, match="names the controller `flagger`"):
        project(**{"controller = argo_rollouts": "controller = flagger"})


def test_a_runbook_and_a_dashboard_lie_where_the_blueprint_says():
    made = project(
        **{
            "docs/runbooks/api-errors.md": "ops/errors.md",
            "docker/grafana/dashboards/api.json": "docker/grafana/dashboards/team/api.json",
        }
    )

    assert "](../docs/incident-response.md)" in made["ops/errors.md"]
    assert "](../ops/errors.md)" in made["docs/incident-response.md"]
    assert "ops/errors.md" in made["docker/prometheus/rules.yaml"]
    assert "docs/runbooks/api-errors.md" not in made
    assert "docker/grafana/dashboards/team/api.json" in made
    assert "docker/grafana/dashboards/api.json" not in made


def test_what_nobody_releases_by_itself_is_said():
    edits = {"choose  = kubernetes": "choose  = ecs"}
    made = project(**edits)

    assert "the release to ECS" in Project(example(**edits).case.blueprint).left_to_people
    assert ".github/workflows/release.yml" not in made
    assert "are not\npart of this repository yet" in made["docs/deployment.md"]
    assert "DEPLOY_MACHINE" not in made["docs/deployment.md"]
    assert "secretRef" not in str(made)
