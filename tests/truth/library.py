"""The inventory of a checkout straight from the product's library, without its command line."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.ownership import ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.tenancy.contexts import Contexts
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Strength
from blueprint_ls.judge.tenancy.stated import tenancy_of
from blueprint_ls.judge.tenancy.survey import Survey
from blueprint_ls.judge.workspace import Workspace
from truth.inventory import Access, Inventory

VERDICTS = {
    Strength.UNPINNED: "unscoped",
    Strength.UNKNOWN: "unknown",
    Strength.CONDITIONAL: "conditional",
    Strength.INDIRECT: "indirect",
    Strength.PUBLIC: "scoped",
    Strength.PINNED: "scoped",
}


def surveyed(checkout: Path, blueprint: Path, only: frozenset[str]) -> Inventory:
    """What the judgement says of some files of a checkout, under a blueprint that lies elsewhere."""
    tenancy = stated(blueprint)
    repository = Repository(checkout)
    repository.scan()
    program = Program(repository)
    models = join(repository, program=program)
    owners = Owners(models, ownership(models, tenancy), tenancy)
    survey = Survey(repository, program, owners, lambda: layers(models, tenancy))
    survey.run(path for path in repository.selected if path in only)
    found = [_access(repository, owners, contexts) for contexts in survey.found.values()]
    repository.close()
    return Inventory(tuple(one for one in found if one.path in only))


def stated(blueprint: Path) -> Tenancy:
    """The tenancy that a blueprint states."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(blueprint, Path(folder, "main.blueprint"))
        tenancy = tenancy_of(Workspace([Path(folder)]).case(Path(folder)).blueprint)
    if tenancy is None:
        raise ValueError(f"{blueprint} states no tenancy")
    return tenancy


def _access(repository: Repository, owners: Owners, contexts: Contexts) -> Access:
    access, pin = contexts.access, contexts.pin()
    is_global = bool(access.sources) and not owners.is_owned(access.model)
    return Access(
        access.path,
        repository.text(access.path)[: access.start].count(b"\n") + 1,
        owners.name(access.model),
        access.operation,
        "global" if is_global else VERDICTS[pin.strength],
        pin.why,
    )
