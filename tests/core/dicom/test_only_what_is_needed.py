"""A frame costs its own bytes and its own decoding; knowing a clip again costs no decoding at all."""

from __future__ import annotations

import io
import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from pydicom.dataset import Dataset

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION
from deepcoro_desktop.core.dicom import pixels
from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.dicom.pixels import decode_frames, open_clip
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.inference.preparation import prepare
from deepcoro_desktop.core.study import Clip, ClipSource, Colours
from tests.core.dicom import pictures as p

FRAMES = 40
SIDE = 200
BUFFER = io.DEFAULT_BUFFER_SIZE
HEADER = 4096
SPEC = PreprocessSpec(
    PREPROCESS_VERSION, frames=16, stride=2, size=32, crop="centre", mask="none", colour="RGB", interpolation="area",
    min_frames=2,
)  # fmt: skip


@dataclass
class Meter:
    """What was read of the file and how many frames went through a decoder."""

    streamed: int = 0
    """Bytes that the operating system was asked for."""
    mapped: list[int] = field(default_factory=list)
    """Lengths of the pieces taken out of the map."""
    decoded: int = 0


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    meter = Meter()

    class Raw(io.FileIO):
        def readinto(self, buffer: object) -> int:
            count = super().readinto(buffer)  # type: ignore[arg-type]
            meter.streamed += count or 0
            return count or 0

    class Map:
        def __init__(self, view: mmap.mmap) -> None:
            self._view = view

        def __getitem__(self, part: slice) -> bytes:
            meter.mapped.append(len(self._view[part]))
            return self._view[part]

    @contextmanager
    def open_source(source: ClipSource) -> Iterator[IO[bytes]]:
        with io.BufferedReader(Raw(source.path)) as stream:
            yield stream

    @contextmanager
    def view(plain: IO[bytes]) -> Iterator[Map]:
        with see(plain) as found:
            yield Map(found)  # type: ignore[arg-type]

    def decode(*arguments: object) -> object:
        meter.decoded += 1
        return decoder(*arguments)  # type: ignore[arg-type]

    see, decoder = pixels._view, pixels.decode
    monkeypatch.setattr(pixels, "open_source", open_source)
    monkeypatch.setattr(pixels, "_view", view)
    monkeypatch.setattr(pixels, "decode", decode)
    return meter


def noise() -> p.Frames:
    return np.random.Generator(np.random.PCG64(3)).integers(0, 256, (FRAMES, SIDE, SIDE, 3), dtype=np.uint8)


def uncompressed() -> Dataset:
    return p.dataset(noise().tobytes(), frames=FRAMES, Rows=SIDE, Columns=SIDE)


def jpeg(offsets: str) -> Dataset:
    streams = [p.jpeg(frame) for frame in noise()]
    return p.dataset(streams, p.JPEG, "YBR_FULL", frames=FRAMES, Rows=SIDE, Columns=SIDE, offsets=offsets)


KINDS: dict[str, Callable[[], Dataset]] = {
    "uncompressed": uncompressed,
    "extended offsets": lambda: jpeg("extended"),
    "basic offsets": lambda: jpeg("basic"),
    "no offsets": lambda: jpeg("none"),
}


@pytest.fixture(params=KINDS)
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Clip:
    return read_study(p.write(tmp_path / "clip", KINDS[request.param]())).clips[0]


def test_first_picture_costs_one_frame(clip: Clip, meter: Meter) -> None:
    whole = Path(clip.source.path).stat().st_size
    decode_frames(clip, [0])
    assert meter.decoded == 1
    assert len(meter.mapped) == 1
    assert whole / FRAMES * 0.9 < meter.mapped[0] < whole / FRAMES * 1.1
    # beside it the header, and of each fragment no more than the buffer that its length stands in
    assert meter.streamed <= HEADER + BUFFER * (FRAMES + 4)
    if clip.transfer_syntax_uid == p.EXPLICIT:
        assert meter.streamed <= HEADER + 2 * BUFFER


def test_analysis_decodes_the_frames_that_the_model_samples(clip: Clip, meter: Meter) -> None:
    prepared = prepare(clip, SPEC)
    assert prepared.sampled_frames == tuple(range(0, 32, 2))
    assert meter.decoded == len(meter.mapped) == 16


def test_a_clip_is_known_again_without_decoding(clip: Clip, meter: Meter) -> None:
    with open_clip(clip) as reader:
        first = reader.stored_sha256([0, 5])
        assert reader.stored_sha256([0, 5]) == first
        assert len({first, reader.stored_sha256([5, 0]), reader.stored_sha256([0]), reader.stored_sha256([0, 6])}) == 4
        with pytest.raises(PixelError, match="no frame 41"):
            reader.stored_sha256([40])
    assert meter.decoded == 0


def _layout(clip: Clip) -> PixelLayout:
    with open_clip(clip) as reader:
        return reader._layout


def test_every_field_of_the_layout_counts(clip: Clip) -> None:
    layout = _layout(clip)
    other = {
        Colours: Colours.RGB,
        int: 99,
        float: 0.5,
        str: "OTHER",
        bool: None,
        bytes: b"other",
        type(None): (1.0, 2.0),
    }
    for entry in fields(layout):
        if entry.name == "palette":
            continue
        value = getattr(layout, entry.name)
        changed = replace(layout, **{entry.name: not value if isinstance(value, bool) else other[type(value)]})
        assert changed.signature() != layout.signature(), entry.name
    assert replace(layout).signature() == layout.signature()


def test_colour_tables_count(tmp_path: Path) -> None:
    grey = p.grey_of(p.reference_frames()).tobytes()
    signatures = set()
    for blue in (0, 1):
        tables = {f"{c}PaletteColorLookupTableDescriptor": [256, 0, 8] for c in ("Red", "Green", "Blue")}
        entries = bytes(range(256))
        data = {f"{c}PaletteColorLookupTableData": entries for c in ("Red", "Green")}
        data["BluePaletteColorLookupTableData"] = bytes([blue]) + entries[1:]
        path = p.write(tmp_path / str(blue), p.dataset(grey, p.EXPLICIT, "PALETTE COLOR", **tables, **data))
        clip = read_study(path).clips[0]
        assert _layout(clip).signature() == _layout(clip).signature()
        signatures.add(_layout(clip).signature())
    assert len(signatures) == 2
