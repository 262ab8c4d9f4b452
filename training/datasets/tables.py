"""Reading an archive's tables: CSV, plain or gzipped, by column name."""

from __future__ import annotations

import csv
import gzip
import math
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from deepcoro_desktop.core.errors import ArgumentError

SUFFIXES = (".csv", ".csv.gz")

Row = dict[str, str]
"""Column asked for -> its text without outer spaces."""

Column = str | tuple[str, ...]
"""A column's name, or the names that releases give it; the first is the key in the row."""


def find_table(folder: Path, name: str) -> Path:
    """Return the table `name` of a folder, plain before gzipped.

    Parameters
    ----------
    folder : Path
        Where it lies.
    name : str
        File name without .csv or .csv.gz.

    Raises
    ------
    ArgumentError
        If there is neither; the message names the table.
    """
    for suffix in SUFFIXES:
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path
    raise ArgumentError(
        f"The table {name}.csv (or {name}.csv.gz) is not in the folder {folder.name or folder}.",
        "Give the folder that the dataset was unpacked into.",
    )


def has_table(folder: Path, name: str) -> bool:
    """Return whether a folder has the table `name`, plain or gzipped."""
    return any((folder / f"{name}{suffix}").is_file() for suffix in SUFFIXES)


def read_table(path: Path, columns: Sequence[Column], optional: Sequence[Column] = ()) -> Iterator[Row]:
    """Yield a table's rows, read line by line, with the columns asked for and no others.

    Names are compared without regard to case and outer spaces. A row that ends early has empty texts; empty lines are
    passed over.

    Parameters
    ----------
    path : Path
        A .csv or .csv.gz file in UTF-8, with or without byte-order mark.
    columns : sequence of Column
        Columns that must be there.
    optional : sequence of Column
        Columns that may be there; their text is empty in every row where the table lacks them.

    Raises
    ------
    ArgumentError
        If the file or a column is missing, or the file is not a readable table; the message names both.
    """
    try:
        with _open(path) as file:
            rows = csv.reader(file)
            header = next(rows, [])
            places = _places(path, header, columns, optional)
            for fields in rows:
                if any(fields):
                    yield {
                        name: fields[place].strip() if 0 <= place < len(fields) else ""
                        for name, place in places.items()
                    }
    except FileNotFoundError as error:
        raise ArgumentError(
            f"The table {path.name} is missing.", "Give the folder that the dataset was unpacked into."
        ) from error
    except (csv.Error, UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
        raise ArgumentError(
            f"The table {path.name} cannot be read: {error}.", "Unpack or download it again; it must be CSV in UTF-8."
        ) from error


def number(text: str) -> float | None:
    """Return a finite number, or None where the text is not one; a comma is not a decimal point here."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _places(path: Path, header: Sequence[str], columns: Sequence[Column], optional: Sequence[Column]) -> dict[str, int]:
    """Return the place of each column asked for, -1 for an optional one that is not there."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        key = name.strip().casefold()
        if key and key in found:
            raise ArgumentError(f"The table {path.name} has two columns {name.strip()}.", "Rename one of them.")
        found[key] = place
    places: dict[str, int] = {}
    missing: list[str] = []
    for column in (*columns, *optional):
        names = (column,) if isinstance(column, str) else column
        places[names[0]] = next((found[name.casefold()] for name in names if name.casefold() in found), -1)
        if places[names[0]] < 0 and column in columns:
            missing.append(" or ".join(names))
    if missing:
        raise ArgumentError(
            f"The table {path.name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
            f"It has {', '.join(name.strip() or '(no name)' for name in header) or 'no columns at all'}.",
        )
    return places
