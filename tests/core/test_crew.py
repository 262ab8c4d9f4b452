"""Frames are shared between threads, and the result is that of one thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from deepcoro_desktop.core.crew import AT_ONCE, each_on_a_thread, share_out
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import CancelledError, PixelError
from deepcoro_desktop.core.progress import CancelToken
from tests.core.dicom import pictures as p
from tests.real_cine import CINE

MANY = 8 * AT_ONCE + 1


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 2 * AT_ONCE, MANY])
def test_every_item_is_worked_on_once(count: int, threads: int) -> None:
    done: list[int] = []
    share_out(done.append, range(count), threads)
    assert sorted(done) == list(range(count))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_each_item_has_a_thread_of_its_own_and_a_single_one_none(count: int) -> None:
    met = threading.Barrier(max(1, count))
    here = threading.get_ident()

    def meet(item: int) -> tuple[int, bool]:
        met.wait(5.0)
        return item, threading.get_ident() == here

    assert each_on_a_thread(meet, range(count)) == [(item, count == 1) for item in range(count)]


def test_two_threads_work_at_the_same_time() -> None:
    met = threading.Barrier(2)

    def meet(item: int) -> None:
        if item % AT_ONCE == 0:
            met.wait()

    share_out(meet, range(4 * AT_ONCE), 2)
    assert not met.broken


def test_a_few_items_stay_on_the_thread_that_asks() -> None:
    names: set[int] = set()
    share_out(lambda _item: names.add(threading.get_ident()), range(2 * AT_ONCE), 4)
    assert names == {threading.get_ident()}


def test_the_error_is_that_of_the_first_item_that_has_one() -> None:
    later = threading.Event()

    def work(item: int) -> None:
        if item == AT_ONCE:
            later.set()
            raise ValueError("later")
        if item == AT_ONCE - 1:
            later.wait()
            raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        share_out(work, range(MANY), 2)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("deepcoro-frames")]


@pytest.mark.parametrize("indices", [range(40), range(39, -1, -2), [5] * 20])
def test_shared_frames_are_those_of_one_thread(indices: Sequence[int]) -> None:
    clip = read_study(p.bundled(CINE)).clips[0]
    assert np.array_equal(decode_frames(clip, indices, threads=3), decode_frames(clip, indices, threads=1))


def test_the_first_frame_that_is_not_there_is_named() -> None:
    clip = read_study(p.bundled(CINE)).clips[0]
    with pytest.raises(PixelError, match="no frame 201"):
        decode_frames(clip, [*range(30), 200, *range(30), 300], threads=2)


def test_shared_work_is_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        decode_frames(read_study(p.bundled(CINE)).clips[0], cancel=cancel, threads=2)
