"""A study of a hundred clips: the first picture comes at once, memory stays under its cap, the next clips are ready."""

from __future__ import annotations

import threading
import time

import numpy as np
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.frames import FrameStore, Wanted
from tests.ui.viewer.clips import Opener, even_clip

HUNDRED = tuple(even_clip(20, 30.0, number=n) for n in range(1, 101))
MEGABYTE = 1 << 20


def test_first_picture_is_there_before_any_thread_has_decoded_two_frames(qtbot: QtBot, tasks: TaskRunner) -> None:
    decoded: dict[int, int] = {}

    def slow(clip: Clip, _index: int) -> np.ndarray:
        time.sleep(0.02)
        thread = threading.get_ident()
        decoded[thread] = decoded.get(thread, 0) + 1
        return np.zeros((clip.rows, clip.columns, 3), np.uint8)

    store = FrameStore(tasks, Opener(picture=slow))
    first: list[dict[int, int]] = []

    def note(uid: str) -> None:
        if uid == HUNDRED[0].sop_instance_uid and not first:
            first.append(dict(decoded))

    store.changed.connect(note)
    store.show([Wanted(clip, QSize(160, 120)) for clip in HUNDRED[:4]], HUNDRED[4:8], "s")
    qtbot.waitUntil(lambda: bool(first))
    assert store.picture(HUNDRED[0].sop_instance_uid, 0) is not None
    assert sum(first[0].values()) <= 2 * len(first[0]), "one frame each, and at most the next one"
    store.clear()


def test_hundred_clips_seen_one_after_the_other_stay_under_the_cap(qtbot: QtBot, tasks: TaskRunner) -> None:
    budget = 8 * MEGABYTE
    store = FrameStore(tasks, Opener(), budget_bytes=budget)
    highest = 0
    for place in range(0, 100, 4):
        shown = HUNDRED[place : place + 4]
        store.show([Wanted(clip, QSize(160, 120)) for clip in shown], HUNDRED[place + 4 : place + 8], "s")
        qtbot.waitUntil(lambda: not tasks.busy)
        highest = max(highest, store.bytes_used)
        assert all(store.complete(clip.sop_instance_uid) for clip in shown)
    assert budget / 2 < highest <= budget


def test_next_clips_are_decoded_before_anyone_asks(qtbot: QtBot, tasks: TaskRunner) -> None:
    store = FrameStore(tasks, Opener())
    store.show([Wanted(HUNDRED[0], QSize(160, 120))], HUNDRED[1:4], "s")
    qtbot.waitUntil(lambda: not tasks.busy)
    assert [store.complete(clip.sop_instance_uid) for clip in HUNDRED[:5]] == [True, True, True, True, False]
