"""What the tests in VS Code share: the extension, packaged once."""

from pathlib import Path

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.vscode.code_server import packaged


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The extension as it is installed."""
    return packaged()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder of four small blueprints."""
    folder = tmp_path / "workspace"
    texts = {
        "misspelt": expected.MISSPELT,
        "modules": expected.MODULES,
        "data": expected.DATA,
        "untidy": expected.UNTIDY,
    }
    for name, text in texts.items():
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.blueprint").write_text(text, encoding="utf-8")
    return folder
