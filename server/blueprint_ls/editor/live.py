"""What this blueprint makes of a page: what was chosen, what it costs here, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.editor.mentions import resolve
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import Decision, Distinction


def of_decision(case: Case, decision: Decision) -> str:
    """The state of a decision in this blueprint, in Markdown; what it asks where it has not been made."""
    block = case.blueprint.declared.get(("decision", decision.name))
    chosen = block.get("choose") if block else None
    if block is None or chosen is None:
        return f"*Not decided here yet; the default is `{decision.default}`.*"
    lines = [*_choice(block, chosen), *cost_of(case, block), *_follows(case, decision, chosen)]
    parts = ["**In this blueprint**", "\n".join(f"- {line}" for line in lines)]
    turning = [f"- {line}" for line in _turning_points(case, decision, chosen)]
    if turning:
        parts += ["**What would change the answer**", "\n".join(turning)]
    return "\n\n".join(parts)


def of_option(case: Case, decision: Decision, option: str) -> str:
    """What an option means in this blueprint: chosen, rejected, or what it would bring if it were chosen."""
    block = case.blueprint.declared.get(("decision", decision.name))
    chosen = block.get("choose") if block else None
    if option == chosen:
        return of_decision(case, decision)
    lines = ["rejected here"] if block and option in (block.get("over") or ()) else []
    lines += _brought(case, decision, option)
    lines += [line for line in _turning_points(case, decision, chosen or "") if line.startswith(f"`{option}`")]
    return "**In this blueprint**\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def cost_of(case: Case, block: Block) -> Iterator[str]:
    """The components of the bill that pay for a block."""
    overview = case.blueprint.sections.get("overview")
    bill = overview.block("cost") if overview else None
    for component in bill.blocks("component") if bill else ():
        if any(resolve(case.blueprint, ref) is block for ref in component.get("pays_for", ())):
            monthly = component.get("monthly")
            if monthly:
                yield f"costs {monthly.text} a month: {component.label}"


def _choice(block: Block, chosen: str) -> Iterator[str]:
    rejected = [f"`{name}`" for name in block.get("over") or ()]
    assumed = ", assumed and not yet confirmed" if block.get("assumed") else ""
    over = f" over {', '.join(rejected)}" if rejected else ""
    yield f"`{chosen}`{over}{assumed}"
    for name in ("because", "accepts"):
        if block.get(name):
            yield f"{name}: {' '.join(str(block.get(name)).split())}"
    if block.get("replaces"):
        by = f" by {block.get('replaces_by')}" if block.get("replaces_by") else ""
        yield f"replaces `{block.get('replaces')}`{by}"
    if block.get("review"):
        yield f"to be looked at again on {block.get('review')}"


def _follows(case: Case, decision: Decision, chosen: str) -> Iterator[str]:
    """Decisions whose choice brings this one, and those that this one brings."""
    option = decision.options.get(chosen)
    if option and option.implies:
        yield f"brings {', '.join(f'`{choice}`' for choice in option.implies)}"
    for other in case.blueprint.vocabulary.decisions.values():
        picked = other.options.get(case.blueprint.choice(other.name) or "")
        if picked and f"{decision.name}.{chosen}" in picked.implies:
            yield f"needed by `{other.name}.{picked.name}`"


def _brought(case: Case, decision: Decision, name: str) -> Iterator[str]:
    """What would have to change with this option."""
    option = decision.options.get(name)
    for choice in option.implies if option else ():
        other, _, word = choice.partition(".")
        today = case.blueprint.choice(other)
        if today and today != word:
            yield f"`{other}` would become `{word}`; today it is `{today}`"
    for choice in option.excludes if option else ():
        other, _, word = choice.partition(".")
        if case.blueprint.choice(other) == word:
            yield f"it cannot stand beside `{choice}`, which is chosen here"


def _turning_points(case: Case, decision: Decision, chosen: str) -> Iterator[str]:
    """The conditions under which another option would be the better one, beside what is stated today."""
    for distinction in decision.distinctions:
        if chosen in distinction.between and distinction.prefers != chosen:
            today = _stated(case, distinction)
            behind = f" ({today})" if today else ""
            yield f"`{distinction.prefers}`: {_uncapitalized(distinction.when)}{behind}"


def _stated(case: Case, distinction: Distinction) -> str:
    value = case.blueprint.value(distinction.measure)
    if value is None or isinstance(value, tuple):
        return ""
    return f"{distinction.measure.rpartition('.')[2].replace('_', ' ')} is {getattr(value, 'text', value)} here"


def _uncapitalized(text: str) -> str:
    """A sentence as it goes on behind a colon; a name that begins with two capitals stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}".rstrip(".")
