"""The 58 standard views, as resources/views.csv lists them, and which of them a scanner says that a clip shows."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from types import MappingProxyType

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.study import Clip, View


def standard_views() -> Mapping[str, View]:
    """Return the standard views by their id, in the table's order."""
    with resource_path("views.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["id"]: View(**row) for row in csv.DictReader(file)})


def scanner_view(clip: Clip, views: Mapping[str, View]) -> str:
    """Return what the scanner calls a clip's view: its View Name, else the view that its code names; empty without."""
    if clip.view_name or clip.coded_view is None:
        return clip.view_name or ""
    known = views.get(clip.coded_view.view_id)
    return known.short_label if known is not None else clip.coded_view.meaning
