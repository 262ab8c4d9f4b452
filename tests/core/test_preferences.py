from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.bundle.bundle import load_bundle, read_manifest
from deepcoro_desktop.core.bundle.files import sha256_of
from deepcoro_desktop.core.bundle.manifest import MANIFEST_NAME
from deepcoro_desktop.core.errors import BundleError, CancelledError, StorageError
from deepcoro_desktop.core.preferences import Preferences, check_bundle, store_bundle
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.storage.settings import FILE_NAME, Settings, WorkspacePaths, load_settings, save_settings


@pytest.fixture
def paths(tmp_path: Path) -> WorkspacePaths:
    return WorkspacePaths.under(tmp_path)


def test_what_is_kept_counts_at_once_where_it_can(paths: WorkspacePaths) -> None:
    preferences = Preferences(paths, credential="MD")
    wanted = Settings(credential="MD, FESC", body_surface=BodySurface.DU_BOIS, device="cpu")
    assert preferences.keep(wanted) == load_settings(paths.config).settings == wanted
    assert preferences.identity.credential == "MD, FESC"
    assert preferences.surface_formula is BodySurface.DU_BOIS


def test_what_was_written_meanwhile_is_not_lost(paths: WorkspacePaths, tmp_path: Path) -> None:
    preferences = Preferences(paths)
    opened = preferences.chosen().settings
    preferences.choose_identity(tmp_path / "own.p12")
    preferences.keep(replace(opened, reader_name="Dr Ada"))
    kept = load_settings(paths.config).settings
    assert (kept.reader_name, kept.identity_path) == ("Dr Ada", str(tmp_path / "own.p12"))


def test_settings_of_a_newer_program_are_left_alone(paths: WorkspacePaths) -> None:
    paths.config.mkdir()
    (paths.config / FILE_NAME).write_text('{"schema_version": 9}')
    with pytest.raises(StorageError, match="newer program"):
        Preferences(paths).keep(Settings())
    assert (paths.config / FILE_NAME).read_text() == '{"schema_version": 9}'


def test_settings_of_the_first_schema_index_by_mosteller(paths: WorkspacePaths) -> None:
    paths.config.mkdir()
    (paths.config / FILE_NAME).write_text('{"schema_version": 1, "device": "cpu"}')
    assert load_settings(paths.config).settings == Settings(device="cpu")
    Preferences(paths).keep(Settings(device="cpu"))
    assert json.loads((paths.config / FILE_NAME).read_text())["schema_version"] == Settings().schema_version


def test_a_bundle_that_cannot_be_copied_changes_nothing(
    paths: WorkspacePaths, bundle_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(Settings(reader_name="old"), paths.config)

    def full(*_: object, **__: object) -> None:
        raise OSError

    checked = check_bundle(bundle_folder)
    monkeypatch.setattr("deepcoro_desktop.core.preferences.shutil.copytree", full)
    with pytest.raises(BundleError, match="cannot be copied"):
        Preferences(paths).keep(Settings(reader_name="new"), checked)
    assert load_settings(paths.config).settings.reader_name == "old"
    assert list((paths.data / "bundles").iterdir()) == [], "no part is left"


def test_a_bundle_that_changed_since_its_check_is_refused(paths: WorkspacePaths, bundle_folder: Path) -> None:
    checked = check_bundle(bundle_folder)
    graph = next(bundle_folder.glob("*.onnx"))
    graph.write_bytes(graph.read_bytes()[:-1])
    with pytest.raises(BundleError, match=graph.name):
        Preferences(paths).keep(Settings(), checked)
    assert not (paths.config / FILE_NAME).exists()


def test_another_whole_bundle_in_the_place_of_a_checked_one_is_refused(
    paths: WorkspacePaths, bundle_folder: Path
) -> None:
    checked = check_bundle(bundle_folder)
    manifest = bundle_folder / MANIFEST_NAME
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(BundleError, match="changed since it was checked"):
        Preferences(paths).keep(Settings(), checked)
    assert not (paths.config / FILE_NAME).exists()
    assert not (paths.data / "bundles").exists()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Counter[Path]:
    """How often each file of a bundle was hashed, by its place."""
    count: Counter[Path] = Counter()

    def counted(path: Path) -> str:
        count[path] += 1
        return sha256_of(path)

    monkeypatch.setattr("deepcoro_desktop.core.bundle.files.sha256_of", counted)
    return count


def test_installing_hashes_what_is_there_once_and_what_is_copied_once(
    paths: WorkspacePaths, bundle_folder: Path, hashed: Counter[Path]
) -> None:
    files = len(read_manifest(bundle_folder).files)
    store_bundle(check_bundle(bundle_folder), paths.data)
    assert sum(path.parent == bundle_folder for path in hashed) == files
    assert (len(hashed), set(hashed.values())) == (2 * files, {1})


def test_installing_again_hashes_what_lies_there(
    paths: WorkspacePaths, bundle_folder: Path, hashed: Counter[Path]
) -> None:
    checked = check_bundle(bundle_folder)
    place = store_bundle(checked, paths.data)
    hashed.clear()
    assert store_bundle(checked, paths.data) == place
    assert hashed == Counter(place / file.file for file in read_manifest(place).files)


def test_another_whole_bundle_that_comes_while_it_is_copied_is_refused(
    paths: WorkspacePaths, bundle_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = check_bundle(bundle_folder)

    def copy_another(source: Path, target: Path, *, dirs_exist_ok: bool) -> None:
        copytree(source, target, dirs_exist_ok=dirs_exist_ok)
        manifest = target / MANIFEST_NAME
        manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    copytree = shutil.copytree
    monkeypatch.setattr("deepcoro_desktop.core.preferences.shutil.copytree", copy_another)
    with pytest.raises(BundleError, match="changed since it was checked"):
        Preferences(paths).keep(Settings(), checked)
    assert not (paths.config / FILE_NAME).exists()
    assert list((paths.data / "bundles").iterdir()) == []


@pytest.mark.parametrize("name", ["video_encoder.onnx", MANIFEST_NAME])
def test_a_copy_that_was_altered_is_made_again(paths: WorkspacePaths, bundle_folder: Path, name: str) -> None:
    checked = check_bundle(bundle_folder)
    place = store_bundle(checked, paths.data)
    (place / name).write_bytes((place / name).read_bytes() + b"\n")
    assert store_bundle(checked, paths.data) == place
    assert load_bundle(place).manifest_sha256 == checked.manifest_sha256
    assert list((paths.data / "bundles").iterdir()) == [place]


def test_a_bundle_is_stored_once(paths: WorkspacePaths, bundle_folder: Path) -> None:
    checked = check_bundle(bundle_folder)
    assert store_bundle(checked, paths.data) == store_bundle(checked, paths.data)
    assert len(list((paths.data / "bundles").iterdir())) == 1


def test_a_check_can_be_cancelled(bundle_folder: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        check_bundle(bundle_folder, token)
