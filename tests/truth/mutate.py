"""`make accuracy`, second part: accesses that lose their tenant predicate have to become findings.

Of the accesses that the product calls scoped by a predicate of their own, some are drawn from each repository. The
predicate is deleted from the text, the file is judged anew, and the access looked up where it stood. Where it is
still said to be safe, since rows that came before hold it as well, their predicates are deleted too: those of all
accesses in its file, and in the files of its callers.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.code.case import UNTOUCHED
from blueprint_ls.judge.tenancy.accesses import JudgedAccess, judged_in
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.stated import tenancy_of
from blueprint_ls.judge.tenancy.survey import Survey
from blueprint_ls.judge.workspace import Workspace
from truth import labels
from truth.cuts import Cut, cuts, without
from truth.figures import Share
from truth.labels import Labels
from truth.score import CHECKOUTS, checkout_of

WANTED = 200
SEED = 4
REPORTED = ("unscoped", "conditional", "unknown")
_ENOUGH = 3
"""How many candidates are looked for, for each one that is drawn."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One access without its predicate."""

    repository: str
    layer: str
    path: str
    line: int
    name: str
    verdict: str
    """What the product says of it then; `lost` where it sees no access any more."""
    why: str
    at_once: bool
    """Whether its own predicate alone was deleted, and none before it."""

    @property
    def is_found(self) -> bool:
        """Whether it is a finding."""
        return self.verdict in REPORTED


def main(arguments: Sequence[str] | None = None) -> int:
    """Delete, judge and count; 0, or 2 where there is nothing to delete from."""
    options = _options().parse_args(arguments)
    known = [one for one in labels.read() if not options.only or any(word in one.repository for word in options.only)]
    found: list[Outcome] = []
    for number, one in enumerate(known):
        checkout = checkout_of(options.checkouts, one)
        share = (options.count - len(found)) // (len(known) - number)
        if checkout is not None:
            print(f"deleting predicates in {one.repository} …", file=sys.stderr)
            found += _tried(checkout, one, share, options.seed)
    if not found:
        print(f"Nothing to delete from. Name the folder of the checkouts: {CHECKOUTS}=…", file=sys.stderr)
        return 2
    _show(found)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="mutate", description=__doc__)
    folder = os.environ.get(CHECKOUTS)
    options.add_argument("checkouts", type=Path, nargs="?", default=Path(folder) if folder else None)
    options.add_argument("--only", action="append", default=[], help="only repositories with this in their name")
    options.add_argument("--count", type=int, default=WANTED, help=f"how many accesses ({WANTED})")
    options.add_argument("--seed", type=int, default=SEED, help=f"what the draw begins with ({SEED})")
    return options


def _tried(checkout: Path, one: Labels, count: int, seed: int) -> list[Outcome]:
    try:
        bench = _Bench(checkout, one)
        return [*bench.outcomes(count, random.Random(seed))]
    except (OSError, ValueError, KeyError) as error:
        print(f"{one.repository}: left out: {error}", file=sys.stderr)
        return []


