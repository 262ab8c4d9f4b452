"""Frames as YCbCr: as they are stored where they are, else the picture's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.dicom.colour import ycc_to_rgb
from deepcoro_desktop.core.dicom.pixels import open_clip
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.ycbcr import rgb_to_ycbcr
from tests.core.dicom import pictures as p
from tests.core.dicom.test_pixels import CASES, FRAMES, YBR, Case

STORED = {
    "ybr-full", "ybr-full-planar", "ybr-full-422-stored-in-full", "rle-ybr-full", "lossless-ybr", "jpeg-ls-ybr",
    "jpeg-2000-ybr-full",
}  # fmt: skip
ROUNDING = 3


def inside() -> np.ndarray:
    """Return where lossy codecs do not ring."""
    mask = np.zeros(FRAMES.shape[1:3], bool)
    mask[2:22, 2:62] = True
    for place in p.PATCHES.values():
        mask[place] = True
    return mask


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_is_the_frame_in_other_numbers(case: Case, tmp_path: Path) -> None:
    clip = read_study(p.write(tmp_path / "picture", case.make())).clips[0]
    with open_clip(clip) as reader:
        for index in range(reader.frame_count):
            ycc = reader.frame_ycc(index)
            assert (ycc.dtype, ycc.flags.c_contiguous) == (np.uint8, True)
            difference = np.abs(ycc_to_rgb(ycc).astype(int) - reader.frame(index))
            assert difference[inside()].max() <= ROUNDING


@pytest.mark.parametrize("case", [case for case in CASES if case.name in STORED], ids=lambda case: case.name)
def test_is_what_the_file_stores(case: Case, tmp_path: Path) -> None:
    clip = read_study(p.write(tmp_path / "picture", case.make())).clips[0]
    with open_clip(clip) as reader:
        for index, stored in enumerate(YBR):
            assert np.array_equal(reader.frame_ycc(index), stored)


def test_every_case_that_stores_ycbcr_without_loss_is_looked_at() -> None:
    assert {case.name for case in CASES} >= STORED


def test_colours_that_rgb_cannot_hold_are_kept(tmp_path: Path) -> None:
    wild = np.random.default_rng(4).integers(0, 256, FRAMES.shape, dtype=np.uint8)
    assert np.abs(rgb_to_ycbcr(ycc_to_rgb(wild[0])).astype(int) - wild[0]).max() > 50
    case = next(case for case in CASES if case.name == "ybr-full")
    data = case.make()
    data.PixelData = wild.tobytes()
    with open_clip(read_study(p.write(tmp_path / "picture", data)).clips[0]) as reader:
        assert np.array_equal(reader.frame_ycc(1), wild[1])


def test_frame_that_is_not_there_is_refused(tmp_path: Path) -> None:
    clip = read_study(p.write(tmp_path / "picture", CASES[0].make())).clips[0]
    with open_clip(clip) as reader, pytest.raises(PixelError, match="no frame 99"):
        reader.frame_ycc(98)
