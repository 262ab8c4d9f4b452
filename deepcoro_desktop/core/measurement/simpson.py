"""Volumes by the summation of discs, and by area and length.

References
----------
Schiller NB et al. Recommendations for quantitation of the left ventricle by two-dimensional echocardiography. J Am Soc
Echocardiogr 1989;2:358-367. Lang RM et al. Recommendations for cardiac chamber quantification. J Am Soc Echocardiogr
2015;28:1-39 (20 discs; the two lengths should not differ by more than 10 %).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.geometry import enclosed_area

DISCS: Final = 20
TEMPLATE_POINTS: Final = 17
"""Points of an outline that is made from three; each can be dragged."""
LARGEST_LENGTH_DIFFERENCE: Final = 0.10
"""Lengths in the two planes that differ by more say that one of them was foreshortened."""

Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Discs:
    """A chamber in one plane, cut across its long axis."""

    length_cm: float
    diameters_cm: tuple[float, ...]
    """From the annulus to the apex; as many as there are discs."""

    def __post_init__(self) -> None:
        """Refuse a chamber without size."""
        if not (math.isfinite(self.length_cm) and self.length_cm > 0.0 and self.diameters_cm):
            raise MeasurementError("The chamber has no length.", "Draw its outline from annulus to annulus.")

    @property
    def area_cm2(self) -> float:
        """Area of the discs in the plane, cm2."""
        return self.length_cm * sum(self.diameters_cm) / len(self.diameters_cm)


@dataclass(frozen=True, slots=True)
class DiscFigure:
    """Discs with where they lie, for drawing; in the units and axes of the contour."""

    discs: Discs
    axis: Segment
    """From the middle of the annulus to the apex."""
    chords: tuple[Segment, ...]
    """One for each disc: its diameter."""
    area_cm2: float
    """Area inside the outline and the annulus."""


def cut(contour: Sequence[tuple[float, float]], *, apex: int | None = None, discs: int = DISCS) -> DiscFigure:
    """Return a contour cut into discs of equal height, at right angles to its long axis.

    Parameters
    ----------
    contour : sequence of points, cm
        Endocardium from one side of the annulus round the apex to the other; the line between the first and the last
        point is the annulus.
    apex : int, optional
        Index of the apex; the point farthest from the middle of the annulus by default.
    discs : int
        Number of discs.

    Raises
    ------
    MeasurementError
        If there are fewer than five points, or the outline crosses itself or has no length.
    """
    p = np.asarray(contour, dtype=np.float64).reshape(-1, 2)
    if len(p) < 5:
        raise MeasurementError(
            "A chamber's outline needs five points or more.", "Trace from one side of the annulus to the other."
        )
    area = enclosed_area(contour)
    base = 0.5 * (p[0] + p[-1])
    top = p[int(np.hypot(*(p - base).T).argmax())] if apex is None else p[apex]
    length = float(np.hypot(*(top - base)))
    if length == 0.0:
        raise MeasurementError("The chamber has no length.", "Draw its outline from annulus to annulus.")
    along = (top - base) / length
    across = np.array([-along[1], along[0]])
    local = np.stack([(p - base) @ along, (p - base) @ across], axis=1)
    chords, widths = [], []
    for level in (np.arange(discs) + 0.5) * length / discs:
        low, high = _crossings(local, float(level))
        foot = base + level * along
        chords.append((_point(foot + low * across), _point(foot + high * across)))
        widths.append(high - low)
    return DiscFigure(Discs(length, tuple(widths)), (_point(base), _point(top)), tuple(chords), area)


def template(
    annulus: tuple[float, float], other: tuple[float, float], apex: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """Return an outline to begin with: half an ellipse from one side of the annulus round the apex to the other."""
    a, b, top = (np.asarray(p, dtype=np.float64) for p in (annulus, other, apex))
    middle, half = 0.5 * (a + b), 0.5 * (a - b)
    angles = np.linspace(0.0, math.pi, TEMPLATE_POINTS)
    outline = middle + np.cos(angles)[:, None] * half + np.sin(angles)[:, None] * (top - middle)
    outline[0], outline[-1] = a, b
    return tuple(_point(p) for p in outline)


def single_plane_volume_ml(chamber: Discs) -> float:
    """Return the volume of a chamber seen in one plane, mL: its discs are round."""
    height = chamber.length_cm / len(chamber.diameters_cm)
    return math.pi / 4.0 * height * sum(d * d for d in chamber.diameters_cm)


def biplane_volume_ml(first: Discs, second: Discs) -> float:
    """Return the volume of a chamber seen in two planes, mL: its discs are ellipses, its length the longer one.

    Raises
    ------
    MeasurementError
        If the planes have different numbers of discs.
    """
    if len(first.diameters_cm) != len(second.diameters_cm):
        raise MeasurementError("The two planes have different numbers of discs.", "Draw one of them again.")
    height = max(first.length_cm, second.length_cm) / len(first.diameters_cm)
    products = zip(first.diameters_cm, second.diameters_cm, strict=True)
    return math.pi / 4.0 * height * sum(a * b for a, b in products)


def is_foreshortened(first: Discs, second: Discs) -> bool:
    """Return whether the lengths in two planes differ by more than the guideline allows."""
    short, long = sorted((first.length_cm, second.length_cm))
    return (long - short) / long > LARGEST_LENGTH_DIFFERENCE


def area_length_volume_ml(first: Discs, second: Discs) -> float:
    """Return 8/(3 pi) A1 A2 / L, mL, L the shorter length; the same plane twice for a chamber seen in one plane."""
    return 8.0 / (3.0 * math.pi) * first.area_cm2 * second.area_cm2 / min(first.length_cm, second.length_cm)


def _crossings(local: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Return the outermost places at which the closed contour crosses a level of the axis."""
    a, b = local, np.roll(local, -1, axis=0)
    hit = (a[:, 0] <= level) != (b[:, 0] <= level)
    if not hit.any():
        return 0.0, 0.0
    share = (level - a[hit, 0]) / (b[hit, 0] - a[hit, 0])
    across = a[hit, 1] + share * (b[hit, 1] - a[hit, 1])
    return float(across.min()), float(across.max())


def _point(p: NDArray[np.float64]) -> tuple[float, float]:
    return float(p[0]), float(p[1])
