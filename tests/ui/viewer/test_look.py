"""Gain, gamma, inversion and grey maps: greys change as a naive loop says, colours and the plain look never."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from deepcoro_desktop.ui.viewer.look import COLOURED, GreyMap, Look, adjusted, is_tinted, shades

LOOKS = (
    Look(gain=1.5), Look(gamma=0.6), Look(inverted=True),
    *(Look(grey_map=m) for m in GreyMap if m is not GreyMap.PLAIN),
    Look(gain=0.7, gamma=1.8, inverted=True, grey_map=GreyMap.WARM),
)  # fmt: skip


def picture() -> np.ndarray:
    rng = np.random.default_rng(11)
    grey = np.repeat(rng.integers(0, 256, (24, 30, 1), np.uint8), 3, axis=2)
    grey[:8] = rng.integers(0, 256, (8, 30, 3), np.uint8)  # a box of colour Doppler
    return grey


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.words)
def test_grey_becomes_its_shade_and_colour_stays(look: Look) -> None:
    pixels = picture()
    shown, table = adjusted(pixels, look), shades(look)
    for y in range(pixels.shape[0]):
        for x in range(pixels.shape[1]):
            pixel = pixels[y, x]
            coloured = int(pixel.max()) - int(pixel.min()) > COLOURED
            naive = pixel if coloured else [table[pixel[c], c] for c in range(3)]
            assert (shown[y, x] == naive).all()


def test_plain_look_gives_exactly_the_pixels() -> None:
    pixels = picture()
    before = pixels.copy()
    adjusted(pixels, LOOKS[-1])
    assert (adjusted(pixels, Look()) == before).all()
    assert (shades(Look()) == np.arange(256)[:, None]).all()


def sepia() -> np.ndarray:
    """Speckle that a scanner's map has tinted, with a jet of flow."""
    grey = np.random.default_rng(3).integers(0, 256, (60, 80, 1), np.uint8)
    pixels = np.rint(grey * np.array([1.0, 0.86, 0.6])).astype(np.uint8)
    pixels[20:26, 30:38] = (230, 60, 10)
    return pixels


def test_tinted_grey_changes_as_a_whole_and_flow_in_it_stays() -> None:
    pixels = sepia()
    shown = adjusted(pixels, Look(inverted=True))
    flow = np.zeros((60, 80), bool)
    flow[20:26, 30:38] = True
    assert (shown[~flow] == 255 - pixels[~flow]).all(), "no pixel stays as it was among inverted ones"
    assert (shown[flow] == pixels[flow]).all()


def test_only_a_tint_over_the_whole_picture_is_one() -> None:
    assert is_tinted(sepia())
    assert not is_tinted(picture())
    assert not is_tinted(np.zeros((60, 80, 3), np.uint8))
    tissue = np.repeat(np.random.default_rng(3).integers(0, 256, (60, 80, 1), np.uint8), 3, axis=2)
    assert not is_tinted(tissue)
    all_flow = np.rint(tissue * np.array([1.0, 0.4, 0.05])).astype(np.uint8)
    assert not is_tinted(all_flow), "flow over the whole picture is no tint"
    half = tissue.copy()
    half[:, :40] = sepia()[:, :40]
    assert not is_tinted(half)


def test_two_inversions_give_the_greys_back() -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    once = adjusted(grey, Look(inverted=True))
    assert (once == 255 - grey).all()
    assert (adjusted(once, Look(inverted=True)) == grey).all()


@pytest.mark.parametrize("grey_map", GreyMap)
def test_every_map_keeps_black_and_white_and_the_order_of_greys(grey_map: GreyMap) -> None:
    table = shades(Look(grey_map=grey_map)).astype(int)
    assert (table[0] == 0).all()
    assert (table[255] == 255).all()
    assert (np.diff(table, axis=0) >= 0).all()


@pytest.mark.parametrize("changes", [{"gain": 0.2}, {"gain": 3.0}, {"gamma": 0.1}, {"gamma": 9.0}])
def test_what_the_controls_cannot_give_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"is not between 0\.5 and 2"):
        replace(Look(), **changes)
