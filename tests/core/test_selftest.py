from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core import selftest


def test_all_checks_pass_on_a_sound_machine(pristine_bundle: Path) -> None:
    checks = selftest.run_checks(pristine_bundle)
    assert [check.name for check in checks] == ["colour", "timing", "calibration", "golden clip", "device"]
    assert [check.detail for check in checks if not check.passed] == []
    assert "on cpu" in checks[-2].detail
    assert checks[-1].detail.startswith("models run on cpu")


def test_swapped_colours_fail_the_colour_check(pristine_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = selftest.decode_frames
    monkeypatch.setattr(selftest, "decode_frames", lambda clip, frames: np.flip(sound(clip, frames), -1))
    colour = selftest.run_checks(pristine_bundle)[0]
    assert not colour.passed
    assert "red is off by" in colour.detail


def test_missing_bundle_fails_the_golden_clip_with_the_reason(tmp_path: Path) -> None:
    golden = selftest.run_checks(tmp_path)[-2]
    assert not golden.passed
    assert golden.as_json()["detail"] == golden.detail != ""
