from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive_factory import Configure, write_archive
from training.config import InputConfig, PrepareConfig
from training.dataset_config import DatasetConfig


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the root of a sound archive in miniature."""
    return write_archive(tmp_path / "archive")


@pytest.fixture
def configure(archive: Path, tmp_path: Path) -> Configure:
    """Return a maker of configurations of that archive."""

    def make(out: str = "out", **changes: object) -> PrepareConfig:
        settings = {"adapter": "archive", "root": str(archive), "shards": 3, **changes}
        dataset = DatasetConfig(out=str(tmp_path / out), **settings)  # type: ignore[arg-type]
        return PrepareConfig(InputConfig(frames=4, stride=1, size=32), dataset)

    return make
