from __future__ import annotations

import copy

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.video.mvit import MSBlockConfig, MViT, Pool

from training.models.mvit import make_lean
from training.models.pooling import depthwise_pool, seen_by_pool
from training.models.small_mvit import ConvolutionStem, small_mvit


@pytest.mark.parametrize("learning", [False, True])
@pytest.mark.parametrize("kernel", [(1, 3, 3), (3, 3, 3), (3, 1, 1), (5, 3, 5)])
@pytest.mark.parametrize("stride", [(1, 1, 1), (1, 2, 2), (2, 4, 4), (1, 3, 2)])
def test_depthwise_pooling_equals_torchvisions_3d_convolution(
    kernel: tuple[int, int, int], stride: tuple[int, int, int], learning: bool
) -> None:
    torch.manual_seed(1)
    channels, grid = 6, (4, 6, 7)
    padding = tuple(k // 2 for k in kernel)
    conv = nn.Conv3d(channels, channels, kernel, stride=stride, padding=padding, groups=channels, bias=False)
    tokens = torch.randn(2, 4 * 6 * 7, channels)
    with_class = F.pad(tokens, (0, 0, 1, 0))[:, None]
    with torch.set_grad_enabled(learning):  # frame by frame where gradients are wanted, else frames below each other
        expected, expected_grid = Pool(conv, None)(with_class, grid)
        got, got_grid = depthwise_pool(tokens.transpose(1, 2), grid, conv.weight, stride)
    assert got_grid == expected_grid
    torch.testing.assert_close(got, expected[:, 0, 1:], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("length", [6, 7, 8, 9, 56])
@pytest.mark.parametrize(("kernel", "stride"), [(3, 4), (3, 8), (1, 2), (3, 2), (5, 6)])
def test_a_pool_gives_the_same_from_the_tokens_that_it_sees(length: int, kernel: int, stride: int) -> None:
    grid, sizes, steps = (2, length, 6), (3, kernel, 3), (1, stride, 1)
    tokens, weight = torch.randn(1, 1 + 2 * length * 6, 4), torch.randn(4, 1, *sizes)
    seen, seen_grid, seen_steps = seen_by_pool(grid, sizes, steps)
    expected, expected_grid = depthwise_pool(tokens[:, 1:].transpose(1, 2), grid, weight, steps)
    kept = tokens[:, seen][:, 1:].transpose(1, 2)
    got, got_grid = depthwise_pool(kept, seen_grid, weight, seen_steps)
    assert got_grid == expected_grid
    torch.testing.assert_close(got, expected, atol=1e-5, rtol=1e-5)
    assert (len(seen) < tokens.shape[1]) == (stride > kernel)


def test_scores_are_computed_in_pieces_only_where_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _torchvision(True, False).eval()
    lean = make_lean(copy.deepcopy(plain))
    x = torch.randn(1, 3, 8, 32, 32)
    monkeypatch.setattr("training.models.mvit.SCORES_IN_CACHE", 100)
    torch.testing.assert_close(lean(x), plain(x), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("widens", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_the_last_block_gives_the_class_token_alone_in_evaluation(widens: bool, after: bool) -> None:
    torch.manual_seed(4)
    blocks = [
        MSBlockConfig(1, 16, 16, [3, 3, 3], [3, 3, 3], [1, 1, 1], [1, 4, 4]),
        MSBlockConfig(2, 16, 32 if widens else 16, [3, 3, 3], [3, 3, 3], [1, 2, 2], [1, 2, 2]),
    ]
    plain = MViT(
        (32, 32), 8, blocks, residual_pool=True, residual_with_cls_embed=True, rel_pos_embed=True,
        proj_after_attn=after, dropout=0.0, num_classes=5,
    ).eval()  # fmt: skip
    lean = make_lean(copy.deepcopy(plain))
    x = torch.randn(2, 3, 8, 32, 32)
    torch.testing.assert_close(lean(x), plain(x), atol=1e-5, rtol=1e-4)
    tokens, grid = torch.randn(2, 1 + 4 * 8 * 8, 16), (4, 8, 8)
    assert lean.blocks[-1]((tokens,), grid)[0][0].shape[1] == 1
    assert lean.train().blocks[-1]((tokens,), grid)[0][0].shape[1] == 1 + 4 * 4 * 4


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


@pytest.mark.parametrize("rel_pos", [False, True])
@pytest.mark.parametrize("with_class", [False, True])
@pytest.mark.parametrize("many", [1, 4 * 8 * 8, 10**9])
def test_a_class_token_that_goes_apart_where_tokens_are_many_changes_nothing(
    rel_pos: bool, with_class: bool, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = _torchvision(rel_pos, with_class).eval()
    lean = make_lean(copy.deepcopy(plain))
    monkeypatch.setattr("training.models.mvit.MANY_TOKENS", many)
    x = torch.randn(2, 3, 8, 32, 32)
    lengths = [[part.shape[1] for part in stream] for stream in _streams(lean, x)]
    assert (
        lengths
        == {
            1: [[1, 256], [1, 256], [1, 64], [1]],
            4 * 8 * 8: [[1, 256], [1, 256], [65], [1]],
            10**9: [[257], [257], [65], [1]],
        }[many]
    )
    torch.testing.assert_close(lean(x), plain(x), atol=1e-5, rtol=1e-4)


def _streams(lean: MViT, clips: Tensor) -> list[tuple[Tensor, ...]]:
    """Return what goes into the first block and comes out of each."""
    seen: list[tuple[Tensor, ...]] = []
    hooks = [lean.blocks[0].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))]
    hooks += [block.register_forward_hook(lambda _, __, outputs: seen.append(outputs[0])) for block in lean.blocks]
    lean(clips)
    for hook in hooks:
        hook.remove()
    return seen


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
        (x,), grid = block((x,), grid)
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
