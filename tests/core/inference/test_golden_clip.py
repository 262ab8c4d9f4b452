"""The golden clip gives here what it gave where the bundle was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import AttentionKind, GoldenSpec
from deepcoro_desktop.core.errors import BundleError, CancelledError
from deepcoro_desktop.core.inference.session import verify_bundle
from deepcoro_desktop.core.progress import CancelToken
from tests.bundle_factory import rewrite_manifest, write_bundle


def change_golden(folder: Path, **arrays: np.ndarray) -> Bundle:
    with np.load(folder / "golden.npz", allow_pickle=False) as old:
        merged = {name: old[name] for name in old.files} | arrays
    np.savez(folder / "golden.npz", **merged)
    rewrite_manifest(folder, golden=GoldenSpec(bundle_file(folder, "golden.npz"), 1e-4))
    return load_bundle(folder)


def test_sound_bundle_passes(bundle: Bundle) -> None:
    assert verify_bundle(bundle, "cpu") == "cpu"


def test_bundle_with_a_table_passes(tmp_path: Path) -> None:
    assert verify_bundle(load_bundle(write_bundle(tmp_path / "t", attention=AttentionKind.TABLE)), "cpu") == "cpu"


@pytest.mark.parametrize("name", ["view_probabilities", "embeddings", "weights"])
def test_other_outputs_are_refused_by_name(bundle_folder: Path, name: str) -> None:
    with np.load(bundle_folder / "golden.npz") as old:
        altered = old[name] + np.float32(0.01)
    with pytest.raises(BundleError, match=f"gives other {name} here"):
        verify_bundle(change_golden(bundle_folder, **{name: altered}), "cpu")


def test_recorded_value_that_is_no_number_is_refused(bundle_folder: Path) -> None:
    with np.load(bundle_folder / "golden.npz") as old:
        altered = old["embeddings"].copy()
    altered[0, 0] = np.nan
    with pytest.raises(BundleError, match="gives other embeddings"):
        verify_bundle(change_golden(bundle_folder, embeddings=altered), "cpu")


def test_golden_of_another_shape_is_refused(bundle_folder: Path) -> None:
    with pytest.raises(BundleError, match="none that its graphs take"):
        verify_bundle(change_golden(bundle_folder, clips=np.zeros((1, 2, 8, 8, 3), np.uint8)), "cpu")


def test_golden_that_is_no_archive_is_refused(bundle_folder: Path) -> None:
    (bundle_folder / "golden.npz").write_bytes(b"noise")
    rewrite_manifest(bundle_folder, golden=GoldenSpec(bundle_file(bundle_folder, "golden.npz"), 1e-4))
    with pytest.raises(BundleError, match="cannot be read"):
        verify_bundle(load_bundle(bundle_folder), "cpu")


def test_verification_can_be_cancelled(bundle: Bundle) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        verify_bundle(bundle, "cpu", cancel)
