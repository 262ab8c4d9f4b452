"""The use cases that need no reader: analyse files, verify a report or the audit record, look after bundles."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from deepcoro_desktop.core.bundle.bundle import load_bundle, read_manifest
from deepcoro_desktop.core.bundle.manifest import Manifest
from deepcoro_desktop.core.bundle.report_graph import can_use_graphs, search_words
from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import StorageError, VerificationError
from deepcoro_desktop.core.inference.analysis_json import to_json
from deepcoro_desktop.core.inference.cache import EmbeddingCache
from deepcoro_desktop.core.inference.pipeline import analyse
from deepcoro_desktop.core.preferences import check_bundle, folder_in_use, store_bundle
from deepcoro_desktop.core.progress import CancelToken, ProgressCallback, ignore_progress
from deepcoro_desktop.core.signing.verify import Verification, verify_pdf
from deepcoro_desktop.core.storage.audit_keys import read_audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.reports import Reports
from deepcoro_desktop.core.storage.settings import (
    WorkspacePaths,
    config_folder,
    data_folder,
    load_settings,
    save_settings,
)


@dataclass(frozen=True, slots=True)
class FileAnalysis:
    """What `analyse` writes and says."""

    json: str
    device_notice: str
    """Why the models ran on another device than was asked for, empty where they did not."""


def chosen_bundle_folder() -> Path:
    """Return the folder of the bundle in use, as the user's settings name it."""
    return folder_in_use(load_settings(config_folder()).settings)


def analyse_files(
    path: Path,
    *,
    bundle_folder: Path | None = None,
    device: str = "auto",
    use_cache: bool = True,
    cache_folder: Path | None = None,
    cancel: CancelToken | None = None,
    progress: ProgressCallback = ignore_progress,
) -> FileAnalysis:
    """Return the analysis of the study at a place.

    Raises as `core.dicom.reader.read_study`, `core.bundle.bundle.load_bundle` and `core.inference.pipeline.analyse`.
    """
    began = time.perf_counter()
    study = read_study(path, cancel=cancel, progress=progress)
    read_s = time.perf_counter() - began
    bundle = load_bundle(bundle_folder or chosen_bundle_folder())
    cache = EmbeddingCache(cache_folder or WorkspacePaths.of_user().cache) if use_cache else None
    analysis = analyse(study, bundle, device=device, cache=cache, cancel=cancel, progress=progress, read_s=read_s)
    return FileAnalysis(to_json(analysis, study), analysis.device_notice)


def verify_file(path: Path, *, clock: Clock = utc_now) -> Verification:
    """Return what is known of a signed report; the settings say whom to trust. Raises VerificationError."""
    settings = load_settings(config_folder()).settings
    trusted = tuple(_certificate(Path(name)) for name in settings.trusted_certificates)
    return verify_pdf(path, trusted=trusted, clock=clock)


def _certificate(path: Path) -> bytes:
    remedy = "Correct trusted_certificates in the settings."
    try:
        data = path.read_bytes()
        loaded = x509.load_pem_x509_certificate(data) if b"-----BEGIN" in data else x509.load_der_x509_certificate(data)
    except (OSError, ValueError) as error:
        raise VerificationError(f"The trusted certificate {path.name} cannot be read.", remedy) from error
    return loaded.public_bytes(Encoding.DER)


def describe_verification(verdict: Verification) -> tuple[str, ...]:
    """Return the verdict as lines to show."""
    lines = ["INTACT" if verdict.intact else "REFUSED", *verdict.reasons]
    if verdict.intact:
        lines += [
            f"Signer: {verdict.signer} ({verdict.credential})",
            f"Meaning: {verdict.meaning}",
            f"Signed at: {verdict.signed_at}",
            f"Content SHA-256: {verdict.content_sha256}",
            f"Audit head: {verdict.audit_head}",
            "Statements: " + ", ".join(f"{count} {origin}" for origin, count in verdict.origin_counts),
        ]
        document = verdict.document
        if document is not None and document.is_demonstration:
            lines.append("DEMONSTRATION MODEL: trained on synthetic data, not for diagnosis.")
    return (*lines, f"File SHA-256: {verdict.file_sha256}")


