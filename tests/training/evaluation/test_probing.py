from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.probing import PENALTIES, probe, ridge


def data(studies: int = 30, width: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((studies, width)) + 3.0
    targets = vectors @ rng.standard_normal((width, 2)) + [10.0, -5.0] + rng.normal(0, [0.01, 4.0], (studies, 2))
    return vectors, targets


def naive(vectors: np.ndarray, target: np.ndarray, penalty: float, others: np.ndarray) -> np.ndarray:
    x, y = vectors - vectors.mean(axis=0), target - target.mean()
    weights = np.linalg.solve(x.T @ x + penalty * np.eye(x.shape[1]), x.T @ y)
    return (others - vectors.mean(axis=0)) @ weights + target.mean()


def test_each_target_has_the_penalty_with_the_least_error_of_leaving_one_out() -> None:
    vectors, targets = data()
    sizes = np.linalg.svd(vectors - vectors.mean(axis=0), compute_uv=False)
    found = ridge(vectors, targets)(vectors)
    chosen = []
    for column in range(2):
        errors = []
        for penalty in np.asarray(PENALTIES) * (sizes**2).mean():
            x = vectors - vectors.mean(axis=0)
            hat = x @ np.linalg.solve(x.T @ x + penalty * np.eye(x.shape[1]), x.T) + 1.0 / len(x)
            rest = targets[:, column] - hat @ targets[:, column]
            errors.append(((rest / (1.0 - np.diag(hat))) ** 2).mean())
        penalty = (np.asarray(PENALTIES) * (sizes**2).mean())[int(np.argmin(errors))]
        chosen.append(penalty)
        np.testing.assert_allclose(found[:, column], naive(vectors, targets[:, column], penalty, vectors), rtol=1e-8)
    assert chosen[0] < chosen[1]  # the noisier target is held back more


def test_leaving_one_out_in_closed_form_is_fitting_again_without_it() -> None:
    vectors, targets = data(12, 3)
    penalty = 2.5
    x = vectors - vectors.mean(axis=0)
    hat = x @ np.linalg.solve(x.T @ x + penalty * np.eye(3), x.T) + 1.0 / len(x)
    closed = (targets[:, 1] - hat @ targets[:, 1]) / (1.0 - np.diag(hat))
    for row in range(12):
        kept = np.arange(12) != row
        # the centre of the others is another one: the intercept is fitted again, as the closed form has it
        design = np.column_stack([np.ones(11), x[kept]])
        penal = penalty * np.diag([0.0, 1.0, 1.0, 1.0])
        weights = np.linalg.solve(design.T @ design + penal, design.T @ targets[kept, 1])
        assert closed[row] == pytest.approx(targets[row, 1] - np.concatenate([[1.0], x[row]]) @ weights)


def test_a_linear_label_is_read_from_other_studies() -> None:
    vectors, _ = data(60, 4)
    others, _ = data(10, 4)
    labels = (vectors @ [1.0, -2.0, 0.5, 0.0])[:, None]
    np.testing.assert_allclose(probe(vectors, labels, others)[:, 0], others @ [1.0, -2.0, 0.5, 0.0], atol=0.05)


def test_studies_without_a_label_do_not_count_for_it() -> None:
    vectors, targets = data()
    labels = targets.copy()
    labels[::2, 0] = np.nan
    labels[2:, 1] = np.nan
    found = probe(vectors, labels, vectors)
    np.testing.assert_allclose(found[:, 0], ridge(vectors[1::2], targets[1::2, :1])(vectors)[:, 0])
    assert np.isnan(found[:, 1]).all()  # two studies are too few
