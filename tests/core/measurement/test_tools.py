from __future__ import annotations

import math
from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.scale import ManualCalibration, Point
from deepcoro_desktop.core.measurement.tools import POINTS, Quantity, Tool, read_figure
from deepcoro_desktop.core.measurement.units import Unit
from tests.core.measurement.clips import M_MODE, SPECTRUM, TISSUE, at_velocity, clip
from tests.core.measurement.test_simpson import half_ellipse

Q = Quantity


def value(tool: Tool, quantity: Quantity, points: list[Point], *regions: object) -> tuple[float, Unit]:
    reading = read_figure(tool, clip(*regions), points).reading(quantity)  # type: ignore[arg-type]
    return reading.value, reading.unit


def test_distance_weighs_both_directions_of_pixels_that_are_not_square() -> None:
    # 75 columns of 0.4 mm and 80 rows of 0.5 mm: 3 cm and 4 cm
    assert value(Tool.DISTANCE, Q.DISTANCE, [(200, 100), (275, 180)], TISSUE) == (pytest.approx(5.0), Unit.CM)


def test_a_depth_that_runs_upwards_measures_the_same() -> None:
    points: list[Point] = [(200, 100), (300, 220)]
    upwards = replace(TISSUE, delta_y=-TISSUE.delta_y)
    assert value(Tool.DISTANCE, Quantity.DISTANCE, points, upwards) == value(
        Tool.DISTANCE, Quantity.DISTANCE, points, TISSUE
    )
    outline: list[Point] = [(200, 100), (220, 200), (250, 240), (280, 200), (300, 100)]
    same = value(Tool.SIMPSON, Quantity.VOLUME, outline, TISSUE)[0]
    assert value(Tool.SIMPSON, Quantity.VOLUME, outline, upwards)[0] == pytest.approx(same)


def test_area_and_trace() -> None:
    square = [(200.0, 100.0), (300.0, 100.0), (300.0, 180.0), (200.0, 180.0)]
    assert value(Tool.AREA, Q.AREA, square, TISSUE) == (pytest.approx(16.0), Unit.CM2)
    assert value(Tool.AREA, Q.LENGTH, square, TISSUE) == (pytest.approx(16.0), Unit.CM)
    assert value(Tool.TRACE, Q.LENGTH, square, TISSUE) == (pytest.approx(12.0), Unit.CM)


def test_angle_is_that_of_the_heart_and_not_of_the_pixels() -> None:
    points = [(300.0, 100.0), (200.0, 100.0), (300.0, 180.0)]  # 4 cm across, 4 cm across and down
    assert value(Tool.ANGLE, Q.ANGLE, points, TISSUE) == (pytest.approx(45.0), Unit.DEGREE)


def test_velocity_and_its_gradient() -> None:
    points = [at_velocity(200, -250)]
    assert value(Tool.VELOCITY, Q.VELOCITY, points, SPECTRUM) == (pytest.approx(250.0), Unit.CM_S)
    assert value(Tool.VELOCITY, Q.GRADIENT, points, SPECTRUM) == (pytest.approx(25.0), Unit.MMHG)


def test_vti_traced_in_either_direction() -> None:
    trace = [at_velocity(t, -120 * math.sin(math.pi * t / 300)) for t in range(0, 301, 10)]
    for points in (trace, trace[::-1]):
        assert value(Tool.VTI, Q.VTI, points, SPECTRUM)[0] == pytest.approx(120 * 0.3 * 2 / math.pi, rel=0.005)
        assert value(Tool.VTI, Q.PEAK_VELOCITY, points, SPECTRUM)[0] == pytest.approx(120.0)
        assert value(Tool.VTI, Q.MEAN_GRADIENT, points, SPECTRUM)[0] == pytest.approx(4 * 1.44 / 2, rel=0.005)


def test_a_hand_that_trembles_backwards_traces_the_same_envelope() -> None:
    half_sine = [(t, 100.0 * math.sin(math.pi * t / 300.0)) for t in range(0, 301, 5)]
    steady = [at_velocity(t, v) for t, v in half_sine]
    trembling = [at_velocity(t - 8.0 if index % 6 == 3 else t, v) for index, (t, v) in enumerate(half_sine)]
    expected = value(Tool.VTI, Q.VTI, steady, SPECTRUM)[0]
    assert value(Tool.VTI, Q.VTI, trembling, SPECTRUM)[0] == pytest.approx(expected, rel=0.02)
    assert value(Tool.VTI, Q.VTI, trembling[::-1], SPECTRUM)[0] == pytest.approx(expected, rel=0.02)
    gradient = value(Tool.VTI, Q.MEAN_GRADIENT, steady, SPECTRUM)[0]
    assert value(Tool.VTI, Q.MEAN_GRADIENT, trembling, SPECTRUM)[0] == pytest.approx(gradient, rel=0.02)