def verify_audit(paths: WorkspacePaths | None = None) -> tuple[str, ...]:
    """Return lines to show about the audit record of a store, the user's by default, once it is found intact.

    Raises
    ------
    StorageError
        If there is no store or no key, an entry was changed, or one is missing that another or a signed report names.
    DocumentError
        If a signed report cannot be read.
    """
    paths = paths or WorkspacePaths.of_user()
    if not (paths.begun or paths.store.is_file()):  # looking must not make one
        raise StorageError("There is no local store yet.", "Run the command as the reader whose record it is.")
    database = Database(paths.store, begun=paths.begun)
    audit = read_audit(database, paths.audit_key, utc_now)
    reports = Reports(database, audit)
    return (
        "INTACT",
        f"Entries: {reports.verify_audit()}",
        f"Signed reports: {len(reports.revisions())}",
        f"Audit head: {audit.head()}",
        *(f"New key from entry {entry.sequence} on, {entry.at}" for entry in audit.key_changes()),
    )


def describe_bundle(folder: Path) -> str:
    """Return the model card of a bundle as text. Raises BundleError."""
    bundle = load_bundle(folder)
    return "\n".join(_card(bundle.manifest, bundle.manifest_sha256))


def _card(manifest: Manifest, sha256: str) -> list[str]:
    lines = [
        manifest.title,
        f"Bundle {manifest.bundle_id}, made {manifest.created_utc}, SHA-256 {sha256}",
        *_terms(manifest),
        f"Trained on: {manifest.trained_on.value}",
        f"Views: {len(manifest.views)}; sections: {len(manifest.sections)}; reports: {manifest.report_index.count}",
        f"Search of reports: {search_words(manifest.report_index, can_use_graphs())}",
    ]
    lines += [
        f"Model: {model.role.value}, {model.precision}, {model.file.size_bytes:,} bytes"
        + (f", for {', '.join(model.providers)}" if model.providers else "")
        for model in manifest.models
    ]
    for metric in manifest.metrics:
        interval = (
            f" ({metric.low:.3f} to {metric.high:.3f})" if metric.low is not None and metric.high is not None else ""
        )
        note = f", {metric.note}" if metric.note else ""
        lines.append(f"{metric.name}: {metric.value:.3f}{interval}, n = {metric.n}{note}")
    return lines + [f"Limit: {limit}" for limit in manifest.limits]


def describe_terms(folder: Path) -> str:
    """Return what a bundle is meant for, and its licence. Raises BundleError."""
    return "\n".join(_terms(read_manifest(folder)))


def _terms(manifest: Manifest) -> list[str]:
    whole = f" (whole text in {manifest.licence_text.file})" if manifest.licence_text is not None else ""
    return [f"Intended use: {manifest.intended_use}", f"Licence: {manifest.licence}{whole}"]


def verify_bundle_folder(folder: Path) -> str:
    """Return a sentence that a bundle is whole and gives its recorded outputs. Raises BundleError otherwise."""
    checked = check_bundle(folder)
    return (
        f"{checked.title}: every file is as it was made, and the golden clip gives its recorded outputs"
        f" on {checked.device}."
    )


def install_bundle(folder: Path, *, config: Path | None = None, data: Path | None = None) -> Path:
    """Verify a bundle, copy it into the program's own folder, use it from now on, and return where it is.

    Raises
    ------
    BundleError
        If it is not whole, or does not give its recorded outputs here; then nothing changes.
    """
    place = store_bundle(check_bundle(folder), data or data_folder())
    where = config or config_folder()
    settings = load_settings(where).settings
    save_settings(replace(settings, bundle_path=str(place)), where)
    return place
