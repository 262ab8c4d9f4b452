"""What the scrubber under a tile shows and says: pure functions of a clip."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.dicom.ecg_trace import Ecg
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.viewer.playback import Track, runs

NO_ECG: Final = mark("no ECG is known in this clip")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The scrubber, as shares of the clip's length."""

    sampled: tuple[tuple[float, float], ...]
    """Stretches that the model looked at."""
    r_waves: tuple[float, ...]
    played: tuple[float, float]
    """Stretch that plays: less than all where the clip is trimmed; a handle stands at both its ends."""
    marks: tuple[float, ...] = ()
    """Key frames."""
    trace: tuple[tuple[float, float], ...] = ()
    """ECG: share of the length, and height from 0 to 1."""
    trace_label: str = ""
    """Where the ECG comes from, or that there is none; empty while it is looked for."""

    @property
    def has_ecg(self) -> bool:
        """Whether anything of an ECG is drawn."""
        return bool(self.trace or self.r_waves)


def timeline_of(
    clip: Clip,
    track: Track,
    sampled: Sequence[int],
    key_frames: Sequence[int] = (),
    ecg: Ecg | None = None,
    *,
    ecg_known: bool = False,
) -> Timeline | None:
    """Return what the scrubber of a clip shows, None for a still.

    Parameters
    ----------
    clip : Clip
        The clip.
    track : Track
        What of it plays.
    sampled : sequence of int
        Frames that the model looked at, counted from 0.
    key_frames : sequence of int
        Frames that the reader keeps.
    ecg : Ecg, optional
        Its ECG; the R waves of the header where there is none.
    ecg_known : bool
        Whether an ECG was looked for: then the strip says that there is none.
    """
    length = clip.timing.duration_ms
    if clip.is_still or length <= 0:
        return None
    ends = (*clip.timing.frame_starts_ms, length)

    def stretch(first: int, last: int) -> tuple[float, float]:
        return ends[first] / length, ends[last + 1] / length

    inside = [frame for frame in sampled if 0 <= frame < clip.frame_count]
    return Timeline(
        sampled=tuple(stretch(first, last) for first, last in runs(inside)),
        r_waves=tuple(time / length for time in r_waves_of(clip, ecg) if 0 <= time <= length),
        played=stretch(track.first, track.last),
        marks=tuple(ends[frame] / length for frame in key_frames if 0 <= frame < clip.frame_count),
        trace=() if ecg is None else tuple(_trace(ecg, length)),
        trace_label=tr(NO_ECG) if ecg is None and ecg_known else tr(ecg.source.value) if ecg is not None else "",
    )


def r_waves_of(clip: Clip, ecg: Ecg | None) -> tuple[float, ...]:
    """Return the R waves that are known, ms from the clip's start: the ECG's, else the header's."""
    return ecg.r_wave_times_ms if ecg is not None and ecg.r_wave_times_ms else clip.r_wave_times_ms


def _trace(ecg: Ecg, length_ms: float) -> Iterator[tuple[float, float]]:
    low = min(ecg.values, default=0.0)
    height = max(ecg.tallest, max(ecg.values, default=0.0) - low) or 1.0
    for moment, value in zip(ecg.times_ms, ecg.values, strict=True):
        if 0 <= moment <= length_ms:
            yield moment / length_ms, (value - low) / height


def share_of(clip: Clip, frame: int) -> float:
    """Return where a frame begins, as a share of the clip's length."""
    return clip.timing.frame_starts_ms[frame] / clip.timing.duration_ms


def frame_at(clip: Clip, share: float) -> int:
    """Return the frame, counted from 0, at a share of the clip's length."""
    moment = min(max(share, 0.0), 1.0) * clip.timing.duration_ms
    return bisect_right(clip.timing.frame_starts_ms, moment) - 1


def explain(clip: Clip, frame: int, sampled: Sequence[int], keymap: Keymap, ecg: Ecg | None = None) -> str:
    """Return what the tooltip says over a frame of the scrubber."""
    lines = [tr("Frame {frame}, {start:.0f} ms").format(frame=frame + 1, start=clip.timing.frame_starts_ms[frame])]
    if sampled:
        distinct = sorted(set(sampled))
        lines.append(
            plural(
                "Shaded: the model saw %n frame, {first} to {last}",
                "Shaded: the model saw %n frames, {first} to {last}",
                len(distinct),
            ).format(first=distinct[0] + 1, last=distinct[-1] + 1)
        )
    if r_waves_of(clip, ecg):
        lines.append(tr("Ticks: R waves"))
    if ecg is not None:
        lines.append(tr("ECG: {source}").format(source=tr(ecg.source.value)))
    drag, loop = tr("Drag the ends to trim"), keymap.hint(tr("{one-beat} loops one beat"))
    lines.append(f"{drag}, {loop}" if loop else drag)
    return "\n".join(lines)
