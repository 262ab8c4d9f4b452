"""Adapters: each reads one layout of archive into `training.datasets.records`."""

from __future__ import annotations

import importlib
from typing import Final

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.records import Adapter

NAMES: Final = (
    "archive",
    "phantom",
    "mimic-iv-echo",
    "echonet-dynamic",
    "echonet-lvh",
    "echonet-pediatric",
    "ev9v",
)
"""The layouts that are known; the adapter of a name is in the module of that name."""


def find_adapter(name: str) -> Adapter:
    """Return the adapter of a layout; only its own module is imported.

    Raises
    ------
    ArgumentError
        If there is none of this name.
    """
    if name not in NAMES:
        raise ArgumentError(f"There is no adapter {name!r}.", f"Set dataset.adapter to one of: {', '.join(NAMES)}.")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found = next(kind for kind in vars(module).values() if isinstance(kind, type) and vars(kind).get("name") == name)
    adapter: Adapter = found()
    return adapter
