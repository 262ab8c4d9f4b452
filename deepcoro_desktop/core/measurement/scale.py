"""From pixels to physical units: in one region, never across two, never by guess."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.study import Clip, Region, RegionFormat, RegionUnit

Point = tuple[float, float]
"""A place in the picture: column and row; the first pixel spans 0 to 1 (as SCOORD, PS3.3 C.18.6.1.2)."""

UNCALIBRATED_NOTE: Final = "Uncalibrated: distances in pixels only"
MANUAL_NOTE: Final = "Calibrated by hand: lengths rest on the line you drew"
LARGEST_KNOWN_CM: Final = 40.0
"""A line longer than this is in no echo picture."""
_LOW_PRIORITY: Final = 1
"""Bit of Region Flags (0018,6016) of a region that another one overwrites where they overlap."""
_FORMATS: Final = MappingProxyType(
    {
        (RegionUnit.CM, RegionUnit.CM): RegionFormat.TWO_D,
        (RegionUnit.SECONDS, RegionUnit.CM): RegionFormat.M_MODE,
        (RegionUnit.SECONDS, RegionUnit.CM_PER_S): RegionFormat.SPECTRAL,
    }
)
"""Units across and down -> the kind of region that they belong to."""


class Axes(Enum):
    """What the two directions of a picture mean."""

    TISSUE = "cm across and down"
    M_MODE = "time across, cm down"
    SPECTRUM = "time across, velocity down"
    PIXELS = "pixels"


class Origin(Enum):
    """Where a scale comes from."""

    HEADER = "header"
    MANUAL = "manual"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ManualCalibration:
    """A line of known length that the reader drew, because the header has no scale."""

    start: Point
    end: Point
    length_cm: float
    """True length of the line, cm."""

    def __post_init__(self) -> None:
        """Refuse a line without length."""
        if not (0.0 < self.length_cm <= LARGEST_KNOWN_CM) or not math.dist(self.start, self.end) >= 2.0:
            raise MeasurementError(
                f"A calibration needs a line of two pixels or more and a length up to {LARGEST_KNOWN_CM:.0f} cm.",
                "Draw along the depth scale of the picture and type the distance.",
            )

    def cm_per_column(self, pixel_aspect: float = 1.0) -> float:
        """Return centimetres per column, for pixels so many times as high as wide."""
        across, down = self.end[0] - self.start[0], self.end[1] - self.start[1]
        return self.length_cm / math.hypot(across, down * pixel_aspect)


@dataclass(frozen=True, slots=True)
class Scale:
    """How to read a place of the picture in physical units."""

    axes: Axes
    origin: Origin
    region: int | None
    """Index in `Clip.regions`, None without one."""
    unit_x: float
    """cm, ms or px per column."""
    unit_y: float
    """cm, cm/s or px per row."""
    zero: Point = (0.0, 0.0)
    """Column and row where both axes are 0."""

    def physical(self, point: Point) -> Point:
        """Return a place in units of the two axes."""
        return (point[0] - self.zero[0]) * self.unit_x, (point[1] - self.zero[1]) * self.unit_y

    def pixels(self, place: Point) -> Point:
        """Return the point of the picture that stands for a place; the inverse of `physical`."""
        return place[0] / self.unit_x + self.zero[0], place[1] / self.unit_y + self.zero[1]


def scale_at(clip: Clip, points: Sequence[Point], manual: ManualCalibration | None = None) -> Scale:
    """Return the scale that holds for all of these points.

    Parameters
    ----------
    clip : Clip
        The picture; its regions have been checked against its size (core/dicom/calibration.py).
    points : sequence of Point
        At least one.
    manual : ManualCalibration, optional
        The reader's own scale; used only where the header has none.

    Returns
    -------
    Scale
        Of the region that holds all points: where two do, of the one that was drawn over the other, else of the one
        inside the other; of the manual line, or in pixels, for a clip without regions.

    Raises
    ------
    MeasurementError
        If the points lie beside the picture, in two regions, outside all of them, or where two of different scale
        overlap.

    References
    ----------
    DICOM PS3.3 C.8.5.5.1.3 (priority of regions that overlap).
    """
    if not clip.regions:
        if any(not (0.0 <= x <= clip.columns and 0.0 <= y <= clip.rows) for x, y in points):
            raise MeasurementError("A point lies outside the picture.", "Keep all points on the picture.")
        if manual is not None:
            per_column = manual.cm_per_column(clip.pixel_aspect)
            return Scale(Axes.TISSUE, Origin.MANUAL, None, per_column, per_column * clip.pixel_aspect)
        return Scale(Axes.PIXELS, Origin.NONE, None, 1.0, 1.0)
    inside = [index for index, region in enumerate(clip.regions) if all(_holds(region, point) for point in points)]
    if not inside:
        if all(any(_holds(region, point) for region in clip.regions) for point in points):
            raise MeasurementError(
                "The line crosses from one region of the picture into another.", "Keep all points in one region."
            )
        raise MeasurementError("A point lies outside the calibrated regions.", "Keep all points on the ultrasound.")
    return _of_region(clip.regions[index := _uppermost(clip.regions, inside)], index)


def calibration_note(clip: Clip, manual: ManualCalibration | None = None) -> str:
    """Return what a banner says of the clip's scale; empty for one that the scanner calibrated."""
    if clip.regions:
        return ""
    return UNCALIBRATED_NOTE if manual is None else MANUAL_NOTE


