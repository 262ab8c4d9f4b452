"""Lengths, areas and angles of points in a plane; units go through: cm in, cm and cm2 out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deepcoro_desktop.core.errors import MeasurementError

Points = Sequence[tuple[float, float]]


def distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance of two points."""
    return float(np.hypot(end[0] - start[0], end[1] - start[1]))


def path_length(points: Points) -> float:
    """Return the length of a line through the points in their order."""
    steps = np.diff(_array(points, 2), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def enclosed_area(points: Points) -> float:
    """Return the area inside the closed line through the points.

    Raises
    ------
    MeasurementError
        If there are fewer than three points, or the line crosses itself: then part of the area would count as
        negative.
    """
    p = _array(points, 3)
    if _crosses_itself(p):
        raise MeasurementError("The outline crosses itself.", "Draw it again, or drag the point that crossed over.")
    x, y = p[:, 0], p[:, 1]
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def angle_deg(arm: tuple[float, float], vertex: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the angle between two arms at their common point, 0 to 180 degrees.

    Raises
    ------
    MeasurementError
        If an arm has no length.
    """
    a, b = np.subtract(arm, vertex), np.subtract(other, vertex)
    if not (a.any() and b.any()):
        raise MeasurementError("An arm of the angle has no length.", "Place three different points.")
    return float(np.degrees(np.abs(np.arctan2(a[0] * b[1] - a[1] * b[0], np.dot(a, b)))))


def _array(points: Points, least: int) -> NDArray[np.float64]:
    p = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if len(p) < least:
        raise MeasurementError(f"The figure needs {least} points or more.", "Place more points.")
    return p


def _crosses_itself(p: NDArray[np.float64]) -> bool:
    """Return whether two sides of the closed line cross; sides that share an end do not count."""
    a, b = p, np.roll(p, -1, axis=0)
    d = b - a
    # side i against side j, all at once: do the ends of each lie on both sides of the other?
    from_i = a[None, :, :] - a[:, None, :]
    start = d[:, None, 0] * from_i[:, :, 1] - d[:, None, 1] * from_i[:, :, 0]
    to_i = b[None, :, :] - a[:, None, :]
    end = d[:, None, 0] * to_i[:, :, 1] - d[:, None, 1] * to_i[:, :, 0]
    divided = start * end < 0
    return bool((divided & divided.T).any())
