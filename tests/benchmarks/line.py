"""One line of the table, and how two ways of doing the same are timed against each other."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, against what."""

    name: str
    """What is measured, as the table shows it."""
    baseline: str
    """What it is held against."""
    seconds: float
    """Median time of what is measured."""
    baseline_seconds: float
    """Median time of the baseline in the same run."""
    goal: float
    """The ratio that is asked for."""
    goal_is_least: bool = False
    """True where the ratio is a speed-up (baseline / measured) that must reach the goal; else measured / baseline is
    a cost that must stay below it."""
    peak_mb: float = 0.0
    """Largest resident memory of the process that measured it, MB."""

    @property
    def ratio(self) -> float:
        """Baseline / measured for a speed-up, measured / baseline for a cost."""
        if self.goal_is_least:
            return self.baseline_seconds / self.seconds
        return self.seconds / self.baseline_seconds

    @property
    def reached(self) -> bool:
        """Whether the ratio is on the right side of its goal."""
        return self.ratio >= self.goal if self.goal_is_least else self.ratio <= self.goal


def in_turns(*ways: Callable[[], object], rounds: int = 5) -> tuple[float, ...]:
    """Return the median seconds of each way; they are run in turns, after one run of each that is not counted.

    Turns, because a machine's speed drifts: what is compared must have met the same weather.
    """
    for way in ways:
        way()
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, taken in zip(ways, seconds, strict=True):
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return tuple(statistics.median(taken) for taken in seconds)


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, MB.

    Linux hands a new process the maximum of the one that started it in `ru_maxrss`; VmHWM is its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
