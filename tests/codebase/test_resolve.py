"""Which file an import means."""

import json
from pathlib import Path

import pytest

from blueprint_ls.codebase.repository import Repository
from codebase.trees import plant


@pytest.fixture
def repository(tmp_path: Path):
    def made(files: dict[str, object]) -> Repository:
        texts = {path: text if isinstance(text, str) else json.dumps(text) for path, text in files.items()}
        read = Repository(plant(tmp_path, texts))
        read.scan()
        return read

    return made


def test_relative_imports_find_files_folders_and_swapped_extensions(repository):
    read = repository(
        {
            "src/a.ts": "",
            "src/b.tsx": "",
            "src/c.mts": "",
            "src/d.js": "",
            "src/both.ts": "",
            "src/both.js": "",
            "src/env.server.ts": "",
            "src/folder/index.ts": "",
            "src/typed.d.ts": "",
            "src/data.json": "{}",
            "index.ts": "",
        }
    )
    asked = [
        "./a",
        "./a.js",
        "./b.js",
        "./b.jsx",
        "./c.mjs",
        "./d",
        "./both.js",
        "./env.server",
        "./folder",
        "./folder/",
    ]

    assert [read.resolve("src/main.ts", specifier) for specifier in asked] == [
        "src/a.ts",
        "src/a.ts",
        "src/b.tsx",
        "src/b.tsx",
        "src/c.mts",
        "src/d.js",
        "src/both.ts",
        "src/env.server.ts",
        "src/folder/index.ts",
        "src/folder/index.ts",
    ]
    assert read.resolve("src/main.ts", "./typed") == "src/typed.d.ts"
    assert read.resolve("src/main.ts", "./data.json") == "src/data.json"
    assert read.resolve("src/main.ts", "..") == "index.ts"
    assert read.resolve("src/folder/x.ts", ".") == "src/folder/index.ts"
    assert read.resolve("src/main.ts", "./a?raw") == "src/a.ts"


@pytest.mark.parametrize(
    "specifier", ["", "express", "node:fs", "fs", "https://x.dev/a.ts", "/src/a", "../../out", "./gone"]
)
def test_what_is_not_of_the_workspace_is_none(repository, specifier: str):
    assert repository({"src/a.ts": ""}).resolve("src/main.ts", specifier) is None


def test_paths_of_the_nearest_configuration_count(repository):
    read = repository(
        {
            "tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./root/*"]}}},
            "root/x.ts": "",
            "apps/web/tsconfig.json": '{ // comment\n "compilerOptions": {"baseUrl": ".", '
            '"paths": {"@/*": ["src/*", "lib/*"], "@/special/*": ["special/*"], "exact": ["src/exact.ts"],}}, }',
            "apps/web/src/x.ts": "",
            "apps/web/lib/y.ts": "",
            "apps/web/special/z.ts": "",
            "apps/web/src/exact.ts": "",
            "apps/web/bare/b.ts": "",
        }
    )

    assert read.resolve("apps/web/src/main.ts", "@/x") == "apps/web/src/x.ts"
    assert read.resolve("apps/web/src/main.ts", "@/y") == "apps/web/lib/y.ts"
    assert read.resolve("apps/web/src/main.ts", "@/special/z") == "apps/web/special/z.ts"
    assert read.resolve("apps/web/src/main.ts", "exact") == "apps/web/src/exact.ts"
    assert read.resolve("apps/web/src/main.ts", "bare/b") == "apps/web/bare/b.ts"
    assert read.resolve("root/main.ts", "@/x") == "root/x.ts"


def test_configurations_inherit_from_files_packages_and_several(repository):
    read = repository(
        {
            "config/package.json": {"name": "@acme/config"},
            "config/base.json": {"compilerOptions": {"paths": {"#lib/*": ["./shared/*"]}}},
            "config/shared/a.ts": "",
            "app/tsconfig.json": {"extends": ["@acme/config/base.json", "./more"]},
            "app/more.json": {"compilerOptions": {"strict": True}},
            "other/tsconfig.json": {"extends": "./tsconfig.paths.json", "compilerOptions": {}},
            "other/tsconfig.paths.json": {"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "./src"}},
            "other/src/x.ts": "",
        }
    )

    assert read.resolve("app/main.ts", "#lib/a") == "config/shared/a.ts"
    assert read.resolve("other/main.ts", "x") == "other/src/x.ts"


def test_a_configuration_for_the_asking_folder(repository):
    read = repository(
        {
            "tsconfig.base.json": {"compilerOptions": {"paths": {"~/*": ["${configDir}/src/*"]}}},
            "a/tsconfig.json": {"extends": "../tsconfig.base.json"},
            "a/src/x.ts": "",
            "b/tsconfig.json": {"extends": "../tsconfig.base.json"},
            "b/src/x.ts": "",
        }
    )

    assert read.resolve("a/main.ts", "~/x") == "a/src/x.ts"
    assert read.resolve("b/main.ts", "~/x") == "b/src/x.ts"


def test_a_configuration_of_references_only_lends_theirs(repository):
    read = repository(
        {
            "tsconfig.json": {"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./server"}]},
            "tsconfig.app.json": {"compilerOptions": {"paths": {"@app/*": ["./src/*"]}}},
            "server/tsconfig.json": {"compilerOptions": {"paths": {"@server/*": ["./lib/*"]}}},
            "src/x.ts": "",
            "server/lib/y.ts": "",
        }
    )

    assert read.resolve("src/main.ts", "@app/x") == "src/x.ts"
    assert read.resolve("src/main.ts", "@server/y") == "server/lib/y.ts"


