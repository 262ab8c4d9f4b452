"""The 58 standard views, as resources/views.csv lists them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from types import MappingProxyType

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.study import View


def standard_views() -> Mapping[str, View]:
    """Return the standard views by their id, in the table's order."""
    with resource_path("views.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["id"]: View(**row) for row in csv.DictReader(file)})
