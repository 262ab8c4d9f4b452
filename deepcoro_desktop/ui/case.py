"""What the reader does about a case beside its pictures and report: documents, patient, colours, assignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.casebook import Casebook
from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.letter_pages import draw_pages
from deepcoro_desktop.core.patient import PatientFacts
from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.report.drafting import with_identity
from deepcoro_desktop.core.storage.attachments import Attachment
from deepcoro_desktop.core.study import Colours, Study
from deepcoro_desktop.core.study_row import StudyRow
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.priors import Priors
from deepcoro_desktop.ui.reading import Reading
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskRunner

_T = TypeVar("_T")

PAGE_PX: Final = 1200
"""Width at which pages of letters are drawn; the window shows them as wide as it is."""


class Case(QObject):
    """The flows of the casebook; work runs on the lanes.

    Parameters
    ----------
    workspace : Workspace
        Use cases; called on the lanes only.
    state : ViewerState
        What is open.
    tasks : TaskRunner
        Where work runs.
    reading : Reading
        Opens studies and keeps their list.
    clock : callable
        Returns now, UTC and aware.
    """

    attachments_changed = Signal(object)
    """Tuple of Attachment of the open study."""
    document_opened = Signal(object, object)
    """(Attachment, what it shows: its content as bytes, or the pages of a PDF as a tuple of RGB arrays)."""
    failed = Signal(object)
    """DeepcoroError of something that the reader asked for here."""

    def __init__(
        self,
        workspace: Workspace,
        state: ViewerState,
        tasks: TaskRunner,
        reading: Reading,
        parent: QObject | None = None,
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._workspace = workspace
        self._state = state
        self._tasks = tasks
        self._reading = reading
        self._rows: tuple[StudyRow, ...] = ()
        self.priors = Priors(workspace, state, tasks, self)
        self.priors.failed.connect(self.failed)
        reading.studies_changed.connect(self._keep_rows)
        state.study_changed.connect(self._on_study)

    @property
    def _casebook(self) -> Casebook:
        return self._workspace.casebook

    def _run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], object],
        *,
        failed: Callable[[DeepcoroError], object] | None = None,
    ) -> None:
        """Run work that belongs to the open study; its result is dropped when another one has been opened."""
        study = self._state.study
        uid = study.study_instance_uid if study is not None else ""

        def still(callback: Callable[[_T], object]) -> Callable[[_T], None]:
            def call(value: _T) -> None:
                now = self._state.study
                if (now.study_instance_uid if now is not None else "") == uid:
                    callback(value)

            return call

        def refuse(error: DeepcoroError) -> None:
            (failed or self.failed.emit)(error)

        self._tasks.submit(Lane.FILES, lambda _context: work(), done=still(done), failed=refuse)

    # --- the list

    def _keep_rows(self, rows: tuple[StudyRow, ...]) -> None:
        self._rows = rows

    def assign(self, study_uid: str, reader: str) -> None:
        """Store who is to read a study, and show the list anew."""
        self._run(
            lambda: self._casebook.assign(study_uid, reader),
            lambda _nothing: self._reading.refresh_studies(),
            failed=self._reading.studies_failed.emit,
        )

    def open_next(self) -> bool:
        """Open the next study to read and return whether there is one."""
        study = self._state.study
        following = next_to_read(self._rows, study.study_instance_uid if study is not None else "")
        if following is not None:
            self._reading.open(following.study_uid)
        return following is not None

    # --- the open study

    def _on_study(self, study: Study | None) -> None:
        self.attachments_changed.emit(())
        if study is not None:
            self.refresh_attachments()

    def set_facts(self, facts: PatientFacts) -> None:
        """Store what the reader knows of the patient; the header follows at once."""
        study = self._state.study
        if study is not None:
            self._run(lambda: self._casebook.set_facts(study, facts), self._correct)

    def _correct(self, study: Study) -> None:
        self._state.correct_study(study)
        document = self._state.document
        if document is not None and not document.is_signed:
            self._state.set_document(with_identity(document, study, self._clock()))

    def set_surface_formula(self, formula: BodySurface) -> None:
        """Index by this formula of the body surface from now on."""
        study = self._state.study
        if study is not None and study.surface_formula is not formula:
            self._correct(replace(study, surface_formula=formula))

    def set_colours(self, sop_instance_uid: str, colours: Colours) -> None:
        """Store how a clip's colours are read, and open the study again with them."""
        study = self._state.study
        if study is not None:
            uid = study.study_instance_uid
            self._run(
                lambda: self._casebook.set_colours(uid, sop_instance_uid, colours),
                lambda _nothing: self._reading.open(uid),
            )

    # --- documents

    def refresh_attachments(self) -> None:
        """Read the list of documents of the open study."""
        study = self._state.study
        if study is not None:
            self._run(lambda: self._casebook.attachments(study.study_instance_uid), self.attachments_changed.emit)

    def attach(self, paths: Sequence[Path]) -> None:
        """Store copies of documents with the open study."""
        study = self._state.study
        if study is None:
            return
        uid, chosen = study.study_instance_uid, tuple(paths)

        def work() -> None:
            for path in chosen:
                self._casebook.attach(uid, path)

        self._run(work, lambda _nothing: self.refresh_attachments(), failed=self._attach_failed)

    def _attach_failed(self, error: DeepcoroError) -> None:
        self.refresh_attachments()  # the documents before the refused one are there
        self.failed.emit(error)

    def add_note(self, text: str) -> None:
        """Store a note with the open study."""
        study = self._state.study
        if study is not None:
            uid = study.study_instance_uid
            self._run(lambda: self._casebook.add_note(uid, text), lambda _added: self.refresh_attachments())

    def open_document(self, document: Attachment) -> None:
        """Read a document; the audit record tells that it was opened."""

        def work() -> object:
            content = self._casebook.open_attachment(document.attachment_id)
            return draw_pages(content, PAGE_PX) if document.media_type == "application/pdf" else content

        self._run(work, lambda shown: self.document_opened.emit(document, shown))

    def remove_document(self, document: Attachment) -> None:
        """Take a document away."""
        self._run(
            lambda: self._casebook.remove_attachment(document.attachment_id),
            lambda _nothing: self.refresh_attachments(),
        )


def next_to_read(rows: Sequence[StudyRow], current_uid: str) -> StudyRow | None:
    """Return the study to read after this one: unsigned, the urgent ones first, else in the order of the list."""
    uids = [row.study_uid for row in rows]
    start = uids.index(current_uid) + 1 if current_uid in uids else 0
    open_ones = [
        row
        for row in (*rows[start:], *rows[:start])
        if row.study_uid != current_uid and row.report_state not in (ReportState.FINAL, ReportState.AMENDED)
    ]
    return min(open_ones, key=lambda row: not row.urgent, default=None)
