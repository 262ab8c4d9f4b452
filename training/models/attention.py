"""The anatomical attention: how much each clip counts for each section of the report."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class AnatomicalAttention(nn.Module):
    """Gated attention over the clips of a study, one set of weights for each section.

    References
    ----------
    Ilse M, Tomczak J, Welling M. Attention-based deep multiple instance learning. ICML 2018, equation 9.
    """

    def __init__(self, embedding: int, views: int, sections: int, hidden: int = 128) -> None:
        super().__init__()
        self.from_embedding = nn.Linear(embedding, 2 * hidden)
        self.from_view = nn.Linear(views, 2 * hidden, bias=False)
        self.score = nn.Linear(hidden, sections)

    def scores(self, embeddings: Tensor, view_probabilities: Tensor) -> Tensor:
        """Return the score, (..., N, S), of clips (..., N, D) with view probabilities (..., N, V)."""
        mixed = self.from_embedding(embeddings) + self.from_view(view_probabilities)
        value, gate = mixed.chunk(2, dim=-1)
        scores: Tensor = self.score(torch.tanh(value) * torch.sigmoid(gate))
        return scores

    def forward(self, embeddings: Tensor, view_probabilities: Tensor) -> Tensor:
        """Return weights, (S, N), rows sum to 1, of the clips of one study."""
        return torch.softmax(self.scores(embeddings, view_probabilities).transpose(-1, -2), dim=-1)
