"""A supervised start of the video encoder, on views and the phantom's truth.

The published method starts from Kinetics weights, which a small configuration does not have. This start stands in for
them: it is stated in the model card, and the contrastive training that follows never sees a label.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config, StageConfig
from training.datasets.augment import augment
from training.datasets.clip_store import ClipStore, StudyRecord
from training.engine import Figures, Outputs, Run, Step, StepAt, in_bfloat16, split, train
from training.models.video_encoder import VideoEncoder

Look = Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]
"""Clips, (N, T, H, W, 3), to what an encoder sees of them."""

EF_WEIGHT = 4.0
"""How much more the ejection fraction counts than any other figure of the truth."""

LOG_VARIANCE = (-5.0, 1.0)
"""Bounds of the predicted log variance of a standardised figure."""

BETA = 0.5
"""Power of the variance that weighs the likelihood (Seitzer M et al. ICLR 2022, equation 9)."""


class PictureStart(nn.Module):
    """The convolutions of a video encoder with a head for views and one for the truth, over pairs of frames."""

    def __init__(self, encoder: VideoEncoder, views: int, figures: int) -> None:
        super().__init__()
        self.stem = encoder.trunk.conv_proj
        self.mean, self.std = encoder.mean, encoder.std
        channels = self.stem.net[-1].second.out_channels
        self.views = nn.Linear(channels, views)
        self.truth = nn.Linear(channels, 2 * figures)

    def forward(self, pairs: Tensor) -> tuple[Tensor, Tensor]:
        """Return what `WarmStart` does, of uint8 pairs of frames, (N, 2, H, W, 3)."""
        x = (pairs.float() - self.mean) * (1.0 / self.std)
        features = self.stem.pictures(x.permute(0, 1, 4, 2, 3).flatten(1, 2)).mean(dim=(2, 3))
        return self.views(features), self.truth(features)


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
    stage = config.warm_start
    quality = config.data.jpeg_quality if config.data else 0
    model = WarmStart(encoder, views, len(truth_table(store.studies)[0]))

    def draw(step: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], Tensor]:
        chosen = epoch_batch(len(store), stage.batch, step, run.seed)
        return chosen, torch.from_numpy(augment(look(store.read(chosen)), rng, quality))

    train(model, _supervised(model, store, stage, run, draw), stage, run)


def train_picture_start(config: Config, store: ClipStore, views: int, run: Run, encoder: VideoEncoder) -> None:
    """Train the encoder's convolutions on pairs of frames; their weights and the heads' go to `run.result`.

    A pair of frames costs an eighth of a clip and shows views, sizes, jets and scales; motion is left to the clips.
    """
    stage = config.picture_start
    quality = config.data.jpeg_quality if config.data else 0
    model = PictureStart(encoder, views, len(truth_table(store.studies)[0]))

    def draw(step: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], Tensor]:
        chosen = epoch_batch(len(store), stage.batch, step, run.seed)
        first = 2 * rng.integers(0, store.clip_shape[0] // 2, len(chosen))
        pairs = np.stack([store.read_frames(chosen, first), store.read_frames(chosen, first + 1)], axis=1)
        return chosen, torch.from_numpy(augment(pairs, rng, quality))

    train(model, _supervised(model, store, stage, run, draw), stage, run)


def _supervised(
    model: PictureStart | WarmStart,
    store: ClipStore,
    stage: StageConfig,
    run: Run,
    draw: Callable[[int, np.random.Generator], tuple[npt.NDArray[np.int64], Tensor]],
) -> StepAt:
    """Return the steps of a training on views and truth; `draw` gives the places of clips and their pictures."""
    names, table = truth_table(store.studies)
    ef = names.index("ef") if "ef" in names else 0
    targets = torch.from_numpy(table)
    weights = truth_weights(names, EF_WEIGHT)
    # The running statistics of batch norm come from the first part alone, so that they do not depend on timing.
    models = [model, *(twin(model) for _ in range(run.threads - 1))]

    def step_at(step: int, rng: np.random.Generator) -> Step:
        chosen, pictures = draw(step, rng)
        view_target = torch.from_numpy(store.view_of[chosen])
        target = targets[torch.from_numpy(store.study_of[chosen])]

        def forward(own: nn.Module, part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                logits, figures = own(pictures[part])
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

        parts = split(len(chosen), run.threads)
        return Step([partial(forward, own, part) for own, part in zip(models, parts, strict=False)], loss)

    return step_at


def twin(model: nn.Module) -> nn.Module:
    """Return a model with the same weights and running statistics of its own.

    Batch norm writes its running statistics in the forward pass; two threads may share weights, not those.
    """
    other = copy.deepcopy(model)
    for own, copied in zip(model.modules(), other.modules(), strict=True):
        copied._parameters = own._parameters
    return other.train()


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
