"""Beats of a clip from its R waves: where diastole ends, and where systole ends, as seen or by estimate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from deepcoro_desktop.core.study import Clip

SHORTEST_MS: Final = 240.0
LONGEST_MS: Final = 3000.0
"""R waves closer or farther apart than this (250 and 20 beats a minute) are not taken for one beat."""
_Q_TO_R_MS: Final = 40.0
_LEAST_SHARE, _MOST_SHARE = 0.25, 0.6
_USUAL_RATE: Final = 70.0
_CLEARLY: Final = 0.5
"""A phase is clearly the nearer one where the other is at least twice as far away."""


class Phase(Enum):
    """A moment of the beat at which a heart is measured."""

    END_DIASTOLE = "end-diastole"
    END_SYSTOLE = "end-systole"


@dataclass(frozen=True, slots=True)
class Phases:
    """What the pictures of a clip say about its beats, ms from the clip's start."""

    end_systoles_ms: tuple[float, ...] = ()
    end_diastoles_ms: tuple[float, ...] = ()
    """Only where no R wave is known."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One heart beat, ms from the start of the clip."""

    start_ms: float
    """R wave: end-diastole."""
    systole_end_ms: float
    """End-systole: read from the pictures, else estimated from the heart rate."""
    end_ms: float
    """The next R wave."""
    systole_seen: bool = False
    """Whether end-systole was read from the pictures."""

    @property
    def length_ms(self) -> float:
        """R-R interval."""
        return self.end_ms - self.start_ms

    @property
    def systole_ms(self) -> float:
        """From the R wave to the end of systole."""
        return self.systole_end_ms - self.start_ms


def systole_ms(beat_ms: float) -> float:
    """Return the time from the R wave to the end of systole, estimated from the R-R interval, ms.

    Electromechanical systole QS2 = 546 - 2.1 x heart rate, less 40 ms from Q to the peak of R, and between 25 and 60 %
    of the beat.

    References
    ----------
    Weissler AM, Harris WS, Schoenfeld CD. Systolic time intervals in heart failure in man. Circulation 1968;37:149.
    """
    estimate = 546.0 - 2.1 * 60_000.0 / beat_ms - _Q_TO_R_MS
    return min(max(estimate, _LEAST_SHARE * beat_ms), _MOST_SHARE * beat_ms)


def beats_of(r_waves_ms: Sequence[float], end_systoles_ms: Sequence[float] = ()) -> tuple[Beat, ...]:
    """Return the whole beats between R waves, in order; R waves too close or too far apart bound none.

    Parameters
    ----------
    r_waves_ms : sequence of float
        R waves, ms from the clip's start.
    end_systoles_ms : sequence of float
        End-systoles that the pictures show; a beat without one has its estimate.
    """
    waves = sorted(set(r_waves_ms))
    beats = []
    for begin, end in pairwise(waves):
        if SHORTEST_MS <= end - begin <= LONGEST_MS:
            seen = next((moment for moment in end_systoles_ms if begin < moment < end), None)
            beats.append(Beat(begin, begin + systole_ms(end - begin) if seen is None else seen, end, seen is not None))
    return tuple(beats)


def with_neighbours(clip: Clip, r_waves_ms: Sequence[float]) -> tuple[float, ...]:
    """Return the R waves, and beside a single one those that the header's heart rate puts at the clip's ends.

    A clip of one beat, triggered by R waves, often names but one of them; 1.5 frames of difference are allowed.
    """
    waves = tuple(sorted(set(r_waves_ms)))
    if len(waves) != 1 or not clip.heart_rate_bpm or clip.is_still:
        return waves
    beat, duration = 60_000.0 / clip.heart_rate_bpm, clip.timing.duration_ms
    slack = 1.5 * duration / clip.frame_count
    before, after = waves[0] - beat, waves[0] + beat
    first = (max(before, 0.0),) if before >= -slack else ()
    last = (min(after, duration),) if after <= duration + slack else ()
    return (*first, waves[0], *last)


