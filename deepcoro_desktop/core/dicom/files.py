"""Finds the files of a study: folder, zip, DICOMDIR or single files; opens them; unpacks nothing to disk."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.study import ClipSource, SkippedFile

LARGEST_MEMBER: Final = 2 << 30
"""A zip's member may unpack to at most this many bytes; a cine of 500 uncompressed 1024x768 frames has 1.2e9."""
LARGEST_RATIO: Final = 250
"""A zip's member may grow at most so many times when unpacked; real ultrasound pictures stay under 100."""
SMALL_MEMBER: Final = 8 << 20
"""Members up to this size are not judged by their ratio."""
MOST_FILES: Final = 100_000

SETTLED_S: Final = 3.0
"""Seconds without a change after which a file's stamps tell a later one: the coarsest file systems count by two."""
_COARSE_NS: Final = 10_000_000
"""FAT, exFAT and SFTP keep no finer stamps, and no date of the last change that a program cannot set."""

_ZIP_MEMBER: Final = b"PK\x03\x04"
_DICM: Final = b"DICM"
_DICM_AT: Final = 128
"""Before its mark a DICOM file may hold anything (PS3.10 7.1), also the head of a zip."""

_ZIP_ERRORS: Final = (
    zipfile.BadZipFile, OSError, ValueError, LookupError, RuntimeError, NotImplementedError, EOFError, OverflowError,
    struct.error,
)  # fmt: skip
"""What zipfile raises where an archive's directory is damaged or its member locked."""
_IGNORED_NAMES: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came upon: places to read, and names that it refused."""

    sources: tuple[ClipSource, ...]
    skipped: tuple[SkippedFile, ...]


def find_files(path: Path) -> Found:
    """Return every file under `path`, in the order of their names.

    Parameters
    ----------
    path : Path
        Folder (searched through), zip, or file.

    Raises
    ------
    UnreadableFileError
        If `path` does not exist or cannot be read.
    """
    try:
        if path.is_dir():
            return _join(_find_one(file) for file in _walk(path))
        if path.is_file():
            return _find_one(path)
    except OSError as error:
        raise UnreadableFileError(
            f"{path.name} cannot be read: {error.strerror}.", "Check that the drive is connected and you may read it."
        ) from error
    raise UnreadableFileError(f"{path.name} does not exist.", "Check the path.")


def _walk(folder: Path) -> Iterator[Path]:
    count = 0
    for file in sorted(folder.rglob("*")):
        if file.name in _IGNORED_NAMES or not file.is_file():
            continue
        count += 1
        if count > MOST_FILES:
            raise UnreadableFileError(
                f"The folder holds more than {MOST_FILES:,} files.", "Choose the folder of one study."
            )
        yield file


def _find_one(file: Path) -> Found:
    if file.stat().st_size and (zipfile.is_zipfile(file) or _begins_as_zip(file)):
        return _find_in_zip(file)
    return Found((ClipSource(str(file)),), ())


def _begins_as_zip(file: Path) -> bool:
    """Return whether a file begins as a zip: one that was copied in part has lost the directory at its end."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_DICM_AT + len(_DICM))
    except OSError:
        return False
    return head.startswith(_ZIP_MEMBER) and not head.endswith(_DICM)


def _find_in_zip(file: Path) -> Found:
    sources: list[ClipSource] = []
    skipped: list[SkippedFile] = []
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except _ZIP_ERRORS:
        return Found((), (SkippedFile(file.name, "The zip is damaged.", "Copy it again from where it came."),))
    if len(members) > MOST_FILES:
        return Found((), (SkippedFile(file.name, "The zip holds too many files.", "Unpack the study you want."),))
    for member in members:
        if member.is_dir() or PurePosixPath(member.filename).name in _IGNORED_NAMES:
            continue
        refusal = _refuse_member(member)
        if refusal:
            skipped.append(SkippedFile(PurePosixPath(member.filename).name, *refusal))
        else:
            sources.append(ClipSource(str(file), member.filename))
    return Found(tuple(sorted(sources, key=lambda s: s.member or "")), tuple(skipped))


