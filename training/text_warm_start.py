"""A supervised start of the text encoder, on the phantom's truth, and of both projections.

Pretrained BERT weights cannot be had for a small net. This start stands in for them, as `warm_start` does for Kinetics
weights: the text encoder learns to read the truth from the report. Both encoders' last layers then begin as what
predicts the truth, so that contrastive training starts from a space in which the two already meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import by_section, varied_text
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, train
from training.models.text_encoder import TextEncoder, Tokenizer
from training.warm_start import EF_WEIGHT, beta_likelihood, epoch_batch, truth_table, truth_weights

EF_SCALE = 2.0
"""Length of the ejection fraction's axis in the first projections, beside the others' 1."""

RIDGE = 0.1
"""Ridge of the least-squares maps; features have a length of about 16."""

REST_SCALE = 0.05
"""Length of the random axes beside those of the truth."""

WHOLE_REPORTS = 0.4
"""Share of the warm start's steps that show whole reports."""

KEEP_SECTION = 0.25
"""Probability that a section stays in the others."""


Vectors = npt.NDArray[np.float32]


class TextWarmStart(nn.Module):
    """A text encoder with a head for the truth and one for what the report says."""

    def __init__(self, encoder: TextEncoder, figures: int, concepts: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.truth = nn.Linear(encoder.head.in_features, 2 * figures)
        self.said = nn.Linear(encoder.head.in_features, concepts) if concepts else None

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return of each standardised figure the mean and log variance, (N, 2 * F), and a logit for each concept."""
        features = self.encoder.features(input_ids, attention_mask)
        said = features.new_zeros(len(features), 0) if self.said is None else self.said(features)
        return self.truth(features), said


def concept_table(studies: Sequence[StudyRecord], concepts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return which report says which concept, 0 or 1, (studies, concepts)."""
    place = {concept: column for column, concept in enumerate(concepts)}
    table = np.zeros((len(studies), len(concepts)), np.float32)
    for row, study in enumerate(studies):
        table[row, [place[sentence.concept] for sentence in study.sentences if sentence.concept]] = 1.0
    return table


def some_sections(study: StudyRecord, rng: np.random.Generator, keep: float) -> StudyRecord:
    """Return the study with each section of its report kept with probability `keep`, at least one."""
    sections = list(by_section(study.sentences))
    kept = {section for section in sections if rng.random() < keep} or {sections[int(rng.integers(len(sections)))]}
    return replace(study, sentences=tuple(one for one in study.sentences if one.section in kept))


def train_text_warm_start(
    config: Config, studies: Sequence[StudyRecord], tokenizer: Tokenizer, run: Run, text: TextEncoder
) -> None:
    """Train the text encoder with its heads on reports alone; the weights of all go to `run.result`.

    Most steps show a few sections of a report: short texts cost little, and a number is found sooner among few words.
    The head also learns how sure it is, so that what a text does not say costs nothing.
    """
    names, table = truth_table(studies)
    concepts = sorted({sentence.concept for study in studies for sentence in study.sentences if sentence.concept})
    model = TextWarmStart(text, len(names), len(concepts))
    weights = truth_weights(names, EF_WEIGHT)
    stage = config.text_warm_start

    def step_at(step: int, rng: np.random.Generator) -> Step:
        drawn = epoch_batch(len(studies), stage.batch, step, run.seed)
        keep = 1.0 if rng.random() < WHOLE_REPORTS else KEEP_SECTION
        shown = [some_sections(studies[study], rng, keep) for study in drawn]
        ids, mask = tokenizer([varied_text(study, rng, 1.0) for study in shown])
        target, said = torch.from_numpy(table[drawn]), torch.from_numpy(concept_table(shown, concepts))

        def forward(part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                figures, logits = model(ids[part], mask[part])
            return figures.float(), logits.float()

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            figures, logits = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
            surprise = (beta_likelihood(figures, target) * weights).sum(dim=1).mean()
            heard = F.binary_cross_entropy_with_logits(logits, said) if concepts else figures.sum() * 0.0
            return surprise + heard, {"surprise": surprise.item(), "concept_loss": heard.item(), "keep": keep}

        return Step([partial(forward, part) for part in split(len(drawn), run.threads)], loss)

    train(model, step_at, stage, run)


def start_projection(head: nn.Linear, features: Vectors, store: ClipStore) -> None:
    """Let a last layer begin as the least-squares map from a study's features to its truth.

    Parameters
    ----------
    head : nn.Linear
        Changed: the first axes give the truth, the others stay random and are made small.
    features : ndarray of float32, shape (studies, C)
        One row a study: of its report, or the mean of its clips.
    store : ClipStore
        The studies.
    """
    names, table = truth_table(store.studies)
    axes = np.asarray([EF_SCALE if name == "ef" else 1.0 for name in names])
    mean = features.mean(axis=0, dtype=np.float64)
    centred = features - mean
    square = centred.T @ centred + RIDGE * np.eye(centred.shape[1])
    weights = np.linalg.solve(square, centred.T @ (table - table.mean(axis=0))) * axes
    count = min(len(names), head.out_features)
    with torch.no_grad():
        head.weight.mul_(REST_SCALE)
        head.bias.zero_()
        head.weight[:count] = torch.from_numpy(weights.T[:count].astype(np.float32))
        head.bias[:count] = torch.from_numpy(-(mean @ weights)[:count].astype(np.float32))
