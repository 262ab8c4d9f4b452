"""How long work says how far it is, and how it learns that it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from deepcoro_desktop.core.errors import CancelledError


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of how far a piece of work is."""

    stage: str
    """What is being done, in the reader's words: "Reading headers", "Embedding clips"."""
    done: int
    """Units finished, 0 to `total`."""
    total: int
    """Units in all; 0 where it is not known yet."""
    item: str = ""
    """Key of the unit just finished (a SOP Instance UID), empty where there is none."""

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if self.done < 0 or self.total < 0 or (self.total and self.done > self.total):
            raise ValueError(f"progress of {self.done} of {self.total}")


ProgressCallback = Callable[[Progress], None]


def ignore_progress(_progress: Progress) -> None:
    """Do nothing with a report of progress."""


class CancelToken:
    """A flag that one thread raises and another polls; safe across threads.

    Work calls `check` once per clip. Callbacks added by `on_cancel` run once, on the thread that cancels
    (the session uses one to set ONNX Runtime's ``RunOptions.terminate``).
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Raise the flag and run the callbacks."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Run `callback` when the flag is raised, at once if it already is."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def check(self) -> None:
        """Raise CancelledError if the flag is up."""
        if self._event.is_set():
            raise CancelledError
