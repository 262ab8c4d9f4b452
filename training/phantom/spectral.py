"""Traces over time: pulsed and continuous wave Doppler, tissue Doppler (M-mode is in mmode.py), still or sweeping.

Velocities are positive toward the probe. The envelope of every trace follows the truth: E and A, tricuspid and aortic
peak velocities, velocity time integrals, annular velocities.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import Heart, PulmonaryVeinFlow, Severity
from training.phantom.beams import Setup
from training.phantom.bmode import Frames
from training.phantom.geometry import Vector
from training.phantom.mmode import mmode_picture
from training.phantom.motion import ELECTROMECHANICAL_S, ejection_end_s

SWEEP_S = 3.6
"""Time shown across a trace in seconds."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Vertical axis of a trace."""

    top: float
    """Value at the upper edge: velocity in cm/s, or depth in cm for M-mode."""
    bottom: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Band:
    """One flow in a trace."""

    envelope: Vector
    """cm/s per column, signed."""
    fill: float
    """0 hollow (plug flow under the gate), 1 filled down to the baseline."""
    weight: float
    width: float
    """Spectral broadening as a share of the axis span."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Cardiac timing per column, each of shape (W,), seconds."""

    x: Vector
    rr: Vector
    end: Vector

    def bump(self, start: Vector | float, stop: Vector | float, power: float = 1.0) -> Vector:
        """Return a half sine between two times after the R wave."""
        u = (self.x - start) / np.maximum(np.asarray(stop) - start, 0.02)
        return np.asarray(np.where((u > 0) & (u < 1), np.sin(np.pi * np.clip(u, 0, 1)), 0.0) ** power)

    def skewed(self, start: Vector | float, stop: Vector | float, peak: float) -> Vector:
        """Return a bump that peaks at share `peak` of its length (early peaks look triangular)."""
        u = np.clip((self.x - start) / np.maximum(np.asarray(stop) - start, 0.02), 0, 1)
        v = np.where(u < peak, 0.5 * u / peak, 0.5 + 0.5 * (u - peak) / (1 - peak))
        return np.asarray(np.sin(np.pi * v) ** 1.1)

    @property
    def relaxed(self) -> Vector:
        """Return the opening of the mitral valve."""
        return self.end + 0.075

    def early(self, lag: float = 0.0, length: float = 0.2) -> Vector:
        """Return the E wave: quick rise, slower fall."""
        stop = np.minimum(self.relaxed + lag + length, self.rr)
        return self.skewed(self.relaxed + lag, stop, 0.38)

    def kick(self, lag: float = 0.0) -> Vector:
        """Return the A wave, also where it runs into the next beat."""
        return self.bump(self.rr - 0.13 + lag, self.rr - 0.005 + lag)


def _clock(setup: Setup, columns: int, seconds: float) -> _Clock:
    t = np.linspace(0.0, seconds, columns, endpoint=False)
    r = setup.r_s
    i = np.clip(np.searchsorted(r, t, side="right") - 1, 0, len(r) - 2)
    rr = r[i + 1] - r[i]
    return _Clock((t - r[i]) % rr, rr, np.array([ejection_end_s(float(v)) for v in rr]))


def _ejection(c: _Clock, peak: float) -> Vector:
    return c.skewed(ELECTROMECHANICAL_S + 0.01, c.end, peak)


def _inflow(h: Heart, c: _Clock, scale: float = 1.0) -> Vector:
    if h.mitral_stenosis >= Severity.MILD:
        slope = np.where(c.x > c.relaxed, 1.0 - 0.42 * np.clip((c.x - c.relaxed) / 0.4, 0, 1), 0.0)
        slope *= np.clip((c.x - c.relaxed) / 0.03, 0, 1) * np.clip((c.rr - c.x) / 0.03, 0, 1)
        return np.asarray(scale * np.maximum(h.e_cm_s * slope, h.a_cm_s * c.kick()))
    return np.asarray(scale * np.maximum(h.e_cm_s * c.early(length=0.24), h.a_cm_s * c.kick()))


def _diastolic_leak(c: _Clock, velocity: float, decay: float) -> Vector:
    start = c.end + 0.02
    level = np.where(c.x > start, 1.0 - decay * np.clip((c.x - start) / 0.5, 0, 1), 0.0) * np.clip(
        (c.x - start) / 0.03, 0, 1
    )
    level += np.where(c.x < 0.04, (1.0 - decay) * (1 - c.x / 0.04), 0.0)
    return np.asarray(velocity * level)


