from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.app import make_application
from deepcoro_desktop.ui.garbage import GarbageCollector


class Node:
    """What holds itself: only a collection takes it away."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    gc.enable()  # as Python starts
    made = GarbageCollector()
    yield made
    made.stop()


def test_only_the_qt_thread_collects(qtbot: QtBot, collector: GarbageCollector) -> None:
    threads: list[int] = []
    node = Node()
    weakref.finalize(node, lambda: threads.append(threading.get_ident()))
    del node

    def allocate() -> None:
        kept = [[number] for number in range(100_000)]  # far beyond the threshold of Python's own collection
        kept.clear()

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert threads == []

    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]
    kept.clear()


def test_older_generations_have_their_turn(collector: GarbageCollector) -> None:
    before = gc.get_stats()
    young, middle, _ = gc.get_threshold()
    for _ in range(middle + 2):
        kept = [[number] for number in range(2 * young)]
        collector.collect_if_due()
        kept.clear()
    done = [now["collections"] - then["collections"] for now, then in zip(gc.get_stats(), before, strict=True)]
    assert done[0] >= middle
    assert done[1] >= 1


def test_python_collects_again_once_it_is_stopped(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_the_application_has_one(qapp: QApplication) -> None:
    gc.enable()
    for _ in range(2):
        make_application()
    assert len(qapp.findChildren(GarbageCollector)) == 1
    assert not gc.isenabled()
