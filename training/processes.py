"""The processes of one training, as torchrun starts them: each computes its share of every batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError

PATIENCE = timedelta(hours=12)
"""How long processes wait for the first one, which computes features alone; torchrun notices one that dies."""

Outputs = tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Processes:
    """One process among those of a training."""

    rank: int = 0
    count: int = 1
    device: str = "cpu"
    """Device of this process, such as "cuda:1"."""

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files and logs."""
        return self.rank == 0

    def share(self, items: int) -> slice:
        """Return which of a batch's items are this process's.

        Raises
        ------
        ArgumentError
            If the batch cannot be divided evenly.
        """
        if items % self.count:
            raise ArgumentError(
                f"A batch of {items} cannot be divided evenly among {self.count} processes.",
                "Choose a batch size that is a multiple of the number of processes.",
            )
        own = items // self.count
        return slice(self.rank * own, (self.rank + 1) * own)

    def gather(self, parts: Sequence[Outputs]) -> list[Outputs]:
        """Return all processes' parts, in the order of the processes; every process has as many, of the same shapes."""
        if self.count == 1:
            return list(parts)
        gathered = [[self._gather_one(tensor) for tensor in part] for part in parts]
        return [tuple(every[rank] for every in part) for rank in range(self.count) for part in gathered]

    def _gather_one(self, tensor: Tensor) -> list[Tensor]:
        every = [torch.empty_like(tensor, memory_format=torch.contiguous_format) for _ in range(self.count)]
        dist.all_gather(every, tensor.detach().contiguous())
        return every

    def sum_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Replace every gradient by the sum over the processes."""
        if self.count > 1:
            waiting = [dist.all_reduce(p.grad, async_op=True) for p in parameters if p.grad is not None]
            for work in waiting:
                work.wait()

    def share_weights(self, model: nn.Module) -> None:
        """Give every process the first one's weights."""
        if self.count > 1:
            for tensor in model.state_dict().values():
                sent = tensor.to(self.device)  # the card's own link carries nothing else
                dist.broadcast(sent, 0)
                tensor.copy_(sent)

    def any(self, value: bool) -> bool:
        """Return whether any process says yes."""
        if self.count == 1:
            return value
        said = torch.tensor(int(value), device=self.device)
        dist.all_reduce(said, dist.ReduceOp.MAX)
        return bool(said.item())

    def wait(self) -> None:
        """Wait until every process is here."""
        self.any(value=False)

    def once(self, work: Callable[[], object]) -> None:
        """Let the first process do something while the others wait for it."""
        if self.first:
            work()
        self.wait()


ALONE = Processes()
"""A process without others."""


@contextmanager
def joined_processes(device: str = "auto", store: str = "env://") -> Iterator[Processes]:
    """Give this process's place among those that torchrun started; without torchrun it is alone.

    Parameters
    ----------
    device : str
        "cpu", "cuda", or "auto" for a graphics card where there is one.
    store : str
        Where the processes find each other; torchrun's environment by default.

    Raises
    ------
    ArgumentError
        If a graphics card is asked for and there is none.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise ArgumentError("There is no graphics card that torch can use.", "Set device to cpu or auto.")
    cuda = device != "cpu" and torch.cuda.is_available()
    rank, count = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    own_device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if cuda else "cpu"
    if cuda:
        torch.cuda.set_device(own_device)
    if count == 1:
        yield Processes(device=own_device)
        return
    dist.init_process_group("nccl" if cuda else "gloo", store, PATIENCE, count, rank)
    try:
        yield Processes(rank, count, own_device)
    finally:
        dist.destroy_process_group()
