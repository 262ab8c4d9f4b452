"""Agreement between raters beyond chance. Pure functions of arrays."""

from __future__ import annotations

from enum import Enum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Level(Enum):
    """How far apart two answers are."""

    NOMINAL = "nominal"
    """The same or not."""
    ORDINAL = "ordinal"
    """By how many answers were given between them."""


def coincidences(answers: Floats, values: Floats) -> Floats:
    """Return how often each pair of answers meets in each unit, shape (units, K, K), symmetric.

    Parameters
    ----------
    answers : ndarray of float64, shape (raters, units)
        NaN where a rater did not answer. A unit with fewer than two answers counts nothing.
    values : ndarray of float64, shape (K,)
        The answers that there are, in their order.
    """
    counts = (answers[:, :, None] == values).sum(axis=0).astype(np.float64)
    given = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(len(values)), np.arange(len(values))] -= counts
    paired = np.where(given > 1, given - 1, 1.0)
    return np.asarray(np.where((given > 1)[:, None, None], pairs / paired[:, None, None], 0.0))


def krippendorff_alpha(pairs: Floats, level: Level) -> float:
    """Return Krippendorff's alpha: 1 agreement, 0 what chance gives, below 0 less than chance.

    Parameters
    ----------
    pairs : ndarray of float64, shape (units, K, K)
        As `coincidences` returns them, units drawn as often as wished.
    level : Level
        How far apart two answers are.

    Returns
    -------
    float
        NaN where no two raters answered the same unit, or all gave one and the same answer.

    References
    ----------
    Krippendorff K. Computing Krippendorff's alpha-reliability. University of Pennsylvania, 2011, sections D and E.
    """
    observed = pairs.sum(axis=0)
    totals = observed.sum(axis=1)
    apart = _apart(totals, level)
    expected = float((np.outer(totals, totals) * apart).sum())
    if expected == 0.0:
        return float("nan")
    return float(1.0 - (totals.sum() - 1.0) * (observed * apart).sum() / expected)


def _apart(totals: Floats, level: Level) -> Floats:
    """Return the squared distance between each two answers, shape (K, K)."""
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(totals))
    middle = np.cumsum(totals) - totals / 2.0
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)
