"""`job-without-tenant`: how loudly a message without its tenant is told."""

from pathlib import Path

import pytest

from judge.code.repository import crm

SENDER = (
    'import { Queue } from "bullmq";\nconst mailQueue = new Queue("mail");\n'
    "export async function send(organizationId: string, dealId: string) {\n"
    '  log(organizationId);\n  await mailQueue.add("deal-won", { dealId });\n}\n'
)


@pytest.mark.parametrize(
    ("tenancy", "severity"),
    [("", "warning"), ('system "src/**" { because = "The nightly bill" }', "information")],
)
def test_a_message_from_system_work_weighs_less(tmp_path: Path, tenancy: str, severity: str):
    (found,) = crm(tmp_path, SENDER, tenancy).findings("job-without-tenant")

    assert found.severity == severity
