"""How often the view classifier is right, and what it takes for what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import ViewLabel
from training.evaluation.data import Cohort
from training.evaluation.encodings import Encodings
from training.evaluation.figures import Counts, Figures, interval, mean_of, ratio, value_of, with_interval


def view_figures(
    truth: Sequence[npt.NDArray[np.int64]],
    found: Sequence[npt.NDArray[np.int64]],
    views: Sequence[ViewLabel],
    counts: Counts,
) -> Figures:
    """Return accuracy and confusion.

    Parameters
    ----------
    truth, found : sequence of ndarray of int64
        True and most probable view of each clip, study by study; clips whose true view is not known, -1, do not count.
    views : sequence of ViewLabel
        The bundle's views.
    counts : ndarray of int64, shape (R, N)
        The draws.

    Returns
    -------
    dict
        Empty where no clip's view is known.
    """
    known = [true >= 0 for true in truth]
    total = np.asarray([part.sum() for part in known])
    if not total.sum():
        return {}
    number = len(views)
    fine = np.zeros((len(truth), number, number), np.int32)
    for study, (true, best, kept) in enumerate(zip(truth, found, known, strict=True)):
        np.add.at(fine[study], (true[kept], best[kept]), 1)
    hits, clips = np.diagonal(fine, axis1=1, axis2=2), fine.sum(axis=2)
    seen = [int(view) for view in np.flatnonzero(clips.sum(axis=0))]
    accuracies = {view: ratio(hits[:, view], clips[:, view]) for view in seen}
    coarse_names = list(dict.fromkeys(view.coarse_view for view in views))
    coarse_of = np.asarray([coarse_names.index(view.coarse_view) for view in views])
    matrix = fine.sum(axis=0)
    coarse = np.zeros((len(coarse_names), len(coarse_names)), np.int64)
    np.add.at(coarse, (coarse_of[:, None], coarse_of[None, :]), matrix)
    same = coarse_of[:, None] == coarse_of[None, :]
    macro = mean_of(list(accuracies.values()))
    return {
        **with_interval("top1", ratio(hits.sum(axis=1), total), counts),
        **with_interval("macro", macro, counts),
        **with_interval("coarse_top1", ratio((fine * same).sum(axis=(1, 2)), total), counts),
        "n": int(total.sum()),
        "views": number,
        "views_seen": len(seen),
        "by_view": {
            views[view].id: {
                "top1": value_of(figure, len(truth)),
                "top1_ci": interval(figure(counts)),
                "n": int(clips[:, view].sum()),
            }
            for view, figure in accuracies.items()
        },
        "confusion": {"ids": [view.id for view in views], "counts": matrix.tolist()},
        "coarse_confusion": {"ids": coarse_names, "counts": coarse.tolist()},
    }


def views_of(group: Cohort, encodings: Encodings) -> tuple[list[npt.NDArray[np.int64]], list[npt.NDArray[np.int64]]]:
    """Return the true and the most probable view of each clip, study by study."""
    best = encodings.probabilities.argmax(axis=1)
    truth = [group.store.view_of[clips] for clips in group.clips_of]
    return truth, [best[encodings.rows(clips)] for clips in group.clips_of]
