"""Where the files lie that ship with the program."""

from __future__ import annotations

from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under resources/, in a checkout as in an installed program."""
    package = Path(__file__).parents[2]
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources").joinpath(*parts)
