"""What a step of a contrastive training learns from: studies, some clips of each, and a text of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from deepcoro_desktop.core.errors import ArgumentError
from training.config import AugmentConfig, ContrastiveConfig
from training.datasets.augment import augment_clip, sample_generator
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import by_section, report_text, varied_text
from training.datasets.windows import draw_window, report_windows
from training.losses import same_text
from training.models.text_encoder import Tokenizer
from training.processes import Processes
from training.warm_start import epoch_batch

KEEP_SECTION = 0.7
"""Probability that a section stays in the varied text of a training step."""


@dataclass(frozen=True, slots=True, eq=False)
class ContrastiveBatch:
    """One process's share of the batch of a step, and what all shares say."""

    clips: Tensor
    """uint8, shape (b * K, T, H, W, 3): K clips of each of this process's b studies."""
    ids: Tensor
    """int64, shape (b, L): the studies' texts."""
    mask: Tensor
    """int64, shape (b, L)."""
    same: Tensor
    """bool, shape (B, B): which texts of the whole batch say the same."""


def drawn_text(record: StudyRecord, rng: np.random.Generator) -> str:
    """Return the text that stands for a study in a step: half of the time the report as it is, else a varied one."""
    return report_text(record) if rng.random() < 0.5 else varied_text(record, rng, KEEP_SECTION)


def drawn_tokens(record: StudyRecord, text: str, tokenizer: Tokenizer, rng: np.random.Generator) -> tuple[int, ...]:
    """Return the tokens of a drawn text; of one that is longer than the encoder reads, those of a window."""
    (tokens,) = tokenizer.tokens([text])
    if len(tokens) + 2 <= tokenizer.max_tokens:
        return tuple(tokens)
    return draw_window(report_windows(by_section(record.sentences), tokenizer), rng).tokens


def drawable_clips(store: ClipStore, stage: ContrastiveConfig) -> list[npt.NDArray[np.int64]]:
    """Return the clips of each study that a training may draw; an empty array where none is left.

    Raises
    ------
    ArgumentError
        If no clip of any study is left.
    """
    kept = ~np.isin(store.modality_of, stage.exclude_modalities)
    clips_of = [clips[kept[clips]] for clips in store.clips_of]
    if not any(len(clips) for clips in clips_of):
        raise ArgumentError(
            f"No clip is left without the modalities {', '.join(stage.exclude_modalities)}.",
            "Exclude fewer modalities, or prepare the data with views.",
        )
    return clips_of


def studies_with(clips_of: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """Return the studies that have a clip."""
    return np.flatnonzero([len(clips) > 0 for clips in clips_of])


def draw_clips(clips: npt.NDArray[np.int64], count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return so many clips of a study, each once unless the study has fewer."""
    return rng.choice(clips, count, replace=len(clips) < count)


@dataclass(frozen=True, slots=True, eq=False)
class ContrastiveSource:
    """Makes the batch of any step; every draw follows from the seed, the epoch and the study's or clip's key."""

    store: ClipStore
    stage: ContrastiveConfig
    seed: int
    tokenizer: Tokenizer
    augment: AugmentConfig
    jpeg_quality: int
    processes: Processes
    clips_of: list[npt.NDArray[np.int64]]
    """Clips of each study that may be drawn."""
    studies: npt.NDArray[np.int64]
    """Studies that have one."""

    def __getitem__(self, step: int) -> ContrastiveBatch:
        """Return this process's share of the batch of a step."""
        epoch = step // max(1, len(self.studies) // self.stage.batch)
        studies = self.studies[epoch_batch(len(self.studies), self.stage.batch, step, self.seed)]
        records = [self.store.studies[study] for study in studies]
        draws = [sample_generator(self.seed, epoch, f"text {record.study_id}") for record in records]
        texts = [drawn_text(record, rng) for record, rng in zip(records, draws, strict=True)]
        own = self.processes.share(len(studies))
        chosen = np.concatenate([self._clips(study, epoch) for study in studies[own]])
        drawn = zip(records[own], texts[own], draws[own], strict=True)
        ids, mask = self.tokenizer.pad([drawn_tokens(record, text, self.tokenizer, rng) for record, text, rng in drawn])
        same = same_text([report_text(record) for record in records]) | same_text(texts)
        return ContrastiveBatch(torch.from_numpy(self._read(chosen, epoch)), ids, mask, same)

    def _clips(self, study: int, epoch: int) -> npt.NDArray[np.int64]:
        rng = sample_generator(self.seed, epoch, f"clips {self.store.studies[study].study_id}")
        return draw_clips(self.clips_of[study], self.stage.clips, rng)

    def _read(self, chosen: npt.NDArray[np.int64], epoch: int) -> npt.NDArray[np.uint8]:
        clips = self.store.read(chosen)
        out = np.empty_like(clips)
        for place, clip in enumerate(chosen):
            rng = sample_generator(self.seed, epoch, self.store.keys[clip])
            augment_clip(clips[place], rng, self.augment, self.jpeg_quality, out[place])
        return out
