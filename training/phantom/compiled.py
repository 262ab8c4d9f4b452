"""Typed forms of numba's decorator."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled at its first call; the machine code is kept on disk."""
    return cast("Callable[P, R]", njit(cache=True, fastmath=True)(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled into each of its compiled callers."""
    return cast("Callable[P, R]", njit(cache=True, fastmath=True, inline="always")(function))
