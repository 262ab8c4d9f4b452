"""An application that times each event by the processor time of the window's thread.

Wall time would blame the window for what other programs do on a busy machine; the time of its own thread does not.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

FRAME_MS = 16.0


@dataclass(frozen=True)
class Slow:
    """One event that took longer than a frame."""

    cpu_ms: float
    receiver: str
    event: str
    during: str


class WatchedApplication(QApplication):
    """Notes the outermost events that take longer than a frame, while it watches."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.during = ""
        """What is going on; nothing is noted while it is empty."""
        self.seen = 0
        self.slow: list[Slow] = []
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event and time it."""
        if self._depth or not self.during:
            return super().notify(receiver, event)
        name, kind, during = type(receiver).__name__, event.type().name, self.during
        self._depth += 1
        begin = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            spent = 1000 * (time.thread_time() - begin)
            self.seen += 1
            if spent > FRAME_MS:
                self.slow.append(Slow(spent, name, kind, during))