def mean_beat(beats: Sequence[Beat]) -> Beat:
    """Return the beat of mean length and mean systole that begins at 0."""
    length = sum(beat.length_ms for beat in beats) / len(beats)
    return Beat(0.0, sum(beat.systole_ms for beat in beats) / len(beats), length)


def frame_at_ms(clip: Clip, moment_ms: float) -> int:
    """Return the frame, counted from 0, that shows a moment of the clip."""
    return max(0, bisect_right(clip.timing.frame_starts_ms, moment_ms + 1e-6) - 1)


def beat_frames(clip: Clip, beat: Beat) -> tuple[int, int]:
    """Return the first and last frame of a beat: from the R wave's to the one before the next R wave's."""
    first = frame_at_ms(clip, beat.start_ms)
    return first, min(max(first, frame_at_ms(clip, beat.end_ms) - 1), clip.frame_count - 1)


def beat_at(clip: Clip, beats: Sequence[Beat], frame: int) -> Beat | None:
    """Return the beat that a frame belongs to, else the nearest one; None where there is none.

    The frame that shows an R wave begins its beat.
    """
    moment = (*clip.timing.frame_starts_ms[1:], clip.timing.duration_ms)[frame] - 1e-3
    return min(beats, key=lambda b: max(b.start_ms - moment, moment - b.end_ms, 0.0), default=None)


def phase_near(clip: Clip, beats: Sequence[Beat], frame: int) -> Phase | None:
    """Return the phase that a frame is clearly nearer to; None half-way between them and outside all whole beats.

    Parameters
    ----------
    clip : Clip
        Whose frame it is.
    beats : sequence of Beat
        Its whole beats; none where its phases are not known.
    frame : int
        Counted from 0.
    """
    moment = clip.timing.frame_starts_ms[frame]
    for beat in beats:
        if frame_at_ms(clip, beat.start_ms) <= frame <= frame_at_ms(clip, beat.end_ms):
            diastole = min(abs(moment - beat.start_ms), abs(beat.end_ms - moment))
            systole = abs(moment - beat.systole_end_ms)
            if systole <= _CLEARLY * diastole:
                return Phase.END_SYSTOLE
            return Phase.END_DIASTOLE if diastole <= _CLEARLY * systole else None
    return None


def diastole_frames(clip: Clip, r_waves_ms: Sequence[float]) -> tuple[int, ...]:
    """Return the end-diastolic frames: those that show an R wave."""
    inside = [time for time in r_waves_ms if 0 <= time < clip.timing.duration_ms]
    return tuple(sorted({frame_at_ms(clip, time) for time in inside}))


def systole_frames(clip: Clip, r_waves_ms: Sequence[float], end_systoles_ms: Sequence[float] = ()) -> dict[int, bool]:
    """Return the frames in which systole ends, in order, each with whether that was read from the pictures.

    After a last R wave it is estimated, from the other beats or with the heart rate of the header. What the pictures
    show outside all beats counts too.
    """
    waves = sorted(set(r_waves_ms))
    beats = beats_of(waves, end_systoles_ms)
    moments = [(beat.systole_end_ms, beat.systole_seen) for beat in beats]
    moments += [(t, True) for t in end_systoles_ms if not any(beat.start_ms < t < beat.end_ms for beat in beats)]
    if waves and waves[-1] >= max(end_systoles_ms, default=0.0):
        usual = mean_beat(beats).systole_ms if beats else systole_ms(60_000.0 / (clip.heart_rate_bpm or _USUAL_RATE))
        moments.append((waves[-1] + usual, False))
    return {frame_at_ms(clip, time): seen for time, seen in sorted(moments) if 0 <= time < clip.timing.duration_ms}


def next_in(frames: Sequence[int], frame: int, by: int) -> int | None:
    """Return the next (by 1) or the last (by -1) of some frames seen from one of them, round the end."""
    if not frames:
        return None
    later = [other for other in frames if (other - frame) * by > 0]
    return (min(later) if by > 0 else max(later)) if later else (frames[0] if by > 0 else frames[-1])
