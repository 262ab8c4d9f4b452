from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from deepcoro_desktop.ui.picture import image_of, pixels_of


@pytest.mark.parametrize("width", [4, 5, 7])
def test_every_pixel_keeps_its_place_and_its_colour(width: int) -> None:
    pixels = np.random.default_rng(width).integers(0, 256, (3, width, 3), np.uint8)
    image = image_of(pixels)
    assert image.format() is QImage.Format.Format_RGB888
    for row in range(3):
        for column in range(width):
            assert QColor(image.pixel(column, row)).getRgb()[:3] == tuple(pixels[row, column])
    assert np.array_equal(pixels_of(image), pixels), "Qt's lines are padded to four bytes"


def test_pixels_that_lie_apart_in_memory_are_taken() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (6, 8, 3), np.uint8)
    assert np.array_equal(pixels_of(image_of(pixels[::2, ::-1])), pixels[::2, ::-1])


def test_a_picture_does_not_follow_the_array_it_was_made_of() -> None:
    pixels = np.full((2, 2, 3), 7, np.uint8)
    image = image_of(pixels)
    pixels[:] = 200
    assert (pixels_of(image) == 7).all()
