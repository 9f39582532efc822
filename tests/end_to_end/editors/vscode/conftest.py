"""What the tests in VS Code share: the extension, packaged once."""

from pathlib import Path

import pytest

from end_to_end.editors.vscode.code_server import packaged


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The extension as it is installed."""
    return packaged()
