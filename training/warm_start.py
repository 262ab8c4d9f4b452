"""A supervised start of the video encoder, on views and the phantom's truth: first on pictures, then on clips.

The published method starts from Kinetics weights, which a small configuration does not have. This start stands in for
them: it is stated in the model card, and the contrastive training that follows never sees a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import AugmentConfig, Config, StageConfig
from training.datasets.augment import augment_clip, sample_generator
from training.datasets.clip_store import ClipStore, StudyRecord
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, step_generator, train, twin
from training.loader import prefetched
from training.models.video_encoder import VideoEncoder

EF_WEIGHT = 4.0
"""How much more the ejection fraction counts than any other figure of the truth."""

VIEW_WEIGHT = 0.5
TRUTH_WEIGHT = 4.0
"""Weights of the two losses."""

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
        self.views = nn.Linear(self.stem.channels, views)
        self.truth = nn.Linear(self.stem.channels, 2 * figures)

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


@dataclass(frozen=True, slots=True, eq=False)
class SupervisedBatch:
    """Clips or pairs of frames, and what is known of them."""

    pictures: Tensor
    """uint8, shape (B, T, H, W, 3)."""
    views: Tensor
    """int64, shape (B,)."""
    truth: Tensor
    """float32, shape (B, F): standardised."""


@dataclass(frozen=True, slots=True, eq=False)
class SupervisedSource:
    """Makes the batch of any step; every draw follows from the seed, the epoch and the clip's key."""

    store: ClipStore
    truth: npt.NDArray[np.float32]
    """Of the store's studies."""
    batch: int
    seed: int
    augment: AugmentConfig
    jpeg_quality: int
    pairs: bool
    """Whether a pair of its frames stands for a clip."""

    def __getitem__(self, step: int) -> SupervisedBatch:
        """Return the batch of a step."""
        chosen = epoch_batch(len(self.store), self.batch, step, self.seed)
        epoch = step // max(1, len(self.store) // self.batch)
        clips = self._pairs(chosen, step) if self.pairs else self.store.read(chosen)
        out = np.empty_like(clips)
        for place, clip in enumerate(chosen):
            rng = sample_generator(self.seed, epoch, self.store.keys[clip])
            augment_clip(clips[place], rng, self.augment, self.jpeg_quality, out[place])
        views, studies = self.store.view_of[chosen], self.store.study_of[chosen]
        return SupervisedBatch(torch.from_numpy(out), torch.from_numpy(views), torch.from_numpy(self.truth[studies]))

    def _pairs(self, chosen: npt.NDArray[np.int64], step: int) -> npt.NDArray[np.uint8]:
        pairs = self.store.clip_shape[0] // 2
        first = 2 * step_generator(self.seed, step).integers(0, pairs, len(chosen))
        return np.stack([self.store.read_frames(chosen, first), self.store.read_frames(chosen, first + 1)], axis=1)


def train_picture_start(config: Config, store: ClipStore, views: int, run: Run, encoder: VideoEncoder) -> None:
    """Train the encoder's convolutions on pairs of frames; their weights and the heads' go to `run.result`.

    A pair of frames costs an eighth of a clip and shows views, sizes, jets and scales; motion is left to the clips.

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
        Whose convolutions learn.
    """
    stage = config.picture_start
    names, table = truth_table(store.studies)
    source = SupervisedSource(store, table, stage.batch, run.seed, config.augment, config.jpeg_quality, pairs=True)
    _train(config, stage, PictureStart(encoder, views, len(names)), names, source, run)


def train_warm_start(config: Config, store: ClipStore, views: int, run: Run, encoder: VideoEncoder) -> None:
    """Train the encoder with its two heads on clips; the weights of all go to `run.result`.

    A clip shows some figures of the truth and not others: the head also learns how sure it is, so that what a view does
    not show costs nothing. The parameters are those of `train_picture_start`.
    """
    stage = config.warm_start
    names, table = truth_table(store.studies)
    source = SupervisedSource(store, table, stage.batch, run.seed, config.augment, config.jpeg_quality, pairs=False)
    encoder.learns_statistics = True
    _train(config, stage, WarmStart(encoder, views, len(names)), names, source, run)
    encoder.learns_statistics = False


def _train(
    config: Config, stage: StageConfig, model: nn.Module, names: list[str], source: SupervisedSource, run: Run
) -> None:
    ef = names.index("ef") if "ef" in names else 0
    weights = truth_weights(names, EF_WEIGHT).to(run.device)
    threads = run.threads if run.device == "cpu" else 1
    # The running statistics of batch norm come from the first part alone, so that they do not depend on timing.
    models = [model, *(twin(model) for _ in range(threads - 1))]

    with prefetched(source, stage.steps, config.workers) as batch_of:

        def step_at(step: int, _rng: np.random.Generator) -> Step:
            batch = batch_of(step)
            views, truth = batch.views.to(run.device), batch.truth.to(run.device)

            def forward(own: nn.Module, part: slice) -> Outputs:
                with in_bfloat16(stage.bfloat16, run.device):
                    logits, figures = own(batch.pictures[part].to(run.device))
                return logits.float(), figures.float()

            def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
                logits, figures = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
                view_loss = F.cross_entropy(logits, views, label_smoothing=0.05)
                surprise = (beta_likelihood(figures, truth) * weights).sum(dim=1).mean()
                errors = (figures[:, : len(names)] - truth).square()
                return VIEW_WEIGHT * view_loss + TRUTH_WEIGHT * surprise, {
                    "view_loss": view_loss.item(),
                    "top1": (logits.argmax(1) == views).float().mean().item(),
                    "truth_error": errors.mean().item(),
                    "ef_error": errors[:, ef].mean().item(),
                }

            parts = split(len(batch.pictures), threads)
            return Step([partial(forward, own, part) for own, part in zip(models, parts, strict=False)], loss)

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
