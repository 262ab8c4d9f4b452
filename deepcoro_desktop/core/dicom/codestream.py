"""What a compressed picture says of itself, read before a decoder touches it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.dicom.whole_stream import check_jpeg_2000
from deepcoro_desktop.core.errors import PixelError

_SOI: Final = b"\xff\xd8"
_J2K_SOC: Final = b"\xff\x4f\xff\x51"
_JP2_SIGNATURE: Final = b"\x00\x00\x00\x0cjP  "
_SOF_MARKERS: Final = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
_ALLOWED_SOF: Final = frozenset({0xC0, 0xC1, 0xC3, 0xF7})
"""Baseline, extended, lossless, JPEG-LS (PS3.5 8.2); progressive streams cost many times their picture."""
_ADOBE_TRANSFORM: Final = 11
"""Place of the transform flag in Adobe's marker."""
_APP0, _APP14, _SOS, _EOI = 0xE0, 0xEE, 0xDA, 0xD9

DAMAGED_REMEDY: Final = "Export the clip from the scanner or the archive again."


@dataclass(frozen=True, slots=True)
class Codestream:
    """Head of one compressed picture."""

    rows: int
    columns: int
    components: int
    bits: int
    is_ycc: bool | None
    """Whether the stream itself says that its colours are luminance and chroma; None where it does not say."""
    length: int
    """Bytes of the stream."""
    is_transformed: bool = False
    """JPEG 2000: the multiple component transformation was used, which its decoder undoes."""


def read_codestream(data: bytes) -> Codestream:
    """Return what the head of a JPEG, JPEG-LS or JPEG 2000 picture says.

    Colour is certain where the stream has an Adobe marker (transform 0 RGB, else YCbCr), a JFIF marker (YCbCr),
    components named R, G, B, or chroma of lower resolution (YCbCr).

    Raises
    ------
    PixelError
        If it is none of these, or damaged.

    References
    ----------
    ITU-T T.81 B.2 (JPEG markers), T.87 C.2 (JPEG-LS), T.800 A.5.1 (SIZ); T.872 6.5.3 (Adobe's APP14).
    """
    try:
        if data[:2] == _SOI:
            return _jpeg(data)
        if data[:4] == _J2K_SOC:
            return _jpeg_2000(data, 2)
        if data[: len(_JP2_SIGNATURE)] == _JP2_SIGNATURE:
            place = data.find(_J2K_SOC)
            if place >= 0:
                return _jpeg_2000(data, place + 2)
    except (struct.error, IndexError) as error:
        raise PixelError("The compressed picture is cut off.", DAMAGED_REMEDY) from error
    raise PixelError("The compressed picture is of no known kind.", DAMAGED_REMEDY)


def _jpeg(data: bytes) -> Codestream:
    place, ycc = 2, None
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:  # fill bytes
            place += 1
        if data[place] != 0xFF:
            raise PixelError("The compressed picture is damaged.", DAMAGED_REMEDY)
        marker = data[place + 1]
        if marker in (_SOS, _EOI):
            raise PixelError("The compressed picture has no size.", DAMAGED_REMEDY)
        (length,) = struct.unpack_from(">H", data, place + 2)
        body = data[place + 4 : place + 2 + length]
        if marker in _SOF_MARKERS:
            return _frame_header(marker, body, ycc, len(data))
        if marker == _APP0 and body[:5] == b"JFIF\0" and ycc is None:
            ycc = True
        elif marker == _APP14 and body[:5] == b"Adobe" and len(body) > _ADOBE_TRANSFORM:
            ycc = body[_ADOBE_TRANSFORM] != 0
        place += 2 + length


def _frame_header(marker: int, body: bytes, ycc: bool | None, length: int) -> Codestream:
    if marker not in _ALLOWED_SOF:
        raise PixelError("It is a progressive or arithmetic JPEG, which DICOM does not allow.", DAMAGED_REMEDY)
    bits, rows, columns, components = struct.unpack_from(">BHHB", body)
    parts = [body[6 + 3 * i : 9 + 3 * i] for i in range(components)]
    if components == 3:
        if len({part[1] for part in parts}) > 1:
            ycc = True
        elif ycc is None and bytes(part[0] for part in parts) == b"RGB":
            ycc = False
    return Codestream(rows, columns, components, bits, ycc, length)


def _jpeg_2000(data: bytes, place: int) -> Codestream:
    x1, y1, x0, y0 = struct.unpack_from(">LLLL", data, place + 6)
    (components,) = struct.unpack_from(">H", data, place + 38)
    bits = (data[place + 40] & 0x7F) + 1
    transformed = check_jpeg_2000(data, place - 2)
    return Codestream(y1 - y0, x1 - x0, components, bits, None, len(data), transformed and components == 3)
