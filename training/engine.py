"""The one training loop: every draw follows from (seed, step), so a killed run goes on as if it had not been.

A step is a list of parts and a loss. Each part is the forward pass of some of the batch. The loss sees the outputs of
all parts, of all processes, as leaves without history; then every part goes back with its own leaves' gradients. The
same few lines therefore serve threads on a processor, several graphics cards, and batches larger than memory, for
which the forward passes are done twice (Gao L et al. Scaling deep contrastive learning batch size under memory limited
setup. RepL4NLP 2021).
"""

from __future__ import annotations

import copy
import itertools
import logging
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.ops import StochasticDepth

from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError
from training.checkpoints import load_weights, resume, save
from training.config import StageConfig
from training.journal import Figures, open_journal
from training.processes import ALONE, Outputs, Processes

__all__ = [
    "Figures", "Outputs", "Run", "Step", "StepAt", "StoppedError", "forward_and_backward", "in_bfloat16", "in_turn",
    "learning_rate", "load_weights", "optimiser", "save", "split", "step_generator", "thread_pool", "train", "twin",
]  # fmt: skip

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a training: what each thread computes, and the loss of it all."""

    parts: Sequence[Callable[[], Outputs]]
    """Forward passes, each of a part of the batch."""
    loss: Callable[[Sequence[Outputs]], tuple[Tensor, Figures]]
    """All parts' outputs, in order, to the loss and the figures to log."""
    shared: bool = False
    """Whether the parts are this process's share of the batch; otherwise every process computes the whole of it."""
    cached: bool = False
    """Whether the parts keep nothing for the backward pass and are computed again in it (GradCache)."""


StepAt = Callable[[int, np.random.Generator], Step]
"""The step of a number, drawn by the generator."""

Each = Callable[[Callable[[int], Any], Sequence[int]], list[Any]]
"""Do something for each place; on threads where that is safe."""


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
    device: str = "cpu"
    processes: Processes = ALONE
    data: str = ""
    """Hash of the prepared data; a checkpoint of other data is refused."""

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

    def parts(self, count: int, chunk: int = 0) -> list[slice]:
        """Return how so many items are computed: in chunks if asked for, else a part for each thread."""
        if chunk:
            return split(count, math.ceil(count / chunk))
        return split(count, self.threads if self.device == "cpu" else 1)


class StoppedError(DeepcoroError):
    """The training was told to stop and left a checkpoint."""


def train(model: nn.Module, step_at: StepAt, stage: StageConfig, run: Run, stop_after: int | None = None) -> None:
    """Train until the stage's steps are done, then write the weights to `run.result`.

    A checkpoint is written every few minutes and on SIGTERM, and found again by the next call.

    Parameters
    ----------
    model : nn.Module
        All that learns and is saved.
    step_at : callable
        A step's number and generator to its parts and loss.
    stage : StageConfig
        Steps, rates, checkpoints.
    run : Run
        Files, seed, device.
    stop_after : int, optional
        Steps of this call, after which it leaves a checkpoint and returns.

    Raises
    ------
    ArgumentError
        If the checkpoint was made with other settings, or the loss is no number.
    StoppedError
        If SIGTERM came; the checkpoint is written.
    """
    run.folder.mkdir(parents=True, exist_ok=True)
    model.to(run.device).train()
    optim = optimiser(model, stage)
    first = resume(model, optim, run.checkpoint, run.digest, run.data) if run.checkpoint.exists() else 0
    run.processes.share_weights(model)
    with (
        _each(model, run) as each,
        _told_to_stop() as told,
        open_journal(run.folder, run.name, first, stage, silent=not run.processes.first) as journal,
    ):
        saver = _Saver(model, optim, stage, run, told, None if stop_after is None else first + stop_after)
        for step in range(first, stage.steps):
            for group in optim.param_groups:
                group["lr"] = learning_rate(step, stage)
            torch.manual_seed(run.seed * 1_000_003 + step)
            optim.zero_grad(set_to_none=True)
            loss, figures = forward_and_backward(model, step_at(step, step_generator(run.seed, step)), step, run, each)
            if not math.isfinite(loss):
                raise ArgumentError(f"The loss of {run.name} is no number at step {step}.", "Lower the learning rate.")
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optim.step()
            journal.after(step + 1, loss, figures)
            if saver.ends_after(step + 1):
                return
    model.to("cpu").eval()
    if run.processes.first:
        save(model, run.result, run.digest, stage.steps, data=run.data)
        run.checkpoint.unlink(missing_ok=True)
    run.processes.wait()


