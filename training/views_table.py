"""The table of views that the product names, as the manifest holds it."""

from __future__ import annotations

import csv
from pathlib import Path

from deepcoro_desktop.core.bundle.manifest import ViewLabel
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.errors import ArgumentError

COLUMNS = ("id", "label", "window", "modality", "coarse_view")


def read_view_labels(table: Path | None = None) -> tuple[ViewLabel, ...]:
    """Return the views of a table, in its order.

    Parameters
    ----------
    table : Path, optional
        CSV file with the columns of resources/views.csv, which is read if none is given.

    Raises
    ------
    ArgumentError
        If the table cannot be read, lacks a column, or names a view twice or none.
    """
    path = resource_path("views.csv") if table is None else table
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(f"The table of views {path.name} cannot be read.", "Check views.labels.") from error
    if missing := [column for column in COLUMNS if rows and column not in rows[0]]:
        raise ArgumentError(
            f"The table of views {path.name} has no column {', '.join(missing)}.",
            f"Give it the columns {', '.join(COLUMNS)}.",
        )
    if not rows or len({row["id"] for row in rows}) < len(rows):
        raise ArgumentError(f"The table of views {path.name} names a view twice, or none.", "Give each view one line.")
    return tuple(ViewLabel(*(row[column] for column in COLUMNS)) for row in rows)


def coarse_views(views: tuple[ViewLabel, ...]) -> tuple[str, ...]:
    """Return the coarse views, each once, sorted by name as the published release has them."""
    return tuple(sorted({view.coarse_view for view in views}))
