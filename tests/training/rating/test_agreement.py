"""Krippendorff's alpha against the textbook's example and a naive loop."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest

from training.rating.agreement import Level, coincidences, krippendorff_alpha

N = float("nan")
TEXTBOOK = np.asarray(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
)
"""Krippendorff 2011, section E: four observers, twelve units, gaps."""
SCALE = np.arange(1.0, 6.0)


def test_agrees_with_the_textbook() -> None:
    pairs = coincidences(TEXTBOOK, SCALE)
    assert krippendorff_alpha(pairs, Level.NOMINAL) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(pairs, Level.ORDINAL) == pytest.approx(0.815, abs=5e-4)


def naive_alpha(answers: np.ndarray, level: Level) -> float:
    """Observed and expected disagreement by looping over pairs of answers."""
    units = [[x for x in column if not math.isnan(x)] for column in answers.T]
    units = [unit for unit in units if len(unit) > 1]
    everything = [x for unit in units for x in unit]
    count = {x: everything.count(x) for x in set(everything)}

    def apart(one: float, other: float) -> float:
        if level is Level.NOMINAL:
            return float(one != other)
        low, high = min(one, other), max(one, other)
        between = sum(n for x, n in count.items() if low <= x <= high)
        return float((between - (count[low] + count[high]) / 2) ** 2) if low != high else 0.0

    observed = sum(sum(apart(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    expected = sum(apart(a, b) for a, b in permutations(everything, 2)) / (len(everything) - 1)
    return 1.0 - observed / expected


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_a_naive_loop(level: Level, seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = rng.integers(1, 6, (3, 25)).astype(float)
    answers[rng.random(answers.shape) < 0.25] = np.nan
    assert krippendorff_alpha(coincidences(answers, SCALE), level) == pytest.approx(naive_alpha(answers, level))


def test_raters_who_agree_have_one_and_who_guess_have_about_none() -> None:
    rng = np.random.default_rng(5)
    one = rng.integers(1, 6, 400).astype(float)
    assert krippendorff_alpha(coincidences(np.stack([one, one]), SCALE), Level.ORDINAL) == 1.0
    guessed = np.stack([one, rng.integers(1, 6, 400).astype(float)])
    assert abs(krippendorff_alpha(coincidences(guessed, SCALE), Level.ORDINAL)) < 0.15


def test_a_near_miss_counts_less_than_a_far_one_only_when_ordinal() -> None:
    near, far = (np.asarray([[1, 2, 3, 4, 5], [1, 2, 3, 4, x]], float) for x in (4, 1))
    ordinal = [krippendorff_alpha(coincidences(answers, SCALE), Level.ORDINAL) for answers in (near, far)]
    assert ordinal[0] > ordinal[1] + 0.2


def test_is_no_number_without_two_raters_or_without_variety() -> None:
    assert math.isnan(krippendorff_alpha(coincidences(TEXTBOOK[:1], SCALE), Level.ORDINAL))
    assert math.isnan(krippendorff_alpha(coincidences(np.full((3, 4), 2.0), SCALE), Level.ORDINAL))
