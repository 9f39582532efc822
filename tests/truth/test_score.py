"""The scorer itself, on a handful of labels whose figures one can count by hand."""

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from truth import labels, pairing, report, score
from truth.figures import Share, figures, without_system
from truth.inventory import Access, Endpoint, Inventory, graded, parsed, taken
from truth.labels import AccessLabel, EndpointLabel

FILE = "src/orders.ts"
ACCESSES = (
    (10, "Order", "findMany", "scoped", "tenant in the where"),
    (20, "Order", "findFirst", "unscoped", "by id of the request"),
    (30, "Order", "update", "unscoped", "system: a job acts on the id of its payload"),
    (40, "Order", "delete", "unscoped", "by id of the request"),
    (50, "Item", "create", "indirect", "parent is safe"),
    (60, "Plan", "findMany", "global", "plans of the product"),
    (70, "Item", "findMany", "conditional", "tenant may be undefined"),
    (80, "Item", "count", "unknown", "where is a parameter"),
)
SEEN = (
    (10, "Order", "findMany", "scoped"),
    (20, "Order", "findFirst", "unscoped"),
    (30, "Order", "update", "unscoped"),
    (41, "order", "delete", "scoped"),
    (50, "Item", "create", "unscoped"),
    (70, "Item", "findMany", "conditional"),
    (80, "Item", "count", "unknown"),
    (90, "Item", "deleteMany", "unscoped"),
)


def label(line: int = 10, model: str = "Order", operation: str = "findMany", verdict: str = "scoped", why: str = "x"):
    return AccessLabel("acme/crm", "c0ffee", FILE, line, model, operation, verdict, why)


def seen(line: int = 10, model: str = "Order", operation: str = "findMany", verdict: str = "scoped", **more: Any):
    return Access(FILE, line, model, operation, verdict, "as seen", **more)


def judged():
    known = [label(*row) for row in ACCESSES]
    pairs = pairing.accesses(known, [seen(*row) for row in SEEN])
    return [(one, pairs.get(one)) for one in known]


def row(path: str, line: int, **more: Any) -> dict[str, Any]:
    return {"path": path, "line": line, "column": 1} | more


def endpoint(line: int, method: str, route: str, authenticated: str, validated: str) -> dict[str, Any]:
    how = {"authenticated": authenticated, "by": ["AuthGuard"], "validated": validated, "evidence": "the guard throws"}
    return row("src/app.ts", line, framework="express", method=method, route=route) | how


