"""A small mViT that two processor cores can train, on a stem of convolutions."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video.mvit import MSBlockConfig, MViT

from training.models.mvit import make_lean


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions around a shortcut."""

    def __init__(self, channels: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, outputs, 3, stride=stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1 or channels != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        inner = self.norm2(self.second(F.relu(self.norm1(self.first(x)))))
        return F.relu(inner + self.shortcut(x))


class ConvolutionStem(nn.Module):
    """Patch embedding of the small mViT: pairs of frames through a small residual net, 16 x 16 pixels to a token.

    It stands in for torchvision's single strided convolution. A transformer needs many clips to learn what a
    convolution knows from the start; a small one on a processor never sees so many.

    References
    ----------
    Xiao T et al. Early convolutions help transformers see better. NeurIPS 2021.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.stride = (2, 16, 16)  # MViT reads it to size its position tables
        self.channels = channels
        widths = (channels // 4, channels // 4, channels // 2, 3 * channels // 4, channels)
        self.net = nn.Sequential(
            nn.Conv2d(2 * 3, widths[0], 7, stride=4, padding=3, bias=False),
            nn.BatchNorm2d(widths[0]),
            nn.ReLU(),
            *(
                ResidualBlock(before, after, stride)
                for before, after, stride in zip(widths, widths[1:], (1, 2, 1, 2), strict=False)
            ),
        )

    def pictures(self, pairs: Tensor) -> Tensor:
        """Return features, (N, C, H / 16, W / 16), of pairs of frames, (N, 6, H, W)."""
        features: Tensor = self.net(pairs.contiguous(memory_format=torch.channels_last))
        return features

    def forward(self, x: Tensor) -> Tensor:
        """Return tokens of shape (B, C, T / 2, H / 16, W / 16) of clips (B, 3, T, H, W)."""
        batch, colours, t, h, w = x.shape
        pairs = x.reshape(batch, colours, t // 2, 2, h, w).permute(0, 2, 3, 1, 4, 5)
        tokens = self.pictures(pairs.reshape(batch * (t // 2), 2 * colours, h, w))
        return tokens.reshape(batch, t // 2, *tokens.shape[1:]).transpose(1, 2)


def small_mvit(
    frames: int,
    size: int,
    widths: Sequence[int],
    heads: Sequence[int],
    depths: Sequence[int],
    key_strides: Sequence[int],
    outputs: int,
) -> MViT:
    """Return torchvision's MViT in a configuration that two processor cores can train.

    The first block of every stage but the first halves the picture. Only what changes the grid is pooled, and pooling
    does not reach over time: time is mixed by attention alone.
    """
    blocks: list[MSBlockConfig] = []
    width = widths[0]
    for stage, (wider, count, depth) in enumerate(zip(widths[1:], heads, depths, strict=True)):
        for index in range(depth):
            halve = 2 if stage and index == 0 else 1
            key = key_strides[stage - 1] if halve == 2 else key_strides[stage]
            blocks.append(
                MSBlockConfig(
                    num_heads=count,
                    input_channels=width,
                    output_channels=wider,
                    kernel_q=[1, 3, 3] if halve > 1 else [1, 1, 1],
                    kernel_kv=[1, 3, 3] if key > 1 else [1, 1, 1],
                    stride_q=[1, halve, halve],
                    stride_kv=[1, key, key],
                )
            )
            width = wider
    model = MViT(
        spatial_size=(size, size),
        temporal_size=frames,
        block_setting=blocks,
        residual_pool=True,
        residual_with_cls_embed=False,
        rel_pos_embed=False,
        proj_after_attn=True,
        dropout=0.0,
        num_classes=outputs,
        patch_embed_kernel=(2, 16, 16),
        patch_embed_stride=(2, 16, 16),
        patch_embed_padding=(0, 0, 0),
    )
    model.conv_proj = ConvolutionStem(widths[0])
    return make_lean(model)