def _holds(region: Region, point: Point) -> bool:
    return region.x0 <= point[0] <= region.x1 + 1 and region.y0 <= point[1] <= region.y1 + 1


def _uppermost(regions: Sequence[Region], inside: Sequence[int]) -> int:
    """Return which of these regions, all of which hold the points, says what is seen there."""
    above = [index for index in inside if not regions[index].flags & _LOW_PRIORITY] or list(inside)
    index = min(above, key=lambda i: _extent(regions[i]))
    for other in above:
        if not _within(regions[index], regions[other]) and not _same_scale(regions[index], regions[other]):
            raise MeasurementError(
                "Two regions of different scale overlap here.", "Measure where the picture belongs to one region."
            )
    return index


def _extent(region: Region) -> int:
    return (region.x1 - region.x0) * (region.y1 - region.y0)


def _within(inner: Region, outer: Region) -> bool:
    """Return whether a region lies inside a larger one."""
    corners = inner.x0 >= outer.x0, inner.y0 >= outer.y0, inner.x1 <= outer.x1, inner.y1 <= outer.y1
    return all(corners) and _extent(inner) < _extent(outer)


def _same_scale(region: Region, other: Region) -> bool:
    def scale(r: Region) -> tuple[object, ...]:
        place = r.reference_y + r.y0 if r.reference_y is not None and r.unit_y is RegionUnit.CM_PER_S else None
        return r.spatial_format, r.unit_x, r.unit_y, r.delta_x, r.delta_y, place

    return scale(region) == scale(other)


def _of_region(region: Region, index: int) -> Scale:
    units = (region.unit_x, region.unit_y)
    zero = (float(region.x0), float(region.y0))
    fitting = _FORMATS.get(units)
    if fitting is not None and region.spatial_format not in (fitting, RegionFormat.NONE):
        raise MeasurementError(
            "The header calls this region one thing and gives it the units of another.",
            "Measure in another region, or use the scanner's value.",
        )
    if units == (RegionUnit.CM, RegionUnit.CM):
        return Scale(Axes.TISSUE, Origin.HEADER, index, region.delta_x, region.delta_y, zero)
    if units == (RegionUnit.SECONDS, RegionUnit.CM):
        return Scale(Axes.M_MODE, Origin.HEADER, index, 1000.0 * region.delta_x, region.delta_y, zero)
    if units == (RegionUnit.SECONDS, RegionUnit.CM_PER_S):
        if region.reference_y is None:
            raise MeasurementError(
                "The header does not say where the spectrum's baseline is.", "Use the velocity that the scanner gives."
            )
        # the reference is a pixel: its value is that of its middle
        baseline = region.y0 + region.reference_y + 0.5 - region.reference_value_y / region.delta_y
        zero = (float(region.x0), baseline)
        return Scale(Axes.SPECTRUM, Origin.HEADER, index, 1000.0 * region.delta_x, region.delta_y, zero)
    kind = "spectrum" if region.spatial_format is RegionFormat.SPECTRAL else "region"
    raise MeasurementError(
        f"This {kind} has no scale in cm, cm/s or seconds.", "Measure in another region, or use the scanner's value."
    )
