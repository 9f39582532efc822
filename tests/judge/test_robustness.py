"""However broken a file is, it is judged, and every fix that is offered can be made."""

import random

import pytest

from blueprint_ls.fixes import apply, fix_everything, fixes
from support import MAIN, workspace_of

WHOLE = workspace_of("").fix_all(assume=True).encode()
PIECES = [b"{", b"}", b"[", b"]", b'"', b"\n", b"=", b" x ", b"<<X\n", b"enum(", b"1e999", b"#", b"/*", b"${", b"\0"]


def _judge(data: bytes) -> None:
    sandbox = workspace_of({MAIN: data})
    case = sandbox.case
    for finding in sandbox.findings():
        assert 0 <= finding.span.start <= finding.span.end <= len(data)
        for fix in fixes(finding, case):
            apply(data, fix.edits).decode()


@pytest.mark.parametrize("end", range(0, len(WHOLE), len(WHOLE) // 40))
def test_a_file_cut_off_anywhere_is_judged(end: int):
    _judge(WHOLE[:end])


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_pieces_thrown_in_is_judged(seed: int):
    chance = random.Random(seed)
    start = chance.randrange(len(WHOLE))
    data = bytearray(WHOLE[start : start + 3000])
    for _ in range(6):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.choice([0, 1, 20])] = chance.choice(PIECES)

    _judge(bytes(data))


@pytest.mark.parametrize("seed", range(6))
def test_fixing_a_broken_file_comes_to_an_end(seed: int):
    chance = random.Random(seed)
    data = bytearray(WHOLE)
    for _ in range(4):
        data.insert(chance.randrange(len(data)), chance.choice(b'{}[]"='))
    outcome = fix_everything(workspace_of({MAIN: bytes(data)}).case, assume=True)

    assert not fix_everything(outcome.case, assume=True).texts
