"""The figures of a rating against counting by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from training.rating.answers import Answers, Note
from training.rating.figures import figures, sign_test
from training.rating.page import ratings_page

N = float("nan")
PREFERENCE = np.asarray([[2, 1, 0, -1, N], [1, -1, 0, N, N]])


def answers(preference: np.ndarray = PREFERENCE, note: str = "EF <wrong>") -> Answers:
    raters, cases = preference.shape
    known = ~np.isnan(preference)
    scores = np.full((raters, cases, 2, 2), N)
    scores[known] = [[4, 3], [2, 5]]
    errors = np.full((raters, cases, 2), N)
    errors[known] = [0, 0]
    errors[0, 0] = [0, 1]
    return Answers(
        raters=("Ada", "Bob")[:raters],
        case_ids=tuple(f"case-{number}" for number in range(1, cases + 1)),
        preference=preference,
        towards_b=np.where(known, -1.0, N),
        scores=scores,
        errors=errors,
        skipped=(("case-5",), ()) [:raters],
        missing=((), ("case-4", "case-5"))[:raters],
        notes=(Note("Ada", "case-1", "s1", "draft", note),),
    )  # fmt: skip


@pytest.mark.parametrize(("wins", "losses"), [(0, 1), (5, 0), (8, 2), (2, 8), (7, 7), (13, 4)])
def test_sign_test_agrees_with_counting_every_outcome(wins: int, losses: int) -> None:
    n = wins + losses
    as_far = sum(1 for bits in range(2**n) if abs(2 * bits.bit_count() - n) >= abs(wins - losses))
    assert sign_test(wins, losses) == pytest.approx(as_far / 2**n)


def test_sign_test_of_nothing_is_not_defined() -> None:
    assert sign_test(0, 0) is None


def test_preference_is_counted_by_rating_and_tested_by_case() -> None:
    found = figures(answers())["together"]["preference"]
    assert found["counts"] == {
        "reference_much_better": 0, "reference_better": 2, "same": 2, "draft_better": 2, "draft_much_better": 1,
    }  # fmt: skip
    # means by case: 1.5, 0, 0, -1
    assert (found["cases_draft_better"], found["cases_same"], found["cases_reference_better"]) == (1, 2, 1)
    assert found["sign_test_p"] == 1.0
    assert found["draft_not_worse"] == pytest.approx(5 / 7)
    assert found["draft_better"] == pytest.approx(3 / 7)
    assert found["mean_step"] == pytest.approx(2 / 7)
    assert found["side"] == {"a_better": 7, "b_better": 0}


def test_each_rater_has_the_same_figures_of_their_own() -> None:
    found = figures(answers())
    ada, bob = found["per_rater"]["Ada"], found["per_rater"]["Bob"]
    assert (ada["rated_cases"], bob["rated_cases"]) == (4, 3)
    assert ada["preference"]["mean_step"] == pytest.approx(0.5)
    assert bob["preference"]["mean_step"] == pytest.approx(0.0)
    assert (ada["skipped"], ada["missing"], bob["missing"]) == (["case-5"], [], ["case-4", "case-5"])
    assert found["together"]["rated_cases"] == 4
    assert found["together"]["ratings"] == 7


def test_scores_and_errors_go_to_their_arm() -> None:
    found = figures(answers())["together"]
    assert (found["scores"]["accuracy"]["draft"], found["scores"]["accuracy"]["reference"]) == (4.0, 2.0)
    assert found["scores"]["completeness"]["difference"] == -2.0
    errors = found["significant_errors"]
    assert (errors["draft"]["texts"], errors["reference"]["texts"], errors["reference"]["of"]) == (0, 1, 7)
    assert (errors["draft_alone"], errors["reference_alone"], errors["discordant_p"]) == (0, 1, 1.0)


def test_intervals_hold_their_figure_and_hang_on_the_cases() -> None:
    rng = np.random.default_rng(1)
    few, many = (rng.integers(-2, 3, (2, cases)).astype(float) for cases in (12, 300))
    widths = []
    for preference in (few, many):
        found = figures(answers(preference))["together"]["preference"]
        low, high = found["mean_step_ci"]
        assert low <= found["mean_step"] <= high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2
    twice = np.repeat(many[:1], 2, axis=0)
    alone, doubled = (figures(answers(p))["together"]["preference"]["mean_step_ci"] for p in (many[:1], twice))
    assert np.ptp(doubled) == pytest.approx(np.ptp(alone), rel=0.15), "a second rater who says the same is no news"


def test_agreement_is_that_of_the_raters() -> None:
    rng = np.random.default_rng(2)
    one = rng.integers(-2, 3, 60).astype(float)
    same, other = np.stack([one, one]), np.stack([one, -one])
    assert figures(answers(same))["agreement"]["preference"]["alpha"] == 1.0
    assert figures(answers(other))["agreement"]["preference"]["alpha"] < 0
    assert figures(answers(same))["agreement"]["preference"]["cases"] == 60


def test_what_is_not_defined_is_null_in_strict_json() -> None:
    found = figures(answers(np.full((1, 3), N)))
    assert found["together"]["preference"]["mean_step"] is None
    assert found["together"]["preference"]["sign_test_p"] is None
    assert found["agreement"]["preference"]["alpha"] is None
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_same_seed_gives_the_same_figures() -> None:
    same = figures(answers(), seed=3)
    assert figures(answers(), seed=3) == same
    assert figures(answers(), seed=4) != same


def test_the_page_shows_the_figures_and_escapes_the_words() -> None:
    page = ratings_page(figures(answers()))
    assert "EF &lt;wrong&gt;" in page
    assert "<wrong>" not in page
    assert "71 % (" in page, "draft not worse"
    assert "case-4, case-5" in page
    assert "not for diagnosis" in page
    assert "Krippendorff" in page
    assert ">nan" not in page
    assert "None (" not in page


def test_the_page_says_where_a_figure_is_not_defined() -> None:
    assert "not defined" in ratings_page(figures(answers(np.full((1, 3), N))))
