"""Where the files lie that ship with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under resources/, in a checkout as in an installed program."""
    package = Path(str(files("deepcoro_desktop")))
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources").joinpath(*parts)
