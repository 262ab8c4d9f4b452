"""The sides that an archive's own words and lists name, and what happens to a patient on more than one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from training.datasets.records import Problem, SourceClip, Split

_WORDS = MappingProxyType(
    {
        "train": Split.TRAIN,
        "training": Split.TRAIN,
        "val": Split.VALIDATION,
        "valid": Split.VALIDATION,
        "validation": Split.VALIDATION,
        "test": Split.TEST,
        "testing": Split.TEST,
    }
)

_HELD_OUT_FIRST = (Split.TEST, Split.VALIDATION, Split.TRAIN)


@dataclass(frozen=True, slots=True)
class ListedClip:
    """A clip with the patient and the side that the archive's lists give it."""

    patient_key: str
    study_key: str
    clip: SourceClip
    split: Split


def split_of(word: str) -> Split | None:
    """Return the side that a word names in any case, None for an unknown word."""
    return _WORDS.get(word.strip().casefold())


def on_one_side(clips: Iterable[ListedClip], problems: list[Problem]) -> list[ListedClip]:
    """Return the clips without those that would leak: a patient's clips on a side less held out than the patient's.

    A patient with a clip in the test list belongs to the test side: the published test set stays as it is, and the
    patient's other clips are left out, each with a problem.
    """
    listed: Sequence[ListedClip] = list(clips)
    sides: dict[str, set[Split]] = {}
    for clip in listed:
        sides.setdefault(clip.patient_key, set()).add(clip.split)
    kept: list[ListedClip] = []
    for clip in listed:
        side = next(split for split in _HELD_OUT_FIRST if split in sides[clip.patient_key])
        if clip.split is side:
            kept.append(clip)
        else:
            reason = f"It is listed for {clip.split.value}, but another clip of the patient for {side.value}."
            problems.append(Problem("patient in two splits", clip.study_key, clip.clip.clip_key, reason))
    return kept
