"""The data set of a file up to its pixels; deflated files are unpacked within bounds."""

from __future__ import annotations

import io
import zlib
from typing import IO, Final

from pydicom import dcmread
from pydicom.dataset import FileDataset

from deepcoro_desktop.core.dicom.syntaxes import DEFLATED, EXPLICIT
from deepcoro_desktop.core.dicom.values import MALFORMED, quiet
from deepcoro_desktop.core.errors import UnreadableFileError

LARGEST_UNPACKED: Final = 512 << 20
"""A deflated file may unpack to at most this many bytes."""
FREE_UNPACKED: Final = 32 << 20
"""So much, whatever its size; beyond it the ratio counts: a small file can claim a thousand times its size."""
LARGEST_RATIO: Final = 200

COPY_AGAIN: Final = "Copy the file again from where it came."

_PREAMBLE: Final = 132


def read_dataset(stream: IO[bytes]) -> tuple[FileDataset, IO[bytes]]:
    """Return the data set up to its pixels, and a stream that stands at the pixel data element.

    The stream is `stream` itself, or the unpacked bytes of a deflated file.

    Raises
    ------
    UnreadableFileError
        If it is no DICOM file, or is damaged before its pixels.
    """
    start = stream.read(_PREAMBLE)
    if not start:
        raise UnreadableFileError("The file is empty.", COPY_AGAIN)
    # without the preamble a file may still be DICOM: then it begins with group 0002 or 0008, little endian
    bare = start[128:] != b"DICM"
    if bare and start[:2] not in (b"\x02\x00", b"\x08\x00"):
        raise UnreadableFileError("It is not a DICOM file.", "Nothing needs to be done if it is no clip.")
    plain = stream if bare else _unpack(stream, start)
    plain.seek(0)
    try:
        with quiet():
            return dcmread(plain, stop_before_pixels=True, force=bare), plain
    except (*MALFORMED, zlib.error) as error:
        raise UnreadableFileError("Its header is damaged.", COPY_AGAIN) from error


def _unpack(stream: IO[bytes], start: bytes) -> IO[bytes]:
    """Return the stream as it is, or of a deflated file its unpacked bytes, labelled Explicit VR Little Endian.

    References
    ----------
    DICOM PS3.10 7.1 (File Meta Information, its group length first), PS3.5 A.5 (deflated transfer syntax).
    """
    head = stream.read(12)
    if len(head) < 12 or head[:8] != b"\x02\x00\x00\x00UL\x04\x00":
        return stream
    meta = stream.read(min(int.from_bytes(head[8:], "little"), 1 << 20))
    deflated = DEFLATED.encode()
    if deflated not in meta:
        return stream
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        packed = stream.read(LARGEST_UNPACKED)
        limit = min(LARGEST_UNPACKED, FREE_UNPACKED + LARGEST_RATIO * len(packed))
        data = unpacker.decompress(packed, limit)
    except zlib.error as error:
        raise UnreadableFileError("Its compressed content is damaged.", COPY_AGAIN) from error
    if unpacker.unconsumed_tail:
        raise UnreadableFileError(
            f"It unpacks to more than {limit >> 20} MB from {len(packed) >> 10} kB.", "Export the clip as JPEG."
        )
    return io.BytesIO(start + head + meta.replace(deflated, EXPLICIT.encode().ljust(len(deflated), b"\0")) + data)