def _scale(value: float, *steps: float) -> float:
    """Return the smallest step of the machine's scale that shows `value`, the largest where none does."""
    return next((step for step in steps if step >= value), steps[-1])


def axis(view_id: str, h: Heart) -> Axis:
    """Return the axis an operator would choose for the trace of a view, in the steps that a machine offers."""
    e = 1.12 * max(h.e_cm_s, h.a_cm_s)
    regurgitant = h.aortic_regurgitation >= Severity.TRACE
    mitral_leak = h.mitral_regurgitation >= Severity.MILD
    inflow = _scale(e, 100.0, 140.0, 200.0, 300.0)
    table: dict[str, tuple[float, float]] = {
        "mv_inflow_pw": (inflow, -0.35 * inflow),
        "lvot_pw": (50.0, -_scale(1.12 * h.lvot_vti_cm * 5.6, 100.0, 140.0, 200.0, 260.0)),
        "pulm_vein_pw": (95.0, -65.0),
        "rvot_pw": (45.0, -125.0),
        "hepatic_vein_pw": (60.0, -85.0),
        "av_cw": (480.0 if regurgitant else 100.0, -_scale(1.1 * h.av_vmax_cm_s, 200.0, 300.0, 400.0, 500.0, 600.0)),
        "mv_cw": (_scale(e, 140.0, 200.0, 300.0), -620.0 if mitral_leak else -100.0),
        "tv_cw_apical": (120.0, -_scale(1.1 * h.tr_vmax_cm_s, 250.0, 300.0, 400.0, 500.0, 600.0)),
        "tv_cw_rv_inflow": (150.0, -_scale(1.1 * h.tr_vmax_cm_s, 250.0, 300.0, 400.0, 500.0, 600.0)),
        "pv_cw": (250.0, -_scale(1.1 * h.pv_vmax_cm_s, 130.0, 300.0, 400.0, 500.0)),
        "desc_aorta_pw": (90.0, -160.0),
        "tdi_septal": (15.0, -21.0),
        "tdi_lateral": (16.0, -23.0),
        "tdi_rv": (22.0, -20.0),
    }
    top, bottom = table[view_id]
    return Axis(top, bottom, SWEEP_S)


def ticks(ax: Axis) -> tuple[float, ...]:
    """Return the velocities (cm/s) at which a machine draws a fine line across a trace."""
    span = ax.top - ax.bottom
    step = 5.0 if span < 60.0 else 20.0 if span < 180.0 else 50.0 if span < 330.0 else 100.0
    return tuple(float(v) for v in np.arange(np.ceil(ax.bottom / step), ax.top / step) * step if v)


def _mitral_bands(h: Heart, c: _Clock, continuous: bool) -> tuple[Band, ...]:
    wide = 1.0 if continuous else 0.25
    bands = [Band(_inflow(h, c), wide, 1.0, 0.03)]
    if continuous:
        grade = h.mitral_regurgitation
        if grade >= Severity.MILD:
            bands.append(Band(-500.0 * c.bump(0.02, c.end + 0.05, 0.55), 1.0, 0.30 + 0.17 * grade, 0.03))
    return tuple(bands)


def _aortic_bands(h: Heart, c: _Clock, continuous: bool) -> tuple[Band, ...]:
    inner = 5.6 * h.lvot_vti_cm
    if not continuous:
        return (Band(-inner * _ejection(c, 0.36), 0.12, 1.0, 0.025),)
    late = 0.36 + 0.05 * max(h.aortic_stenosis - 1, 0)
    bands = [
        Band(-h.av_vmax_cm_s * _ejection(c, late), 1.0, 0.75, 0.03),
        Band(-min(inner, h.av_vmax_cm_s) * _ejection(c, 0.36), 1.0, 0.4, 0.03),
    ]
    grade = h.aortic_regurgitation
    if grade >= Severity.TRACE:
        bands.append(Band(_diastolic_leak(c, 400.0, 0.1 + 0.13 * grade), 1.0, 0.2 + 0.16 * grade, 0.03))
    return tuple(bands)


