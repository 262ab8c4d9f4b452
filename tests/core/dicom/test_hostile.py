"""Files made to harm: they cost no more than their size and end in a sentence, never in a crash."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import DeepcoroError, PixelError
from tests.core.dicom import pictures as p

FRAMES = p.reference_frames()
GREY = p.grey_of(FRAMES)
MUTATIONS = 60
"""Per way of storing; the whole loop takes a second."""


def _lossless(frame: p.Frames) -> bytes:
    space = {"colorspace": "RGB", "outcolorspace": "RGB"} if frame.ndim == 3 else {}
    return bytes(imagecodecs.jpeg8_encode(frame, lossless=True, predictor=1, **space))


STORED: dict[str, Callable[[], object]] = {
    "native": lambda: p.dataset(FRAMES.tobytes(), SequenceOfUltrasoundRegions=p.regions(p.region(2, 3, 40, 30))),
    "implicit": lambda: p.dataset(FRAMES.tobytes(), p.IMPLICIT),
    "deflated": lambda: p.dataset(FRAMES.tobytes(), p.DEFLATED),
    "rle": lambda: p.dataset([p.rle(f) for f in FRAMES], p.RLE),
    "jpeg": lambda: p.dataset([p.jpeg(f) for f in FRAMES], p.JPEG, "YBR_FULL"),
    "lossless": lambda: p.dataset([_lossless(f) for f in FRAMES], p.LOSSLESS_SV1, "RGB"),
    "lossless-grey": lambda: p.dataset([_lossless(f) for f in GREY], p.LOSSLESS_SV1, "MONOCHROME2"),
    "jpeg-ls": lambda: p.dataset([imagecodecs.jpegls_encode(f) for f in FRAMES], p.JPEG_LS, "RGB"),
    "jpeg-2000": lambda: p.dataset(
        [imagecodecs.jpeg2k_encode(f, reversible=True, codecformat="j2k") for f in FRAMES],
        p.JPEG_2000_REVERSIBLE,
        "YBR_RCT",
    ),
}


def _mutate(content: bytes, source: random.Random) -> bytes:
    """Return the file with some bytes changed, dropped, added or replaced by extreme lengths."""
    data = bytearray(content)
    kind = source.randrange(5)
    # every second time in the header, where lengths and sizes are
    end = min(len(data), 1400) if source.random() < 0.5 else len(data)
    for _ in range(source.choice((1, 2, 4, 16))):
        place = source.randrange(128, min(end, len(data)))
        if kind == 0:
            data[place] = source.randrange(256)
        elif kind == 1:
            data[place] ^= 1 << source.randrange(8)
        elif kind == 2:
            data[place : place + 4] = source.choice((b"\xff\xff\xff\xff", bytes(4), b"\xff\xff\xff\x7f"))
        elif kind == 3:
            del data[place : min(place + source.randrange(1, 40), len(data) - 200)]
        else:
            data[place:place] = source.randbytes(source.randrange(1, 20))
    return bytes(data)


@pytest.mark.parametrize("stored", STORED)
def test_an_altered_file_is_read_or_refused_but_never_crashes(stored: str, tmp_path: Path) -> None:
    content = p.write(tmp_path / "whole", STORED[stored]()).read_bytes()  # type: ignore[arg-type]
    source = random.Random(f"{stored} 1")
    refused: list[DeepcoroError] = []
    for _ in range(MUTATIONS):
        (tmp_path / "altered").write_bytes(_mutate(content, source))
        try:
            clip = read_study(tmp_path / "altered").clips[0]
            frame = decode_frames(clip, [clip.frame_count - 1])
            assert frame.shape == (1, clip.rows, clip.columns, 3)
        except DeepcoroError as error:
            refused.append(error)
    assert refused
    assert all(error.message and error.remedy for error in refused)


def _refused(tmp_path: Path, streams: list[bytes], syntax: str, photometric: str, **elements: object) -> str:
    data = p.dataset(streams, syntax, photometric, frames=len(streams), **elements)
    clip = read_study(p.write(tmp_path / "x", data)).clips[0]
    with pytest.raises(PixelError) as caught:
        decode_frames(clip)
    return caught.value.message


def _j2k(frame: p.Frames) -> bytearray:
    return bytearray(imagecodecs.jpeg2k_encode(frame, reversible=True, codecformat="j2k"))


def test_a_short_jpeg_that_claims_a_huge_picture_is_not_decoded(tmp_path: Path) -> None:
    stream = bytearray(p.jpeg(GREY[0]))
    start = stream.find(b"\xff\xc0")
    stream[start + 5 : start + 9] = struct.pack(">2H", 16000, 16000)
    message = _refused(tmp_path, [bytes(stream)], p.JPEG, "MONOCHROME2", Rows=16000, Columns=16000)
    assert "cannot hold a picture of 16000 by 16000" in message


def test_a_progressive_jpeg_is_not_decoded(tmp_path: Path) -> None:
    stream = p.jpeg(GREY[0]).replace(b"\xff\xc0", b"\xff\xc2", 1)
    assert "progressive" in _refused(tmp_path, [stream], p.JPEG, "MONOCHROME2")


def test_a_jpeg_that_repeats_its_scans_is_not_decoded(tmp_path: Path) -> None:
    stream = p.jpeg(GREY[0])
    scan = stream[stream.find(b"\xff\xda") : -2]
    assert "repeats" in _refused(tmp_path, [stream[:-2] + scan * 50 + b"\xff\xd9"], p.JPEG, "MONOCHROME2")


def test_jpeg_2000_with_countless_tiles_is_not_decoded(tmp_path: Path) -> None:
    stream = _j2k(GREY[0])
    size = stream.find(b"\xff\x51")
    stream[size + 22 : size + 30] = struct.pack(">2L", 1, 1)
    # 64 x 48 tiles are allowed for such a picture: a larger one makes them countless
    stream[size + 6 : size + 14] = struct.pack(">2L", 2000, 2000)
    message = _refused(tmp_path, [bytes(stream)], p.JPEG_2000_REVERSIBLE, "MONOCHROME2", Rows=2000, Columns=2000)
    assert "too many tiles" in message


def test_jpeg_2000_with_countless_layers_is_not_decoded(tmp_path: Path) -> None:
    stream = _j2k(GREY[0])
    style = stream.find(b"\xff\x52")
    stream[style + 6 : style + 8] = b"\xff\xff"
    assert "too many parts" in _refused(tmp_path, [bytes(stream)], p.JPEG_2000_REVERSIBLE, "MONOCHROME2")


def test_84_bytes_of_jpeg_2000_end_in_a_sentence(tmp_path: Path) -> None:
    stream = bytes(_j2k(GREY[0]))[:84]
    assert "cut off" in _refused(tmp_path, [stream], p.JPEG_2000_REVERSIBLE, "MONOCHROME2")


def test_a_deflated_file_cannot_fill_the_memory(tmp_path: Path) -> None:
    content = p.write(tmp_path / "x", p.dataset(FRAMES.tobytes(), p.DEFLATED)).read_bytes()
    meta = 132 + 12 + struct.unpack_from("<L", content, 140)[0]
    header = zlib.decompress(content[meta:], -zlib.MAX_WBITS)
    pixels = header.find(b"\xe0\x7f\x10\x00OB")
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    bomb = packer.compress(header[:pixels] + b"\xe1\x7f\x10\x00OB\0\0" + struct.pack("<L", 200 << 20))
    bomb += b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    (tmp_path / "x").write_bytes(content[:meta] + bomb)
    with pytest.raises(DeepcoroError, match=r"unpacks to more than \d+ MB"):
        read_study(tmp_path / "x")


def test_more_frames_than_memory_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    clip = read_study(p.write(tmp_path / "x", p.dataset(FRAMES.tobytes()))).clips[0]
    with pytest.raises(PixelError, match="do not fit into memory"):
        decode_frames(clip, range(1 << 20))


def test_frames_are_not_shared_with_the_file(tmp_path: Path) -> None:
    clip = read_study(p.write(tmp_path / "x", p.dataset(FRAMES.tobytes()))).clips[0]
    first = decode_frames(clip, [0])
    first[:] = 0
    assert np.array_equal(decode_frames(clip), FRAMES)
