"""torchvision's mViT with a forward pass that runs well on a processor and exports to a lean ONNX graph.

The parameters, their names and the function computed are torchvision's: a state dict of one loads into the other.
Only the arithmetic is rearranged, because torchvision's own order is dominated by slow generic operators on a CPU
(depthwise 3-D convolutions, transposes, scatter): the pooling convolutions become depthwise 2-D convolutions over
channels-last pictures, summed over the temporal taps, and the decomposed relative position bias is folded into the
product of queries and keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video.mvit import MSBlockConfig, MultiscaleAttention, MViT

Grid = tuple[int, int, int]


def depthwise_pool(tokens: Tensor, grid: Grid, conv: nn.Conv3d, heads: int) -> tuple[Tensor, Grid]:
    """Return the tokens after a depthwise 3-D convolution that every head shares, as 2-D convolutions.

    Parameters
    ----------
    tokens : Tensor, shape (B, T * H * W, heads * D)
        Tokens without the class token.
    grid : tuple of int
        (T, H, W).
    conv : nn.Conv3d
        Depthwise, D channels, temporal padding half its kernel.
    heads : int
        How often the D channels lie side by side in the last axis.

    Returns
    -------
    tuple
        Tokens of shape (B, T' * H' * W', heads * D) and (T', H', W').
    """
    batch, _, channels = tokens.shape
    t, h, w = grid
    taps, stride_t = conv.kernel_size[0], conv.stride[0]
    weight = conv.weight[:, 0].repeat(heads, 1, 1, 1)  # (heads * D, kT, kH, kW)
    pictures = tokens.reshape(batch * t, h, w, channels).permute(0, 3, 1, 2)  # channels-last in memory
    outputs = []
    # torch 2.14: the backward pass of a depthwise convolution in bfloat16 is nine times slower than in float32
    with torch.autocast(tokens.device.type, enabled=False):
        for tap in range(taps):
            filtered = F.conv2d(
                pictures.float(),
                weight[:, tap, None],
                stride=conv.stride[1:],
                padding=conv.padding[1:],
                groups=channels,
            )
            outputs.append(filtered.permute(0, 2, 3, 1))
    new_h, new_w = outputs[0].shape[1:3]
    frames = [output.reshape(batch, t, new_h * new_w * channels) for output in outputs]
    pooled = frames[0] if taps == 1 else _sum_over_taps(frames)
    pooled = pooled[:, ::stride_t] if stride_t > 1 else pooled
    new_t = pooled.shape[1]
    return pooled.reshape(batch, new_t * new_h * new_w, channels), (new_t, new_h, new_w)


def _sum_over_taps(frames: Sequence[Tensor]) -> Tensor:
    """Return the sum of each temporal tap's result, moved to the frame that it counts for."""
    length, padding = frames[0].shape[1], len(frames) // 2
    total = frames[padding]
    for tap, frame in enumerate(frames):
        shift = tap - padding
        if shift < 0:
            total = total + F.pad(frame[:, : length + shift], (0, 0, -shift, 0))
        elif shift > 0:
            total = total + F.pad(frame[:, shift:], (0, 0, 0, shift))
    return total


def _position_table(table: Tensor, q_size: int, k_size: int) -> Tensor:
    """Return the relative position vectors of each query and key position, shape (q, k, D)."""
    length = 2 * max(q_size, k_size) - 1
    if len(table) != length:
        table = F.interpolate(table.T[None], size=length, mode="linear")[0].T
    q_ratio, k_ratio = max(k_size / q_size, 1.0), max(q_size / k_size, 1.0)
    keys = torch.arange(k_size)[None, :] + (1.0 - k_size)
    distance = torch.arange(q_size)[:, None] * q_ratio - keys * k_ratio
    return table[distance.long()]


