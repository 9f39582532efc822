"""A workspace over its life: first scan, later scans, changes, and everything a disk can hold."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from blueprint_ls.codebase import repository as repositories
from blueprint_ls.codebase import scanning, survey
from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.prefilter import everything, holding
from blueprint_ls.codebase.repository import Repository
from codebase.trees import plant

PACKAGE = '{"name": "acme", "dependencies": {"fastify": "^5.0.0"}}'


@pytest.fixture
def cache(tmp_path: Path):
    opened = Cache(tmp_path / "cache", extractor=b"one")
    yield opened
    opened.close()


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that were extracted, in order."""
    names: list[str] = []
    all_of_them = scanning.extract_all
    one = repositories.extract

    def several(tasks, *rest):  # type: ignore[no-untyped-def]
        names.extend(name for _, name, _ in tasks)
        return all_of_them(tasks, *rest)

    monkeypatch.setattr(scanning, "extract_all", several)
    monkeypatch.setattr(repositories, "extract", lambda kind, name, data: names.append(name) or one(kind, name, data))
    return names


def workspace(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    return plant(tmp_path / "work", files)


def test_a_scan_knows_files_and_what_manifests_say(tmp_path: Path):
    root = workspace(tmp_path, {"package.json": PACKAGE, "src/a.ts": "export {}", "README.md": "# Acme"})
    read = Repository(root)

    read.scan()

    assert {path: entry.kind for path, entry in read.files.items()} == {
        "README.md": "markdown",
        "package.json": "package",
        "src/a.ts": "typescript",
    }
    assert read.facts("package.json").data["name"] == "acme"
    assert read.facts("README.md").data == {}
    assert read.facts("gone.ts") is None
    assert read.text("README.md") == b"# Acme"
    assert read.not_analysed == []


def test_scripts_with_an_anchor_are_selected(tmp_path: Path):
    root = workspace(tmp_path, {"a.ts": "db.findMany()", "b.ts": "nothing", "s.prisma": "", "package.json": "{}"})

    chosen = Repository(root, chooser=holding("findMany"))
    chosen.scan()
    whole = Repository(root, chooser=everything())
    whole.scan()

    assert chosen.selected == ["a.ts", "package.json", "s.prisma"]
    assert whole.selected == ["a.ts", "b.ts", "package.json", "s.prisma"]


def test_nothing_changed_means_nothing_read(tmp_path: Path, cache: Cache, extracted: list[str], monkeypatch):
    root = workspace(tmp_path, {"package.json": PACKAGE, "compose.yml": "services: {}", "a.ts": "x"})
    Repository(root, cache, holding()).scan()
    assert sorted(extracted) == ["compose.yml", "package.json"]
    extracted.clear()
    monkeypatch.setattr(survey, "_bytes", lambda *_: pytest.fail("a file was read"))

    again = Repository(root, cache, holding())
    again.scan()
    again.scan()

    assert extracted == []
    assert again.facts("package.json").data["name"] == "acme"


def test_a_changed_file_is_the_only_one_read(tmp_path: Path, cache: Cache, extracted: list[str]):
    root = workspace(tmp_path, {"package.json": PACKAGE, "compose.yml": "services: {}"})
    Repository(root, cache).scan()
    extracted.clear()
    (root / "package.json").write_text('{"name": "other"}')

    again = Repository(root, cache)
    again.scan()

    assert extracted == ["package.json"]
    assert again.facts("package.json").data["name"] == "other"


def test_a_change_that_keeps_size_and_time_right_after_a_scan_is_seen(tmp_path: Path, cache: Cache):
    root = workspace(tmp_path, {})
    path = root.joinpath("package.json")
    root.mkdir(exist_ok=True)
    path.write_text('{"name": "one"}')
    read = Repository(root, cache)
    read.scan()
    status = path.stat()
    path.write_text('{"name": "two"}')
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    read.scan()

    assert read.facts("package.json").data["name"] == "two"


def test_the_same_content_elsewhere_needs_no_extraction(tmp_path: Path, cache: Cache, extracted: list[str]):
    root = workspace(tmp_path, {"a/package.json": PACKAGE, "a/tsconfig.json": "{ broken"})
    Repository(root, cache).scan()
    extracted.clear()
    (root / "a").rename(root / "b")

    again = Repository(root, cache)
    again.scan()

    assert extracted == []
    assert again.facts("b/package.json").data["name"] == "acme"
    assert [path for path, _ in again.not_analysed] == ["b/tsconfig.json"]


def test_what_the_cache_lost_is_found_anew(tmp_path: Path, cache: Cache, extracted: list[str]):
    root = workspace(tmp_path, {"package.json": PACKAGE})
    Repository(root, cache).scan()
    cache._try(lambda database: database.execute("DELETE FROM facts"), None)
    cache._try(lambda database: database.commit(), None)
    extracted.clear()

    again = Repository(root, cache)
    again.scan()

    assert extracted == ["package.json"]


def test_damaged_facts_are_found_anew(tmp_path: Path, cache: Cache):
    root = workspace(tmp_path, {"package.json": PACKAGE})
    Repository(root, cache).scan()
    cache._try(lambda database: database.execute("UPDATE facts SET value = x'93c1'"), None)
    cache._try(lambda database: database.execute("UPDATE workspaces SET value = x'81'"), None)
    cache._try(lambda database: database.commit(), None)

    again = Repository(root, cache)
    again.scan()

    assert again.facts("package.json").data["name"] == "acme"


def test_another_process_finds_everything_done(tmp_path: Path):
    root = workspace(tmp_path, {f"p{at}/package.json": PACKAGE.replace("acme", f"acme{at}") for at in range(20)})
    code = (
        "import sys\nfrom pathlib import Path\nfrom blueprint_ls.codebase import scanning\n"
        "from blueprint_ls.codebase.cache import Cache\nfrom blueprint_ls.codebase.repository import Repository\n"
        "real, count = scanning.extract_all, []\n"
        "scanning.extract_all = lambda tasks, executor: count.extend(tasks) or real(tasks, executor)\n"
        "cache = Cache(Path(sys.argv[1]))\nread = Repository(Path(sys.argv[2]), cache)\nread.scan()\ncache.close()\n"
        "print(len(count), read.facts('p7/package.json').data['name'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache"), str(root)]
    environment = {"PYTHONPATH": ":".join(sys.path)}

    said = [subprocess.run(command, env=environment, capture_output=True, text=True).stdout.strip() for _ in range(2)]

    assert said == ["20 acme7", "0 acme7"]