def _venous(h: Heart, c: _Clock, pulmonary: bool) -> tuple[Band, ...]:
    if pulmonary:
        s = {PulmonaryVeinFlow.NORMAL: 58.0, PulmonaryVeinFlow.BLUNTED: 26.0, PulmonaryVeinFlow.REVERSED: -34.0}[
            h.pulmonary_vein_flow
        ]
        wave = s * c.bump(0.03, c.end + 0.04, 0.9) + 50.0 * c.early(0.01, 0.24)
        wave -= (24.0 if h.a_cm_s > 0 else 0.0) * c.kick()
        return (Band(wave, 0.45, 1.0, 0.035),)
    s = 28.0 if h.tricuspid_regurgitation >= Severity.SEVERE else -52.0 + 2.2 * (h.rap_mmhg - 3.0)
    wave = s * c.bump(0.03, c.end + 0.04, 0.9) - 36.0 * c.early(0.02, 0.22) + (20.0 if h.a_cm_s > 0 else 0.0) * c.kick()
    return (Band(wave, 0.45, 1.0, 0.04),)


def _right_bands(view_id: str, h: Heart, c: _Clock) -> tuple[Band, ...]:
    if view_id == "rvot_pw":
        high = h.rvsp_mmhg > 45
        wave = -78.0 * _ejection(c, 0.28 if high else 0.5)
        if high:
            wave *= 1.0 - 0.55 * np.exp(-0.5 * ((c.x - 0.62 * c.end) / 0.022) ** 2)
        return (Band(wave, 0.15, 1.0, 0.03),)
    if view_id == "pv_cw":
        bands = [Band(-h.pv_vmax_cm_s * _ejection(c, 0.45), 1.0, 0.8, 0.03)]
        if h.pulmonic_regurgitation >= Severity.TRACE:
            bands.append(
                Band(
                    _diastolic_leak(c, 150.0, 0.35 + 0.1 * h.pulmonic_regurgitation),
                    1.0,
                    0.2 + 0.15 * h.pulmonic_regurgitation,
                    0.03,
                )
            )
        return tuple(bands)
    grade = h.tricuspid_regurgitation
    bands = [Band(0.55 * _inflow(h, c, 1.0 if h.mitral_stenosis < Severity.MILD else 0.5), 1.0, 0.75, 0.03)]
    bands.append(
        Band(
            -h.tr_vmax_cm_s * c.bump(0.01, c.end + 0.05, 0.6 if grade < Severity.SEVERE else 0.9),
            1.0,
            0.12 + 0.2 * grade,
            0.03,
        )
    )
    return tuple(bands)


def _tissue_band(view_id: str, h: Heart, c: _Clock) -> tuple[Band, ...]:
    s, e = {
        "tdi_septal": (h.s_septal_cm_s, h.e_septal_cm_s),
        "tdi_lateral": (1.15 * h.s_septal_cm_s, h.e_lateral_cm_s),
        "tdi_rv": (h.rv_s_cm_s, 0.9 * h.rv_s_cm_s),
    }[view_id]
    a = 0.0 if h.a_cm_s <= 0 else (0.8 if view_id != "tdi_rv" else 1.05) * max(6.5, 0.11 * h.a_cm_s)
    wave = (
        0.55 * s * c.bump(0.0, 0.06)
        + s * c.skewed(0.06, c.end + 0.01, 0.35)
        - e * c.bump(c.relaxed - 0.01, c.relaxed + 0.13)
        - a * c.kick()
    )
    wave -= 0.25 * s * c.bump(c.end + 0.01, c.end + 0.05)
    return (Band(wave, 0.05, 1.35, 0.055),)


def bands(view_id: str, h: Heart, clock: _Clock) -> tuple[Band, ...]:
    """Return the flows in the trace of a view."""
    if view_id in ("mv_inflow_pw", "mv_cw"):
        return _mitral_bands(h, clock, view_id == "mv_cw")
    if view_id in ("lvot_pw", "av_cw"):
        return _aortic_bands(h, clock, view_id == "av_cw")
    if view_id in ("pulm_vein_pw", "hepatic_vein_pw"):
        return _venous(h, clock, view_id == "pulm_vein_pw")
    if view_id.startswith("tdi"):
        return _tissue_band(view_id, h, clock)
    if view_id == "desc_aorta_pw":
        reverse = 26.0 * clock.bump(clock.end, clock.end + 0.09)
        grade = h.aortic_regurgitation
        if grade >= Severity.MODERATE:
            reverse = reverse + _diastolic_leak(clock, 10.0 + 11.0 * grade, 0.35)
        return (Band(-105.0 * _ejection(clock, 0.3) + reverse, 0.2, 1.0, 0.03),)
    return _right_bands(view_id, h, clock)


