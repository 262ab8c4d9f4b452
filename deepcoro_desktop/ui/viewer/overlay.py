"""What stands in the corners of a tile, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from deepcoro_desktop.core.bundle.views import scanner_view
from deepcoro_desktop.core.inference.results import ClipViews
from deepcoro_desktop.core.study import Calibration, Clip, Study, TimingSource, View
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.viewer.geometry import depth_cm
from deepcoro_desktop.ui.viewer.viewing import Viewing


class OverlayMode(Enum):
    """How much stands over the picture; the value is the word on the button."""

    FULL = mark("all")
    ANONYMOUS = mark("no name")
    """All but who and when: for teaching and for screens that others see."""
    NONE = mark("none")

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
    view = (known.short_label if known else scanner_view(clip, views)) or tr("Clip {number}").format(number=number)
    certainty = ""
    if found is not None:
        best = found.best
        view = views[best.view_id].short_label if best.view_id in views else best.view_id
        certainty = tr("yours") if found.overridden else f"{100 * best.probability:.0f} %"
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
        rate=tr("still") if clip.is_still else tr("{rate:.1f} fps").format(rate=clip.timing.frames_per_second),
        notes=(*_marks(study, clip, prior=prior), *_notes(clip)),
        short=ShortWords(
            patient.display_name, patient.patient_id, f"{when:%H:%M:%S}" if when else "", _heart(clip, short=True)
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
        parts.append(tr("assumed"))
    if abs(speed) != 1.0:
        parts.append(tr("{speed:g}× speed").format(speed=abs(speed)))
    if speed < 0:
        parts.append(tr("backwards"))
    if in_step:
        parts.append(tr("beats in step"))
    elif speed == 1.0 and clip.timing.source is not TimingSource.ASSUMED:
        parts.append(tr("true"))
    wanted = clip.timing.frames_per_second * abs(speed)
    if drawn_per_second is not None and drawn_per_second < 0.9 * wanted:
        parts.append(tr("{rate:.0f} shown").format(rate=drawn_per_second))
    return " · ".join(parts)


def longest_rate(words: Words) -> str:
    """Return the frame rate of a clip that plays with what may be said of it when frames do not reach the screen."""
    return " · ".join((words.rate, tr("{rate:.0f} shown").format(rate=88)))


def passing_notes(damaged: tuple[int, ...], viewing: Viewing, keymap: Keymap) -> tuple[Note, ...]:
    """Return the notes that come and go: frames that are lost, the zoom, and what differs from the recording."""
    notes = []
    if len(damaged) == 1:
        notes.append(Note(tr("frame {number} cannot be decoded").format(number=damaged[0] + 1), warns=True))
    elif damaged:
        notes.append(
            Note(plural("%n frame cannot be decoded", "%n frames cannot be decoded", len(damaged)), warns=True)
        )
    if not viewing.zoom.whole:
        back = keymap.hint(tr("{whole-picture} shows the whole picture"))
        notes.append(Note(f"{viewing.zoom.scale:.1f}×" + (f" · {back}" if back else ""), warns=False))
    if viewing.look.words:
        back = keymap.hint(tr("{as-recorded} as recorded"))
        notes.append(Note(viewing.look.words + (f" · {back}" if back else ""), warns=False))
    return tuple(notes)


def spoken(words: Words, clip: Clip) -> str:
    """Return the tile as a screen reader says it."""
    length = (
        tr("still")
        if clip.is_still
        else plural("%n frame at {rate}", "%n frames at {rate}", clip.frame_count).format(rate=words.rate)
    )
    certainty = f", {words.certainty}" if words.certainty else ""
    notes = "".join(f", {note.text}" for note in words.notes)
    return tr("Clip {number}, {view}{certainty}, {length}{notes}").format(
        number=words.number, view=words.view, certainty=certainty, length=length, notes=notes
    )


def _heart(clip: Clip, *, short: bool = False) -> str:
    parts = []
    if clip.heart_rate_bpm is not None:
        parts.append(tr("HR {rate:.0f}").format(rate=clip.heart_rate_bpm))
    depth = depth_cm(clip)
    if depth is not None:
        words = "{depth} cm" if short else tr("depth {depth} cm")
        parts.append(words.format(depth=f"{depth:.1f}".removesuffix(".0")))
    return "   ".join(parts)


def _marks(study: Study, clip: Clip, *, prior: bool) -> tuple[Note, ...]:
    """Return what tells clips apart that look alike: another study's, another stage's."""
    notes = []
    if prior:
        day = study.started_at
        words = tr("earlier study of {day:%Y-%m-%d}").format(day=day) if day is not None else tr("earlier study")
        notes.append(Note(words, warns=True))
    if clip.stage_name:
        notes.append(Note(clip.stage_name.lower(), warns=False))
    return tuple(notes)


def _notes(clip: Clip) -> tuple[Note, ...]:
    notes = []
    if clip.timing.source is TimingSource.ASSUMED:
        notes.append(Note(tr("assumed timing"), warns=True))
    if clip.calibration is Calibration.REFUSED:
        notes.append(
            Note(
                tr("calibration refused: {reason}").format(reason=clip.calibration_reason).rstrip(": ."),
                warns=True,
            )
        )
    elif clip.calibration is Calibration.UNCALIBRATED:
        notes.append(Note(tr("uncalibrated"), warns=False))
    return tuple(notes)
