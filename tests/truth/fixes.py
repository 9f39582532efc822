"""The cures for `tenant-scope` in real projects: what each project's own compiler says before and after.

Checkouts lie as for `make accuracy`, with the packages of the projects installed and their clients generated. Nothing
is written to them: the compiler is shown the changed files in memory. A finding counts under the tsconfig.json nearest
above its file that compiles it; those that none compiles, or whose project lacks TypeScript, are counted apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.fixes.code import code_fixes
from blueprint_ls.fixes.fix import Edit, Fix, apply
from blueprint_ls.judge.code.engine import cases, judge_case
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.workspace import Workspace
from truth import labels
from truth.inventory import copied
from truth.score import CHECKOUTS, checkout_of

HERE = Path(__file__).resolve().parent
THREADED = "the compiler finds its callers"
"""What the title of a fix says that changes a signature: errors at calls are what it is for."""
AT_CALLS = {2345, 2554, 2739, 2740, 2741, 2769, 2322}
"""What the compiler says where a call lacks an argument, or a property of one."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One finding, and what cures it."""

    path: str
    layer: str
    fixes: tuple[Fix, ...]

    @property
    def direct(self) -> Fix | None:
        """The cure from what is in scope."""
        return next((fix for fix in self.fixes if fix.preferred), None)


@dataclass(slots=True)
class Figures:
    """What the compiler said of one data layer's cures."""

    findings: int = 0
    offered: int = 0
    uncompiled: int = 0
    applied: int = 0
    added_by_all: int = 0
    tried: int = 0
    added_by_one: int = 0
    at_calls: int = 0


