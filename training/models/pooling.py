"""Depthwise pooling of an mViT's tokens, rearranged for a processor, and which tokens a pool reads at all."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

Grid = tuple[int, int, int]
"""Times, rows and columns."""


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
    zeros = pictures.new_zeros(()).expand(batch, channels, t, height - h, w)  # ONNX Runtime joins faster than it pads
    picture = torch.cat((pictures, zeros), dim=3).reshape(batch, channels, t * height, w)
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
