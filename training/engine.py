"""The one training loop: every draw follows from (seed, step), so a killed run goes on as if it had not been."""

from __future__ import annotations

import itertools
import json
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError
from training.config import StageConfig

logger = logging.getLogger(__name__)

Figures = dict[str, float]
Outputs = tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a training: what each thread computes, and the loss of it all."""

    parts: Sequence[Callable[[], Outputs]]
    """Forward passes, each of a part of the batch; every one runs on a thread of its own."""
    loss: Callable[[Sequence[Outputs]], tuple[Tensor, Figures]]
    """All parts' outputs, in order, to the loss and the figures to log."""


StepAt = Callable[[int, np.random.Generator], Step]
"""The step of a number, drawn by the generator."""


@dataclass(frozen=True, slots=True)
class Run:
    """Where a training runs and under which settings."""

    name: str
    """Name of the stage, part of the files' names."""
    folder: Path
    digest: str
    """Hash of the settings; a checkpoint of other settings is refused."""
    seed: int
    threads: int = 1

    @property
    def checkpoint(self) -> Path:
        """File of the unfinished run."""
        return self.folder / f"{self.name}.checkpoint.safetensors"

    @property
    def result(self) -> Path:
        """File of the finished weights."""
        return self.folder / f"{self.name}.safetensors"

    @property
    def metrics(self) -> Path:
        """JSON lines of what was logged."""
        return self.folder / "metrics.jsonl"


def learning_rate(step: int, stage: StageConfig) -> float:
    """Return the rate at a step: a linear rise, then half a cosine down to a fiftieth."""
    if step < stage.warmup:
        return stage.learning_rate * (step + 1) / stage.warmup
    share = (step - stage.warmup) / max(1, stage.steps - stage.warmup)
    return stage.learning_rate * (0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * min(share, 1.0))))


def step_generator(seed: int, step: int) -> np.random.Generator:
    """Return the generator of a step."""
    return np.random.default_rng((seed, step))


def optimiser(model: nn.Module, stage: StageConfig) -> torch.optim.AdamW:
    """Return AdamW over the weights that learn; vectors and tables of positions do not decay."""
    decayed: list[nn.Parameter] = []
    free: list[nn.Parameter] = []
    for parameter in model.parameters():
        if parameter.requires_grad:
            (decayed if parameter.ndim > 1 else free).append(parameter)
    groups = [{"params": decayed, "weight_decay": stage.weight_decay}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=stage.learning_rate, betas=(0.9, 0.98))


def train(model: nn.Module, step_at: StepAt, stage: StageConfig, run: Run, stop_after: int | None = None) -> None:
    """Train until the stage's steps are done, then write the weights to `run.result`.

    A checkpoint is written every few minutes and found again by the next call.

    Parameters
    ----------
    model : nn.Module
        All that learns and is saved.
    step_at : callable
        A step's number and generator to its parts and loss.
    stage : StageConfig
        Steps, rates, checkpoints.
    run : Run
        Files and seed.
    stop_after : int, optional
        Steps of this call, after which it leaves a checkpoint and returns.

    Raises
    ------
    ArgumentError
        If the checkpoint was made with other settings, or the loss is no number.
    """
    run.folder.mkdir(parents=True, exist_ok=True)
    optim = optimiser(model, stage)
    step = _resume(model, optim, run) if run.checkpoint.exists() else 0
    first, saved, began = step, time.monotonic(), time.monotonic()
    model.train()
    with thread_pool(run.threads) as pool:
        while step < stage.steps:
            for group in optim.param_groups:
                group["lr"] = learning_rate(step, stage)
            torch.manual_seed(run.seed * 1_000_003 + step)
            optim.zero_grad(set_to_none=True)
            loss, figures = _forward_and_backward(step_at(step, step_generator(run.seed, step)), pool)
            if not math.isfinite(loss):
                raise ArgumentError(f"The loss of {run.name} is no number at step {step}.", "Lower the learning rate.")
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optim.step()
            step += 1
            if step % stage.log_every == 0 or step == stage.steps:
                rate = (step - first) / (time.monotonic() - began)
                log(run, {"step": step, "loss": loss, "steps_per_s": rate, **figures})
            if stop_after is not None and step - first >= stop_after and step < stage.steps:
                save(model, run.checkpoint, run.digest, step, optim)
                return
            if time.monotonic() - saved > 60.0 * stage.checkpoint_minutes:
                save(model, run.checkpoint, run.digest, step, optim)
                saved = time.monotonic()
    model.eval()
    save(model, run.result, run.digest, step)
    run.checkpoint.unlink(missing_ok=True)


