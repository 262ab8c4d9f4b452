"""When each frame of a clip is shown (FEATURES B1), from the header alone."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from pydicom.dataset import Dataset
from pydicom.tag import Tag

from deepcoro_desktop.core.dicom.values import integer, number, numbers
from deepcoro_desktop.core.study import Timing, TimingSource

ASSUMED_RATE: Final = 30.0
"""Frames per second where the header says nothing; the window marks it "assumed"."""
SLOWEST_MS: Final = 5000.0
FASTEST_MS: Final = 0.2
"""A frame time outside these bounds is no ultrasound cine's and is not believed."""

_VECTOR_TAG: Final = Tag("FrameTimeVector")


def read_timing(data: Dataset, frames: int) -> Timing:
    """Return the time of each frame.

    FrameIncrementPointer (0028,0009) names FrameTime (0018,1063) or FrameTimeVector (0018,1065); the other one is
    tried after it, then RecommendedDisplayFrameRate (0008,2144), CineRate (0018,0040), EffectiveDuration (0018,0072).

    References
    ----------
    DICOM PS3.3 C.7.6.5 (Cine Module) and C.7.6.6 (Multi-frame Module).
    """
    if frames == 1:
        return Timing((0.0,), 0.0, TimingSource.STILL)
    readers = [_frame_time, _frame_time_vector]
    if integer(data, "FrameIncrementPointer") == int(_VECTOR_TAG):
        readers.reverse()
    for read in (*readers, _recommended_rate, _cine_rate, _effective_duration):
        timing = read(data, frames)
        if timing is not None:
            return timing
    return _evenly(1000.0 / ASSUMED_RATE, frames, TimingSource.ASSUMED)


def _even(step_ms: float | None, frames: int, source: TimingSource) -> Timing | None:
    if step_ms is None or not FASTEST_MS <= step_ms <= SLOWEST_MS:
        return None
    return _evenly(step_ms, frames, source)


def _evenly(step_ms: float, frames: int, source: TimingSource) -> Timing:
    return Timing(tuple(step_ms * i for i in range(frames)), step_ms * frames, source)


def _frame_time(data: Dataset, frames: int) -> Timing | None:
    return _even(number(data, "FrameTime"), frames, TimingSource.FRAME_TIME)


def _frame_time_vector(data: Dataset, frames: int) -> Timing | None:
    """Return the times of a vector: each entry is the time since the frame before, the first is 0 or unused."""
    steps = numbers(data, "FrameTimeVector")
    if len(steps) != frames or any(not FASTEST_MS <= step <= SLOWEST_MS for step in steps[1:]):
        return None
    starts = tuple(accumulate(steps[1:], initial=0.0))
    mean = starts[-1] / (frames - 1)
    return Timing(starts, starts[-1] + mean, TimingSource.FRAME_TIME_VECTOR)


def _recommended_rate(data: Dataset, frames: int) -> Timing | None:
    return _even(_step_of_rate(data, "RecommendedDisplayFrameRate"), frames, TimingSource.RECOMMENDED_RATE)


def _cine_rate(data: Dataset, frames: int) -> Timing | None:
    return _even(_step_of_rate(data, "CineRate"), frames, TimingSource.CINE_RATE)


def _effective_duration(data: Dataset, frames: int) -> Timing | None:
    seconds = number(data, "EffectiveDuration")
    return _even(1000.0 * seconds / frames if seconds else None, frames, TimingSource.EFFECTIVE_DURATION)


def _step_of_rate(data: Dataset, keyword: str) -> float | None:
    rate = number(data, keyword)
    return 1000.0 / rate if rate else None
