"""torchvision's mViT with a forward pass that runs well on a processor and exports to a lean ONNX graph.

The parameters, their names and the function computed are torchvision's: a state dict of one loads into the other.
Only the arithmetic is rearranged, because torchvision's own order is dominated by slow generic operators on a CPU
(depthwise 3-D convolutions, transposes, scatter):

- the pooling convolutions become depthwise 2-D convolutions over channels-last pictures;
- keys and values are projected only where a pooling convolution reads them;
- the class token goes its own way through the attention, so that nothing is cut from the tokens and put back;
- the decomposed relative position bias is folded into the product of queries and keys;
- the scores of many queries are computed a cacheful at a time;
- of the last block, in evaluation, only the class token is computed: nothing else is read of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video.mvit import MSBlockConfig, MultiscaleAttention, MultiscaleBlock, MViT

Grid = tuple[int, int, int]

SCORES_IN_CACHE = 2_500_000
"""Attention scores of one clip that are computed at a time: 10 MB."""


def depthwise_pool(tokens: Tensor, grid: Grid, weight: Tensor, stride: Grid) -> tuple[Tensor, Grid]:
    """Return the tokens after a depthwise 3-D convolution, padded by half its kernel, as 2-D convolutions.

    Parameters
    ----------
    tokens : Tensor, shape (B, C, T * H * W)
        Tokens without the class token, in any order in memory.
    grid : tuple of int
        (T, H, W).
    weight : Tensor, shape (C, 1, kT, kH, kW)
        Odd kernel.
    stride : tuple of int
        Of time, rows and columns.

    Returns
    -------
    tuple
        Tokens of shape (B, T' * H' * W', C) and (T', H', W').
    """
    batch, channels, _ = tokens.shape
    t, h, w = grid
    pooled_h, pooled_w = (h - 1) // stride[1] + 1, (w - 1) // stride[2] + 1
    # Stacked frames are quicker forwards, separate ones backwards, where dilation is slow (torch 2.14).
    separate = weight.shape[2] == 1 or (torch.is_grad_enabled() and not torch.compiler.is_exporting())
    # torch 2.14: the backward pass of a depthwise convolution in bfloat16 is nine times slower than in float32
    with torch.autocast(tokens.device.type, enabled=False):
        pictures = tokens.float().reshape(batch, channels, t, h, w)
        pooled = (_pool_separate if separate else _pool_stacked)(pictures, weight.float(), stride[1:])
    pooled = pooled[:, :: stride[0], :pooled_h]
    pooled_t = pooled.shape[1]
    return pooled.reshape(batch, pooled_t * pooled_h * pooled_w, channels), (pooled_t, pooled_h, pooled_w)


def _pool_separate(pictures: Tensor, weight: Tensor, stride: tuple[int, int]) -> Tensor:
    """Return pictures, (B, C, T, H, W), convolved frame by frame for each temporal tap, and the taps summed.

    The answer has the channels last, (B, T, H', W', C).
    """
    batch, channels, t = pictures.shape[:3]
    taps, rows, columns = weight.shape[2:]
    pictures = pictures.contiguous(memory_format=torch.channels_last_3d)
    frames = pictures.transpose(1, 2).flatten(0, 1)  # channels-last in memory
    padding = (rows // 2, columns // 2)
    moved = []
    for tap in range(taps):
        filtered = F.conv2d(frames, weight[:, :, tap], stride=stride, padding=padding, groups=channels)
        filtered = filtered.permute(0, 2, 3, 1)
        filtered = filtered.reshape(batch, t, *filtered.shape[1:])
        shift = tap - taps // 2
        if shift:
            kept = filtered[:, max(shift, 0) : t + min(shift, 0)]
            filtered = F.pad(kept, (*(0,) * 6, max(-shift, 0), max(shift, 0)))
        moved.append(filtered)
    return _sum(moved)


def _pool_stacked(pictures: Tensor, weight: Tensor, stride: tuple[int, int]) -> Tensor:
    """Return the same, but the frames lie below each other as one picture, with rows of zeros between them.

    A kernel's temporal taps are then taps that many rows apart, and a 3-D convolution is the sum of as many dilated 2-D
    convolutions of that picture as the kernel has rows. No shifted copy of the tokens is made. Rows of the answer
    beyond those of a frame are left over.
    """
    batch, channels, t, h, w = pictures.shape
    taps, rows, columns = weight.shape[2:]
    height = -(-(h + rows // 2) // stride[0]) * stride[0]
    picture = F.pad(pictures, (0, 0, 0, height - h)).reshape(batch, channels, t * height, w)
    side, reach = columns // 2, taps // 2 * height
    filtered = []
    for row in range(rows):
        shift = row - rows // 2
        padded = F.pad(picture, (side, side, reach - shift, reach + shift))
        filtered.append(F.conv2d(padded, weight[:, :, :, row], stride=stride, dilation=(height, 1), groups=channels))
    pooled = _sum(filtered).permute(0, 2, 3, 1)
    return pooled.reshape(batch, t, height // stride[0], *pooled.shape[2:])


def _sum(parts: Sequence[Tensor]) -> Tensor:
    """Return the sum of tensors, one after the other: ONNX Runtime adds each within the convolution that makes it."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def seen_by_pool(grid: Grid, kernel: Grid, stride: Grid) -> tuple[list[int], Grid, Grid]:
    """Return which tokens a pooling convolution reads, their grid, and the stride that pools them to the same result.

    Where the stride is larger than the kernel, rows and columns lie between that no kernel touches; their tokens need
    not be projected at all. The first token of the answer is the class token.
    """
    rows, columns = (_seen_positions(*axis) for axis in list(zip(grid, kernel, stride, strict=True))[1:])
    t, h, w = grid
    tokens = [1 + (time * h + row) * w + column for time in range(t) for row in rows for column in columns]
    strides = (stride[0], min(stride[1], kernel[1]), min(stride[2], kernel[2]))
    return [0, *tokens], (t, len(rows), len(columns)), strides


