from __future__ import annotations

import copy
import json
import re
import signal
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError
from training.config import StageConfig
from training.engine import (
    Figures,
    Outputs,
    Run,
    Step,
    StepAt,
    StoppedError,
    forward_and_backward,
    in_turn,
    learning_rate,
    load_weights,
    split,
    train,
)

STAGE = StageConfig(steps=9, batch=4, learning_rate=1e-2, warmup=2, log_every=3)


def _model() -> nn.Module:
    torch.manual_seed(3)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))


def _steps(model: nn.Module, parts: int = 1) -> StepAt:
    def step_at(_step: int, rng: np.random.Generator) -> Step:
        x = torch.from_numpy(rng.normal(size=(4, 4)).astype(np.float32))

        def forward(part: slice) -> Outputs:
            return (model(x[part]),)

        def loss(outputs: list[Outputs]) -> tuple[Tensor, Figures]:
            return (torch.cat([one for (one,) in outputs]) - x.sum(1, keepdim=True)).pow(2).mean(), {}

        return Step([partial(forward, part) for part in split(4, parts)], loss)

    return step_at


def test_a_run_that_was_stopped_twice_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = _model()
    train(whole, _steps(whole, 2), STAGE, Run("whole", tmp_path, "d", 5, threads=2))
    run = Run("parts", tmp_path, "d", 5, threads=2)
    for steps in (4, 2, None):
        # A model of other random weights each time: all must come from the checkpoint.
        torch.manual_seed(99)
        model = _model() if steps == 4 else nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
        train(model, _steps(model, 2), STAGE, run, stop_after=steps)
        assert run.checkpoint.exists() is (steps is not None)
        assert run.result.exists() is (steps is None)
    for expected, got in zip(whole.state_dict().values(), model.state_dict().values(), strict=True):
        assert torch.equal(expected, got)


def test_parts_on_threads_train_as_the_whole_batch_does(tmp_path: Path) -> None:
    whole, parts = _model(), _model()
    train(whole, _steps(whole), STAGE, Run("whole", tmp_path, "d", 5))
    train(parts, _steps(parts, 2), STAGE, Run("parts", tmp_path, "d", 5, threads=2))
    for expected, got in zip(whole.state_dict().values(), parts.state_dict().values(), strict=True):
        torch.testing.assert_close(got, expected, atol=1e-6, rtol=1e-5)


def test_a_plain_loop_gives_the_same_weights(tmp_path: Path) -> None:
    ours, plain = _model(), _model()
    train(ours, _steps(ours), STAGE, Run("run", tmp_path, "d", 5))
    matrices = [p for p in plain.parameters() if p.ndim > 1]
    vectors = [p for p in plain.parameters() if p.ndim == 1]
    optim = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}], betas=(0.9, 0.98)
    )
    for step in range(STAGE.steps):
        x = torch.from_numpy(np.random.default_rng((5, step)).normal(size=(4, 4)).astype(np.float32))
        for group in optim.param_groups:
            group["lr"] = learning_rate(step, STAGE)
        optim.zero_grad()
        (plain(x) - x.sum(1, keepdim=True)).pow(2).mean().backward()
        torch.nn.utils.clip_grad_norm_(plain.parameters(), 1.0)
        optim.step()
    for expected, got in zip(plain.state_dict().values(), ours.state_dict().values(), strict=True):
        torch.testing.assert_close(got, expected, atol=1e-6, rtol=1e-5)


def _chunks(model: nn.Module, chunks: int, *, cached: bool) -> StepAt:
    def step_at(step: int, rng: np.random.Generator) -> Step:
        return replace(_steps(model, chunks)(step, rng), cached=cached)

    return step_at


