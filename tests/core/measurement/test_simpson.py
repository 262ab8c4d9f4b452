from __future__ import annotations

import math

import numpy as np
import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement import simpson
from deepcoro_desktop.core.measurement.geometry import enclosed_area

Contour = list[tuple[float, float]]


def half_ellipse(radius: float, length: float, *, turn_deg: float = 0.0, points: int = 41) -> Contour:
    """Half of an ellipse, cut at its middle: the annulus is its width, its apex lies at `length`."""
    a = np.linspace(0, np.pi, points)
    x, y = radius * np.cos(a), length * np.sin(a)
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return [(float(c * u - s * v + 7), float(s * u + c * v - 3)) for u, v in zip(x, y, strict=True)]


@pytest.mark.parametrize("turn_deg", [0.0, 35.0, 180.0, 261.0])
def test_volume_of_half_an_ellipsoid(turn_deg: float) -> None:
    figure = simpson.cut(half_ellipse(2.4, 8.5, turn_deg=turn_deg))
    assert figure.discs.length_cm == pytest.approx(8.5)
    assert simpson.single_plane_volume_ml(figure.discs) == pytest.approx(2 / 3 * math.pi * 2.4**2 * 8.5, rel=0.005)


def test_biplane_volume_of_an_ellipsoid_with_three_axes() -> None:
    four, two = simpson.cut(half_ellipse(2.0, 8.0)).discs, simpson.cut(half_ellipse(2.9, 8.0, turn_deg=20)).discs
    assert simpson.biplane_volume_ml(four, two) == pytest.approx(2 / 3 * math.pi * 2.0 * 2.9 * 8.0, rel=0.005)


def test_the_longer_axis_counts() -> None:
    short, long = simpson.cut(half_ellipse(2.0, 7.0)).discs, simpson.cut(half_ellipse(2.0, 8.4)).discs
    assert simpson.biplane_volume_ml(short, long) == pytest.approx(2 / 3 * math.pi * 4.0 * 8.4, rel=0.005)
    assert simpson.is_foreshortened(short, long)
    assert not simpson.is_foreshortened(long, long)


def test_discs_are_as_wide_as_the_contour_at_their_height() -> None:
    radius, length = 2.5, 9.0
    figure = simpson.cut(half_ellipse(radius, length, points=401))
    for place, width in enumerate(figure.discs.diameters_cm):
        height = (place + 0.5) * length / 20
        assert width == pytest.approx(2 * radius * math.sqrt(1 - (height / length) ** 2), rel=2e-3)


def test_discs_stack_to_the_area_inside_the_outline() -> None:
    contour = half_ellipse(2.2, 8.0, turn_deg=70)
    discs = simpson.cut(contour).discs
    stacked = sum(discs.diameters_cm) * discs.length_cm / 20
    assert stacked == pytest.approx(enclosed_area(contour), rel=0.005)


def test_chords_stand_at_right_angles_to_the_axis() -> None:
    figure = simpson.cut(half_ellipse(2.0, 8.0, turn_deg=40))
    (bx, by), (ax, ay) = figure.axis
    assert len(figure.chords) == 20
    for (x0, y0), (x1, y1) in figure.chords:
        assert (x1 - x0) * (ax - bx) + (y1 - y0) * (ay - by) == pytest.approx(0.0, abs=1e-9)


def test_area_length_of_half_an_ellipsoid() -> None:
    figure = simpson.cut(half_ellipse(2.4, 8.5, points=401))
    assert figure.discs.area_cm2 == pytest.approx(math.pi * 2.4 * 8.5 / 2, rel=0.01)
    assert figure.discs.area_cm2 == pytest.approx(figure.area_cm2, rel=0.01)
    one_plane = simpson.area_length_volume_ml(figure.discs, figure.discs)
    assert one_plane == pytest.approx(2 / 3 * math.pi * 2.4**2 * 8.5, rel=0.01)


def test_area_length_takes_the_shorter_of_two_lengths() -> None:
    short, long = simpson.Discs(4.0, (3.0, 5.0)), simpson.Discs(5.0, (4.0, 4.0))
    assert (short.area_cm2, long.area_cm2) == (16.0, 20.0)
    by_hand = 0.85 * 16.0 * 20.0 / 4.0  # the guideline's 0.85 is 8/(3 pi), rounded
    for planes in ((short, long), (long, short)):
        assert simpson.area_length_volume_ml(*planes) == pytest.approx(by_hand, rel=0.002)


def test_three_points_make_an_outline_to_begin_with() -> None:
    outline = simpson.template((-2.0, 0.0), (2.0, 0.0), (0.0, 8.0))
    assert (outline[0], outline[-1], len(outline)) == ((-2.0, 0.0), (2.0, 0.0), simpson.TEMPLATE_POINTS)
    assert max(y for _, y in outline) == pytest.approx(8.0)
    volume = simpson.single_plane_volume_ml(simpson.cut(outline).discs)
    assert volume == pytest.approx(2 / 3 * math.pi * 4 * 8, rel=0.02)


def test_refuses_what_is_no_chamber() -> None:
    with pytest.raises(MeasurementError, match="five points or more"):
        simpson.cut([(0, 0), (1, 1), (2, 0)])
    with pytest.raises(MeasurementError, match="crosses itself"):
        simpson.cut([(0, 0), (2, 2), (2, 0), (0, 2), (1, 3)])
    with pytest.raises(MeasurementError, match="no length"):
        simpson.Discs(0.0, (1.0,))
    discs = simpson.cut(half_ellipse(2.0, 8.0)).discs
    with pytest.raises(MeasurementError, match="different numbers of discs"):
        simpson.biplane_volume_ml(discs, simpson.Discs(8.0, (1.0,)))
