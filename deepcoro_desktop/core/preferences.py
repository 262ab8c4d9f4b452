"""The reader's settings in use: read, checked, kept; and how a model bundle becomes the one in use."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.bundle.bundle import default_bundle_path, load_bundle, manifest_sha256, read_manifest
from deepcoro_desktop.core.errors import BundleError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.signing.choice import IdentityChoice
from deepcoro_desktop.core.storage.settings import Settings, WorkspacePaths, load_settings, save_settings

_PART_SUFFIX: Final = ".part"


@dataclass(frozen=True, slots=True)
class CheckedBundle:
    """A bundle that is whole and gives its recorded outputs here."""

    folder: Path
    title: str
    manifest_sha256: str
    device: str
    """On which the golden clip ran."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings as they are kept, and what of them can be said beyond their words."""

    settings: Settings
    bundle: str
    """Title of the bundle, empty where it cannot be read."""
    bundle_problem: BundleError | None
    devices: frozenset[str]
    """Devices that ONNX Runtime can use here."""


class Preferences:
    """What the reader chose. Its methods may be called from any thread.

    Parameters
    ----------
    paths : WorkspacePaths
        Where settings and bundles are kept.
    identity : Path, optional
        The reader's PKCS#12 file; the demonstration identity by default.
    credential : str
        Printed under the reader's name.
    surface_formula : BodySurface
        Formula of the body surface area.
    """

    def __init__(
        self,
        paths: WorkspacePaths,
        *,
        identity: Path | None = None,
        credential: str = "",
        surface_formula: BodySurface = BodySurface.MOSTELLER,
    ) -> None:
        self._paths = paths
        self.identity = IdentityChoice(paths.config, identity, credential)
        """Who signs, from the next signature on."""
        self.surface_formula = surface_formula
        """By which studies are indexed, from the next one that is opened."""

    def chosen(self) -> Chosen:
        """Return the settings as they are kept. Raises StorageError where they cannot be read."""
        from deepcoro_desktop.core.inference.session import available_devices  # ONNX Runtime

        settings = load_settings(self._paths.config).settings
        title, problem = "", None
        try:
            title = read_manifest(folder_in_use(settings)).title
        except BundleError as error:
            problem = error
        return Chosen(settings, title, problem, available_devices())

    def keep(self, settings: Settings, bundle: CheckedBundle | None = None) -> Settings:
        """Write what a settings sheet can change, and return all settings; the rest of the file stays as it is.

        Credential and body surface count at once, the others from the next start.

        Parameters
        ----------
        settings : Settings
            As the reader wants them.
        bundle : CheckedBundle, optional
            A bundle to take: it is copied first, and used from the next start.

        Raises
        ------
        BundleError
            If the bundle cannot be copied, or has changed since it was checked; then nothing is written.
        StorageError
            If the settings cannot be read or written.
        """
        kept = load_settings(self._paths.config).settings
        place = str(store_bundle(bundle, self._paths.data)) if bundle is not None else settings.bundle_path
        changed = replace(
            kept,
            reader_name=settings.reader_name,
            credential=settings.credential,
            bundle_path=place,
            device=settings.device,
            ai_enabled=settings.ai_enabled,
            body_surface=settings.body_surface,
        )
        save_settings(changed, self._paths.config)
        self.identity = replace(self.identity, credential=changed.credential)
        self.surface_formula = changed.body_surface
        return changed

    def choose_identity(self, pkcs12: Path | None) -> IdentityChoice:
        """Sign with this PKCS#12 file from now on, None for the demonstration identity; kept in the settings."""
        settings = load_settings(self._paths.config).settings
        path = str(pkcs12.resolve()) if pkcs12 else ""
        save_settings(replace(settings, identity_path=path), self._paths.config)
        self.identity = replace(self.identity, pkcs12=Path(path) if path else None, credential=settings.credential)
        return self.identity


def folder_in_use(settings: Settings) -> Path:
    """Return the folder of the bundle in use: the installed one, else the demonstration bundle that ships."""
    return Path(settings.bundle_path) if settings.bundle_path else default_bundle_path()


def check_bundle(folder: Path, cancel: CancelToken | None = None) -> CheckedBundle:
    """Return what a bundle is, once it is whole and gives its recorded outputs here.

    Raises
    ------
    BundleError
        If it is not, or does not.
    ModelError
        If a graph fails.
    CancelledError
        If the work was cancelled.
    """
    from deepcoro_desktop.core.inference.session import verify_bundle  # ONNX Runtime

    bundle = load_bundle(folder)
    device = verify_bundle(bundle, cancel=cancel)
    return CheckedBundle(folder, bundle.manifest.title, bundle.manifest_sha256, device)


def store_bundle(checked: CheckedBundle, data: Path) -> Path:
    """Copy a checked bundle into the program's own folder below `data`, and return where it is.

    What lies there is hashed: it is what will be used. What it was copied from was hashed by the check, and is no
    longer needed. A copy that is no longer whole is made again.

    Raises
    ------
    BundleError
        If it has changed since it was checked, or cannot be copied; then there is no part of it.
    """
    try:
        if manifest_sha256(checked.folder) != checked.manifest_sha256:  # before it is copied in vain
            raise _changed()
        place = data / "bundles" / checked.manifest_sha256[:16]
        if not _holds(place, checked):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(suffix=_PART_SUFFIX, dir=place.parent))
            try:
                shutil.copytree(checked.folder, part, dirs_exist_ok=True)
                if load_bundle(part).manifest_sha256 != checked.manifest_sha256:
                    raise _changed()
                if place.exists():
                    shutil.rmtree(place)
                part.rename(place)
            finally:
                shutil.rmtree(part, ignore_errors=True)  # it is there only where something failed
    except OSError as error:
        raise BundleError("The bundle cannot be copied.", "Free some space, or check the folder's rights.") from error
    return place


def _holds(place: Path, checked: CheckedBundle) -> bool:
    """Return whether a folder holds the whole bundle that was checked."""
    if not place.exists():
        return False
    try:
        return load_bundle(place).manifest_sha256 == checked.manifest_sha256
    except BundleError:
        return False


def _changed() -> BundleError:
    return BundleError("The bundle has changed since it was checked.", "Check it again.")
