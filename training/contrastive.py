"""Contrastive training of video and text encoder: clips and the report of the same study attract each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config, StageConfig
from training.datasets.augment import augment
from training.datasets.clip_store import ClipStore
from training.datasets.reports import report_text, varied_text
from training.engine import Figures, Outputs, Run, Step, StepAt, in_bfloat16, split, thread_pool, train
from training.models.text_encoder import TextEncoder, Tokenizer
from training.models.video_encoder import VideoEncoder
from training.warm_start import Look, epoch_batch

MAX_SCALE = 100.0
"""Largest logit scale, as in CLIP (Radford A et al., ICML 2021, section 2.5)."""

KEEP_SECTION = 0.7
"""Probability that a section stays in the varied text of a training step."""

Features = npt.NDArray[np.float32]


class ContrastivePair(nn.Module):
    """Both encoders and the logit scale."""

    def __init__(self, video: VideoEncoder, text: TextEncoder) -> None:
        super().__init__()
        self.video = video
        self.text = text
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(1.0 / 0.07))))

    @property
    def scale(self) -> Tensor:
        """Factor of the cosines, at most `MAX_SCALE`."""
        return self.log_scale.clamp(max=float(np.log(MAX_SCALE))).exp()


def info_nce(queries: Tensor, keys: Tensor, scale: Tensor, positive: Tensor) -> Tensor:
    """Return the symmetric InfoNCE loss with several positives.

    Parameters
    ----------
    queries, keys : Tensor, shapes (N, D) and (M, D)
        Unit vectors.
    scale : Tensor
        Factor of the cosines.
    positive : Tensor of bool, shape (N, M)
        Which pairs belong together; at least one in every row and column. A row's positives share its target.

    Returns
    -------
    Tensor
        Mean of both directions' cross-entropy.

    References
    ----------
    van den Oord A et al. arXiv 1807.03748, equation 4; Khosla P et al. NeurIPS 2020, equation 2 (positives outside).
    """
    logits = scale * queries @ keys.T
    share = positive.float()
    forward = -(share / share.sum(1, keepdim=True) * logits.log_softmax(dim=1)).sum(1).mean()
    backward = -(share / share.sum(0, keepdim=True) * logits.log_softmax(dim=0)).sum(0).mean()
    return 0.5 * (forward + backward)


def study_vectors(clips: Tensor) -> Tensor:
    """Return unit study vectors, (B, D), the mean of unit clip vectors, (B, K, D)."""
    return F.normalize(clips.mean(dim=1), dim=1)


def contrastive_loss(clips: Tensor, texts: Tensor, scale: Tensor, same: Tensor) -> Tensor:
    """Return the mean of the loss of whole studies and of single clips.

    Parameters
    ----------
    clips : Tensor, shape (B, K, D)
        Unit vectors of K clips of each study.
    texts : Tensor, shape (B, D)
        Unit vectors of the reports.
    scale : Tensor
        Factor of the cosines.
    same : Tensor of bool, shape (B, B)
        Which studies' reports say the same; the diagonal is set.
    """
    studies = info_nce(study_vectors(clips), texts, scale, same)
    if clips.shape[1] == 1:
        return studies
    single = info_nce(clips.flatten(0, 1), texts, scale, same.repeat_interleave(clips.shape[1], dim=0))
    return 0.5 * (studies + single)


def same_text(texts: list[str]) -> Tensor:
    """Return which texts are identical, bool (B, B)."""
    place = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    ids = torch.tensor([place[text] for text in texts])
    return ids[:, None] == ids[None, :]


def pretrain(config: Config, store: ClipStore, tokenizer: Tokenizer, pair: ContrastivePair, run: Run) -> None:
    """Train every weight of both encoders on clips."""
    step_at = _loss_on_clips(config, config.pretrain, store, tokenizer, pair, run, lambda clips: clips)
    train(pair, step_at, config.pretrain, run)


def pretrain_projections(
    config: Config, store: ClipStore, pair: ContrastivePair, run: Run, video: Features, text: Features
) -> None:
    """Train both encoders' last layers on the features of their frozen trunks, which costs next to nothing.

    Parameters
    ----------
    config : Config
        All settings.
    store : ClipStore
        Training studies.
    pair : ContrastivePair
        What learns.
    run : Run
        Files and seed.
    video : ndarray of float32, shape (clips, C)
        Features of every clip of the store.
    text : ndarray of float32, shape (studies, C)
        Features of every report.
    """
    frozen = [*pair.video.trunk.parameters(), *pair.text.bert.parameters()]
    for parameter in frozen:
        parameter.requires_grad_(requires_grad=False)
    train(pair, _loss_on_features(config.pretrain, store, pair, run, video, text), config.pretrain, run)
    for parameter in frozen:
        parameter.requires_grad_(requires_grad=True)


def finetune(
    config: Config,
    store: ClipStore,
    tokenizer: Tokenizer,
    pair: ContrastivePair,
    run: Run,
    look: Look,
) -> None:
    """Train every weight of both encoders on clips, as `look` shows them."""
    train(pair, _loss_on_clips(config, config.finetune, store, tokenizer, pair, run, look), config.finetune, run)


def _texts_of(store: ClipStore, studies: npt.NDArray[np.int64], rng: np.random.Generator) -> tuple[list[str], Tensor]:
    """Return each study's text, whole in half of the steps and varied in the others, and which are the same."""
    records = [store.studies[study] for study in studies]
    whole = [report_text(record) for record in records]
    if rng.random() < 0.5:
        return whole, same_text(whole)
    varied = [varied_text(record, rng, KEEP_SECTION) for record in records]
    return varied, same_text(whole) | same_text(varied)


