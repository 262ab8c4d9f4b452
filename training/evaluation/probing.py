"""Phenotypes by a linear map on study vectors, fitted on a training set: what the vectors hold, without the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.evaluation.figures import Floats

PENALTIES: Final = tuple(10.0**power for power in range(-4, 4))
"""Tried strengths of the penalty, in units of the mean squared singular value."""
FEWEST_STUDIES: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """From vectors to targets."""

    weights: Floats
    """Shape (D, K)."""
    centre: Floats
    """Mean of the training vectors, shape (D,)."""
    offset: Floats
    """Mean of the training targets, shape (K,)."""

    def __call__(self, vectors: npt.NDArray[np.floating]) -> Floats:
        """Return the targets, shape (N, K), of vectors, shape (N, D)."""
        return np.asarray((vectors - self.centre) @ self.weights + self.offset, np.float64)


def ridge(vectors: npt.NDArray[np.floating], targets: npt.NDArray[np.floating]) -> LinearMap:
    """Return the ridge regression; the penalty of each target is that with the least error of leaving one out.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
        At least three.
    targets : ndarray, shape (N, K)
        All known.

    References
    ----------
    Hastie T, Tibshirani R, Friedman J. The Elements of Statistical Learning, 2nd edition, sections 3.4.1 and 7.10: with
    the hat matrix H of centred vectors the residual of leaving one out is (y - Hy) / (1 - h - 1 / N).
    """
    x, y = np.asarray(vectors, np.float64), np.asarray(targets, np.float64)
    centre, offset = x.mean(axis=0), y.mean(axis=0)
    left, sizes, right = np.linalg.svd(x - centre, full_matrices=False)
    projected = left.T @ (y - offset)
    best = np.full(y.shape[1], np.inf)
    weights = np.zeros((x.shape[1], y.shape[1]))
    for penalty in np.asarray(PENALTIES) * max(float((sizes**2).mean()), np.finfo(np.float64).tiny):
        kept = sizes**2 / (sizes**2 + penalty)
        leverage = (left**2 @ kept + 1.0 / len(x))[:, None]
        residual = (y - offset - left @ (kept[:, None] * projected)) / np.maximum(1.0 - leverage, 1e-9)
        error = (residual**2).mean(axis=0)
        better = error < best
        best[better] = error[better]
        weights[:, better] = right.T @ ((sizes / (sizes**2 + penalty))[:, None] * projected[:, better])
    return LinearMap(weights, centre, offset)


def probe(vectors: npt.NDArray[np.floating], labels: Floats, others: npt.NDArray[np.floating]) -> Floats:
    """Return the labels of other studies by linear maps fitted on studies whose labels are known.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
        Training studies.
    labels : ndarray, shape (N, P)
        0 or 1, or a number; NaN where not known.
    others : ndarray, shape (M, D)
        Studies to be read.

    Returns
    -------
    ndarray of float64, shape (M, P)
        NaN for a label that fewer than three training studies have.
    """
    found = np.full((len(others), labels.shape[1]), np.nan)
    known = ~np.isnan(labels)
    for pattern in np.unique(known, axis=1).T:
        columns = np.flatnonzero((known == pattern[:, None]).all(axis=0))
        if pattern.sum() >= FEWEST_STUDIES:
            found[:, columns] = ridge(vectors[pattern], labels[pattern][:, columns])(others)
    return found
