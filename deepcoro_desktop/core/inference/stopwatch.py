"""Seconds by part of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from deepcoro_desktop.core.inference.results import Timings


@dataclass(slots=True)
class Stopwatch:
    """Adds up the seconds of each part; a part is measured on one thread only."""

    clock: Callable[[], float]
    """Returns seconds."""
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, part: str) -> Iterator[None]:
        """Add the time of a with statement to a part."""
        start = self.clock()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + self.clock() - start

    def timings(self, read_s: float) -> Timings:
        """Return what was measured, with the seconds that reading the headers took."""
        parts = ("decode", "preprocess", "views", "embed", "retrieve", "synthesise")
        return Timings(read_s, *(self.seconds.get(part, 0.0) for part in parts))
