"""The video encoder: an mViT from a clip's pixels to a unit vector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video import mvit_v2_s

from deepcoro_desktop.core.errors import ArgumentError
from training.config import InputConfig, VideoConfig
from training.models.mvit import make_lean, small_mvit

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
    """

    def __init__(self, config: VideoConfig, frames: int, size: int) -> None:
        super().__init__()
        self.mean, self.std = config.mean, config.std
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
            if config.weights:
                self.trunk.load_state_dict(_kinetics_weights(Path(config.weights)))
        self.features_length: int = self.trunk.head[-1].in_features
        self.head = nn.Linear(self.features_length, config.embedding)
        self.trunk.head = nn.Identity()

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


def build_video_encoder(config: VideoConfig, shape: InputConfig) -> VideoEncoder:
    """Return the video encoder of a configuration, with random or local weights."""
    return VideoEncoder(config, shape.frames, shape.size)


def build_single_frame_encoder(config: VideoConfig, shape: InputConfig) -> VideoEncoder:
    """Return the baseline without motion: the same net over one pair of frames, fed the first frame twice."""
    return VideoEncoder(config, 2, shape.size)


def first_frame_twice(clips: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return what the baseline without motion sees of clips (N, T, H, W, 3): (N, 2, H, W, 3)."""
    return np.repeat(clips[:, :1], 2, axis=1)


def _kinetics_weights(path: Path) -> dict[str, Tensor]:
    """Return torchvision's Kinetics state dict from a local file; only tensors are unpickled."""
    try:
        weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ArgumentError(
            "The file in video.weights cannot be read.", "Give torchvision's mvit_v2_s file."
        ) from error
    return weights