def test_unsaved_text_of_before_the_first_scan_counts(tmp_path: Path, cache: Cache):
    read = Repository(workspace(tmp_path, {"package.json": PACKAGE}), cache)
    read.update("package.json", b'{"name": "unsaved"}')
    read.scan()
    assert read.facts("package.json").data["name"] == "unsaved"


def test_unsaved_text_stands_over_the_disk_until_it_is_taken_back(tmp_path: Path, cache: Cache):
    root = workspace(tmp_path, {"package.json": PACKAGE})
    read = Repository(root, cache)
    read.scan()

    assert read.update("package.json", b'{"name": "unsaved"}')
    assert not read.update("package.json", b'{"name": "unsaved"}')
    read.scan()
    assert read.facts("package.json").data["name"] == "unsaved"
    assert read.text("package.json") == b'{"name": "unsaved"}'

    assert read.update("package.json", None)
    assert read.facts("package.json").data["name"] == "acme"
    other = Repository(root, cache)
    other.scan()
    assert other.facts("package.json").data["name"] == "acme"


def test_files_come_and_go(tmp_path: Path):
    root = workspace(tmp_path, {"b/package.json": PACKAGE, ".gitignore": "local/\n"})
    read = Repository(root)
    read.scan()

    plant(root, {"a/package.json": "{}", "local/package.json": "{}"})
    assert read.update("a/package.json", None)
    assert not read.update("local/package.json", None)
    assert not read.update("local/new.ts", b"text")
    assert list(read.files) == [".gitignore", "a/package.json", "b/package.json"]

    (root / "b/package.json").unlink()
    assert read.update("b/package.json", None)
    assert not read.update("b/package.json", None)
    assert list(read.files) == [".gitignore", "a/package.json"]

    (root / ".gitignore").write_text("")
    assert read.update(".gitignore", None)
    assert "local/package.json" in read.files


def test_a_folder_that_went_takes_its_files_along(tmp_path: Path):
    root = workspace(tmp_path, {"a/x.ts": "", "a/b/y.ts": "", "ab.ts": ""})
    read = Repository(root)
    read.scan()
    (root / "a").rename(tmp_path / "away")

    assert read.update("a", None)

    assert list(read.files) == ["ab.ts"]


