"""Files of a bundle: hashes, and writing that leaves no half file."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from deepcoro_desktop.core.bundle.manifest import BundleFile
from deepcoro_desktop.core.errors import BundleError


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 lower-case hex digits; raises OSError if it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def bundle_file(folder: Path, name: str) -> BundleFile:
    """Return the manifest's entry for the file `name` in the bundle's `folder`.

    Raises
    ------
    BundleError
        If there is no such file or its name does not fit into a manifest.
    """
    path = folder / name
    try:
        return BundleFile(file=name, sha256=sha256_of(path), size_bytes=path.stat().st_size)
    except (OSError, ValueError) as error:
        raise BundleError(f"The file {name} cannot be put into the bundle.", "Make the bundle again.") from error


def check_file(folder: Path, entry: BundleFile) -> Path:
    """Return the path of a bundle's file after its size and SHA-256 were compared with the manifest.

    Raises
    ------
    BundleError
        If the file is missing, cannot be read, or is another than the manifest names.
    """
    path = folder / entry.file
    if path.is_symlink() or not path.is_file():
        raise BundleError(f"The bundle's file {entry.file} is missing.", "Copy the whole bundle again.")
    try:
        size = path.stat().st_size
        digest = sha256_of(path) if size == entry.size_bytes else ""
    except OSError as error:
        raise BundleError(
            f"The bundle's file {entry.file} cannot be read.", "Check the folder's permissions and the disk."
        ) from error
    if size != entry.size_bytes:
        raise BundleError(
            f"The bundle's file {entry.file} has {size} bytes where {entry.size_bytes} belong.",
            "It is cut off or was changed; copy the bundle again from where it was made.",
        )
    if digest != entry.sha256:
        raise BundleError(
            f"The bundle's file {entry.file} does not have the SHA-256 that the manifest names.",
            "It was changed or damaged; copy the bundle again from where it was made.",
        )
    return path


def write_bytes(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file so that it is whole or not there at all.

    Parameters
    ----------
    path : Path
        The file; an earlier one is replaced.
    data : bytes
        Its content.
    mode : int
        Its rights where it is made, less those that the system withholds.

    Raises
    ------
    OSError
        If it cannot be written; then an earlier file is as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, and never over another; raises FileExistsError there."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
