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

EF_WEIGHT = 10.0
"""How much more the ejection fraction counts than any other figure of the truth."""

FOCUS_FROM = 0.7
"""Share of the steps after which the views are known and motion comes first."""

FOCUS_EF_WEIGHT = 30.0
"""The ejection fraction's weight from then on."""


class WarmStart(nn.Module):
    """A video encoder with a head for views and one for the truth."""

    def __init__(self, encoder: VideoEncoder, views: int, figures: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.views = nn.Linear(encoder.features_length, views)
        self.truth = nn.Linear(encoder.features_length, figures)

    def forward(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """Return view logits and standardised figures of clips."""
        features = self.encoder.features(clips)
        return self.views(features), self.truth(features)


def truth_table(studies: list[StudyRecord]) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return names and standardised values, (studies, figures), of what every study knows and not all share."""
    names = sorted(set.intersection(*(set(study.truth) for study in studies)))
    table = np.asarray([[study.truth[name] for name in names] for study in studies], np.float64)
    spread = table.std(axis=0)
    varied = np.isfinite(spread) & (spread > 1e-6)
    table = (table[:, varied] - table[:, varied].mean(axis=0)) / spread[varied]
    return [name for name, kept in zip(names, varied, strict=True) if kept], np.clip(table, -4.0, 4.0).astype(
        np.float32
    )


def train_warm_start(
    config: Config,
    store: ClipStore,
    views: int,
    run: Run,
    encoder: VideoEncoder,
    look: Look,
    motion_views: Sequence[int] = (),
) -> None:
    """Train the encoder with its two heads; the weights of all go to `run.result`.

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
        Clips to what the encoder sees of them (all frames, or the first one for the baseline).
    motion_views : sequence of int
        Views that show the walls' motion; in the last part of the steps half of each batch are such clips.
    """
    names, table = truth_table(store.studies)
    model = WarmStart(encoder, views, len(names))
    ef = names.index("ef") if "ef" in names else 0
    stage = config.warm_start
    quality = config.data.jpeg_quality if config.data else 0
    targets = torch.from_numpy(table)
    moving = np.flatnonzero(np.isin(store.view_of, motion_views))

    def step_at(step: int, rng: np.random.Generator) -> Step:
        focused = step >= FOCUS_FROM * stage.steps and len(moving) > 0
        chosen = epoch_batch(len(store), stage.batch, step, run.seed)
        if focused:
            drawn = moving[epoch_batch(len(moving), stage.batch // 2, step, run.seed + 1)]
            chosen[: len(drawn)] = drawn[: len(chosen)]
        weights = truth_weights(names, FOCUS_EF_WEIGHT if focused else EF_WEIGHT)
        clips = torch.from_numpy(augment(look(store.read(chosen)), rng, quality))
        view_target = torch.from_numpy(store.view_of[chosen])
        target = targets[torch.from_numpy(store.study_of[chosen])]

        def forward(part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                logits, figures = model(clips[part])
            return logits.float(), figures.float()

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            logits, figures = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
            errors = F.smooth_l1_loss(figures, target, reduction="none")
            view_loss = F.cross_entropy(logits, view_target, label_smoothing=0.05)
            total = 0.5 * view_loss + 4.0 * (errors * weights).sum(dim=1).mean()
            return total, {
                "view_loss": view_loss.item(),
                "top1": (logits.argmax(1) == view_target).float().mean().item(),
                "truth_error": errors.mean().item(),
                "ef_error": errors[:, ef].mean().item(),
            }

        return Step([partial(forward, part) for part in split(len(chosen), run.threads)], loss)

    train(model, step_at, stage, run)


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
