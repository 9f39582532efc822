"""Blocks, sections and decisions drafted from the vocabulary, with real values and never a gap.

A value comes from what the blueprint already says where it says something, else from the default,
else from the page's example; whatever nobody stated is marked `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate import named
from blueprint_ls.generate.draft import Draft, Stop
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import refer
from blueprint_ls.language.schema import ANY_NAME, AttributeSchema, BlockSchema, Decision, Vocabulary


@dataclass(frozen=True, slots=True)
class Skeletons:
    """Drafts for one blueprint."""

    vocabulary: Vocabulary
    blueprint: Blueprint | None = None
    """What is already said; None for a blueprint that does not exist yet."""

    def section(self, name: str) -> Draft:
        """A whole section: its decisions, its required attributes and blocks."""
        schema = self.vocabulary.sections[name].schema
        draft = Draft()
        draft.add(f"{name} {{")
        parts = [self._attributes(schema, mark=False)] if any(_wanted(schema)) else []
        parts += [self.decision(decision) for decision in self.decisions(name)]
        parts += self._blocks(schema, assumed=True)
        for at, part in enumerate(part for part in parts if part.lines):
            if at:
                draft.add("")
            draft.extend(part, indent=1)
        draft.add("}")
        return draft

    def decisions(self, section: str) -> list[Decision]:
        """The decisions that a complete section makes."""
        found = self.vocabulary.decisions.values()
        return [decision for decision in found if decision.section == section and decision.required]

    def decision(self, decision: Decision, option: str | None = None) -> Draft:
        """A decision for an option, the default unless told, with the reasons its page suggests."""
        chosen = decision.options.get(option or decision.default)
        because = decision.because if option in (None, decision.default) else ""
        reasons = [because] if because else list(chosen.because if chosen else ())
        accepts = list(chosen.accepts if chosen else ())
        rows: list[tuple[str, str]] = [("choose", option or decision.default)]
        rows += [("because", _quoted(reasons[0]))] if reasons else []
        rows += [("accepts", _quoted(accepts[0]))] if accepts else []
        draft = Draft()
        draft.add(f"decision {decision.name} {{")
        draft.extend(_aligned([*rows, ("assumed", "true")]), indent=1)
        draft.add("}")
        return draft

    def block(self, schema: BlockSchema, label: str | None = None, assumed: bool = True) -> Draft:
        """A block with its required attributes and blocks."""
        draft = Draft()
        draft.add(*_header(schema, label), " {")
        given = schema.each.get(label or "", {})
        draft.extend(self._attributes(schema, mark=assumed, given=given, label=label), indent=1)
        for part in self._blocks(schema, assumed=False):
            draft.add("")
            draft.extend(part, indent=1)
        draft.add("}")
        return draft

    def assigned(self, schema: AttributeSchema, value: str) -> Draft:
        """One attribute, alone."""
        return _aligned([(schema.name, value)])

    def values(self, schema: AttributeSchema, block: Block) -> list[str]:
        """Real values for an attribute of a block, the best first: reasons of the chosen option, then examples."""
        decision = self.vocabulary.decisions.get(block.label or "") if block.name == "decision" else None
        option = decision.options.get(block.get("choose") or decision.default) if decision else None
        reasons = getattr(option, schema.name, ()) if schema.name in ("because", "accepts") else ()
        if reasons:
            return [_quoted(text) for text in reasons]
        best = self.value(schema, block)
        return [found for found in dict.fromkeys((best, *schema.suggest)) if found is not None]

    def value(self, schema: AttributeSchema, block: Block | None = None) -> str | None:
        """A real value for an attribute, in blueprint syntax; None where nothing can be referred to.

        References lead to what the page's example names, as far as it is declared, else to what is declared
        first. A `block` is never offered to itself: a list of which only it could be an element is empty.
        """
        kind = schema.type
        if kind.element.kind != "ref":
            said = named.value(f"{block.schema.path}.{schema.name}", block.label) if block and block.schema else None
            return said or schema.default or schema.example
        own = refer(block.name, block.label) if block and block.label else None
        declared = list(self._declared(kind.element.targets))
        targets = [target for target in declared if target != own]
        chosen = [target for target in targets if _mentions(schema.example, target)] or targets[:1]
        if kind.kind == "list" and declared:
            return f"[{', '.join(chosen)}]"
        return chosen[0] if chosen else None

    def _declared(self, targets: Sequence[str]) -> Iterator[str]:
        for kind, label in self.blueprint.declared if self.blueprint else ():
            if kind in targets:
                yield refer(kind, label)

    def _blocks(self, schema: BlockSchema, assumed: bool) -> list[Draft]:
        """The required blocks inside; of a fixed set, every one."""
        return [
            self.block(child, label, assumed)
            for child in _required_blocks(schema)
            for label in ([*child.each] if child.each else [None])
        ]

    def _attributes(
        self, schema: BlockSchema, mark: bool, given: Mapping[str, str] | None = None, label: str | None = None
    ) -> Draft:
        known = given or {}
        values = (
            (
                wanted.name,
                known.get(wanted.name) or named.value(f"{schema.path}.{wanted.name}", label) or self.value(wanted),
            )
            for wanted in _wanted(schema)
        )
        rows = [(name, value) for name, value in values if value is not None]
        if mark:
            rows.append(("assumed", "true"))
        return _aligned(rows)


def _mentions(example: str, target: str) -> bool:
    """Whether an example refers to a target, `module.sales`, as a whole or by its bare label."""
    label = target.rpartition(".")[2]
    return re.search(rf"(?<![\w.])({re.escape(target)}|{re.escape(label)})(?![\w.])", example) is not None


def _wanted(schema: BlockSchema) -> Iterator[AttributeSchema]:
    return (attribute for attribute in schema.attributes.values() if attribute.required)


def _required_blocks(schema: BlockSchema) -> list[BlockSchema]:
    named = (child for name, child in schema.blocks.items() if name not in (ANY_NAME, "decision"))
    return [child for child in named if child.required]


def _header(schema: BlockSchema, label: str | None) -> list[str | Stop]:
    if schema.label is None:
        return [schema.name]
    text = label or schema.example or next(iter(schema.labels), schema.name)
    return [f"{schema.name} ", Stop(schema.spelled(text))]


def _aligned(rows: Sequence[tuple[str, str]]) -> Draft:
    """Attributes with their `=` in one column, as the formatter would have them."""
    draft = Draft()
    runs: list[list[tuple[str, str]]] = [[]]
    for row in rows:
        runs[-1].append(row)
        if "\n" in row[1]:
            runs.append([])
    for run in runs:
        width = max((len(name) for name, value in run if "\n" not in value), default=0)
        for name, value in run:
            padded = name if "\n" in value else name.ljust(width)
            first, *rest = value.split("\n")
            parts: list[str | Stop] = [f"{padded} = "]
            draft.add(*parts, first if name == "assumed" else Stop(first))
            for line in rest:
                draft.add(line)
    return draft


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'