def _one_hot_axes(grid: Grid, like: Tensor) -> Tensor:
    """Return row, column and time of each key as one-hot, (K + 1, h + w + t); zeros for the class token, the first."""
    t, h, w = grid
    time, row, column = torch.meshgrid(torch.arange(t), torch.arange(h), torch.arange(w), indexing="ij")
    axes = [F.one_hot(axis.flatten(), size) for axis, size in ((row, h), (column, w), (time, t))]
    return F.pad(torch.cat(axes, dim=1), (0, 0, 1, 0)).to(like)


class LeanAttention(MultiscaleAttention):  # type: ignore[misc]
    """torchvision's MultiscaleAttention, the same parameters, with a rearranged forward pass."""

    def forward(self, x: Tensor, thw: Grid) -> tuple[Tensor, Grid]:
        """Return the attended tokens and their grid; the first token is the class token."""
        batch = x.shape[0]
        q, k, v = self.qkv(x).split(self.output_dim, dim=2)
        k, k_thw = self._pooled(k, thw, self.pool_k)
        v, _ = self._pooled(v, thw, self.pool_v)
        q, q_thw = self._pooled(q, thw, self.pool_q)
        if self.rel_pos_h is None:
            attended = torch.matmul(torch.matmul(self.scaler * q, k.transpose(2, 3)).softmax(dim=-1), v)
        else:
            bias = self._position_queries(q, q_thw, k_thw)
            axes = _one_hot_axes(k_thw, k).expand(*k.shape[:2], -1, -1)
            scores = torch.matmul(
                torch.cat((self.scaler * q, bias), dim=3), torch.cat((k, axes), dim=3).transpose(2, 3)
            )
            attended = torch.matmul(scores.softmax(dim=-1), v)
        if self.residual_pool:
            shortcut = q if self.residual_with_cls_embed else F.pad(q[:, :, 1:], (0, 0, 1, 0))
            attended = attended + shortcut
        return self.project(attended.transpose(1, 2).reshape(batch, -1, self.output_dim)), q_thw

    def _pooled(self, tokens: Tensor, grid: Grid, pool: Any) -> tuple[Tensor, Grid]:
        """Return tokens by head, shape (B, heads, L', D), pooled and normed where the layer has a pool."""
        batch = tokens.shape[0]
        if pool is not None:
            class_token, rest = tokens[:, :1], tokens[:, 1:]
            rest, grid = depthwise_pool(rest, grid, pool.pool, self.num_heads)
            tokens = torch.cat((class_token, rest), dim=1)
        by_head = tokens.reshape(batch, -1, self.num_heads, self.head_dim)
        if pool is not None:
            by_head = pool.norm_act(by_head)
        return by_head.transpose(1, 2), grid

    def _position_queries(self, q: Tensor, q_thw: Grid, k_thw: Grid) -> Tensor:
        """Return what is appended to the queries so that the product with the one-hot axes is the position bias."""
        batch, heads, _, dim = q.shape
        t, h, w = q_thw
        grid = q[:, :, 1:].reshape(batch * heads, t, h, w, dim)
        table_t = _position_table(self.rel_pos_t, t, k_thw[0])
        table_h = _position_table(self.rel_pos_h, h, k_thw[1])
        table_w = _position_table(self.rel_pos_w, w, k_thw[2])
        by_row = torch.einsum("bthwc,hkc->bthwk", grid, table_h)
        by_column = torch.einsum("bthwc,wkc->bthwk", grid, table_w)
        by_time = torch.einsum("bthwc,tkc->bthwk", grid, table_t)
        bias = torch.cat((by_row, by_column, by_time), dim=4).reshape(batch, heads, t * h * w, -1)
        return F.pad(bias, (0, 0, 1, 0))


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


def make_lean(model: MViT) -> MViT:
    """Return the same model, its attention layers computing by the rearranged forward pass."""
    for block in model.blocks:
        # The class adds no state, so an existing layer becomes one; copying would lose shared parameters.
        block.attn.__class__ = LeanAttention
    return model
