"""Adapters: each reads one layout of archive into `training.datasets.records`."""

from __future__ import annotations

import importlib
from typing import Any, Final

from deepcoro_desktop.core.errors import ArgumentError
from training.dataset_config import DatasetConfig
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


def find_adapter(config: DatasetConfig) -> Adapter:
    """Return the adapter that a configuration names, with its options; only its own module is imported.

    Raises
    ------
    ArgumentError
        If there is none of this name, or an option does not fit it.
    """
    name = config.adapter
    if name not in NAMES:
        raise ArgumentError(f"There is no adapter {name!r}.", f"Set dataset.adapter to one of: {', '.join(NAMES)}.")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found = next(kind for kind in vars(module).values() if isinstance(kind, type) and vars(kind).get("name") == name)
    options: dict[str, dict[str, Any]] = {
        "echonet-pediatric": {"test_fold": config.test_fold, "validation_fold": config.validation_fold},
        "mimic-iv-echo": {"test_types": config.test_types},
    }
    adapter: Adapter = found(**options.get(name, {}))
    return adapter
