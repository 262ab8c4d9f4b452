"""Wall motion by segment: 16, 17 or 18 of them, each with a score, and their mean.

References
----------
Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39 (scores 1 to 4, models of 16, 17 and 18 segments). Cerqueira MD et al.
Circulation 2002;105:539-542 (names and places in the bull's-eye).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError


class Motion(Enum):
    """How a segment moves; the value is its score, None for one that cannot be seen."""

    NOT_SEEN = None
    NORMAL = 1
    HYPOKINETIC = 2
    AKINETIC = 3
    DYSKINETIC = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """One field of the bull's-eye."""

    number: int
    """Counts from 1."""
    name: str
    ring: int
    """0 basal, 1 mid, 2 apical, 3 the apical cap."""
    start_deg: float
    """Where the field begins; 0 points right, 90 up, counter-clockwise."""
    span_deg: float


_SIX: Final = ("anterior", "anteroseptal", "inferoseptal", "inferior", "inferolateral", "anterolateral")
_FOUR: Final = ("anterior", "septal", "inferior", "lateral")
MODELS: Final = (16, 17, 18)


def segments(model: int) -> tuple[Segment, ...]:
    """Return the segments of a model in their order.

    Raises
    ------
    MeasurementError
        If there is no model with so many segments.
    """
    if model not in MODELS:
        raise MeasurementError(f"There is no model of {model} segments.", "Choose 16, 17 or 18.")
    found: list[Segment] = []
    for ring, level in enumerate(("basal", "mid", "apical")):
        walls = _FOUR if ring == 2 and model != 18 else _SIX
        span = 360.0 / len(walls)
        first = 90.0 - span / 2
        found += [
            Segment(len(found) + place, f"{level} {wall}", ring, (first + place * span - span) % 360.0, span)
            for place, wall in enumerate(walls, 1)
        ]
    if model == 17:
        found.append(Segment(17, "apex", 3, 0.0, 360.0))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WallMotion:
    """The scores of one reading."""

    model: int
    scores: tuple[Motion, ...]
    """One for each segment, in the order of `segments`."""

    def __post_init__(self) -> None:
        """Refuse scores that do not fit the model."""
        if len(self.scores) != len(segments(self.model)):
            raise MeasurementError("The scores do not fit the segments.", "Score the segments again.")

    @property
    def index(self) -> float | None:
        """Wall motion score index: the mean score of the segments seen, None where none is."""
        seen = [motion.value for motion in self.scores if motion.value is not None]
        return sum(seen) / len(seen) if seen else None

    @property
    def seen(self) -> int:
        """Number of segments that have a score."""
        return sum(motion is not Motion.NOT_SEEN for motion in self.scores)

    def scored(self, number: int, motion: Motion) -> WallMotion:
        """Return the reading with another score for segment `number` (from 1)."""
        if not 1 <= number <= len(self.scores):
            raise MeasurementError(f"There is no segment {number}.", f"Choose 1 to {len(self.scores)}.")
        return replace(self, scores=(*self.scores[: number - 1], motion, *self.scores[number:]))


def unscored(model: int = 17) -> WallMotion:
    """Return a reading in which no segment has been seen yet."""
    return WallMotion(model, (Motion.NOT_SEEN,) * len(segments(model)))


def all_normal(model: int) -> WallMotion:
    """Return a reading in which every segment moves normally."""
    return WallMotion(model, (Motion.NORMAL,) * len(segments(model)))