@dataclass
class Run:
    """One repository."""

    checkout: Path
    copy: Path
    most: int
    """How many fixes of each project and data layer are tried one by one."""
    whole: bool = True
    """Whether the whole project is checked with every cure at once, or the changed files alone."""
    layers: defaultdict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    faults: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    """Errors before and after all cures, by `before` and `after`."""

    def run(self) -> None:
        """Judge, cure, compile."""
        offers = list(_offers(self.copy))
        for one in offers:
            self.layers[one.layer].findings += 1
            self.layers[one.layer].offered += bool(one.fixes)
        for config, inside in self._projects([one for one in offers if one.fixes]).items():
            self._project(config, inside)

    def _projects(self, offers: Iterable[Offered]) -> dict[Path, list[Offered]]:
        """The findings of each tsconfig.json."""
        found: defaultdict[Path, list[Offered]] = defaultdict(list)
        for one in offers:
            above = (self.checkout / one.path).parents
            config = next((at / "tsconfig.json" for at in above if (at / "tsconfig.json").exists()), None)
            if config and config.is_relative_to(self.checkout):
                found[config].append(one)
            else:
                self.layers[one.layer].uncompiled += 1
        return dict(found)

    def _project(self, config: Path, offers: list[Offered]) -> None:
        try:
            compiler = Compiler(config, self.checkout)
        except OSError as problem:
            print(f"  {config.relative_to(self.checkout)}: {problem}", file=sys.stderr)
            return
        with compiler:
            known = compiler.known({str(self.checkout / one.path) for one in offers})
            for one in offers:
                self.layers[one.layer].uncompiled += str(self.checkout / one.path) not in known
            inside = [one for one in offers if str(self.checkout / one.path) in known]
            if inside:
                self._all_at_once(compiler, inside)
                self._one_by_one(compiler, inside)
                self._tell(config, len(inside))

    def _tell(self, config: Path, number: int) -> None:
        """Where it stands: projects take minutes each."""
        applied, tried = (sum(getattr(one, what) for one in self.layers.values()) for what in ("applied", "tried"))
        said = f"{number} findings; so far {applied} applied at once, {tried} one by one, {len(self.faults)} faults"
        print(f"  {config.relative_to(self.checkout)}: {said}", file=sys.stderr)

    def _all_at_once(self, compiler: Compiler, offers: list[Offered]) -> None:
        edits: list[Edit] = []
        for one in offers:
            if one.direct and not _touch(edits, one.direct.edits):
                edits += one.direct.edits
                self.layers[one.layer].applied += 1
        texts = self._texts(edits)
        before = compiler.errors({}, None if self.whole else texts)
        after = compiler.errors(texts, None if self.whole else texts)
        self.errors.update(before=before.total(), after=after.total())
        layer = {str(self.checkout / one.path): one.layer for one in offers}
        for (path, code, message), count in (after - before).items():
            self.layers[layer.get(path, offers[0].layer)].added_by_all += count
            self.faults.append(f"all at once: {path}: TS{code} {message[:300]}")

    def _one_by_one(self, compiler: Compiler, offers: list[Offered]) -> None:
        layers: defaultdict[str, list[tuple[Offered, Fix]]] = defaultdict(list)
        for one in offers:
            layers[one.layer] += [(one, fix) for fix in one.fixes]
        spread = (every[:: max(1, -(-len(every) // self.most))] for every in layers.values())
        for one, fix in chain.from_iterable(spread):
            texts = self._texts(fix.edits)
            added = compiler.errors(texts, only=texts) - compiler.errors({}, only=texts)
            figures = self.layers[one.layer]
            figures.tried += 1
            for (path, code, message), count in added.items():
                if THREADED in fix.title and code in AT_CALLS:
                    figures.at_calls += count
                else:
                    figures.added_by_one += count
                    self.faults.append(f"{fix.title}: {path}: TS{code} {message[:300]}")

    def _texts(self, edits: Iterable[Edit]) -> dict[str, str]:
        """The files that edits change, as they are then, where the compiler looks for them."""
        found: defaultdict[Path, list[Edit]] = defaultdict(list)
        for edit in edits:
            found[edit.path].append(edit)
        return {
            str(self.checkout / path.relative_to(self.copy)): apply(path.read_bytes(), inside).decode()
            for path, inside in found.items()
        }


Errors = Counter[tuple[str, int, str]]


class Compiler:
    """TypeScript as one project has it installed, kept running."""

    def __init__(self, config: Path, root: Path) -> None:
        written = ["node", "--max-old-space-size=8192", str(HERE / "typecheck.cjs"), str(config), str(root)]
        self.process = subprocess.Popen(written, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.before: dict[str, Errors] = {}

    def __enter__(self) -> Compiler:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def known(self, paths: Iterable[str]) -> set[str]:
        """Those files that the project compiles; none where it has no compiler."""
        answer = self._asked({"known": sorted(paths)})
        return set(answer["known"]) if answer else set()

    def errors(self, texts: dict[str, str], only: Iterable[str] | None = None) -> Errors:
        """The errors with some files changed, of the whole project or of some of its files."""
        if not texts and only is not None:
            for path in set(only) - set(self.before):
                self.before[path] = self._errors({"texts": {}, "only": [path]})
            return sum((self.before[path] for path in only), Counter())
        return self._errors({"texts": texts, "only": None if only is None else sorted(only)})

    def _errors(self, request: dict[str, Any]) -> Errors:
        answer = self._asked(request)
        if answer is None:
            raise RuntimeError("the compiler ended")
        return Counter((path, code, message) for path, code, message in answer["errors"])

    def _asked(self, request: dict[str, Any]) -> dict[str, Any] | None:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(f"{json.dumps(request)}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None


def _offers(root: Path) -> Iterator[Offered]:
    """Every finding of `tenant-scope` in a repository, with its cures."""
    repository = Repository(root)
    repository.scan()
    workspace = Workspace([root])
    governing = [workspace.case(folder) for folder in workspace.folders()]
    for case in cases(repository, governing, workspace.knowledge(root), date.today()):
        for found in judge_case(case, lambda what: None).findings:
            if found.rule == "tenant-scope":
                yield _offered(root, found, code_fixes(found, case))


def _offered(root: Path, found: Finding, fixes: Sequence[Fix]) -> Offered:
    return Offered(found.path.relative_to(root).as_posix(), str(found.data.get("layer")), tuple(fixes))


def _touch(taken: Iterable[Edit], edits: Iterable[Edit]) -> bool:
    """Whether edits meet text that others change; one import that both need is no quarrel."""
    places = [(one.path, one.span) for one in taken]
    return any(
        path == edit.path and span.start <= edit.span.end and edit.span.start <= span.end
        for path, span in places
        for edit in edits
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a cure adds an error."""
    options = _options().parse_args(arguments)
    faults: list[str] = []
    for one in labels.read():
        if options.only and not any(word in one.repository for word in options.only):
            continue
        checkout = checkout_of(options.checkouts, one)
        if checkout is None:
            continue
        with copied(checkout, one.blueprint) as copy:
            run = Run(checkout.resolve(), copy.resolve(), options.most, not options.changed)
            run.run()
        _show(one.repository, run)
        faults += run.faults
    print(*faults, sep="\n")
    return 1 if faults else 0


def _show(name: str, run: Run) -> None:
    print(f"{name}: {run.errors['before']} errors before, {run.errors['after']} with every cure at once")
    for layer, one in sorted(run.layers.items()):
        print(
            f"  {layer}: {one.findings} findings, {one.offered} with a fix ({one.uncompiled} of these in files that "
            f"nothing compiles), {one.applied} applied at once: {one.added_by_all} errors added; {one.tried} tried "
            f"one by one: {one.added_by_one} errors added, {one.at_calls} at calls of what takes a parameter more",
            flush=True,
        )


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="fixes", description=__doc__)
    folder = os.environ.get(CHECKOUTS)
    options.add_argument("checkouts", type=Path, nargs="?", default=Path(folder) if folder else None)
    options.add_argument("--only", action="append", default=[], help="only repositories with this in their name")
    options.add_argument("--most", type=int, default=40, help="how many of each project and layer are tried one by one")
    options.add_argument("--changed", action="store_true", help="check the changed files alone, not whole projects")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
