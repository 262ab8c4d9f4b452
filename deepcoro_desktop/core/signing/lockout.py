"""Wrong passphrases lock signing for a growing time."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final, Protocol

from deepcoro_desktop.core.errors import SigningError

FREE_FAILURES: Final = 5
"""Wrong passphrases in a row before signing is locked."""
FIRST_LOCK: Final = timedelta(minutes=1)
"""Lock after the fifth; it doubles with each further one."""
LONGEST_LOCK: Final = timedelta(hours=4)


class AttemptStore(Protocol):
    """Where failures are kept, so that closing the program does not forget them."""

    def failures(self) -> int:
        """Return the wrong passphrases since the last right one."""

    def last_failure_at(self) -> datetime | None:
        """Return when the last one was, UTC and aware."""

    def add_failure(self, at: datetime) -> None:
        """Add one."""

    def clear(self) -> None:
        """Forget them: the passphrase was right."""


def lock_duration(failures: int) -> timedelta:
    """Return how long signing is locked after this many wrong passphrases in a row."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES, 16)  # far beyond the longest lock
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def require_unlocked(attempts: AttemptStore, now: datetime) -> None:
    """Raise SigningError, with the time to wait, while signing is locked."""
    last = attempts.last_failure_at()
    if last is None:
        return
    left = last + lock_duration(attempts.failures()) - now
    if left > timedelta(0):
        minutes = math.ceil(left / timedelta(minutes=1))
        unit = "minute" if minutes == 1 else "minutes"
        raise SigningError(
            f"Signing is locked after {attempts.failures()} wrong passphrases.", f"Try again in {minutes} {unit}."
        )
