"""RGB as full-range YCbCr: `core.dicom` needs it for files that store RGB, `core.bundle` for pictures in memory."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

_MOST: Final = 255.0
_FROM_RGB: Final = np.array(
    [
        [0.299, 0.587, 0.114, 0.5],
        [-0.299 / 1.772, -0.587 / 1.772, 0.886 / 1.772, 128.5],
        [0.701 / 1.402, -0.587 / 1.402, -0.114 / 1.402, 128.5],
    ],
    np.float32,
)
"""Rows give Y, Cb, Cr. The half in the last column makes cutting off the decimals a rounding."""


def rgb_to_ycbcr(picture: Picture) -> Picture:
    """Return RGB as full-range YCbCr, as JPEG and DICOM's YBR_FULL store it: uint8, shape (H, W, 3), both.

    Each value is the nearest to that of the equations. OpenCV's own conversion takes Cb and Cr from a rounded Y: every
    sixth of its values is one off.

    References
    ----------
    ITU-T T.871 (JFIF), 7; DICOM PS3.3 C.7.6.3.1.2.
    """
    values = cv2.transform(picture.astype(np.float32), _FROM_RGB)
    return np.asarray(np.minimum(values, _MOST), np.uint8)
