"""A supervised start of the video encoder, on views and the phantom's truth.

The published method starts from Kinetics weights, which a small configuration does not have. This start stands in for
them: it is stated in the model card, and the contrastive training that follows never sees a label.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config
from training.datasets.augment import augment
from training.datasets.clip_store import ClipStore, StudyRecord
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, train
from training.models.video_encoder import VideoEncoder

Look = Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]
"""Clips, (N, T, H, W, 3), to what an encoder sees of them."""

EF_WEIGHT = 4.0
"""How much more the ejection fraction counts than any other figure of the truth."""

LOG_VARIANCE = (-5.0, 1.0)
"""Bounds of the predicted log variance of a standardised figure."""

BETA = 0.5
"""Power of the variance that weighs the likelihood (Seitzer M et al. ICLR 2022, equation 9)."""


class WarmStart(nn.Module):
    """A video encoder with a head for views and one for the truth."""

    def __init__(self, encoder: VideoEncoder, views: int, figures: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.views = nn.Linear(encoder.features_length, views)
        self.truth = nn.Linear(encoder.features_length, 2 * figures)

    def forward(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """Return view logits, (N, V), and of each standardised figure the mean and log variance, (N, 2 * F)."""
        features = self.encoder.features(clips)
        return self.views(features), self.truth(features)


def truth_table(studies: Sequence[StudyRecord]) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return names and standardised values, (studies, figures), of what every study knows and not all share."""
    names = sorted(set.intersection(*(set(study.truth) for study in studies)))
    table = np.asarray([[study.truth[name] for name in names] for study in studies], np.float64)
    spread = table.std(axis=0)
    varied = np.isfinite(spread) & (spread > 1e-6)
    table = (table[:, varied] - table[:, varied].mean(axis=0)) / spread[varied]
    return [name for name, kept in zip(names, varied, strict=True) if kept], np.clip(table, -4.0, 4.0).astype(
        np.float32
    )


def train_warm_start(config: Config, store: ClipStore, views: int, run: Run, encoder: VideoEncoder, look: Look) -> None:
    """Train the encoder with its two heads; the weights of all go to `run.result`.

    A clip shows some figures of the truth and not others: the head also learns how sure it is, so that what a view does
    not show costs nothing.

    Parameters
    ----------
    config : Config
        All settings.
    store : ClipStore
        Training clips with view and truth.
    views : int
        Number of views.
    run : Run
        Files and seed.
    encoder : VideoEncoder
        What learns.
    look : callable
        Clips to what the encoder sees of them (all frames, or the first one for a baseline).
    """
    names, table = truth_table(store.studies)
    model = WarmStart(encoder, views, len(names))
    ef = names.index("ef") if "ef" in names else 0
    stage = config.warm_start
    quality = config.data.jpeg_quality if config.data else 0
    targets = torch.from_numpy(table)
    weights = truth_weights(names, EF_WEIGHT)

    def step_at(step: int, rng: np.random.Generator) -> Step:
        chosen = epoch_batch(len(store), stage.batch, step, run.seed)
        clips = torch.from_numpy(augment(look(store.read(chosen)), rng, quality))
        view_target = torch.from_numpy(store.view_of[chosen])
        target = targets[torch.from_numpy(store.study_of[chosen])]

        def forward(part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                logits, figures = model(clips[part])
            return logits.float(), figures.float()

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            logits, figures = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
            surprise = beta_likelihood(figures, target)
            view_loss = F.cross_entropy(logits, view_target, label_smoothing=0.05)
            total = 0.5 * view_loss + 4.0 * (surprise * weights).sum(dim=1).mean()
            errors = (figures[:, : len(names)] - target).square()
            return total, {
                "view_loss": view_loss.item(),
                "top1": (logits.argmax(1) == view_target).float().mean().item(),
                "truth_error": errors.mean().item(),
                "ef_error": errors[:, ef].mean().item(),
            }

        return Step([partial(forward, part) for part in split(len(chosen), run.threads)], loss)

    train(model, step_at, stage, run)


def beta_likelihood(figures: Tensor, target: Tensor) -> Tensor:
    """Return the Gaussian negative log likelihood of each figure, (N, F), weighed by a power of its own variance.

    Parameters
    ----------
    figures : Tensor, shape (N, 2 * F)
        Means, then log variances.
    target : Tensor, shape (N, F)
        Standardised truth.
    """
    mean, log_variance = figures.chunk(2, dim=1)
    log_variance = log_variance.clamp(*LOG_VARIANCE)
    surprise = 0.5 * ((target - mean).square() * (-log_variance).exp() + log_variance)
    return surprise * (BETA * log_variance).exp().detach()


def truth_weights(names: list[str], ef_weight: float) -> Tensor:
    """Return how much each figure of the truth counts, sum 1."""
    weights = torch.tensor([ef_weight if name == "ef" else 1.0 for name in names])
    return weights / weights.sum()


def epoch_batch(count: int, batch: int, step: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the batch of a step of an endless pass over shuffled items, a function of the seed and the step alone."""
    per_epoch = max(1, count // batch)
    epoch, place = divmod(step, per_epoch)
    order = np.random.default_rng((seed, 7, epoch)).permutation(count)
    return np.asarray(order[place * batch : (place + 1) * batch], np.int64)
