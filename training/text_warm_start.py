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
from training.datasets.clip_store import ClipStore
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
    """A text encoder with a head for the truth."""

    def __init__(self, encoder: TextEncoder, figures: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.truth = nn.Linear(encoder.head.in_features, figures)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return standardised figures of texts."""
        figures: Tensor = self.truth(self.encoder.features(input_ids, attention_mask))
        return figures


def train_text_warm_start(config: Config, store: ClipStore, tokenizer: Tokenizer, run: Run, text: TextEncoder) -> None:
    """Train the text encoder with its head; the weights of both go to `run.result`."""
    names, table = truth_table(store.studies)
    model = TextWarmStart(text, len(names))
    weights = truth_weights(names, EF_WEIGHT)
    stage = config.text_warm_start
    targets = torch.from_numpy(table)

    def step_at(step: int, rng: np.random.Generator) -> Step:
        studies = epoch_batch(len(store.studies), stage.batch, step, run.seed)
        ids, mask = tokenizer([varied_text(store.studies[study], rng, 1.0) for study in studies])
        target = targets[torch.from_numpy(studies)]

        def forward(part: slice) -> Outputs:
            with in_bfloat16(stage.bfloat16):
                return (model(ids[part], mask[part]).float(),)

        def loss(parts: Sequence[Outputs]) -> tuple[Tensor, Figures]:
            errors = F.smooth_l1_loss(torch.cat([figures for (figures,) in parts]), target, reduction="none")
            return (errors * weights).sum(dim=1).mean(), {"truth_error": errors.mean().item()}

        return Step([partial(forward, part) for part in split(len(studies), run.threads)], loss)

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
