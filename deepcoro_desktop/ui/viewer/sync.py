"""Clips that play together: by the clock, or with their beats in step. Pure functions of tracks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from deepcoro_desktop.core.beats import Beat, frame_at_ms
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.language import mark
from deepcoro_desktop.ui.viewer.playback import Track


class Sync(Enum):
    """How clips keep step; the value is the word on the button."""

    OFF = mark("off")
    CLOCK = mark("clock")
    """All begin together, and again when the longest of them has ended."""
    BEATS = "R–R"
    """Every beat is stretched to the active clip's, systole to systole."""

    @property
    def next(self) -> Sync:
        """The way that comes after this one."""
        ways = list(Sync)
        return ways[(ways.index(self) + 1) % len(ways)]


def whole_beats(beats: Sequence[Beat], first_ms: float, last_ms: float) -> tuple[Beat, ...]:
    """Return the longest row of beats that follow each other between two moments, else of all of them."""
    inside = [beat for beat in beats if first_ms - 1e-6 <= beat.start_ms and beat.end_ms <= last_ms + 1e-6] or beats
    rows: list[list[Beat]] = [[beat] for beat in inside[:1]]
    for before, beat in pairwise(inside):
        if beat.start_ms == before.end_ms:
            rows[-1].append(beat)
        else:
            rows.append([beat])
    rows.sort(key=len, reverse=True)
    return tuple(rows[0]) if rows else ()


def in_step(clip: Clip, beats: Sequence[Beat], leader: Beat) -> Track:
    """Return a pass through whole beats of a clip, each as long as the leader's, with systole as long as the leader's.

    Parameters
    ----------
    clip : Clip
        The clip.
    beats : sequence of Beat
        Beats of it that follow each other, at least one.
    leader : Beat
        The beat that all keep to.
    """
    first = frame_at_ms(clip, beats[0].start_ms)
    last = max(first, min(frame_at_ms(clip, beats[-1].end_ms - 1e-3), clip.frame_count - 1))
    frames = tuple(range(first, last + 1))
    begins = [beat.start_ms for beat in beats]
    starts = [_stretched(clip.timing.frame_starts_ms[frame], beats, begins, leader) for frame in frames]
    starts[0] = 0.0
    return Track(frames, tuple(starts), leader.length_ms * len(beats), first, last)


def _stretched(moment_ms: float, beats: Sequence[Beat], begins: Sequence[float], leader: Beat) -> float:
    """Return where a moment of a clip lies when each of its beats is as the leader's, ms from the first R wave."""
    place = max(0, bisect_right(begins, moment_ms) - 1)
    beat = beats[place]
    if moment_ms < beat.systole_end_ms:
        within = (moment_ms - beat.start_ms) / beat.systole_ms * leader.systole_ms
    else:
        share = (moment_ms - beat.systole_end_ms) / (beat.length_ms - beat.systole_ms)
        within = leader.systole_ms + share * (leader.length_ms - leader.systole_ms)
    return place * leader.length_ms + within
