"""When which frame is shown: a real-time clock that drops frames and never slows the heart. No widgets here.

Positions are computed from the time that has passed since an anchor, never added up tick by tick, so that late or
irregular ticks cannot lengthen a beat.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from deepcoro_desktop.core.study import Clip

SPEEDS: Final = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Speeds to choose from, relative to the true one."""
_GAP_MS: Final = 250.0
"""A longer time between two ticks counts no further as watched: the screen stood still."""
_RATE_WINDOW_S: Final = 1.0
_ROUNDING_MS: Final = 1e-6
"""A moment that is a frame's start but for the rounding of binary numbers belongs to that frame."""


@dataclass(frozen=True, slots=True)
class Track:
    """One pass through a clip: which frame from which moment on. A sweep is the way there and back."""

    frames: tuple[int, ...]
    """Frames of the clip, counted from 0, in the order shown."""
    starts_ms: tuple[float, ...]
    """Start of each of `frames` from the start of the pass, ms."""
    period_ms: float
    """Length of the pass, ms; 0 for a still."""
    first: int
    """First frame that is shown (Start Trim)."""
    last: int
    """Last frame that is shown (Stop Trim)."""

    @classmethod
    def of(cls, clip: Clip, trim: tuple[int, int] | None = None, sweep: bool | None = None) -> Track:
        """Return the track of a clip.

        Parameters
        ----------
        clip : Clip
            The clip.
        trim : tuple of int, optional
            First and last frame, counted from 0; the header's by default.
        sweep : bool, optional
            Whether it plays there and back; as the header says by default.
        """
        first, last = trim or clip.trim_frames or (0, clip.frame_count - 1)
        first = min(max(first, 0), clip.frame_count - 1)
        last = min(max(last, first), clip.frame_count - 1)
        if first == last:
            return cls((first,), (0.0,), 0.0, first, last)
        ends = (*clip.timing.frame_starts_ms[1:], clip.timing.duration_ms)
        frames = list(range(first, last + 1))
        if clip.sweep if sweep is None else sweep:
            frames += range(last - 1, first, -1)
        lengths = [ends[frame] - clip.timing.frame_starts_ms[frame] for frame in frames]
        starts = tuple(accumulate(lengths[:-1], initial=0.0))
        return cls(tuple(frames), starts, sum(lengths), first, last)

    def frame_at(self, position_ms: float) -> int:
        """Return the frame shown at a position; positions beyond the pass go on in the next one."""
        if self.period_ms <= 0:
            return self.frames[0]
        return self.frames[bisect_right(self.starts_ms, (position_ms + _ROUNDING_MS) % self.period_ms) - 1]

    def start_of(self, frame: int) -> float:
        """Return the position at which a frame begins, ms; a frame that is trimmed away becomes the nearest one."""
        return self.starts_ms[min(max(frame, self.first), self.last) - self.first]


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where in its track a clip is: computed from the time that has passed since the anchor."""

    track: Track
    anchor_s: float
    """Clock at the anchor, s."""
    anchor_ms: float = 0.0
    """Position at the anchor, ms."""
    speed: float = 1.0
    """Relative to the true one; below 0 it plays backwards."""
    playing: bool = True
    restart_ms: float = 0.0
    """Every so many ms the track begins anew, in step with longer ones; 0 where it simply loops."""

    def position_ms(self, now_s: float) -> float:
        """Return the position on the endless band of passes, ms."""
        if not self.playing:
            return self.anchor_ms
        return self.anchor_ms + max(0.0, now_s - self.anchor_s) * 1000.0 * self.speed

    def frame(self, now_s: float) -> int:
        """Return the frame to show now."""
        position = self.position_ms(now_s)
        return self.track.frame_at(position % self.restart_ms if self.restart_ms > 0 else position)

    def play(self, now_s: float) -> Playhead:
        """Go on from where it stands."""
        return replace(self, anchor_s=now_s, anchor_ms=self.position_ms(now_s), playing=True)

    def pause(self, now_s: float) -> Playhead:
        """Stand still."""
        return replace(self, anchor_s=now_s, anchor_ms=self.position_ms(now_s), playing=False)

    def at_speed(self, speed: float, now_s: float) -> Playhead:
        """Go on at another speed from where it stands."""
        return replace(self, anchor_s=now_s, anchor_ms=self.position_ms(now_s), speed=speed)

    def seek(self, frame: int, now_s: float) -> Playhead:
        """Go to the start of a frame."""
        return replace(self, anchor_s=now_s, anchor_ms=self.track.start_of(frame))

    def step(self, by: int, now_s: float) -> Playhead:
        """Stand still on the frame that lies `by` frames on; after the last one comes the first one."""
        track = self.track
        count = track.last - track.first + 1
        frame = track.first + (self.frame(now_s) - track.first + by) % count
        return self.pause(now_s).seek(frame, now_s)


class SeenMeter:
    """Adds up how much of one clip has truly been seen: a loop counts when all its time was on the screen."""

    __slots__ = ("_position_ms", "_seen_ms", "_track")

    def __init__(self, track: Track) -> None:
        self._track = track
        self._position_ms: float | None = None
        self._seen_ms = 0.0

    @property
    def complete(self) -> bool:
        """Whether one full loop was seen."""
        return self._seen_ms > 0 and self._seen_ms >= self._track.period_ms

    def advance(self, position_ms: float, *, shown: bool, playing: bool = True) -> bool:
        """Tell the position of this tick and whether its frame is on the screen; return whether a loop is complete.

        A jump from frame to frame of a clip that stands shows nothing of what lies between them.
        """
        last, self._position_ms = self._position_ms, position_ms if shown and playing else None
        if shown and self._track.period_ms <= 0:
            self._seen_ms = 1.0
        elif shown and playing and last is not None and abs(position_ms - last) <= _GAP_MS:
            self._seen_ms += abs(position_ms - last)
        return self.complete


class RateMeter:
    """Measures how many different frames a second reach the screen."""

    __slots__ = ("_times",)

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def clear(self) -> None:
        """Begin anew."""
        self._times.clear()

    def add(self, now_s: float) -> None:
        """Tell that another frame was drawn."""
        self._times.append(now_s)
        while now_s - self._times[0] > _RATE_WINDOW_S:
            self._times.popleft()

    def per_second(self) -> float | None:
        """Return frames per second, None until half a second was measured."""
        if len(self._times) < 2:
            return None
        span = self._times[-1] - self._times[0]
        return (len(self._times) - 1) / span if span >= _RATE_WINDOW_S / 2 else None


def runs(frames: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return sampled frames as runs (first, last): samples at one even step are one run.

    Parameters
    ----------
    frames : sequence of int
        Frames counted from 0, in any order, with repeats.
    """
    ordered = sorted(set(frames))
    if not ordered:
        return ()
    steps = sorted(b - a for a, b in pairwise(ordered))
    usual = steps[len(steps) // 2] if steps else 1
    found: list[tuple[int, int]] = [(ordered[0], ordered[0])]
    for frame in ordered[1:]:
        begin, end = found[-1]
        if frame - end <= 2 * usual:
            found[-1] = (begin, frame)
        else:
            found.append((frame, frame))
    return tuple(found)
