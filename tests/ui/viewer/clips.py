"""Invented clips and readers for the tests of the viewer: every frame's number is its grey level."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import TracebackType

import numpy as np

from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.study import (
    Calibration,
    Clip,
    ClipSource,
    Region,
    RegionFormat,
    RegionUnit,
    Series,
    Study,
    Timing,
    TimingSource,
)

STUDY_UID = "1.2.826.0.1.3680043.8.498.7"
START = datetime(2026, 3, 14, 10, 38, tzinfo=UTC).replace(tzinfo=None)


def make_clip(frames: int, timing: Timing, *, number: int = 1, **changes: object) -> Clip:
    clip = Clip(
        sop_instance_uid=f"1.2.3.{number}", sop_class_uid="1.2.840.10008.5.1.4.1.1.3.1", series_instance_uid="1.2.9",
        source=ClipSource(f"clip{number}.dcm"), transfer_syntax_uid="1.2.840.10008.1.2.1", rows=60, columns=80,
        frame_count=frames, photometric="RGB", timing=timing, calibration=Calibration.UNCALIBRATED,
        calibration_reason="The file has no regions.", acquired_at=START + timedelta(seconds=20 * number),
        instance_number=number,
    )  # fmt: skip
    return replace(clip, **changes)  # type: ignore[arg-type]


def even_clip(frames: int, rate: float, *, number: int = 1, **changes: object) -> Clip:
    step = 1000.0 / rate
    timing = Timing(tuple(step * i for i in range(frames)), step * frames, TimingSource.FRAME_TIME)
    return make_clip(frames, timing, number=number, **changes)


def still(number: int = 1) -> Clip:
    return make_clip(1, Timing((0.0,), 0.0, TimingSource.STILL), number=number)


def region(clip: Clip, delta_x: float = 0.02, delta_y: float = 0.02) -> Region:
    return Region(
        x0=0, y0=0, x1=clip.columns - 1, y1=clip.rows - 1, spatial_format=RegionFormat.TWO_D, data_type=1,
        unit_x=RegionUnit.CM, unit_y=RegionUnit.CM, delta_x=delta_x, delta_y=delta_y,
    )  # fmt: skip


def make_study(*clips: Clip) -> Study:
    return Study(
        study_instance_uid=STUDY_UID, patient=Patient("DEMO^PHANTOM A", "P-000117", date(1954, 2, 11), "F"),
        series=(Series("1.2.9", 1, "TTE", clips),), started_at=START,
    )  # fmt: skip


def grey_of(frame: int) -> int:
    """Grey level of a frame: far enough apart to be told after drawing."""
    return 20 + 2 * (frame % 118)


@dataclass
class Reader:
    """Reads from `picture` instead of a file."""

    clip: Clip
    picture: Callable[[Clip, int], np.ndarray]

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def frame(self, index: int) -> np.ndarray:
        return self.picture(self.clip, index)


def grey_frame(clip: Clip, index: int) -> np.ndarray:
    return np.full((clip.rows, clip.columns, 3), grey_of(index), np.uint8)


def disc_frame(clip: Clip, _index: int) -> np.ndarray:
    """A white disc of a third of the height, in the middle."""
    y, x = np.mgrid[0 : clip.rows, 0 : clip.columns]
    inside = (y - clip.rows / 2 + 0.5) ** 2 + (x - clip.columns / 2 + 0.5) ** 2 < (clip.rows / 3) ** 2
    return np.repeat((inside * 255).astype(np.uint8)[:, :, None], 3, axis=2)


@dataclass
class Opener:
    """Opens invented clips; counts, holds and fails on demand."""

    picture: Callable[[Clip, int], np.ndarray] = grey_frame
    damaged: frozenset[int] = frozenset()
    broken: frozenset[str] = frozenset()
    gate: threading.Event | None = None
    gated_from: int = 0
    threads: set[int] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    decoded: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, clip: Clip) -> Reader:
        self.opened.append(clip.sop_instance_uid)
        if clip.sop_instance_uid in self.broken:
            raise PixelError("The pictures of this clip are damaged.", "Ask for the clip to be sent again.")
        return Reader(clip, self._frame)

    def _frame(self, clip: Clip, index: int) -> np.ndarray:
        if self.gate is not None and index >= self.gated_from:
            assert self.gate.wait(20)
        self.threads.add(threading.get_ident())
        if index in self.damaged:
            raise PixelError(f"Frame {index + 1} of {clip.frame_count}: its bytes are damaged.", "Step over it.")
        self.decoded.append((clip.sop_instance_uid, index))
        return self.picture(clip, index)


@dataclass
class Clock:
    """A clock that stands until it is told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now
