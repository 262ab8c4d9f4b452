"""Regions are trusted where they fit their picture and refused, with the numbers, where they do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.study import Calibration, Clip, RegionFormat, RegionUnit
from tests.core.dicom import pictures as p

PIXELS = p.reference_frames().tobytes()
SPECTRUM: dict[str, Any] = {
    "RegionSpatialFormat": 3, "RegionDataType": 3, "PhysicalUnitsXDirection": 4, "PhysicalUnitsYDirection": 7,
    "PhysicalDeltaX": 0.01, "PhysicalDeltaY": -2.5, "ReferencePixelX0": 0, "ReferencePixelY0": -4,
}  # fmt: skip


def _clip(tmp_path: Path, *items: Dataset) -> Clip:
    elements = {"SequenceOfUltrasoundRegions": p.regions(*items)} if items else {}
    return read_study(p.write(tmp_path / "x", p.dataset(PIXELS, **elements))).clips[0]


def test_keeps_regions_with_their_units(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.region(2, 3, 40, 30), p.region(2, 31, 62, 46, **SPECTRUM))
    assert clip.calibration is Calibration.CALIBRATED
    assert clip.calibration_reason == ""
    tissue, spectrum = clip.regions
    assert (tissue.x0, tissue.y0, tissue.x1, tissue.y1) == (2, 3, 40, 30)
    assert (tissue.spatial_format, tissue.unit_x, tissue.delta_x) == (RegionFormat.TWO_D, RegionUnit.CM, 0.05)
    assert (spectrum.spatial_format, spectrum.unit_x, spectrum.unit_y) == (
        RegionFormat.SPECTRAL, RegionUnit.SECONDS, RegionUnit.CM_PER_S,
    )  # fmt: skip
    assert (spectrum.delta_y, spectrum.reference_y, spectrum.data_type) == (-2.5, -4, 3)


def test_a_picture_without_regions_is_uncalibrated(tmp_path: Path) -> None:
    clip = _clip(tmp_path)
    assert clip.calibration is Calibration.UNCALIBRATED
    assert "no ultrasound regions" in clip.calibration_reason


def test_the_first_pixel_beyond_is_taken_for_the_end(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.region(0, 0, p.COLUMNS, p.ROWS))
    assert (clip.regions[0].x1, clip.regions[0].y1) == (p.COLUMNS - 1, p.ROWS - 1)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (p.region(2, 3, 128, 30), "columns 2 to 128 and rows 3 to 30, the picture has 64 columns and 48 rows"),
        (p.region(2, 3, 40, 96), "rows 3 to 96"),
        (p.region(40, 3, 40, 30), "columns 40 to 40"),
        (p.region(40, 30, 2, 3), "columns 40 to 2"),
        (p.region(2, 3, 40, 30, PhysicalDeltaX=0.0), "scale"),
        (p.region(2, 31, 62, 46, **{**SPECTRUM, "PhysicalDeltaX": -0.01}), "backwards in time"),
        (p.region(2, 3, 40, 30, PhysicalDeltaX=float("nan")), "scale"),
        (p.region(2, 3, 40, 30, PhysicalDeltaX=50.0), "scale"),
        (p.region(2, 3, 40, 30, PhysicalDeltaX=1.7), "would make it 66 cm large"),
        (p.region(2, 31, 62, 46, **{**SPECTRUM, "PhysicalDeltaY": 0.0}), "scale"),
    ],
)
def test_a_region_that_does_not_fit_refuses_all(item: Dataset, reason: str, tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.region(2, 3, 40, 30), item)
    assert clip.calibration is Calibration.REFUSED
    assert clip.regions == ()
    assert reason in clip.calibration_reason
    assert "egion 2" in clip.calibration_reason


def test_a_depth_may_run_upwards(tmp_path: Path) -> None:
    clip = _clip(tmp_path, p.region(2, 3, 40, 30, PhysicalDeltaY=-0.05))
    assert clip.calibration is Calibration.CALIBRATED
    assert clip.regions[0].delta_y == -0.05


@pytest.mark.parametrize(("ratio", "aspect"), [([2, 1], 2.0), ([1, 2], 0.5), ([1, 0], 1.0), ([9, 1], 1.0)])
def test_the_shape_of_pixels_is_read(ratio: list[int], aspect: float, tmp_path: Path) -> None:
    data = p.dataset(PIXELS, PixelAspectRatio=ratio)
    assert read_study(p.write(tmp_path / "x", data)).clips[0].pixel_aspect == aspect


def test_regions_without_any_scale_calibrate_nothing(tmp_path: Path) -> None:
    item = p.region(2, 3, 40, 30, PhysicalUnitsXDirection=0, PhysicalUnitsYDirection=0, PhysicalDeltaX=0.0)
    clip = _clip(tmp_path, item)
    assert clip.calibration is Calibration.UNCALIBRATED
    assert "scale" in clip.calibration_reason


def test_a_damaged_sequence_of_regions_gives_no_calibration(tmp_path: Path) -> None:
    data = p.dataset(PIXELS, SequenceOfUltrasoundRegions=p.regions(p.region(2, 3, 40, 30)))
    content = p.write(tmp_path / "x", data).read_bytes()
    sequence = content.find(b"\x18\x00\x11\x60SQ")
    end = sequence + 12 + int.from_bytes(content[sequence + 8 : sequence + 12], "little")
    # the sequence ends within the tag of its first item
    short = content[: sequence + 8] + (2).to_bytes(4, "little") + content[sequence + 12 : sequence + 14]
    (tmp_path / "x").write_bytes(short + content[end:])
    assert read_study(tmp_path / "x").clips[0].calibration is Calibration.UNCALIBRATED
