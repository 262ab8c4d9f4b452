"""What the scrubber under a tile shows and says: pure functions of a clip."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.viewer.playback import Track, runs


@dataclass(frozen=True, slots=True)
class Timeline:
    """The scrubber, as shares of the clip's length."""

    sampled: tuple[tuple[float, float], ...]
    """Stretches that the model looked at."""
    r_waves: tuple[float, ...]
    played: tuple[float, float]
    """Stretch that plays: less than all where the scanner trimmed the clip."""


def timeline_of(clip: Clip, track: Track, sampled: Sequence[int]) -> Timeline | None:
    """Return what the scrubber of a clip shows, None for a still."""
    length = clip.timing.duration_ms
    if clip.is_still or length <= 0:
        return None
    ends = (*clip.timing.frame_starts_ms, length)

    def stretch(first: int, last: int) -> tuple[float, float]:
        return ends[first] / length, ends[last + 1] / length

    inside = [frame for frame in sampled if 0 <= frame < clip.frame_count]
    return Timeline(
        sampled=tuple(stretch(first, last) for first, last in runs(inside)),
        r_waves=tuple(time / length for time in clip.r_wave_times_ms if 0 <= time <= length),
        played=stretch(track.first, track.last),
    )


def share_of(clip: Clip, frame: int) -> float:
    """Return where a frame begins, as a share of the clip's length."""
    return clip.timing.frame_starts_ms[frame] / clip.timing.duration_ms


def frame_at(clip: Clip, share: float) -> int:
    """Return the frame, counted from 0, at a share of the clip's length."""
    moment = min(max(share, 0.0), 1.0) * clip.timing.duration_ms
    return bisect_right(clip.timing.frame_starts_ms, moment) - 1


def explain(clip: Clip, frame: int, sampled: Sequence[int]) -> str:
    """Return what the tooltip says over a frame of the scrubber."""
    lines = [f"Frame {frame + 1}, {clip.timing.frame_starts_ms[frame]:.0f} ms"]
    if sampled:
        distinct = sorted(set(sampled))
        lines.append(f"Shaded: the model saw {len(distinct)} frames, {distinct[0] + 1} to {distinct[-1] + 1}")
    if clip.r_wave_times_ms:
        lines.append("Ticks: R waves")
    return "\n".join(lines)
