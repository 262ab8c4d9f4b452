"""Where each frame's bytes lie in a file, so that one frame is read without the others."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import IO, Final

from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.dicom.parse import COPY_AGAIN
from deepcoro_desktop.core.dicom.syntaxes import VIDEO
from deepcoro_desktop.core.errors import UnreadableFileError

Span = tuple[int, int]
"""Offset in the file and length, bytes."""
Frame = tuple[Span, ...]
"""The fragments of one frame, in order."""

_PIXEL_DATA: Final = (0x7FE0, 0x0010)
_ITEM: Final = (0xFFFE, 0xE000)
_SEQUENCE_END: Final = (0xFFFE, 0xE0DD)
_UNDEFINED: Final = 0xFFFFFFFF
_STREAM_STARTS: Final = (b"\xff\xd8", b"\xff\x4f")
"""First bytes of a JPEG or JPEG-LS (SOI) and of a JPEG 2000 codestream (SOC)."""
_MOST_FRAGMENTS: Final = 1_000_000


def locate_frames(stream: IO[bytes], layout: PixelLayout) -> tuple[Frame, ...]:
    """Return where every frame lies, from a stream that stands at the pixel data element.

    Encapsulated frames are found by the Extended Offset Table, the Basic Offset Table, one fragment a frame, or the
    first bytes of each compressed picture, in this order. Every frame of a video lies in the whole stream.

    Raises
    ------
    UnreadableFileError
        If there are no pixels, or fewer frames than the header names.

    References
    ----------
    DICOM PS3.5 A.4 (encapsulated pixel data), PS3.3 C.7.6.3.1.8 (Extended Offset Table).
    """
    length = _open_element(stream, layout)
    start = stream.tell()
    if not layout.encapsulated:
        return _native(stream, layout, start, length)
    if length != _UNDEFINED:
        raise UnreadableFileError("Its compressed pixels have no fragments.", COPY_AGAIN)
    table, fragments = _read_fragments(stream)
    if layout.syntax in VIDEO:  # one stream holds all frames
        if not fragments:
            raise UnreadableFileError("It holds no pixels.", COPY_AGAIN)
        return (tuple(fragments),) * layout.frames
    frames = _by_offsets(_offsets(layout.extended_offsets, "Q"), fragments, layout.frames)
    frames = frames or _by_offsets(_offsets(table, "L"), fragments, layout.frames)
    if not frames and len(fragments) == layout.frames:
        frames = tuple((fragment,) for fragment in fragments)
    if not frames and layout.frames == 1 and fragments:
        frames = (tuple(fragments),)
    frames = frames or _by_first_bytes(stream, fragments)
    if len(frames) < layout.frames:
        raise _cut_off(len(frames), layout.frames)
    if len(frames) > layout.frames:
        raise UnreadableFileError(f"It holds {len(frames)} frames where its header names {layout.frames}.", COPY_AGAIN)
    return frames


def _open_element(stream: IO[bytes], layout: PixelLayout) -> int:
    """Read the tag and the length of the pixel data element and return its length, bytes."""
    order = ">" if layout.big_endian else "<"
    head = stream.read(8)
    if len(head) < 8:
        raise UnreadableFileError("It holds no pixels.", COPY_AGAIN)
    if struct.unpack(order + "HH", head[:4]) != _PIXEL_DATA:
        raise UnreadableFileError("It holds no pixels that this program shows.", COPY_AGAIN)
    if head[4:6] in (b"OB", b"OW", b"UN"):
        head = stream.read(4)
        if len(head) < 4:
            raise UnreadableFileError("It holds no pixels.", COPY_AGAIN)
        return int(struct.unpack(order + "L", head)[0])
    return int(struct.unpack(order + "L", head[4:])[0])


def _native(stream: IO[bytes], layout: PixelLayout, start: int, length: int) -> tuple[Frame, ...]:
    size = layout.native_frame_bytes
    paired = layout.paired_frame_bytes
    # some writers keep the label 4:2:2 on pixels that they store whole: the length tells
    if paired is not None and length < size * layout.frames:
        size = paired
    expected = size * layout.frames
    if length == _UNDEFINED:
        raise UnreadableFileError("Its uncompressed pixels are packed as compressed ones.", COPY_AGAIN)
    # one byte of padding and less than a frame of it does no harm; a whole frame more or less means a wrong header
    if not expected <= length < expected + max(size, 2):
        raise UnreadableFileError(
            f"Its pixels have {length} bytes where {layout.frames} frames of {layout.columns} by {layout.rows} "
            f"need {expected}.",
            COPY_AGAIN,
        )
    whole = (stream.seek(0, 2) - start) // size
    if whole < layout.frames:
        raise _cut_off(whole, layout.frames)
    return tuple(((start + size * index, size),) for index in range(layout.frames))


def _cut_off(have: int, wanted: int) -> UnreadableFileError:
    return UnreadableFileError(f"It holds {have} whole frames of {wanted}: the file was cut off.", COPY_AGAIN)


def _read_fragments(stream: IO[bytes]) -> tuple[bytes, list[Span]]:
    """Return the Basic Offset Table and the spans of the fragments that are whole."""
    end = _size(stream)
    table: bytes | None = None
    fragments: list[Span] = []
    while len(fragments) < _MOST_FRAGMENTS:
        head = stream.read(8)
        if len(head) < 8:
            break
        group, element, length = struct.unpack("<HHL", head)
        if (group, element) == _SEQUENCE_END or (group, element) != _ITEM:
            break
        offset = stream.tell()
        if offset + length > end:
            break
        if table is None:
            table = stream.read(length)
        else:
            fragments.append((offset, length))
            stream.seek(length, 1)
    return table or b"", fragments


def _size(stream: IO[bytes]) -> int:
    here = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(here)
    return end


def _offsets(table: bytes, code: str) -> tuple[int, ...]:
    width = struct.calcsize("<" + code)
    if not table or len(table) % width:
        return ()
    return struct.unpack(f"<{len(table) // width}{code}", table)


def _by_offsets(offsets: tuple[int, ...], fragments: list[Span], frames: int) -> tuple[Frame, ...]:
    """Return the frames that an offset table names, empty where the table does not fit the fragments."""
    if len(offsets) != frames or not fragments or offsets[0] != 0:
        return ()
    first = fragments[0][0] - 8  # offsets count from the first item's tag
    place = {offset - 8 - first: index for index, (offset, _) in enumerate(fragments)}
    starts = [place.get(offset, -1) for offset in offsets]
    if -1 in starts or any(b <= a for a, b in pairwise(starts)):
        return ()
    ends = [*starts[1:], len(fragments)]
    return tuple(tuple(fragments[a:b]) for a, b in zip(starts, ends, strict=True))


def _by_first_bytes(stream: IO[bytes], fragments: list[Span]) -> tuple[Frame, ...]:
    """Return the frames, each from a fragment that begins a compressed picture to before the next such."""
    frames: list[list[Span]] = []
    for offset, length in fragments:
        stream.seek(offset)
        if stream.read(2) in _STREAM_STARTS or not frames:
            frames.append([])
        frames[-1].append((offset, length))
    return tuple(tuple(frame) for frame in frames)
