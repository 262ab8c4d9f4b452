"""The window: composes the panels and their actions; what happens is in reading.py, what is open in state.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, StorageError
from deepcoro_desktop.core.report.readiness import Blocker
from deepcoro_desktop.core.signing.signed import SignedReport
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.core.workspace import SignerInfo, Workspace
from deepcoro_desktop.ui.browser.clip_panel import ClipPanel
from deepcoro_desktop.ui.browser.study_list import StudyListPanel
from deepcoro_desktop.ui.case import Case
from deepcoro_desktop.ui.dialogs.amend import AmendDialog
from deepcoro_desktop.ui.errors import ProblemBar, show_problem
from deepcoro_desktop.ui.evidence.panel import EvidencePanel
from deepcoro_desktop.ui.frame.columns import CLIPS, EVIDENCE, REPORT, VIEWER, Columns
from deepcoro_desktop.ui.frame.foot import Foot
from deepcoro_desktop.ui.frame.progress_line import ProgressLine
from deepcoro_desktop.ui.frame.strip import TopStrip
from deepcoro_desktop.ui.import_progress import ImportProgress
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.measuring import Measuring
from deepcoro_desktop.ui.reading import Reading
from deepcoro_desktop.ui.report.panel import ReportPanel
from deepcoro_desktop.ui.report.signing_sheet import SigningSheet
from deepcoro_desktop.ui.self_test import SelfTest
from deepcoro_desktop.ui.sheets import Sheets
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskRunner
from deepcoro_desktop.ui.viewer.frames import budget_beside
from deepcoro_desktop.ui.viewer.panel import ViewerPanel


class MainWindow(QMainWindow):
    """One window: the list of studies, or the open one.

    Parameters
    ----------
    workspace : Workspace
        The use cases.
    settings : QSettings
        Where the window remembers its layout.
    """

    def __init__(self, workspace: Workspace, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._warned = False
        self._views = workspace.views()
        self.tasks = TaskRunner(self)
        self.keymap = Keymap(settings, parent=self)
        self.state = ViewerState(self, keymap=self.keymap)
        self.reading = Reading(workspace, self.state, self.tasks, self)
        self.case = Case(workspace, self.state, self.tasks, self.reading, self)
        self.sheets = Sheets(workspace, self.state, self.case, self.tasks, settings, self)
        self.self_test = SelfTest(self.tasks, settings, self)
        self.signing_sheet: SigningSheet | None = None
        self.setWindowTitle("DeepCORO Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 640)
        self._build_panels()
        self._compose()
        self.import_progress = ImportProgress(self.reading, self.line, self)
        self._connect_reading()
        self._connect_panels()
        self._make_shortcuts()
        self._restore()
        self.reading.refresh_studies()

    def _build_panels(self) -> None:
        bundle = self._workspace.bundle
        self.strip = TopStrip(self.state, bundle.manifest.trained_on if bundle else None)
        self.line = ProgressLine(self.state)
        self.problem = ProblemBar(tr("Analyse again"))
        self.studies = StudyListPanel(self.keymap, self._workspace.reader, self._settings)
        self.clips = ClipPanel(self.state, self.tasks, self._views)
        budget = budget_beside(bundle.graph_bytes if bundle else 0)
        self.viewer = ViewerPanel(self.state, self.tasks, self._views, settings=self._settings, budget_bytes=budget)
        self.evidence = EvidencePanel(self.state, self._views)
        self.report = ReportPanel(self.state)
        self.foot = Foot(self.state, bundle)
        self.measuring = Measuring(self._workspace, self.state, self.tasks, self.viewer, self.evidence)

    def _compose(self) -> None:
        # from the window inwards: a widget that gets another parent has its style worked out anew, with all inside it
        whole = QWidget(self)
        self.setCentralWidget(whole)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for fixed in (self.strip, self.line, self.problem):
            column.addWidget(fixed)
        self._pages = QStackedWidget()
        column.addWidget(self._pages, 1)
        column.addWidget(self.foot)
        self._pages.addWidget(self.studies)
        panels = {CLIPS: self.clips, VIEWER: self.viewer, EVIDENCE: self.measuring.side, REPORT: self.report}
        self.columns = Columns(panels, self._settings, self._pages)
        self._pages.addWidget(self.columns)

    def _connect_reading(self) -> None:
        reading, state = self.reading, self.state
        reading.studies_changed.connect(self.studies.set_rows)
        reading.studies_failed.connect(self.studies.set_failed)
        reading.open_failed.connect(self.studies.set_failed)
        reading.save_failed.connect(self.foot.show_unsaved)
        reading.signed.connect(self._on_signed)
        reading.sign_failed.connect(self._on_sign_failed)
        reading.identity_chosen.connect(self.show_signing_sheet)
        for failed in (reading.export_failed, reading.amend_failed, reading.store_damaged):
            failed.connect(lambda error: show_problem(error, self))
        self.case.priors.found.connect(self.clips.case.show_priors)
        self.case.attachments_changed.connect(self.clips.case.show_attachments)
        self.self_test.finished.connect(self.studies.show_checks)
        state.study_changed.connect(self._on_study)
        state.analysis_started.connect(self.problem.hide)
        state.analysis_changed.connect(lambda _analysis: self.problem.hide())
        state.analysis_failed.connect(self._on_analysis_failed)

    def _connect_panels(self) -> None:
        self.studies.open_requested.connect(self.reading.open)
        self.studies.import_requested.connect(self.reading.imports.start)
        self.studies.demo_requested.connect(self.reading.imports.start_demo)
        self.studies.refresh_requested.connect(self.reading.refresh_studies)
        self.studies.urgent_requested.connect(self.reading.set_urgent)
        self.measuring.shown.connect(partial(self.columns.reveal, EVIDENCE))
        self.studies.assign_requested.connect(self.case.assign)
        self.clips.excluded_requested.connect(self._on_excluded)
        self.clips.colours_requested.connect(self.case.set_colours)
        self.clips.case.protocol_requested.connect(self.sheets.show_protocol)
        self.clips.case.compare_requested.connect(self.case.priors.compare_with)
        self.clips.case.documents_requested.connect(self.sheets.show_documents)
        self.strip.ledger_requested.connect(self.sheets.show_ledger)
        self.strip.about_requested.connect(self.sheets.show_model_card)
        self.strip.patient_requested.connect(self.sheets.show_patient)
        self.strip.cancel_requested.connect(self.reading.cancel_analysis)
        self.problem.action_requested.connect(self.reading.analyse)
        self.foot.model_requested.connect(self.sheets.show_model_card)
        self.foot.keys_requested.connect(self.sheets.show_keys)
        self.foot.settings_requested.connect(self.sheets.show_settings)
        self.foot.help_requested.connect(self.sheets.show_help)
        self.foot.next_requested.connect(self.open_next)
        self.foot.blocker_requested.connect(self.go_to_blocker)
        self.foot.sign_requested.connect(self.show_signing_sheet)
        self.foot.export_requested.connect(self._export)
        self.foot.amend_requested.connect(self._amend)
        self.report.sign_requested.connect(self.foot.sign.click)
        self.report.blank_requested.connect(self.reading.write_without_model)

    def _make_shortcuts(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "open-folder": self.studies.choose_folder,
            "open-files": self.studies.choose_files,
            "search": self.studies.search.setFocus,
            "next-study": self.open_next,
            "full-screen": lambda: self.showNormal() if self.isFullScreen() else self.showFullScreen(),
            "sign": self.foot.sign.click,
            "detach-report": self.columns.detach_report,
        }
        for name in (CLIPS, EVIDENCE, REPORT):
            actions[f"part-{name}"] = partial(self.columns.toggle, name)
            actions[f"go-{name}"] = partial(self.go_to_part, name)
        for action_id, slot in actions.items():
            self.keymap.bind(self, action_id, slot)
        for digit in range(10):
            shortcut = QShortcut(QKeySequence(str(digit)), self)
            shortcut.activated.connect(partial(self.clips.press_digit, digit))

    def _restore(self) -> None:
        kept = self._settings.value("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(1600, 900)

    # --- what the reader sees

    def go_to_part(self, name: str) -> None:
        """Show a part of the window and give it the keyboard."""
        if self.state.study is not None:
            self.columns.reveal(name)
            {CLIPS: self.clips.view, EVIDENCE: self.evidence, REPORT: self.report.sections}[name].setFocus()

    def open_next(self) -> None:
        """Open the next study to read; where there is none, go back to the list."""
        if not self.case.open_next() and self.state.study is not None:
            self.reading.close_study()

    def go_to_blocker(self, blocker: Blocker) -> None:
        """Bring the reader to what is missing."""
        self.columns.reveal(REPORT)
        self.report.go_to(blocker)

    def show_signing_sheet(self) -> None:
        """Open the sheet on which the report is signed, once it is known who signs."""
        self.tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.signer(),
            done=self._open_signing_sheet,
            failed=self._on_sign_failed,
        )

    def _open_signing_sheet(self, signer: SignerInfo) -> None:
        document = self.state.document
        if document is None or document.is_signed or self.foot.blockers or self.signing_sheet is not None:
            return
        sheet = SigningSheet(document, signer, self.tasks, self, self.reading.key_frames.pictures())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted_with_passphrase.connect(self.reading.sign)
        sheet.blocker_chosen.connect(self.go_to_blocker)
        sheet.identity_chosen.connect(self.reading.choose_identity)
        sheet.finished.connect(self._forget_signing_sheet)
        self.sheets.offer_help(sheet)
        self.signing_sheet = sheet
        QTimer.singleShot(0, sheet.open)  # apart: making and opening it would take longer than a frame

    def _forget_signing_sheet(self) -> None:
        self.signing_sheet = None
        self.activateWindow()
        at = self.focusWidget()
        if at is None or not (at.isVisible() and at.isEnabled()):
            self.report.sections.setFocus()  # what had the keyboard may be gone with the signature

    def _on_signed(self, report: SignedReport) -> None:
        if self.signing_sheet is not None:
            self.signing_sheet.show_signed(report.document, report.sha256, tr("the workspace; Export PDF saves a copy"))

    def _on_sign_failed(self, error: DeepcoroError) -> None:
        self.signing_sheet.show_error(error) if self.signing_sheet is not None else show_problem(error, self)

    def _amend(self) -> None:
        dialog = AmendDialog(self)
        dialog.reason_given.connect(self.reading.amend)
        dialog.open()

    def _export(self) -> None:
        if name := QFileDialog.getSaveFileName(self, tr("Export the signed report"), "report.pdf", "PDF (*.pdf)")[0]:
            self.reading.export_pdf(Path(name))

    # --- what has happened

    def _on_study(self, study: Study | None) -> None:
        self.problem.hide()
        self._pages.setCurrentWidget(self.columns if study else self.studies)
        if study is not None:
            self.clips.view.setFocus()
        else:
            self.studies.take_focus()

    def _on_analysis_failed(self, error: DeepcoroError) -> None:
        self.problem.action.setText(tr("Analyse") if isinstance(error, CancelledError) else tr("Analyse again"))
        self.problem.show_error(error)

    def _on_excluded(self, sop_instance_uid: str, excluded: bool) -> None:
        self.reading.set_excluded(sop_instance_uid, excluded)
        self.clips.set_excluded(self.reading.excluded)

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves full screen, else the study."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.isFullScreen():
            self.showNormal()
        elif self.state.study is not None:
            self.reading.close_study()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders, zips and files that are dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.studies.light_drop(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Let go of what was about to be dropped."""
        self.studies.light_drop(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        self.studies.light_drop(over=False)
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.reading.imports.start(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop, remember; a draft that cannot be saved keeps the window open once."""
        try:
            self.reading.finish()
            self.measuring.finish()
        except StorageError as error:
            if not self._warned:
                self._warned = True
                show_problem(error, self)
                event.ignore()
                return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self.columns.save()
        self.tasks.shutdown()
        super().closeEvent(event)
