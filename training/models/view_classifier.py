"""The view classifier: a few frames of a clip to the probability of each view."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import convnext_base

from training.config import VideoConfig, ViewConfig
from training.models.small_mvit import ResidualBlock


def small_net(width: int, views: int) -> nn.Module:
    """Return a residual net over 112 x 112 pictures: 48 M multiply-adds and 2 M parameters at width 32."""
    channels = [width, width, 2 * width, 4 * width, 6 * width]
    blocks = [
        ResidualBlock(before, after, stride)
        for before, after, stride in zip(channels, channels[1:], (1, 2, 2, 2), strict=False)
    ]
    return nn.Sequential(
        nn.Conv2d(3, width, 7, stride=4, padding=3, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
        *blocks,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Dropout(0.1),
        nn.Linear(channels[-1], views),
    )


class ViewClassifier(nn.Module):
    """Clips to view probabilities; the mean of the log-probabilities of a few frames."""

    def __init__(self, config: ViewConfig, views: int, video: VideoConfig) -> None:
        super().__init__()
        self.frames = list(config.frames)
        self.mean, self.std = video.mean, video.std
        self.net = small_net(config.width, views) if config.kind == "small" else convnext_base(num_classes=views)

    def frame_logits(self, pictures: Tensor, net: nn.Module | None = None) -> Tensor:
        """Return logits, (N, V), of uint8 pictures, (N, H, W, 3); by `net`, a twin, where one is given."""
        x = ((pictures.float() - self.mean) * (1.0 / self.std)).permute(0, 3, 1, 2)
        logits: Tensor = (net or self.net)(x.contiguous(memory_format=torch.channels_last))
        return logits

    def forward(self, clips: Tensor) -> Tensor:
        """Return probabilities, (N, V), of uint8 clips, (N, T, H, W, 3)."""
        logs = [F.log_softmax(self.frame_logits(clips[:, frame]).float(), dim=1) for frame in self.frames]
        return torch.softmax(torch.stack(logs).mean(dim=0), dim=1)
