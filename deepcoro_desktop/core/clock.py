"""Time as an argument: who needs to know the time takes a clock, so that a test can pass its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns now, UTC and aware."""


def utc_now() -> datetime:
    """Return now, UTC and aware."""
    return datetime.now(UTC)
