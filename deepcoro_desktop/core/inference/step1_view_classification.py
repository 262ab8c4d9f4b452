"""Step 1: which standard view each clip shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import ModelRole, ViewLabel
from deepcoro_desktop.core.errors import ModelError
from deepcoro_desktop.core.inference.results import ClipViews, PreparedClip, ViewPrediction
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.progress import CancelToken

_SUM_TOLERANCE: Final = 1e-2


def view_probabilities(clip: PreparedClip, models: Models, cancel: CancelToken) -> npt.NDArray[np.float32]:
    """Return the probability of each view of the bundle, float32, shape (V,), sum 1.

    Raises
    ------
    ModelError
        If the classifier fails or its row is no distribution.
    CancelledError
        If the work was cancelled.
    """
    rows = models.run(ModelRole.VIEW_CLASSIFIER, {"clips": clip.tensor[None]}, cancel)
    row: npt.NDArray[np.float32] = rows[0]
    if (row < 0.0).any() or abs(float(row.sum()) - 1.0) > _SUM_TOLERANCE:
        raise ModelError("The view classifier's probabilities do not sum to 1.", "Verify the bundle.")
    return row


def rank_views(
    sop_instance_uid: str,
    probabilities: npt.NDArray[np.float32],
    views: Sequence[ViewLabel],
    override: str | None = None,
) -> ClipViews:
    """Return all views of one clip, most probable first; of equal ones the earlier in the bundle.

    Parameters
    ----------
    sop_instance_uid : str
        The clip.
    probabilities : ndarray of float32, shape (V,)
        In the order of `views`.
    views : sequence of ViewLabel
        The bundle's views.
    override : str, optional
        View id that the reader has set: it comes first with probability 1, the others follow in the classifier's
        order with probability 0.
    """
    order = np.argsort(-probabilities, kind="stable")
    ranked = [ViewPrediction(views[i].id, float(probabilities[i])) for i in order]
    if override is None:
        return ClipViews(sop_instance_uid, tuple(ranked))
    others = [ViewPrediction(view.view_id, 0.0) for view in ranked if view.view_id != override]
    return ClipViews(sop_instance_uid, (ViewPrediction(override, 1.0), *others), overridden=True)
