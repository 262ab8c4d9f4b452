from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.storage.settings import FILE_NAME, Settings, config_folder, load_settings, save_settings


def test_settings_survive_the_file(tmp_path: Path) -> None:
    settings = Settings(reader_name="Dr Å", device="cpu", layout="3x3", ai_enabled=False, trusted_certificates=("/a",))
    save_settings(settings, tmp_path / "new")
    assert load_settings(tmp_path / "new").settings == settings
    assert [file.name for file in (tmp_path / "new").iterdir()] == [FILE_NAME]


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path)
    assert loaded.settings == Settings()
    assert loaded.notice == ""


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"device": "cpu"', b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_with_a_notice(tmp_path: Path, content: bytes) -> None:
    for number in (1, 2):
        (tmp_path / FILE_NAME).write_bytes(content)
        loaded = load_settings(tmp_path)
        assert loaded.settings == Settings()
        assert f"kept as {FILE_NAME}.damaged-{number}" in loaded.notice
        assert (tmp_path / f"{FILE_NAME}.damaged-{number}").read_bytes() == content
        assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"colour": "red"}', "unknown keys: colour"),
        ('{"device": "tpu"}', "settings.device is none of auto, cpu, cuda"),
        ('{"layout": "9x9"}', "settings.layout is none of"),
        ('{"ai_enabled": 1}', "settings.ai_enabled is not of type bool"),
        ('{"schema_version": 7}', "newer program"),
    ],
)
def test_a_file_that_says_what_is_not_known_is_left_alone(tmp_path: Path, content: str, sentence: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(StorageError, match=sentence):
        load_settings(tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == content


def test_a_failed_save_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(Settings(reader_name="old"), tmp_path)

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(StorageError, match="cannot be saved"):
        save_settings(Settings(reader_name="new"), tmp_path)
    assert load_settings(tmp_path).settings.reader_name == "old"
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_only_their_owner_reads_the_settings(tmp_path: Path) -> None:
    save_settings(Settings(), tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_the_folder_is_the_users_own() -> None:
    assert config_folder().name == "deepcoro-desktop"
