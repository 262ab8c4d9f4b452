"""RGB as YCbCr, beside the equations and beside pydicom."""

from __future__ import annotations

import numpy as np
from pydicom.pixels.processing import convert_color_space

from deepcoro_desktop.core.ycbcr import rgb_to_ycbcr

COLOURS = np.random.default_rng(1).integers(0, 256, (200, 300, 3), dtype=np.uint8)
CORNERS = np.array([[[r, g, b] for r in (0, 255) for g in (0, 255) for b in (0, 255)]], np.uint8)


def equations(colours: np.ndarray) -> np.ndarray:
    red, green, blue = (colours[..., channel].astype(np.float64) for channel in range(3))
    y = 0.299 * red + 0.587 * green + 0.114 * blue
    return np.stack([y, 128 + (blue - y) / 1.772, 128 + (red - y) / 1.402], axis=-1)


def test_every_value_is_the_nearest_to_the_equations() -> None:
    for colours in (COLOURS, CORNERS):
        exact = np.clip(equations(colours), 0, 255)
        assert np.abs(rgb_to_ycbcr(colours) - exact).max() <= 0.5 + 1e-4


def test_is_what_pydicom_gives_but_where_a_value_lies_half_way() -> None:
    assert (rgb_to_ycbcr(COLOURS) != convert_color_space(COLOURS, "RGB", "YBR_FULL")).mean() < 1e-3
    assert np.array_equal(rgb_to_ycbcr(CORNERS), convert_color_space(CORNERS, "RGB", "YBR_FULL"))


def test_grey_has_no_colour_and_the_picture_is_not_changed() -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    before = grey.copy()
    result = rgb_to_ycbcr(grey)
    assert np.array_equal(result[..., 0], grey[..., 0])
    assert (result[..., 1:] == 128).all()
    assert np.array_equal(grey, before)
    assert (result.dtype, result.flags.c_contiguous) == (np.uint8, True)
