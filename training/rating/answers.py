"""Ratings files and key together: every rater's answers as arrays, with draft and reference by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.ratings import CaseRating, Ratings, TextRating, require_same_set
from training.rating.key import Arm, Key

Floats = npt.NDArray[np.float64]

ARMS: Final = (Arm.DRAFT, Arm.REFERENCE)
"""Order of the arms in every array."""
CRITERIA: Final = ("accuracy", "completeness")


@dataclass(frozen=True, slots=True)
class Note:
    """Words that a rater left, with the text that they are about."""

    rater: str
    case_id: str
    study_id: str
    about: str
    """"draft", "reference" or "case"."""
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """All ratings of a set, unblinded; NaN where a case was skipped or not answered in full."""

    raters: tuple[str, ...]
    case_ids: tuple[str, ...]
    preference: Floats
    """Shape (raters, cases), -2 reference much better to 2 draft much better."""
    towards_b: Floats
    """The same answers as they stood on the screen: -2 A much better to 2 B much better."""
    scores: Floats
    """Shape (raters, cases, arms, criteria), 1 to 5."""
    errors: Floats
    """Shape (raters, cases, arms), 1 where the text holds a clinically significant error."""
    skipped: tuple[tuple[str, ...], ...]
    """Cases that each rater left out."""
    missing: tuple[tuple[str, ...], ...]
    """Cases that each rater did not answer in full."""
    notes: tuple[Note, ...]


def unblind(ratings: Sequence[Ratings], key: Key) -> Answers:
    """Return the answers by arm.

    Parameters
    ----------
    ratings : sequence of Ratings
        One a rater.
    key : Key
        Of the set that they rated.

    Raises
    ------
    RatingError
        If there are none, a rater is there twice, ratings belong to another or a changed set, or the key was changed.
    """
    if not ratings:
        raise RatingError("There are no ratings.", "Name the ratings files that came back.")
    names = [" ".join(one.rater.casefold().split()) for one in ratings]
    if twice := next((one.rater for one, name in zip(ratings, names, strict=True) if names.count(name) > 1), None):
        raise RatingError(f"There are two ratings files of {twice}.", "Name each rater's last file only.")
    case_ids = tuple(case.case_id for case in key.secret.cases)
    for one in ratings:
        require_same_set(one, set_sha256=key.set_sha256, key_sha256=key.secret.sha256, case_ids=case_ids)
    shape = (len(ratings), len(case_ids))
    preference, scores = np.full(shape, np.nan), np.full((*shape, len(ARMS), len(CRITERIA)), np.nan)
    towards_b, errors = preference.copy(), np.full((*shape, len(ARMS)), np.nan)
    notes: list[Note] = []
    for rater, one in enumerate(ratings):
        for place, (case, secret) in enumerate(zip(one.cases, key.secret.cases, strict=True)):
            texts = _by_arm(case, secret.a)
            notes += _notes(one.rater, case, secret.study_id, texts)
            if case.skipped or case.preference is None or not case.complete:
                continue
            step = case.preference.towards_b
            towards_b[rater, place] = step
            preference[rater, place] = -step if secret.a is Arm.DRAFT else step
            for arm, text in enumerate(texts):
                scores[rater, place, arm] = [getattr(text, name) for name in CRITERIA]
                errors[rater, place, arm] = bool(text.significant_error)
    return Answers(
        raters=tuple(one.rater for one in ratings),
        case_ids=case_ids,
        preference=preference,
        towards_b=towards_b,
        scores=scores,
        errors=errors,
        skipped=tuple(tuple(case.case_id for case in one.skipped) for one in ratings),
        missing=tuple(tuple(case.case_id for case in one.cases if not case.settled) for one in ratings),
        notes=tuple(notes),
    )


def _by_arm(case: CaseRating, a: Arm) -> tuple[TextRating, TextRating]:
    """Return the answers about the draft and about the reference."""
    return (case.a, case.b) if a is Arm.DRAFT else (case.b, case.a)


def _notes(rater: str, case: CaseRating, study_id: str, texts: Sequence[TextRating]) -> list[Note]:
    found = [(arm.value, text.error_note) for arm, text in zip(ARMS, texts, strict=True) if text.significant_error]
    found.append(("case", case.comment))
    return [Note(rater, case.case_id, study_id, about, text.strip()) for about, text in found if text.strip()]
