"""Memory that is freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys


def return_freed_memory() -> None:
    """Give the system back what is free on the heap; takes some milliseconds, on any thread.

    glibc does so by itself only at the heap's end, where small blocks hold it open: the pictures of a closed study
    would stay with the program. Other systems are left as they are.

    References
    ----------
    malloc_trim(3). To have each large block mapped by itself (mallopt(3), M_MMAP_THRESHOLD) would do it too, but slows
    an analysis: its temporary arrays would be mapped anew each time.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not in every C library
    if trim is not None:
        trim(0)
