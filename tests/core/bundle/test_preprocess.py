"""The one preprocessing: what is sampled, kept, cropped and resized, and a lock on every pixel."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import (
    BLACK_FRAME,
    PREPROCESS_VERSION,
    arrange,
    frames_to_decode,
    preprocess,
    sampled_indices,
)
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit

GOLDEN = {
    # When one of these changes, models see other pixels than they were trained with: raise PREPROCESS_VERSION,
    # train again, then write the hashes that the failing test prints.
    (1, "regions"): "122a7b2a26c87b600d78ec9100c669df728b588adfd3647cdaf4b66eae0064d9",
    (1, "motion"): "3822fbd00fa7170e5b52276f13cd2a8264414561bd64b90fee2ffdd9645c4754",
    (1, "centre"): "70b12b9e0858812d462050f921f49953b62e8c53d3f645ff580d8ca39e3e2007",
}


def spec(**changes: object) -> PreprocessSpec:
    values: dict[str, object] = {
        "version": PREPROCESS_VERSION,
        "frames": 8,
        "stride": 2,
        "size": 64,
        "crop": "regions",
        "mask": "sector",
        "colour": "RGB",
        "interpolation": "area",
        "min_frames": 4,
    }
    return PreprocessSpec(**(values | changes))  # type: ignore[arg-type]


def region(x0: int, y0: int, x1: int, y1: int, kind: RegionFormat = RegionFormat.TWO_D, data_type: int = 1) -> Region:
    return Region(x0, y0, x1, y1, kind, data_type, RegionUnit.CM, RegionUnit.CM, 0.05, 0.05)


def beating_sector(frames: int = 8, height: int = 240, width: int = 320) -> npt.NDArray[np.uint8]:
    """Return a sector of moving speckle with static text outside it and an ECG trace that runs below it."""
    generator = np.random.Generator(np.random.PCG64(7))
    sector = np.zeros((height, width), np.uint8)
    cv2.ellipse(sector, (160, 20), (190, 190), 0, 50, 130, 255, -1)
    clip = np.zeros((frames, height, width, 3), np.uint8)
    for index in range(frames):
        speckle = generator.integers(30, 200, (height, width), dtype=np.uint8)
        clip[index] = cv2.bitwise_and(speckle, sector)[..., None]
        clip[index, 5:15, 5:60] = 220
        x = 20 + 35 * index
        clip[index, 225:227, x : x + 30] = (0, 255, 0)
    return clip


def test_samples_every_second_frame_from_the_first() -> None:
    assert sampled_indices(40, spec()) == (0, 2, 4, 6, 8, 10, 12, 14)


def test_short_clip_begins_again() -> None:
    assert sampled_indices(5, spec()) == (0, 2, 4, 1, 3, 0, 2, 4)
    assert sampled_indices(1, spec()) == (0,) * 8


def test_short_clip_ends_in_black_frames_where_the_bundle_says_zeros() -> None:
    indices = sampled_indices(5, spec(short_clip="zeros"))
    assert indices == (0, 2, 4, *[BLACK_FRAME] * 5)
    assert frames_to_decode(indices) == (0, 2, 4)
    frames = arrange(np.full((3, 4, 6, 3), 9, np.uint8), indices)
    assert frames[:3].min() == 9
    assert frames[3:].max() == 0


def test_clip_without_frames_is_refused() -> None:
    with pytest.raises(PixelError, match=r"no frames.*Export"):
        sampled_indices(0, spec())


def test_arranges_decoded_frames_in_sampled_order() -> None:
    indices = (4, 0, 2, 0)
    assert frames_to_decode(indices) == (0, 2, 4)
    decoded = np.stack([np.full((2, 2, 3), value, np.uint8) for value in (0, 2, 4)])
    assert arrange(decoded, indices)[:, 0, 0, 0].tolist() == [4, 0, 2, 0]


def test_missing_decoded_frame_is_refused() -> None:
    with pytest.raises(PixelError, match="gave 2 of the 3 frames"):
        arrange(np.zeros((2, 4, 4, 3), np.uint8), (0, 2, 4))


def test_wrong_pictures_are_refused() -> None:
    with pytest.raises(PixelError, match="not 8-bit RGB"):
        preprocess(np.zeros((8, 4, 4), np.uint8), (), spec())
    with pytest.raises(PixelError, match="needs 8 frames and was given 3"):
        preprocess(np.zeros((3, 4, 4, 3), np.uint8), (), spec())


@pytest.mark.parametrize("regions", [(), (region(20, 10, 300, 230),)], ids=["untrusted", "region"])
def test_keeps_the_sector_and_blackens_text_and_trace(regions: tuple[Region, ...]) -> None:
    clip = beating_sector()
    text = clip[:, 5:15, 5:60].copy()
    result = preprocess(clip, regions, spec(crop="centre", size=240))
    assert result.shape == (8, 240, 240, 3)
    # Column 40 of the source is column 0 of the centre square.
    assert result[:, 100:150, 100:140].mean() > 60
    assert result[:, 222:230].max() == 0, "the trace is left"
    assert result[:, 5:15, :20].max() == 0, "the text is left"
    assert np.array_equal(clip[:, 5:15, 5:60], text), "the input was changed"


def test_still_keeps_its_region_alone() -> None:
    clip = np.repeat(beating_sector()[:1], 8, axis=0)
    result = preprocess(clip, (region(100, 60, 219, 179),), spec(crop="centre", size=240))
    assert np.array_equal(result[0, 60:180, 60:180], clip[0, 60:180, 100:220])
    result[:, 60:180, 60:180] = 0
    assert result.max() == 0


def test_still_without_region_keeps_the_whole_picture() -> None:
    clip = np.repeat(beating_sector()[:1], 8, axis=0)
    result = preprocess(clip, (), spec(size=320))
    assert np.array_equal(result[0, 40:280], clip[0])


def test_spectrum_keeps_the_rectangles_without_looking_for_motion() -> None:
    clip = beating_sector()
    clip[:, 190:200, 200:240] = 77
    regions = (region(120, 20, 199, 119), region(10, 180, 309, 219, RegionFormat.SPECTRAL, 3))
    result = preprocess(clip, regions, spec(crop="centre", size=240))
    assert (result[:, 190:200, 160:200] == 77).all()
    assert result[:, 130:170].max() == 0


def test_trace_and_graphics_regions_are_no_picture() -> None:
    clip = np.full((8, 240, 320, 3), 100, np.uint8)
    regions = (
        region(40, 0, 279, 99),
        region(40, 150, 279, 199, RegionFormat.WAVEFORM, 10),
        region(40, 200, 279, 239, RegionFormat.GRAPHICS, 0),
        region(40, 110, 279, 140, RegionFormat.M_MODE, 10),
    )
    result = preprocess(clip, regions, spec(crop="centre", size=240))
    assert (result[:, :100] == 100).all()
    assert result[:, 100:].max() == 0


def test_two_sectors_side_by_side_are_both_kept() -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    clip = np.zeros((8, 240, 320, 3), np.uint8)
    for x in (80, 240):
        cv2.ellipse(mask := np.zeros((240, 320), np.uint8), (x, 120), (60, 90), 0, 0, 360, 1, -1)
        for frame in clip:
            frame += (mask * generator.integers(40, 200, mask.shape, dtype=np.uint8))[..., None]
    result = preprocess(clip, (region(0, 0, 159, 239), region(160, 0, 319, 239)), spec(crop="centre", size=240))
    assert result[:, 120, 40].max() > 0
    assert result[:, 120, 200].max() > 0


def test_region_past_the_picture_is_cut() -> None:
    clip = np.full((8, 100, 100, 3), 50, np.uint8)
    result = preprocess(clip, (region(50, 50, 400, 400),), spec(size=50))
    assert (result == 50).all()


def test_region_is_padded_to_a_centred_square() -> None:
    clip = np.full((8, 120, 200, 3), 90, np.uint8)
    result = preprocess(clip, (region(20, 10, 147, 73),), spec(mask="none"))
    assert (result[:, 16:48] == 90).all()
    assert result[:, :16].max() == 0
    assert result[:, 48:].max() == 0


def test_added_black_frames_do_not_count_as_motion() -> None:
    clip = np.repeat(beating_sector()[:1], 8, axis=0)
    clip[4:] = 0
    still = preprocess(clip, (region(100, 60, 219, 179),), spec())
    assert np.array_equal(still[0], preprocess(np.repeat(clip[:1], 8, axis=0), (region(100, 60, 219, 179),), spec())[0])


def test_bgr_is_rgb_with_channels_turned() -> None:
    clip = beating_sector()
    clip[..., 0] //= 2
    rgb = preprocess(clip, (), spec())
    assert np.array_equal(preprocess(clip, (), spec(colour="BGR")), rgb[..., ::-1])


@pytest.mark.parametrize("interpolation", ["area", "bicubic"])
@pytest.mark.parametrize("size", [16, 240, 512])
def test_any_size_is_reached(size: int, interpolation: str) -> None:
    result = preprocess(beating_sector(), (), spec(size=size, interpolation=interpolation))
    assert result.shape == (8, size, size, 3)
    assert result.dtype == np.uint8


@pytest.mark.parametrize(
    ("name", "regions", "changes"),
    [
        ("regions", (region(20, 10, 300, 230),), {}),
        ("motion", (), {"colour": "BGR"}),
        ("centre", (), {"crop": "centre", "interpolation": "bicubic"}),
    ],
)
def test_preprocessed_clip_has_the_pixels_of_its_version(
    name: str, regions: tuple[Region, ...], changes: dict[str, object]
) -> None:
    result = preprocess(beating_sector(), regions, spec(**changes))
    assert hashlib.sha256(result.tobytes()).hexdigest() == GOLDEN[PREPROCESS_VERSION, name]
