"""The contrastive losses: clips and reports of the same study attract each other, all others repel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

PairLoss = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
"""Queries (N, D), keys (M, D), scale and positive pairs (N, M) to a loss."""


def info_nce(queries: Tensor, keys: Tensor, scale: Tensor, positive: Tensor, weights: Tensor | None = None) -> Tensor:
    """Return the symmetric InfoNCE loss with several positives.

    Parameters
    ----------
    queries, keys : Tensor, shapes (N, D) and (M, D)
        Unit vectors.
    scale : Tensor
        Factor of the cosines.
    positive : Tensor of bool, shape (N, M)
        Which pairs belong together; at least one in every row and column. A row's positives share its target.
    weights : Tensor, shape (N,), optional
        What each query counts, and the key of its place; all alike where left out.

    Returns
    -------
    Tensor
        Mean of both directions' cross-entropy.

    References
    ----------
    van den Oord A et al. arXiv 1807.03748, equation 4; Khosla P et al. NeurIPS 2020, equation 2 (positives outside).
    """
    logits = scale * queries @ keys.T
    share = positive.float()
    forward = -(share / share.sum(1, keepdim=True) * logits.log_softmax(dim=1)).sum(1)
    backward = -(share / share.sum(0, keepdim=True) * logits.log_softmax(dim=0)).sum(0)
    if weights is None:
        return 0.5 * (forward.mean() + backward.mean())
    return 0.5 * (weights * (forward + backward)).sum() / weights.sum()


def siglip(queries: Tensor, keys: Tensor, scale: Tensor, positive: Tensor, bias: Tensor) -> Tensor:
    """Return the sigmoid loss: each pair is judged by itself, so several positives need nothing more.

    Parameters
    ----------
    queries, keys, scale, positive
        As for `info_nce`.
    bias : Tensor
        Added to every logit; it makes up for the many pairs that do not belong together.

    Returns
    -------
    Tensor
        Sum over all pairs, divided by the number of queries.

    References
    ----------
    Zhai X et al. Sigmoid loss for language image pre-training. ICCV 2023, algorithm 1.
    """
    logits = scale * queries @ keys.T + bias
    sign = 2.0 * positive.float() - 1.0
    return -F.logsigmoid(sign * logits).sum() / len(queries)


def study_vectors(clips: Tensor) -> Tensor:
    """Return unit study vectors, (B, D), the mean of unit clip vectors, (B, K, D)."""
    return F.normalize(clips.mean(dim=1), dim=1)


def contrastive_loss(
    clips: Tensor, texts: Tensor, scale: Tensor, same: Tensor, pair_loss: PairLoss = info_nce
) -> Tensor:
    """Return the mean of the loss of whole studies and of single clips.

    Parameters
    ----------
    clips : Tensor, shape (B, K, D)
        Unit vectors of K clips of each study.
    texts : Tensor, shape (B, D)
        Unit vectors of the reports.
    scale : Tensor
        Factor of the cosines.
    same : Tensor of bool, shape (B, B)
        Which studies' reports say the same; the diagonal is set.
    pair_loss : callable
        Loss of queries and keys.
    """
    studies = pair_loss(study_vectors(clips), texts, scale, same)
    if clips.shape[1] == 1:
        return studies
    single = pair_loss(clips.flatten(0, 1), texts, scale, same.repeat_interleave(clips.shape[1], dim=0))
    return 0.5 * (studies + single)


def same_text(texts: Sequence[str]) -> Tensor:
    """Return which texts are identical, bool (B, B)."""
    place = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    ids = torch.tensor([place[text] for text in texts])
    return ids[:, None] == ids[None, :]
