"""A supervised start of the text encoder, on the phantom's truth, and of both projections.

Pretrained BERT weights cannot be had for a small net. This start stands in for them, as `warm_start` does for Kinetics
weights: the text encoder learns to read the truth from the report. Both encoders' last layers then begin as what
predicts the truth, so that contrastive training starts from a space in which the two already meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.config import Config
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import varied_text
from training.engine import Figures, Outputs, Run, Step, in_bfloat16, split, train
from training.models.text_encoder import TextEncoder, Tokenizer
from training.warm_start import EF_WEIGHT, epoch_batch, truth_table, truth_weights

EF_SCALE = 2.0
"""Length of the ejection fraction's axis in the first projections, beside the others' 1."""

RIDGE = 0.1
"""Ridge of the least-squares maps; features have a length of about 16."""

REST_SCALE = 0.05
"""Length of the random axes beside those of the truth."""


Vectors = npt.NDArray[np.float32]


class TextWarmStart(nn.Module):
    """A text encoder with a head for the truth and one for what the report says."""

    def __init__(self, encoder: TextEncoder, figures: int, concepts: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.truth = nn.Linear(encoder.head.in_features, figures)
        self.said = nn.Linear(encoder.head.in_features, concepts)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return standardised figures of texts and a logit for each concept."""
        features = self.encoder.features(input_ids, attention_mask)
        return self.truth(features), self.said(features)


def concept_table(studies: Sequence[StudyRecord]) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Return all concepts of the reports and which report says which, 0 or 1, (studies, concepts)."""
    names = sorted({sentence.concept for study in studies for sentence in study.sentences if sentence.concept})
    place = {name: column for column, name in enumerate(names)}
    table = np.zeros((len(studies), len(names)), np.float32)
    for row, study in enumerate(studies):
        table[row, [place[sentence.concept] for sentence in study.sentences if sentence.concept]] = 1.0
    return names, table


def train_text_warm_start(
    config: Config, studies: Sequence[StudyRecord], tokenizer: Tokenizer, run: Run, text: TextEncoder
) -> None:
    """Train the text encoder with its heads on reports alone; the weights of all go to `run.result`."""
    names, table = truth_table(studies)
    concepts, said = concept_table(studies)
    model = TextWarmStart(text, len(names), len(concepts))
    weights = truth_weights(names, EF_WEIGHT)
    stage = config.text_warm_start
    targets, says = torch.from_numpy(table), torch.from_numpy(said)

    def step_at(step: int, rng: np.random.Generator) -> Step:
        drawn = epoch_batch(len(studies), stage.batch, step, run.seed)
        ids, mask = tokenizer([varied_text(studies[study], rng, 1.0) for study in drawn])
        target, concept = targets[torch.from_numpy(drawn)], says[torch.from_numpy(drawn)]

        def forward(part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                figures, logits = model(ids[part], mask[part])
            return figures.float(), logits.float()

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            figures, logits = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
            errors = F.smooth_l1_loss(figures, target, reduction="none")
            heard = F.binary_cross_entropy_with_logits(logits, concept) if concepts else figures.sum() * 0.0
            total = (errors * weights).sum(dim=1).mean() + heard
            return total, {"truth_error": errors.mean().item(), "concept_loss": heard.item()}

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
