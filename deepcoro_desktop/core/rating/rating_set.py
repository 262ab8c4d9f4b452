"""The set that an expert rates: for each case two texts, A and B, and nothing that says where either comes from.

A set is a folder: ``set.json``, and the clips of its cases where they go with it. Which text is the draft stands in
the investigator's key, of which the set holds only the SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import RatingError

SET_VERSION: Final = 1
SET_NAME: Final = "set.json"

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_RELATIVE: Final = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClipFile:
    """One DICOM file of a case, named so that a changed one is noticed."""

    file: str
    """Path relative to the set's folder, forward slashes, no dots that climb."""
    sha256: str

    def __post_init__(self) -> None:
        """Refuse a name that could leave the folder and a hash that is none."""
        if not _RELATIVE.fullmatch(self.file):
            raise ValueError(f"file name {self.file!r} is not a plain relative name")
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"sha256 of {self.file} is not 64 hex digits")


@dataclass(frozen=True, slots=True)
class SectionPair:
    """What the two texts say of one section; empty where a text does not describe it."""

    name: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class RatingCase:
    """One study with its two texts."""

    case_id: str
    """Means nothing outside the set and its key."""
    sections: tuple[SectionPair, ...]
    """In the order in which they are read; every section that a text can have."""
    clips: tuple[ClipFile, ...] = ()
    """Empty where the case is rated on its texts alone."""


@dataclass(frozen=True, slots=True)
class RatingSet:
    """All that a rater gets."""

    version: int
    title: str
    created_utc: str
    trained_on: TrainedOn
    """Of the model behind the drafts; SYNTHETIC puts the banner on the screen."""
    key_sha256: str
    """SHA-256 of the secret part of the key: the investigator cannot exchange the key once the set is out."""
    cases: tuple[RatingCase, ...]

    def __post_init__(self) -> None:
        """Refuse a set without cases, with a case twice, or whose key's hash is none."""
        if not self.cases:
            raise ValueError("the set has no cases")
        if len({case.case_id for case in self.cases}) != len(self.cases):
            raise ValueError("a case is in the set twice")
        if not _SHA256.fullmatch(self.key_sha256):
            raise ValueError("key_sha256 is not 64 hex digits")


@dataclass(frozen=True, slots=True)
class LoadedSet:
    """A set as it lies on the disk."""

    folder: Path
    content: RatingSet
    sha256: str
    """Of the bytes of ``set.json``; a ratings file names it."""


def write_set(content: RatingSet, folder: Path) -> LoadedSet:
    """Write ``set.json`` into a folder that exists, and return the set as `load_set` does.

    Raises
    ------
    RatingError
        If it cannot be written.
    """
    data = to_json_bytes(encode(content))
    try:
        write_bytes(folder / SET_NAME, data)
    except OSError as error:
        raise RatingError("The rating set cannot be written.", "Free some space, or choose another folder.") from error
    return LoadedSet(folder, content, hashlib.sha256(data).hexdigest())


def load_set(path: Path) -> LoadedSet:
    """Return the set in a folder, or the set whose ``set.json`` is named.

    Raises
    ------
    RatingError
        If there is none, it is damaged, or a newer program wrote it.
    """
    folder = path.parent if path.name == SET_NAME else path
    data = read_bytes(folder / SET_NAME, "rating set")
    content: RatingSet = parse(RatingSet, data, "rating set", SET_VERSION)
    return LoadedSet(folder, content, hashlib.sha256(data).hexdigest())


def to_json_bytes(value: Any) -> bytes:
    """Return JSON values as the bytes of a file that people can read: indented, UTF-8, with a last newline."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def read_bytes(path: Path, what: str) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    RatingError
        If it cannot be read; `what` names it ("rating set").
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RatingError(f"There is no {what} at this place.", f"Check the path of {path.name}.") from error
    except OSError as error:
        raise RatingError(f"The {what} cannot be read.", "Check the rights of the file and its folder.") from error


def parse(kind: type, data: bytes, what: str, version: int) -> Any:
    """Return the bytes of a JSON file as an object of a dataclass that has a `version`.

    Raises
    ------
    RatingError
        If it is not valid, has another version, or has unknown keys; `what` names the file.
    """
    try:
        raw = json.loads(data)
        found = raw.get("version") if isinstance(raw, dict) else None
        if isinstance(found, int) and found > version:
            raise RatingError(
                f"The {what} was written by a newer program (version {found}, this program knows {version}).",
                "Update DeepCORO Desktop.",
            )
        if found != version:
            raise ValueError(f"its version is {found!r}")
        return decode(kind, raw, what)
    except (TypeError, ValueError, RecursionError) as error:
        raise RatingError(
            f"The {what} is not valid: {error}.", "Copy it again from where it was made; do not edit it."
        ) from error