def _gradients(model: nn.Module, step: Step, run: Run) -> list[Tensor]:
    model.zero_grad()
    forward_and_backward(model, step, 0, run, in_turn)
    return [parameter.grad.clone() for parameter in model.parameters() if parameter.grad is not None]


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_chunks_that_are_computed_twice_give_the_plain_gradient(dropout: float, tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Dropout(dropout), nn.Linear(8, 1))
    run = Run("run", tmp_path, "d", 5)
    rng = np.random.default_rng(2)
    plain = _gradients(model, _steps(model, 4)(0, rng), run)
    rng = np.random.default_rng(2)
    cached = _gradients(model, _chunks(model, 4, cached=True)(0, rng), run)
    assert len(cached) == 4
    for expected, got in zip(plain, cached, strict=True):
        torch.testing.assert_close(got, expected, atol=1e-6, rtol=1e-6)


def test_chunks_keep_no_history_until_they_go_back(tmp_path: Path) -> None:
    model = _model()
    keeps: list[bool] = []

    def part() -> Outputs:
        keeps.append(torch.is_grad_enabled())
        return (model(torch.ones(1, 4)),)

    step = Step([part, part], lambda outputs: (torch.cat([one for (one,) in outputs]).sum(), {}), cached=True)
    forward_and_backward(model, step, 0, Run("run", tmp_path, "d", 5), in_turn)
    assert keeps == [False, False, True, True]


def test_many_parts_on_threads_end_with_the_same_bits_every_time(tmp_path: Path) -> None:
    results = []
    for name in "abc":
        model = _model()
        train(model, _chunks(model, 4, cached=name == "c"), STAGE, Run(name, tmp_path, "d", 5, threads=3))
        results.append(model.state_dict())
    for other in results[1:]:
        for name, tensor in results[0].items():
            assert torch.equal(tensor, other[name])


def test_dropout_draws_the_same_after_a_resume(tmp_path: Path) -> None:
    torch.manual_seed(3)
    start = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
    whole, parts = copy.deepcopy(start), copy.deepcopy(start)
    train(whole, _steps(whole, 2), STAGE, Run("whole", tmp_path, "d", 5, threads=2))
    run = Run("parts", tmp_path, "d", 5, threads=2)
    train(parts, _steps(parts, 2), STAGE, run, stop_after=5)
    train(parts, _steps(parts, 2), STAGE, run)
    for name, tensor in whole.state_dict().items():
        assert torch.equal(parts.state_dict()[name], tensor)


def test_sigterm_saves_a_checkpoint_and_says_so(tmp_path: Path) -> None:
    whole, model = _model(), _model()
    train(whole, _steps(whole), STAGE, Run("whole", tmp_path, "d", 5))
    run = Run("run", tmp_path, "d", 5)

    def step_at(step: int, rng: np.random.Generator) -> Step:
        if step == 3:
            signal.raise_signal(signal.SIGTERM)
        return _steps(model)(step, rng)

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(
        StoppedError, match=r"run was told to stop; its checkpoint of step 4 is saved\. Start .*--resume"
    ):
        train(model, step_at, STAGE, run)
    assert signal.getsignal(signal.SIGTERM) is before
    assert run.checkpoint.exists()
    train(model, _steps(model), STAGE, run)
    for name, tensor in whole.state_dict().items():
        assert torch.equal(model.state_dict()[name], tensor)


def test_refuses_a_checkpoint_of_other_data(tmp_path: Path) -> None:
    model = _model()
    train(model, _steps(model), STAGE, Run("run", tmp_path, "d", 5, data="old"), stop_after=2)
    with pytest.raises(ArgumentError, match="checkpoint of run was made with other data"):
        train(model, _steps(model), STAGE, Run("run", tmp_path, "d", 5, data="new"))


def test_refuses_a_checkpoint_of_other_settings(tmp_path: Path) -> None:
    model = _model()
    train(model, _steps(model), STAGE, Run("run", tmp_path, "first", 5), stop_after=2)
    with pytest.raises(ArgumentError, match="checkpoint of run was made with other settings"):
        train(model, _steps(model), STAGE, Run("run", tmp_path, "second", 5))