@contextmanager
def thread_pool(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Give a pool whose threads each compute alone.

    On a processor that other programs use too, threads that split every operator wait for each other at each of them;
    threads that each do a part of the batch wait once a step. Measured with two busy neighbours on two cores: 3.4
    clips/s the first way, 14 the second.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(before)


def _forward_and_backward(step: Step, pool: ThreadPoolExecutor) -> tuple[float, Figures]:
    """Add the gradients of a step to the weights; return its loss and figures.

    The loss is formed on detached outputs; its gradients then go back through the parts, a thread each. Of two parts
    the sum of gradients does not depend on which comes first.
    """
    outputs = list(pool.map(lambda part: part(), step.parts))
    leaves = [tuple(output.detach().requires_grad_() for output in part) for part in outputs]
    loss, figures = step.loss(leaves)
    loss.backward()  # type: ignore[no-untyped-call]

    def go_back(place: int) -> None:
        reached = [(a, b.grad) for a, b in zip(outputs[place], leaves[place], strict=True) if b.grad is not None]
        live = [(output, gradient) for output, gradient in reached if output.requires_grad]
        if live:
            torch.autograd.backward([output for output, _ in live], [gradient for _, gradient in live])

    list(pool.map(go_back, range(len(outputs))))
    return loss.item(), figures


def in_bfloat16(enabled: bool) -> torch.autocast:
    """Return the context in which matrix products run in bfloat16.

    The cache of cast weights is off: it is shared by all threads, and one part's backward pass would need another's.
    """
    return torch.autocast("cpu", torch.bfloat16, enabled=enabled, cache_enabled=False)


def split(count: int, parts: int) -> list[slice]:
    """Return the slices of `count` items in about equal parts, at most one for each item."""
    parts = max(1, min(parts, count))
    bounds = [count * place // parts for place in range(parts + 1)]
    return [slice(begin, end) for begin, end in itertools.pairwise(bounds)]


def log(run: Run, figures: Figures) -> None:
    """Append one line to the run's metrics."""
    record = {"stage": run.name, **{key: round(float(value), 5) for key, value in figures.items()}}
    logger.info("%s", record)
    with run.metrics.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def save(model: nn.Module, path: Path, digest: str, step: int, optim: torch.optim.Optimizer | None = None) -> None:
    """Write weights, and with `optim` its moments, so that a kill leaves the old file or the new one."""
    tensors = {f"model.{name}": tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    if optim is not None:
        for index, parameter in enumerate(_parameters(optim)):
            for key, value in optim.state.get(parameter, {}).items():
                tensors[f"optim.{index}.{key}"] = value.detach().contiguous()
    partial = path.with_suffix(".partial")
    # Tied tensors would be refused by safetensors; a clone of each is small beside the data.
    save_file(
        {name: tensor.clone() for name, tensor in tensors.items()}, partial, {"digest": digest, "step": str(step)}
    )
    partial.replace(path)


def load_weights(model: nn.Module, path: Path) -> None:
    """Load finished weights into a model and set it to evaluation.

    Raises
    ------
    ArgumentError
        If the file is missing or holds another model.
    """
    try:
        tensors = _tensors(path, "model.")
        model.load_state_dict(tensors)
    except (OSError, RuntimeError) as error:
        raise ArgumentError(
            f"The weights {path.name} are missing or belong to another model.", "Run the training before it again."
        ) from error
    model.eval()


def _resume(model: nn.Module, optim: torch.optim.Optimizer, run: Run) -> int:
    with safe_open(run.checkpoint, framework="pt") as file:
        metadata = file.metadata()
    if metadata["digest"] != run.digest:
        raise ArgumentError(
            f"The checkpoint of {run.name} was made with other settings.",
            "Delete the output folder, or use the settings that it was begun with.",
        )
    model.load_state_dict(_tensors(run.checkpoint, "model."))
    moments = _tensors(run.checkpoint, "optim.")
    for index, parameter in enumerate(_parameters(optim)):
        keys = ("step", "exp_avg", "exp_avg_sq")
        if f"{index}.step" in moments:
            optim.state[parameter] = {key: moments[f"{index}.{key}"].clone() for key in keys}
    return int(metadata["step"])


def _tensors(path: Path, prefix: str) -> dict[str, Tensor]:
    with safe_open(path, framework="pt") as file:
        return {name[len(prefix) :]: file.get_tensor(name) for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118


def _parameters(optim: torch.optim.Optimizer) -> list[nn.Parameter]:
    return [parameter for group in optim.param_groups for parameter in group["params"]]
