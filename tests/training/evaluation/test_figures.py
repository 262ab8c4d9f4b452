from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from training.evaluation.figures import (
    area_under_curve,
    difference,
    draw_patients,
    interval,
    mean_of,
    median,
    ratio,
    value_of,
    with_interval,
    without_nan,
)

STUDIES, ROUNDS = 23, 60


@pytest.fixture
def counts() -> np.ndarray:
    patients = [f"p{number % 17}" for number in range(STUDIES)]
    return draw_patients(patients, np.random.default_rng(5), ROUNDS)


def naive(counts: np.ndarray, figure: Callable[[np.ndarray], float]) -> list[float]:
    """Return the figure of each round, from the list of drawn studies."""
    return [figure(np.repeat(np.arange(STUDIES), row)) for row in counts]


def naive_area(scores: np.ndarray, truth: np.ndarray) -> float:
    pairs = [(p > n) + 0.5 * (p == n) for p in scores[truth] for n in scores[~truth]]
    return float(np.mean(pairs)) if pairs else float("nan")


def test_a_patient_is_drawn_with_all_studies(counts: np.ndarray) -> None:
    patients = np.arange(STUDIES) % 17
    for patient in range(17):
        own = counts[:, patients == patient]
        assert (own == own[:, :1]).all()
    firsts = counts[:, :17]
    assert (firsts.sum(axis=1) == 17).all()
    assert (firsts == 0).any()
    assert (firsts > 1).any()


def test_ratios_agree_with_a_loop_over_the_same_draws(counts: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    parts, wholes = rng.integers(0, 5, STUDIES), rng.integers(5, 9, STUDIES)
    expected = naive(counts, lambda rows: parts[rows].sum() / wholes[rows].sum())
    np.testing.assert_allclose(ratio(parts, wholes)(counts), expected)
    np.testing.assert_allclose(ratio(parts)(counts), naive(counts, lambda rows: parts[rows].mean()))


def test_a_ratio_of_nothing_is_no_number() -> None:
    assert np.isnan(value_of(ratio([0.0, 0.0], [0.0, 0.0]), 2))


@pytest.mark.parametrize("levels", [3, 1000])
def test_medians_agree_with_a_loop_over_the_same_draws(counts: np.ndarray, levels: int) -> None:
    values = np.random.default_rng(2).integers(0, levels, STUDIES).astype(float)
    np.testing.assert_allclose(median(values)(counts), naive(counts, lambda rows: float(np.median(values[rows]))))
    assert value_of(median([1, 2, 10, 11]), 4) == 6.0


@pytest.mark.parametrize("levels", [2, 7, 1000])
def test_areas_agree_with_all_pairs_of_the_same_draws(counts: np.ndarray, levels: int) -> None:
    rng = np.random.default_rng(3)
    scores = rng.integers(0, levels, STUDIES).astype(float)
    truth = np.isin(np.arange(STUDIES), (3, 19))  # of one patient and of another: some rounds have neither
    expected = naive(counts, lambda rows: naive_area(scores[rows], truth[rows]))
    assert np.isnan(expected).any()  # a round without one class
    np.testing.assert_allclose(area_under_curve(scores, truth)(counts), expected)


def test_a_mean_of_figures_leaves_undefined_ones_out(counts: np.ndarray) -> None:
    rng = np.random.default_rng(4)
    scores, rare, common = rng.random(STUDIES), np.arange(STUDIES) == 3, np.arange(STUDIES) % 2 == 0
    both = mean_of([area_under_curve(scores, rare), area_under_curve(scores, common)])(counts)
    for row, value in zip(counts, both, strict=True):
        drawn = np.repeat(np.arange(STUDIES), row)
        areas = [naive_area(scores[drawn], truth[drawn]) for truth in (rare, common)]
        assert value == pytest.approx(np.nanmean(areas))
    assert np.isnan(value_of(mean_of([ratio([0.0], [0.0])]), 1))


def test_the_interval_holds_the_value_and_narrows_with_more_studies() -> None:
    values = np.random.default_rng(6).normal(5.0, 1.0, 400)
    counts = draw_patients([str(number) for number in range(400)], np.random.default_rng(7))
    figures = with_interval("mean", ratio(values), counts)
    low, high = figures["mean_ci"]
    assert low < figures["mean"] < high
    # 95 % of a mean of 400 lies within 1.96 / 20 on either side
    assert high - low == pytest.approx(2 * 1.96 / 20, rel=0.15)


def test_a_paired_difference_is_narrower_than_its_parts(counts: np.ndarray) -> None:
    values = np.random.default_rng(8).normal(0.0, 10.0, STUDIES)
    gap = difference(ratio(values + 1.0), ratio(values))
    np.testing.assert_allclose(gap(counts), 1.0)


def test_an_interval_of_nothing_is_none() -> None:
    assert interval(np.asarray([np.nan, np.nan])) is None
    assert interval(np.asarray([np.nan, 2.0])) == [2.0, 2.0]


def test_values_that_are_no_numbers_become_none() -> None:
    raw = {"a": float("nan"), "b": [np.float64(1.5), (np.int64(2), float("inf"))], "c": np.asarray([1, 2]), "d": "x"}
    assert without_nan(raw) == {"a": None, "b": [1.5, [2, None]], "c": [1, 2], "d": "x"}
