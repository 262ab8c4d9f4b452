"""The profile "echoprime": the published chain from pixels to tensor, whatever colours the file has."""

from __future__ import annotations

import dataclasses
import hashlib
import tracemalloc
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.pixels import convert_color_space, pixel_array

from deepcoro_desktop.core.bundle.echoprime_profile import PADDING, crop_and_scale, echoprime_tensor
from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION, needed_frames, prepare_tensor, preprocess
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.inference.preparation import prepare
from tests.core.dicom.pictures import bundled
from tests.dicom_factory import clip_dataset, moving_disc, write_clip
from tests.echoprime_definition import prepared, sector

SPEC = PreprocessSpec(
    version=PREPROCESS_VERSION,
    frames=16,
    stride=2,
    size=224,
    crop="centre",
    mask="sector",
    colour="BGR",
    interpolation="bicubic",
    min_frames=2,
    short_clip="zeros",
    profile="echoprime",
)

GOLDEN = {
    # When one of these changes, the release's models see other pixels than they were trained with.
    (1, "tinted"): "1e3e14908f4755e9931b899cca5850160c274a42ae647a64267adcff1e9bc3cc",
    (1, "upright"): "005cf88f91df728b9e584813b6991aa4c1aae4597a635a18dab1dbb7903e9103",
}


def tinted(frames: int = 34) -> npt.NDArray[np.uint8]:
    """Return a beating clip with a coloured jet and a thin trace that runs beside the sector, RGB."""
    clip = moving_disc(1, frames)
    for index in range(frames):
        cv2.circle(clip[index], (50, 50), 6 + index % 3, (30, 60, 220), -1)
        cv2.circle(clip[index], (72, 44), 5, (210, 90 + index, 20), -1)
        clip[index, 92, : 1 + index % 12] = (0, 255, 0)
    return clip