def test_slope_interval_and_rate_in_a_spectrum() -> None:
    line = [at_velocity(100, 180), at_velocity(250, 90)]
    assert value(Tool.SLOPE, Q.DECELERATION_TIME, line, SPECTRUM) == (pytest.approx(300.0), Unit.MS)
    assert value(Tool.SLOPE, Q.HALF_TIME, line, SPECTRUM)[0] == pytest.approx(87.868, abs=1e-3)
    assert value(Tool.INTERVAL, Q.INTERVAL, [at_velocity(0, 1), at_velocity(750, 9)], SPECTRUM)[0] == 750.0
    assert value(Tool.INTERVAL, Q.RATE, [at_velocity(0, 1), at_velocity(750, 9)], SPECTRUM) == (80.0, Unit.BPM)


def test_m_mode_distance_is_depth_only_and_its_slope_a_speed() -> None:
    points = [(200.0, 500.0), (260.0, 600.0)]  # 300 ms and 2 cm
    assert value(Tool.DISTANCE, Q.DISTANCE, points, M_MODE) == (pytest.approx(2.0), Unit.CM)
    assert value(Tool.DISTANCE, Q.INTERVAL, points, M_MODE) == (pytest.approx(300.0), Unit.MS)
    assert value(Tool.SLOPE, Q.SLOPE, points, M_MODE) == (pytest.approx(2.0 / 0.3), Unit.CM_S)


def test_simpson_gives_volume_axis_and_discs_on_the_picture() -> None:
    outline = [(100 + x / 0.04, 50 + y / 0.05) for x, y in half_ellipse(2.0, 8.0)]
    outline = [(x, y + 100) for x, y in outline]
    figure = read_figure(Tool.SIMPSON, clip(TISSUE), outline)
    assert figure.readings[0].value == pytest.approx(2 / 3 * math.pi * 4 * 8, rel=0.005)
    assert figure.reading(Q.LONG_AXIS).value == pytest.approx(8.0)
    assert figure.discs is not None
    (x0, _), (x1, _) = figure.discs.chords[0]
    assert abs(x1 - x0) * 0.04 == pytest.approx(figure.discs.discs.diameters_cm[0])
    assert figure.discs.axis[1][1] - figure.discs.axis[0][1] == pytest.approx(8.0 / 0.05)


@pytest.mark.parametrize("tool", [Tool.DISTANCE, Tool.TRACE, Tool.AREA, Tool.SIMPSON])
def test_without_calibration_there_are_pixels_and_nothing_else(tool: Tool) -> None:
    points = [(100.0, 100.0), (140.0, 100.0), (140.0, 130.0), (120.0, 150.0), (100.0, 130.0)]
    figure = read_figure(tool, clip(), points[:2] if tool is Tool.DISTANCE else points)
    assert {reading.unit for reading in figure.readings} <= {Unit.PX, Unit.PX2}
    assert figure.discs is None


@pytest.mark.parametrize("tool", [Tool.ANGLE, Tool.VELOCITY, Tool.VTI, Tool.SLOPE, Tool.INTERVAL])
def test_without_calibration_the_other_tools_are_refused(tool: Tool) -> None:
    with pytest.raises(MeasurementError, match="needs a calibrated picture"):
        read_figure(tool, clip(), [(1.0, 1.0), (2.0, 2.0), (3.0, 1.0)])


def test_a_manual_scale_gives_centimetres() -> None:
    manual = ManualCalibration((0, 0), (0, 100), 5.0)
    reading = read_figure(Tool.DISTANCE, clip(), [(10, 10), (10, 70)], manual).readings[0]
    assert (reading.value, reading.unit) == (pytest.approx(3.0), Unit.CM)


@pytest.mark.parametrize(
    ("tool", "region", "match"),
    [
        (Tool.VELOCITY, TISSUE, r"velocity tool does not fit this region \(cm across and down\)"),
        (Tool.AREA, SPECTRUM, "area tool does not fit"),
        (Tool.DISTANCE, SPECTRUM, "distance tool does not fit"),
        (Tool.SIMPSON, M_MODE, "simpson tool does not fit"),
        (Tool.VTI, M_MODE, "vti tool does not fit"),
    ],
)
def test_a_tool_in_the_wrong_region_is_refused(tool: Tool, region: object, match: str) -> None:
    low = [(200.0 + i, 500.0 + i * i) for i in range(6)]
    high = [(200.0 + i, 100.0 + i * i) for i in range(6)]
    with pytest.raises(MeasurementError, match=match):
        read_figure(tool, clip(region), high if region is TISSUE else low)  # type: ignore[arg-type]


@pytest.mark.parametrize("tool", list(Tool))
def test_too_few_points_are_refused(tool: Tool) -> None:
    with pytest.raises(MeasurementError, match="needs"):
        read_figure(tool, clip(TISSUE), [(200.0, 100.0)] * (POINTS[tool].least - 1))


def test_a_figure_says_what_it_does_not_give() -> None:
    figure = read_figure(Tool.DISTANCE, clip(TISSUE), [(200, 100), (210, 110)])
    with pytest.raises(MeasurementError, match="gives no VTI"):
        figure.reading(Q.VTI)
