"""What a generated project tells of itself follows from the blueprint's metrics, traces and alerts."""

from __future__ import annotations

import json
import re

import yaml

from generate.scaffold.test_project import project, unchanged

METRICS = "packages/common/src/metrics.ts"
TELEMETRY = "packages/common/src/telemetry.ts"


def test_each_metric_of_the_blueprint_has_its_name_its_labels_and_its_bounds():
    text = unchanged()[METRICS]

    assert "export const httpRequestDurationSeconds = histogram({" in text
    assert "bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 1, 2.5, 5, 10]," in text
    assert "name: 'trial_first_deals_total'," in text


def test_a_metric_that_is_called_otherwise_is_recorded_under_its_own_name():
    made = project(http_requests_total="answers_total")

    assert "metrics.answersTotal.add(1, { method, route, status });" in made["apps/api/src/middleware/context.ts"]
    assert not any("httpRequestsTotal" in text for text in made.values())


def test_the_stated_share_of_traces_is_kept():
    assert "new TraceIdRatioBasedSampler(0.1)" in unchanged()[TELEMETRY]
    assert "new TraceIdRatioBasedSampler(0.02)" in project(**{'sample_rate = "10%"': 'sample_rate = "2%"'})[TELEMETRY]


def test_every_trace_leaves_the_process_where_the_collector_decides():
    made = project(**{"sampler     = parent_based": "sampler     = tail"})

    assert "new AlwaysOnSampler()" in made[TELEMETRY]
    assert "TraceIdRatioBasedSampler" not in made[TELEMETRY]


RULES = "docker/prometheus/rules.yaml"
RECORDED = re.compile(r"\b(\w+)\.(?:add|record|addCallback)\(")


def test_every_metric_that_is_looked_at_is_recorded_or_left_to_people_by_name():
    made = unchanged()
    names = dict(re.findall(r"export const (\w+) = \w+\(\{\n  name: '(\w+)',", made[METRICS]))
    code = "\n".join(text for path, text in made.items() if path.endswith(".ts"))
    recorded = {series for name, series in names.items() if name in RECORDED.findall(code)}
    left = {series for name, series in names.items() if f"`metrics.{name}`" in made["README.md"]}
    looked_at = "\n".join(
        text for path, text in made.items() if path.startswith(("docker/prometheus", "docker/grafana"))
    )
    asked = {series for series in names.values() if re.search(rf"\b{series}(?:_bucket|_count|_sum)?\b", looked_at)}

    assert asked <= recorded | left
    assert not recorded & left
    assert "db_connections_used_ratio" in recorded
    assert "report_ready_seconds" in left


def rules(made: dict[str, str]) -> dict[str, dict]:
    """The alerts by their names."""
    groups = yaml.safe_load(made[RULES])["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def test_an_objective_burns_over_a_long_and_a_short_window():
    fast = rules(unchanged())["ApiAvailabilityFast"]

    assert fast["expr"] == (
        'slo:error_ratio:rate1h{slo="api_availability"} > 14.4 * 0.001'
        ' and slo:error_ratio:rate5m{slo="api_availability"} > 14.4 * 0.001'
    )
    assert fast["for"] == "2m"
    assert fast["labels"] == {"severity": "sev1"}


def test_an_objective_that_nobody_watches_gets_a_pair_of_alerts():
    assert {"ApiLatencyBurnsFast", "ApiLatencyBurnsSlow"} <= rules(unchanged()).keys()


def test_every_alert_names_a_page_that_is_there():
    made = unchanged()

    assert [alert for alert in rules(made).values() if alert["annotations"]["runbook"] not in made] == []


def test_a_bucket_lies_at_each_objective():
    made = project(**{'threshold     = "500ms"': 'threshold     = "450ms"'})

    assert "bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.45, 0.5, 1, 2.5, 5, 10]," in made[METRICS]
    assert 'http_request_duration_seconds_bucket{le="0.45"}' in made[RULES]


def test_a_dashboard_shows_what_the_blueprint_lists_in_its_order():
    board = json.loads(unchanged()["docker/grafana/dashboards/api.json"])

    assert [panel["title"] for panel in board["panels"]][:3] == [
        "Error budget left: api availability",
        "Error budget left: api latency",
        "Http requests total",
    ]
    assert [variable["name"] for variable in board["templating"]["list"]] == ["route"]


def test_each_service_is_scraped_where_it_serves_its_metrics():
    scraped = yaml.safe_load(unchanged()["docker/prometheus/prometheus.yaml"])["scrape_configs"]
    targets = [target for one in scraped for config in one["static_configs"] for target in config["targets"]]

    assert targets == ["api:9464", "worker:9465"]
