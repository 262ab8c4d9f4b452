"""A figure while it is drawn: which points stand, which one moves. Values, no widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from deepcoro_desktop.core.measurement.scale import Point
from deepcoro_desktop.core.measurement.simpson import template
from deepcoro_desktop.core.measurement.tools import POINTS, Tool

FINEST_PX: Final = 2.0
"""Points of a line that is drawn by hand lie at least so far apart, picture pixels."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Points that have been set, and the one that follows the hand."""

    tool: Tool
    key: str = ""
    """Item that is measured, empty for none."""
    sop_instance_uid: str = ""
    """Clip that it lies on; empty before the first point."""
    frame: int = 0
    points: tuple[Point, ...] = ()
    active: int = 0
    """Point that the arrow keys move."""
    complete: bool = False

    @property
    def started(self) -> bool:
        """Whether a point stands."""
        return bool(self.points)

    def begin(self, sop_instance_uid: str, frame: int, point: Point) -> Draft:
        """Return the draft with its first point on a frame."""
        fresh = replace(self, sop_instance_uid=sop_instance_uid, frame=frame, points=(), complete=False)
        return fresh.add(point)

    def add(self, point: Point) -> Draft:
        """Return the draft with one more point; one that has all its points is complete."""
        points = (*self.points, point)
        if self.tool is Tool.SIMPSON and len(points) == 3:
            points = template(points[0], points[1], points[2])
            return replace(self, points=points, active=len(points) // 2, complete=True)
        most = POINTS[self.tool].most
        return replace(self, points=points, active=len(points) - 1, complete=most is not None and len(points) >= most)

    def draw(self, point: Point) -> Draft:
        """Return the draft with a point of a line drawn by hand, where it lies far enough from the last one."""
        if self.points and math.dist(self.points[-1], point) < FINEST_PX:
            return self
        return replace(self, points=(*self.points, point), active=len(self.points))

    def end(self) -> Draft:
        """Return the draft as a complete figure, itself where points are missing."""
        return replace(self, complete=len(self.points) >= POINTS[self.tool].least)

    def without_last(self) -> Draft:
        """Return the draft without the point set last."""
        points = () if self.tool is Tool.SIMPSON and self.complete else self.points[:-1]
        return replace(self, points=points, active=max(0, len(points) - 1), complete=False)

    def move(self, index: int, point: Point) -> Draft:
        """Return the draft with one point elsewhere."""
        return replace(self, points=moved(self.points, index, point), active=index)


def moved(points: Sequence[Point], index: int, point: Point) -> tuple[Point, ...]:
    """Return the points with one of them elsewhere."""
    return (*points[:index], point, *points[index + 1 :])


def nearest(points: Sequence[Point], point: Point, reach: float) -> int | None:
    """Return the index of the nearest point within reach, None where there is none."""
    index = min(range(len(points)), key=lambda i: math.dist(points[i], point), default=None)
    return index if index is not None and math.dist(points[index], point) <= reach else None
