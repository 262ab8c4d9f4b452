"""The hash of prepared data, which a run records and a checkpoint insists on."""

from __future__ import annotations

import hashlib
from pathlib import Path


def data_hash(folder: Path) -> str:
    """Return a hash, 16 hex digits, of the indices and the sizes of all prepared files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
            if path.suffix == ".json":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
