"""Guards the pictures: shipped models were trained on them, so a change of look needs a new training.

`python tests/training/phantom/test_golden_views.py` rebuilds the golden file; run it from the repository's root.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from training.phantom import render_for_model, sample_study

GOLDEN = Path(__file__).with_name("golden_views.npz")
STUDIES = (0, 1, 2)


def _pictures() -> dict[str, np.ndarray]:
    out = {}
    for index in STUDIES:
        study = sample_study(2024, index)
        for plan in study.clips:
            frames = render_for_model(study, plan, frames=2, stride=9)
            small = [cv2.resize(frame, (28, 28), interpolation=cv2.INTER_AREA) for frame in frames]
            out[f"{index}_{plan.view_id}"] = np.stack(small)
    return out


def test_pictures_are_those_the_models_were_trained_on() -> None:
    with np.load(GOLDEN, allow_pickle=False) as golden:
        expected = dict(golden)
    pictures = _pictures()
    assert set(pictures) == set(expected)
    for name, picture in pictures.items():
        # Compilers round differently, so single pixels may move; the picture may not.
        error = np.abs(picture.astype(int) - expected[name].astype(int)).mean()
        assert error < 1.0, name


if __name__ == "__main__":
    np.savez_compressed(GOLDEN, **_pictures())
