"""Unhappy paths filled in: errors of endpoints, plans for outside services, work for queues, processors of data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.outside import job_for
from blueprint_ls.generate.reference import Reference
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Place


@fixer("unhappy-endpoint")
def further_errors(finding: Finding, case: Case) -> Iterator[Fix]:
    """The errors of section 4 that fit; where it has none, the usual ones, declared there as well."""
    place = _own(case, "endpoint", finding.data["endpoint"])
    names, absent = finding.data["add"], finding.data["define"]
    section = case.blueprint.sections.get("coding")
    declared = [found for name in absent if section and (found := _block(case, section, "error", name))]
    added = [f"error.{name}" for name in [*names, *(absent if len(declared) == len(absent) else ())]]
    listed = places.add_to_list(place, "errors", *added) if place and added else None
    if listed:
        yield Fix(f"Add {', '.join(added)}", places.join([listed, *declared]), safe=True, assumes=True)


@fixer("external-without-integration")
def integration(finding: Finding, case: Case) -> Iterator[Fix]:
    """The integration, with what happens when the service is slow, wrong or away."""
    section, target = case.blueprint.sections.get("async"), f"external.{finding.data['external']}"
    place = places.own_place(section) if section else None
    for source in Reference.of(case.blueprint).blocks(section, "integration") if section and place else ():
        if _refers(source, "external", target) and not _lacks(case, source, "external") and place:
            found = places.insert_block(place, Draft.of(whole.marked(source)), behind="integration")
            if found:
                yield Fix(f"Insert an `integration` of `{target}`", (found,), safe=True, assumes=True)


@fixer("unlisted-processor")
def processor(finding: Finding, case: Case) -> Iterator[Fix]:
    """The service on the list of processors: one too many harms nobody."""
    promise = case.blueprint.at("overview.data_protection")
    place = places.own_place(promise) if promise else None
    name = f"external.{finding.data['external']}"
    found = places.add_to_list(place, "processors", name) if place else None
    if found:
        yield Fix(f"Name `{name}` among the processors", (found,), safe=True, assumes=True)


@fixer("idle-queue")
def work(finding: Finding, case: Case) -> Iterator[Fix]:
    """The arrow from the worker to the store of the queue; a job, where nothing goes through it."""
    service, store = finding.data.get("service"), finding.data.get("store")
    place = _own(case, "service", service) if service else None
    drawn = places.add_to_list(place, "uses", f"store.{store}") if place else None
    if drawn:
        yield Fix(f"Let `{service}` use `store.{store}`", (drawn,), safe=True, assumes=True)
    section, queue = case.blueprint.sections.get("async"), finding.data.get("idle")
    found = places.join(_jobs(case, section, queue)) if section and queue else ()
    if found:
        yield Fix(f"Insert a job for `queue {queue}`", found, safe=True, assumes=True)


def _jobs(case: Case, section: Block, queue: str) -> list[Edit | None]:
    """The jobs that the reference blueprint has for a queue, each as its own name would bring it."""
    sources = Reference.of(case.blueprint).blocks(section, "job")
    own = [source for source in sources if _refers(source, "queue", f"queue.{queue}")]
    if any(_lacks(case, source, "queue") for source in own):
        return []
    return [_block(case, section, "job", name) for name in [_label(source) for source in own] or [job_for(queue)]]


def _refers(source: str, attribute: str, target: str) -> bool:
    return re.search(rf"^  {attribute} += {re.escape(target)}$", source, re.MULTILINE) is not None


def _label(source: str) -> str:
    """The label of a block of the reference blueprint."""
    return source.split(maxsplit=2)[1].strip('"')


def _lacks(case: Case, source: str, attribute: str) -> bool:
    """Whether the blueprint has this block of the reference but for the attribute, which is a gap of its own there."""
    block = case.blueprint.declared.get((source.split(" ", 1)[0], _label(source)))
    return block is not None and block.attribute(attribute) is None


def _own(case: Case, kind: str, label: str) -> Place | None:
    block = case.blueprint.declared.get((kind, label))
    return places.own_place(block) if block else None


def _block(case: Case, section: Block, kind: str, label: str) -> Edit | None:
    """A block of a section as the reference blueprint has it, else one drafted for its label."""
    schema, place = section.schema and section.schema.blocks.get(kind), places.own_place(section)
    if schema is None or place is None:
        return None
    return places.insert_block(place, whole.blocks(case, section, schema, label), behind=kind)
