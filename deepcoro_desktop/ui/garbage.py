"""Reference cycles are collected on the Qt thread alone.

Python collects them on whichever thread happens to allocate. Where a worker did, it would take apart widgets that lie
in a cycle (a closed sheet, say), and Qt's widgets must not be touched by any thread but their own: now and then the
program would crash.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 250
"""Often enough that there is little to do each time."""


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
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> None:
        """Collect the oldest generation whose turn it is by Python's own thresholds, and the younger ones with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > thresholds[generation] > 0]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.enable()
