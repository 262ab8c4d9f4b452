"""The release's three models as modules that take what the desktop's graphs take."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from torchvision.models import convnext_base
from torchvision.models.video import mvit_v2_s
from transformers import BertConfig, BertModel

from deepcoro_desktop.core.bundle.echoprime_profile import PADDING
from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime import files
from training.echoprime.candidates import DIM
from training.echoprime.weights import fill, load_state
from training.models.mvit import make_lean

MEAN: Final = (29.110628, 28.076836, 29.096405)
STD: Final = (47.989223, 46.456997, 47.20083)
"""Of the release's input, BGR, 0 to 255."""

_BERT: Final = "backbone.bert."
_PREDICTIONS: Final = "backbone.cls."
_POSITION_IDS: Final = "embeddings.position_ids"
"""A constant that older transformers (before 4.31) saved among the weights."""
_HEAD_WIDTH: Final = 64


class Normalisation(nn.Module):
    """uint8 pictures to the release's input; a frame of padding becomes zeros."""

    mean: Tensor
    std: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN), persistent=False)
        self.register_buffer("std", torch.tensor(STD), persistent=False)

    def forward(self, clips: Tensor) -> Tensor:
        """Return float32 of uint8 clips, both (N, T, H, W, 3)."""
        values = clips.float()
        is_padding = values.amin(dim=(2, 3, 4), keepdim=True) >= PADDING
        normalised: Tensor = torch.where(is_padding, 0.0, (values - self.mean) / self.std)
        return normalised


class VideoEncoder(nn.Module):
    """Clips to embeddings, whose length is the encoder's own."""

    def __init__(self, trunk: nn.Module) -> None:
        super().__init__()
        self.normalise = Normalisation()
        self.trunk = trunk

    def forward(self, clips: Tensor) -> Tensor:
        """Return embeddings, (N, 512), of uint8 clips, (N, 16, 224, 224, 3)."""
        embeddings: Tensor = self.trunk(self.normalise(clips).permute(0, 4, 1, 2, 3))
        return embeddings


class ViewClassifier(nn.Module):
    """Clips to the probabilities of the coarse views, by their first frame."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.normalise = Normalisation()
        self.net = net

    def forward(self, clips: Tensor) -> Tensor:
        """Return probabilities, (N, 11), of uint8 clips, (N, 16, 224, 224, 3)."""
        pictures = self.normalise(clips[:, :1])[:, 0].permute(0, 3, 1, 2)
        return torch.softmax(self.net(pictures), dim=1)


class TextEncoder(nn.Module):
    """Token ids to embeddings: the class token of BERT's last layer, projected."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.bert = bert
        self.text_projection = nn.Linear(bert.config.hidden_size, DIM)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return embeddings, (B, 512), of int64 ids and mask, (B, L)."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        embeddings: Tensor = self.text_projection(hidden[:, 0])
        return embeddings


def plain_mvit() -> Any:
    """Return torchvision's mvit_v2_s with the release's last layer, and random weights."""
    trunk = mvit_v2_s(weights=None)
    trunk.head[-1] = nn.Linear(trunk.head[-1].in_features, DIM)
    return trunk


def load_video_encoder(release: Path) -> tuple[VideoEncoder, VideoEncoder]:
    """Return the video encoder as torchvision computes it, and the lean one to export; they share their weights.

    Raises
    ------
    ArgumentError
        If the file does not hold the weights of that model.
    """
    path = files.find(release, files.VIDEO_ENCODER)
    state, trunk, lean = load_state(path), plain_mvit(), plain_mvit()
    fill(trunk, state, "mvit_v2_s with 512 outputs", path.name)
    lean.load_state_dict(trunk.state_dict(), assign=True)
    return VideoEncoder(trunk).eval(), VideoEncoder(make_lean(lean)).eval()


def load_view_classifier(release: Path, views: int) -> ViewClassifier:
    """Return the view classifier.

    Raises
    ------
    ArgumentError
        If the file does not hold the weights of that model.
    """
    path = files.find(release, files.VIEW_CLASSIFIER)
    net = convnext_base(weights=None, num_classes=views)
    fill(net, load_state(path), f"convnext_base with {views} outputs", path.name)
    return ViewClassifier(net).eval()


def load_text_encoder(release: Path) -> TextEncoder | None:
    """Return the text encoder, None where the copy has none.

    The size of BERT is read from the weights: BiomedBERT's is that of BERT base, heads of 64.

    Raises
    ------
    ArgumentError
        If the file does not hold the weights of a BERT and its projection to 512.
    """
    path = files.find(release, files.TEXT_ENCODER)
    if not path.is_file():
        return None
    state = {
        name.replace(_BERT, "bert."): tensor
        for name, tensor in load_state(path).items()
        if not name.startswith(_PREDICTIONS) and not name.endswith(_POSITION_IDS)
    }
    try:
        words = state["bert.embeddings.word_embeddings.weight"]
        config = BertConfig(
            vocab_size=words.shape[0],
            hidden_size=words.shape[1],
            num_hidden_layers=1 + max(int(name.split(".")[3]) for name in state if name.startswith("bert.encoder.")),
            num_attention_heads=max(1, words.shape[1] // _HEAD_WIDTH),
            intermediate_size=state["bert.encoder.layer.0.intermediate.dense.weight"].shape[0],
            max_position_embeddings=state["bert.embeddings.position_embeddings.weight"].shape[0],
            type_vocab_size=state["bert.embeddings.token_type_embeddings.weight"].shape[0],
            attn_implementation="eager",
        )
    except (KeyError, ValueError, IndexError) as error:
        raise ArgumentError(
            f"{path.name} does not hold the weights of a BERT.", "Copy or download the release's file again."
        ) from error
    encoder = TextEncoder(BertModel(config, add_pooling_layer=False))
    fill(encoder, state, "a BERT with a projection to 512", path.name)
    return encoder.eval()
