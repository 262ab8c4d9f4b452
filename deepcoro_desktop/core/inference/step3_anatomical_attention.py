"""Step 3: how much each clip counts for each section of the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import AttentionKind, Manifest, ModelRole
from deepcoro_desktop.core.errors import ModelError
from deepcoro_desktop.core.inference.results import ClipEmbedding, ClipViews, ClipWeight, SectionAttention
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.progress import CancelToken

_SUM_TOLERANCE: Final = 1e-2


def attend(
    embeddings: Sequence[ClipEmbedding],
    views: Sequence[ClipViews],
    manifest: Manifest,
    models: Models,
    cancel: CancelToken,
) -> tuple[SectionAttention, ...]:
    """Return the weights of all clips for each section, in the bundle's order of sections.

    Where a table gives all of them 0, they weigh the same and the section is not informed.

    Parameters
    ----------
    embeddings, views : sequence
        Of the used clips, in the same order; at least one.
    manifest : Manifest
        Says whether the weights are learned or stand in a table.
    models : Models
        Runs the attention's graph where they are learned.
    cancel : CancelToken
        Stops the run.

    Raises
    ------
    ModelError
        If the graph fails or its rows are no weights.
    CancelledError
        If the work was cancelled.
    """
    if manifest.attention.kind is AttentionKind.LEARNED:
        inputs = {
            "embeddings": np.stack([embedding.vector for embedding in embeddings]).astype(np.float32),
            "view_probabilities": _probabilities(views, manifest),
        }
        weights = models.run(ModelRole.ANATOMICAL_ATTENTION, inputs, cancel).astype(np.float64)
        shape = (len(manifest.sections), len(embeddings))
        sound = weights.shape == shape and not (weights < 0.0).any()
        if not sound or not np.allclose(weights.sum(axis=1), 1.0, atol=_SUM_TOLERANCE):
            raise ModelError("The attention's weights do not sum to 1 in each section.", "Verify the bundle.")
    else:
        weights = _table_weights(views, manifest)
    sums = weights.sum(axis=1, keepdims=True)
    informed = sums[:, 0] > 0.0
    weights = np.where(sums > 0.0, weights / np.where(sums > 0.0, sums, 1.0), 1.0 / len(embeddings))
    uids = [embedding.sop_instance_uid for embedding in embeddings]
    return tuple(
        SectionAttention(section.name, _largest_first(uids, row), manifest.attention.kind, bool(known))
        for section, row, known in zip(manifest.sections, weights, informed, strict=True)
    )


def _probabilities(views: Sequence[ClipViews], manifest: Manifest) -> npt.NDArray[np.float32]:
    """Return the views' probabilities in the bundle's order, shape (N, V); one-hot where the reader set the view."""
    column = {view.id: index for index, view in enumerate(manifest.views)}
    matrix = np.zeros((len(views), len(column)), np.float32)
    for row, clip in enumerate(views):
        for prediction in clip.predictions:
            matrix[row, column[prediction.view_id]] = prediction.probability
    return matrix


def _table_weights(views: Sequence[ClipViews], manifest: Manifest) -> npt.NDArray[np.float64]:
    """Return the table's entry of each clip's best view, shape (S, N)."""
    column = {view.id: index for index, view in enumerate(manifest.views)}
    table = np.array(manifest.attention.table, np.float64)
    weights: npt.NDArray[np.float64] = table[:, [column[clip.best.view_id] for clip in views]]
    return weights


def _largest_first(uids: Sequence[str], row: npt.NDArray[np.float64]) -> tuple[ClipWeight, ...]:
    order = np.argsort(-row, kind="stable")
    return tuple(ClipWeight(uids[i], float(row[i])) for i in order)
