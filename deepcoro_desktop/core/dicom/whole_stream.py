"""Whether a compressed picture is whole and costs no more than its size: looked at before a decoder runs.

libjpeg paints grey over what is missing and says nothing. OpenJPEG sets up tables for every precinct
that 84 bytes claim.

References
----------
ITU-T T.81 B.1 (markers cannot occur in coded data), T.87 A.1 (nor in JPEG-LS), T.800 A.4.2 (SOT), A.6.1 (COD).
"""

from __future__ import annotations

import struct
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.errors import PixelError

_SOI: Final = b"\xff\xd8"
_SOS: Final = b"\xff\xda"
_MARK: Final = 0xFF
_END: Final = b"\xff\xd9"
"""End of a JPEG (EOI) and of a JPEG 2000 codestream (EOC)."""
_SCAN: Final = 0xDA
_STRAY: Final = (*range(0x01, 0xC4), *range(0xC5, 0xD0), 0xD8, *range(0xF0, 0xFE))
"""What cannot follow FF in coded data: neither stuffing, restart, table, next scan nor end."""
_STRAY_LS: Final = (*range(0x80, 0xD0), 0xD8)
"""The same for JPEG-LS, whose coded data hold FF followed by anything below 80."""
_JPEG_LS_FRAME: Final = b"\xff\xf7"
_SIZ, _COD, _SOT = 0xFF51, 0xFF52, b"\xff\x90"
_MOST_SCANS: Final = 3
_MOST_TILES: Final = 4096
_MOST_LAYERS: Final = 256
_MOST_LEVELS: Final = 16
_LEAST_PRECINCT: Final = 4
"""log2 of the smallest precinct side accepted where there are many of them."""
_SHORTEST_TILE_PART: Final = 14
_REMEDY: Final = "Export the clip from the scanner or the archive again."


def require_whole(data: bytes) -> None:
    """Refuse a JPEG or JPEG-LS stream that ends early, repeats its scans, or is visibly damaged.

    JPEG 2000 passes: `check_jpeg_2000` looked at it.

    Raises
    ------
    PixelError
        With what is wrong.
    """
    if not data.startswith(_SOI):
        return
    start = _first_scan(data)
    end = data.rfind(_END, start)
    if end < 0:
        raise _cut_off()
    followers = _followers(data, start, end)
    if followers[_SCAN] > _MOST_SCANS:
        raise PixelError("The compressed picture repeats itself.", _REMEDY)
    stray = _STRAY_LS if _JPEG_LS_FRAME in data[:start] else _STRAY
    if followers[list(stray)].any():
        raise _damaged()


def _followers(data: bytes, start: int, end: int) -> npt.NDArray[np.intp]:
    """Return how often each byte follows an FF between two places: intp, shape (256,)."""
    part = np.frombuffer(data, np.uint8, end - start, start)
    marks = np.flatnonzero(part[:-1] == _MARK)
    return np.bincount(part[marks + 1], minlength=256)


def _first_scan(data: bytes) -> int:
    """Return the place of the first Start of Scan; markers before it have lengths and are stepped over."""
    place = 2
    while data[place : place + 2] != _SOS:
        if len(data) < place + 4:
            raise _cut_off()
        if data[place : place + 2] == b"\xff\xff":  # fill bytes
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if length < 2 or data[place] != 0xFF:
            raise _damaged()
        place += 2 + length
    return place + 2


def check_jpeg_2000(data: bytes, start: int) -> bool:
    """Return whether the stream's components were transformed (RCT or ICT).

    Parameters
    ----------
    data : bytes
        The frame.
    start : int
        Place of its codestream: behind the boxes of a JP2 file, else 0.

    Raises
    ------
    PixelError
        If it ends early, or is cut into more tiles, layers or precincts than a picture needs.
    """
    place = start + 2
    transformed: bool | None = None
    while len(data) >= place + 4 and data[place : place + 2] != _SOT:
        marker, length = struct.unpack_from(">HH", data, place)
        if marker < 0xFF00 or length < 2:
            raise _damaged()
        body = data[place + 4 : place + 2 + length]
        if marker == _SIZ:
            _check_tiles(body)
        elif marker == _COD:
            transformed = _check_style(body)
        place += 2 + length
    if transformed is None:
        raise _damaged()
    _check_tile_parts(data, place)
    return transformed


def _check_tiles(body: bytes) -> None:
    if len(body) < 36:
        raise _damaged()
    x1, y1, x0, y0, width, height, tile_x0, tile_y0 = struct.unpack_from(">8L", body, 2)
    if not width or not height or tile_x0 > x0 or tile_y0 > y0 or x1 <= x0 or y1 <= y0:
        raise _damaged()
    if -(-(x1 - tile_x0) // width) * -(-(y1 - tile_y0) // height) > _MOST_TILES:
        raise PixelError("The compressed picture is cut into too many tiles.", _REMEDY)


def _check_style(body: bytes) -> bool:
    if len(body) < 10:
        raise _damaged()
    style, _, layers, transform, levels = struct.unpack_from(">BBHBB", body)
    # the two smallest resolutions may have small precincts: there are few of them
    precincts = body[12 : 11 + levels] if style & 1 else b""
    small = any(min(size & 15, size >> 4) < _LEAST_PRECINCT for size in precincts)
    if not 1 <= layers <= _MOST_LAYERS or levels > _MOST_LEVELS or small:
        raise PixelError("The compressed picture is cut into too many parts.", _REMEDY)
    return bool(transform == 1)


def _check_tile_parts(data: bytes, place: int) -> None:
    if len(data) < place + 12:
        raise _cut_off()
    while data[place : place + 2] == _SOT and len(data) >= place + 12:
        (length,) = struct.unpack_from(">L", data, place + 6)
        if length == 0:  # the last tile part, up to the end mark
            if data.rfind(_END, place) < 0:
                raise _cut_off()
            return
        if length < _SHORTEST_TILE_PART:
            raise _damaged()
        if place + length > len(data):
            raise _cut_off()
        place += length


def _cut_off() -> PixelError:
    return PixelError("The compressed picture is cut off.", _REMEDY)


def _damaged() -> PixelError:
    return PixelError("The compressed picture is damaged.", _REMEDY)
