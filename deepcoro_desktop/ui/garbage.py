"""Reference cycles are collected on the Qt thread alone, a little at a time.

Python collects them on whichever thread happens to allocate. Where a worker did, it would take apart widgets that lie
in a cycle (a closed sheet, say), and Qt's widgets must not be touched by any thread but their own: now and then the
program would crash.

A collection holds up the window for as long as it looks through objects, so each looks through few: what the program
consists of is never looked through again (`settle`), what is new is looked through often and once, and everything only
now and then.
"""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 50
"""Often enough that little is new each time, also while a worker loads a library."""
_NEW: Final = 1
"""Python's number for what no full collection has seen."""
_ALL: Final = 2
_ALL_AT_MOST_EVERY_S: Final = 30.0


def settle() -> None:
    """Take what is there by now, the modules and the window, for the life of the program: it is not collected."""
    gc.freeze()


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection until it is stopped; to be made on the Qt thread.

    Parameters
    ----------
    parent : QObject, optional
        Owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._all_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> None:
        """Collect what is new once Python would, and everything at times."""
        new, _, rounds = gc.get_count()
        often, _, many = gc.get_threshold()
        now = time.monotonic()
        if rounds > many and now - self._all_at >= _ALL_AT_MOST_EVERY_S:
            self._all_at = now
            gc.collect(_ALL)
        elif new > often:
            gc.collect(_NEW)

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.enable()
