"""Contrastive training of video and text encoder: clips and the report of the same study attract each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from training.batches import ContrastiveSource, drawable_clips, studies_with
from training.config import Config, ContrastiveConfig
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import by_section
from training.datasets.windows import report_vectors
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, thread_pool, train
from training.loader import prefetched
from training.losses import PairLoss, contrastive_loss, info_nce, same_text, siglip, study_vectors
from training.models.text_encoder import TextEncoder, Tokenizer
from training.models.video_encoder import VideoEncoder

__all__ = [
    "MAX_SCALE", "ContrastivePair", "clip_embeddings", "clip_features", "contrastive_loss", "finetune", "in_batches",
    "info_nce", "pretrain", "same_text", "study_vectors", "text_features", "text_vectors",
]  # fmt: skip

MAX_SCALE = 100.0
"""Largest logit scale, as in CLIP (Radford A et al., ICML 2021, section 2.5)."""

Features = npt.NDArray[np.float32]


class ContrastivePair(nn.Module):
    """Both encoders and the logit scale; the sigmoid loss has a bias beside it.

    Both losses start from the values of their papers: scale 1 / 0.07; scale 10 and bias -10.
    """

    def __init__(self, video: VideoEncoder, text: TextEncoder, loss: str = "infonce") -> None:
        super().__init__()
        self.video = video
        self.text = text
        sigmoid = loss == "siglip"
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(10.0 if sigmoid else 1.0 / 0.07))))
        self.bias = nn.Parameter(torch.tensor(-10.0)) if sigmoid else None

    @property
    def scale(self) -> Tensor:
        """Factor of the cosines, at most `MAX_SCALE`."""
        return self.log_scale.clamp(max=float(np.log(MAX_SCALE))).exp()

    @property
    def pair_loss(self) -> PairLoss:
        """The loss of queries and keys."""
        return info_nce if self.bias is None else partial(siglip, bias=self.bias)


def pretrain(config: Config, store: ClipStore, tokenizer: Tokenizer, pair: ContrastivePair, run: Run) -> None:
    """Train every weight of both encoders on clips, at the first rate."""
    _train_on_clips(config, config.pretrain, store, tokenizer, pair, run)


def finetune(config: Config, store: ClipStore, tokenizer: Tokenizer, pair: ContrastivePair, run: Run) -> None:
    """Train every weight further, at the second rate and on the modalities that it does not exclude."""
    _train_on_clips(config, config.finetune, store, tokenizer, pair, run)


def _train_on_clips(
    config: Config,
    stage: ContrastiveConfig,
    store: ClipStore,
    tokenizer: Tokenizer,
    pair: ContrastivePair,
    run: Run,
) -> None:
    clips_of = drawable_clips(store, stage)
    studies = studies_with(clips_of)
    stage = stage.in_steps(len(studies))
    source = ContrastiveSource(
        store, stage, run.seed, tokenizer, config.augment, config.jpeg_quality, run.processes, clips_of, studies
    )
    if stage.activation_checkpointing:
        pair.video.checkpoint_activations()
        pair.text.checkpoint_activations()
    if stage.compile:
        pair.video.compile()
        pair.text.compile()
        run = replace(run, threads=1)  # compiled code is entered by one thread at a time

    with prefetched(source, stage.steps, config.workers) as batch_of:

        def step_at(step: int, _rng: np.random.Generator) -> Step:
            batch = batch_of(step)

            def forward(part: slice) -> Outputs:
                clips = batch.clips[part.start * stage.clips : part.stop * stage.clips].to(run.device)
                with in_bfloat16(stage.bfloat16, run.device):
                    return pair.video(clips), pair.text(batch.ids[part].to(run.device), batch.mask[part].to(run.device))

            parts = [partial(forward, part) for part in run.parts(len(batch.ids), stage.chunk)]
            same = batch.same.to(run.device)
            return Step(parts, partial(_loss_and_figures, pair, stage.clips, same), shared=True, cached=stage.chunk > 0)

        train(pair, step_at, stage, run)


def _loss_and_figures(
    pair: ContrastivePair, clips: int, same: Tensor, parts: Sequence[Outputs]
) -> tuple[Tensor, Figures]:
    video, text = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
    video = video.reshape(len(text), clips, -1)
    scale = pair.scale
    loss = contrastive_loss(video, text, scale, same, pair.pair_loss)
    with torch.no_grad():
        best = (study_vectors(video) @ text.T).argmax(dim=1)
        hit = same[torch.arange(len(best), device=best.device), best].float().mean().item()
    return loss, {"hit": hit, "scale": scale.item()}


def clip_features(video: VideoEncoder, store: ClipStore, threads: int = 1, batch: int = 32) -> Features:
    """Return the trunk's features, float32 (clips, C), of every clip of a store, computed where the encoder is."""
    device = str(video.head.weight.device)

    def features(clips: range) -> Features:
        with torch.inference_mode(), in_bfloat16(enabled=True, device=device):
            return _rows(video.features(torch.from_numpy(store.read(clips)).to(device)))

    return in_batches(features, len(store), threads, batch)


def clip_embeddings(video: VideoEncoder, store: ClipStore, threads: int = 1, batch: int = 32) -> Features:
    """Return unit embeddings, float32 (clips, D), of every clip of a store, computed where the encoder is."""
    device = video.head.weight.device

    def embeddings(clips: range) -> Features:
        with torch.inference_mode():
            return _rows(video(torch.from_numpy(store.read(clips)).to(device)))

    return in_batches(embeddings, len(store), threads, batch)


def text_vectors(text: TextEncoder, tokenizer: Tokenizer, studies: Sequence[StudyRecord], batch: int = 32) -> Features:
    """Return unit vectors, float32 (studies, D), of reports of any length, computed where the encoder is."""
    device = text.head.weight.device
    reports = [by_section(study.sentences) for study in studies]
    return report_vectors(
        lambda ids, mask: text(ids.to(device), mask.to(device)).cpu(), tokenizer, reports, batch=batch
    )


def text_features(
    text: TextEncoder, tokenizer: Tokenizer, texts: list[str], threads: int = 1, batch: int = 32
) -> Features:
    """Return the text trunk's features, float32 (texts, C), computed where the encoder is."""
    device = text.head.weight.device

    def features(places: range) -> Features:
        ids, mask = tokenizer(texts[places.start : places.stop])
        with torch.inference_mode():
            return _rows(text.features(ids.to(device), mask.to(device)))

    return in_batches(features, len(texts), threads, batch)


def _rows(tensor: Tensor) -> Features:
    return np.asarray(tensor.float().cpu().numpy(), np.float32)


def in_batches(work: Callable[[range], Features], count: int, threads: int, batch: int) -> Features:
    """Return the rows that `work` makes of each batch of places, in order; batches run on threads."""
    batches = [range(begin, min(begin + batch, count)) for begin in range(0, count, batch)]
    with thread_pool(threads) as pool:
        return np.concatenate(list(pool.map(work, batches))).astype(np.float32)
