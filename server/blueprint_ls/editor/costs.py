"""What the editor says of costs, at the bill and its components. What reckons is loaded with the first of them."""

from __future__ import annotations

from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block

_PLACES = frozenset({"overview.cost", "overview.cost.component"})


def hint(case: Case, block: Block) -> str:
    """What an inlay adds to the header of the bill or of one of its components; empty for any other block."""
    if not _is_of_bill(block):
        return ""
    from blueprint_ls.editor import bill

    return bill.hint(case, block)


def told(case: Case, block: Block) -> str:
    """How the bill or one of its components was reckoned, in Markdown; empty for any other block."""
    if not _is_of_bill(block):
        return ""
    from blueprint_ls.editor import bill

    return bill.told(case, block)


def _is_of_bill(block: Block) -> bool:
    return block.schema is not None and block.schema.path in _PLACES
