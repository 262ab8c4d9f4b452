"""Clips that are one video stream; the small streams beside this file were made with FFmpeg from `reference`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.dicom.pixels import decode_frames, open_clip
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.study import Clip
from tests.core.dicom import pictures as p

FRAMES = 6
STREAMS = Path(__file__).parent / "video"
SYNTAXES = {"mpeg2.mpg": "100", "h264.mp4": "102", "h264.ts": "104", "hevc.mp4": "107"}


def reference() -> p.Frames:
    """The frames that the streams were made from: a grey ramp over red, green and a grey that rises by 40."""
    frames = np.zeros((FRAMES, p.ROWS, p.COLUMNS, 3), np.uint8)
    frames[:, :24] = np.linspace(16, 235, p.COLUMNS, dtype=np.uint8)[None, None, :, None]
    frames[:, 24:, :20], frames[:, 24:, 20:40] = (200, 40, 40), (40, 190, 60)
    for index in range(FRAMES):
        frames[index, 24:, 40:] = 40 * index
    return frames


def clip_of(tmp_path: Path, name: str, *, cut: int | None = None, frames: int = FRAMES, **elements: int) -> Clip:
    stream = (STREAMS / name).read_bytes()[:cut]
    syntax = f"1.2.840.10008.1.2.4.{SYNTAXES[name]}"
    data = p.dataset([stream], syntax, "YBR_PARTIAL_420", frames=frames, **elements)
    (clip,) = read_study(p.write(tmp_path / name, data)).clips
    return clip


@pytest.mark.parametrize("name", SYNTAXES)
def test_video_plays_with_its_colours(tmp_path: Path, name: str) -> None:
    frames = decode_frames(clip_of(tmp_path, name))
    assert frames.shape == reference().shape
    assert np.abs(frames.astype(int) - reference()).mean() < 6


def test_frames_come_in_any_order(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, "h264.mp4")
    whole = decode_frames(clip)
    with open_clip(clip) as reader:
        for index in (4, 1, 5, 0, 0):
            assert np.array_equal(reader.frame(index), whole[index])


def test_frames_of_one_stream_have_hashes_of_their_own(tmp_path: Path) -> None:
    with open_clip(clip_of(tmp_path, "h264.mp4")) as reader:
        assert reader.stored_sha256([0, 1]) == reader.stored_sha256([0, 1])
        hashes = [reader.stored_sha256(indices) for indices in ([0, 1], [0, 2], [1, 0], [0, 0], [0])]
    assert len(set(hashes)) == len(hashes)


def test_stream_that_ends_early_says_where(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, "h264.ts", frames=9)
    assert decode_frames(clip, [5]).shape == (1, p.ROWS, p.COLUMNS, 3)
    with pytest.raises(PixelError, match=r"Frame 9 of 9: The video stream ends after 6 frames of 9"):
        decode_frames(clip, [8])


def test_damaged_stream_and_wrong_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PixelError, match="damaged"):
        decode_frames(clip_of(tmp_path, "h264.mp4", cut=300))
    with pytest.raises(PixelError, match="does not have the size"):
        decode_frames(clip_of(tmp_path, "hevc.mp4", Rows=50))
