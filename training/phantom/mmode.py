"""M-mode: one beam through the lateral tricuspid annulus, drawn against time (TAPSE)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.phantom.beams import Setup, polar_clip
from training.phantom.planes import gate


def mmode_picture(setup: Setup, width: int, height: int, seconds: float) -> NDArray[np.uint8]:
    """Return the M-mode trace, uint8, shape (height, width): depth downwards, time to the right.

    Parameters
    ----------
    setup : Setup
        The clip; the beam aims at the view's gate.
    width, height : int
        Picture size in pixels.
    seconds : float
        Time across the picture.
    """
    _, angle = setup.plane.project(gate(setup.plan.view_id, setup.lm))
    # Three neighbouring beams carry the lateral point spread; the middle one is shown.
    pitch = 0.012
    columns = max(width // 3, 60)
    clip = polar_clip(
        setup, np.linspace(0.0, seconds, columns, endpoint=False), angles=angle + pitch * np.array([-1.0, 0.0, 1.0])
    )
    return np.asarray(cv2.resize(clip.grey[:, 1, :].T, (width, height), interpolation=cv2.INTER_LINEAR))
