from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.app import make_application
from deepcoro_desktop.ui import garbage
from deepcoro_desktop.ui.garbage import GarbageCollector, settle


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


def test_what_is_new_is_looked_through_once(collector: GarbageCollector) -> None:
    collector.collect_if_due()
    gc.collect(1)
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    collector.collect_if_due()
    assert not {id(item) for item in kept} & {id(item) for young in (0, 1) for item in gc.get_objects(young)}


def test_everything_is_looked_through_now_and_then(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new_things() -> None:
        kept = [[number] for number in range(2 * gc.get_threshold()[0])]
        collector.collect_if_due()
        kept.clear()

    gc.collect()
    node = Node()
    there = weakref.ref(node)
    new_things()  # it is old now
    del node
    rounds = gc.get_threshold()[2] + 2
    for _ in range(rounds):
        new_things()
    assert there() is not None
    monkeypatch.setattr(garbage, "_ALL_AT_MOST_EVERY_S", 0.0)
    for _ in range(rounds):
        new_things()
    assert there() is None


def test_what_is_settled_is_never_looked_through(collector: GarbageCollector) -> None:
    node = Node()
    there = weakref.ref(node)
    settle()
    del node
    gc.collect()
    assert there() is not None
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    assert there() is None


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