def as_ybr(clip: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return YCbCr as a DICOM writer would store it, YBR_FULL."""
    return np.asarray(convert_color_space(clip, "RGB", "YBR_FULL"), np.uint8)


def tensor(clip: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return prepare_tensor(clip, len(clip), (), SPEC)


def from_file(path: Path, dataset: Dataset) -> npt.NDArray[np.uint8]:
    return prepare(read_study(write_clip(path, dataset)).clips[0], SPEC).tensor


def test_gives_the_pixels_of_the_definition() -> None:
    clip = tinted()
    result = tensor(clip)
    assert result.shape == (16, 224, 224, 3)
    expected = np.stack(prepared(as_ybr(clip)))
    assert np.array_equal(result, expected)


def test_the_trace_and_what_stands_still_are_black() -> None:
    clip = tinted()
    kept = sector(as_ybr(clip))
    assert not kept[92, :12].any()
    assert not kept[2:8, 114:126].any(), "the static mark is left"
    assert kept[50, 50]


@pytest.mark.parametrize("frames", [2, 7, 31])
def test_short_clip_ends_in_padding(frames: int) -> None:
    result = tensor(tinted(frames))
    seen = (frames + 1) // 2
    assert (result[seen:] == PADDING).all()
    expected = np.stack(prepared(as_ybr(tinted(frames))))
    assert len(expected) == seen
    assert np.array_equal(result[:seen], expected)


def test_no_picture_is_taken_for_padding() -> None:
    clip = np.full((40, 60, 60, 3), 255, np.uint8)
    clip[0] = clip[-1] = 250
    clip[0, 20:] = 0
    result = echoprime_tensor(clip, (2, 4, -1), 32)
    assert result[0, 5:, 5:].min() == 255, "the mask let white through"
    assert result[0].min() < 255
    assert result[2].min() == 255


@pytest.mark.parametrize("filled", [True, False])
def test_every_frame_has_a_say_in_what_is_lit(filled: bool) -> None:
    assert needed_frames(40, SPEC) == tuple(range(40))
    clip = np.zeros((40, 120, 120, 3), np.uint8)
    clip[4, 58:63, 58:63] = 200  # seen by the encoder, too thin on its own
    clip[-1, 60, 60] = 90  # moves between the first and the last frame
    if filled:
        clip[33, 40:80, 40:80] = 50  # never sampled
    assert bool(tensor(clip)[2].max() > 100) is filled


def test_a_grey_picture_is_the_same_tensor_in_every_colour_model(tmp_path: Path) -> None:
    clip = moving_disc(4, 20)
    rgb = from_file(tmp_path / "rgb.dcm", clip_dataset("s", 1, clip))
    ybr = from_file(tmp_path / "ybr.dcm", clip_dataset("s", 2, clip, jpeg=True))
    plain = clip_dataset("s", 3, clip)
    plain.SamplesPerPixel, plain.PhotometricInterpretation = 1, "MONOCHROME2"
    del plain.PlanarConfiguration
    plain.PixelData = np.ascontiguousarray(clip[..., 0]).tobytes()
    grey = from_file(tmp_path / "grey.dcm", plain)
    full = clip_dataset("s", 4, clip)
    full.PhotometricInterpretation, full.PixelData = "YBR_FULL", as_ybr(clip).tobytes()
    uncompressed = from_file(tmp_path / "full.dcm", full)
    assert np.array_equal(rgb, grey)
    assert np.array_equal(uncompressed, rgb)
    assert np.abs(ybr[:10].astype(int) - rgb[:10]).mean() < 2.0


def test_a_coloured_picture_is_the_same_tensor_from_rgb_and_from_ybr(tmp_path: Path) -> None:
    clip = tinted(20)
    rgb = from_file(tmp_path / "rgb.dcm", clip_dataset("s", 1, clip))
    full = clip_dataset("s", 2, clip)
    full.PhotometricInterpretation, full.PixelData = "YBR_FULL", as_ybr(clip).tobytes()
    assert np.array_equal(from_file(tmp_path / "full.dcm", full), rgb)


def test_stored_ycbcr_gives_the_definitions_own_pixels(tmp_path: Path) -> None:
    stored = as_ybr(tinted(20))
    stored[:, 40:60, 40:60, 1:] = np.random.default_rng(5).integers(0, 256, (20, 20, 20, 2))  # beyond RGB
    full = clip_dataset("s", 1, tinted(20))
    full.PhotometricInterpretation, full.PixelData = "YBR_FULL", stored.tobytes()
    assert np.array_equal(from_file(tmp_path / "full.dcm", full)[:10], np.stack(prepared(stored)))


def test_a_real_clip_agrees_with_the_definition_on_the_files_own_ycbcr() -> None:
    path = bundled("examples_ybr_color.dcm")
    result = prepare(read_study(path).clips[0], SPEC).tensor
    expected = np.stack(prepared(pixel_array(pydicom.dcmread(path), raw=True)))
    difference = np.abs(result[: len(expected)].astype(int) - expected)
    assert len(expected) == 15
    assert difference.max() <= 6
    assert difference.mean() < 0.1


@pytest.mark.parametrize(("height", "width"), [(100, 141), (100, 101), (90, 60), (64, 64), (5, 9)])
def test_square_is_in_the_middle_whatever_the_shape(height: int, width: int) -> None:
    picture = np.zeros((height, width, 3), np.uint8)
    picture[height // 2 - 1 : height // 2 + 2, width // 2 - 1 : width // 2 + 2] = 255
    result = crop_and_scale(picture, 224)
    rows, columns = np.nonzero(result[..., 0] > 100)
    assert abs(rows.mean() - 112) < 224 / min(height, width)
    assert abs(columns.mean() - 112) < 224 / min(height, width)


def test_sampled_frames_alone_are_refused() -> None:
    with pytest.raises(PixelError, match="needs the whole clip"):
        preprocess(np.zeros((16, 40, 40, 3), np.uint8), (), SPEC)
    with pytest.raises(PixelError, match="gave 16 of its 40 frames"):
        prepare_tensor(np.zeros((16, 40, 40, 3), np.uint8), 40, (), SPEC)


def test_profile_allows_no_other_steps() -> None:
    with pytest.raises(ValueError, match="profile echoprime is a centre crop"):
        dataclasses.replace(SPEC, colour="RGB")
    with pytest.raises(ValueError, match="standard, echoprime"):
        dataclasses.replace(SPEC, profile="other")


def test_input_is_not_changed() -> None:
    clip = tinted(10)
    before = clip.copy()
    tensor(clip)
    assert np.array_equal(clip, before)


@pytest.mark.parametrize(("name", "clip"), [("tinted", tinted()), ("upright", tinted(9).swapaxes(1, 2))])
def test_prepared_clip_has_the_pixels_of_its_version(name: str, clip: npt.NDArray[np.uint8]) -> None:
    assert hashlib.sha256(tensor(clip).tobytes()).hexdigest() == GOLDEN[PREPROCESS_VERSION, name]


def test_long_clip_is_prepared_without_lying_in_memory(tmp_path: Path) -> None:
    clip = moving_disc(2, 400)
    path = write_clip(tmp_path / "long.dcm", clip_dataset("s", 1, clip))
    read = read_study(path).clips[0]
    prepare(read, SPEC)  # what is made once
    tracemalloc.start()
    prepared_clip = prepare(read, SPEC)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.array_equal(prepared_clip.tensor, tensor(clip))
    assert peak < clip.nbytes / 2