def _refuse_member(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return why a member is not read and what to do, None where it may be."""
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts:
        return "Its name in the zip points outside the zip.", "Ask the sender for a clean copy."
    if member.flag_bits & 1:
        return "It is encrypted in the zip.", "Unpack the zip with its password and open the folder."
    if member.file_size > LARGEST_MEMBER:
        return "It is larger than 2 GB unpacked.", "Unpack the zip and open the folder."
    if member.file_size > SMALL_MEMBER and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        return "It would grow out of proportion when unpacked.", "Ask the sender for a clean copy."
    return None


def _join(parts: Iterator[Found]) -> Found:
    sources: list[ClipSource] = []
    skipped: list[SkippedFile] = []
    for part in parts:
        sources += part.sources
        skipped += part.skipped
    return Found(tuple(sources), tuple(skipped))


@contextmanager
def open_source(source: ClipSource) -> Iterator[IO[bytes]]:
    """Open the bytes of a file or of a zip's member for reading; seekable.

    Raises
    ------
    UnreadableFileError
        If it has gone, or the zip is damaged there.
    """
    with ExitStack() as stack:
        try:
            if source.member is None:
                stream: IO[bytes] = stack.enter_context(Path(source.path).open("rb"))
            else:
                archive = stack.enter_context(zipfile.ZipFile(source.path))
                stream = stack.enter_context(archive.open(source.member))
        except _ZIP_ERRORS as error:
            raise _gone(source, error) from error
        try:
            yield stream
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _gone(source, error) from error


def _gone(source: ClipSource, error: Exception) -> UnreadableFileError:
    """Return what kept a file from being read: no rights, damage within its zip, or that it is away."""
    if isinstance(error, PermissionError):
        return UnreadableFileError(f"You may not read {source.name}.", "Ask for the right to read it, or for a copy.")
    if source.member is not None and not isinstance(error, OSError | KeyError):
        return UnreadableFileError(
            "It is damaged in its zip.", "Copy the zip again from where it came, and open the study again."
        )
    return UnreadableFileError(
        f"{source.name} can no longer be read.", "Check that the drive is connected, and open the study again."
    )


def read_source(source: ClipSource) -> bytes:
    """Return all bytes of a zip's member or file, at most `LARGEST_MEMBER`."""
    with open_source(source) as stream:
        data = stream.read(LARGEST_MEMBER + 1)
    if len(data) > LARGEST_MEMBER:
        raise UnreadableFileError(f"{source.name} is larger than 2 GB.", "Unpack the zip and open the folder.")
    return data


def settled_state(source: ClipSource, now: datetime) -> str | None:
    """Return what the file system says of a file or zip: while it says the same, the bytes are the same.

    It is device, inode, size and the dates of the last modification and of the last change. The last one is set by
    every write and every change of the other date, and no program can choose it. The opened file is asked: a network
    drive may go on saying of a name what it said before.

    Parameters
    ----------
    source : ClipSource
        Where the bytes are.
    now : datetime
        UTC, aware, from before the bytes are read.

    Returns
    -------
    str or None
        None where an equal state would not mean equal bytes: on Windows, whose date is that of the file's creation;
        where dates are coarse; within `SETTLED_S` of the last change, as another one may fall on the same date; and
        where the file cannot be opened.

    References
    ----------
    POSIX.1-2017, 4.9 (File Times Update); Git, Documentation/technical/racy-git.
    """
    if os.name != "posix":
        return None
    try:
        with Path(source.path).open("rb", buffering=0) as stream:
            info = os.fstat(stream.fileno())
    except OSError:
        return None
    changed_ns = max(info.st_mtime_ns, info.st_ctime_ns)
    if info.st_ctime_ns % _COARSE_NS == 0 or now.timestamp() - changed_ns / 1e9 < SETTLED_S:
        return None
    return f"{info.st_dev} {info.st_ino} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns}"


def within(folder: Path, parts: Sequence[str]) -> Path | None:
    """Return the file that a DICOMDIR's File ID names, None where it would lie outside the folder.

    Names are compared without case: media are written in upper case and copied to file systems that keep it or not.
    """
    place = folder
    for part in parts:
        if part in ("", ".", "..") or set(part) & set("/\\\0"):
            return None
        exact = place / part
        if exact.exists():
            place = exact
            continue
        matches = [p for p in place.iterdir() if p.name.lower() == part.lower()] if place.is_dir() else []
        place = matches[0] if matches else exact
    return place if place.resolve().is_relative_to(folder.resolve()) else None
