"""Training of the view classifier: one frame of a clip at a time, every view as often as every other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError
from training.config import AugmentConfig, Config
from training.contrastive import in_batches
from training.datasets.augment import augment_clip, sample_generator
from training.datasets.clip_store import ClipStore
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, step_generator, train, twin
from training.loader import prefetched
from training.models.view_classifier import ViewClassifier
from training.processes import Processes

LABEL_SMOOTHING = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class ViewBatch:
    """One process's share of the pictures of a step, and the views of all shares."""

    pictures: Tensor
    """uint8, shape (b, H, W, 3)."""
    views: Tensor
    """int64, shape (B,): of the whole batch."""


@dataclass(frozen=True, slots=True, eq=False)
class ViewSource:
    """Makes the batch of any step: a view, a clip of it and a frame are drawn anew for every picture."""

    store: ClipStore
    batch: int
    seed: int
    augment: AugmentConfig
    jpeg_quality: int
    processes: Processes
    by_view: list[npt.NDArray[np.int64]]
    """Clips of each view that has any."""

    def __getitem__(self, step: int) -> ViewBatch:
        """Return this process's share of the batch of a step."""
        rng = step_generator(self.seed, step)
        chosen = np.asarray([rng.choice(self.by_view[rng.integers(len(self.by_view))]) for _ in range(self.batch)])
        frames = rng.integers(0, self.store.clip_shape[0], self.batch)
        own = self.processes.share(self.batch)
        pictures = self.store.read_frames(chosen[own], frames[own])
        for place, (clip, frame) in enumerate(zip(chosen[own], frames[own], strict=True)):
            # with a draw for each view there are no epochs: the step stands for one
            change = sample_generator(self.seed, step, f"{self.store.keys[clip]} {frame}")
            pictures[place] = augment_clip(pictures[place][None], change, self.augment, self.jpeg_quality)[0]
        return ViewBatch(torch.from_numpy(pictures), torch.from_numpy(self.store.view_of[chosen]))


class OwnDropout(nn.Dropout):
    """Dropout that draws from a generator of its own, so that nets on two threads do not share one."""

    def __init__(self, p: float) -> None:
        super().__init__(p)
        self.generator = torch.Generator()

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` with some values dropped and the others made larger."""
        if not self.training or self.p == 0.0:
            return x
        kept = torch.empty(x.shape).bernoulli_(1.0 - self.p, generator=self.generator).to(x)
        return x * kept / (1.0 - self.p)


def train_views(config: Config, store: ClipStore, views: int, run: Run) -> None:
    """Train the view classifier and write its weights to `run.result`.

    Raises
    ------
    ArgumentError
        If no clip has a known view.
    """
    model = ViewClassifier(config.views, views, config.video)
    model.net.to(memory_format=torch.channels_last)
    by_view = [clips for view in range(views) if len(clips := np.flatnonzero(store.view_of == view))]
    if not by_view:
        raise ArgumentError("No prepared clip has a known view.", "Prepare data with views, or check views.labels.")
    stage = config.train_views.in_steps(len(store))
    source = ViewSource(store, stage.batch, run.seed, config.augment, config.jpeg_quality, run.processes, by_view)
    threads = run.threads if run.device == "cpu" else 1
    _own_dropout(model.net)
    # The running statistics of batch norm come from the first part alone, so that they do not depend on timing.
    nets = [model.net, *(twin(model.net) for _ in range(threads - 1))]

    with prefetched(source, stage.steps, config.workers) as batch_of:

        def step_at(step: int, _rng: np.random.Generator) -> Step:
            batch = batch_of(step)
            target = batch.views.to(run.device)
            for place, net in enumerate(nets):
                _seed_dropout(net, sample_generator(run.seed, step, f"dropout {run.processes.rank} {place}"))

            def forward(net: nn.Module, part: slice) -> Outputs:
                with in_bfloat16(stage.bfloat16, run.device):
                    return (model.frame_logits(batch.pictures[part].to(run.device), net).float(),)

            def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
                logits = torch.cat([logits for (logits,) in parts])
                hit = (logits.argmax(1) == target).float().mean().item()
                return F.cross_entropy(logits, target, label_smoothing=LABEL_SMOOTHING), {"top1": hit}

            parts = split(len(batch.pictures), threads)
            return Step(
                [partial(forward, net, part) for net, part in zip(nets, parts, strict=False)], loss, shared=True
            )

        train(model, step_at, stage, run)


def _own_dropout(net: nn.Module) -> None:
    for module in list(net.modules()):
        for name, child in module.named_children():
            if type(child) is nn.Dropout:
                setattr(module, name, OwnDropout(child.p))


def _seed_dropout(net: nn.Module, rng: np.random.Generator) -> None:
    for module in net.modules():
        if isinstance(module, OwnDropout):
            module.generator.manual_seed(int(rng.integers(2**63)))


def view_probabilities(
    model: ViewClassifier, store: ClipStore, threads: int = 1, batch: int = 64
) -> npt.NDArray[np.float32]:
    """Return the probabilities, (clips, V), of all clips of a store."""

    def probabilities(clips: range) -> npt.NDArray[np.float32]:
        with torch.inference_mode():
            found: npt.NDArray[np.float32] = model(torch.from_numpy(store.read(clips))).numpy()
        return found

    return in_batches(probabilities, len(store), threads, batch)
