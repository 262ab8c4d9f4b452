"""The investigator's key: which text of each case is the draft. It never goes to a rater."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.strict_json import encode
from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.rating_set import parse, read_bytes, to_json_bytes

KEY_VERSION: Final = 1


class Arm(Enum):
    """Who wrote a text."""

    REFERENCE = "reference"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class KeyCase:
    """One case of the set."""

    case_id: str
    study_id: str
    a: Arm
    """Who wrote text A; text B is the other's."""
    left_out: tuple[str, ...]
    """Sections of the report that no draft can have and that were shown to nobody."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What the set keeps from its raters, and only names by its SHA-256."""

    salt: str
    """256 random bits, hex: without them nobody can try orders until the SHA-256 fits."""
    bundle_id: str
    seed: int
    """Of the choice of cases. The order of the texts comes from the salt."""
    cases: tuple[KeyCase, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON, 64 hex digits."""
        text = json.dumps(encode(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Key:
    """The file beside the set."""

    version: int
    set_sha256: str
    """The set that it opens, to the byte."""
    secret: Secret


def key_file(folder: Path) -> Path:
    """Return where the key of a set lies: beside the set's folder, not in it."""
    return folder.with_name(f"{folder.name}-key.json")


def write_key(key: Key, path: Path) -> None:
    """Write a key; raises RatingError where that cannot be done."""
    try:
        write_bytes(path, to_json_bytes(encode(key)))
    except OSError as error:
        raise RatingError("The key cannot be written.", "Free some space, or choose another folder.") from error


def load_key(path: Path) -> Key:
    """Return a key.

    Raises
    ------
    RatingError
        If there is none, it is damaged, or a newer program wrote it.
    """
    key: Key = parse(Key, read_bytes(path, "key"), "key", KEY_VERSION)
    return key
