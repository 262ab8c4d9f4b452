from __future__ import annotations

import numpy as np
import pytest

from training.metrics import area_under_curve, interval, ranks, retrieval


def _naive_rank(row: np.ndarray, right: np.ndarray) -> int:
    best = max(value for value, ok in zip(row, right, strict=True) if ok)
    return 1 + sum(1 for value, ok in zip(row, right, strict=True) if not ok and value >= best)


def test_ranks_agree_with_a_naive_loop() -> None:
    rng = np.random.default_rng(1)
    similarity = rng.integers(0, 6, (40, 30)) / 5.0  # many ties
    same = rng.random((40, 30)) < 0.1
    same[np.arange(40), rng.integers(0, 30, 40)] = True
    expected = [_naive_rank(row, right) for row, right in zip(similarity, same, strict=True)]
    assert ranks(similarity, same).tolist() == expected


def test_retrieval_figures_of_known_ranks() -> None:
    figures = retrieval(np.asarray([1, 2, 10, 11]), 50)
    assert (figures.r1, figures.r5, figures.r10) == (0.25, 0.5, 0.75)
    assert figures.median_rank == 6.0
    assert figures.mrr == pytest.approx((1 + 1 / 2 + 1 / 10 + 1 / 11) / 4)
    assert figures.pool == 50


def test_equal_similarities_are_no_success() -> None:
    assert ranks(np.ones((1, 5)), np.asarray([[True, False, False, False, False]])).tolist() == [5]


def test_area_under_curve_agrees_with_all_pairs() -> None:
    rng = np.random.default_rng(2)
    scores = rng.integers(0, 8, 60).astype(float)
    truth = rng.random(60) < 0.3
    pairs = [(p > n) + 0.5 * (p == n) for p in scores[truth] for n in scores[~truth]]
    assert area_under_curve(scores, truth) == pytest.approx(float(np.mean(pairs)))


def test_area_under_curve_without_a_class_is_no_number() -> None:
    assert np.isnan(area_under_curve(np.ones(3), np.zeros(3, bool)))


def test_the_interval_holds_the_mean_and_narrows_with_more_studies() -> None:
    values = np.random.default_rng(3).normal(5.0, 1.0, 400)
    low, high = interval(lambda rows: float(values[rows].mean()), 400, np.random.default_rng(4))
    assert low < values.mean() < high
    # 95 % of a mean of 400 lies within 1.96 / 20 on either side
    assert high - low == pytest.approx(2 * 1.96 / 20, rel=0.2)
