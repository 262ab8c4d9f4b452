"""What is read from a spectrum: velocities in cm/s, times in ms, pressures in mmHg.

References
----------
Quinones MA et al. Recommendations for quantification of Doppler echocardiography. J Am Soc Echocardiogr
2002;15:167-184. Baumgartner H et al. Echocardiographic assessment of valve stenosis. J Am Soc Echocardiogr
2009;22:1-23 (pressure half-time: time in which the gradient falls to one half, the velocity to 1/sqrt 2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deepcoro_desktop.core.errors import MeasurementError

HALF_TIME_SHARE: Final = 1.0 - 1.0 / math.sqrt(2.0)
"""Share of the fall to zero after which the gradient is halved."""

Trace = Sequence[tuple[float, float]]
"""Points of an envelope: time in ms, velocity in cm/s; times rise, but for the trembling of a hand."""
LARGEST_TREMBLING: Final = 0.25
"""Share of a trace's duration that its steps backwards may add up to; what they enclose cancels out."""


def pressure_mmhg(velocity_cm_s: float) -> float:
    """Return the pressure gradient of a velocity by the simplified Bernoulli equation, 4 v^2."""
    return 4.0 * (velocity_cm_s / 100.0) ** 2


def velocity_time_integral_cm(trace: Trace) -> float:
    """Return the area between an envelope and the baseline, cm, from the first to the last point.

    Raises
    ------
    MeasurementError
        If there are fewer than two points, or the trace runs backwards for more than a hand trembles.
    """
    t, v = _checked(trace)
    return abs(float(np.trapezoid(v, t))) / 1000.0


def mean_gradient_mmhg(trace: Trace) -> float:
    """Return the mean over time of the instantaneous gradient under an envelope, mmHg.

    Between two points the velocity is taken to change evenly; the mean of its square is exact for that.
    """
    t, v = _checked(trace)
    a, b, dt = v[:-1], v[1:], np.diff(t)
    square = float(((a * a + a * b + b * b) / 3.0 * dt).sum()) / float(t[-1] - t[0])
    return 4.0 * square / 1e4


def mean_velocity_cm_s(trace: Trace) -> float:
    """Return the mean over time of an envelope, cm/s, without its sign."""
    t, v = _checked(trace)
    return abs(float(np.trapezoid(v, t))) / float(t[-1] - t[0])


def peak_velocity_cm_s(trace: Trace) -> float:
    """Return the largest velocity of an envelope, cm/s, without its sign."""
    _, v = _checked(trace)
    return float(np.abs(v).max())


def slope_cm_s2(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how fast the velocity changes between two points, cm/s2, without its sign.

    Raises
    ------
    MeasurementError
        If both points lie at one time.
    """
    duration = abs(end[0] - start[0])
    if duration == 0.0:
        raise MeasurementError("Both points of the slope lie at one time.", "Place them apart.")
    return 1000.0 * abs(end[1] - start[1]) / duration


def deceleration_time_ms(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the time in which a velocity falls to the baseline along the line through two points, ms.

    Raises
    ------
    MeasurementError
        If the velocity does not fall from the first point to the second.
    """
    (t0, v0), (t1, v1) = sorted((start, end))
    fall = abs(v0) - abs(v1)
    if t1 <= t0 or fall <= 0.0 or v0 * v1 < 0.0:
        raise MeasurementError(
            "The velocity does not fall along this line.", "Draw from the peak down the slope, towards the baseline."
        )
    return abs(v0) * (t1 - t0) / fall


def pressure_half_time_ms(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the time in which the gradient falls to one half along the line through two points, ms."""
    return HALF_TIME_SHARE * deceleration_time_ms(start, end)


def rate_per_min(interval_ms: float) -> float:
    """Return the heart rate of an interval between two beats, 1/min.

    Raises
    ------
    MeasurementError
        If the interval is zero.
    """
    if interval_ms <= 0.0:
        raise MeasurementError("An interval of no length has no rate.", "Place the points one beat apart.")
    return 60_000.0 / interval_ms


def _checked(trace: Trace) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    p = np.asarray(trace, dtype=np.float64).reshape(-1, 2)
    if len(p) < 2 or p[-1, 0] <= p[0, 0]:
        raise MeasurementError("The trace needs two points or more, from left to right.", "Trace the envelope again.")
    if -np.minimum(np.diff(p[:, 0]), 0.0).sum() > LARGEST_TREMBLING * (p[-1, 0] - p[0, 0]):
        raise MeasurementError("The trace runs backwards in time.", "Trace the envelope from left to right.")
    return p[:, 0], p[:, 1]