def test_a_half_written_checkpoint_does_not_count(tmp_path: Path) -> None:
    model = _model()
    run = Run("run", tmp_path, "d", 5)
    run.checkpoint.with_suffix(".partial").write_bytes(b"cut off")
    train(model, _steps(model), STAGE, run)
    assert run.result.exists()


def test_stops_when_the_loss_is_no_number(tmp_path: Path) -> None:
    model = _model()
    with torch.no_grad():
        model[0].weight.fill_(float("nan"))  # type: ignore[index]
    with pytest.raises(ArgumentError, match="loss of run is no number at step 0"):
        train(model, _steps(model), STAGE, Run("run", tmp_path, "d", 5))


def test_finished_weights_load_and_others_are_refused(tmp_path: Path) -> None:
    model = _model()
    run = Run("run", tmp_path, "d", 5)
    train(model, _steps(model), STAGE, run)
    other = _model()
    load_weights(other, run.result)
    assert torch.equal(other.state_dict()["0.weight"], model.state_dict()["0.weight"])
    assert not other.training
    with pytest.raises(ArgumentError, match="belong to another model"):
        load_weights(nn.Linear(2, 2), run.result)
    with pytest.raises(ArgumentError, match="are missing"):
        load_weights(other, tmp_path / "nothing.safetensors")


def test_logs_json_lines(tmp_path: Path) -> None:
    model = _model()
    run = Run("run", tmp_path, "d", 5)
    train(model, _steps(model), STAGE, run)
    records = [json.loads(line) for line in run.metrics.read_text(encoding="utf-8").splitlines()]
    assert [record["step"] for record in records] == [3, 6, 9]
    assert {record["stage"] for record in records} == {"run"}


def test_steps_that_are_done_again_are_told_once(tmp_path: Path) -> None:
    model, run = _model(), Run("run", tmp_path, "d", 5)
    other = '{"stage": "other", "step": 90}'
    run.metrics.write_text(other + "\n", encoding="utf-8")
    train(model, _steps(model), STAGE, run, stop_after=4)
    # A process that was killed at step 8, and while it wrote a line, had told of step 6.
    with run.metrics.open("a", encoding="utf-8") as file:
        file.write('{"stage": "run", "step": 6}\n{"stage": "ru')
    train(model, _steps(model), STAGE, run)
    lines = run.metrics.read_text(encoding="utf-8").splitlines()
    assert lines[0] == other
    assert [json.loads(line)["step"] for line in lines[1:]] == [3, 6, 9]


def test_tensorboard_holds_the_same_figures(tmp_path: Path) -> None:
    model, run = _model(), Run("run", tmp_path, "d", 5)
    train(model, _steps(model), STAGE, run)
    events = EventAccumulator(str(tmp_path / "tensorboard/run"))
    events.Reload()
    records = [json.loads(line) for line in run.metrics.read_text(encoding="utf-8").splitlines()]
    got = [(event.step, round(event.value, 4)) for event in events.Scalars("loss")]
    assert got == [(record["step"], round(record["loss"], 4)) for record in records]


def test_log_lines_say_rate_and_time_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    model = _model()
    with caplog.at_level("INFO", logger="training.journal"):
        train(model, _steps(model), STAGE, Run("run", tmp_path, "d", 5))
    assert len(caplog.messages) == 3
    assert re.fullmatch(r"\{'stage': 'run', 'step': 3, .*'steps_per_s': [\d.]+\}, \d\d:\d\d left", caplog.messages[0])


def test_the_learning_rate_rises_then_falls() -> None:
    rates = [learning_rate(step, STAGE) for step in range(STAGE.steps)]
    assert rates[0] == pytest.approx(0.005)
    assert max(rates) == rates[1] == rates[2] == pytest.approx(0.01)
    assert all(a > b for a, b in pairwise(rates[2:]))