def test_packages_of_the_workspace_lead_to_their_source(repository):
    read = repository(
        {
            "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
            "packages/db/package.json": {"name": "@acme/db", "main": "./dist/index.js", "types": "./dist/index.d.ts"},
            "packages/db/src/index.ts": "",
            "packages/db/src/client.ts": "",
            "packages/ui/package.json": {
                "name": "@acme/ui",
                "exports": {
                    ".": {
                        "types": "./dist/index.d.ts",
                        "import": "./dist/index.mjs",
                        "@acme/source": "./source/main.ts",
                    },
                    "./button": {"import": {"default": "./dist/esm/button.js"}},
                    "./icons/*": "./dist/icons/*.js",
                    "./package.json": "./package.json",
                },
            },
            "packages/ui/source/main.ts": "",
            "packages/ui/src/button.tsx": "",
            "packages/ui/src/icons/star.tsx": "",
            "packages/plain/package.json": {"name": "plain"},
            "packages/plain/index.ts": "",
            "packages/plain/deep/x.ts": "",
            "fixtures/plain/package.json": {"name": "plain"},
            "fixtures/plain/index.ts": "",
            "packages/mapped/package.json": {"name": "mapped", "main": "build/out/start.js"},
            "packages/mapped/tsconfig.json": {"compilerOptions": {"outDir": "build/out", "rootDir": "code"}},
            "packages/mapped/code/start.ts": "",
        }
    )
    asked = {
        "@acme/db": "packages/db/src/index.ts",
        "@acme/db/client": "packages/db/src/client.ts",
        "@acme/db/src/client": "packages/db/src/client.ts",
        "@acme/db/dist/client": "packages/db/src/client.ts",
        "@acme/ui": "packages/ui/source/main.ts",
        "@acme/ui/button": "packages/ui/src/button.tsx",
        "@acme/ui/icons/star": "packages/ui/src/icons/star.tsx",
        "@acme/ui/package.json": "packages/ui/package.json",
        "plain": "packages/plain/index.ts",
        "plain/deep/x": "packages/plain/deep/x.ts",
        "mapped": "packages/mapped/code/start.ts",
        "@acme": None,
        "@acme/gone": None,
    }

    assert {specifier: read.resolve("apps/api/main.ts", specifier) for specifier in asked} == asked


def test_imports_of_a_package_of_its_own(repository):
    read = repository(
        {
            "package.json": {
                "name": "app",
                "imports": {
                    "#db": {"test": "./test/db.js", "default": "./dist/db.js"},
                    "#lib/*": "./dist/lib/*.js",
                    "#ext": "dep",
                },
            },
            "src/db.ts": "",
            "src/lib/x.ts": "",
            "dep/package.json": {"name": "dep", "main": "main.js"},
            "dep/main.js": "",
        }
    )

    assert read.resolve("src/main.ts", "#db") == "src/db.ts"
    assert read.resolve("src/main.ts", "#lib/x") == "src/lib/x.ts"
    assert read.resolve("src/main.ts", "#ext") == "dep/main.js"
    assert read.resolve("src/main.ts", "app/src/db") == "src/db.ts"


def test_links_lead_to_the_file_itself(repository, tmp_path: Path):
    plant(tmp_path, {"packages/a/x.ts": "", "app/main.ts": ""})
    (tmp_path / "app" / "a").symlink_to("../packages/a")

    assert repository({}).resolve("app/main.ts", "./a/x") == "packages/a/x.ts"


def test_packages_that_name_themselves_end(repository):
    read = repository(
        {
            "a/package.json": {"name": "a", "main": ".", "imports": {"#x": "#x"}},
            "b/package.json": {"name": "b", "main": "../c"},
            "c/package.json": {"name": "c", "main": "../b"},
            "c/index.ts": "",
        }
    )

    assert read.resolve("main.ts", "a") is None
    assert read.resolve("a/main.ts", "#x") is None
    assert read.resolve("main.ts", "b") == "c/index.ts"


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"compilerOptions": {"paths": {"@/*": "src/*", "x": [1]}, "baseUrl": 3}, "extends": 5, "references": [1, {}]}',
        '{"name": 3, "exports": {"./a": [null, {"b": 3}], "./*": 7}, "imports": [], "workspaces": {"packages": 3}}',
    ],
)
def test_manifests_of_the_wrong_shape_hurt_nobody(repository, broken: str):
    read = repository({"tsconfig.json": broken, "package.json": broken, "a.ts": "", "pnpm-workspace.yaml": broken})

    assert read.resolve("main.ts", "./a") == "a.ts"
    assert read.resolve("main.ts", "@/a") is None
    assert read.resolve("main.ts", "#a") is None


def test_answers_follow_files_and_manifests_that_change(repository, tmp_path: Path):
    read = repository({"src/main.ts": "", "tsconfig.json": {"compilerOptions": {}}})
    assert read.resolve("src/main.ts", "./a") is None
    assert read.resolve("src/main.ts", "@/a") is None

    read.update("src/a.ts", b"export {}")
    assert read.resolve("src/main.ts", "./a") == "src/a.ts"

    read.update("tsconfig.json", b'{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}')
    assert read.resolve("src/main.ts", "@/a") == "src/a.ts"

    read.update("src/a.ts", None)
    assert read.resolve("src/main.ts", "./a") is None