INVENTORY = {
    "version": 1,
    "models": [],
    "accesses": [
        row(FILE, line, orm="prisma", model=model, operation=operation, verdict=verdict, evidence="as seen")
        for line, model, operation, verdict in SEEN
    ],
    "endpoints": [
        endpoint(5, "GET", "/orders/{id}", "yes", "none_needed"),
        endpoint(9, "POST", "/orders", "no", "yes"),
        endpoint(12, "GET", "/health", "no", "none_needed"),
    ],
}
ENDPOINTS = (
    (5, "express", "GET", "/orders/:id", "yes", "none_needed"),
    (9, "express", "POST", "/orders", "yes", "yes"),
    (13, "express", "GET", "/health/", "no", "none_needed"),
    (20, "express", "DELETE", "/orders/:id", "yes", "none_needed"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A truth set of one repository, and beside it an inventory of that."""
    write(tmp_path / "accesses", "path,line,model,operation,verdict,why", [(FILE, *one) for one in ACCESSES])
    head = "path,line,framework,method,route,authenticated,validated,why"
    write(tmp_path / "endpoints", head, [("src/app.ts", *one, "because") for one in ENDPOINTS])
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "acme__crm.json").write_text(json.dumps(INVENTORY))
    return tmp_path


def write(folder: Path, head: str, rows: list[tuple[Any, ...]]) -> None:
    folder.mkdir()
    with (folder / "acme__crm.csv").open("w", newline="") as file:
        written = csv.writer(file)
        written.writerow(["repository", "commit", *head.split(",")])
        written.writerows([("acme/crm", "c0ffee", *one) for one in rows])


def scored(folder: Path, *more: str) -> int:
    return score.main(["--labels", str(folder), "--inventories", str(folder / "inventories"), *more])


# ------------------------------------------------------------------------------------------------------------ figures


def test_the_interval_is_that_of_wilson():
    assert Share(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(0, 10).interval == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert Share(10, 10).interval == pytest.approx((0.7225, 1.0), abs=1e-4)


def test_nothing_of_nothing_is_no_share():
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_the_three_figures_are_those_one_counts_by_hand():
    found = figures(judged())

    assert found.discovery == Share(7, 8)
    assert found.precision == Share(4, 5), "of five reports only the one on the safe child is wrong"
    assert found.recall == Share(2, 3)


def test_accesses_that_rightly_cross_tenants_can_be_left_out():
    found = figures(without_system(judged()))

    assert found.discovery == Share(6, 7)
    assert found.precision == Share(3, 4)
    assert found.recall == Share(1, 2)


@pytest.mark.parametrize(
    ("access", "reported"),
    [
        (seen(verdict="unscoped"), True),
        (seen(verdict="conditional"), True),
        (seen(verdict="unknown"), True),
        (seen(verdict="unknown", model=""), False),
        (seen(verdict="indirect"), False),
    ],
)
def test_what_counts_as_a_report(access: Access, reported: bool):
    assert access.is_reported is reported
    assert access.is_told is reported, "where nobody asked for severities, the verdict tells"


@pytest.mark.parametrize(
    ("severity", "told"), [("error", True), ("warning", True), ("information", False), ("none", False)]
)
def test_a_person_is_told_at_error_and_warning(severity: str, told: bool):
    access = seen(verdict="unscoped", severity=severity)

    assert access.is_told is told
    assert access.is_reported


def finding(line: int, model: str, severity: str, silenced: bool = False) -> dict[str, Any]:
    start = {"line": line, "column": 1}
    data = {"model": model, "operation": "findFirst"}
    more = {"rule": "tenant-scope", "severity": severity, "silenced": silenced}
    return {"path": FILE, "start": start, "data": data} | more


def test_the_severities_are_those_of_check():
    accesses = tuple(
        seen(line, model, "findFirst", "unscoped") for line, model in ((1, "Order"), (1, "Item"), (2, "A"))
    )
    told = {"findings": [finding(1, "Order", "error"), finding(1, "Item", "warning"), finding(2, "A", "error", True)]}

    assert [one.severity for one in graded(Inventory(accesses), told).accesses] == ["error", "warning", "none"]


def test_a_repository_that_cannot_be_read_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (folder / "acme__crm").mkdir()
    (folder / "blueprints").mkdir()
    (folder / "blueprints" / "acme__crm.blueprint").write_text("")
    ended = subprocess.CompletedProcess([], 2, "", "out of luck")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)

    assert score.main(["--labels", str(folder), str(folder)]) == 2
    assert "acme/crm: left out: `blueprint inventory` ended with 2: out of luck" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------------------ pairing


def test_of_several_on_one_line_model_and_operation_decide():
    post, tag = label(5, "Post", "create"), label(5, "Tag", "create")
    one, other = seen(5, "Tag", "create"), seen(5, "Post", "create")

    assert pairing.accesses([post, tag], [one, other]) == {post: other, tag: one}


def test_a_line_beside_it_will_do_for_the_same_model_alone():
    assert pairing.accesses([label(10)], [seen(12)])
    assert not pairing.accesses([label(10)], [seen(13)])
    assert not pairing.accesses([label(10)], [seen(11, "Item")])


def test_an_access_stands_for_one_label_alone():
    first, second = label(10), label(11)
    found = seen(11)

    assert pairing.accesses([first, second], [found]) == {second: found}


def test_a_model_chosen_at_run_time_may_be_any_of_those_named():
    assert pairing.accesses([label(10, "Bill|Expense")], [seen(11, "Expense")])


def test_two_endpoints_on_one_line_are_told_apart_by_method_and_route():
    def known(method: str, route: str) -> EndpointLabel:
        return EndpointLabel("acme/crm", "c0ffee", FILE, 3, "next", method, route, "yes", "yes", "")

    def answered(method: str, route: str) -> Endpoint:
        return Endpoint(FILE, 3, method, route, "yes", "yes", "")

    labelled = [known("GET", "/a/[id]"), known("GET", "/b/[id]"), known("POST", "/a/[id]")]
    found = [answered("POST", "/a/{id}"), answered("GET", "/b/{id}"), answered("GET", "/a/{id}")]

    assert list(pairing.endpoints(labelled, found).values()) == found[::-1]


# ------------------------------------------------------------------------------------------------------------- report


def test_every_error_is_listed_with_its_cause(folder: Path):
    compared = report.compared(labels.read(folder)[0], parsed(INVENTORY))

    found = [(error.kind, error.cause, error.line) for error in report.errors([compared])]

    assert found == [
        ("not seen", "global → not seen", 60),
        ("not reported", "unscoped → scoped", 40),
        ("wrong report", "indirect → unscoped", 50),
        ("report without a label", "none → unscoped", 90),
    ]


def test_programs_get_figures_verdicts_endpoints_and_errors(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert scored(folder, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert list(said["accesses"]) == ["acme/crm", "layer: other", "total"]
    assert said["accesses"]["total"]["all"]["precision"]["share"] == 0.8
    assert said["accesses"]["total"]["without system"]["recall"]["of"] == 2
    assert {"label": "unscoped", "product": "scoped", "count": 1} in said["verdicts"]
    assert said["endpoints"]["total"]["discovered"]["share"] == 0.75
    assert said["endpoints"]["total"]["authenticated: yes"] == Share(1, 2).data()
    assert said["endpoints"]["total"]["authenticated: no"]["share"] == 1.0
    assert said["errors"][1]["evidence"] == "as seen"


def test_people_get_tables_and_errors(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert scored(folder) == 0

    said = capsys.readouterr().out
    assert "80.0%  4/5  [37.6%, 96.4%]" in said
    assert "wrong report: indirect → unscoped (1)" in said
    assert "acme/crm: src/orders.ts:50 Item.create" in said


def test_an_inventory_without_endpoints_is_not_held_against_them(folder: Path):
    without = {name: value for name, value in INVENTORY.items() if name != "endpoints"}

    compared = report.compared(labels.read(folder)[0], parsed(without))

    assert report.data([compared])["endpoints"] == {}


def test_without_a_checkout_there_is_nothing_to_score(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv(score.CHECKOUTS, raising=False)

    assert score.main(["--labels", str(folder), str(folder)]) == 2
    assert score.CHECKOUTS in capsys.readouterr().err


def test_the_blueprint_lies_in_a_copy_and_the_checkout_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    checkout, blueprint = tmp_path / "crm", tmp_path / "theirs.blueprint"
    (checkout / "src").mkdir(parents=True)
    (checkout / "src" / "a.ts").write_text("export {}")
    (checkout / "old.blueprint").write_text("")
    blueprint.write_text('blueprint "crm" {}')
    read: list[tuple[set[str], str]] = []

    def run(command: list[str], *, cwd: Path, **_: Any) -> subprocess.CompletedProcess[str]:
        read.append(({path.name for path in cwd.rglob("*.*")}, (cwd / "main.blueprint").read_text()))
        said = INVENTORY if "inventory" in command else {"findings": []}
        return subprocess.CompletedProcess(command, 0, json.dumps(said), "")

    monkeypatch.setattr(subprocess, "run", run)

    assert taken(checkout, blueprint) == graded(parsed(INVENTORY), {"findings": []})
    assert read == [({"a.ts", "main.blueprint"}, 'blueprint "crm" {}')] * 2
    assert sorted(path.name for path in checkout.iterdir()) == ["old.blueprint", "src"]
