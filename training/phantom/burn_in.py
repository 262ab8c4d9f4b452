"""What a machine writes outside its regions: names, settings, ECG, colour bar, depth ticks, axis labels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import Rhythm
from training.phantom.beams import Setup
from training.phantom.bmode import Frames
from training.phantom.colour import colour_table
from training.phantom.spectral import axis

_FONT = cv2.FONT_HERSHEY_SIMPLEX


def _ecg(setup: Setup, t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ECG in arbitrary units at times `t` (seconds from the first frame)."""
    r = setup.r_s
    value = np.zeros_like(t)
    for i, at in enumerate(r[:-1]):
        rr = float(r[i + 1] - at)
        x = t - at

        def wave(centre: float, width: float, x: NDArray[np.float64] = x) -> NDArray[np.float64]:
            return np.asarray(np.exp(-0.5 * ((x - centre) / width) ** 2))

        value += (
            wave(0.0, 0.009)
            - 0.14 * wave(-0.024, 0.008)
            - 0.22 * wave(0.026, 0.01)
            + 0.24 * wave(0.29 * np.sqrt(rr) + 0.03, 0.042)
        )
        if setup.heart.rhythm is Rhythm.SINUS:
            value += 0.13 * wave(rr - 0.15, 0.024)
    return value


def _text(picture: Frames, words: str, x: int, y: int, colour: tuple[int, int, int], scale: float) -> None:
    cv2.putText(picture, words, (x, y), _FONT, scale, colour, 1, cv2.LINE_AA)


def _labels(setup: Setup, name: str, patient_id: str) -> Frames:
    """Return the marks that do not change from frame to frame, uint8, shape (height, width, 3)."""
    s, plan = setup.style, setup.plan
    out = np.zeros((s.height, s.width, 3), np.uint8)
    scale = s.height / 1500.0
    row = int(s.height / 40)
    _text(out, name.replace("^", ", "), 8, row, s.text_rgb, scale)
    _text(out, patient_id, 8, 2 * row, s.text_rgb, scale)
    _text(out, f"DeepCORO {s.model}", int(0.42 * s.width), row, s.text_rgb, scale)
    _text(out, "DEMO", s.width - int(0.09 * s.width), row, s.text_rgb, scale)
    rate = "" if plan.frames == 1 else f"{plan.fps:.0f} Hz"
    _text(out, rate, s.width - int(0.09 * s.width), 2 * row, s.text_rgb, scale)
    _text(out, f"{setup.plane.far:.0f} cm", 6, int(0.30 * s.height), s.text_rgb, scale)
    _text(out, f"{60.0 / plan.rr_s[0]:.0f} bpm", s.width - int(0.11 * s.width), s.height - 6, s.ecg_rgb, scale)
    sector = setup.layout.sector
    x = sector.box.x1 + 6
    depth = np.ceil(setup.plane.near)
    while depth <= setup.plane.far and x < s.width - 8:
        y = int(sector.apex_y + depth / sector.cm_per_px)
        if sector.box.y0 <= y < sector.box.y1:
            cv2.line(out, (x, y), (x + (8 if int(depth) % 5 == 0 else 4), y), s.text_rgb, 1)
        depth += 1.0
    if plan.modality == "color":
        _colour_bar(setup, out, scale)
    if setup.layout.trace is not None:
        _trace_scale(setup, out, scale)
    return out


def _colour_bar(setup: Setup, out: Frames, scale: float) -> None:
    s = setup.style
    height, width = int(0.2 * s.height), max(s.width // 60, 8)
    x0, y0 = s.width - 2 * width - 10, int(0.14 * s.height)
    levels = np.linspace(254, 1, height).astype(int)
    out[y0 : y0 + height, x0 : x0 + width] = colour_table(s.colour_map)[levels][:, None, :]
    _text(out, f"+{s.nyquist_cm_s:.0f}", x0 - 4, y0 - 4, s.text_rgb, scale * 0.8)
    _text(out, f"-{s.nyquist_cm_s:.0f} cm/s", x0 - 34, y0 + height + 12, s.text_rgb, scale * 0.8)


def _trace_scale(setup: Setup, out: Frames, scale: float) -> None:
    trace = setup.layout.trace
    if trace is None or setup.plan.modality == "mmode":
        return
    ax = axis(setup.plan.view_id, setup.heart)
    span = ax.top - ax.bottom
    step = next(v for v in (5.0, 10.0, 20.0, 50.0, 100.0, 200.0) if span / v < 9)
    value = np.ceil(ax.bottom / step) * step
    while value <= ax.top:
        y = int(trace.y0 + (ax.top - value) / span * trace.height)
        cv2.line(out, (trace.x1 + 1, y), (trace.x1 + 6, y), setup.style.text_rgb, 1)
        _text(out, f"{value:.0f}", trace.x1 + 8, y + 4, setup.style.text_rgb, scale * 0.8)
        value += step


def burn_in(frames: Frames, setup: Setup, name: str, patient_id: str) -> Frames:
    """Return the frames with the machine's marks, none of them inside a region.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, height, width, 3), RGB
        Whole screen with black margins; changed in place.
    setup : Setup
        The clip.
    name, patient_id : str
        Invented identity, as written on the screen.
    """
    s = setup.style
    labels = _labels(setup, name, patient_id)
    regions = [setup.layout.sector.box] + ([setup.layout.trace] if setup.layout.trace is not None else [])
    for box in regions:
        labels[box.y0 : box.y1, box.x0 : box.x1] = 0
    # The ECG strip runs below all regions.
    top = max(box.y1 for box in regions) + 2
    left, right = int(0.06 * s.width), int(0.87 * s.width)
    height = s.height - 4 - top
    seconds = 2.6
    columns = np.arange(left, right)
    for i, frame in enumerate(frames):
        np.maximum(frame, labels, out=frame)
        now = i / setup.plan.fps
        if height < 12:
            continue
        shown = min(now, seconds) if setup.plan.frames > 1 else seconds
        # The strip shows the last seconds, the present at a moving bar.
        t = (columns - left) / (right - left) * seconds + max(now - seconds, 0.0)
        y = top + height * (0.8 - 0.66 * np.clip(_ecg(setup, t), -0.3, 1.1))
        points = np.stack([columns, y], axis=1).round().astype(np.int32)
        cv2.polylines(frame, [points.reshape(-1, 1, 2)], False, s.ecg_rgb, 1, cv2.LINE_AA)
        bar = int(left + shown / seconds * (right - left))
        if setup.plan.frames > 1:
            cv2.line(frame, (min(bar, right), top + 1), (min(bar, right), s.height - 5), (235, 235, 235), 1)
    return frames
