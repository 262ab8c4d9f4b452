"""Ratings are unblinded by the key, and only ratings of exactly this set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.ratings import CaseRating, Preference, Ratings
from tests.rating_factory import NOW, case_rating, text_rating
from training.rating.answers import unblind
from training.rating.key import Arm, Key, KeyCase, Secret

DRAFT_FIRST = (True, False, True)
SECRET = Secret(
    "aa" * 32,
    "tiny-1",
    0,
    tuple(
        KeyCase(f"case-{n}", f"s{n}", Arm.DRAFT if first else Arm.REFERENCE, ())
        for n, first in enumerate(DRAFT_FIRST, 1)
    ),
)
KEY = Key(1, "cd" * 32, SECRET)


def ratings(*cases: CaseRating, rater: str = "Ada") -> Ratings:
    return Ratings(1, rater, KEY.set_sha256, SECRET.sha256, NOW, cases)


ADA = ratings(
    case_rating("case-1", Preference.A_MUCH_BETTER, a=text_rating(5, 4), b=text_rating(1, 2, error=True, note="EF")),
    case_rating("case-2", Preference.A_BETTER, a=text_rating(3, 3), b=text_rating(4, 4), comment="hard"),
    CaseRating("case-3", a=text_rating(2, 2), skipped=True),
)


def test_a_and_b_become_draft_and_reference() -> None:
    found = unblind([ADA], KEY)
    assert found.preference[0].tolist()[:2] == [2, -1]
    assert found.towards_b[0].tolist()[:2] == [-2, -1]
    assert found.scores[0, 0].tolist() == [[5, 4], [1, 2]]
    assert found.scores[0, 1].tolist() == [[4, 4], [3, 3]]
    assert found.errors[0, :2].tolist() == [[0, 1], [0, 0]]


def test_skipped_and_unanswered_cases_count_nowhere_and_are_listed() -> None:
    bob = ratings(
        case_rating("case-1"), replace(case_rating("case-2"), preference=None), CaseRating("case-3"), rater="Bob"
    )
    found = unblind([ADA, bob], KEY)
    assert np.isnan(found.preference[0, 2])
    assert np.isnan(found.scores[0, 2]).all()
    assert np.isnan(found.preference[1, 1:]).all()
    assert found.skipped == (("case-3",), ())
    assert found.missing == ((), ("case-2", "case-3"))


def test_notes_say_which_text_they_are_about() -> None:
    notes = unblind([ADA], KEY).notes
    assert [(n.case_id, n.study_id, n.about, n.text) for n in notes] == [
        ("case-1", "s1", "reference", "EF"),
        ("case-2", "s2", "case", "hard"),
    ]


def test_a_note_without_an_error_is_no_error() -> None:
    case = case_rating("case-1", a=text_rating(error=False, note="typed before the answer changed"))
    assert unblind([ratings(case, *ADA.cases[1:])], KEY).notes[0].about == "case"


def test_refuses_a_rater_twice_however_the_name_is_typed() -> None:
    with pytest.raises(RatingError, match="There are two ratings files of ADA"):
        unblind([replace(ADA, rater="ADA "), ADA], KEY)


def test_refuses_ratings_of_another_or_a_changed_set_and_a_changed_key() -> None:
    with pytest.raises(RatingError, match="The ratings of Ada belong to another set"):
        unblind([replace(ADA, key_sha256="00" * 32)], KEY)
    with pytest.raises(RatingError, match="Ada rated a changed copy of this set"):
        unblind([replace(ADA, set_sha256="00" * 32)], KEY)
    with pytest.raises(RatingError, match="do not list the cases"):
        unblind([replace(ADA, cases=ADA.cases[::-1])], KEY)
    swapped = replace(SECRET, cases=(replace(SECRET.cases[0], a=Arm.REFERENCE), *SECRET.cases[1:]))
    with pytest.raises(RatingError, match="belong to another set"):
        unblind([ADA], replace(KEY, secret=swapped))


def test_says_when_there_are_no_ratings() -> None:
    with pytest.raises(RatingError, match="There are no ratings"):
        unblind([], KEY)
