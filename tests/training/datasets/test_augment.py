from __future__ import annotations

import cv2
import numpy as np
import pytest

from training.config import AugmentConfig
from training.datasets.augment import Change, augment, augment_clip, sample_generator


def _clip(frames: int = 4, size: int = 56) -> np.ndarray:
    """A beating bright block left of the middle."""
    clip = np.zeros((frames, size, size, 3), np.uint8)
    block = np.random.default_rng(1).integers(60, 200, (frames, 30, 15, 1))
    clip[:, 10:40, 5:20] = block
    return clip


def test_a_still_stays_a_still_and_equals_its_first_frame_changed_alone() -> None:
    still = np.repeat(_clip()[:1], 4, axis=0)
    for seed in range(40):
        changed = augment_clip(still, np.random.default_rng(seed), AugmentConfig(), 90)
        assert (changed == changed[0]).all()
        alone = augment_clip(still[:1], np.random.default_rng(seed), AugmentConfig(), 90)
        np.testing.assert_array_equal(changed[0], alone[0])


def test_every_frame_is_changed_as_if_it_were_alone() -> None:
    clip = _clip()
    for seed in range(40):
        changed = augment_clip(clip, np.random.default_rng(seed), AugmentConfig(), 90)
        for place in range(len(clip)):
            alone = augment_clip(clip[place : place + 1], np.random.default_rng(seed), AugmentConfig(), 90)
            np.testing.assert_array_equal(changed[place], alone[0])


def test_the_same_generator_gives_the_same_clips_and_the_input_stays() -> None:
    clips = np.stack([_clip(), _clip()])
    before = clips.copy()
    first = augment(clips, np.random.default_rng(4), 90)
    second = augment(clips, np.random.default_rng(4), 90)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(clips, before)
    assert (first.dtype, first.shape) == (np.uint8, clips.shape)
    assert (first[0] != first[1]).any()


def test_left_stays_left() -> None:
    for seed in range(40):
        changed = augment_clip(_clip(), np.random.default_rng(seed), AugmentConfig(9, 10.0))[0].astype(int).sum(axis=2)
        columns = (changed * np.arange(56)).sum() / changed.sum()
        assert columns < 28


def test_outside_of_the_sector_stays_black_but_for_erased_rectangles() -> None:
    dark = np.zeros((4, 56, 56, 3), np.uint8)
    for seed in range(40):
        assert not augment_clip(dark, np.random.default_rng(seed), AugmentConfig(9, 10.0, 0.0)).any()
        erased = augment_clip(dark, np.random.default_rng(seed), AugmentConfig(9, 10.0, 1.0))
        share = (erased[0, ..., 0] > 0).mean()
        assert share == 0.0 or 0.01 < share < 0.14


def test_nothing_is_changed_by_no_operation_or_no_magnitude() -> None:
    for settings in (AugmentConfig(0, 9.0, 0.0), AugmentConfig(9, 0.0, 0.0)):
        np.testing.assert_array_equal(augment_clip(_clip(), np.random.default_rng(3), settings), _clip())


def test_shift_and_gain_agree_with_a_plain_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {Change.SHIFT_X: 0.5, Change.GAIN: -1.0}
    monkeypatch.setattr("training.datasets.augment._drawn_changes", lambda *_args, **_kwargs: drawn)
    clip = np.zeros((2, 100, 100, 3), np.uint8)
    clip[:, 40:60, 40:60] = 100
    changed = augment_clip(clip, np.random.default_rng(1), AugmentConfig(erase=0.0))
    expected = np.zeros_like(clip)
    expected[:, 40:60, 43:63] = 75  # 3 % to the right, a quarter darker
    np.testing.assert_array_equal(changed, expected)


def test_the_codec_is_left_out_without_a_quality() -> None:
    sharp = np.random.default_rng(2).integers(0, 255, (1, 32, 32, 3), dtype=np.uint8)
    with_codec = [
        augment_clip(sharp, np.random.default_rng(seed), AugmentConfig(1, 10.0, 0.0), 70) for seed in range(60)
    ]
    _, data = cv2.imencode(".jpg", sharp[0], (cv2.IMWRITE_JPEG_QUALITY, 70))
    as_jpeg = cv2.imdecode(data, cv2.IMREAD_COLOR).astype(int)
    nearest = min(float(np.abs(one[0].astype(int) - as_jpeg).mean()) for one in with_codec)
    assert nearest < 8.0
    without = [augment_clip(sharp, np.random.default_rng(seed), AugmentConfig(1, 10.0, 0.0), 0) for seed in range(60)]
    assert min(float(np.abs(one[0].astype(int) - as_jpeg).mean()) for one in without) > 2 * nearest


def test_a_samples_draws_follow_from_seed_epoch_and_key_alone() -> None:
    def draw(seed: int, epoch: int, key: str) -> int:
        return int(sample_generator(seed, epoch, key).integers(2**62))

    assert draw(1, 2, "clip") == draw(1, 2, "clip")
    assert len({draw(1, 2, "clip"), draw(2, 2, "clip"), draw(1, 3, "clip"), draw(1, 2, "clip2")}) == 4
