"""The wheel: everything a user needs is in it, and it runs without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def blueprint(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); from blueprint_ls.cli.main import main; sys.exit(main())"
    )
    command = [sys.executable, "-P", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=installed.parent, check=False)


def test_the_knowledge_is_in_the_wheel(installed: Path):
    answer = blueprint(installed, "explain", "prisma")

    assert answer.returncode == 0
    assert "Choose it when" in answer.stdout


def test_a_blueprint_is_begun_and_completed(installed: Path, tmp_path: Path):
    blueprint(installed, "init", str(tmp_path))

    answer = blueprint(installed, "check", "--fix", "--assume", str(tmp_path))

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_tour_has_its_example(installed: Path):
    assert (installed / "blueprint_ls" / "data" / "examples" / "acme-crm").is_dir()
