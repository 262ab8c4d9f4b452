"""The use cases: import, open, analyse, draft, sign, amend, export."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.bundle.bundle import Bundle, default_bundle_path, load_bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.casebook import Casebook
from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.errors import BundleError, CancelledError, DeepcoroError, ModelsOffError, StorageError
from deepcoro_desktop.core.inference.cache import EmbeddingCache
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, StudyFindings
from deepcoro_desktop.core.preferences import Preferences
from deepcoro_desktop.core.progress import CancelToken, ProgressCallback, ignore_progress
from deepcoro_desktop.core.report.decisions import decisions
from deepcoro_desktop.core.report.document import Document, ReportState
from deepcoro_desktop.core.report.drafting import SECTIONS, blank_document, document_from_analysis
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.refreshing import refresh
from deepcoro_desktop.core.report.surface import follow_formula
from deepcoro_desktop.core.signing.choice import (
    DEMONSTRATION_READER,
    SignerInfo,
    identity_for,
    signer_info,
)
from deepcoro_desktop.core.signing.signed import MEANING, SignedReport
from deepcoro_desktop.core.storage.audit_keys import open_audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.key_frames import KeyFrames
from deepcoro_desktop.core.storage.measurements import Sheets
from deepcoro_desktop.core.storage.reports import Reports
from deepcoro_desktop.core.storage.settings import WorkspacePaths
from deepcoro_desktop.core.storage.studies import AiState, LockoutRecord, Studies
from deepcoro_desktop.core.study import Clip, SkippedClip, SkippedFile, Study, View
from deepcoro_desktop.core.study_row import StudyRow, row_of

if TYPE_CHECKING:
    from deepcoro_desktop.core.inference.pipeline import ClipCallback
    from deepcoro_desktop.core.inference.session import Models

__all__ = ["AiState", "ImportReport", "SignerInfo", "StudyRow", "Workspace", "WorkspacePaths"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import found, loaded and refused; `found` = clips, scanner's reports and ECGs loaded + files refused."""

    studies: tuple[Study, ...]
    skipped: tuple[SkippedFile, ...]
    found: int
    added: int = 0
    """Clips that were not known before."""


