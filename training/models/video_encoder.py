"""The video encoder: an mViT from a clip's pixels to a unit vector."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path
from typing import Any, Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from torchvision.models.video import MViT_V2_S_Weights, mvit_v2_s

from deepcoro_desktop.core.errors import ArgumentError
from training.config import InputConfig, VideoConfig
from training.models.mvit import make_lean
from training.models.small_mvit import small_mvit

PUBLISHED_SHAPE = (16, 224)
"""Frames and pixels that torchvision's mvit_v2_s is built for."""


class VideoEncoder(nn.Module):
    """Clips to embeddings; mean and standard deviation of the input are inside.

    Parameters
    ----------
    config : VideoConfig
        Which mViT.
    frames, size : int
        T and H = W of the clips.
    published : bool
        Whether to start from the published weights that the configuration names; otherwise from random ones.

    Raises
    ------
    ArgumentError
        If the size is not the published encoder's, or the file of its weights is missing or another's.
    """

    def __init__(self, config: VideoConfig, frames: int, size: int, *, published: bool = True) -> None:
        super().__init__()
        self.mean, self.std = config.mean, config.std
        self.learns_statistics = False
        """Whether batch norm learns its running statistics in training; otherwise it keeps those of the warm start."""
        if config.kind == "small":
            self.trunk: Any = small_mvit(
                frames, size, config.widths, config.heads, config.depths, config.key_strides, config.embedding
            )
        else:
            if (frames, size) != PUBLISHED_SHAPE:
                raise ArgumentError(
                    f"The video encoder mvit_v2_s takes 16 frames of 224 pixels, not {frames} of {size}.",
                    "Set input.frames to 16 and input.size to 224.",
                )
            self.trunk = make_lean(mvit_v2_s(weights=None))
            if config.weights and published:
                _load_kinetics(self.trunk, kinetics_file(config.weights))
        self.features_length: int = self.trunk.head[-1].in_features
        self.head = nn.Linear(self.features_length, config.embedding)
        self.trunk.head = nn.Identity()

    def train(self, mode: bool = True) -> Self:
        """Set the encoder to training or evaluation."""
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d) and not self.learns_statistics:
                module.eval()
        return self

    def features(self, clips: Tensor) -> Tensor:
        """Return the class token after the last block, (N, C), of uint8 clips (N, T, H, W, 3)."""
        x = (clips.float() - self.mean) * (1.0 / self.std)
        features: Tensor = self.trunk(x.permute(0, 4, 1, 2, 3))
        return features

    def project(self, features: Tensor) -> Tensor:
        """Return unit embeddings, (N, D), of features."""
        return F.normalize(self.head(features).float(), dim=1)

    def forward(self, clips: Tensor) -> Tensor:
        """Return unit embeddings, (N, D), of uint8 clips (N, T, H, W, 3)."""
        return self.project(self.features(clips))

    def checkpoint_activations(self) -> None:
        """Let every block compute its inner values again in the backward pass instead of keeping them."""
        for block in self.trunk.blocks:
            block.forward = partial(checkpoint, block.forward, use_reentrant=False)


def build_video_encoder(config: VideoConfig, shape: InputConfig, *, published: bool = True) -> VideoEncoder:
    """Return the video encoder of a configuration, with random or published weights."""
    return VideoEncoder(config, shape.frames, shape.size, published=published)


def kinetics_file(weights: str) -> Path:
    """Return the file with torchvision's Kinetics weights: the named one, or for "kinetics" that of torch's cache.

    Raises
    ------
    ArgumentError
        If it is not there; the remedy says what to download and where to put it.
    """
    name = MViT_V2_S_Weights.KINETICS400_V1.url.rsplit("/", maxsplit=1)[-1]
    cached = Path(torch.hub.get_dir()) / "checkpoints" / name
    path = cached if weights == "kinetics" else Path(weights)
    if not path.is_file():
        raise ArgumentError(
            f"The video encoder's Kinetics weights are not there: {path}.",
            f"Download {name}, torchvision's MViT_V2_S_Weights.KINETICS400_V1, from the models page of pytorch.org, "
            f"and put it at {cached}; or give its place in video.weights.",
        )
    return path


def _load_kinetics(trunk: nn.Module, path: Path) -> None:
    """Load torchvision's state dict, of which only tensors are unpickled."""
    try:
        if not zipfile.is_zipfile(path):
            raise RuntimeError("not a file that torch saved")
        trunk.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError) as error:
        raise ArgumentError(
            f"The file {path.name} does not hold the weights of torchvision's mvit_v2_s.", "Download it again."
        ) from error
