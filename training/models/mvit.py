"""torchvision's mViT with a forward pass that runs well on a processor and exports to a lean ONNX graph.

The parameters, their names and the function computed are torchvision's: a state dict of one loads into the other.
Only the arithmetic is rearranged, because torchvision's own order is dominated by slow generic operators on a CPU
(depthwise 3-D convolutions, transposes, scatter):

- the pooling convolutions become depthwise 2-D convolutions over channels-last pictures;
- keys and values are projected and pooled together, and only where a pooling convolution reads them;
- the class token goes its own way through the attention, and where tokens are many through the whole block, so that
  nothing is cut from the tokens and put back;
- the decomposed relative position bias is folded into the product of queries and keys;
- the scores of many queries, and in an exported graph the MLPs of many tokens, are computed a cacheful at a time;
- in an exported graph some biases are read from the weights by a column of ones, where a sum of its own costs more;
- of the last block, in evaluation, only the class token is computed: nothing else is read of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video.mvit import MultiscaleAttention, MultiscaleBlock, MViT
from torchvision.ops import MLP

from training.models.pooling import Grid, depthwise_pool, seen_by_pool

Stream = tuple[Tensor, ...]
"""What goes from block to block: (tokens,), the class token first among them, or (class token, the others)."""

SCORES_IN_CACHE = 2_500_000
"""Attention scores of one clip that are computed at a time: 10 MB."""

HIDDEN_IN_CACHE = 1_250_000
"""Hidden values of one clip's MLP that are computed at a time in an exported graph: 5 MB."""

MANY_TOKENS = 4000
"""From here on it is cheaper to read a block's weights twice than to cut the class token from the others."""


def _goes_apart(module: nn.Module, grid: Grid) -> bool:
    """Return whether a module hands on the class token apart; in training stochastic depth must see all tokens."""
    return not module.training and math.prod(grid) >= MANY_TOKENS


def _stream(class_token: Tensor, tokens: Tensor, *, apart: bool) -> Stream:
    return (class_token, tokens) if apart else (torch.cat((class_token, tokens), dim=1),)


def _class_token_and_others(stream: Stream) -> tuple[Tensor, Tensor]:
    if len(stream) == 2:
        return stream
    class_token, tokens = stream[0].tensor_split((1,), dim=1)
    return class_token, tokens


def _with_ones(x: Tensor) -> Tensor:
    """Return tokens, (B, L, C), with a column of ones, (B, L, C + 1): a product with them can add a bias by itself."""
    return torch.cat((x, x.new_ones(()).expand(*x.shape[:2], 1)), dim=2)


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


