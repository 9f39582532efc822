"""Stories of a person at VS Code, told by `story.mjs`, and what they are about."""

from pathlib import Path
from typing import Any

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import PID
from end_to_end.editors.vscode.code_server import album, node


def play(story: str, url: str, folder: Path, home: Path, **more: str) -> dict[str, Any]:
    """Play a story of `story.mjs`; gives what was seen."""
    texts = {
        "unknownBlock": expected.UNKNOWN_BLOCK,
        "unresolved": expected.UNRESOLVED,
        "changeName": expected.CHANGE_NAME,
        "insertSection": expected.INSERT_SECTION,
        "page": expected.PAGE_OF_ORM,
        "tenantScope": expected.TENANT_SCOPE,
        "tenantCure": expected.TENANT_CURE,
    }
    plan = {
        "pid": str(home / "bin" / PID),
        "story": story,
        "url": url,
        "folder": str(folder),
        "album": album(home, story),
        "expected": texts,
        **more,
    }
    return node("story.mjs", plan, home, 420)


def shop(folder: Path) -> Path:
    """A service whose update forgets its tenant, with its blueprint."""
    for name, text in expected.SHOP.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
