"""The table of views that the product names, as the manifest holds it."""

from __future__ import annotations

import csv

from deepcoro_desktop.core.bundle.manifest import ViewLabel
from deepcoro_desktop.core.bundle.resources import resource_path


def read_view_labels() -> tuple[ViewLabel, ...]:
    """Return the views of resources/views.csv, in its order."""
    with resource_path("views.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ViewLabel(row["id"], row["label"], row["window"], row["modality"], row["coarse_view"])
            for row in csv.DictReader(file)
        )


def coarse_views(views: tuple[ViewLabel, ...]) -> tuple[str, ...]:
    """Return the coarse views, each once, sorted by name as the published release has them."""
    return tuple(sorted({view.coarse_view for view in views}))
