"""What a walk keeps, what it leaves out, and what it says of it."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from blueprint_ls.codebase import walk
from blueprint_ls.codebase.walk import Walk
from codebase.trees import plant


def kept(root: Path) -> list[str]:
    return list(Walk(root).run().files)


def roles(root: Path) -> dict[str, str]:
    return {path: entry.role for path, entry in Walk(root).run().files.items()}


def test_files_of_tools_are_left_out_wherever_they_stand(tmp_path: Path):
    plant(
        tmp_path,
        {
            "src/main.ts": "",
            "node_modules/x/index.ts": "",
            "packages/a/node_modules/x/index.ts": "",
            ".git/hooks/x.ts": "",
            "apps/web/.next/server.js": "",
            ".github/workflows/ci.yml": "",
        },
    )

    assert kept(tmp_path) == [".github/workflows/ci.yml", "src/main.ts"]


def test_output_is_told_from_source_by_where_it_stands(tmp_path: Path):
    plant(
        tmp_path,
        {
            "packages/a/package.json": "{}",
            "packages/a/dist/index.js": "",
            "packages/a/src/build/plan.ts": "",
            "packages/a/src/vendor/superjson.ts": "",
        },
    )

    walked = Walk(tmp_path).run()

    assert list(walked.files) == [
        "packages/a/package.json",
        "packages/a/src/build/plan.ts",
        "packages/a/src/vendor/superjson.ts",
    ]
    assert walked.left_out == {}


def test_output_that_looks_like_source_is_said(tmp_path: Path):
    plant(tmp_path, {"package.json": "{}", "build/plan.ts": "", "dist/index.d.ts": ""})

    walked = Walk(tmp_path).run()

    assert list(walked.files) == ["package.json"]
    assert list(walked.left_out) == ["build"]
    assert ".blueprintignore" in walked.left_out["build"]


def test_a_projects_own_word_is_the_last(tmp_path: Path):
    plant(
        tmp_path,
        {
            ".gitignore": "generated/\n",
            ".blueprintignore": "!generated/\n!build/\nlegacy/\n",
            "package.json": "{}",
            "generated/client.ts": "",
            "build/plan.ts": "",
            "legacy/old.ts": "",
        },
    )

    found = kept(tmp_path)

    assert "generated/client.ts" in found
    assert "build/plan.ts" in found
    assert "legacy/old.ts" not in found


def test_parts_are_told_by_paths(tmp_path: Path):
    plant(
        tmp_path,
        {
            "src/users.ts": "",
            "src/users.test.ts": "",
            "src/users.e2e-spec.ts": "",
            "test/setup.ts": "",
            "prisma/seed.ts": "",
            "scripts/backfill.ts": "",
            "src/env.d.ts": "",
            "public/lib.min.js": "",
            "src/api.generated.ts": "",
            "package.json": "{}",
            "next.config.mjs": "",
            "src/contest.ts": "",
            "src/inspect/spec.ts": "",
            "src/app/api/test/route.ts": "",
            "src/pages/api/fixtures/deals.ts": "",
            "test/app/api/route.ts": "",
            "src/app/test/helpers.ts": "",
        },
    )

    assert roles(tmp_path) == {
        "next.config.mjs": "config",
        "package.json": "config",
        "prisma/seed.ts": "script",
        "public/lib.min.js": "generated",
        "scripts/backfill.ts": "script",
        "src/api.generated.ts": "generated",
        "src/app/api/test/route.ts": "source",
        "src/app/test/helpers.ts": "test",
        "src/contest.ts": "source",
        "src/env.d.ts": "generated",
        "src/inspect/spec.ts": "source",
        "src/pages/api/fixtures/deals.ts": "source",
        "src/users.e2e-spec.ts": "test",
        "src/users.test.ts": "test",
        "src/users.ts": "source",
        "test/app/api/route.ts": "test",
        "test/setup.ts": "test",
    }


def test_links_are_followed_once_and_never_out(tmp_path: Path):
    root = plant(tmp_path / "root", {"packages/a/index.ts": "", "loop/file.ts": ""})
    plant(tmp_path / "beyond", {"secret.ts": ""})
    (root / "alias").symlink_to("packages/a")
    (root / "loop" / "again").symlink_to("..")
    (root / "loop" / "self").symlink_to("self")
    (root / "outside").symlink_to(tmp_path / "beyond")
    (root / "gone.ts").symlink_to("nowhere.ts")

    walked = Walk(root).run()

    assert list(walked.files) == ["loop/file.ts", "packages/a/index.ts"]
    assert walked.links["alias"] == "packages/a"
    assert walked.left_out == {
        "outside": "the link leads outside the workspace",
        "gone.ts": "the link leads nowhere",
    }


def test_a_link_brings_in_what_its_own_name_does_not(tmp_path: Path):
    root = plant(tmp_path, {".gitignore": "/store/\n", "store/shared/index.ts": "", "src/a.ts": ""})
    (root / "shared").symlink_to("store/shared")

    assert "shared/index.ts" in kept(root)


def test_the_root_may_be_a_link(tmp_path: Path):
    plant(tmp_path / "real", {"a.ts": ""})
    (tmp_path / "link").symlink_to("real")

    assert kept(tmp_path / "link") == ["a.ts"]


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plant(tmp_path, {"a.ts": "", "closed/b.ts": ""})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(walk.os, "scandir", refuse)

    walked = Walk(tmp_path).run()

    assert list(walked.files) == ["a.ts"]
    assert walked.left_out == {"closed": "the folder cannot be read: Permission denied"}


def test_things_that_are_no_files_are_said(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.ts")

    assert Walk(tmp_path).run().left_out == {"pipe.ts": "this is no regular file"}


def test_names_that_are_no_text_are_said(tmp_path: Path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ts")).write_text("")

    assert list(Walk(tmp_path).run().left_out.values()) == ["the file's name is not UTF-8"]


def test_a_workspace_inside_a_repository_obeys_the_files_above(tmp_path: Path):
    plant(
        tmp_path,
        {
            ".git/info/exclude": "private.ts\n",
            ".gitignore": "/services/api/local/\n*.tmp.ts\n",
            "services/.gitignore": "api/cache\n",
            "services/api/a.ts": "",
            "services/api/private.ts": "",
            "services/api/x.tmp.ts": "",
            "services/api/local/b.ts": "",
            "services/api/cache/c.ts": "",
        },
    )

    assert kept(tmp_path / "services" / "api") == ["a.ts"]


def test_a_file_that_comes_later_is_judged_alike(tmp_path: Path):
    plant(tmp_path, {".gitignore": "*.log\n/local/\n", "package.json": "{}", "src/a.ts": ""})
    walked = Walk(tmp_path).run()

    assert not walked.leaves_out("src/b.ts")
    assert not walked.leaves_out("src/deep/new/b.ts")
    assert walked.leaves_out("src/b.log")
    assert walked.leaves_out("local/b.ts")
    assert walked.leaves_out("dist/b.ts")
    assert walked.leaves_out("src/node_modules/b.ts")


@pytest.mark.parametrize("seed", range(12))
def test_ignore_files_are_understood_as_git_understands_them(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    names = ["a", "b", "ab", "a.ts", "b.ts", "c.log", "foo bar", "[x]", "é.ts"]
    files = {"/".join(chance.choices(names, k=chance.randint(1, 4))) + ".f": "" for _ in range(60)}
    for folder in ["", "a/", "a/b/", "b/"]:
        files[f"{folder}.gitignore"] = "\n".join(_pattern(chance) for _ in range(chance.randint(1, 6))) + "\n"
    plant(tmp_path, files)
    _git(tmp_path, "init", "-q")
    (tmp_path / ".git" / "info" / "exclude").write_text(_pattern(chance) + "\n")

    listed = _git(tmp_path, "ls-files", "--others", "--exclude-standard", "-z").split("\0")

    assert kept(tmp_path) == sorted(path for path in listed if path)


def _pattern(chance: random.Random) -> str:
    parts = [
        "a",
        "b",
        "*",
        "**",
        "a*",
        "?",
        "*.f",
        "[ab]",
        "[!a]",
        "foo bar.f",
        r"\[x\]",
        "a.ts",
        "*.ts.f",
        "é*",
        "[a-c].f",
    ]
    pattern = "/".join(chance.choices(parts, k=chance.choice([1, 1, 1, 2, 2, 3])))
    pattern = chance.choice(["", "", "/"]) + pattern + chance.choice(["", "", "/"])
    return chance.choice(["", "", "!"]) + pattern + chance.choice(["", "", " ", "\r"])


def _git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode()
