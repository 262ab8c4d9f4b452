"""Every transfer syntax and colour layout that is promised, each against the picture it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.pixels import decode_frames, open_clip
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import CancelledError, PixelError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.study import Clip
from tests.core.dicom import pictures as p

FRAMES = p.reference_frames()
GREY = p.grey_of(FRAMES)
DEEP = GREY.astype(np.uint16) * 257
TWELVE = ((GREY.astype(np.uint32) * 4095 + 127) // 255).astype(np.uint16)
YBR = p.to_ybr(FRAMES)


def _planar(frames: p.Frames) -> bytes:
    return np.moveaxis(frames, -1, 1).tobytes()


def _lossless(frame: Any, predictor: int = 1) -> bytes:
    kind = {"colorspace": "RGB", "outcolorspace": "RGB"} if frame.ndim == 3 else {}
    return bytes(imagecodecs.jpeg8_encode(np.ascontiguousarray(frame), lossless=True, predictor=predictor, **kind))


def _j2k(frame: Any, *, mct: bool = True, level: float | None = None) -> bytes:
    return bytes(
        imagecodecs.jpeg2k_encode(
            np.ascontiguousarray(frame), level=level, reversible=level is None, mct=mct, codecformat="j2k"
        )
    )


def _ls(frame: Any, level: int = 0) -> bytes:
    return bytes(imagecodecs.jpegls_encode(np.ascontiguousarray(frame), level=level))


def _tables(count: int, bits: int, first: int = 0) -> dict[str, Any]:
    """Return palette elements whose entry i is (i, 255 - i, i // 2), in 8 bits or 16."""
    entries = np.arange(256)
    elements: dict[str, Any] = {}
    for colour, levels in (("Red", entries), ("Green", 255 - entries), ("Blue", entries // 2)):
        stored = levels.astype("u1" if bits == 8 else "<u2") * (1 if bits == 8 else 257)
        elements[f"{colour}PaletteColorLookupTableDescriptor"] = [count, first, bits]
        elements[f"{colour}PaletteColorLookupTableData"] = stored.tobytes()
    return elements


def _grey_rgb(grey: Any) -> Any:
    return np.repeat(np.asarray(grey)[..., None], 3, axis=-1)


PALETTED = np.stack([GREY, 255 - GREY, GREY // 2], axis=-1)


@dataclass(frozen=True)
class Case:
    """One way to store a picture and how near it comes back."""

    name: str
    make: Callable[[], Dataset]
    expected: Any = field(repr=False)
    tolerance: int = 0


def _colour(name: str, tolerance: int, *arguments: Any, **elements: Any) -> Case:
    return Case(name, lambda: p.dataset(*arguments, **elements), FRAMES, tolerance)


def _grey(name: str, tolerance: int, *arguments: Any, expected: Any = None, **elements: Any) -> Case:
    shown = _grey_rgb(GREY if expected is None else expected)
    return Case(name, lambda: p.dataset(*arguments, **elements), shown, tolerance)


M1, M2 = "MONOCHROME1", "MONOCHROME2"
SYNTAXES_NATIVE = {"implicit": p.IMPLICIT, "explicit": p.EXPLICIT, "deflated": p.DEFLATED}
CASES = [
    *(_colour(f"{n}-rgb", 0, FRAMES.tobytes(), s) for n, s in SYNTAXES_NATIVE.items()),
    *(_colour(f"{n}-rgb-planar", 0, _planar(FRAMES), s, PlanarConfiguration=1) for n, s in SYNTAXES_NATIVE.items()),
    *(_grey(f"{n}-grey", 0, GREY.tobytes(), s, M2) for n, s in SYNTAXES_NATIVE.items()),
    _colour("big-endian-rgb", 0, FRAMES.tobytes(), p.BIG_ENDIAN),
    _grey("big-endian-grey-16", 0, DEEP.astype(">u2").tobytes(), p.BIG_ENDIAN, M2, bits=16),
    _colour("ybr-full", 2, YBR.tobytes(), p.EXPLICIT, "YBR_FULL"),
    _colour("ybr-full-planar", 2, _planar(YBR), p.EXPLICIT, "YBR_FULL", PlanarConfiguration=1),
    _colour("ybr-full-422", 2, p.to_ybr_422(FRAMES), p.EXPLICIT, "YBR_FULL_422"),
    _colour("ybr-full-422-stored-in-full", 2, YBR.tobytes(), p.EXPLICIT, "YBR_FULL_422"),
    _grey("monochrome1", 0, GREY.tobytes(), p.EXPLICIT, M1, expected=255 - GREY),
    _grey("grey-16", 0, DEEP.astype("<u2").tobytes(), p.EXPLICIT, M2, bits=16),
    _grey("grey-12-in-16", 1, TWELVE.astype("<u2").tobytes(), p.EXPLICIT, M2, bits=16, BitsStored=12, HighBit=11),
    _grey("grey-12-high-bits", 1, (TWELVE << 4).astype("<u2").tobytes(), p.EXPLICIT, M2, bits=16, BitsStored=12),
    _grey(
        "grey-12-with-overlay-bits", 1, (TWELVE | 0xF000).astype("<u2").tobytes(), p.EXPLICIT, M2, bits=16,
        BitsStored=12, HighBit=11,
    ),
    _grey(
        "grey-16-signed", 0, (DEEP.astype(np.int32) - 32768).astype("<i2").tobytes(), p.EXPLICIT, M2, bits=16,
        PixelRepresentation=1,
    ),
    _grey(
        "grey-16-window", 1, (GREY.astype("<u2") + 1000).tobytes(), p.EXPLICIT, M2, bits=16, WindowCenter="1128",
        WindowWidth="256",
    ),
    _grey(
        "grey-16-rescaled-window", 1, (GREY.astype("<u2") * 2).tobytes(), p.EXPLICIT, M2, bits=16, RescaleSlope="0.5",
        RescaleIntercept="-100", WindowCenter="28", WindowWidth="256",
    ),
    Case("palette-8", lambda: p.dataset(GREY.tobytes(), p.EXPLICIT, "PALETTE COLOR", **_tables(256, 8)), PALETTED),
    Case("palette-16", lambda: p.dataset(GREY.tobytes(), p.EXPLICIT, "PALETTE COLOR", **_tables(256, 16)), PALETTED),
    Case(
        "palette-rle",
        lambda: p.dataset([p.rle(f) for f in GREY], p.RLE, "PALETTE COLOR", **_tables(256, 16)),
        PALETTED,
    ),
    _colour("rle-rgb", 0, [p.rle(f) for f in FRAMES], p.RLE),
    _colour("rle-ybr-full", 2, [p.rle(f) for f in YBR], p.RLE, "YBR_FULL"),
    _grey("rle-grey", 0, [p.rle(f) for f in GREY], p.RLE, M2),
    _grey("rle-grey-16", 0, [p.rle(f) for f in DEEP], p.RLE, M2, bits=16),
    _colour("jpeg-ybr-422", 12, [p.jpeg(f, subsampling="422") for f in FRAMES], p.JPEG, "YBR_FULL_422"),
    _colour("jpeg-ybr-420", 12, [p.jpeg(f, subsampling="420") for f in FRAMES], p.JPEG, "YBR_FULL_422"),
    _colour("jpeg-ybr-444", 8, [p.jpeg(f) for f in FRAMES], p.JPEG, "YBR_FULL"),
    _colour("jpeg-extended-ybr", 8, [p.jpeg(f) for f in FRAMES], p.JPEG_EXTENDED, "YBR_FULL"),
    _colour("jpeg-rgb-with-adobe", 8, [p.jpeg(f, ycbcr=False) for f in FRAMES], p.JPEG, "RGB"),
    _colour("jpeg-rgb-by-label", 8, [p.without_markers(p.jpeg(f, ycbcr=False)) for f in FRAMES], p.JPEG, "RGB"),
    _colour("jpeg-ybr-by-label", 8, [p.without_markers(p.jpeg(f)) for f in FRAMES], p.JPEG, "YBR_FULL"),
    _colour("jpeg-says-rgb-is-ybr", 8, [p.jpeg(f) for f in FRAMES], p.JPEG, "RGB"),
    _colour(
        "jpeg-says-rgb-is-subsampled", 12, [p.without_markers(p.jpeg(f, subsampling="422")) for f in FRAMES], p.JPEG,
        "RGB",
    ),
    _colour("jpeg-says-ybr-is-rgb", 8, [p.jpeg(f, ycbcr=False) for f in FRAMES], p.JPEG, "YBR_FULL_422"),
    _grey("jpeg-grey", 4, [p.jpeg(f) for f in GREY], p.JPEG, M2),
    _grey("jpeg-monochrome1", 4, [p.jpeg(f) for f in GREY], p.JPEG, M1, expected=255 - GREY),
    *(_grey(f"lossless-{n}-grey", 0, [_lossless(f, n) for f in GREY], p.LOSSLESS, M2) for n in range(1, 8)),
    _grey("lossless-sv1-grey-16", 0, [_lossless(f) for f in DEEP], p.LOSSLESS_SV1, M2, bits=16),
    _colour("lossless-sv1-rgb", 0, [_lossless(f) for f in FRAMES], p.LOSSLESS_SV1, "RGB"),
    _colour("lossless-rgb-predictor-7", 0, [_lossless(f, 7) for f in FRAMES], p.LOSSLESS, "RGB"),
    _colour("lossless-ybr", 2, [p.without_markers(_lossless(f)) for f in YBR], p.LOSSLESS_SV1, "YBR_FULL"),
    _grey("jpeg-ls-grey", 0, [_ls(f) for f in GREY], p.JPEG_LS, M2),
    _grey("jpeg-ls-grey-16", 0, [_ls(f) for f in DEEP], p.JPEG_LS, M2, bits=16),
    _colour("jpeg-ls-rgb", 0, [_ls(f) for f in FRAMES], p.JPEG_LS, "RGB"),
    _colour("jpeg-ls-near-rgb", 1, [_ls(f, 1) for f in FRAMES], p.JPEG_LS_NEAR, "RGB"),
    _colour("jpeg-ls-ybr", 2, [_ls(f) for f in YBR], p.JPEG_LS, "YBR_FULL"),
    _grey("jpeg-2000-grey", 0, [_j2k(f) for f in GREY], p.JPEG_2000_REVERSIBLE, M2),
    _grey("jpeg-2000-grey-16", 0, [_j2k(f) for f in DEEP], p.JPEG_2000_REVERSIBLE, M2, bits=16),
    _colour("jpeg-2000-rct", 0, [_j2k(f) for f in FRAMES], p.JPEG_2000_REVERSIBLE, "YBR_RCT"),
    _colour("jpeg-2000-rgb", 0, [_j2k(f, mct=False) for f in FRAMES], p.JPEG_2000_REVERSIBLE, "RGB"),
    _colour("jpeg-2000-rct-says-rgb", 0, [_j2k(f) for f in FRAMES], p.JPEG_2000_REVERSIBLE, "RGB"),
    _colour("jpeg-2000-rct-says-ybr-full", 0, [_j2k(f) for f in FRAMES], p.JPEG_2000_REVERSIBLE, "YBR_FULL"),
    _colour("jpeg-2000-ybr-full", 2, [_j2k(f, mct=False) for f in YBR], p.JPEG_2000_REVERSIBLE, "YBR_FULL"),
    _colour("jpeg-2000-ict", 10, [_j2k(f, level=52) for f in FRAMES], p.JPEG_2000, "YBR_ICT"),
]  # fmt: skip


def _clip(tmp_path: Path, data: Dataset) -> Clip:
    return read_study(p.write(tmp_path / "picture", data)).clips[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_decodes_the_picture_that_was_stored(case: Case, tmp_path: Path) -> None:
    decoded = decode_frames(_clip(tmp_path, case.make()))
    assert decoded.dtype == np.uint8
    assert decoded.shape == case.expected.shape
    # at the edge of a patch a lossy codec may ring: compare insides
    inside = np.zeros(decoded.shape[1:3], bool)
    inside[2:22, 2:62] = True
    for place in p.PATCHES.values():
        inside[place] = True
    difference = np.abs(decoded.astype(int) - case.expected.astype(int))
    assert difference[:, inside].max() <= case.tolerance


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_frame_alone_is_the_frame_among_others(case: Case, tmp_path: Path) -> None:
    clip = _clip(tmp_path, case.make())
    together = decode_frames(clip)  # decoded into place
    with open_clip(clip) as reader:
        for index, expected in enumerate(together):
            assert np.array_equal(reader.frame(index), expected)


@pytest.mark.parametrize("case", [c for c in CASES if "palette" not in c.name], ids=lambda case: case.name)
def test_grey_pixels_stay_grey(case: Case, tmp_path: Path) -> None:
    ramp = decode_frames(_clip(tmp_path, case.make()), [1])[0, 2:14].astype(int)
    spread = (ramp.max(axis=-1) - ramp.min(axis=-1)).max()
    assert spread <= 2


@pytest.mark.parametrize("offsets", ["basic", "extended", "none"])
@pytest.mark.parametrize("split", [False, True])
def test_finds_any_frame_alone(offsets: str, split: bool, tmp_path: Path) -> None:
    frames = p.reference_frames(5)
    data = p.dataset([p.jpeg(f) for f in frames], p.JPEG, "YBR_FULL", frames=5, offsets=offsets)
    if split and offsets != "extended":
        from pydicom.encaps import encapsulate

        streams = [p.jpeg(f) for f in frames]
        data.PixelData = encapsulate(streams, fragments_per_frame=2, has_bot=offsets == "basic")
    clip = _clip(tmp_path, data)
    with open_clip(clip) as reader:
        for index in (4, 0, 2):
            assert abs(int(reader.frame(index)[36, 56, 0]) - 60 * index) <= 4


def test_returns_the_frames_in_the_order_asked_for(tmp_path: Path) -> None:
    decoded = decode_frames(_clip(tmp_path, p.dataset(FRAMES.tobytes())), [2, 0, 2])
    assert [int(frame[36, 56, 0]) for frame in decoded] == [120, 0, 120]


def test_refuses_a_frame_that_is_not_there(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.dataset(FRAMES.tobytes()))
    with pytest.raises(PixelError, match="no frame 4"):
        decode_frames(clip, [3])


def test_stops_when_cancelled(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        decode_frames(_clip(tmp_path, p.dataset(FRAMES.tobytes())), cancel=token)


def test_a_changed_file_is_not_shown_as_the_clip(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.dataset(FRAMES.tobytes()))
    p.write(tmp_path / "picture", p.dataset(FRAMES[:2].tobytes(), frames=2))
    with pytest.raises(PixelError, match="changed"):
        decode_frames(clip)


def test_a_file_that_has_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.dataset(FRAMES.tobytes()))
    (tmp_path / "picture").unlink()
    with pytest.raises(PixelError, match="no longer"):
        decode_frames(clip)


_SHORT = {
    "jpeg": (p.JPEG, "YBR_FULL", [p.jpeg(f) for f in FRAMES]),
    "lossless": (p.LOSSLESS_SV1, "RGB", [_lossless(f) for f in FRAMES]),
    "jpeg-ls": (p.JPEG_LS, "RGB", [_ls(f) for f in FRAMES]),
    "jpeg-2000": (p.JPEG_2000_REVERSIBLE, "YBR_RCT", [_j2k(f) for f in FRAMES]),
    "rle": (p.RLE, "RGB", [p.rle(f) for f in FRAMES]),
}


@pytest.mark.parametrize("kind", _SHORT)
def test_one_cut_frame_is_named_and_the_others_are_shown(kind: str, tmp_path: Path) -> None:
    syntax, photometric, streams = _SHORT[kind]
    cut = [streams[0], streams[1][: len(streams[1]) * 2 // 3], streams[2]]
    clip = _clip(tmp_path, p.dataset(cut, syntax, photometric))
    with open_clip(clip) as reader:
        with pytest.raises(PixelError, match="Frame 2 of 3") as caught:
            reader.frame(1)
        assert caught.value.remedy
        assert reader.frame(0).shape == reader.frame(2).shape == (p.ROWS, p.COLUMNS, 3)


@pytest.mark.parametrize("kind", ["jpeg", "lossless", "jpeg-ls", "jpeg-2000"])
def test_a_stream_of_another_size_is_refused_before_it_is_decoded(kind: str, tmp_path: Path) -> None:
    syntax, photometric, streams = _SHORT[kind]
    clip = _clip(tmp_path, p.dataset(streams, syntax, photometric, Rows=p.ROWS * 2))
    with pytest.raises(PixelError, match=r"64 by 48 pixels"):
        decode_frames(clip, [0])
