"""What each tool makes of the points that a reader sets: a figure becomes its readings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement import doppler, geometry, simpson
from deepcoro_desktop.core.measurement.scale import Axes, ManualCalibration, Origin, Point, Scale, scale_at
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.core.study import Clip


class Tool(Enum):
    """How points are set and read."""

    DISTANCE = "distance"
    TRACE = "trace"
    AREA = "area"
    ANGLE = "angle"
    SIMPSON = "simpson"
    VELOCITY = "velocity"
    VTI = "vti"
    SLOPE = "slope"
    INTERVAL = "interval"


class Quantity(Enum):
    """What a reading says; the value is its name on screen."""

    DISTANCE = "distance"
    LENGTH = "length"
    AREA = "area"
    ANGLE = "angle"
    VOLUME = "volume"
    LONG_AXIS = "long axis"
    VELOCITY = "velocity"
    PEAK_VELOCITY = "peak velocity"
    GRADIENT = "peak gradient"
    MEAN_VELOCITY = "mean velocity"
    MEAN_GRADIENT = "mean gradient"
    VTI = "VTI"
    SLOPE = "slope"
    DECELERATION_TIME = "deceleration time"
    HALF_TIME = "pressure half-time"
    INTERVAL = "interval"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that a figure gives."""

    quantity: Quantity
    value: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on a picture, read."""

    tool: Tool
    scale: Scale
    readings: tuple[Reading, ...]
    """The main one first."""
    discs: simpson.DiscFigure | None = None
    """Where the discs lie, in pixels, lengths in cm; of a Simpson outline on a calibrated picture only."""

    def reading(self, quantity: Quantity) -> Reading:
        """Return the reading of a quantity.

        Raises
        ------
        MeasurementError
            If the figure does not give it.
        """
        for reading in self.readings:
            if reading.quantity is quantity:
                return reading
        raise MeasurementError(
            f"This figure gives no {quantity.value} here.", "Use the tool for it, on a calibrated picture."
        )


@dataclass(frozen=True, slots=True)
class Points:
    """How many points a tool takes."""

    least: int
    most: int | None
    """None for a figure that the reader ends."""


POINTS: Final = MappingProxyType({
    Tool.DISTANCE: Points(2, 2),
    Tool.TRACE: Points(2, None),
    Tool.AREA: Points(3, None),
    Tool.ANGLE: Points(3, 3),
    Tool.SIMPSON: Points(5, None),
    Tool.VELOCITY: Points(1, 1),
    Tool.VTI: Points(2, None),
    Tool.SLOPE: Points(2, 2),
    Tool.INTERVAL: Points(2, 2),
})  # fmt: skip

IN_PIXELS: Final = frozenset({Tool.DISTANCE, Tool.TRACE, Tool.AREA, Tool.SIMPSON})
"""Tools that read something on a picture without a scale."""


def read_figure(tool: Tool, clip: Clip, points: Sequence[Point], manual: ManualCalibration | None = None) -> Figure:
    """Return what a figure on a clip's picture says.

    Parameters
    ----------
    tool : Tool
        How it was drawn.
    clip : Clip
        Whose picture it lies on.
    points : sequence of Point
        Columns and rows of the picture.
    manual : ManualCalibration, optional
        The reader's scale for a clip without one.

    Returns
    -------
    Figure
        Readings in cm, cm2, cm/s, ms, mmHg or mL; in pixels only, and only lengths and areas, without a scale.

    Raises
    ------
    MeasurementError
        If there are too few points, they lie in two regions, or the tool does not fit the region.
    """
    if len(points) < POINTS[tool].least:
        raise MeasurementError(
            f"The figure needs {POINTS[tool].least} points.", "Place the missing points, or press Esc."
        )
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise MeasurementError("A point lies nowhere.", "Place it again.")
    scale = scale_at(clip, points, manual)
    places = [scale.physical(point) for point in points]
    if scale.origin is Origin.NONE:
        return Figure(tool, scale, _in_pixels(tool, places))
    if (tool, scale.axes) == (Tool.SIMPSON, Axes.TISSUE):
        return _simpson(scale, places)
    read = _READERS.get((tool, scale.axes))
    if read is None:
        raise MeasurementError(
            f"The {tool.value} tool does not fit this region ({scale.axes.value}).", _WHERE.get(tool, _ON_TISSUE)
        )
    return Figure(tool, scale, read(places))


_ON_TISSUE: Final = "Measure on the two-dimensional picture."
_WHERE: Final = MappingProxyType({
    Tool.VELOCITY: "Measure on a Doppler spectrum.",
    Tool.VTI: "Trace a Doppler spectrum.",
    Tool.SLOPE: "Measure on a Doppler spectrum or an M-mode.",
    Tool.INTERVAL: "Measure on a Doppler spectrum or an M-mode.",
})  # fmt: skip

Places = list[tuple[float, float]]
Readings = tuple[Reading, ...]


def _in_pixels(tool: Tool, places: Places) -> Readings:
    if tool is Tool.DISTANCE:
        return (Reading(Quantity.DISTANCE, geometry.distance(places[0], places[1]), Unit.PX),)
    if tool is Tool.TRACE:
        return (Reading(Quantity.LENGTH, geometry.path_length(places), Unit.PX),)
    if tool in (Tool.AREA, Tool.SIMPSON):
        return (Reading(Quantity.AREA, geometry.enclosed_area(places), Unit.PX2),)
    raise MeasurementError(
        f"The {tool.value} tool needs a calibrated picture.", "Calibrate the picture by hand along its depth scale."
    )


def _distance(places: Places) -> Readings:
    return (Reading(Quantity.DISTANCE, geometry.distance(places[0], places[1]), Unit.CM),)


def _excursion(places: Places) -> Readings:
    (t0, y0), (t1, y1) = places[0], places[1]
    return (
        Reading(Quantity.DISTANCE, abs(y1 - y0), Unit.CM),
        Reading(Quantity.INTERVAL, abs(t1 - t0), Unit.MS),
    )


def _trace(places: Places) -> Readings:
    return (Reading(Quantity.LENGTH, geometry.path_length(places), Unit.CM),)


def _area(places: Places) -> Readings:
    around = geometry.path_length([*places, places[0]])
    return (
        Reading(Quantity.AREA, geometry.enclosed_area(places), Unit.CM2),
        Reading(Quantity.LENGTH, around, Unit.CM),
    )


def _angle(places: Places) -> Readings:
    return (Reading(Quantity.ANGLE, geometry.angle_deg(places[0], places[1], places[2]), Unit.DEGREE),)


def _simpson(scale: Scale, places: Places) -> Figure:
    figure = simpson.cut(places)

    def on_picture(segment: simpson.Segment) -> simpson.Segment:
        return scale.pixels(segment[0]), scale.pixels(segment[1])

    readings = (
        Reading(Quantity.VOLUME, simpson.single_plane_volume_ml(figure.discs), Unit.ML),
        Reading(Quantity.LONG_AXIS, figure.discs.length_cm, Unit.CM),
        Reading(Quantity.AREA, figure.area_cm2, Unit.CM2),
    )
    chords = tuple(on_picture(chord) for chord in figure.chords)
    return Figure(Tool.SIMPSON, scale, readings, replace(figure, axis=on_picture(figure.axis), chords=chords))


def _velocity(places: Places) -> Readings:
    velocity = abs(places[0][1])
    return (
        Reading(Quantity.VELOCITY, velocity, Unit.CM_S),
        Reading(Quantity.GRADIENT, doppler.pressure_mmhg(velocity), Unit.MMHG),
    )


def _vti(places: Places) -> Readings:
    if places[-1][0] < places[0][0]:  # traced from right to left
        places = places[::-1]
    peak = doppler.peak_velocity_cm_s(places)
    return (
        Reading(Quantity.VTI, doppler.velocity_time_integral_cm(places), Unit.CM),
        Reading(Quantity.PEAK_VELOCITY, peak, Unit.CM_S),
        Reading(Quantity.GRADIENT, doppler.pressure_mmhg(peak), Unit.MMHG),
        Reading(Quantity.MEAN_VELOCITY, doppler.mean_velocity_cm_s(places), Unit.CM_S),
        Reading(Quantity.MEAN_GRADIENT, doppler.mean_gradient_mmhg(places), Unit.MMHG),
        Reading(Quantity.INTERVAL, places[-1][0] - places[0][0], Unit.MS),
    )


def _slope(places: Places) -> Readings:
    start, end = sorted(places[:2])
    return (
        Reading(Quantity.DECELERATION_TIME, doppler.deceleration_time_ms(start, end), Unit.MS),
        Reading(Quantity.HALF_TIME, doppler.pressure_half_time_ms(start, end), Unit.MS),
        Reading(Quantity.SLOPE, doppler.slope_cm_s2(start, end), Unit.CM_S2),
        Reading(Quantity.PEAK_VELOCITY, abs(start[1]), Unit.CM_S),
        Reading(Quantity.INTERVAL, end[0] - start[0], Unit.MS),
    )


def _movement(places: Places) -> Readings:
    start, end = sorted(places[:2])
    return (
        Reading(Quantity.SLOPE, doppler.slope_cm_s2(start, end), Unit.CM_S),
        Reading(Quantity.DISTANCE, abs(end[1] - start[1]), Unit.CM),
        Reading(Quantity.INTERVAL, end[0] - start[0], Unit.MS),
    )


def _interval(places: Places) -> Readings:
    interval = abs(places[1][0] - places[0][0])
    return (
        Reading(Quantity.INTERVAL, interval, Unit.MS),
        Reading(Quantity.RATE, doppler.rate_per_min(interval), Unit.BPM),
    )


_READERS: Final = MappingProxyType[tuple[Tool, Axes], Callable[[Places], Readings]]({
    (Tool.DISTANCE, Axes.TISSUE): _distance,
    (Tool.DISTANCE, Axes.M_MODE): _excursion,
    (Tool.TRACE, Axes.TISSUE): _trace,
    (Tool.AREA, Axes.TISSUE): _area,
    (Tool.ANGLE, Axes.TISSUE): _angle,
    (Tool.VELOCITY, Axes.SPECTRUM): _velocity,
    (Tool.VTI, Axes.SPECTRUM): _vti,
    (Tool.SLOPE, Axes.SPECTRUM): _slope,
    (Tool.SLOPE, Axes.M_MODE): _movement,
    (Tool.INTERVAL, Axes.SPECTRUM): _interval,
    (Tool.INTERVAL, Axes.M_MODE): _interval,
})  # fmt: skip
"""What a tool reads from a region; a pair that is missing is refused."""
