"""Training of the view classifier: one frame of a clip at a time, every view as often as every other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from training.config import Config
from training.datasets.augment import augment
from training.datasets.clip_store import ClipStore
from training.engine import Figures, Run, train
from training.models.view_classifier import ViewClassifier

LABEL_SMOOTHING = 0.1


def train_views(config: Config, store: ClipStore, views: int, run: Run) -> None:
    """Train the view classifier and write its weights to `run.result`."""
    model = ViewClassifier(config.views, views, config.video)
    model.net.to(memory_format=torch.channels_last)
    stage = config.train_views
    by_view = [clips for view in range(views) if len(clips := np.flatnonzero(store.view_of == view))]
    quality = config.data.jpeg_quality if config.data else 0

    def loss_at(_step: int, rng: np.random.Generator) -> tuple[Tensor, Figures]:
        chosen = np.asarray([rng.choice(by_view[rng.integers(len(by_view))]) for _ in range(stage.batch)])
        frames = rng.integers(0, store.clip_shape[0], stage.batch)
        pictures = augment(store.read_frames(chosen, frames)[:, None], rng, quality)[:, 0]
        target = torch.from_numpy(store.view_of[chosen])
        with torch.autocast("cpu", torch.bfloat16, enabled=stage.bfloat16):
            logits = model.frame_logits(torch.from_numpy(pictures))
        loss = F.cross_entropy(logits.float(), target, label_smoothing=LABEL_SMOOTHING)
        return loss, {"top1": (logits.argmax(1) == target).float().mean().item()}

    train(model, loss_at, stage, run)


def view_probabilities(model: ViewClassifier, store: ClipStore, batch: int = 64) -> npt.NDArray[np.float32]:
    """Return the probabilities, (clips, V), of all clips of a store."""
    rows = []
    with torch.inference_mode():
        for begin in range(0, len(store), batch):
            clips = store.read(range(begin, min(begin + batch, len(store))))
            rows.append(model(torch.from_numpy(clips)).numpy())
    return np.concatenate(rows).astype(np.float32)
