"""Batches made ahead by worker processes: the batch of a step is a function of the step, so a resume is exact."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import cv2
import torch
from torch.utils.data import DataLoader, Dataset

from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError

AHEAD = 2
"""Batches that each worker makes ahead."""

Batch = TypeVar("Batch", covariant=True)


class BatchSource(Protocol[Batch]):
    """Makes the batch of any step, the same whichever process asks."""

    def __getitem__(self, step: int) -> Batch:
        """Return the batch of a step."""
        ...


class WorkerError(DeepcoroError):
    """A process that makes batches ended."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """What a worker could not do; an exception itself loses its remedy on the way between processes."""

    kind: type[DeepcoroError]
    message: str
    remedy: str


class _Steps(Dataset[object]):
    def __init__(self, source: BatchSource[object]) -> None:
        self.source = source

    def __getitem__(self, step: int) -> object:
        try:
            return self.source[step]
        except DeepcoroError as error:
            return _Failure(type(error), error.message, error.remedy)


class Batches(Generic[Batch]):
    """The batches of consecutive steps, from whichever step is asked for first; `prefetched` gives one."""

    def __init__(self, source: BatchSource[Batch], steps: int, workers: int) -> None:
        self._source, self._steps, self._workers = source, steps, workers
        self._next = 0
        self._ahead: Iterator[Batch | _Failure] | None = None

    def __call__(self, step: int) -> Batch:
        """Return the batch of a step.

        Raises
        ------
        DeepcoroError
            What the source raised; no batch takes another's place.
        WorkerError
            If a worker ended before its time.
        """
        if not self._workers:
            return self._source[step]
        if self._ahead is None:
            self._ahead, self._next = iter(self._loader(step)), step
        if step != self._next:
            raise ArgumentError(f"The batch of step {step} came before its turn.", "Ask for steps one after the other.")
        self._next += 1
        batch = next(self._ahead)
        if isinstance(batch, _Failure):
            raise batch.kind(batch.message, batch.remedy)
        return batch

    def _loader(self, first: int) -> DataLoader[object]:
        cv2.setNumThreads(1)  # before the fork: a child would wait for its parent's threads for ever
        return DataLoader(
            _Steps(self._source),
            batch_size=None,
            sampler=range(first, self._steps),
            num_workers=self._workers,
            prefetch_factor=AHEAD,
            collate_fn=_as_it_is,
            worker_init_fn=_begin_worker,
            generator=torch.Generator(),  # or it would draw from the training's own
            # A forked worker shares the store; elsewhere each gets a copy.
            multiprocessing_context="fork" if sys.platform == "linux" else None,
        )

    def close(self) -> None:
        """End the workers."""
        self._ahead = None


@contextmanager
def prefetched(source: BatchSource[Batch], steps: int, workers: int) -> Iterator[Batches[Batch]]:
    """Give the batches of a training, made ahead by so many worker processes; 0 makes them when they are asked for.

    Raises
    ------
    WorkerError
        If a worker ends before its time, at whatever point of the training it is noticed.
    """
    batches = Batches(source, steps, workers)
    try:
        yield batches
    except RuntimeError as error:
        # torch notices a dead child by a signal and raises wherever the training just is
        if "DataLoader worker (pid" not in str(error):
            raise
        raise WorkerError(
            "A process that prepares the batches ended before its time, and the training with it.",
            "Look for a lack of memory or of space in /dev/shm; take fewer workers, then resume.",
        ) from error
    finally:
        batches.close()


def _as_it_is(batch: object) -> object:
    return batch


def _begin_worker(_worker: int) -> None:
    """Leave SIGTERM to the training, which still needs its batches to finish a step, and keep to one core."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    cv2.setNumThreads(1)
