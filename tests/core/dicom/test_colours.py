"""The reader's own choice of colours goes before what stream and header say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.study import Colours
from tests.core.dicom import pictures as p

FRAMES = p.reference_frames()
GREY = (slice(None), slice(0, 20))
"""The ramp above: grey, so its three channels must agree."""
BLIND = [p.without_markers(p.jpeg(frame)) for frame in FRAMES]


@pytest.mark.parametrize(
    ("pixels", "syntax", "label", "choice"),
    [
        (p.to_ybr(FRAMES).tobytes(), p.EXPLICIT, "RGB", Colours.YBR),
        (FRAMES.tobytes(), p.EXPLICIT, "YBR_FULL", Colours.RGB),
        ([p.rle(frame) for frame in p.to_ybr(FRAMES)], p.RLE, "RGB", Colours.YBR),
        (BLIND, p.JPEG, "RGB", Colours.YBR),
    ],
    ids=["native-ybr-says-rgb", "native-rgb-says-ybr", "rle-ybr-says-rgb", "jpeg-ybr-says-rgb"],
)
def test_mistagged_clip_is_shown_right_by_the_readers_choice(
    tmp_path: Path, pixels: bytes | Sequence[bytes], syntax: str, label: str, choice: Colours
) -> None:
    (clip,) = read_study(p.write(tmp_path / "clip", p.dataset(pixels, syntax, label))).clips
    wrong = decode_frames(clip).astype(int)
    right = decode_frames(replace(clip, colours=choice)).astype(int)
    assert np.ptp(right[GREY], axis=-1).max() <= 2, "grey sector pixels have R = G = B within 2"
    assert np.abs(right - FRAMES).mean() < 4
    assert np.abs(wrong - FRAMES).mean() > 10, "without the choice the label is believed"


def test_choice_goes_before_a_stream_that_is_certain(tmp_path: Path) -> None:
    (clip,) = read_study(p.write(tmp_path / "clip", p.dataset([p.jpeg(f) for f in FRAMES], p.JPEG, "RGB"))).clips
    assert np.abs(decode_frames(clip).astype(int) - FRAMES).mean() < 4
    assert np.abs(decode_frames(replace(clip, colours=Colours.RGB)).astype(int) - FRAMES).mean() > 10
