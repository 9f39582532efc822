"""What is kept between runs, and what happens when keeping fails."""

import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from blueprint_ls.codebase import cache as caches
from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.repository import Repository


@pytest.fixture
def cache(tmp_path: Path):
    opened = Cache(tmp_path, extractor=b"one")
    yield opened
    opened.close()


def test_facts_come_back(cache: Cache, tmp_path: Path):
    key = cache.key("sql", b"digest")
    cache.keep([(key, b"facts")])
    cache.close()

    again = Cache(tmp_path, extractor=b"one")

    assert again.facts(key) == b"facts"
    assert again.known([key, b"other"]) == {key}
    again.close()


def test_another_extractor_takes_nothing_over(cache: Cache, tmp_path: Path):
    cache.remember("judgement", b"one")
    other = Cache(tmp_path, extractor=b"two")

    assert other.key("sql", b"digest") != cache.key("sql", b"digest")
    assert other.recall("judgement") is None
    assert cache.recall("judgement") == b"one"
    other.close()


def test_many_keys_are_looked_up_at_once(cache: Cache):
    keys = [cache.key("sql", str(at).encode()) for at in range(3000)]
    cache.keep([(key, b"x") for key in keys[::2]])

    assert cache.known(keys) == set(keys[::2])


def test_a_damaged_file_is_replaced(tmp_path: Path):
    (tmp_path / "codebase.sqlite").write_bytes(b"no database" * 1000)

    cache = Cache(tmp_path, extractor=b"one")
    cache.remember("a", b"b")

    assert cache.problem is None
    assert cache.recall("a") == b"b"
    cache.close()


def test_damage_found_later_ends_the_use_of_the_file_and_is_said_once(
    cache: Cache, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    cache.keep([(cache.key("sql", str(at).encode()), b"x" * 5000) for at in range(200)])
    cache.close()
    path = tmp_path / "codebase.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))

    with caplog.at_level(logging.WARNING):
        again = Cache(tmp_path, extractor=b"one")
        for at in range(200):
            again.facts(again.key("sql", str(at).encode()))
        again.keep([(b"k", b"v")])

    assert again.problem is not None
    assert str(path) in again.problem
    assert len(caplog.records) == 1
    again.close()


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path):
    (tmp_path / "file").write_text("")

    cache = Cache(tmp_path / "file" / "below", extractor=b"one")
    cache.remember("a", b"b")

    assert cache.recall("a") is None
    assert cache.problem is not None
    assert cache.problem.startswith("nothing is kept between runs")
    cache.close()


def test_a_full_disk_is_done_without(tmp_path: Path):
    cache = Cache(tmp_path, limit=100_000, extractor=b"one")

    cache.remember("1", b"x" * 500_000)

    assert "full" in (cache.problem or "")
    assert cache.recall("1") is None
    cache.close()


def test_what_grew_too_large_is_cut_back_oldest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for day in range(10):
        monkeypatch.setattr(caches, "_today", lambda day=day: 20_000 + day)
        cache = Cache(tmp_path, limit=400_000, extractor=b"one")
        cache.keep([(cache.key("sql", f"{day} {at}".encode()), b"x" * 4000) for at in range(20)])
        cache.close()

    assert (tmp_path / "codebase.sqlite").stat().st_size < 500_000
    again = Cache(tmp_path, limit=400_000, extractor=b"one")
    assert again.facts(again.key("sql", b"9 0")) is not None
    assert again.facts(again.key("sql", b"0 0")) is None
    again.close()


def test_a_process_that_goes_on_for_long_stays_within_the_limit(tmp_path: Path):
    cache = Cache(tmp_path, limit=400_000, extractor=b"one")

    for at in range(500):
        cache.remember(str(at), b"x" * 4_000)

    assert cache.problem is None
    assert cache.recall("499") is not None
    assert cache.recall("0") is None
    assert (tmp_path / "codebase.sqlite").stat().st_size < 1_000_000
    cache.close()


def test_what_another_process_dropped_is_found_anew(tmp_path: Path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "schema.prisma").write_text("model Deal { id String @id }")
    cache = Cache(tmp_path, limit=400_000, extractor=b"one")
    repository = Repository(tmp_path / "code", cache)
    repository.scan()
    repository.close()
    other = Cache(tmp_path, limit=400_000, extractor=b"one")

    for at in range(500):
        other.remember(str(at), b"x" * 4_000)
        other.keep([(str(at).encode(), b"x" * 4_000)])

    again = Repository(tmp_path / "code", cache)
    again.scan()
    facts = again.facts("schema.prisma")
    assert facts is not None
    assert [model.name for model in facts.models] == ["Deal"]
    other.close()
    cache.close()


def test_what_is_in_use_is_not_dropped_for_its_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cache = Cache(tmp_path, extractor=b"one")
    used, unused = cache.key("sql", b"used"), cache.key("sql", b"unused")
    cache.keep([(used, b"1"), (unused, b"2")])
    today = caches._today()
    monkeypatch.setattr(caches, "_today", lambda: today + 20)
    cache.refresh([used, unused][:1])
    monkeypatch.setattr(caches, "_today", lambda: today + 40)
    cache.close()

    again = Cache(tmp_path, extractor=b"one")
    assert again.known([used, unused]) == {used}
    again.close()


def test_one_that_is_busy_is_not_given_up(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caches, "_BUSY_SECONDS", 0.05)
    mine = Cache(tmp_path, extractor=b"one")
    other = sqlite3.connect(tmp_path / "codebase.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    mine.remember("a", b"lost")
    other.execute("COMMIT")
    mine.remember("b", b"kept")

    assert mine.problem is None
    assert (mine.recall("a"), mine.recall("b")) == (None, b"kept")
    other.close()
    mine.close()


def test_two_processes_share_one_file(tmp_path: Path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom blueprint_ls.codebase.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]), extractor=b'one')\n"
        "for at in range(150):\n"
        "    cache.keep([(cache.key('sql', f'{sys.argv[2]} {at} {n}'.encode()), b'x' * 500) for n in range(5)])\n"
        "    cache.remember(f'last {sys.argv[2]}', str(at).encode())\n"
        "print(cache.problem)\ncache.close()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    environment = {"PYTHONPATH": ":".join(sys.path)}

    running = [subprocess.Popen([*command, name], env=environment, stdout=subprocess.PIPE, text=True) for name in "ab"]
    said = [process.communicate(timeout=60)[0].strip() for process in running]

    cache = Cache(tmp_path, extractor=b"one")
    assert said == ["None", "None"]
    assert (cache.recall("last a"), cache.recall("last b")) == (b"149", b"149")
    assert len(cache.known([cache.key("sql", f"{name} {at} 0".encode()) for name in "ab" for at in range(150)])) == 300
    cache.close()
