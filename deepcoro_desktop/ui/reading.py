"""What happens in the window: open, import, analyse, save while typing, sign. Work runs on the lanes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, StudyFindings
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.signing.signed import SignedReport
from deepcoro_desktop.core.study import SkippedClip, Study
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.import_run import ImportRun
from deepcoro_desktop.ui.key_frames import KeyFrameKeeper
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskHandle, TaskRunner

CLOSING_S: Final = 10.0
"""Longest wait for a save that runs while the window closes."""


class Reading(QObject):
    """The flows of the window.

    Parameters
    ----------
    workspace : Workspace
        Use cases; called on the lanes only.
    state : ViewerState
        Where results go.
    tasks : TaskRunner
        Where work runs.
    """

    studies_changed = Signal(object)
    """Tuple of StudyRow."""
    studies_failed = Signal(object)
    opening = Signal(str)
    """UID of the study that is being read."""
    open_failed = Signal(object)
    save_failed = Signal(object)
    signing_started = Signal()
    signed = Signal(object)
    """SignedReport."""
    sign_failed = Signal(object)
    identity_chosen = Signal()
    """Another identity signs from now on."""
    amend_failed = Signal(object)
    exported = Signal(object)
    """Path of the file written."""
    export_failed = Signal(object)
    store_damaged = Signal(object)

    def __init__(
        self, workspace: Workspace, state: ViewerState, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = state
        self._tasks = tasks
        self._analysis: TaskHandle | None = None
        self._open_request = 0
        self._excluded: frozenset[str] = frozenset()
        self._unedited: Document | None = None
        self._unsaved: dict[str, Document] = {}
        self._saving: TaskHandle | None = None
        self._load_after_saves: Callable[[], None] | None = None
        self.imports = ImportRun(workspace, tasks, self)
        self.imports.finished.connect(self.refresh_studies)
        self.key_frames = KeyFrameKeeper(workspace, state, tasks, self)
        self.key_frames.failed.connect(self.save_failed)
        state.document_changed.connect(self._on_document)
        state.view_override_requested.connect(self.override_view)

    # --- study list

    def refresh_studies(self) -> None:
        """Read the list of studies."""
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.studies(),
            done=self.studies_changed.emit,
            failed=self.studies_failed.emit,
        )

    def set_urgent(self, study_uid: str, urgent: bool) -> None:
        """Store whether a study is urgent, and show the list anew."""
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.set_urgent(study_uid, urgent=urgent),
            done=lambda _nothing: self.refresh_studies(),
            failed=self.studies_failed.emit,
        )

    def check_store(self) -> None:
        """Look through the whole store while the reader goes on; damage is told."""

        def failed(error: DeepcoroError) -> None:
            if not isinstance(error, CancelledError):
                self.store_damaged.emit(error)

        self._tasks.submit(
            Lane.FILES,
            lambda context: self._workspace.check_store(context.cancel),
            done=lambda _nothing: None,
            failed=failed,
        )

    # --- the open study

    def open(self, study_uid: str) -> None:
        """Read a study and show it; its analysis starts by itself."""
        self._open_request += 1
        request = self._open_request
        self.opening.emit(study_uid)

        def done(study: Study) -> None:
            if request == self._open_request:
                self._show(study)

        def failed(error: DeepcoroError) -> None:
            if request == self._open_request:
                self.open_failed.emit(error)

        self._tasks.submit(
            Lane.FILES,
            lambda context: self._workspace.open_study(study_uid, cancel=context.cancel, progress=context.progress),
            done=done,
            failed=failed,
        )

    def close_study(self) -> None:
        """Leave the open study: what still runs for it stops, what was typed is saved."""
        self._open_request += 1
        self._load_after_saves = None
        if self._state.study is not None:
            self._tasks.cancel_study(self._state.study.study_instance_uid)
        self._state.set_study(None)
        self.refresh_studies()

    def _show(self, study: Study) -> None:
        if self._state.study is not None:
            self._tasks.cancel_study(self._state.study.study_instance_uid)
        self._excluded, self._unedited, self._load_after_saves = frozenset(), None, None
        self._state.set_study(study)
        QTimer.singleShot(0, self.analyse)  # apart: both at once would take longer than a frame

    def analyse(self) -> None:
        """Analyse the open study; without a usable bundle the reader gets an empty report and the reason."""
        self._analyse(None)

    def _ask_again(self) -> None:
        """Analyse with other views or clips: at once, where every clip of them was looked at before."""
        self._analyse(self._state.findings_without(self._excluded))

    def _analyse(self, findings: StudyFindings | None) -> None:
        study = self._state.study
        if study is None:
            return
        self.cancel_analysis()
        request, uid = self._state.begin_analysis(at_once=findings is not None), study.study_instance_uid

        def done(analysis: Analysis) -> None:
            if self._state.accepts(request, uid):
                self._state.finish_analysis(analysis)
                self._load_document(self._state.study or study, analysis)  # its patient's facts may be corrected

        def failed(error: DeepcoroError) -> None:
            if self._state.accepts(request, uid):
                self._state.fail_analysis(error)
                if self._state.document is None:
                    self._load_document(study, None)

        self._analysis = self._tasks.submit(
            Lane.MODEL,
            self._analysis_of(study, request, findings),
            done=done,
            failed=failed,
            progressed=lambda p: self._state.set_progress(p) if self._state.accepts(request, uid) else None,
            study_uid=uid,
        )

    def _analysis_of(
        self, study: Study, request: int, known: StudyFindings | None
    ) -> Callable[[TaskContext], Analysis]:
        """Return the work that analyses a study; views of clips are shown as they come."""
        uid, excluded = study.study_instance_uid, self._excluded

        def show_clip(found: ClipViews | SkippedClip) -> None:
            if isinstance(found, ClipViews) and self._state.accepts(request, uid):
                self._state.set_clip_views(found)

        def work(context: TaskContext) -> Analysis:
            return self._workspace.analyse(
                study,
                overrides=self._workspace.overrides(uid),
                excluded=excluded,
                findings=known,
                cancel=context.cancel,
                progress=context.progress,
                on_clip=lambda found: context.post(lambda: show_clip(found)),
            )

        return work

    def write_without_model(self) -> None:
        """Stop the analysis and give the reader an empty report."""
        self.cancel_analysis()
        if self._state.study is not None:
            self._load_document(self._state.study, self._state.analysis)

    def cancel_analysis(self) -> None:
        """Stop the running analysis; the study stays open."""
        if self._analysis is not None:
            self._analysis.cancel()
            self._analysis = None

    def override_view(self, sop_instance_uid: str, view_id: str) -> None:
        """Record that a clip shows another view than the model thinks (empty id: take that back), and analyse again."""
        study = self._state.study
        if study is None:
            return
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.set_view_override(study.study_instance_uid, sop_instance_uid, view_id),
            done=lambda _nothing: self._ask_again() if self._state.shows(study) else None,
            failed=self.save_failed.emit,
        )

    @property
    def excluded(self) -> frozenset[str]:
        """Clips that the reader leaves out of the analysis."""
        return self._excluded

    def set_excluded(self, sop_instance_uid: str, excluded: bool) -> None:
        """Leave a clip out of the analysis, or take it in again, and analyse."""
        clips = self._excluded | {sop_instance_uid} if excluded else self._excluded - {sop_instance_uid}
        if clips != self._excluded:
            self._excluded = clips
            self._ask_again()

    def _load_document(self, study: Study, analysis: Analysis | None) -> None:
        """Show the interpretation that belongs to an analysis; what was typed is written first, so that it is in it."""
        if self.unsaved:
            self._load_after_saves = partial(self._load_document, study, analysis)
            return
        before = self._state.document

        def waits() -> bool:
            return self._state.shows(study) and self._state.document is before  # else the reader was faster

        def choose_section(document: Document) -> None:
            if waits() and self._state.section not in [section.name for section in document.sections]:
                self._state.set_section(document.opening_section)

        def done(document: Document) -> None:
            if waits():
                self._unedited = document
                self._state.set_document(document)

        def work(context: TaskContext) -> Document:
            document = self._workspace.document_for(study, analysis)
            context.post(lambda: choose_section(document))  # apart: both at once would take longer than a frame
            return document

        self._tasks.submit(
            Lane.FILES, work, done=done, failed=self._state.document_failed.emit, study_uid=study.study_instance_uid
        )

    # --- saving

    @property
    def unsaved(self) -> bool:
        """Whether an edit is not on disk yet."""
        return bool(self._unsaved) or self._saving is not None

    def _on_document(self, document: Document | None) -> None:
        if document is None or document is self._unedited or document.is_signed:
            return
        self._unsaved[document.document_id] = document
        self._save_next()

    def _save_next(self) -> None:
        """Save one draft at a time, so that an older one never lands on a newer one; only the latest is written."""
        if self._saving is not None:
            return
        if not self._unsaved:
            load, self._load_after_saves = self._load_after_saves, None
            if load is not None:
                load()
            return
        document = self._unsaved.pop(next(iter(self._unsaved)))

        def done(when: object) -> None:
            self._saving = None
            if self._state.document is not None and self._state.document.document_id == document.document_id:
                self._state.document_saved.emit(when)
            self._save_next()

        def failed(error: DeepcoroError) -> None:
            self._saving = None
            self._load_after_saves = None  # it would show an older text
            self._unsaved.setdefault(document.document_id, document)  # tried again at the next edit and at closing
            self.save_failed.emit(error)

        self._saving = self._tasks.submit(
            Lane.FILES, lambda _context: self._workspace.save_draft(document), done=done, failed=failed
        )

    def finish(self) -> None:
        """Stop what runs and write what is not saved yet, before the window closes.

        Raises
        ------
        StorageError
            If a draft cannot be written.
        """
        self.cancel_analysis()
        self.imports.cancel()
        if self._saving is not None:
            self._saving.wait(CLOSING_S)
            self._saving = None
        for document in tuple(self._unsaved.values()):
            self._workspace.save_draft(document)
            self._unsaved.pop(document.document_id, None)

    # --- signing

    def sign(self, passphrase: str, meaning: str) -> None:
        """Sign the report as it stands now; what is signed is what the reader sees."""
        document = self._state.document
        if document is None:
            return
        self._unsaved.pop(document.document_id, None)
        pictures = self.key_frames.pictures()
        self.signing_started.emit()

        def done(report: SignedReport) -> None:
            if self._state.document is document:
                self._unedited = report.document
                self._state.set_document(report.document)
            self.signed.emit(report)

        def failed(error: DeepcoroError) -> None:
            self._on_document(document)
            self.sign_failed.emit(error)

        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.sign(document, passphrase, meaning, pictures()),
            done=done,
            failed=failed,
        )

    def amend(self, reason: str) -> None:
        """Start a revision after the signed one, which stays as it is."""
        study = self._state.study
        if study is None:
            return

        def done(document: Document) -> None:
            if self._state.shows(study):
                self._unedited = document
                self._state.set_document(document)

        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.amend(study.study_instance_uid, reason),
            done=done,
            failed=self.amend_failed.emit,
            study_uid=study.study_instance_uid,
        )

    def choose_identity(self, path: Path) -> None:
        """Sign with the reader's own PKCS#12 file from now on."""
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.choose_identity(path),
            done=lambda _signer: self.identity_chosen.emit(),
            failed=self.sign_failed.emit,
        )

    def export_pdf(self, path: Path) -> None:
        """Write the signed report of the open study to a file."""
        study = self._state.study
        if study is None:
            return
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.export_pdf(study.study_instance_uid, path),
            done=lambda _nothing: self.exported.emit(path),
            failed=self.export_failed.emit,
        )
