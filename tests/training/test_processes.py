"""Two processes over gloo against one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from deepcoro_desktop.core.errors import ArgumentError
from training.processes import ALONE, Processes, joined_processes

PROGRAM = """
import sys
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from training.config import StageConfig
from training.engine import Run, Step, forward_and_backward, in_turn, train
from training.losses import contrastive_loss, info_nce, siglip
from training.processes import joined_processes

out, store = Path(sys.argv[1]), sys.argv[2]
torch.set_num_threads(1)


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.video, self.text = nn.Linear(6, 5), nn.Linear(4, 5)
        self.log_scale, self.bias = nn.Parameter(torch.tensor(1.5)), nn.Parameter(torch.tensor(-2.0))
        self.unused = nn.Linear(2, 2)


def step_at(pair, processes, pair_loss, chunks, cached, step, _rng):
    torch.manual_seed(step)
    clips, texts = torch.randn(8, 2, 6), torch.randn(8, 4)
    same = torch.eye(8, dtype=torch.bool)
    same[0, 5] = same[5, 0] = same[2, 3] = same[3, 2] = True  # across the processes and within one
    own = processes.share(8)

    def forward(part):
        video = F.normalize(pair.video(clips[own][part]), dim=2)
        return video, F.normalize(pair.text(texts[own][part]), dim=1)

    def loss(parts):
        video, text = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
        with_bias = partial(siglip, bias=pair.bias) if pair_loss == "siglip" else info_nce
        return contrastive_loss(video, text, pair.log_scale.exp(), same, with_bias), {}

    count = len(clips[own]) // chunks
    slices = [slice(k * count, (k + 1) * count) for k in range(chunks)]
    return Step([partial(forward, part) for part in slices], loss, shared=True, cached=cached)


with joined_processes("cpu", store) as processes:
    found = {}
    cases = (("infonce", 1, False), ("siglip", 1, False), ("infonce", 2, False), ("siglip", 2, True))
    for name, chunks, cached in cases:
        torch.manual_seed(1)
        pair = Pair()
        run = Run(f"{name}{chunks}", out, "d", 3, processes=processes)
        step = step_at(pair, processes, name, chunks, cached, 0, None)
        loss, _ = forward_and_backward(pair, step, 0, run, in_turn)
        found[f"{name}{chunks} loss"] = torch.tensor(loss)
        for key, parameter in pair.named_parameters():
            if parameter.grad is not None:
                found[f"{name}{chunks} {key}"] = parameter.grad.clone()
    save_file(found, out / f"gradients{processes.rank}.safetensors")
    pair = Pair()
    with torch.no_grad():
        pair.video.weight.fill_(0.1 + processes.rank)  # the first one's weights count
    stage = StageConfig(batch=8, learning_rate=1e-2, steps=3, warmup=1)
    run = Run("run", out, "d", 3, processes=processes)
    train(pair, partial(step_at, pair, processes, "infonce", 2, False), stage, run)
"""


def _run(folder: Path, count: int) -> Path:
    folder.mkdir()
    environment = {**os.environ, "WORLD_SIZE": str(count), "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    command = [sys.executable, "-c", PROGRAM, str(folder), f"file://{folder}/store"]
    processes = [
        subprocess.Popen(command, env={**environment, "RANK": str(rank)}, stderr=subprocess.PIPE, text=True)
        for rank in range(count)
    ]
    said = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * count, said
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("processes")
    return _run(folder / "one", 1), _run(folder / "two", 2)


def test_two_processes_give_the_loss_and_gradients_of_one(folders: tuple[Path, Path]) -> None:
    one, two = folders
    expected = load_file(one / "gradients0.safetensors")
    assert {"infonce1 loss", "siglip1 bias", "infonce2 log_scale", "siglip2 video.weight"} <= set(expected)
    assert not any("unused" in key for key in expected)
    assert all(tensor.abs().max() > 1e-5 for tensor in expected.values())
    for rank in range(2):
        got = load_file(two / f"gradients{rank}.safetensors")
        assert set(got) == set(expected)
        for key, tensor in expected.items():
            torch.testing.assert_close(got[key], tensor, atol=1e-6, rtol=1e-6, msg=f"{key} of process {rank}")


def test_both_processes_hold_the_same_bits(folders: tuple[Path, Path]) -> None:
    first, second = (load_file(folders[1] / f"gradients{rank}.safetensors") for rank in range(2))
    assert all(torch.equal(first[key], second[key]) for key in first)


def test_two_processes_train_to_the_weights_of_one(folders: tuple[Path, Path]) -> None:
    expected, got = (load_file(folder / "run.safetensors") for folder in folders)
    for key, tensor in expected.items():
        torch.testing.assert_close(got[key], tensor, atol=1e-5, rtol=1e-5, msg=key)
    assert (folders[1] / "metrics.jsonl").read_text().count("\n") == 1


def test_a_process_that_is_alone_shares_and_gathers_nothing() -> None:
    part = (torch.ones(2, 3),)
    assert ALONE.gather([part]) == [part]
    assert ALONE.share(5) == slice(0, 5)
    assert ALONE.any(value=True)
    assert not ALONE.any(value=False)
    done: list[int] = []
    ALONE.once(lambda: done.append(1))
    assert done == [1]


def test_refuses_a_card_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ArgumentError, match="no graphics card"), joined_processes("cuda"):
        pass
    with joined_processes("auto") as processes:
        assert processes == Processes(0, 1, "cpu")