class _Saver:
    """Writes the checkpoints of a training."""

    def __init__(
        self,
        model: nn.Module,
        optim: torch.optim.Optimizer,
        stage: StageConfig,
        run: Run,
        told_to_stop: threading.Event,
        last: int | None,
    ) -> None:
        self.model, self.optim, self.stage, self.run = model, optim, stage, run
        self.told_to_stop, self.last = told_to_stop, last
        self.saved = time.monotonic()

    def ends_after(self, step: int) -> bool:
        """Write a checkpoint where one is due; return whether the call's steps are done before the stage's are."""
        if step == self.stage.steps:
            return False
        if self.run.processes.any(self.told_to_stop.is_set()):
            self._save(step)
            self.run.processes.wait()
            raise StoppedError(
                f"The training {self.run.name} was told to stop; its checkpoint of step {step} is saved.",
                "Start the same command with --resume to go on.",
            )
        if step == self.last:
            self._save(step)
            return True
        if time.monotonic() - self.saved > 60.0 * self.stage.checkpoint_minutes:
            self._save(step)
        return False

    def _save(self, step: int) -> None:
        if self.run.processes.first:
            save(self.model, self.run.checkpoint, self.run.digest, step, self.optim, self.run.data)
        self.saved = time.monotonic()


def forward_and_backward(model: nn.Module, step: Step, number: int, run: Run, each: Each) -> tuple[float, Figures]:
    """Set the gradients of a step, summed over parts and processes; return its loss and figures."""
    processes = run.processes if step.shared else ALONE
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    places = range(len(step.parts))

    def forward(place: int, *, keep: bool = True) -> Outputs:
        if each is in_turn:  # threads share torch's generator, and then nothing draws from it
            torch.manual_seed(_seed(run.seed, number, processes.rank, place))
        with torch.set_grad_enabled(keep):
            return step.parts[place]()

    outputs: list[Outputs] = each(partial(forward, keep=not step.cached), places)
    leaves = [tuple(output.detach().requires_grad_() for output in part) for part in processes.gather(outputs)]
    loss, figures = step.loss(leaves)
    loss.backward()  # type: ignore[no-untyped-call]
    if not processes.first:
        _zero_gradients(parameters)  # of what the loss itself reaches, as the scale: it counts once
    own = leaves[processes.rank * len(places) :]

    def gradients_of(place: int) -> Sequence[Tensor | None]:
        return _gradients(forward(place) if step.cached else outputs[place], own[place], parameters)

    # as many at once as there are threads, but added in the order of the parts: the sum is the same to the last bit
    at_once = 1 if each is in_turn else run.threads
    for begin in range(0, len(places), at_once):
        for gradients in each(gradients_of, places[begin : begin + at_once]):
            _add_gradients(parameters, gradients)
    processes.sum_gradients(parameters)
    return loss.item(), figures


def _gradients(outputs: Outputs, leaves: Outputs, parameters: Sequence[nn.Parameter]) -> Sequence[Tensor | None]:
    """Return the weights' gradients, given those of a part's outputs, which the leaves hold."""
    reached = [(output, leaf.grad) for output, leaf in zip(outputs, leaves, strict=True) if leaf.grad is not None]
    live = [(output, gradient) for output, gradient in reached if output.requires_grad]
    if not live:
        return [None] * len(parameters)
    return torch.autograd.grad([out for out, _ in live], parameters, [grad for _, grad in live], allow_unused=True)