class Workspace:
    """One reader's workspace. Its methods may be called from any thread; `analyse` from one at a time.

    Parameters
    ----------
    paths : WorkspacePaths
        Where everything is kept.
    clock : callable
        Returns now, UTC and aware.
    bundle_folder : Path, optional
        The model bundle; the demonstration bundle by default.
    device : str
        "auto", "cpu" or "cuda".
    ai_enabled : bool
        Whether models run at all; without them the reader writes the whole report.
    identity : Path, optional
        The reader's PKCS#12 file; the demonstration identity by default.
    credential : str
        Printed under the reader's name.
    reader : str
        Name of the reader, for the list of studies and the audit record; the demonstration reader by default.
    surface_formula : BodySurface
        By which formula studies are indexed.

    Raises
    ------
    StorageError
        If the store cannot be opened. A bundle that cannot be used is `bundle_problem`, not an error.
    """

    def __init__(
        self,
        paths: WorkspacePaths,
        *,
        clock: Clock = utc_now,
        bundle_folder: Path | None = None,
        device: str = "auto",
        ai_enabled: bool = True,
        identity: Path | None = None,
        credential: str = "",
        reader: str = "",
        surface_formula: BodySurface = BodySurface.MOSTELLER,
    ) -> None:
        self._paths = paths
        self.reader = reader or DEMONSTRATION_READER
        """Who reads here: to whom "assign to me" assigns."""
        self.preferences = Preferences(paths, identity=identity, credential=credential, surface_formula=surface_formula)
        self._clock = clock
        self._device = device
        self._database = Database(paths.store, begun=paths.begun)
        self._audit, self.audit_problem = open_audit(self._database, paths.audit_key, clock, self.reader)
        """What to tell the reader where the key of the audit record was lost, else None."""
        self._studies = Studies(self._database)
        self._reports = Reports(self._database, self._audit)
        self.key_frames = KeyFrames(self._database)
        self.sheets = Sheets(self._database, self._audit, self.reader)
        self.casebook = Casebook(self._database, self._audit, clock, self.reader)
        """Priors, documents, corrections, who reads."""
        self._models: Models | None = None
        self.bundle: Bundle | None = None
        self.bundle_problem: DeepcoroError | None = None
        self._open_bundle(bundle_folder or default_bundle_path(), ai_enabled=ai_enabled)

    def _open_bundle(self, folder: Path, *, ai_enabled: bool) -> None:
        if not ai_enabled:
            self.bundle_problem = ModelsOffError()
            return
        try:
            self.bundle = load_bundle(folder)
        except BundleError as error:
            self.bundle_problem = error

    # --- studies

    def views(self) -> Mapping[str, View]:
        """Return the views that a clip may have, by id: the bundle's; without a bundle the standard ones."""
        standard = standard_views()
        if self.bundle is None:
            return standard
        return {
            label.id: standard.get(
                label.id, View(label.id, label.label, label.window, label.modality, "", label.coarse_view)
            )
            for label in self.bundle.manifest.views
        }

    def check_store(self, cancel: CancelToken | None = None) -> None:
        """Look through the whole store. Raises StorageError where it is damaged, CancelledError."""
        self._database.check(cancel)

    def demo_study_path(self) -> Path:
        """Return the folder of the sample study that ships with the program."""
        return resource_path("samples", "phantom-study")

    def studies(self) -> tuple[StudyRow, ...]:
        """Return the study list, the last opened first."""
        states: dict[str, ReportState] = {}
        for draft in self._reports.drafts():
            states[draft.study_uid] = ReportState.DRAFT
        for revision in self._reports.revisions():
            states[revision.study_uid] = ReportState.FINAL if revision.revision == 1 else ReportState.AMENDED
        return tuple(row_of(entry, states.get(entry.study_uid)) for entry in self._studies.list())

    def import_paths(
        self,
        paths: Sequence[Path],
        *,
        cancel: CancelToken | None = None,
        progress: ProgressCallback = ignore_progress,
    ) -> ImportReport:
        """Put the studies at these places on the list; a new part of a known study joins it. Files stay where they are.

        Raises
        ------
        NothingUsableError
            If no clip there can be used.
        MixedPatientsError
            If one study names several patients.
        UnreadableFileError
            If a place itself cannot be read.
        CancelledError
            If the work was cancelled; the list is as before.
        """
        from deepcoro_desktop.core.dicom.reader import read_studies  # pydicom

        studies = read_studies(list(paths), cancel=cancel, progress=progress)
        known = {entry.study_uid: entry.path.split("\n") for entry in self._studies.list()}
        added = 0
        for study in studies:
            uid = study.study_instance_uid
            places = [place for place in known.get(uid, []) if Path(place).exists()]
            places += [place for place in (str(path.resolve()) for path in paths) if place not in places]
            whole = self._read(uid, places, cancel, progress) if len(places) > len(paths) else study
            # the clips last: an import that breaks off before them counts them when it is made again
            self._studies.add(self.casebook.correct(whole), "\n".join(places), self._clock())
            added += self._studies.add_instances(whole)
            self._audit.append(self.reader, "import", uid, clips=len(study.clips))
        skipped = tuple(file for study in studies for file in study.skipped)
        used = sum(len(study.clips) + len(study.reports) + len(study.waveforms) for study in studies)
        return ImportReport(studies, skipped, used + len(skipped), added)

    def open_study(
        self, study_uid: str, *, cancel: CancelToken | None = None, progress: ProgressCallback = ignore_progress
    ) -> Study:
        """Return a study of the list, its headers read anew.

        Raises
        ------
        StorageError
            If it is not on the list, or its files no longer hold it.
        """
        entry = next((entry for entry in self._studies.list() if entry.study_uid == study_uid), None)
        if entry is None:
            raise StorageError("The study is not on the list.", "Import it first.")
        study = self.casebook.correct(self._read(study_uid, entry.path.split("\n"), cancel, progress))
        return replace(study, surface_formula=self.preferences.surface_formula)

    def open_prior(self, study: Study, prior_uid: str, *, cancel: CancelToken | None = None) -> Study:
        """Return an earlier study of the same patient; raises StorageError where ID or birth date differ."""
        self.casebook.require_prior(study, prior_uid)
        return self.open_study(prior_uid, cancel=cancel)

    def _read(
        self, study_uid: str, places: Sequence[str], cancel: CancelToken | None, progress: ProgressCallback
    ) -> Study:
        from deepcoro_desktop.core.dicom.reader import read_studies  # pydicom

        if lost := [Path(place).name for place in places if not Path(place).exists()]:
            raise StorageError(
                f"{lost[0]} is not where it was imported from.",
                "Connect its drive or share again, or import the study from its new place.",
            )
        for study in read_studies([Path(place) for place in places], cancel=cancel, progress=progress):
            if study.study_instance_uid == study_uid:
                return study
        raise StorageError("The study is no longer where it was imported from.", "Import it from its new place.")

    def overrides(self, study_uid: str) -> Mapping[str, str]:
        """Return the views that the reader has set: SOP Instance UID -> view id."""
        return self._studies.views(study_uid)

    def set_view_override(self, study_uid: str, sop_instance_uid: str, view_id: str) -> None:
        """Store the view that the reader gives a clip; an empty view id takes it back."""
        if view_id:
            self._studies.set_view(study_uid, sop_instance_uid, view_id, self._clock())
        else:
            self._studies.clear_view(study_uid, sop_instance_uid)
        self._audit.append(self.reader, "set view", sop_instance_uid, view=view_id)

    def set_urgent(self, study_uid: str, *, urgent: bool) -> None:
        """Store whether a study is urgent."""
        self._studies.set_urgent(study_uid, urgent=urgent)

    # --- the five steps

    def analyse(
        self,
        study: Study,
        *,
        overrides: Mapping[str, str] | None = None,
        excluded: frozenset[str] = frozenset(),
        findings: StudyFindings | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressCallback = ignore_progress,
        on_clip: ClipCallback | None = None,
    ) -> Analysis:
        """Return the analysis of a study; raises as the pipeline does, and BundleError without a bundle.

        With the findings of an earlier analysis the clips are not looked at again: other views or clips, at once.
        """
        from deepcoro_desktop.core.inference.pipeline import analyse  # ONNX Runtime

        try:
            bundle, models = self._opened_bundle()
            analysis = analyse(
                study,
                bundle,
                models=models,
                cache=EmbeddingCache(self._paths.cache),
                overrides=overrides,
                excluded=excluded,
                findings=findings,
                cancel=cancel,
                progress=progress,
                on_clip=on_clip,
            )
        except (CancelledError, ModelsOffError):
            raise
        except DeepcoroError:
            self._studies.set_ai_state(study.study_instance_uid, AiState.FAILED)
            raise
        self._studies.set_ai_state(study.study_instance_uid, AiState.READY)
        return analysis

    def name_views(self, clip: Clip, *, cancel: CancelToken | None = None) -> ClipViews | SkippedClip:
        """Return the views of one clip by the view classifier alone; raises as the pipeline's, and as `analyse`."""
        from deepcoro_desktop.core.inference.pipeline import name_views

        return name_views(clip, *self._opened_bundle(), cache=EmbeddingCache(self._paths.cache), cancel=cancel)

    def _opened_bundle(self) -> tuple[Bundle, Models]:
        if self.bundle is None:
            raise self.bundle_problem or BundleError("There is no model.", "Install a bundle.")
        if self._models is None:
            from deepcoro_desktop.core.inference.session import Models

            self._models = Models(self.bundle, self._device)
        return self.bundle, self._models

    # --- the interpretation

    def document_for(self, study: Study, analysis: Analysis | None) -> Document:
        """Return the interpretation to show: the amendment or draft in work, else the signed one, else a new draft.

        A draft in work keeps what the reader touched; the rest follows the new analysis.
        """
        uid = study.study_instance_uid
        saved = self._reports.load_draft(uid)
        revisions = self._reports.revisions(uid)
        if saved is None and revisions:
            return self._reports.signed(revisions[-1].document_id, revisions[-1].revision).document
        if saved is not None:
            saved = follow_formula(saved, study, self.sheets.load(uid), self._clock())
        if analysis is None or self.bundle is None:
            return saved or blank_document(study, self._section_names(), self._clock)
        fresh = document_from_analysis(
            study, analysis, self.bundle.manifest, self._clock, manifest_sha256=self.bundle.manifest_sha256
        )
        return fresh if saved is None else refresh(saved, fresh)

    def _section_names(self) -> tuple[str, ...]:
        if self.bundle is not None:
            return tuple(section.name for section in self.bundle.manifest.sections)
        return SECTIONS

    def save_draft(self, document: Document) -> datetime:
        """Store a draft, and in the audit record what was decided; on disk when it returns. Raises StorageError."""
        before = self._reports.load_draft(document.identity.study_instance_uid)
        self._reports.save_draft(document)
        for decision in decisions(before, document):
            subject = f"{document.document_id}/{decision.statement_id}"
            self._audit.append(self.reader, decision.review.value, subject, old=decision.old, new=decision.new)
        return self._clock()

    def signer(self) -> SignerInfo:
        """Return who will sign; before the first signature a demonstration identity that is made then."""
        return signer_info(self.preferences.identity)

    def choose_identity(self, pkcs12: Path | None) -> SignerInfo:
        """Sign with this PKCS#12 file from now on, None for the demonstration identity; kept in the settings."""
        return signer_info(self.preferences.choose_identity(pkcs12))

    def sign(
        self, document: Document, passphrase: str, meaning: str = MEANING, pictures: Sequence[KeyPicture] = ()
    ) -> SignedReport:
        """Sign the interpretation, with its key frames, and store it for good.

        Raises
        ------
        SigningError
            If something is missing, the passphrase is wrong, or signing is locked.
        LifecycleError
            If the report's state does not allow it.
        StorageError
            If the signed revision cannot be stored; then it is not signed.
        """
        from deepcoro_desktop.core.signing.signer import sign_document  # pyHanko, typst

        attempts = LockoutRecord(self._database, "sign")
        signed = sign_document(
            document,
            identity_for(self.preferences.identity, passphrase, attempts, self._clock),
            passphrase,
            self._clock,
            self._audit.head(),
            attempts=attempts,
            meaning=meaning,
            zone=self._clock().astimezone().tzinfo or UTC,
            pictures=pictures,
        )
        actor = signed.document.signature.signer_name if signed.document.signature else self.reader
        self._reports.add_signed(signed.document, signed.pdf_bytes, signed.sha256, actor=actor)
        return signed

    def amend(self, study_uid: str, reason: str) -> Document:
        """Return a draft of the revision after the signed one; the signed one stays as it is. Raises StorageError."""
        revisions = self._reports.revisions(study_uid)
        if not revisions:
            raise StorageError("There is no signed report to amend.", "Sign the draft first.")
        return self._reports.amend(revisions[-1].document_id, reason, self._clock(), actor=self.reader)

    def export_pdf(self, study_uid: str, path: Path) -> str:
        """Write the last signed report of a study to a file, and return the SHA-256 of it. Raises StorageError."""
        revisions = self._reports.revisions(study_uid)
        if not revisions:
            raise StorageError("There is no signed report to export.", "Sign the draft first.")
        revision = self._reports.signed(revisions[-1].document_id, revisions[-1].revision)
        try:
            write_bytes(path, revision.pdf_bytes)
        except OSError as error:
            raise StorageError(f"{path.name} cannot be written.", "Choose another place for the file.") from error
        digest = hashlib.sha256(revision.pdf_bytes).hexdigest()
        self._audit.append(self.reader, "export", revision.document.document_id, pdf_sha256=digest)
        return digest
