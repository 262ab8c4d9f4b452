from __future__ import annotations

import itertools

import numpy as np
import pytest

from training.evaluation.degradations import (
    depth_attenuation,
    frame_rate,
    gain,
    kept_clips,
    kept_windows,
    shadow,
)

SIZE = 48


@pytest.fixture
def sector() -> np.ndarray:
    """Return a clip: a grey sector of one brightness with its tip at the top, a coloured spot, black around it."""
    rows, columns = np.indices((SIZE, SIZE))
    inside = (np.abs(columns - SIZE // 2) <= rows * 0.7) & (np.hypot(rows, columns - SIZE // 2) < SIZE - 4)
    clip = np.zeros((6, SIZE, SIZE, 3), np.uint8)
    clip[:, inside] = 160
    for frame in range(6):
        clip[frame, 20 + frame, 24] = (200, 100, 50)
    return clip


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize(
    ("degrade", "strength"),
    [(depth_attenuation, 30.0), (shadow, 20.0), (gain, 15.0), (gain, -15.0), (frame_rate, 3.0)],
)
def test_nothing_lights_up_outside_the_sector_and_the_input_stays(sector: np.ndarray, degrade, strength) -> None:
    before = sector.copy()
    changed = degrade(sector, strength, rng())
    assert changed.shape == sector.shape
    assert changed.dtype == np.uint8
    assert not changed[(sector == 0).all(axis=-1)].any()
    assert (changed != sector).any()
    np.testing.assert_array_equal(sector, before)
    np.testing.assert_array_equal(changed, degrade(sector, strength, rng()))


@pytest.mark.parametrize("degrade", [depth_attenuation, shadow, gain, frame_rate])
def test_an_empty_clip_stays_empty(degrade) -> None:
    assert not degrade(np.zeros((2, 8, 8, 3), np.uint8), 10.0, rng()).any()


def test_attenuation_darkens_with_depth_and_with_strength(sector: np.ndarray) -> None:
    middle = depth_attenuation(sector, 20.0, rng())[0, :44, SIZE // 2 + 1, 0].astype(int)
    lit = middle[sector[0, :44, SIZE // 2 + 1, 0] > 0]
    assert (np.diff(lit) <= 0).all()
    assert lit[0] >= 155
    # 20 of 60 dB are a third of the grey scale
    assert lit[-1] == pytest.approx(160 - 255 / 3, abs=8)
    assert depth_attenuation(sector, 40.0, rng()).mean() < depth_attenuation(sector, 20.0, rng()).mean()


def test_a_shadow_is_a_dark_wedge_and_spares_the_rest(sector: np.ndarray) -> None:
    changed = shadow(sector, 20.0, rng())
    grey = (sector[0] == 160).all(axis=-1)
    share = (changed[0][grey][:, 0] < 20).mean()
    assert 0.05 < share < 0.6
    assert (changed[0][grey][:, 0] == 160).mean() > 0.2
    dark = (changed[0, ..., 0] < 20) & grey
    rows, columns = np.nonzero(dark)
    angles = np.degrees(np.arctan2(columns - SIZE // 2, rows))[rows > 10]
    assert angles.max() - angles.min() < 20.0 + 3.0
    wider = shadow(sector, 40.0, rng())
    assert (wider.astype(int) <= changed.astype(int)).all()


def test_gain_shifts_grey_by_decibels_and_keeps_hue(sector: np.ndarray) -> None:
    changed = gain(sector, -12.0, rng())
    grey = (sector == 160).all(axis=-1)
    assert set(np.unique(changed[grey])) == {round(160 - 12 * 255 / 60)}
    spot = changed[0, 20, 24].astype(float)
    np.testing.assert_allclose(spot / spot[0], [1.0, 0.5, 0.25], atol=0.01)
    assert gain(sector, 60.0, rng()).max() == 255


def test_a_slow_frame_rate_holds_frames(sector: np.ndarray) -> None:
    slow = frame_rate(sector, 4.0, rng())
    np.testing.assert_array_equal(slow, sector[[0, 0, 0, 0, 4, 4]])
    np.testing.assert_array_equal(frame_rate(sector, 16.0, rng()), sector[[0] * 6])
    np.testing.assert_array_equal(frame_rate(sector, 1.0, rng()), sector)


def test_more_dropped_clips_contain_the_fewer() -> None:
    windows = np.asarray(["apical"] * 10)
    kept = [kept_clips(windows, share, np.random.default_rng(3)) for share in (0.0, 0.2, 0.5, 1.0)]
    assert [int(one.sum()) for one in kept] == [10, 8, 5, 1]
    for more, fewer in itertools.pairwise(kept):
        assert (fewer <= more).all()


def test_whole_windows_are_dropped_and_one_stays() -> None:
    windows = np.asarray(["apical", "subcostal", "apical", "suprasternal"])
    for number, left in ((0, 3), (1, 2), (2, 1), (5, 1)):
        kept = kept_windows(windows, number, np.random.default_rng(2))
        assert len(set(windows[kept])) == left
        assert not set(windows[kept]) & set(windows[~kept])
