"""Where a picture lies in its tile: square pixels, zoom and pan. Pure functions of rectangles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize

from deepcoro_desktop.core.study import Clip, Region, RegionFormat, RegionUnit

LARGEST_ZOOM: Final = 8.0
_ODDEST_PIXEL: Final = 3.0
"""A pixel that is longer than this in one direction is no picture's pixel; it is shown square."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """How a reader looks at a clip; the default shows the whole picture."""

    scale: float = 1.0
    centre_x: float = 0.5
    """Point of the picture in the tile's middle, as a share of its width."""
    centre_y: float = 0.5

    @property
    def whole(self) -> bool:
        """Whether the whole picture is shown."""
        return self.scale == 1.0

    def moved(self, dx: float, dy: float) -> Zoom:
        """Return the zoom with the centre moved by shares of the picture; the whole picture never moves."""
        if self.whole:
            return Zoom()
        return Zoom(self.scale, min(max(self.centre_x + dx, 0.0), 1.0), min(max(self.centre_y + dy, 0.0), 1.0))


def tissue_region(clip: Clip) -> Region | None:
    """Return the largest two-dimensional region that is calibrated in cm, None where there is none."""
    regions = [
        region
        for region in clip.regions
        if region.spatial_format is RegionFormat.TWO_D
        and region.unit_x is RegionUnit.CM
        and region.unit_y is RegionUnit.CM
    ]
    return max(regions, key=lambda region: (region.x1 - region.x0) * (region.y1 - region.y0), default=None)


def depth_cm(clip: Clip) -> float | None:
    """Return the depth of the picture by its calibrated region, cm, None where there is none."""
    region = tissue_region(clip)
    return None if region is None else (region.y1 - region.y0 + 1) * abs(region.delta_y)


def shape_of(clip: Clip) -> tuple[float, float]:
    """Return width and height of a picture in units of which both are equally long: a circle stays round."""
    region = tissue_region(clip)
    aspect = abs(region.delta_y / region.delta_x) if region is not None else clip.pixel_aspect
    if not 1 / _ODDEST_PIXEL <= aspect <= _ODDEST_PIXEL:
        aspect = 1.0
    return float(clip.columns), clip.rows * aspect


def place(area: QRectF, shape: tuple[float, float], zoom: Zoom) -> QRectF:
    """Return where the picture lies: as large as the area allows, times the zoom."""
    width, height = shape
    fit = min(area.width() / width, area.height() / height)
    width, height = width * fit * zoom.scale, height * fit * zoom.scale
    middle = area.center()
    left = middle.x() - zoom.centre_x * width
    return QRectF(left, middle.y() - zoom.centre_y * height, width, height)


def on_device(target: QRectF, scale: float) -> tuple[QRectF, QSize]:
    """Return the place moved to whole device pixels, and its size in them."""
    size = QSize(max(1, round(target.width() * scale)), max(1, round(target.height() * scale)))
    left, top = round(target.left() * scale) / scale, round(target.top() * scale) / scale
    return QRectF(left, top, size.width() / scale, size.height() / scale), size


def zoomed(area: QRectF, shape: tuple[float, float], zoom: Zoom, factor: float, at: QPointF) -> Zoom:
    """Return the zoom changed by a factor, with the picture's point under `at` where it is."""
    scale = min(max(zoom.scale * factor, 1.0), LARGEST_ZOOM)
    if scale == 1.0:
        return Zoom()
    before = place(area, shape, zoom)
    share_x, share_y = (at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height()
    width, height = before.width() * scale / zoom.scale, before.height() * scale / zoom.scale
    middle = area.center()
    return Zoom(scale, share_x + (middle.x() - at.x()) / width, share_y + (middle.y() - at.y()) / height).moved(0, 0)
