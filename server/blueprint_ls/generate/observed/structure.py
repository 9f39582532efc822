"""Folders, configuration of tools, and commands, as manifests show them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from blueprint_ls.generate.observed.choices import Choices
from blueprint_ls.generate.observed.compiler import typescript
from blueprint_ls.generate.observed.parts import Part, Row, boolean, counted, listed, quoted
from blueprint_ls.generate.observed.services import Services
from blueprint_ls.generate.observed.view import Package, View

_FOLDERS = {
    "docs": ("documentation", "Documentation"),
    "docker": ("infrastructure", "Images and compose files"),
    "k8s": ("infrastructure", "Kubernetes manifests"),
    "helm": ("infrastructure", "Helm charts"),
    "hosting": ("infrastructure", "Files for hosting"),
    "infra": ("infrastructure", "Infrastructure"),
    "terraform": ("infrastructure", "Infrastructure as code"),
    "scripts": ("tooling", "Scripts for development"),
    "tools": ("tooling", "Tools for development"),
    "e2e": ("tooling", "End-to-end tests"),
}
_MOST_FOLDERS = 60


def repository(view: View, services: Services, decisions: list[Part]) -> Iterator[Part]:
    """The parts of the section, in order."""
    yield from decisions
    workspace = _workspace(view)
    if workspace:
        yield workspace
    running = {service.package.folder: service for service in services.all}
    inner = [package for package in view.packages if package.folder]
    names = {package.name: package.folder for package in inner}
    for package in inner[:_MOST_FOLDERS]:
        yield _folder(package, package.folder in running, names, view.description(package))
    if not inner:
        yield from _plain_folders(view)
    tops = {path.split("/")[0] for path in view.repository.files if "/" in path}
    for name in sorted(tops & _FOLDERS.keys()):
        kind, purpose = _FOLDERS[name]
        if not any(package.folder == name for package in inner):
            yield Part(f"folder {quoted(name)}", [("purpose", quoted(purpose)), ("kind", kind)])


def _folder(package: Package, runs: bool, names: Mapping[str, str], said: str) -> Part:
    purpose = said if 8 < len(said) < 200 else _purpose(package, runs)
    rows: list[Row] = [("purpose", quoted(purpose)), ("kind", "application" if runs else _kind(package))]
    if package.data.get("name"):
        rows.append(("package", quoted(package.name)))
    needed = sorted({names[name] for name in package.dependencies if name in names} - {package.folder})
    rows += [("depends_on", listed(f"folder[{quoted(folder)}]" for folder in needed))] if needed else []
    return Part(f"folder {quoted(package.folder)}", rows, evidence=[f"{package.path}:1"])


def _kind(package: Package) -> str:
    if re.search(r"config|tsconfig|eslint|tooling|scripts|tools|e2e|test", package.folder):
        return "tooling"
    if re.search(r"(^|/)docs?(/|$)", package.folder):
        return "documentation"
    return "application" if package.shows_pages else "package"


def _purpose(package: Package, runs: bool) -> str:
    base = posixpath.basename(package.folder).replace("-", " ")
    if runs or _kind(package) == "application":
        return f"The application {base}"
    return f"Configuration and tools: {base}" if _kind(package) == "tooling" else f"Shared code: {base}"


def _plain_folders(view: View) -> Iterator[Part]:
    """The folders of a repository that is one package."""
    held: Counter[str] = Counter()
    for path in view.repository.of_kind("typescript", "tsx", "javascript"):
        if view.repository.files[path].role == "source" and "/" in path:
            parts = path.split("/")[:-1]
            held["/".join(parts[:2])] += 1
    for folder, number in sorted(held.items()):
        rows: list[Row] = [("purpose", quoted(f"{counted(number, 'source file')}")), ("kind", "application")]
        yield Part(f"folder {quoted(folder)}", rows)


def _workspace(view: View) -> Part | None:
    root = next((package for package in view.packages if not package.folder), None)
    patterns = list(root.data.get("workspaces", ())) if root else []
    place = root.path if root else ""
    for path, data in view.manifests("workspaces"):
        if "/" not in path:
            patterns, place = list(data.get("packages", ())), path
    patterns = [pattern for pattern in patterns if not pattern.startswith("!")]
    if not patterns or root is None:
        return None
    rows: list[Row] = [("packages", listed(map(quoted, patterns)))]
    scopes = Counter(package.name.split("/")[0] for package in view.packages if package.name.startswith("@"))
    rows += [("scope", quoted(scopes.most_common(1)[0][0]))] if scopes else []
    node = re.search(r"\d+(\.\d+)*", str(root.data.get("engines", {}).get("node", "")))
    rows += [("node", quoted(node[0]))] if node else []
    locks = [path for path in view.repository.of_kind("lockfile") if "/" not in path]
    rows += [("lockfile", quoted(locks[0]))] if locks else []
    return Part("workspace", rows, evidence=[f"{place}:1"])


# ------------------------------------------------------------------------------------------------------------ coding


def coding(view: View, errors: list[Part]) -> Iterator[Part]:
    """TypeScript's, ESLint's and Prettier's settings, and the errors that endpoints show."""
    compiler = typescript(view)
    if compiler:
        yield compiler
    prettier = _prettier(view)
    if prettier:
        yield prettier
    yield from errors