BAD = {
    "binary.ts": (b"\x7fELF\0\0\1", "binary, whatever its name says"),
    "utf16.ts": ("const a = 1".encode("utf-16"), "written in UTF-16; only UTF-8 is read"),
    "bundle.js": (b"x=1;" * 1_300_000, "too large to be somebody's work: 5.2 MB, of at most 1.5"),
    "minified.js": (b"var a=1;" * 10_000, "minified: its lines are longer than a person writes"),
    "tsconfig.json": (b'{\n  "a": }', "line 2: expecting value"),
    "compose.yml": (b"services:\n  a: [", "line 3: "),
    "latin.env": (b"# gr\xfc\xdfe\nNAME=1\n", "line 1: bytes that are not UTF-8 were read as `?`"),
    "latin.ts": (b"const gr\xfc\xdfe = 1", "line 1: bytes that are not UTF-8 were read as `?`; line 1 does not parse"),
    "deep.yaml": (b"[" * 5000, "line "),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_analysed_is_said(tmp_path: Path, name: str):
    data, reason = BAD[name]
    kinds = {"deep.yaml": "compose.yml"}
    read = Repository(workspace(tmp_path, {kinds.get(name, name): data}))

    read.scan()
    read.facts(kinds.get(name, name))

    assert len(read.not_analysed) == 1
    assert read.not_analysed[0][1].startswith(reason)


def test_generated_files_are_marked_and_not_parsed_unasked(tmp_path: Path):
    heads = [
        "// @generated by protoc",
        "/* eslint-disable */\n/** DO NOT EDIT */",
        "#!/usr/bin/env node\n// This file is generated",
    ]
    root = workspace(tmp_path, {f"{at}.ts": f"{head}\nexport {{}}" for at, head in enumerate(heads)})
    plant(root, {"hand.ts": "export const note = '@generated'", "api.d.ts": "export {}"})
    read = Repository(root, chooser=everything())

    read.scan()

    assert [entry.role for entry in read.files.values()] == ["generated"] * 4 + ["source"]
    assert read.selected == ["hand.ts"]


def test_a_file_that_vanishes_while_it_is_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = workspace(tmp_path, {"a/package.json": "{}", "b/package.json": "{}"})
    read_bytes = survey._bytes

    def vanish(path: str, *rest: int) -> bytes:
        if path.endswith("a/package.json"):
            os.unlink(path)
        return read_bytes(path, *rest)

    monkeypatch.setattr(survey, "_bytes", vanish)
    read = Repository(root)
    read.scan()

    assert list(read.files) == ["b/package.json"]
    assert read.not_analysed == [("a/package.json", "the file vanished while it was to be read")]


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(survey, "_bytes", refuse)
    read = Repository(workspace(tmp_path, {"package.json": "{}"}))
    read.scan()

    assert read.not_analysed == [("package.json", "the file cannot be read: Permission denied")]


def test_a_file_that_changed_since_the_scan_is_read_as_it_is(tmp_path: Path):
    root = workspace(tmp_path, {"x.yaml": "a: 1", "package.json": PACKAGE})
    read = Repository(root, chooser=holding())
    read.scan()
    (root / "x.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: late}\n")

    assert read.update("x.yaml", None)
    assert read.kind("x.yaml") == "kubernetes"
    assert read.of_kind("kubernetes") == ["x.yaml"]
    assert read.facts("x.yaml").data["objects"][0]["name"] == "late"


def test_a_script_that_changed_unnoticed_is_never_taken_for_what_it_was(tmp_path: Path):
    root = workspace(tmp_path, {"a.ts": "export const before = 1", "b.ts": "export {}"})
    read = Repository(root, chooser=holding())
    read.scan()
    (root / "a.ts").write_text("export const after = 22")
    (root / "b.ts").unlink()

    assert "after" in str(read.module("a.ts"))
    assert read.facts("b.ts") is None
    assert list(read.files) == ["a.ts"]


def test_progress_is_told_and_may_end_the_scan(tmp_path: Path):
    root = workspace(tmp_path, {f"{at}/package.json": PACKAGE for at in range(100)})
    told: list[tuple[int, int]] = []
    Repository(root).scan(progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (100, 100)
    assert told == sorted(told)

    class CancelledError(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        Repository(root).scan(progress=cancel)


def test_workers_and_executors_find_the_same(tmp_path: Path):
    files = {f"{at}/package.json": PACKAGE.replace("acme", f"acme{at}") for at in range(320)}
    root = workspace(tmp_path, files)

    workers = Repository(root)
    workers.scan()
    threads = Repository(root)
    with ThreadPoolExecutor(2) as executor:
        threads.scan(executor=executor)

    for path in files:
        assert workers.facts(path) == threads.facts(path)


def test_a_broken_cache_changes_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    read = Repository(workspace(tmp_path, {"package.json": PACKAGE}), cache)

    read.scan()
    read.scan()

    assert read.facts("package.json").data["name"] == "acme"
    assert cache.problem is not None


def test_an_empty_or_missing_workspace_is_no_fault(tmp_path: Path):
    read = Repository(tmp_path / "nowhere")

    read.scan()

    assert dict(read.files) == {}
    assert read.not_analysed == [(".", "the folder cannot be read: No such file or directory")]


def test_the_files_of_a_kind_follow_every_change(tmp_path: Path):
    root = workspace(tmp_path, {"b.yaml": "a: 1\n", "c.ts": "export {}"})
    read = Repository(root)
    read.scan()
    assert (read.of_kind("yaml", "typescript"), read.of_kind("kubernetes")) == (["b.yaml", "c.ts"], [])

    read.update("b.yaml", b"apiVersion: v1\nkind: Pod\n")
    assert (read.of_kind("yaml"), read.of_kind("kubernetes")) == ([], ["b.yaml"])

    read.update("b.yaml", None)
    (root / "a.ts").write_text("export {}")
    read.update("a.ts", None)
    assert (read.of_kind("yaml"), read.of_kind("typescript")) == (["b.yaml"], ["a.ts", "c.ts"])

    (root / "c.ts").unlink()
    read.update("c.ts", None)
    assert read.of_kind("typescript", "kubernetes") == ["a.ts"]
