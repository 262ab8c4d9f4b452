"""Picture: pixels as Qt holds them, and back; a QImage may be made on any thread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return pixels as a picture with memory of its own.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3), RGB, 0 to 255
        They may lie in memory with gaps.

    Returns
    -------
    QImage
        RGB888.
    """
    pixels = np.ascontiguousarray(pixels, np.uint8)
    height, width = pixels.shape[:2]
    # a copy: QImage only borrows the array's memory, and the caller may let that go
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    """Return the pixels of an RGB888 picture: uint8, shape (H, W, 3), RGB; valid while the picture lives."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
