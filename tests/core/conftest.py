"""A tiny bundle for the tests of the core, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from tests.bundle_factory import write_bundle


@pytest.fixture(scope="session")
def pristine_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle's folder that no test may change."""
    return write_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def bundle_folder(pristine_bundle: Path, tmp_path: Path) -> Path:
    """A copy of the bundle that a test may damage."""
    return Path(shutil.copytree(pristine_bundle, tmp_path / "bundle"))


@pytest.fixture(scope="session")
def bundle(pristine_bundle: Path) -> Bundle:
    return load_bundle(pristine_bundle)
