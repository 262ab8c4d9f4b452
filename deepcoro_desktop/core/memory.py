"""Memory that is freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_MMAP_THRESHOLD: Final = -3
"""M_MMAP_THRESHOLD of malloc.h."""
_LARGE_BYTES: Final = 512 * 1024
"""A decoded picture is larger, nearly everything else is smaller."""


def return_large_blocks() -> None:
    """Have large blocks of memory, pictures above all, go back to the system as soon as they are freed.

    glibc does so only until the first of them is freed; then it takes blocks of up to 32 MB from a heap that small
    ones hold open, and a closed study's pictures stay with the program. Other systems are left as they are.

    References
    ----------
    mallopt(3), M_MMAP_THRESHOLD: the threshold is adjusted unless it is set.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not in every C library
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
