"""The vocabulary in Markdown: what hover, completion, `explain` and the manual show."""

from __future__ import annotations

from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.knowledge.pages import Page
from blueprint_ls.language.schema import ANY_NAME, AttributeSchema, BlockSchema, Decision, Option, Section

_COMMON = ("assumed", "lock", "remove", "not_applicable")
"""What every block may carry: not worth repeating on each."""


def attribute(schema: AttributeSchema) -> str:
    """An attribute: its type, what it is, its words, an example."""
    facts = [f"`{schema.type}`", "required" if schema.required else "optional"]
    facts += [f"default `{schema.default}`"] if schema.default is not None else []
    facts += [f"in {schema.unit}"] if schema.unit else []
    facts += [limits(schema)] if schema.minimum is not None or schema.maximum is not None else []
    parts = [f"**{schema.name}** · {' · '.join(facts)}", schema.doc]
    if schema.values:
        parts.append(_words(schema.values))
    parts.append(_code(f"{schema.name} = {schema.example}"))
    return "\n\n".join(parts)


def block(schema: BlockSchema, page: Page | None = None) -> str:
    """A block: what it is, its label, what it holds, and its page."""
    facts = ["required" if schema.required else "optional"]
    facts += ["any number of them"] if schema.many else []
    parts = [f"**{schema.name}** · {' · '.join(facts)}", schema.doc]
    if schema.labels:
        parts.append(_words(schema.labels))
    parts += [_holds("Attributes", schema.attributes)] if _own(schema.attributes) else []
    parts += [_holds("Blocks", schema.blocks)] if _own(schema.blocks) else []
    parts += _body(page)
    return "\n\n".join(part for part in parts if part)


def section(found: Section, page: Page | None) -> str:
    """A section: its page, and what it holds."""
    heading = f"# {found.number}. {found.title}\n\n{found.summary}"
    holds = [_holds("Attributes", found.schema.attributes), _holds("Blocks", found.schema.blocks)]
    return "\n\n".join([heading, *_body(page), *(part for part in holds if part)])


def decision(found: Decision, page: Page | None) -> str:
    """A decision: its question, its options, how to choose."""
    options = [
        f"- `{option.name}`{' (default)' if option.name == found.default else ''}: {option.summary}"
        for option in found.options.values()
    ]
    head = f"# {found.title}\n\n**{found.question}** {found.summary}"
    return "\n\n".join([head, "\n".join(options), *_body(page)])


def option(found: Option, page: Page | None) -> str:
    """An option: what it is, when, what it costs, where that is known from."""
    head = f"# {found.title}\n\n{found.summary}"
    dated = [f"*Sources read {found.checked}.*"] if found.checked else []
    return "\n\n".join([head, *_body(page), *dated])


def rule(knowledge: Knowledge, name: str) -> str:
    """A rule's page, with its severity and its kind of fix."""
    found = knowledge.rules[name]
    fix = {"safe": "safe fix", "suggested": "suggested fix"}.get(found.fix, "no fix")
    return f"# {found.title}\n\n`{name}` · {found.severity} · {fix}\n\n{_without_title(found.page.text)}"


def _body(page: Page | None) -> list[str]:
    return [_without_title(page.text)] if page and page.text else []


def _without_title(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest.strip() if first.startswith("# ") else text.strip()


def _words(words: object) -> str:
    assert hasattr(words, "items")
    return "\n".join(f"- `{word}`: {doc}" for word, doc in words.items())


def _holds(title: str, members: object) -> str:
    own = _own(members)
    if not own:
        return ""
    lines = [f"- `{name}`{' (required)' if found.required else ''}: {sentence(found.doc)}" for name, found in own]
    return f"**{title}**\n\n" + "\n".join(lines)


def _own(members: object) -> list[tuple[str, AttributeSchema | BlockSchema]]:
    assert hasattr(members, "items")
    return [(name, found) for name, found in members.items() if name not in (*_COMMON, ANY_NAME)]


def sentence(text: str) -> str:
    """The first sentence of a documentation text."""
    flat = " ".join(text.split())
    end = next((at for at in range(len(flat)) if flat[at] in ".?!" and flat[at + 1 : at + 2] in ("", " ")), None)
    return flat if end is None else flat[: end + 1]


def limits(schema: AttributeSchema) -> str:
    """The least and the greatest value of a number, in words."""
    low, high = schema.minimum, schema.maximum
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def _code(source: str) -> str:
    return f"```blueprint\n{source}\n```"
