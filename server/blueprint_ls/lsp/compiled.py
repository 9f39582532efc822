"""Generated code kept between runs, so that the server is there in two thirds of the time.

The protocol has five hundred classes whose methods are written as text and compiled at each import: half of
what starting costs. Compiling is a pure function of that text, so its results can be kept, as Python keeps
those of modules. Where they cannot be written or read, everything is compiled as ever.
"""

from __future__ import annotations

import builtins
import dataclasses
import importlib.util
import marshal
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s
from pathlib import Path
from types import CodeType
from typing import Any

Codes = dict[str, CodeType]
"""What texts were compiled to."""
_DIGEST = blake2s().digest_size
"""Bytes at the file's beginning that say whether the rest is whole."""


@contextmanager
def kept_compilations() -> Iterator[None]:
    """What is imported in here takes the code of its generated methods from the last run."""
    import attr._make

    store = _store()
    known = _load(store)
    codes = dict(known)

    def compile_once(source: Any, filename: str, mode: str, *more: Any, **options: Any) -> Any:
        if not isinstance(source, str) or mode != "exec" or more or options:
            return builtins.compile(source, filename, mode, *more, **options)
        if source not in codes:
            codes[source] = builtins.compile(source, filename, mode, dont_inherit=True)
        return codes[source]

    def exec_once(source: Any, *scopes: Any) -> None:
        builtins.exec(compile_once(source, "<string>", "exec"), *scopes)

    attr._make.compile = compile_once  # type: ignore[attr-defined]
    dataclasses.exec = exec_once  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del attr._make.compile, dataclasses.exec  # type: ignore[attr-defined]
    if codes.keys() != known.keys():
        _save(store, codes)


def _store() -> Path:
    """One file for each Python: code of one is nothing to another."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    version = importlib.util.MAGIC_NUMBER.hex()
    return Path(home, "blueprint-ls", f"code-{sys.implementation.cache_tag}-{version}.bin")


def _load(store: Path) -> Codes:
    """What was kept; nothing where the file is not whole, for unmarshalling damaged bytes may end the process."""
    try:
        data = store.read_bytes()
        whole = blake2s(data[_DIGEST:]).digest() == data[:_DIGEST]
        known = marshal.loads(data[_DIGEST:]) if whole else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return known if isinstance(known, dict) else {}


def _save(store: Path, codes: Codes) -> None:
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=store.parent, delete=False) as scratch:
            payload = marshal.dumps(codes)
            scratch.write(blake2s(payload).digest() + payload)
        os.replace(scratch.name, store)
    except OSError:
        return
