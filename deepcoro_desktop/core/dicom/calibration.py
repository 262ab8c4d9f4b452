"""Regions and their scale: believed only where they fit the picture."""

from __future__ import annotations

from typing import Final

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.values import integer, items, number
from deepcoro_desktop.core.study import Calibration, Region, RegionFormat, RegionUnit

DEEPEST_CM: Final = 60.0
"""Abdominal presets reach 40 cm, and are hardly wider than this; a scale in mm makes more of every heart."""
_NO_SCALE: Final = (RegionUnit.NONE, RegionUnit.PERCENT)

Verdict = tuple[Calibration, str, tuple[Region, ...]]
"""Calibration, the reason where it is none, and the trusted regions."""


def read_calibration(data: Dataset, rows: int, columns: int) -> Verdict:
    """Return the trusted regions of a picture, or why there are none.

    One region that does not fit the picture makes all of them untrustworthy: the picture was cropped or resized after
    the scanner wrote its scale.

    References
    ----------
    DICOM PS3.3 C.8.5.5 (US Region Calibration Module).
    """
    found = items(data, "SequenceOfUltrasoundRegions")
    if not found:
        return Calibration.UNCALIBRATED, "The header has no ultrasound regions.", ()
    regions: list[Region] = []
    for place, item in enumerate(found, 1):
        corners = [integer(item, f"RegionLocation{k}") for k in ("MinX0", "MinY0", "MaxX1", "MaxY1")]
        if None in corners:
            return Calibration.REFUSED, f"Region {place} has no complete corners.", ()
        x0, y0, x1, y1 = (int(corner or 0) for corner in corners)
        # some scanners give the first pixel beyond the region as its end
        x1, y1 = (columns - 1 if x1 == columns else x1), (rows - 1 if y1 == rows else y1)
        if not (0 <= x0 < x1 < columns and 0 <= y0 < y1 < rows):
            reason = (
                f"Region {place} spans columns {x0} to {x1} and rows {y0} to {y1}, the picture has {columns} columns "
                f"and {rows} rows: it was resized after its scale was written."
            )
            return Calibration.REFUSED, reason, ()
        region = _region(item, x0, y0, x1, y1)
        if region is None:
            return Calibration.REFUSED, f"The scale of region {place} is zero, missing or runs backwards in time.", ()
        extent_cm = _extent_cm(region)
        if extent_cm > DEEPEST_CM:
            reason = f"The scale of region {place} would make it {extent_cm:.0f} cm large, no echo shows so much."
            return Calibration.REFUSED, reason, ()
        regions.append(region)
    if all(region.unit_x in _NO_SCALE or region.unit_y in _NO_SCALE for region in regions):
        return Calibration.UNCALIBRATED, "The regions in the header have no scale.", ()
    return Calibration.CALIBRATED, "", tuple(regions)


def _extent_cm(region: Region) -> float:
    """Return the longer side of a region, cm; 0 for sides that are no lengths."""
    wide = abs(region.delta_x) * (region.x1 - region.x0 + 1) if region.unit_x is RegionUnit.CM else 0.0
    high = abs(region.delta_y) * (region.y1 - region.y0 + 1) if region.unit_y is RegionUnit.CM else 0.0
    return max(wide, high)


def _region(item: Dataset, x0: int, y0: int, x1: int, y1: int) -> Region | None:
    unit_x, unit_y = _unit(item, "PhysicalUnitsXDirection"), _unit(item, "PhysicalUnitsYDirection")
    delta_x, delta_y = number(item, "PhysicalDeltaX"), number(item, "PhysicalDeltaY")
    for unit, delta in ((unit_x, delta_x), (unit_y, delta_y)):
        if unit is not RegionUnit.NONE and not delta:
            return None
        if unit is RegionUnit.SECONDS and (delta or 0.0) < 0:  # a depth may run upwards, time runs to the right
            return None
    code = integer(item, "RegionSpatialFormat")
    spatial = RegionFormat(code) if code in {f.value for f in RegionFormat} else RegionFormat.NONE
    return Region(
        x0, y0, x1, y1, spatial, integer(item, "RegionDataType") or 0,
        unit_x, unit_y, delta_x or 0.0, delta_y or 0.0,
        integer(item, "ReferencePixelX0"), integer(item, "ReferencePixelY0"),
        integer(item, "RegionFlags") or 0, number(item, "ReferencePixelPhysicalValueY") or 0.0,
    )  # fmt: skip


def _unit(item: Dataset, keyword: str) -> RegionUnit:
    code = integer(item, keyword)
    return RegionUnit(code) if code in {unit.value for unit in RegionUnit} else RegionUnit.NONE
