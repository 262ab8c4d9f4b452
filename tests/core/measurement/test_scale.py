from __future__ import annotations

from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.scale import (
    MANUAL_NOTE,
    UNCALIBRATED_NOTE,
    Axes,
    ManualCalibration,
    Origin,
    calibration_note,
    scale_at,
)
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit
from tests.core.measurement.clips import COLOUR, M_MODE, SPECTRUM, TISSUE, at_velocity, clip


def test_a_line_across_two_regions_has_no_scale() -> None:
    both = clip(TISSUE, SPECTRUM)
    with pytest.raises(MeasurementError, match="crosses from one region of the picture into another"):
        scale_at(both, [(200, 200), (200, 500)])


def test_a_point_outside_all_regions_has_no_scale() -> None:
    with pytest.raises(MeasurementError, match="outside the calibrated regions"):
        scale_at(clip(TISSUE), [(200, 200), (20, 200)])


def test_a_line_out_of_the_colour_box_keeps_the_scale_of_the_tissue() -> None:
    both = clip(TISSUE, COLOUR)
    assert scale_at(both, [(210, 110), (220, 120)]).region == 1
    assert scale_at(both, [(210, 110), (420, 320)]).region == 0


def test_the_last_pixel_of_a_region_belongs_to_it() -> None:
    assert scale_at(clip(TISSUE), [(100.0, 50.0), (500.0, 350.0)]).region == 0
    with pytest.raises(MeasurementError, match="outside"):
        scale_at(clip(TISSUE), [(500.1, 200.0)])


def test_a_spectrum_reads_velocity_from_its_baseline() -> None:
    scale = scale_at(clip(SPECTRUM), [at_velocity(500, -120)])
    assert scale.axes is Axes.SPECTRUM
    assert scale.physical(at_velocity(500, -120)) == pytest.approx((500.0, -120.0))
    assert scale.pixels((500.0, -120.0)) == pytest.approx(at_velocity(500, -120))


def test_the_reference_pixel_may_stand_for_another_velocity_than_zero() -> None:
    shifted = replace(SPECTRUM, reference_value_y=40.0)
    place = (300.0, 400 + 99.5)
    assert scale_at(clip(shifted), [place]).physical(place)[1] == pytest.approx(40.0)


def test_a_spectrum_without_baseline_is_refused() -> None:
    with pytest.raises(MeasurementError, match="where the spectrum's baseline is"):
        scale_at(clip(replace(SPECTRUM, reference_y=None)), [at_velocity(1, 1)])


def test_a_spectrum_in_hertz_has_no_velocity() -> None:
    with pytest.raises(MeasurementError, match="no scale in cm, cm/s or seconds"):
        scale_at(clip(replace(SPECTRUM, unit_y=RegionUnit.HERTZ)), [at_velocity(1, 1)])


def test_m_mode_has_time_across_and_depth_down() -> None:
    scale = scale_at(clip(M_MODE), [(100, 400), (300, 500)])
    assert scale.axes is Axes.M_MODE
    assert scale.physical((300, 500)) == pytest.approx((1000.0, 2.0))


@pytest.mark.parametrize(
    "region",
    [
        replace(TISSUE, spatial_format=RegionFormat.SPECTRAL),
        replace(TISSUE, spatial_format=RegionFormat.GRAPHICS),
        replace(M_MODE, spatial_format=RegionFormat.TWO_D),
        replace(SPECTRUM, spatial_format=RegionFormat.M_MODE),
    ],
)
def test_a_region_whose_units_are_those_of_another_kind_is_refused(region: Region) -> None:
    middle = (region.x0 + 100.0, region.y0 + 100.0)
    with pytest.raises(MeasurementError, match="gives it the units of another"):
        scale_at(clip(region), [middle])
    assert scale_at(clip(replace(region, spatial_format=RegionFormat.NONE)), [middle]).region == 0


def test_where_two_regions_overlap_the_upper_one_counts_and_two_equal_ones_are_refused() -> None:
    lower = replace(TISSUE, flags=1)
    upper = replace(TISSUE, x0=300, x1=700, delta_x=0.08, delta_y=0.08)
    assert scale_at(clip(lower, upper), [(350, 200)]).region == 1
    assert scale_at(clip(replace(upper, flags=1), replace(lower, flags=0)), [(350, 200)]).region == 1
    assert scale_at(clip(lower, upper), [(200, 200), (350, 200)]).region == 0
    with pytest.raises(MeasurementError, match="Two regions of different scale overlap here"):
        scale_at(clip(TISSUE, upper), [(350, 200)])
    with pytest.raises(MeasurementError, match="Two regions of different scale overlap here"):
        scale_at(clip(TISSUE, replace(TISSUE, delta_x=0.08)), [(350, 200)])
    assert scale_at(clip(TISSUE, replace(TISSUE, x0=300, x1=700)), [(350, 200)]).unit_x == TISSUE.delta_x


def test_a_point_beside_the_picture_is_refused() -> None:
    for manual in (None, ManualCalibration((10, 10), (10, 210), 10.0)):
        assert scale_at(clip(), [(0, 0), (960, 720)], manual).region is None
        for point in ((-0.1, 5.0), (5.0, 720.1)):
            with pytest.raises(MeasurementError, match="outside the picture"):
                scale_at(clip(), [(5, 5), point], manual)


def test_a_manual_line_knows_pixels_that_are_not_square() -> None:
    tall = replace(clip(), pixel_aspect=2.0)
    manual = ManualCalibration((10, 10), (10, 110), 10.0)
    scale = scale_at(tall, [(0, 0)], manual)
    assert (scale.unit_x, scale.unit_y) == (pytest.approx(0.05), pytest.approx(0.1))
    sideways = scale_at(tall, [(0, 0)], ManualCalibration((10, 10), (210, 10), 10.0))
    assert (sideways.unit_x, sideways.unit_y) == (pytest.approx(0.05), pytest.approx(0.1))


def test_a_clip_without_regions_is_in_pixels_and_says_so() -> None:
    plain = clip()
    scale = scale_at(plain, [(1, 1)])
    assert (scale.axes, scale.origin) == (Axes.PIXELS, Origin.NONE)
    assert calibration_note(plain) == UNCALIBRATED_NOTE
    assert calibration_note(clip(TISSUE)) == ""


def test_a_manual_line_calibrates_a_clip_without_regions_only() -> None:
    manual = ManualCalibration((10, 10), (10, 210), 10.0)
    scale = scale_at(clip(), [(0, 0)], manual)
    assert (scale.origin, scale.unit_x, scale.unit_y) == (Origin.MANUAL, 0.05, 0.05)
    assert calibration_note(clip(), manual) == MANUAL_NOTE
    assert scale_at(clip(TISSUE), [(200, 200)], manual).origin is Origin.HEADER


@pytest.mark.parametrize(("end", "length"), [((10, 11), 1.0), ((10, 210), 0.0), ((10, 210), 41.0)])
def test_refuses_a_manual_line_that_cannot_be(end: tuple[float, float], length: float) -> None:
    with pytest.raises(MeasurementError, match="a length up to 40 cm"):
        ManualCalibration((10, 10), end, length)
