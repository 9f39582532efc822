"""The rooms of the house: who may import whom."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "server" / "blueprint_ls"
ROOMS = ("syntax", "language", "knowledge", "codebase", "judge", "generate", "fixes", "editor")
"""From left to right, as data flows; a room imports only from itself and from its left."""
FACES = ("lsp", "cli")
PROTOCOL = ("pygls", "lsprotocol", "cattrs", "attrs")


def imports(path: Path) -> list[str]:
    """The modules that a file imports, in full; relative ones resolved."""
    package = ["blueprint_ls", *path.relative_to(PACKAGE).parent.parts]
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            found += [f"{module}.{alias.name}" for alias in node.names]
    return found


def files(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "blueprint_ls" and len(parts) > 1 else ""


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_its_left(room: str):
    beyond = {*ROOMS[ROOMS.index(room) + 1 :], *FACES}

    offending = [f"{path.name}: {name}" for path in files(room) for name in imports(path) if room_of(name) in beyond]

    assert offending == []


@pytest.mark.parametrize(("face", "other"), [FACES, FACES[::-1]])
def test_the_two_faces_do_not_know_each_other(face: str, other: str):
    faces = [path for path in files(face) if path.name != "serve.py"]  # the command that starts the server

    offending = [f"{path.name}: {module}" for path in faces for module in imports(path) if room_of(module) == other]

    assert offending == []


def test_only_one_room_knows_the_protocol():
    elsewhere = [path for path in sorted(PACKAGE.rglob("*.py")) if "lsp" not in path.relative_to(PACKAGE).parts[:1]]

    offending = [
        f"{path.name}: {name}" for path in elsewhere for name in imports(path) if name.split(".")[0] in PROTOCOL
    ]

    assert offending == []


def test_the_parser_knows_no_word_of_the_vocabulary():
    words = {"overview", "tenancy", "endpoint", "getting_started", "observability"}

    constants = {
        node.value
        for path in files("syntax")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert constants & words == set()