def spectrum(
    parts: tuple[Band, ...], ax: Axis, height: int, rng: np.random.Generator, gain_db: float
) -> NDArray[np.uint8]:
    """Return the grey picture of a trace, uint8, shape (height, W).

    Parameters
    ----------
    parts : tuple of Band
        Flows; envelopes of shape (W,).
    ax : Axis
        Vertical axis.
    height : int
        Pixels.
    rng : numpy.random.Generator
        Source of the spectral noise.
    gain_db : float
        Gain.
    """
    columns = len(parts[0].envelope)
    span = ax.top - ax.bottom
    v = (ax.top - (np.arange(height, dtype=np.float32) + 0.5) / height * span)[:, None]
    power = np.zeros((height, columns), np.float32)
    for part in parts:
        env = (
            part.envelope.astype(np.float32)[None, :]
            * (1.0 + 0.025 * rng.standard_normal(columns).astype(np.float32))[None, :]
        )
        sigma = np.float32(part.width * 0.5 * span)
        edge = np.exp(
            -0.5 * ((v - 0.93 * env) / (sigma * (0.45 + 0.55 * np.minimum(np.abs(env) / (0.2 * span), 1)))) ** 2
        )
        sign = np.sign(env)
        inside = np.clip((np.abs(env) - sign * v) / sigma, 0, 1) * np.clip(sign * v / (0.3 * sigma) + 0.2, 0, 1)
        strength = (
            np.clip(np.abs(env) / (0.04 * span), 0.25, 1.0)
            if part.fill < 0.1
            else np.clip(np.abs(env) / (0.05 * span), 0, 1)
        )
        power += (
            part.weight
            * strength
            * (edge * (1.0 - 0.55 * part.fill) + inside * (0.10 + 0.75 * part.fill) * (part.fill > 0.06))
        )
    grain = rng.exponential(1.0, power.shape).astype(np.float32)
    grain = 0.45 + 0.55 * cv2.GaussianBlur(grain, (0, 0), 0.7)
    level = 255.0 * np.clip(power * grain, 0, None) ** 0.6 * 10.0 ** (gain_db / 60.0)
    level += 9.0 * cv2.GaussianBlur(rng.exponential(1.0, power.shape).astype(np.float32), (0, 0), 0.8)
    # The wall filter removes slow flow; tissue Doppler has none.
    if span > 60.0:
        level *= np.clip((np.abs(v) - 0.008 * span) / (0.012 * span), 0, 1)
    return np.asarray(np.clip(level, 0, 255).astype(np.uint8))


def _trace_picture(setup: Setup) -> NDArray[np.uint8]:
    """Return the whole trace, uint8, shape (height, width, 3), RGB."""
    box = setup.layout.trace
    if box is None:
        raise ValueError("the view has no trace")
    rng = np.random.default_rng([setup.plan.seed, 5])
    view = setup.plan.view_id
    if setup.plan.modality == "mmode":
        return np.repeat(mmode_picture(setup, box.width, box.height, SWEEP_S)[..., None], 3, axis=2)
    ax = axis(view, setup.heart)
    clock = _clock(setup, box.width, ax.seconds)
    grey = spectrum(bands(view, setup.heart, clock), ax, box.height, rng, setup.plan.nuisance.gain_db)
    picture = np.repeat(grey[..., None], 3, axis=2)
    base = int(np.clip(ax.top / (ax.top - ax.bottom) * box.height, 1, box.height - 2))
    picture[base] = np.maximum(picture[base], (120, 120, 120))
    for velocity in ticks(ax):
        row = int(np.clip((ax.top - velocity) / (ax.top - ax.bottom) * box.height, 1, box.height - 3))
        picture[row : row + 2] = np.maximum(picture[row : row + 2], 90)
    return picture


def sweep_frames(setup: Setup, numbers: NDArray[np.int64]) -> Frames:
    """Return the trace region of the given frames, shape (T, height, width, 3), RGB.

    A still shows the whole trace; in a cine a bar sweeps over it.

    Parameters
    ----------
    setup : Setup
        The clip.
    numbers : ndarray of int, shape (T,)
        Frame numbers.
    """
    picture = _trace_picture(setup)
    out = np.repeat(picture[None], len(numbers), axis=0)
    if setup.plan.frames == 1:
        return out
    width = picture.shape[1]
    gap = max(width // 40, 4)
    for i, n in enumerate(numbers):
        at = int((n / setup.plan.fps / SWEEP_S + (setup.plan.seed % 89) / 89.0) * width) % width
        out[i, :, at : at + gap] = 0
    return out
