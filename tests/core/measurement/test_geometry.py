from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.geometry import angle_deg, distance, enclosed_area, path_length

Place = tuple[float, float]


def naive_crossing(points: list[Place]) -> bool:
    """Side against side, one by one."""

    def turn(a: Place, b: Place, c: Place) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    sides = [(points[i], points[(i + 1) % len(points)]) for i in range(len(points))]
    for i, (a, b) in enumerate(sides):
        for c, d in sides[i + 1 :]:
            if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
                return True
    return False


def test_distance_and_path() -> None:
    assert distance((1, 2), (4, 6)) == 5.0
    assert path_length([(0, 0), (3, 4), (3, 5)]) == 6.0


def test_area_of_a_polygon_is_the_shoelace() -> None:
    assert enclosed_area([(0, 0), (4, 0), (4, 3), (0, 3)]) == 12.0
    assert enclosed_area([(0, 3), (4, 3), (4, 0), (0, 0)]) == 12.0


def test_area_of_many_points_on_a_circle_is_that_of_the_circle() -> None:
    angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    circle = [(float(2 * np.cos(a)), float(2 * np.sin(a))) for a in angles]
    assert enclosed_area(circle) == pytest.approx(4 * math.pi, rel=1e-3)


def test_an_outline_that_crosses_itself_has_no_area() -> None:
    with pytest.raises(MeasurementError, match="The outline crosses itself"):
        enclosed_area([(0, 0), (4, 3), (4, 0), (0, 3)])


@given(
    st.lists(st.tuples(st.integers(0, 9).map(float), st.integers(0, 9).map(float)), min_size=3, max_size=8, unique=True)
)
def test_crossing_is_found_as_side_by_side(points: list[Place]) -> None:
    if naive_crossing(points):
        with pytest.raises(MeasurementError):
            enclosed_area(points)
    else:
        assert enclosed_area(points) >= 0.0


@pytest.mark.parametrize(("other", "degrees"), [((5, 0), 0), ((0, 2), 90), ((-1, 1), 135), ((-3, 0), 180)])
def test_angle(other: Place, degrees: float) -> None:
    assert angle_deg((1, 0), (0, 0), other) == pytest.approx(degrees)


def test_refuses_an_arm_without_length_and_too_few_points() -> None:
    with pytest.raises(MeasurementError, match="arm of the angle"):
        angle_deg((0, 0), (0, 0), (1, 1))
    with pytest.raises(MeasurementError, match="needs 3 points"):
        enclosed_area([(0, 0), (1, 1)])
