"""What a generated project tells of itself follows from the blueprint's metrics, traces and alerts."""

from __future__ import annotations

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
