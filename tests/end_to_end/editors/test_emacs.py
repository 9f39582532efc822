"""The Emacs mode in a real Emacs with eglot: what a person sees, does and gets."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import REPOSITORY, server_on_path

EMACS = shutil.which("emacs")
HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(EMACS is None, reason="no Emacs here")


def test_a_person_writes_a_blueprint(tmp_path: Path) -> None:
    file = tmp_path / "site diary ü" / "main.blueprint"
    file.parent.mkdir()
    file.write_text(expected.MISSPELT, encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": server_on_path(tmp_path / "bin"),
        "BLUEPRINT_EMACS_PLUGIN": str(REPOSITORY / "editors" / "emacs"),
    }
    command = [str(EMACS), "--batch", "-Q", "-l", str(HERE / "story.el"), str(file)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    seen = json.loads(run.stdout[run.stdout.index("{") :])

    assert seen.get("problem") is None, run.stderr
    assert seen["mode"] == "blueprint-mode"
    assert any("moduels" in text for text in seen["diagnostics"])
    assert seen["repaired"] == expected.MISSPELT.replace("moduels", "modules")
    assert "2 · Modules" in seen["outline"]
    assert "Prisma" in seen["page"]
    assert "## 2. Modules" in seen["document"]
    assert "identity" in seen["diagram"]
