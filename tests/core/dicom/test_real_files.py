"""Files of real scanners and of other people's encoders, as pydicom and pydicom-data carry them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.pixels.decoders import JPEGBaseline8BitDecoder

from deepcoro_desktop.core.dicom.pixels import decode_frames, open_clip
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.study import Calibration, RegionFormat, TimingSource
from tests.core.dicom import pictures as p

BARS = {
    5: (255, 0, 0), 15: (255, 128, 128), 25: (0, 255, 0), 35: (128, 255, 128), 45: (0, 0, 255), 55: (128, 128, 255),
    65: (0, 0, 0), 75: (64, 64, 64), 85: (192, 192, 192), 95: (255, 255, 255),
}  # fmt: skip
"""Row of the colour bar and its colour, in all of pydicom's SC_rgb files (pydicom tests/test_numpy_pixel_data.py)."""


def test_the_short_cine_plays_and_its_calibration_is_refused() -> None:
    clip = read_study(p.bundled("examples_ybr_color.dcm")).clips[0]
    assert (clip.frame_count, clip.rows, clip.columns) == (30, 240, 320)
    assert clip.calibration is Calibration.REFUSED
    assert "595" in clip.calibration_reason
    assert "320" in clip.calibration_reason
    frames = decode_frames(clip)
    # pydicom's reference pixels of this file, PS3.3 conversion (pydicom tests/pixels/pixels_reference.py)
    assert np.abs(frames[0, 50, 110:112].astype(int) - [[22, 22, 22], [22, 22, 22]]).max() <= 40
    spread = frames.max(axis=-1).astype(int) - frames.min(axis=-1)
    assert np.mean(spread <= 2) > 0.85


def test_the_long_cine_has_its_time_and_its_scale() -> None:
    clip = read_study(p.bundled("color3d_jpeg_baseline.dcm")).clips[0]
    assert (clip.frame_count, clip.rows, clip.columns) == (120, 480, 640)
    assert clip.timing.source is TimingSource.FRAME_TIME
    assert clip.timing.frame_starts_ms[1] == pytest.approx(33.333)
    assert clip.calibration is Calibration.CALIBRATED
    (region,) = clip.regions
    assert region.spatial_format is RegionFormat.TWO_D
    assert region.delta_x == region.delta_y == pytest.approx(0.05105, abs=5e-6)
    with open_clip(clip) as reader:
        last = reader.frame(119)
    assert np.array_equal(last, decode_frames(clip, [119])[0])
    assert last.shape == (480, 640, 3)


@pytest.mark.parametrize(
    ("name", "indices"), [("color3d_jpeg_baseline.dcm", (0, 60, 119)), ("examples_ybr_color.dcm", (0, 29))]
)
def test_cines_have_the_pixels_of_another_decoder(name: str, indices: tuple[int, ...]) -> None:
    path = p.bundled(name)
    ours = decode_frames(read_study(path).clips[0], indices).astype(int)
    data = dcmread(path)
    for frame, index in zip(ours, indices, strict=True):
        theirs, _ = JPEGBaseline8BitDecoder.as_array(data, index=index, decoding_plugin="pylibjpeg")
        difference = np.abs(frame - theirs)
        # decoders differ in how they bring chroma to full size
        assert difference.max() <= 6
        assert difference.mean() < 0.05


def test_a_split_screen_keeps_all_its_regions() -> None:
    clip = read_study(p.bundled("gdcm-US-ALOKA-16.dcm")).clips[0]
    assert clip.calibration is Calibration.CALIBRATED
    assert len(clip.regions) == 3


def test_a_palette_gives_colours_and_a_grey_picture() -> None:
    frame = decode_frames(read_study(p.bundled("OBXXXX1A.dcm")).clips[0])[0]
    assert frame.shape == (600, 800, 3)
    assert frame.max() > 200


