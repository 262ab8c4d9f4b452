from __future__ import annotations

import numpy as np
import pytest

from training.metrics import interval, ranks


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


def test_equal_similarities_are_no_success() -> None:
    assert ranks(np.ones((1, 5)), np.asarray([[True, False, False, False, False]])).tolist() == [5]


def test_the_interval_holds_the_mean_and_narrows_with_more_studies() -> None:
    values = np.random.default_rng(3).normal(5.0, 1.0, 400)
    low, high = interval(lambda rows: float(values[rows].mean()), 400, np.random.default_rng(4))
    assert low < values.mean() < high
    # 95 % of a mean of 400 lies within 1.96 / 20 on either side
    assert high - low == pytest.approx(2 * 1.96 / 20, rel=0.2)
