"""Step 2: each clip becomes a vector in the space that the reports share."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.inference.results import ClipEmbedding, PreparedClip
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.progress import CancelToken


def embed_clip(clip: PreparedClip, models: Models, cancel: CancelToken) -> npt.NDArray[np.float32]:
    """Return the video encoder's vector of one clip, float32, shape (D,).

    Raises
    ------
    ModelError
        If the encoder fails.
    CancelledError
        If the work was cancelled.
    """
    rows = models.run(ModelRole.VIDEO_ENCODER, {"clips": clip.tensor[None]}, cancel)
    row: npt.NDArray[np.float32] = rows[0]
    return row


def clip_embedding(sop_instance_uid: str, vector: npt.NDArray[np.float32]) -> ClipEmbedding:
    """Return the vector with the clip it belongs to and its hash."""
    digest = hashlib.sha256(np.ascontiguousarray(vector, "<f4").tobytes()).hexdigest()
    return ClipEmbedding(sop_instance_uid, vector, digest)
