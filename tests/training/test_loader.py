from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from deepcoro_desktop.core.errors import ArgumentError, UnreadableFileError
from tests.training_factory import tiny_config, write_clips
from training.batches import ContrastiveBatch, ContrastiveSource, drawable_clips, studies_with
from training.config import StageConfig
from training.datasets.clip_store import ClipStore
from training.engine import Run, Step, train
from training.loader import WorkerError, prefetched
from training.models.text_encoder import Tokenizer, train_vocabulary
from training.processes import ALONE, Processes
from training.views import ViewSource
from training.views_table import read_view_labels

# Python from 3.12 on warns of every fork in a program with threads; the loader's workers start no others.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> ContrastiveSource:
    folder, config = tmp_path_factory.mktemp("loader"), tiny_config("pretrain.batch=4")
    write_clips(config, folder)
    store = ClipStore(folder, [view.id for view in read_view_labels()])
    train_vocabulary(["The root is wide.", "EF is 40."] * 3, 80, folder / "vocab.txt")
    clips_of = drawable_clips(store, config.pretrain)
    tokenizer = Tokenizer(folder / "vocab.txt", 32)
    return ContrastiveSource(
        store,
        config.pretrain,
        5,
        tokenizer,
        config.augment,
        80,
        ALONE,
        clips_of,
        studies_with(clips_of),
    )


def _views(source: ContrastiveSource, processes: Processes = ALONE) -> ViewSource:
    by_view = [np.flatnonzero(source.store.view_of == view) for view in set(source.store.view_of.tolist())]
    return ViewSource(source.store, 6, 5, source.augment, 80, processes, by_view)


def test_any_number_of_workers_gives_the_same_batches(source: ContrastiveSource) -> None:
    expected = [source[step] for step in range(6)]
    pictures = [_views(source)[step].pictures for step in range(6)]
    for workers in (0, 1, 2):
        with prefetched(source, 6, workers) as batch_of, prefetched(_views(source), 6, workers) as views_of:
            for step in range(2, 6):  # as after a resume
                batch = batch_of(step)
                assert torch.equal(batch.clips, expected[step].clips)
                assert torch.equal(batch.ids, expected[step].ids)
                assert torch.equal(batch.same, expected[step].same)
                assert torch.equal(views_of(step).pictures, pictures[step])


def test_two_processes_share_the_batch_of_one(source: ContrastiveSource) -> None:
    for step in range(4):
        whole = source[step]
        shares = [replace(source, processes=Processes(rank, 2))[step] for rank in range(2)]
        assert torch.equal(torch.cat([share.clips for share in shares]), whole.clips)
        longest = whole.ids.shape[1]
        padded = [torch.nn.functional.pad(share.ids, (0, longest - share.ids.shape[1])) for share in shares]
        assert torch.equal(torch.cat(padded), whole.ids)
        assert all(torch.equal(share.same, whole.same) for share in shares)
        pictures = [_views(source, Processes(rank, 2))[step].pictures for rank in range(2)]
        assert torch.equal(torch.cat(pictures), _views(source)[step].pictures)


def test_a_clip_is_changed_in_another_way_in_every_epoch(source: ContrastiveSource) -> None:
    one = replace(source, studies=np.asarray([3]), clips_of=[clips[1:2] for clips in source.clips_of])
    first, second = one[0].clips, one[1].clips
    assert first.shape == second.shape
    assert not torch.equal(first, second)
    assert torch.equal(one[0].clips, first)


def test_refuses_a_batch_that_cannot_be_shared(source: ContrastiveSource) -> None:
    with pytest.raises(ArgumentError, match="batch of 4 cannot be divided evenly among 3 processes"):
        replace(source, processes=Processes(0, 3))[0]


class _Killed:
    """Its worker is killed in the middle of a training."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def __getitem__(self, step: int) -> int:
        if step == 5 and os.getpid() != self.parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return step


def test_a_worker_that_is_killed_fails_the_run(tmp_path: Path) -> None:
    model = torch.nn.Linear(2, 1)
    run = Run("run", tmp_path, "d", 5)
    stage = StageConfig(steps=9, batch=1, learning_rate=1e-3)

    def training() -> None:
        with prefetched(_Killed(os.getpid()), stage.steps, 2) as batch_of:

            def step_at(step: int, _rng: np.random.Generator) -> Step:
                x = torch.full((1, 2), float(batch_of(step)))
                return Step([lambda: (model(x),)], lambda parts: (parts[0][0].sum(), {}))

            train(model, step_at, stage, run)

    with pytest.raises(
        WorkerError, match=r"ended before its time, and the training with it\. Look for a lack of memory"
    ):
        training()
    assert not run.result.exists()


class _Unreadable:
    def __getitem__(self, step: int) -> ContrastiveBatch:
        raise UnreadableFileError(f"The clip of step {step} cannot be read.", "Prepare the data again.")


@pytest.mark.parametrize("workers", [0, 1])
def test_a_sample_that_cannot_be_read_fails_the_run_with_its_own_sentence(workers: int) -> None:
    with (
        pytest.raises(UnreadableFileError, match=r"clip of step 0 cannot be read\. Prepare the data again"),
        prefetched(_Unreadable(), 4, workers) as batch_of,
    ):
        batch_of(0)


def test_batches_come_in_the_order_of_the_steps(source: ContrastiveSource) -> None:
    with prefetched(source, 6, 1) as batch_of:
        batch_of(1)
        with pytest.raises(ArgumentError, match="batch of step 4 came before its turn"):
            batch_of(4)
