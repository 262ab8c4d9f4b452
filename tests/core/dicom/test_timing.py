"""When frames are shown: every source of time, in the order of trust, and none that makes no sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.study import Timing, TimingSource
from tests.core.dicom import pictures as p

PIXELS = p.reference_frames().tobytes()
TIME, VECTOR = 0x00181063, 0x00181065
NOTHING: dict[str, Any] = {"FrameTime": None, "FrameIncrementPointer": None}


def _timing(tmp_path: Path, **elements: Any) -> Timing:
    frames = elements.pop("frames", 3)
    pixels = p.reference_frames(frames).tobytes()
    return read_study(p.write(tmp_path / "x", p.dataset(pixels, frames=frames, **elements))).clips[0].timing


@pytest.mark.parametrize(
    ("elements", "source", "frame_ms"),
    [
        ({"FrameTime": "8.333"}, TimingSource.FRAME_TIME, 8.333),
        ({"FrameTime": "58.82", "CineRate": "99"}, TimingSource.FRAME_TIME, 58.82),
        ({"FrameIncrementPointer": None, "FrameTime": "20"}, TimingSource.FRAME_TIME, 20),
        ({**NOTHING, "RecommendedDisplayFrameRate": "50", "CineRate": "25"}, TimingSource.RECOMMENDED_RATE, 20),
        ({**NOTHING, "CineRate": "40", "EffectiveDuration": "9"}, TimingSource.CINE_RATE, 25),
        ({**NOTHING, "EffectiveDuration": "0.3"}, TimingSource.EFFECTIVE_DURATION, 100),
        (NOTHING, TimingSource.ASSUMED, 1000 / 30),
        ({"FrameTime": "0", "CineRate": "40"}, TimingSource.CINE_RATE, 25),
        ({"FrameTime": "-20", "CineRate": "40"}, TimingSource.CINE_RATE, 25),
        ({"FrameTime": "99999"}, TimingSource.ASSUMED, 1000 / 30),
        ({**NOTHING, "CineRate": "0"}, TimingSource.ASSUMED, 1000 / 30),
        ({**NOTHING, "RecommendedDisplayFrameRate": "0", "CineRate": "100000"}, TimingSource.ASSUMED, 1000 / 30),
    ],
)
def test_takes_the_first_source_that_makes_sense(
    elements: dict[str, Any], source: TimingSource, frame_ms: float, tmp_path: Path
) -> None:
    timing = _timing(tmp_path, **elements)
    assert timing.source is source
    assert timing.frame_starts_ms == pytest.approx((0.0, frame_ms, 2 * frame_ms))
    assert timing.duration_ms == pytest.approx(3 * frame_ms)


def test_a_vector_gives_each_frame_its_own_time(tmp_path: Path) -> None:
    timing = _timing(tmp_path, frames=4, FrameIncrementPointer=VECTOR, FrameTimeVector=["0", "20", "40", "30"])
    assert timing.source is TimingSource.FRAME_TIME_VECTOR
    assert timing.frame_starts_ms == (0.0, 20.0, 60.0, 90.0)
    assert timing.duration_ms == pytest.approx(120.0)


def test_the_pointer_decides_between_time_and_vector(tmp_path: Path) -> None:
    vector = ["0", "10", "30"]
    by_vector = _timing(tmp_path, FrameIncrementPointer=VECTOR, FrameTimeVector=vector, FrameTime="50")
    assert by_vector.source is TimingSource.FRAME_TIME_VECTOR
    by_time = _timing(tmp_path, FrameIncrementPointer=TIME, FrameTimeVector=vector, FrameTime="50")
    assert by_time.source is TimingSource.FRAME_TIME


@pytest.mark.parametrize("vector", [["0", "20"], ["0", "-5", "20"], ["0", "0", "20"], ["0", "20", "90000"]])
def test_a_vector_that_does_not_fit_is_not_believed(vector: list[str], tmp_path: Path) -> None:
    timing = _timing(tmp_path, **{**NOTHING, "FrameIncrementPointer": VECTOR}, FrameTimeVector=vector, CineRate="50")
    assert timing.source is TimingSource.CINE_RATE


def test_a_malformed_number_is_as_good_as_missing(tmp_path: Path) -> None:
    path = p.write(tmp_path / "x", p.dataset(PIXELS, FrameTime="20.125", CineRate="50"))
    path.write_bytes(path.read_bytes().replace(b"20.125", b"2O.l25"))
    assert read_study(path).clips[0].timing.source is TimingSource.CINE_RATE


def test_a_single_picture_is_a_still(tmp_path: Path) -> None:
    timing = _timing(tmp_path, frames=1)
    assert (timing.source, timing.frame_starts_ms, timing.duration_ms) == (TimingSource.STILL, (0.0,), 0.0)