def _loss_on_clips(
    config: Config,
    stage: StageConfig,
    store: ClipStore,
    tokenizer: Tokenizer,
    pair: ContrastivePair,
    run: Run,
    look: Look,
) -> StepAt:
    quality = config.data.jpeg_quality if config.data else 0

    def step_at(step: int, rng: np.random.Generator) -> Step:
        studies = epoch_batch(len(store.studies), stage.batch, step, run.seed)
        chosen = np.concatenate([rng.choice(store.clips_of[study], stage.clips) for study in studies])
        clips = torch.from_numpy(augment(look(store.read(chosen)), rng, quality))
        texts, same = _texts_of(store, studies, rng)
        ids, mask = tokenizer(texts)

        def forward(part: slice) -> Outputs:
            own = slice(part.start * stage.clips, part.stop * stage.clips)
            with in_bfloat16(stage.bfloat16):
                return pair.video(clips[own]), pair.text(ids[part], mask[part])

        parts = [partial(forward, part) for part in split(len(studies), run.threads)]
        return Step(parts, lambda outputs: _loss_and_figures(pair, outputs, stage.clips, same))

    return step_at


def _loss_on_features(
    stage: StageConfig, store: ClipStore, pair: ContrastivePair, run: Run, video: Features, text: Features
) -> StepAt:
    clips_table, text_table = torch.from_numpy(video), torch.from_numpy(text)
    whole = [report_text(record) for record in store.studies]

    def step_at(step: int, rng: np.random.Generator) -> Step:
        studies = epoch_batch(len(store.studies), stage.batch, step, run.seed)
        chosen = np.concatenate([rng.choice(store.clips_of[study], stage.clips) for study in studies])
        same = same_text([whole[study] for study in studies])
        of_clips, of_texts = clips_table[torch.from_numpy(chosen)], text_table[torch.from_numpy(studies)]

        def forward() -> Outputs:
            return pair.video.project(of_clips), pair.text.project(of_texts)

        return Step([forward], lambda outputs: _loss_and_figures(pair, outputs, stage.clips, same))

    return step_at


def _loss_and_figures(
    pair: ContrastivePair, parts: Sequence[Outputs], clips: int, same: Tensor
) -> tuple[Tensor, Figures]:
    video, text = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
    video = video.reshape(len(text), clips, -1)
    scale = pair.scale
    loss = contrastive_loss(video, text, scale, same)
    with torch.no_grad():
        best = (study_vectors(video) @ text.T).argmax(dim=1)
        hit = same[torch.arange(len(best)), best].float().mean().item()
    return loss, {"hit": hit, "scale": scale.item()}


def clip_features(video: VideoEncoder, store: ClipStore, look: Look, threads: int = 1, batch: int = 32) -> Features:
    """Return the trunk's features, float32 (clips, C), of every clip of a store."""

    def features(clips: range) -> Features:
        with torch.inference_mode(), in_bfloat16(enabled=True):
            found: Features = video.features(torch.from_numpy(look(store.read(clips)))).float().numpy()
        return found

    return in_batches(features, len(store), threads, batch)


def clip_embeddings(video: VideoEncoder, store: ClipStore, look: Look, threads: int = 1, batch: int = 32) -> Features:
    """Return unit embeddings, float32 (clips, D), of every clip of a store."""

    def embeddings(clips: range) -> Features:
        with torch.inference_mode():
            found: Features = video(torch.from_numpy(look(store.read(clips)))).numpy()
        return found

    return in_batches(embeddings, len(store), threads, batch)


def text_vectors(
    text: TextEncoder, tokenizer: Tokenizer, texts: list[str], threads: int = 1, batch: int = 32
) -> Features:
    """Return unit vectors, float32 (texts, D)."""

    def vectors(places: range) -> Features:
        with torch.inference_mode():
            found: Features = text(*tokenizer(texts[places.start : places.stop])).numpy()
        return found

    return in_batches(vectors, len(texts), threads, batch)


def text_features(
    text: TextEncoder, tokenizer: Tokenizer, texts: list[str], threads: int = 1, batch: int = 32
) -> Features:
    """Return the text trunk's features, float32 (texts, C)."""

    def features(places: range) -> Features:
        with torch.inference_mode():
            found: Features = text.features(*tokenizer(texts[places.start : places.stop])).numpy()
        return found

    return in_batches(features, len(texts), threads, batch)


def in_batches(work: Callable[[range], Features], count: int, threads: int, batch: int) -> Features:
    """Return the rows that `work` makes of each batch of places, in order; batches run on threads."""
    batches = [range(begin, min(begin + batch, count)) for begin in range(0, count, batch)]
    with thread_pool(threads) as pool:
        return np.concatenate(list(pool.map(work, batches))).astype(np.float32)
