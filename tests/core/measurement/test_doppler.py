from __future__ import annotations

import math

import numpy as np
import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement import doppler

HALF_SINE = [(float(t), -100.0 * math.sin(math.pi * t / 300.0)) for t in range(0, 301, 3)]
"""Ejection of 300 ms with a peak of 1 m/s, away from the probe."""


def test_pressure_is_four_times_the_square() -> None:
    assert doppler.pressure_mmhg(400.0) == 64.0
    assert doppler.pressure_mmhg(-250.0) == 25.0


def test_integral_of_a_half_sine() -> None:
    assert doppler.velocity_time_integral_cm(HALF_SINE) == pytest.approx(100 * 0.3 * 2 / math.pi, rel=1e-3)


def test_mean_gradient_of_a_half_sine_is_half_the_peak() -> None:
    # the mean of sin^2 is 1/2
    assert doppler.mean_gradient_mmhg(HALF_SINE) == pytest.approx(2.0, rel=2e-3)


def test_mean_gradient_is_exact_between_two_points() -> None:
    fine = np.linspace(0, 1, 100_001)
    naive = float(np.mean(4 * (fine * 4.0) ** 2))
    assert doppler.mean_gradient_mmhg([(0, 0), (500, 400)]) == pytest.approx(naive, rel=1e-4)


def test_peak_and_mean_velocity_have_no_sign() -> None:
    assert doppler.peak_velocity_cm_s(HALF_SINE) == pytest.approx(100.0)
    assert doppler.mean_velocity_cm_s(HALF_SINE) == pytest.approx(200 / math.pi, rel=1e-3)


def test_deceleration_and_half_time_of_a_line() -> None:
    # from 200 cm/s, 100 cm/s lower after 150 ms: zero after 300 ms
    line = ((100.0, 200.0), (250.0, 100.0))
    assert doppler.deceleration_time_ms(*line) == 300.0
    half = doppler.pressure_half_time_ms(*line)
    assert half == pytest.approx(300 * (1 - 1 / math.sqrt(2)))
    assert doppler.pressure_mmhg(200 - half * 100 / 150) == pytest.approx(0.5 * doppler.pressure_mmhg(200))
    assert doppler.slope_cm_s2(*line) == pytest.approx(100 / 0.15)


def test_the_line_may_be_drawn_from_either_end_and_below_the_baseline() -> None:
    assert doppler.deceleration_time_ms((250.0, -100.0), (100.0, -200.0)) == 300.0


@pytest.mark.parametrize("end", [(250.0, 300.0), (250.0, 200.0), (250.0, -50.0), (100.0, 50.0)])
def test_refuses_a_velocity_that_does_not_fall(end: tuple[float, float]) -> None:
    with pytest.raises(MeasurementError, match="does not fall"):
        doppler.deceleration_time_ms((100.0, 200.0), end)


def test_refuses_a_trace_that_runs_backwards() -> None:
    with pytest.raises(MeasurementError, match="runs backwards"):
        doppler.velocity_time_integral_cm([(0, 10), (50, 20), (20, 10), (90, 0)])
    with pytest.raises(MeasurementError, match="two points or more"):
        doppler.mean_gradient_mmhg([(0, 10)])


def test_rate() -> None:
    assert doppler.rate_per_min(800.0) == 75.0
    with pytest.raises(MeasurementError, match="no rate"):
        doppler.rate_per_min(0.0)
