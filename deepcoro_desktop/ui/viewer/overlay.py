"""What stands in the corners of a tile, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from deepcoro_desktop.core.inference.results import ClipViews
from deepcoro_desktop.core.study import Calibration, Clip, Study, TimingSource, View
from deepcoro_desktop.ui.viewer.geometry import depth_cm
from deepcoro_desktop.ui.viewer.viewing import Viewing


class OverlayMode(Enum):
    """How much stands over the picture; the value is the word on the button."""

    FULL = "all"
    ANONYMOUS = "no name"
    """All but who and when: for teaching and for screens that others see."""
    NONE = "none"

    @property
    def next(self) -> OverlayMode:
        """The mode that comes after this one."""
        modes = list(OverlayMode)
        return modes[(modes.index(self) + 1) % len(modes)]


@dataclass(frozen=True, slots=True)
class Note:
    """A short remark under the view's name."""

    text: str
    warns: bool
    """Whether the reader should take care."""
    whole: bool = False
    """Whether it is shown in full, over several lines where need be."""


@dataclass(frozen=True, slots=True)
class ShortWords:
    """What a tile with little room says in place of the longer words."""

    name: str = ""
    number: str = ""
    """The second identifier: never cut."""
    time: str = ""
    """Time of day; the date stands in the strip on top."""
    heart: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """All that a tile says about its clip and that does not change while it plays."""

    number: int
    """Place in the order of acquisition, from 1."""
    view: str
    certainty: str
    """Probability of the view, or whose view it is; empty while nothing is known."""
    identity: tuple[str, ...]
    """Name and number, date and time: only shown where the overlay is full."""
    heart: str
    """Heart rate and depth."""
    rate: str
    """True frame rate, or what is assumed."""
    notes: tuple[Note, ...]
    short: ShortWords = ShortWords()


def words_of(
    study: Study,
    clip: Clip,
    number: int,
    found: ClipViews | None,
    views: Mapping[str, View],
    *,
    prior: bool = False,
    known: View | None = None,
) -> Words:
    """Return what a tile says about a clip.

    Parameters
    ----------
    study : Study
        Whose and when.
    clip : Clip
        The clip.
    number : int
        Its place in the study, from 1.
    found : ClipViews or None
        What the model makes of it.
    views : mapping of str to View
        Views by id.
    prior : bool
        Whether it belongs to an earlier study; it is marked as such.
    known : View, optional
        Its view as it is remembered, where the model has not looked at it now.
    """
    view, certainty = (known.short_label if known else clip.view_name) or f"Clip {number}", ""
    if found is not None:
        best = found.best
        view = views[best.view_id].short_label if best.view_id in views else best.view_id
        certainty = "yours" if found.overridden else f"{100 * best.probability:.0f} %"
    when = clip.acquired_at or study.started_at
    patient = study.patient
    name = "  ".join(part for part in (patient.display_name, patient.patient_id) if part)
    heart = _heart(clip)
    return Words(
        number=number,
        view=view,
        certainty=certainty,
        identity=tuple(part for part in (name, f"{when:%Y-%m-%d %H:%M:%S}" if when else "") if part),
        heart=heart,
        rate="still" if clip.is_still else f"{clip.timing.frames_per_second:.1f} fps",
        notes=(*_marks(study, clip, prior=prior), *_notes(clip)),
        short=ShortWords(
            patient.display_name, patient.patient_id, f"{when:%H:%M:%S}" if when else "", heart.replace("depth ", "")
        ),
    )


def rate_words(words: Words, clip: Clip, speed: float, drawn_per_second: float | None, *, in_step: bool = False) -> str:
    """Return the frame rate: the true one, at which speed, and how many frames reach the screen where some do not.

    Parameters
    ----------
    words : Words
        What the tile says.
    clip : Clip
        The clip.
    speed : float
        Relative to the true one; below 0 for backwards.
    drawn_per_second : float or None
        Frames that reach the screen, where that was measured.
    in_step : bool
        Whether the beats are stretched to those of another clip.
    """
    if clip.is_still:
        return words.rate
    parts = [words.rate]
    if clip.timing.source is TimingSource.ASSUMED:
        parts.append("assumed")
    if abs(speed) != 1.0:
        parts.append(f"{abs(speed):g}× speed")
    if speed < 0:
        parts.append("backwards")
    if in_step:
        parts.append("beats in step")
    elif speed == 1.0 and clip.timing.source is not TimingSource.ASSUMED:
        parts.append("true")
    wanted = clip.timing.frames_per_second * abs(speed)
    if drawn_per_second is not None and drawn_per_second < 0.9 * wanted:
        parts.append(f"{drawn_per_second:.0f} shown")
    return " · ".join(parts)


def passing_notes(damaged: tuple[int, ...], viewing: Viewing) -> tuple[Note, ...]:
    """Return the notes that come and go: frames that are lost, the zoom, and what differs from the recording."""
    notes = []
    if len(damaged) == 1:
        notes.append(Note(f"frame {damaged[0] + 1} cannot be decoded", warns=True))
    elif damaged:
        notes.append(Note(f"{len(damaged)} frames cannot be decoded", warns=True))
    if not viewing.zoom.whole:
        notes.append(Note(f"{viewing.zoom.scale:.1f}× · Z shows the whole picture", warns=False))
    if viewing.look.words:
        notes.append(Note(f"{viewing.look.words} · Shift+Z as recorded", warns=False))
    return tuple(notes)


def spoken(words: Words, clip: Clip) -> str:
    """Return the tile as a screen reader says it."""
    length = "still" if clip.is_still else f"{clip.frame_count} frames at {words.rate}"
    certainty = f", {words.certainty}" if words.certainty else ""
    notes = "".join(f", {note.text}" for note in words.notes)
    return f"Clip {words.number}, {words.view}{certainty}, {length}{notes}"


def _heart(clip: Clip) -> str:
    parts = []
    if clip.heart_rate_bpm is not None:
        parts.append(f"HR {clip.heart_rate_bpm:.0f}")
    depth = depth_cm(clip)
    if depth is not None:
        parts.append(f"depth {depth:.1f}".removesuffix(".0") + " cm")
    return "   ".join(parts)


def _marks(study: Study, clip: Clip, *, prior: bool) -> tuple[Note, ...]:
    """Return what tells clips apart that look alike: another study's, another stage's."""
    notes = []
    if prior:
        when = f" of {study.started_at:%Y-%m-%d}" if study.started_at is not None else ""
        notes.append(Note(f"earlier study{when}", warns=True))
    if clip.stage_name:
        notes.append(Note(clip.stage_name.lower(), warns=False))
    return tuple(notes)


def _notes(clip: Clip) -> tuple[Note, ...]:
    notes = []
    if clip.timing.source is TimingSource.ASSUMED:
        notes.append(Note("assumed timing", warns=True))
    if clip.calibration is Calibration.REFUSED:
        notes.append(Note(f"calibration refused: {clip.calibration_reason}".rstrip(": ."), warns=True))
    elif clip.calibration is Calibration.UNCALIBRATED:
        notes.append(Note("uncalibrated", warns=False))
    return tuple(notes)