def stated(blueprint: Path) -> Tenancy:
    """The tenancy that a blueprint states."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(blueprint, Path(folder, "main.blueprint"))
        tenancy = tenancy_of(Workspace([Path(folder)]).case(Path(folder)).blueprint)
    if tenancy is None:
        raise ValueError(f"{blueprint} states no tenancy")
    return tenancy


class _Bench:
    """One repository whose text is changed in memory alone."""

    def __init__(self, checkout: Path, one: Labels) -> None:
        tenancy = stated(one.blueprint)
        self.labels = one
        self.cache = Cache()
        self.repository = Repository(checkout, self.cache)
        self.repository.scan()
        program = Program(self.repository)
        models = join(self.repository, program)
        self.owners = Owners(models, ownership(models, tenancy), tenancy)
        self.survey = Survey(self.repository, program, self.owners, lambda: layers(models, tenancy))

    def outcomes(self, count: int, draw: random.Random) -> Iterator[Outcome]:
        """Accesses drawn at random, each without its predicate."""
        found = self._candidates(count * _ENOUGH, draw)
        for access, taken in draw.sample(found, min(count, len(found))):
            yield self._outcome(access, taken)
        self.repository.close()
        self.cache.close()

    def _candidates(self, enough: int, draw: random.Random) -> list[tuple[JudgedAccess, list[Cut]]]:
        """Accesses that a predicate of their own scopes: of labelled files, then of others."""
        first = sorted({label.path for label in self.labels.accesses} & set(self.repository.selected))
        rest = [path for path in self.repository.selected if self.repository.files[path].role not in UNTOUCHED]
        found: list[tuple[JudgedAccess, list[Cut]]] = []
        for path in [*first, *draw.sample(rest, len(rest))]:
            if len(found) >= enough or "tenant_connection" in self.owners.tenancy.enforce:
                break
            self.survey.run([path])
            found += (one for one in self._held(path) if not self.owners.is_root(one[0].model))
        return found

    def _held(self, path: str) -> Iterator[tuple[JudgedAccess, list[Cut]]]:
        """The accesses of a file that a predicate of their own scopes, and where that stands."""
        module = self.repository.module(path)
        for one in judged_in(self.survey, path):
            own = one.verdict == "scoped" and one.access.scoped is None
            taken = cuts(module, one.access, self.owners) if own and module else []
            if taken:
                yield one, taken

    def _outcome(self, access: JudgedAccess, taken: list[Cut]) -> Outcome:
        """What becomes of an access; `ways` are the files of the callers that were asked about it."""
        alone, ways = self._without(access, {access.path: taken}, at_once=True)
        is_nested = access.access.within is not None and alone.verdict == "scoped"  # it takes its parent's verdict
        if alone.verdict != "indirect" and not is_nested:
            return alone
        self.survey.run(ways)
        held = {path: [cut for _, cuts in self._held(path) for cut in cuts] for path in {access.path, *ways}}
        return self._without(access, held, at_once=False)[0]

    def _without(
        self, access: JudgedAccess, taken: Mapping[str, list[Cut]], *, at_once: bool
    ) -> tuple[Outcome, frozenset[str]]:
        texts = {path: self.repository.text(path) for path in taken}
        self._write({path: without(text, taken[path]) for path, text in texts.items()}, access.path)
        module, site = self.repository.module(access.path), access.access.site
        after = next((one for one in judged_in(self.survey, access.path) if one.access.site == site), None)
        verdict, why = (after.verdict, after.why) if after else ("lost", "no access is seen any more")
        if module is None or module.broken:
            verdict, why = "broken", "the text does not parse without it"
        ways = frozenset(path for chain in self.survey.found[site].found for path, _ in chain) if after else frozenset()
        self._write(texts, access.path)
        line = texts[access.path][: access.start].count(b"\n") + 1
        name = f"{access.name}.{access.operation}"
        outcome = Outcome(self.labels.repository, access.layer, access.path, line, name, verdict, why, at_once)
        return outcome, ways

    def _write(self, texts: Mapping[str, bytes], about: str) -> None:
        """Other texts for some files, and one of them judged with the callers that bear on it."""
        for path, text in texts.items():
            self.repository.update(path, text)
        self.survey.change([*texts], lambda changed: changed == about)
        while keys := self.survey.next_about(about):
            self.survey.refresh(keys)


def _show(found: Sequence[Outcome]) -> None:
    print(f"predicates deleted: {_share(found)}")
    print(
        f"  alone: {sum(one.at_once for one in found)}; with those before them, which held the access as well: "
        f"{sum(not one.at_once for one in found)}"
    )
    for kind in ("layer", "repository"):
        for name in sorted(Counter(getattr(one, kind) for one in found)):
            print(f"  {name}: {_share([one for one in found if getattr(one, kind) == name])}")
    for one in sorted(found, key=lambda one: (one.verdict, one.why, one.path)):
        if not one.is_found:
            print(f"  still {one.verdict}: {one.repository}: {one.path}:{one.line} {one.name}: {one.why}")


def _share(found: Sequence[Outcome]) -> str:
    share = Share(sum(one.is_found for one in found), len(found))
    low, high = share.interval or (0.0, 0.0)
    return f"{share.hits} of {share.of} became findings  [{low:.1%}, {high:.1%}]"


if __name__ == "__main__":
    sys.exit(main())
