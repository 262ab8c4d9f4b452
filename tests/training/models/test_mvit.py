from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torchvision.models.video.mvit import MSBlockConfig, MViT, Pool

from training.models.mvit import ConvolutionStem, depthwise_pool, make_lean, small_mvit


@pytest.mark.parametrize("kernel", [(1, 3, 3), (3, 3, 3), (3, 1, 1)])
@pytest.mark.parametrize("stride", [(1, 1, 1), (1, 2, 2), (2, 4, 4)])
def test_depthwise_pooling_equals_torchvisions_3d_convolution(
    kernel: tuple[int, int, int], stride: tuple[int, int, int]
) -> None:
    torch.manual_seed(1)
    heads, dim, grid = 2, 6, (4, 6, 7)
    conv = nn.Conv3d(dim, dim, kernel, stride=stride, padding=tuple(k // 2 for k in kernel), groups=dim, bias=False)
    tokens = torch.randn(2, 4 * 6 * 7, heads * dim)
    by_head = tokens.reshape(2, -1, heads, dim).transpose(1, 2)
    with_class = torch.cat((torch.zeros(2, heads, 1, dim), by_head), dim=2)
    expected, expected_grid = Pool(conv, None)(with_class, grid)
    got, got_grid = depthwise_pool(tokens, grid, conv, heads)
    assert got_grid == expected_grid
    got = got.reshape(2, -1, heads, dim).transpose(1, 2)
    torch.testing.assert_close(got, expected[:, :, 1:], atol=1e-5, rtol=1e-5)


def _torchvision(rel_pos: bool, with_class: bool) -> MViT:
    torch.manual_seed(2)
    blocks = [
        MSBlockConfig(1, 16, 16, [3, 3, 3], [3, 3, 3], [1, 1, 1], [1, 4, 4]),
        MSBlockConfig(2, 16, 32, [3, 3, 3], [3, 3, 3], [1, 2, 2], [1, 2, 2]),
        MSBlockConfig(2, 32, 32, [3, 3, 3], [3, 3, 3], [1, 1, 1], [1, 2, 2]),
    ]
    model = MViT(
        (32, 32), 8, blocks, residual_pool=True, residual_with_cls_embed=with_class, rel_pos_embed=rel_pos,
        proj_after_attn=True, dropout=0.0, num_classes=5,
    )  # fmt: skip
    for name, parameter in model.named_parameters():
        if "rel_pos" in name:
            nn.init.normal_(parameter, std=0.3)
    return model


@pytest.mark.parametrize("rel_pos", [False, True])
@pytest.mark.parametrize("with_class", [False, True])
def test_the_rearranged_mvit_equals_torchvisions_forward_and_backward(rel_pos: bool, with_class: bool) -> None:
    plain = _torchvision(rel_pos, with_class)
    lean = make_lean(copy.deepcopy(plain))
    x = torch.randn(2, 3, 8, 32, 32)
    expected, got = plain(x), lean(x)
    torch.testing.assert_close(got, expected, atol=1e-5, rtol=1e-4)
    expected.sum().backward()
    got.sum().backward()
    for (name, a), b in zip(plain.named_parameters(), lean.parameters(), strict=True):
        torch.testing.assert_close(b.grad, a.grad, atol=1e-4, rtol=1e-3, msg=name)


def test_a_state_dict_of_torchvision_loads_into_the_rearranged_one() -> None:
    plain = _torchvision(True, False)
    lean = make_lean(_torchvision(True, False))
    lean.load_state_dict(plain.state_dict())
    assert list(lean.state_dict()) == list(plain.state_dict())


def test_the_small_mvit_halves_the_picture_at_each_stage_but_the_first() -> None:
    model = small_mvit(8, 64, (16, 32, 64), (1, 2), (2, 1), (2, 1), 10)
    x = model.pos_encoding(model.conv_proj(torch.randn(2, 3, 8, 64, 64)).flatten(2).transpose(1, 2))
    grid = (4, 4, 4)
    seen = []
    for block in model.blocks:
        x, grid = block(x, grid)
        seen.append((grid, x.shape[2]))
    assert seen == [((4, 4, 4), 32), ((4, 4, 4), 32), ((4, 2, 2), 64)]


def test_tokens_of_a_clip_are_the_features_of_its_pairs_of_frames() -> None:
    torch.manual_seed(3)
    stem = ConvolutionStem(16).eval()
    clip = torch.randn(1, 3, 4, 32, 32)
    tokens = stem(clip)
    assert tokens.shape == (1, 16, 2, 2, 2)
    for pair in range(2):
        both = torch.cat((clip[:, :, 2 * pair], clip[:, :, 2 * pair + 1]), dim=1)
        torch.testing.assert_close(tokens[:, :, pair], stem.pictures(both), atol=1e-5, rtol=1e-5)
