"""What holds for all tests: they leave the caches of the person who runs them alone."""

import os
import tempfile
from pathlib import Path

os.environ["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir(), "blueprint-test-cache"))