def test_the_same_picture_is_the_same_in_rgb_and_jpeg_2000() -> None:
    rgb = decode_frames(read_study(p.bundled("US1_UNCR.dcm")).clips[0]).astype(int)
    reversible = decode_frames(read_study(p.bundled("US1_J2KR.dcm")).clips[0]).astype(int)
    irreversible = decode_frames(read_study(p.bundled("US1_J2KI.dcm")).clips[0]).astype(int)
    assert np.array_equal(rgb, reversible)
    assert np.abs(rgb - irreversible).mean() < 2


@pytest.mark.parametrize("suffix", ["", "_rle", "_expb"])
def test_one_palette_picture_is_the_same_in_each_syntax(suffix: str) -> None:
    plain = decode_frames(read_study(p.bundled("OBXXXX1A.dcm")).clips[0])
    assert np.array_equal(decode_frames(read_study(p.bundled(f"OBXXXX1A{suffix}.dcm")).clips[0]), plain)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        ("SC_rgb.dcm", 0), ("SC_rgb_2frame.dcm", 0), ("SC_rgb_expb.dcm", 0), ("SC_rgb_rle.dcm", 0),
        ("SC_rgb_rle_2frame.dcm", 0), ("SC_ybr_full_uncompressed.dcm", 5), ("SC_ybr_full_422_uncompressed.dcm", 5),
        ("SC_rgb_dcmtk_+eb+cr.dcm", 6), ("SC_rgb_dcmtk_+eb+cy+n1.dcm", 8), ("SC_rgb_dcmtk_+eb+cy+n2.dcm", 8),
        ("SC_rgb_dcmtk_+eb+cy+np.dcm", 6), ("SC_rgb_dcmtk_+eb+cy+s2.dcm", 6), ("SC_rgb_dcmtk_+eb+cy+s4.dcm", 6),
        ("SC_rgb_jpeg_dcmtk.dcm", 6), ("SC_rgb_jpeg_gdcm.dcm", 0), ("SC_rgb_jpeg_lossy_gdcm.dcm", 8),
        ("SC_rgb_jls_lossy_line.dcm", 3), ("SC_rgb_jls_lossy_sample.dcm", 3), ("SC_rgb_gdcm_KY.dcm", 2),
    ],
)  # fmt: skip
def test_colour_bars_of_other_encoders_have_their_colours(name: str, tolerance: int) -> None:
    # the second frame of the files with two is the first one inverted
    frame = decode_frames(read_study(p.bundled(name)).clips[0], [0])[0]
    for row, colour in BARS.items():
        assert np.abs(frame[row, 50].astype(int) - colour).max() <= tolerance, row


@pytest.mark.parametrize(
    "name", ["SC_rgb_jpeg_app14_dcmd.dcm", "SC_jpeg_no_color_transform.dcm", "SC_jpeg_no_color_transform_2.dcm"]
)
def test_a_white_page_in_an_rgb_jpeg_stays_white(name: str) -> None:
    frame = decode_frames(read_study(p.bundled(name)).clips[0])[0].astype(int)
    assert frame[0, 0].min() >= 240
    assert abs(frame.mean(axis=(0, 1)) - frame.mean()).max() < 1


def test_every_bundled_file_is_read_or_refused_with_a_reason() -> None:
    folders = {p.bundled("SC_rgb.dcm").parent, p.bundled("examples_ybr_color.dcm").parent}
    refused: dict[str, DeepcoroError] = {}
    shown = set()
    for path in (file for folder in folders for file in sorted(Path(folder).glob("*.dcm"))):
        try:
            decode_frames(read_study(path).clips[0], [0])
            shown.add(path.name)
        except DeepcoroError as error:
            refused[path.name] = error
    assert {
        "examples_palette.dcm",
        "examples_rgb_color.dcm",
        "examples_jpeg2k.dcm",
        "JPEG2000.dcm",
        "SC_rgb_jpeg.dcm",
    } <= shown
    assert all(error.message and error.remedy for error in refused.values())
    assert {"test-SR.dcm", "waveform_ecg.dcm", "CT_small.dcm"} <= set(refused)
