from __future__ import annotations

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.manifest import PhenotypeSpec
from training.datasets.clip_store import StudyRecord
from training.evaluation.figures import draw_patients
from training.evaluation.phenotypes import brief, error_of_mean, known_labels, phenotype_figures

SPECS = (
    PhenotypeSpec("a", "binary"),
    PhenotypeSpec("ef", "number", "%"),
    PhenotypeSpec("b", "binary"),
    PhenotypeSpec("never", "binary"),
)
STUDIES = 30


@pytest.fixture
def truth() -> np.ndarray:
    rng = np.random.default_rng(1)
    table = (rng.random((STUDIES, 4)) < 0.4).astype(float)
    table[:, 1] = rng.uniform(20, 70, STUDIES)
    table[:, 3] = 0.0
    table[::4, 0] = np.nan
    table[1::5, 1] = np.nan
    return table


@pytest.fixture
def counts() -> np.ndarray:
    return draw_patients([str(number) for number in range(STUDIES)], np.random.default_rng(2), 30)


def scores_of(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 6, (STUDIES, 4)) / 5.0
    table[:, 1] = rng.uniform(20, 70, STUDIES)
    return table


def naive_area(scores: np.ndarray, truth: np.ndarray) -> float:
    known = ~np.isnan(truth)
    pairs = [(p > n) + 0.5 * (p == n) for p in scores[known & (truth == 1.0)] for n in scores[known & (truth == 0.0)]]
    return float(np.mean(pairs))


def test_areas_count_known_labels_alone(truth: np.ndarray, counts: np.ndarray) -> None:
    scores = scores_of(3)
    figures = phenotype_figures(SPECS, [scores], truth, counts)["phenotypes"]
    areas = [naive_area(scores[:, column], truth[:, column]) for column in (0, 2)]
    assert figures["a"]["auc"] == pytest.approx(areas[0])
    assert figures["b"]["auc"] == pytest.approx(areas[1])
    assert figures["mean_auc"] == pytest.approx(np.mean(areas))
    assert figures["a"]["n"] == int((~np.isnan(truth[:, 0])).sum())
    assert figures["a"]["n_positive"] == int((truth[:, 0] == 1.0).sum())
    assert "never" not in figures
    rounds = []
    for row in counts:
        drawn = np.repeat(np.arange(STUDIES), row)
        rounds.append(np.mean([naive_area(scores[drawn, c], truth[drawn, c]) for c in (0, 2)]))
    assert figures["mean_auc_ci"] == pytest.approx(np.percentile(rounds, (2.5, 97.5)).tolist())


def test_several_choices_are_averaged(truth: np.ndarray, counts: np.ndarray) -> None:
    choices = [scores_of(4), scores_of(5)]
    figures = phenotype_figures(SPECS, choices, truth, counts)
    assert figures["phenotypes"]["b"]["auc"] == pytest.approx(
        np.mean([naive_area(one[:, 2], truth[:, 2]) for one in choices])
    )
    known = ~np.isnan(truth[:, 1])
    errors = [np.abs(one[known, 1] - truth[known, 1]).mean() for one in choices]
    assert figures["ef"]["mae"] == pytest.approx(np.mean(errors))


def test_the_ejection_fraction_has_error_bias_and_limits(truth: np.ndarray, counts: np.ndarray) -> None:
    scores = scores_of(6)
    figures = phenotype_figures(SPECS, [scores], truth, counts)["ef"]
    known = ~np.isnan(truth[:, 1])
    gap = scores[known, 1] - truth[known, 1]
    assert figures["n"] == known.sum() == len(figures["pairs"])
    assert figures["mae"] == pytest.approx(np.abs(gap).mean())
    assert figures["bias"] == pytest.approx(gap.mean())
    low, high = figures["limits_of_agreement"]
    assert (low, high) == pytest.approx((gap.mean() - 1.96 * gap.std(), gap.mean() + 1.96 * gap.std()))
    assert figures["pairs"][0] == pytest.approx([truth[known, 1][0], scores[known, 1][0]], abs=0.05)


def test_the_error_of_the_mean_is_that_of_the_prior_reports(truth: np.ndarray, counts: np.ndarray) -> None:
    figures = error_of_mean([40.0, 60.0], truth[:, 1], counts)
    assert figures["mae_of_mean"] == pytest.approx(np.nanmean(np.abs(truth[:, 1] - 50.0)))


def test_without_any_label_there_is_no_area_and_no_ejection_fraction(counts: np.ndarray) -> None:
    nothing = np.full((STUDIES, 4), np.nan)
    figures = phenotype_figures(SPECS, [scores_of(7)], nothing, counts)
    assert np.isnan(figures["phenotypes"]["mean_auc"])
    assert "ef" not in figures
    assert set(brief(figures)) == {"mean_auc"}


def test_a_missing_label_is_not_a_negative_one() -> None:
    records = [StudyRecord("s", "p", (), {"a": 1.0}, {}), StudyRecord("t", "q", (), {"ef": 55.0, "b": 0.0}, {})]
    table = known_labels(records, SPECS)
    np.testing.assert_array_equal(table, [[1.0, np.nan, np.nan, np.nan], [np.nan, 55.0, 0.0, np.nan]])