def _seen_positions(length: int, kernel: int, stride: int) -> list[int]:
    starts = range(-(kernel // 2), length - kernel // 2, stride)
    return sorted({start + tap for start in starts for tap in range(kernel)} & set(range(length)))


def _position_table(table: Tensor, q_size: int, k_size: int) -> Tensor:
    """Return the relative position vectors of each query and key position, shape (q, D, k)."""
    length = 2 * max(q_size, k_size) - 1
    if len(table) != length:
        table = F.interpolate(table.T[None], size=length, mode="linear")[0].T
    q_ratio, k_ratio = max(k_size / q_size, 1.0), max(q_size / k_size, 1.0)
    keys = torch.arange(k_size)[None, :] + (1.0 - k_size)
    distance = torch.arange(q_size)[:, None] * q_ratio - keys * k_ratio
    return table[distance.long()].transpose(1, 2)


def _one_hot_axes(grid: Grid, like: Tensor) -> Tensor:
    """Return row, column and time of each key as one-hot, (K + 1, h + w + t); zeros for the class token, the first."""
    t, h, w = grid
    time, row, column = torch.meshgrid(torch.arange(t), torch.arange(h), torch.arange(w), indexing="ij")
    axes = [F.one_hot(axis.flatten(), size) for axis, size in ((row, h), (column, w), (time, t))]
    return F.pad(torch.cat(axes, dim=1), (0, 0, 1, 0)).to(like)


def _attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Return the values, (B, heads, L, D), attended by queries, a few at a time so that their scores stay in cache."""
    pieces = -(-q.shape[1] * q.shape[2] * k.shape[2] // SCORES_IN_CACHE)
    parts = torch.split(q, -(-q.shape[2] // pieces), dim=2) if pieces > 1 else (q,)
    keys = k.transpose(2, 3)
    attended = [torch.matmul(torch.matmul(part, keys).softmax(dim=-1), v) for part in parts]
    return torch.cat(attended, dim=2) if pieces > 1 else attended[0]


class FlatNorm(nn.LayerNorm):
    """A layer norm over the tokens of all clips as one matrix.

    ONNX Runtime joins a sum to the norm that alone reads it, and its joint operator is slower than the two (1.32).
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return the same as `nn.LayerNorm`, shape (B, L, C)."""
        return super().forward(x.flatten(0, 1)).reshape(x.shape)


class LeanAttention(MultiscaleAttention):  # type: ignore[misc]
    """torchvision's MultiscaleAttention, the same parameters, with a rearranged forward pass.

    The class token goes its own way until the end: it is not pooled and its query has no position, so the other tokens
    need never be cut from it and put back.
    """

    def forward(self, x: Tensor, thw: Grid) -> tuple[Tensor, Grid]:
        """Return the attended tokens, (B, 1 + L', C), and their grid; the first token is the class token."""
        class_q, q, q_thw = self._projected(x, thw, 0, self.pool_q)
        k, v, k_thw = self._keys_and_values(x, thw)
        attended_class = self._of_class_token(class_q, k, v)
        if self.rel_pos_h is None:
            attended = _attend(q, k, v)
        else:
            axes = _one_hot_axes(k_thw, k).expand(*k.shape[:2], -1, -1)
            placed = torch.cat((q, *self._positions(q, q_thw, k_thw)), dim=3)
            attended = _attend(placed, torch.cat((k, axes), dim=3), v)
        if self.residual_pool:
            attended = attended + q
        both = torch.cat((attended_class, attended.transpose(1, 2)), dim=1)
        return self.project(both.flatten(2)), q_thw

    def class_token(self, x: Tensor, thw: Grid) -> Tensor:
        """Return the class token alone, (B, 1, C), as `forward` gives it."""
        class_q, _, _ = self._projected(x[:, :1], (0, 0, 0), 0, self.pool_q)
        k, v, _ = self._keys_and_values(x, thw)
        attended: Tensor = self.project(self._of_class_token(class_q, k, v).flatten(2))
        return attended

    def _keys_and_values(self, x: Tensor, thw: Grid) -> tuple[Tensor, Tensor, Grid]:
        """Return keys, scaled, and values of all tokens, (B, heads, 1 + L', D), and their grid."""
        class_k, k, k_thw = self._projected(x, thw, 1, self.pool_k)
        class_v, v, _ = self._projected(x, thw, 2, self.pool_v)
        return self.scaler * torch.cat((class_k, k), dim=2), torch.cat((class_v, v), dim=2), k_thw

    def _of_class_token(self, class_q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Return what the class token attends to, (B, 1, heads, D); its query has no position."""
        attended = _attend(class_q, k, v)
        if self.residual_pool and self.residual_with_cls_embed:
            attended = attended + class_q
        return attended.transpose(1, 2)

    def _projected(self, x: Tensor, grid: Grid, part: int, pool: Any) -> tuple[Tensor, Tensor, Grid]:
        """Return queries (part 0), keys (1) or values (2) by head, pooled and normed where the layer has a pool.

        Shape (B, heads, 1, D) of the class token, (B, heads, L', D) of the others, and the grid of the others.
        """
        rows = slice(part * self.output_dim, (part + 1) * self.output_dim)
        stride: Grid = (1, 1, 1) if pool is None else pool.pool.stride
        if pool is not None:
            seen, seen_grid, stride = seen_by_pool(grid, pool.pool.kernel_size, stride)
            if seen_grid != grid:
                x, grid = x.index_select(1, torch.tensor(seen, device=x.device)), seen_grid
        weight, bias = self.qkv.weight[rows], self.qkv.bias[rows]
        pooled = pool is not None and 0 not in grid
        if pooled and torch.compiler.is_exporting():  # a convolution of a graph reads the channels first
            channels_first = torch.matmul(weight, x.transpose(1, 2)) + bias[:, None]
        else:
            channels_first = F.linear(x, weight, bias).transpose(1, 2)
        class_token, tokens = channels_first.tensor_split((1,), dim=2)
        class_token = class_token.transpose(1, 2)
        if pooled:
            kernel = pool.pool.weight.repeat(self.num_heads, 1, 1, 1, 1)
            tokens, grid = depthwise_pool(tokens, grid, kernel, stride)
        else:
            tokens = tokens.transpose(1, 2)
        by_head = [x.reshape(*x.shape[:2], self.num_heads, self.head_dim) for x in (class_token, tokens)]
        if pool is not None:
            by_head = [pool.norm_act(part) for part in by_head]
        return by_head[0].transpose(1, 2), by_head[1].transpose(1, 2), grid

    def _positions(self, q: Tensor, q_thw: Grid, k_thw: Grid) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is appended to the queries so that the product with the one-hot axes is the position bias."""
        batch, heads, _, dim = q.shape
        t, h, w = q_thw
        by_row = torch.matmul(q.reshape(-1, h, w, dim), _position_table(self.rel_pos_h, h, k_thw[1]))
        columns = q.reshape(-1, w, dim).transpose(0, 1)
        by_column = torch.matmul(columns, _position_table(self.rel_pos_w, w, k_thw[2])).transpose(0, 1)
        by_time = torch.matmul(q.reshape(-1, t, h * w, dim), _position_table(self.rel_pos_t, t, k_thw[0]))
        shape = (batch, heads, t * h * w, -1)
        return by_row.reshape(shape), by_column.reshape(shape), by_time.reshape(shape)


class LastBlock(MultiscaleBlock):  # type: ignore[misc]
    """torchvision's MultiscaleBlock where only the class token is read of what comes out.

    In training it computes all tokens, so that every parameter takes part.
    """

    def forward(self, x: Tensor, thw: Grid) -> tuple[Tensor, Grid]:
        """Return the tokens and their grid; the class token alone, (B, 1, C), in evaluation."""
        if self.training:
            both: tuple[Tensor, Grid] = super().forward(x, thw)
            return both
        normed = self.norm1(x)
        widens_before = self.project is not None and self.proj_after_attn
        skip = self.project(normed[:, :1]) if widens_before else x[:, :1]
        x = skip + self.attn.class_token(normed, thw)
        normed = self.norm2(x)
        skip = x if self.project is None or self.proj_after_attn else self.project(normed)
        return skip + self.mlp(normed), thw


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
    """Return the same model, computing by the rearranged forward pass."""
    # The classes add no state, so existing layers become theirs; copying would lose shared parameters.
    for block in model.blocks:
        block.attn.__class__ = LeanAttention
        block.norm1.__class__ = FlatNorm
    model.blocks[-1].__class__ = LastBlock
    return model
