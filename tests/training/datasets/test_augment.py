from __future__ import annotations

import numpy as np

from training.datasets.augment import augment


def _clips() -> np.ndarray:
    one = np.zeros((2, 4, 56, 56, 3), np.uint8)
    one[:, :, 10:40, 5:20] = np.random.default_rng(1).integers(60, 200, (30, 15, 1))
    return one


def test_the_same_draw_changes_every_frame_of_a_still_alike() -> None:
    # Speckle-like noise moves from frame to frame; the other changes do not.
    for seed in range(30):
        changed = augment(_clips()[:1], np.random.default_rng(seed), 90)[0]
        if (changed[0] == changed[1]).all():
            assert (changed[0] == changed[3]).all()


def test_the_same_generator_gives_the_same_clips_and_the_input_stays() -> None:
    clips = _clips()
    before = clips.copy()
    first = augment(clips, np.random.default_rng(4), 90)
    second = augment(clips, np.random.default_rng(4), 90)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(clips, before)
    assert first.dtype == np.uint8
    assert first.shape == clips.shape


def test_left_stays_left() -> None:
    clips = _clips()
    for seed in range(40):
        changed = augment(clips[:1], np.random.default_rng(seed), 0)[0, 0].astype(int).sum(axis=2)
        columns = (changed * np.arange(56)).sum() / changed.sum()
        assert columns < 28  # the bright block lies left of the middle


def test_outside_of_the_sector_stays_black_but_for_erased_rectangles() -> None:
    dark = np.zeros((1, 4, 56, 56, 3), np.uint8)
    for seed in range(40):
        changed = augment(dark, np.random.default_rng(seed), 0)
        assert len(np.unique(changed)) <= 2
