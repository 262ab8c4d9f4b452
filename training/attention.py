"""Training of the anatomical attention: which clips of a study tell what a section of its report says.

A section's query is the weighted sum of the clips, the study's query the mean of its sections' queries: what the
desktop looks reports up by. The study's query shall find the study's report, a section's query the reports that say the
same of the section. On locked trunks both encoders' last layers learn with the attention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config, StageConfig
from training.contrastive import MAX_SCALE, ContrastivePair, info_nce
from training.engine import Figures, Outputs, Run, Step, train
from training.models.attention import AnatomicalAttention
from training.warm_start import epoch_batch

KEEP_CLIP = 0.7
"""Probability that a clip stays in a study of a training step, so that missing views are met."""

SECTIONS_WEIGHT = 0.5
"""Weight of what the sections' queries find beside what the study's query finds."""

GUIDANCE = 0.3
"""Weight of the anatomical guidance beside the contrastive loss."""

ALIKE_WEIGHT = 0.25
"""Weight of what the plain mean of the clips finds, where the last layers learn too."""

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class StudyVectors:
    """What the attention learns from one study."""

    clips: Vectors
    """float32, shape (N, D): unit vectors of its clips; features of the trunk where the last layers learn too."""
    view_probabilities: Vectors
    """float32, shape (N, V)."""
    report: Vectors
    """float32, shape (D,): unit vector of its report, or its features."""
    report_key: int
    """A number that is the same for the same report."""
    section_keys: tuple[int, ...]
    """Per section a number that is the same where reports say the same of it, -1 where the section is missing."""
    shows: npt.NDArray[np.bool_]
    """bool, shape (S, N): which clips show the section, by their view."""


class AttentionTrainer(nn.Module):
    """The attention and the scale of its loss, with both encoders' last layers where they learn too."""

    def __init__(self, attention: AnatomicalAttention, pair: ContrastivePair | None = None) -> None:
        super().__init__()
        self.attention = attention
        self.video_head = pair.video.head if pair else None
        self.text_head = pair.text.head if pair else None
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(1.0 / 0.07))))

    @property
    def scale(self) -> Tensor:
        """Factor of the cosines, at most `MAX_SCALE`."""
        return self.log_scale.clamp(max=float(np.log(MAX_SCALE))).exp()

    def forward(self, clips: Tensor, views: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return each section's unit query, (B, S, D), the weights, (B, S, N), and the plain mean's query, (B, D).

        `present` is bool (B, N): which rows of the padded studies are clips.
        """
        if self.video_head is not None:
            clips = F.normalize(self.video_head(clips), dim=2)
        scores = self.attention.scores(clips, views).masked_fill(~present[..., None], float("-inf"))
        weights = torch.softmax(scores.transpose(1, 2), dim=2)
        alike = (clips * present[..., None]).sum(dim=1)
        return F.normalize(weights @ clips, dim=2), weights, F.normalize(alike, dim=1)

    def reports(self, vectors: Tensor) -> Tensor:
        """Return unit vectors, (B, D), of reports."""
        return vectors if self.text_head is None else F.normalize(self.text_head(vectors), dim=1)


def fit_attention(config: Config, studies: list[StudyVectors], run: Run) -> None:
    """Train the attention on the vectors of finished encoders and write its weights to `run.result`."""
    first = studies[0]
    model = build_trainer(first.clips.shape[1], first.view_probabilities.shape[1], len(first.section_keys))
    _fit(config.attention, model, studies, run)


def fit_last_layers(config: Config, studies: list[StudyVectors], pair: ContrastivePair, run: Run) -> None:
    """Train both encoders' last layers and the attention together, on the features of the locked trunks.

    The weights of all three go to `run.result`; the pair's last layers are changed.
    """
    first = studies[0]
    views, sections = first.view_probabilities.shape[1], len(first.section_keys)
    attention = AnatomicalAttention(config.video.embedding, views, sections)
    _fit(config.pretrain, AttentionTrainer(attention, pair), studies, run)


def _fit(stage: StageConfig, model: AttentionTrainer, studies: list[StudyVectors], run: Run) -> None:
    stage = stage.in_steps(len(studies))

    def step_at(step: int, rng: np.random.Generator) -> Step:
        batch = [studies[place] for place in epoch_batch(len(studies), stage.batch, step, run.seed)]
        clips, views, present, shows = (tensor.to(run.device) for tensor in _padded(batch, rng))
        told = torch.from_numpy(np.stack([study.report for study in batch])).to(run.device)
        same = _equal([study.report_key for study in batch]).to(run.device)
        keys = torch.tensor([study.section_keys for study in batch], device=run.device)

        def forward() -> Outputs:
            return (*model(clips, views, present), model.reports(told))

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            ((queries, weights, alike, reports),) = parts
            found = info_nce(F.normalize(queries.mean(dim=1), dim=1), reports, model.scale, same)
            sections = section_loss(queries, reports, model.scale, keys)
            guided = anatomical_guidance(weights, shows)
            total = found + SECTIONS_WEIGHT * sections + GUIDANCE * guided
            if model.video_head is not None:
                total = total + ALIKE_WEIGHT * info_nce(alike, reports, model.scale, same)
            return total, {"found": found.item(), "sections": sections.item(), "guided": guided.item()}

        return Step([forward], loss)

    train(model, step_at, stage, run)


def section_loss(queries: Tensor, reports: Tensor, scale: Tensor, keys: Tensor) -> Tensor:
    """Return how badly the sections' queries find the reports that say the same of them.

    What n reports of the batch say counts by the root of n, not by n: the normal finding does not drown the rare one.

    Parameters
    ----------
    queries : Tensor, shape (B, S, D)
        Unit vectors.
    reports : Tensor, shape (B, D)
        Unit vectors.
    scale : Tensor
        Factor of the cosines.
    keys : Tensor of int64, shape (B, S)
        The same number where reports say the same of a section, -1 where they say nothing.

    Returns
    -------
    Tensor
        Mean weighed InfoNCE over the sections that at least two different things are said of; 0 if there is none.
    """
    losses = []
    for section in range(keys.shape[1]):
        known = keys[:, section] >= 0
        own = keys[known, section]
        if len(set(own.tolist())) > 1:
            same = own[:, None] == own[None, :]
            rarity = same.sum(dim=1).float().rsqrt()
            losses.append(info_nce(queries[known, section], reports[known], scale, same, rarity))
    return torch.stack(losses).mean() if losses else queries.sum() * 0.0


def anatomical_guidance(weights: Tensor, shows: Tensor) -> Tensor:
    """Return how far the weights stray from clips that show their section: the mean of -log of their share.

    Sections of which a study has no such clip, or no other, do not count. Which of the clips is best is left to the
    contrastive loss.
    """
    share = (weights * shows).sum(dim=2)
    counts = shows.any(dim=2) & (share < 1.0)
    return -(share.clamp(min=1e-6).log() * counts).sum() / counts.sum().clamp(min=1)


def build_trainer(embedding: int, views: int, sections: int) -> AttentionTrainer:
    """Return an untrained attention with the scale of its loss."""
    return AttentionTrainer(AnatomicalAttention(embedding, views, sections))


def _equal(keys: Sequence[int]) -> Tensor:
    numbers = torch.tensor(keys)
    return numbers[:, None] == numbers[None, :]


def _padded(batch: list[StudyVectors], rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return clips (B, N, D), view probabilities (B, N, V), clips in the rows (B, N), clips that show (B, S, N).

    Some clips are left out.
    """
    kept = []
    for study in batch:
        rows = np.flatnonzero(rng.random(len(study.clips)) < KEEP_CLIP)
        kept.append(rows if len(rows) else np.asarray([rng.integers(len(study.clips))]))
    longest = max(len(rows) for rows in kept)
    embeddings = np.zeros((len(batch), longest, batch[0].clips.shape[1]), np.float32)
    views = np.zeros((len(batch), longest, batch[0].view_probabilities.shape[1]), np.float32)
    present = np.zeros((len(batch), longest), bool)
    shows = np.zeros((len(batch), len(batch[0].shows), longest), bool)
    for place, (study, rows) in enumerate(zip(batch, kept, strict=True)):
        embeddings[place, : len(rows)] = study.clips[rows]
        views[place, : len(rows)] = study.view_probabilities[rows]
        present[place, : len(rows)] = True
        shows[place, :, : len(rows)] = study.shows[:, rows]
    return torch.from_numpy(embeddings), torch.from_numpy(views), torch.from_numpy(present), torch.from_numpy(shows)
