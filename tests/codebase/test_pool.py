"""Workers: the same facts as without them, whatever becomes of a worker."""

import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import msgspec
import pytest

from blueprint_ls.codebase import pool
from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.pool import Task, chunks, extract_all
from codebase.deadly import deadly

BUSY = """
import time
from blueprint_ls.codebase.pool import workers_of_ours

with workers_of_ours(2) as pool:
    pool.submit(int).result()
    tasks = [pool.submit(time.sleep, 60) for _ in range(2)]
    print("busy", flush=True)
    time.sleep(60)
"""


def tasks(count: int, deadly_at: tuple[int, ...] = ()) -> list[Task]:
    names = [f"p{at}{'die' if at in deadly_at else ''}" for at in range(count)]
    return [("package", "package.json", f'{{"name": "{name}"}}'.encode()) for name in names]


def names(found: list[tuple[int, pool.Result]]) -> dict[int, object]:
    decoded = {at: msgspec.msgpack.decode(packed, type=FileFacts) for at, (packed, _) in found}
    return {at: facts.data.get("name", facts.problem) for at, facts in sorted(decoded.items())}


def test_workers_find_what_one_process_finds():
    given = tasks(400)

    alone = names(list(extract_all(given, workers=1)))
    together = names(list(extract_all(given, workers=2)))

    assert together == alone
    assert list(alone) == list(range(400))


def test_an_executor_of_somebody_else_does_as_well():
    with ThreadPoolExecutor(2) as executor:
        found = names(list(extract_all(tasks(10), executor)))

    assert found == {at: f"p{at}" for at in range(10)}


def test_a_file_that_kills_its_worker_is_the_only_one_lost():
    found = names(list(extract_all(tasks(310, deadly_at=(7,)), workers=2, job=deadly)))

    assert found.pop(7) == "the process that read it ended unexpectedly"
    assert found == {at: f"p{at}" for at in range(310) if at != 7}


def test_where_no_worker_can_start_this_process_does_the_work(monkeypatch: pytest.MonkeyPatch):
    class Stillborn(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise BrokenProcessPool("a child process terminated abruptly")

    monkeypatch.setattr(pool, "workers_of_ours", Stillborn)

    assert len(names(list(extract_all(tasks(301), workers=2)))) == 301


def test_an_executor_that_breaks_half_way_is_replaced():
    class Breaking(Executor):
        left = 2

        def submit(self, job, *arguments):  # type: ignore[no-untyped-def, override]
            self.left -= 1
            if self.left < 0:
                raise BrokenExecutor("gone")
            with ThreadPoolExecutor(1) as real:
                return real.submit(job, *arguments)

    assert len(names(list(extract_all(tasks(200), Breaking())))) == 200


def test_chunks_hold_every_task_once_and_none_is_large():
    given = [("sql", "a.sql", b"x" * size) for size in (10, 600_000, 5, *[40_000] * 30)]

    parts = chunks(given)

    assert sorted(at for part in parts for at in part) == list(range(33))
    assert max(sum(len(given[at][2]) for at in part[1:]) for part in parts) <= 250_000


def test_workers_load_no_protocol_and_no_parser_before_they_need_one():
    code = (
        "import sys, blueprint_ls.codebase.pool, blueprint_ls.codebase.repository\n"
        "print([name for name in ('pygls', 'lsprotocol', 'tree_sitter', 'sqlglot', 'yaml') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True
    )

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.skipif(sys.platform == "win32", reason="what is killed there takes its workers along")
@pytest.mark.parametrize("way", ["SIGTERM", "SIGKILL"])
def test_workers_end_with_whoever_started_them(way: str):
    parent = subprocess.Popen(
        [sys.executable, "-c", BUSY], env={"PYTHONPATH": ":".join(sys.path)}, stdout=subprocess.PIPE
    )
    assert parent.stdout
    assert parent.stdout.readline() == b"busy\n"

    parent.send_signal(signal.Signals[way])
    rest, _ = parent.communicate(timeout=30)  # at its end once no process holds it any more

    assert rest == b""
