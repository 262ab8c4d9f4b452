"""Training of the view classifier: one frame of a clip at a time, every view as often as every other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config
from training.contrastive import in_batches
from training.datasets.augment import augment
from training.datasets.clip_store import ClipStore
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, train
from training.models.view_classifier import ViewClassifier

LABEL_SMOOTHING = 0.1


def train_views(config: Config, store: ClipStore, views: int, run: Run) -> None:
    """Train the view classifier and write its weights to `run.result`."""
    model = ViewClassifier(config.views, views, config.video)
    model.net.to(memory_format=torch.channels_last)
    stage = config.train_views
    # The running statistics of batch norm come from the first part alone, so that they do not depend on timing.
    nets = [model.net, *(model.twin() for _ in range(run.threads - 1))]
    by_view = [clips for view in range(views) if len(clips := np.flatnonzero(store.view_of == view))]
    quality = config.data.jpeg_quality if config.data else 0

    def step_at(_step: int, rng: np.random.Generator) -> Step:
        chosen = np.asarray([rng.choice(by_view[rng.integers(len(by_view))]) for _ in range(stage.batch)])
        frames = rng.integers(0, store.clip_shape[0], stage.batch)
        pictures = augment(store.read_frames(chosen, frames)[:, None], rng, quality)[:, 0]
        target = torch.from_numpy(store.view_of[chosen])

        def forward(net: nn.Module, part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                return (model.frame_logits(torch.from_numpy(pictures[part]), net).float(),)

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            logits = torch.cat([logits for (logits,) in parts])
            hit = (logits.argmax(1) == target).float().mean().item()
            return F.cross_entropy(logits, target, label_smoothing=LABEL_SMOOTHING), {"top1": hit}

        parts = split(stage.batch, run.threads)
        return Step([partial(forward, net, part) for net, part in zip(nets, parts, strict=False)], loss)

    train(model, step_at, stage, run)


def view_probabilities(
    model: ViewClassifier, store: ClipStore, threads: int = 1, batch: int = 64
) -> npt.NDArray[np.float32]:
    """Return the probabilities, (clips, V), of all clips of a store."""

    def probabilities(clips: range) -> npt.NDArray[np.float32]:
        with torch.inference_mode():
            found: npt.NDArray[np.float32] = model(torch.from_numpy(store.read(clips))).numpy()
        return found

    return in_batches(probabilities, len(store), threads, batch)
