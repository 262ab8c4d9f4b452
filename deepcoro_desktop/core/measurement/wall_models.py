"""One reading of wall motion in models of 16, 17 and 18 segments: what each says where the others are cut otherwise.

Basal and mid segments are the same in all three. The apical ring is cut into four walls of 90 degrees in 16 and 17
segments and into six of 60 degrees in 18; only 17 segments have a cap, the myocardium beyond the end of the cavity.

References
----------
Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39, the left ventricle, segmentation and its figure of the three models.
Cerqueira MD et al. Circulation 2002;105:539-542: angles of the apical segments, and what the cap is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.wall_motion import Motion, Segment, WallMotion, segments


@dataclass(frozen=True, slots=True)
class Carried:
    """A reading in one model, and what another model could not tell it."""

    motion: WallMotion
    open: frozenset[int] = frozenset()
    """Numbers of the segments without a score because another model cuts them otherwise."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A reading in the model that is shown and in those that it was shown in before: going back loses nothing."""

    shown: Carried
    others: tuple[Carried, ...] = ()

    @property
    def motion(self) -> WallMotion:
        """The reading in the model that is shown."""
        return self.shown.motion

    @property
    def open_segments(self) -> tuple[Segment, ...]:
        """Segments that are to be scored because they could not be carried over."""
        return tuple(s for s in segments(self.motion.model) if s.number in self.shown.open)

    @property
    def apex_left_out(self) -> bool:
        """Whether the cap has a score that counts only in 17 segments."""
        kept = next((other.motion for other in self.others if other.motion.model == 17), None)
        return kept is not None and kept.scores[-1] is not Motion.NOT_SEEN

    def in_model(self, model: int) -> Readings:
        """Return the readings with another model shown: as it was left, else carried over from the one shown now.

        Raises
        ------
        MeasurementError
            If there is no model with so many segments.
        """
        if model == self.motion.model:
            return self
        known = next((other for other in self.others if other.motion.model == model), None)
        others = tuple(other for other in self.others if other is not known)
        return Readings(known or carried(self.motion, model), (*others, self.shown))

    def scored(self, after: WallMotion) -> Readings:
        """Return the readings after segments of the model that is shown were scored.

        In the other models what lies over these segments follows; where the new score says the same as theirs, or
        lies nowhere near, theirs stays.

        Raises
        ------
        MeasurementError
            If the scores are those of another model.
        """
        if after.model != self.motion.model:
            raise MeasurementError("The scores do not fit the segments.", "Score the segments again.")
        pairs = zip(segments(after.model), self.motion.scores, after.scores, strict=True)
        changed = tuple(segment for segment, old, new in pairs if old is not new)
        shown = Carried(after, self.shown.open - {segment.number for segment in changed})
        return Readings(shown, tuple(_followed(other, after, changed) for other in self.others))


def carried(motion: WallMotion, model: int) -> Carried:
    """Return a reading in another model.

    A segment of the same name keeps its score: it is the same wall, cut wider or narrower. Another one takes the score
    that all segments share over which it lies; where they differ it has none and is open. The cap is part of no other
    segment: nothing tells its score.

    Parameters
    ----------
    motion : WallMotion
        The reading.
    model : int
        Number of segments: 16, 17 or 18.

    Raises
    ------
    MeasurementError
        If there is no model with so many segments.
    """
    found = segments(model)
    under = [{motion.scores[s.number - 1] for s in _under(segment, motion.model)} for segment in found]
    scores = tuple(next(iter(said)) if len(said) == 1 else Motion.NOT_SEEN for said in under)
    untold = {s.number for s, said in zip(found, under, strict=True) if len(said) > 1 or (not said and motion.seen)}
    return Carried(WallMotion(model, scores), frozenset(untold))


def _followed(other: Carried, after: WallMotion, changed: tuple[Segment, ...]) -> Carried:
    """Return a reading in another model after segments of the one that is shown were scored anew."""
    anew = carried(after, other.motion.model)
    for segment in segments(other.motion.model):
        under = {s.number for s in _under(segment, after.model)}
        said = {after.scores[s.number - 1] for s in changed if s.number in under}
        place = segment.number - 1
        if said - {other.motion.scores[place]}:
            still_open = other.open - {segment.number} | (anew.open & {segment.number})
            other = Carried(other.motion.scored(segment.number, anew.motion.scores[place]), still_open)
    return other


def _under(segment: Segment, model: int) -> Iterator[Segment]:
    """Give the segments of a model that a segment of another one lies over; one of the same name alone."""
    found = segments(model)
    same = [s for s in found if s.name == segment.name]
    yield from same or (s for s in found if s.ring == segment.ring and _overlap(s, segment))


def _overlap(one: Segment, other: Segment) -> bool:
    ahead = (other.start_deg - one.start_deg) % 360.0
    return ahead < one.span_deg or 360.0 - ahead < other.span_deg