def _in_pieces(work: Callable[[Tensor], Tensor], x: Tensor, dim: int, pieces: int) -> Tensor:
    """Return what some work gives for a tensor, done for one piece along a dimension after the other."""
    if pieces == 1:
        return work(x)
    return torch.cat([work(part) for part in torch.split(x, -(-x.shape[dim] // pieces), dim=dim)], dim=dim)


def _attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Return the values, (B, heads, L, D), attended by queries, a few at a time so that their scores stay in cache."""
    pieces = -(-q.shape[1] * q.shape[2] * k.shape[2] // SCORES_IN_CACHE)
    keys = k.transpose(2, 3)
    return _in_pieces(lambda part: torch.matmul(torch.matmul(part, keys).softmax(dim=-1), v), q, 2, pieces)


class FlatNorm(nn.LayerNorm):
    """A layer norm over the tokens of all clips as one matrix.

    ONNX Runtime joins a sum to the norm that alone reads it, and its joint operator is slower than the two (1.32).
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return the same as `nn.LayerNorm`, shape (B, L, C)."""
        return super().forward(x.flatten(0, 1)).reshape(x.shape)


class WideMLP(MLP):  # type: ignore[misc]
    """An MLP that in an exported graph takes a cacheful of tokens at a time and reads its first bias from the weights.

    The bias is their last row, for a column of ones: ONNX Runtime joins a bias to the Gelu after it, and its joint
    operator takes half as long again as Gelu (1.32).
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return the same as torchvision's `MLP`, shape (B, L, C)."""
        if not torch.compiler.is_exporting() or x.shape[1] == 1:
            answer: Tensor = super().forward(x)
            return answer
        first, *others = self
        weight = torch.cat((first.weight.T, first.bias[None]))

        def work(part: Tensor) -> Tensor:
            part = torch.matmul(_with_ones(part), weight)
            for layer in others:
                part = layer(part)
            return part

        return _in_pieces(work, x, 1, -(-x.shape[1] * first.out_features // HIDDEN_IN_CACHE))


class LeanAttention(MultiscaleAttention):  # type: ignore[misc]
    """torchvision's MultiscaleAttention, the same parameters, with a rearranged forward pass.

    The class token goes its own way until the end: it is not pooled and its query has no position, so the other tokens
    need never be cut from it and put back.
    """

    def forward(self, stream: Stream, thw: Grid) -> tuple[Stream, Grid]:
        """Return the attended tokens and their grid."""
        class_q, q, q_thw = self._queries(stream, thw)
        k, v, k_thw = self._keys_and_values(stream, thw)
        attended_class = self._of_class_token(class_q, k, v)
        if self.rel_pos_h is None:
            attended = _attend(q, k, v)
        else:
            axes = _one_hot_axes(k_thw, k).expand(*k.shape[:2], -1, -1)
            placed = torch.cat((q, *self._positions(q, q_thw, k_thw)), dim=3)
            attended = _attend(placed, torch.cat((k, axes), dim=3), v)
        if self.residual_pool:
            attended = attended + q
        both = _stream(attended_class, attended.transpose(1, 2), apart=_goes_apart(self, q_thw))
        return tuple(self.project(part.flatten(2)) for part in both), q_thw

    def class_token(self, stream: Stream, thw: Grid) -> Tensor:
        """Return the class token alone, (B, 1, C), as `forward` gives it."""
        class_q = self._normed(self._by_head(self._linear(stream[0][:, :1], 0, 1)), self.pool_q)
        k, v, _ = self._keys_and_values(stream, thw)
        attended: Tensor = self.project(self._of_class_token(class_q, k, v).flatten(2))
        return attended

    def _queries(self, stream: Stream, thw: Grid) -> tuple[Tensor, Tensor, Grid]:
        """Return the queries by head, (B, heads, 1, D) of the class token, (B, heads, L', D) of the others."""
        class_token, tokens, grid = self._projected(stream, thw, 0, 1, (self.pool_q,))
        return self._normed(class_token, self.pool_q), self._normed(tokens, self.pool_q), grid

    def _keys_and_values(self, stream: Stream, thw: Grid) -> tuple[Tensor, Tensor, Grid]:
        """Return keys, scaled, and values of all tokens, (B, heads, 1 + L', D), and their grid."""
        class_token, tokens, grid = self._projected(stream, thw, 1, 3, (self.pool_k, self.pool_v))
        keys, values = torch.cat((class_token, tokens), dim=1).chunk(2, dim=2)
        return self.scaler * self._normed(keys, self.pool_k), self._normed(values, self.pool_v), grid

    def _of_class_token(self, class_q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Return what the class token attends to, (B, 1, heads, D); its query has no position."""
        attended = _attend(class_q, k, v)
        if self.residual_pool and self.residual_with_cls_embed:
            attended = attended + class_q
        return attended.transpose(1, 2)

    def _projected(
        self, stream: Stream, grid: Grid, first: int, end: int, pools: tuple[Any, ...]
    ) -> tuple[Tensor, Tensor, Grid]:
        """Return what lies from part `first` to before `end` of queries, keys and values, projected and pooled.

        Shape (B, 1, heads of all parts, D) of the class token, (B, L', heads of all parts, D) of the others, and the
        grid of the others.
        """
        if pools[0] is None:
            parts = (self._linear(part, first, end) for part in stream)
            class_token, tokens = _class_token_and_others(tuple(parts))
            return self._by_head(class_token), self._by_head(tokens), grid
        seen, seen_grid, stride = seen_by_pool(grid, pools[0].pool.kernel_size, pools[0].pool.stride)
        if seen_grid != grid:
            index = torch.tensor(seen, device=stream[0].device)
            stream = (*stream[:-1], stream[-1].index_select(1, index[len(stream) - 1 :] - (len(stream) - 1)))
        if len(stream) == 2:
            class_token, tokens = self._linear(stream[0], first, end), self._channels_first(stream[1], first, end)
        else:
            class_token, tokens = self._channels_first(stream[0], first, end).tensor_split((1,), dim=2)
            class_token = class_token.transpose(1, 2)
        kernel = torch.cat([pool.pool.weight.repeat(self.num_heads, 1, 1, 1, 1) for pool in pools])
        pooled, grid = depthwise_pool(tokens, seen_grid, kernel, stride)
        return self._by_head(class_token), self._by_head(pooled), grid

    def _weight_and_bias(self, first: int, end: int) -> tuple[Tensor, Tensor]:
        rows = slice(first * self.output_dim, end * self.output_dim)
        return self.qkv.weight[rows], self.qkv.bias[rows]

    def _linear(self, x: Tensor, first: int, end: int) -> Tensor:
        return F.linear(x, *self._weight_and_bias(first, end))

    def _channels_first(self, x: Tensor, first: int, end: int) -> Tensor:
        """Return the same as `_linear`, (B, C, L): a convolution of a graph reads the channels first."""
        if not torch.compiler.is_exporting():
            return self._linear(x, first, end).transpose(1, 2)
        weight, bias = self._weight_and_bias(first, end)
        return torch.matmul(torch.cat((weight, bias[:, None]), dim=1), _with_ones(x).transpose(1, 2))

    def _by_head(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], -1, self.head_dim)

    def _normed(self, by_head: Tensor, pool: Any) -> Tensor:
        """Return tokens by head, (B, L, heads, D), as (B, heads, L, D), normed where the layer has a pool."""
        return (by_head if pool is None else pool.norm_act(by_head)).transpose(1, 2)

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


class LeanBlock(MultiscaleBlock):  # type: ignore[misc]
    """torchvision's MultiscaleBlock on a stream."""

    def forward(self, stream: Stream, thw: Grid) -> tuple[Stream, Grid]:
        """Return the stream after the block and the grid of its tokens."""
        normed = tuple(self.norm1(x) for x in stream)
        attended, grid = self.attn(normed, thw)
        skipped = self._skipped(stream, normed, thw, apart=len(attended) == 2)
        return tuple(self._after_attention(x, a) for x, a in zip(skipped, attended, strict=True)), grid

    def _after_attention(self, x: Tensor, attended: Tensor) -> Tensor:
        """Return tokens after the block, (B, L, C), of what went past the attention and what came from it."""
        x = x + self.stochastic_depth(attended)
        normed = self.norm2(x)
        if self.project is not None and not self.proj_after_attn:
            x = self.project(normed)
        after: Tensor = x + self.stochastic_depth(self.mlp(normed))
        return after

    def _skipped(self, stream: Stream, normed: Stream, thw: Grid, *, apart: bool) -> Stream:
        """Return what goes past the attention, projected and pooled where the attention changes width or grid."""
        project = self.project if self.proj_after_attn else None
        if self.pool_skip is None:
            return stream if project is None else tuple(project(x) for x in normed)
        class_token, tokens = _class_token_and_others(stream if project is None else normed)
        channels_first = tokens.transpose(1, 2)
        if project is not None:
            class_token, channels_first = project(class_token), torch.matmul(project.weight, channels_first)
        grid = channels_first.reshape(*channels_first.shape[:2], *thw)
        pooled = self.pool_skip.pool(grid).flatten(2).transpose(1, 2)
        return _stream(class_token, pooled if project is None else pooled + project.bias, apart=apart)


class LastBlock(LeanBlock):
    """A block of which only the class token is read.

    In training it computes all tokens, so that every parameter takes part.
    """

    def forward(self, stream: Stream, thw: Grid) -> tuple[Stream, Grid]:
        """Return the stream and the grid of its tokens; of the class token alone, (B, 1, C), in evaluation."""
        if self.training:
            return super().forward(stream, thw)
        normed = tuple(self.norm1(x) for x in stream)
        widens_before = self.project is not None and self.proj_after_attn
        skip = self.project(normed[0][:, :1]) if widens_before else stream[0][:, :1]
        return (self._after_attention(skip, self.attn.class_token(normed, thw)),), thw


class LeanMViT(MViT):  # type: ignore[misc]
    """torchvision's MViT, whose blocks hand on a stream."""

    def forward(self, clips: Tensor) -> Tensor:
        """Return the head's outputs, (B, C), for clips, (B, 3, T, H, W)."""
        place = self.pos_encoding
        thw: Grid = (place.temporal_size, *place.spatial_size)
        tokens = self.conv_proj(clips).flatten(2).transpose(1, 2)
        if not _goes_apart(self, thw):
            stream: Stream = (place(tokens),)
        elif place.spatial_pos is None:
            stream = (place.class_token.expand(len(clips), 1, -1), tokens)
        else:
            stream = _class_token_and_others((place(tokens),))
        for block in self.blocks:
            stream, thw = block(stream, thw)
        answer: Tensor = self.head(self.norm(stream[0][:, :1])[:, 0])
        return answer


def make_lean(model: MViT) -> MViT:
    """Return the same model, computing by the rearranged forward pass."""
    # The classes add no state, so existing layers become theirs; copying would lose shared parameters.
    model.__class__ = LeanMViT
    for block in model.blocks:
        block.__class__ = LeanBlock
        block.attn.__class__ = LeanAttention
        block.norm1.__class__ = FlatNorm
        block.mlp.__class__ = WideMLP
    model.blocks[-1].__class__ = LastBlock
    return model
