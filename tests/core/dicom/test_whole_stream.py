"""What follows FF in coded data is counted at once, and judged as one pattern after the other would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepcoro_desktop.core.dicom.whole_stream import require_whole
from deepcoro_desktop.core.errors import PixelError

STRAY = re.compile(rb"\xff[\x01-\xc3\xc5-\xcf\xd8\xf0-\xfd]")
STRAY_LS = re.compile(rb"\xff[\x80-\xcf\xd8]")
HEADS = {"JPEG": b"\xff\xc0\x00\x04\x08\x08", "JPEG-LS": b"\xff\xf7\x00\x04\x08\x08"}


def naive(coded: bytes, kind: str) -> str:
    """Return what is wrong with coded data by patterns, empty for nothing."""
    end = coded.rfind(b"\xff\xd9")
    if end < 0:
        return "cut off"
    if coded[:end].count(b"\xff\xda") > 3:
        return "repeats itself"
    return "damaged" if (STRAY if kind == "JPEG" else STRAY_LS).search(coded[:end]) else ""


@settings(deadline=None, max_examples=500, database=None)
@given(
    st.sampled_from(list(HEADS)),
    st.lists(st.sampled_from([b"\xff", b"\xff\x00", b"\xff\xda", b"\xd0", b"\x7f", b"\xff\xd9", b"\xff\xff", b"ab"])),
    st.binary(max_size=6),
    st.booleans(),
)
def test_coded_data_are_judged_as_by_patterns(kind: str, pieces: list[bytes], more: bytes, ends: bool) -> None:
    coded = b"".join(pieces) + more + (b"\xff\xd9" if ends else b"")
    stream = b"\xff\xd8" + HEADS[kind] + b"\xff\xda" + coded
    wrong = naive(coded, kind)
    if wrong:
        with pytest.raises(PixelError, match=wrong):
            require_whole(stream)
    else:
        require_whole(stream)


@pytest.mark.parametrize("follower", range(256))
def test_every_byte_after_ff_is_judged_as_by_patterns(follower: int) -> None:
    coded = b"ab\xff" + bytes([follower]) + b"cd\xff\xd9"
    for kind, head in HEADS.items():
        stream = b"\xff\xd8" + head + b"\xff\xda" + coded
        if naive(coded, kind):
            with pytest.raises(PixelError, match=naive(coded, kind)):
                require_whole(stream)
        else:
            require_whole(stream)
