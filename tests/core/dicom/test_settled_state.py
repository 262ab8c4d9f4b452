"""A file's state may stand for its bytes only where every change of them changes it."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from deepcoro_desktop.core.dicom import files
from deepcoro_desktop.core.dicom.files import SETTLED_S, settled_state
from deepcoro_desktop.core.study import ClipSource


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "clip.dcm"
    path.write_bytes(b"before")
    return path


def later(seconds: float = 60.0) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def state(path: Path) -> str | None:
    return settled_state(ClipSource(str(path)), later())


def let_the_clock_tick(path: Path) -> None:
    """Wait until the file system dates a change later than that of the file."""
    probe = path.with_name("probe")
    probe.write_bytes(b"")
    while probe.stat().st_ctime_ns <= path.stat().st_ctime_ns:
        probe.write_bytes(b"")


def test_a_file_that_lies_still_keeps_its_state(file: Path) -> None:
    assert state(file) is not None
    file.read_bytes()
    assert state(file) == state(file)


@pytest.mark.parametrize("way", ["in place", "moved over it", "copied over it"])
def test_a_change_is_told_though_size_and_date_are_as_before(file: Path, way: str) -> None:
    before, stamps = state(file), file.stat()
    let_the_clock_tick(file)
    if way == "in place":
        with file.open("r+b") as stream:
            stream.write(b"aft")
    elif way == "copied over it":
        file.write_bytes(b"after!")
    else:
        file.with_name("new").write_bytes(b"after!")
        file.with_name("new").replace(file)
    os.utime(file, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stamps.st_size, stamps.st_mtime_ns)
    assert state(file) not in (None, before)


def test_a_file_that_was_just_changed_has_none(file: Path) -> None:
    changed = datetime.fromtimestamp(file.stat().st_ctime, UTC)
    source = ClipSource(str(file))
    assert settled_state(source, changed + timedelta(seconds=SETTLED_S - 0.1)) is None
    assert settled_state(source, changed + timedelta(seconds=SETTLED_S + 0.1)) is not None
    assert settled_state(source, changed - timedelta(hours=1)) is None  # a clock that was set back


def test_a_date_of_modification_that_lies_ahead_has_none(file: Path) -> None:
    ahead = later(3600).timestamp()
    os.utime(file, (ahead, ahead))
    assert state(file) is None


def test_a_zip_has_the_state_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("clip.dcm", b"bytes")
    assert settled_state(ClipSource(str(path), "clip.dcm"), later()) == state(path)


def test_a_file_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert state(tmp_path / "none.dcm") is None


def test_dates_of_whole_seconds_have_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = SimpleNamespace(st_dev=1, st_ino=2, st_size=3, st_mtime_ns=4, st_ctime_ns=5_000_000_000)
    monkeypatch.setattr(files.os, "fstat", lambda _number: stamps)
    assert state(file) is None
    stamps.st_ctime_ns += 1
    assert state(file) == "1 2 3 4 5000000001"


def test_windows_has_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "os", SimpleNamespace(name="nt"))
    assert state(file) is None
