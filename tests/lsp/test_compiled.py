"""Generated code that is kept between runs: the same classes, with or without it."""

from __future__ import annotations

import builtins
import dataclasses
from pathlib import Path

import attr._make
import attrs
import pytest

from blueprint_ls.lsp.compiled import kept_compilations


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "blueprint-ls"


def test_classes_are_the_same_from_fresh_and_from_kept_code(cache: Path) -> None:
    for _ in range(2):
        with kept_compilations():
            made = _classes()
        assert [repr(one) for one in made] == ["Attrs(name='a', many=[])", "Data(name='a', many=[])"]
        assert made == _classes(*map(type, made))
    assert len(list(cache.iterdir())) == 1


def test_nothing_is_compiled_twice(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kept_compilations():
        _classes()
    (store,) = cache.iterdir()
    written = store.stat().st_mtime_ns
    compiled = []
    monkeypatch.setattr(builtins, "compile", lambda *given, **more: compiled.append(given))
    with kept_compilations():
        _classes()
    assert compiled == []
    assert store.stat().st_mtime_ns == written


@pytest.mark.parametrize("content", [b"", b"nonsense", b"i\x07\0\0\0"])
def test_a_spoilt_store_is_written_anew(cache: Path, content: bytes) -> None:
    with kept_compilations():
        _classes()
    (store,) = cache.iterdir()
    good = store.stat().st_size
    store.write_bytes(content)
    with kept_compilations():
        _classes()
    assert store.stat().st_size == good


def test_it_does_without_a_place_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    with kept_compilations():
        assert _classes()


def test_python_is_left_as_it_was(cache: Path) -> None:
    with pytest.raises(ZeroDivisionError), kept_compilations():
        raise ZeroDivisionError
    assert not hasattr(attr._make, "compile")
    assert not hasattr(dataclasses, "exec")


def _classes(*known: type) -> list[object]:
    if known:
        return [kind(name="a") for kind in known]
    fields = {"name": attrs.field(), "many": attrs.field(factory=list)}
    data = dataclasses.make_dataclass(
        "Data", ["name", ("many", list, dataclasses.field(default_factory=list))], frozen=True
    )
    return _classes(attrs.make_class("Attrs", fields), data)