def _add_gradients(parameters: Sequence[nn.Parameter], gradients: Sequence[Tensor | None]) -> None:
    for parameter, gradient in zip(parameters, gradients, strict=True):
        if gradient is not None:
            parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)


def _zero_gradients(parameters: Sequence[nn.Parameter]) -> None:
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.zero_()


def twin(model: nn.Module) -> nn.Module:
    """Return a model with the same weights and running statistics of its own, for another thread.

    Batch norm writes its running statistics in the forward pass; two threads may share weights, not those.
    """
    other = copy.deepcopy(model)
    for own, copied in zip(model.modules(), other.modules(), strict=True):
        copied._parameters = own._parameters
    return other.train()


def learning_rate(step: int, stage: StageConfig) -> float:
    """Return the rate at a step: a linear rise, then half a cosine down to a fiftieth."""
    if step < stage.warmup:
        return stage.learning_rate * (step + 1) / stage.warmup
    share = (step - stage.warmup) / max(1, stage.steps - stage.warmup)
    return stage.learning_rate * (0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * min(share, 1.0))))


def step_generator(seed: int, step: int) -> np.random.Generator:
    """Return the generator of a step."""
    return np.random.default_rng((seed, step))


def _seed(*keys: int) -> int:
    return int(np.random.SeedSequence(keys).generate_state(1, np.uint64)[0])


def optimiser(model: nn.Module, stage: StageConfig) -> torch.optim.AdamW:
    """Return AdamW over the weights that learn; vectors and tables of positions do not decay."""
    decayed: list[nn.Parameter] = []
    free: list[nn.Parameter] = []
    for parameter in model.parameters():
        if parameter.requires_grad:
            (decayed if parameter.ndim > 1 else free).append(parameter)
    groups = [{"params": decayed, "weight_decay": stage.weight_decay}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=stage.learning_rate, betas=(0.9, 0.98))


@contextmanager
def _each(model: nn.Module, run: Run) -> Iterator[Each]:
    """Give how parts are done: at once on threads, or in turn on a card and where dropout draws."""
    if run.device == "cpu" and run.threads > 1 and not draws_at_random(model):
        with thread_pool(run.threads) as pool:
            yield lambda work, places: list(pool.map(work, places))
        return
    before = torch.get_num_threads()
    torch.set_num_threads(run.threads)
    try:
        yield in_turn
    finally:
        torch.set_num_threads(before)


def in_turn(work: Callable[[int], Any], places: Sequence[int]) -> list[Any]:
    """Do something for one place after the other."""
    return [work(place) for place in places]


def draws_at_random(model: nn.Module) -> bool:
    """Return whether a model's forward pass draws from torch's own generator, which all threads share."""
    dropouts = [layer for layer in model.modules() if type(layer) in (nn.Dropout, StochasticDepth)]
    return any(layer.p for layer in dropouts)


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


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Give what SIGTERM sets, so that a step is finished and saved before the process ends."""
    told = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield told
        return
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    try:
        yield told
    finally:
        signal.signal(signal.SIGTERM, before)


def in_bfloat16(enabled: bool, device: str = "cpu") -> torch.autocast:
    """Return the context in which matrix products run in bfloat16.

    The cache of cast weights is off: it is shared by all threads, and one part's backward pass would need another's.
    """
    return torch.autocast(torch.device(device).type, torch.bfloat16, enabled=enabled, cache_enabled=False)


def split(count: int, parts: int) -> list[slice]:
    """Return the slices of `count` items in about equal parts, at most one for each item."""
    parts = max(1, min(parts, count))
    bounds = [count * place // parts for place in range(parts + 1)]
    return [slice(begin, end) for begin, end in itertools.pairwise(bounds)]
