"""The reader's settings: a frozen dataclass and its JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import platformdirs

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import ArgumentError, StorageError

SCHEMA_VERSION: Final = 2
"""Since 2 there is `body_surface`."""
FILE_NAME: Final = "settings.json"
APP_NAME: Final = "deepcoro-desktop"
LONGEST_WORDS: Final = 64
"""Characters of a name or a credential."""

DEVICES: Final = ("auto", "cpu", "cuda", "directml", "coreml", "openvino")
_LAYOUTS: Final = ("1", "2x2", "3x3")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose."""

    schema_version: int = SCHEMA_VERSION
    reader_name: str = ""
    """Printed as the actor of the audit record."""
    credential: str = ""
    """Printed under the signature ("MD, FESC")."""
    identity_path: str = ""
    """The reader's PKCS#12 file; empty for the demonstration identity."""
    bundle_path: str = ""
    """The installed model bundle; empty for the one that ships."""
    device: str = "auto"
    ai_enabled: bool = True
    """Whether the models run at all."""
    body_surface: BodySurface = BodySurface.MOSTELLER
    """By which formula what is measured is indexed."""
    layout: str = "2x2"
    trusted_certificates: tuple[str, ...] = ()
    """Files of certificates that `verify` trusts, PEM or DER."""
    last_folder: str = ""

    def __post_init__(self) -> None:
        """Refuse words that are not known."""
        if self.device not in DEVICES:
            raise ValueError(f"settings.device is none of {', '.join(DEVICES)}")
        if self.layout not in _LAYOUTS:
            raise ValueError(f"settings.layout is none of {', '.join(_LAYOUTS)}")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, and what the reader should know about how they came."""

    settings: Settings
    notice: str = ""
    """A sentence where the file could not be used, empty otherwise."""


def check_words(text: str, field: str) -> None:
    """Refuse words that cannot be printed in their one line.

    Parameters
    ----------
    text : str
        What the reader typed.
    field : str
        What it is, for the sentence: "A name".

    Raises
    ------
    ArgumentError
        If they are longer than a person name of DICOM (PS3.5 6.2, PN) or hold what no printer knows.
    """
    if len(text) > LONGEST_WORDS:
        raise ArgumentError(f"{field} has at most {LONGEST_WORDS} characters; this has {len(text)}.", "Shorten it.")
    if not text.isprintable():
        raise ArgumentError(f"{field} holds a character that cannot be printed.", "Type it instead of pasting it.")


def config_folder() -> Path:
    """Return the user's folder for settings and identities."""
    return Path(platformdirs.user_config_path(APP_NAME, appauthor=False))


def data_folder() -> Path:
    """Return the user's folder for the store and caches."""
    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False))


def load_settings(folder: Path) -> LoadedSettings:
    """Return the settings of `folder`, the defaults where there are none.

    A damaged file is kept aside under another name, and the notice says so.

    Raises
    ------
    StorageError
        If the file was written by a newer program or has unknown keys: it may be right, so it is left alone.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except UnicodeDecodeError:
        return _set_aside(path)
    except OSError as error:
        raise StorageError("The settings cannot be read.", "Check the rights of the settings folder.") from error
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return _set_aside(path)
    if not isinstance(raw, dict):
        return _set_aside(path)
    version = raw.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise StorageError(
            f"The settings were written by a newer program (schema {version}, this program knows {SCHEMA_VERSION}).",
            "Update DeepCORO Desktop.",
        )
    try:
        settings: Settings = replace(decode(Settings, raw, "settings"), schema_version=SCHEMA_VERSION)
    except (TypeError, ValueError) as error:
        raise StorageError(f"The settings file is not valid: {error}.", f"Correct {FILE_NAME} or remove it.") from error
    return LoadedSettings(settings)


def save_settings(settings: Settings, folder: Path) -> None:
    """Write the settings; a crash leaves the old file or the new one, never a part.

    Raises
    ------
    StorageError
        If the folder cannot be written.
    """
    text = json.dumps(encode(settings), indent=2, ensure_ascii=False) + "\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_bytes(folder / FILE_NAME, text.encode(), mode=0o600)
    except OSError as error:
        raise StorageError("The settings cannot be saved.", "Check the rights of the settings folder.") from error


def _set_aside(path: Path) -> LoadedSettings:
    number = 1
    while (kept := path.with_name(f"{FILE_NAME}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError as error:
        raise StorageError("The settings are damaged and cannot be moved.", f"Remove {FILE_NAME} yourself.") from error
    return LoadedSettings(
        Settings(), f"The settings file was damaged; it is kept as {kept.name} and the defaults are in use."
    )


@dataclass(frozen=True, slots=True)
class WorkspacePaths:
    """Where a workspace keeps what it is trusted with."""

    config: Path
    """Settings and identities."""
    data: Path
    """The store, the key of the audit record, the cache."""

    @classmethod
    def of_user(cls) -> WorkspacePaths:
        """Return the folders of the user who runs the program."""
        return cls(config_folder(), data_folder())

    @classmethod
    def under(cls, folder: Path) -> WorkspacePaths:
        """Return folders inside `folder`, apart from the user's own."""
        return cls(folder / "config", folder / "data")

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.data / "deepcoro.db"

    @property
    def audit_key(self) -> Path:
        """The key that seals the audit record."""
        return self.data / "audit.key"

    @property
    def begun(self) -> bool:
        """Whether there has been a store: its key is made right after it."""
        return self.audit_key.exists()

    @property
    def cache(self) -> Path:
        """Embeddings of clips; may be deleted at any time."""
        return self.data / "cache"
