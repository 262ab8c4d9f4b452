"""Areas under the curve of the binary phenotypes, and the error of the ejection fraction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import PhenotypeSpec
from training.datasets.clip_store import StudyRecord
from training.evaluation.figures import (
    Counts,
    Figure,
    Figures,
    Floats,
    among,
    area_under_curve,
    mean_of,
    ratio,
    value_of,
    with_interval,
)

EF: Final = "ef"
"""Name of the ejection fraction, in percent, among the phenotypes."""
PRESENT: Final = 0.5
WITHIN_NORMAL: Final = 1.96
"""Standard deviations on either side that hold 95 % of a normal distribution: limits of agreement."""


def known_labels(records: Sequence[StudyRecord], specs: Sequence[PhenotypeSpec]) -> Floats:
    """Return the studies' labels, shape (N, P); NaN where a label is not known."""
    return np.asarray([[record.labels.get(spec.name, np.nan) for spec in specs] for record in records], np.float64)


def phenotype_figures(
    specs: Sequence[PhenotypeSpec], scores: Sequence[Floats], truth: Floats, counts: Counts
) -> Figures:
    """Return `phenotypes` with `mean_auc`, and `ef` where it is known.

    Parameters
    ----------
    specs : sequence of PhenotypeSpec
        P phenotypes.
    scores : sequence of ndarray, shape (N, P)
        More than one where studies were represented in several ways at random: the mean of their figures is taken.
    truth : ndarray, shape (N, P)
        NaN where not known, as in `scores`; such studies do not count for a phenotype.
    counts : ndarray of int64, shape (R, N)
        The draws of the bootstrap.

    Notes
    -----
    A phenotype that all or none of the studies have has no area and is left out.
    """
    phenotypes: Figures = {}
    areas = []
    for column, spec in enumerate(specs):
        if spec.kind != "binary":
            continue
        area = mean_of([_area(one[:, column], truth[:, column]) for one in scores])
        if np.isnan(value_of(area, len(truth))):
            continue
        areas.append(area)
        known = truth[_known(scores[0][:, column], truth[:, column]), column]
        positive = int((known >= PRESENT).sum())
        phenotypes[spec.name] = {**with_interval("auc", area, counts), "n_positive": positive, "n": len(known)}
    if areas:
        phenotypes |= with_interval("mean_auc", mean_of(areas), counts)
    else:
        phenotypes["mean_auc"] = float("nan")
    figures: Figures = {"phenotypes": phenotypes}
    ejection = [column for column, spec in enumerate(specs) if spec.name == EF]
    if ejection and _known(scores[0][:, ejection[0]], truth[:, ejection[0]]).any():
        figures[EF] = _ef_figures([one[:, ejection[0]] for one in scores], truth[:, ejection[0]], counts)
    return figures


def error_of_mean(prior: Sequence[float], truth: Floats, counts: Counts) -> Figures:
    """Return the error, in points, of always stating the mean of prior reports: what no picture is needed for."""
    known = ~np.isnan(truth)
    gap = np.abs(np.where(known, truth, 0.0) - float(np.mean(prior)))
    return with_interval("mae_of_mean", ratio(np.where(known, gap, 0.0), known), counts)


def brief(figures: Figures) -> Figures:
    """Return the mean area and the error of the ejection fraction alone, for a baseline."""
    phenotypes = figures["phenotypes"]
    short: Figures = {key: phenotypes[key] for key in ("mean_auc", "mean_auc_ci") if key in phenotypes}
    if EF in figures:
        short[EF] = {key: figures[EF][key] for key in ("mae", "mae_ci")}
    return short


def _area(scores: Floats, truth: Floats) -> Figure:
    known = _known(scores, truth)
    if not known.any():
        return lambda counts: np.full(len(counts), np.nan)
    return among(area_under_curve(scores[known], truth[known] >= PRESENT), known)


def _known(scores: Floats, truth: Floats) -> npt.NDArray[np.bool_]:
    return ~(np.isnan(scores) | np.isnan(truth))


def _ef_figures(scores: Sequence[Floats], truth: Floats, counts: Counts) -> Figures:
    errors = [ratio(np.where(_known(one, truth), np.abs(one - truth), 0.0), _known(one, truth)) for one in scores]
    known = _known(scores[0], truth)
    found, true = scores[0][known], truth[known]
    bias, spread = float((found - true).mean()), float((found - true).std())
    related = float(np.corrcoef(found, true)[0, 1]) if found.std() > 0.0 and true.std() > 0.0 else float("nan")
    return {
        **with_interval("mae", mean_of(errors), counts),
        "n": int(known.sum()),
        "bias": bias,
        "limits_of_agreement": [bias - WITHIN_NORMAL * spread, bias + WITHIN_NORMAL * spread],
        "correlation": related,
        "pairs": [[round(float(a), 1), round(float(b), 1)] for a, b in zip(true, found, strict=True)],
    }