def _prettier(view: View) -> Part | None:
    for path, data in view.manifests("prettier"):
        said = data.get("value")
        if "/" in path or not isinstance(said, dict):
            continue
        rows: list[Row] = [("config", quoted(path))]
        for key, name in (("printWidth", "print_width"), ("tabWidth", "tab_width")):
            rows += [(name, str(said[key]))] if isinstance(said.get(key), int) else []
        for key, name in (("singleQuote", "single_quote"), ("semi", "semi")):
            rows += [(name, boolean(said[key]))] if key in said else []
        comma = said.get("trailingComma")
        rows += [("trailing_comma", comma)] if comma in ("all", "es5", "none") else []
        return Part("prettier", rows, evidence=[f"{path}:1"])
    return None


# --------------------------------------------------------------------------------------------------- getting started

_COMMANDS = (
    ("migrate", ("db:migrate", "migrate", "db:migrate:dev", "prisma:migrate", "prisma:migrate-dev", "migration:run",
                 "db:push", "prisma:push", "db:deploy", "migrate:dev")),
    ("seed", ("db:seed", "seed", "prisma:seed")),
    ("dev", ("dev", "start:dev", "develop")),
    ("test", ("test", "test:unit")),
    ("build", ("build",)),
)  # fmt: skip


def getting_started(view: View, choices: Choices) -> Iterator[Part]:
    """The commands that manifests offer."""
    root = next((package for package in view.packages if not package.folder), None)
    manager = choices.chosen("package_manager")
    if root is None or manager is None:
        return
    tool = manager.option
    evidence = manager.places[:1]
    yield Part("step install", [("run", quoted(f"{tool} install" if tool != "npm" else "npm ci"))], evidence=evidence)
    for path, data in view.manifests("compose"):
        names = [name for name, one in data.get("services", {}).items() if re.search(_BASES, str(one.get("image")))]
        if names:
            run = f"docker compose -f {path} up -d {' '.join(names)}"
            yield Part("step database", [("run", quoted(run))], evidence=[f"{path}:1"])
            break
    text = view.text(root.path)
    for step, scripts in _COMMANDS:
        name = next((script for script in scripts if script in root.scripts), None)
        if name:
            at = text.find(f'"{name}"')
            line = text.count("\n", 0, max(at, 0)) + 1
            run = f"{tool} run {name}" if tool in ("npm", "bun") or ":" in name else f"{tool} {name}"
            yield Part(f"step {step}", [("run", quoted(run))], evidence=[f"{root.path}:{line}"])


_BASES = r"postgres|postgis|mysql|mariadb|mongo|redis|valkey|rabbitmq"


def prerequisites(view: View, choices: Choices) -> list[Row]:
    """What a machine must have before the first command."""
    root = next((package for package in view.packages if not package.folder), None)
    node = re.search(r"\d+", str(root.data.get("engines", {}).get("node", ""))) if root else None
    manager = choices.chosen("package_manager")
    if root is None or manager is None:
        return []
    names = [f"Node {node[0]}" if node else "Node", *([manager.option] if manager.option != "npm" else [])]
    names += ["Docker with Compose"] if any(True for _ in view.manifests("compose")) else []
    return [("prerequisites", listed(map(quoted, [*names, "Git"])))]
