"""Training of the anatomical attention: which clips of a study tell what a section of its report says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config
from training.contrastive import MAX_SCALE, info_nce
from training.engine import Figures, Outputs, Run, Step, train
from training.models.attention import AnatomicalAttention
from training.warm_start import epoch_batch

KEEP_CLIP = 0.7
"""Probability that a clip stays in a study of a training step, so that missing views are met."""

GUIDANCE = 0.3
"""Weight of the anatomical guidance beside the contrastive loss."""

ADAPTER = 64
"""Length of the vectors in which a section's clips and its text are compared; the adapters are not exported."""

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class StudyVectors:
    """What the attention learns from one study."""

    embeddings: Vectors
    """float32, shape (N, D): unit vectors of its clips."""
    view_probabilities: Vectors
    """float32, shape (N, V)."""
    section_texts: Vectors
    """float32, shape (S, D): unit vectors of its sections' texts; rows of zeros where a section is missing."""
    section_keys: tuple[int, ...]
    """Per section a number that is the same for the same text, -1 where the section is missing."""
    shows: npt.NDArray[np.bool_]
    """bool, shape (S, N): which clips show the section, by their view."""


class AttentionTrainer(nn.Module):
    """The attention, and a pair of adapters for each section."""

    def __init__(self, attention: AnatomicalAttention, embedding: int, sections: int) -> None:
        super().__init__()
        self.attention = attention
        self.from_clips = nn.Parameter(torch.randn(sections, embedding, ADAPTER) / embedding**0.5)
        self.from_text = nn.Parameter(torch.randn(sections, embedding, ADAPTER) / embedding**0.5)
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(1.0 / 0.07))))

    def forward(
        self, embeddings: Tensor, views: Tensor, present: Tensor, texts: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return unit vectors of each section's clips and text, both (B, S, A), and the weights, (B, S, N).

        `present` is bool (B, N): which rows of the padded studies are clips.
        """
        scores = self.attention.scores(embeddings, views).masked_fill(~present[..., None], float("-inf"))
        weights = torch.softmax(scores.transpose(1, 2), dim=2)
        weighted = weights @ embeddings
        clips = torch.einsum("bsd,sda->bsa", F.normalize(weighted, dim=2), self.from_clips)
        said = torch.einsum("bsd,sda->bsa", texts, self.from_text)
        return F.normalize(clips, dim=2), F.normalize(said, dim=2, eps=1e-6), weights


def fit_attention(config: Config, studies: list[StudyVectors], run: Run) -> None:
    """Train the attention and write its weights, with the adapters', to `run.result`."""
    stage = config.attention
    first = studies[0]
    sections, embedding = first.section_texts.shape
    model = build_trainer(embedding, first.view_probabilities.shape[1], sections)

    def step_at(step: int, rng: np.random.Generator) -> Step:
        batch = [studies[place] for place in epoch_batch(len(studies), stage.batch, step, run.seed)]
        embeddings, views, present, shows = _padded(batch, rng)
        texts = torch.from_numpy(np.stack([study.section_texts for study in batch]))
        keys = torch.tensor([study.section_keys for study in batch])

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            ((clips, said, weights),) = parts
            scale = model.log_scale.clamp(max=float(np.log(MAX_SCALE))).exp()
            losses = []
            for section in range(sections):
                known = keys[:, section] >= 0
                own = keys[known, section]
                if len(set(own.tolist())) > 1:
                    same = own[:, None] == own[None, :]
                    losses.append(info_nce(clips[known, section], said[known, section], scale, same))
            told = torch.stack(losses).mean() if losses else clips.sum() * 0.0
            guided = anatomical_guidance(weights, shows)
            return told + GUIDANCE * guided, {"told": told.item(), "guided": guided.item(), "scale": scale.item()}

        return Step([lambda: model(embeddings, views, present, texts)], loss)

    train(model, step_at, stage, run)


def anatomical_guidance(weights: Tensor, shows: Tensor) -> Tensor:
    """Return how far the weights stray from clips that show their section: the mean of -log of their share.

    Sections of which a study has no such clip, or no other, do not count. Which of the clips is best is left to the
    contrastive loss.
    """
    share = (weights * shows).sum(dim=2)
    counts = shows.any(dim=2) & (share < 1.0)
    return -(share.clamp(min=1e-6).log() * counts).sum() / counts.sum().clamp(min=1)


def build_trainer(embedding: int, views: int, sections: int) -> AttentionTrainer:
    """Return an untrained attention with its adapters."""
    return AttentionTrainer(AnatomicalAttention(embedding, views, sections), embedding, sections)


def _padded(batch: list[StudyVectors], rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return embeddings (B, N, D), view probabilities (B, N, V), clips in the rows (B, N), clips that show (B, S, N).

    Some clips are left out.
    """
    kept = []
    for study in batch:
        rows = np.flatnonzero(rng.random(len(study.embeddings)) < KEEP_CLIP)
        kept.append(rows if len(rows) else np.asarray([rng.integers(len(study.embeddings))]))
    longest = max(len(rows) for rows in kept)
    embeddings = np.zeros((len(batch), longest, batch[0].embeddings.shape[1]), np.float32)
    views = np.zeros((len(batch), longest, batch[0].view_probabilities.shape[1]), np.float32)
    present = np.zeros((len(batch), longest), bool)
    shows = np.zeros((len(batch), len(batch[0].shows), longest), bool)
    for place, (study, rows) in enumerate(zip(batch, kept, strict=True)):
        embeddings[place, : len(rows)] = study.embeddings[rows]
        views[place, : len(rows)] = study.view_probabilities[rows]
        present[place, : len(rows)] = True
        shows[place, :, : len(rows)] = study.shows[:, rows]
    return torch.from_numpy(embeddings), torch.from_numpy(views), torch.from_numpy(present), torch.from_numpy(shows)
