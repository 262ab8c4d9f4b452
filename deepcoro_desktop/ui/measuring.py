"""What happens when a reader measures: sheets are loaded and saved on the lanes, values go into the report."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from deepcoro_desktop.core.casebook import last_before
from deepcoro_desktop.core.clock import utc_now
from deepcoro_desktop.core.errors import DeepcoroError, LifecycleError
from deepcoro_desktop.core.inference.estimates import estimates
from deepcoro_desktop.core.inference.results import Analysis
from deepcoro_desktop.core.measurement.cart import CartValue, cart_values
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.table import Row, values_of
from deepcoro_desktop.core.measurement.view_choice import Shown, clip_for
from deepcoro_desktop.core.measurement.wall_motion import WallMotion
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.measured import add_value, bind
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.measurement.board import MeasurementBoard
from deepcoro_desktop.ui.measurement.layer import MeasurementLayer
from deepcoro_desktop.ui.measurement.panel import MeasurementPanel
from deepcoro_desktop.ui.measurement.wall_motion_panel import WallMotionPanel
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskHandle, TaskRunner
from deepcoro_desktop.ui.viewer.panel import ViewerPanel

EVIDENCE: Final = mark("Evidence")
MEASURE: Final = mark("Measure")
WALLS: Final = mark("Wall motion")
CLOSING_S: Final = 10.0
"""Longest wait for a save that runs while the window closes."""


class Measuring(QObject):
    """Joins the measurement panels to workspace, pictures and report.

    Parameters
    ----------
    workspace : Workspace
        Keeps the sheets; called on the lanes only.
    state : ViewerState
        Which study and report are open.
    tasks : TaskRunner
        Where sheets are read and written.
    viewer : ViewerPanel
        Whose pictures the figures lie on.
    evidence : QWidget
        The panel that shares its column with the measurements.
    """

    shown = Signal()
    """The reader asks for the measurements: their column is to be seen."""

    def __init__(
        self, workspace: Workspace, state: ViewerState, tasks: TaskRunner, viewer: ViewerPanel, evidence: QWidget
    ) -> None:
        super().__init__(viewer)
        self._workspace, self._state, self._tasks, self._viewer = workspace, state, tasks, viewer
        self._bound: dict[str, Row] | None = None
        """The values that the report shows now; None where the sheet and the report have not met yet."""
        self._expected = True
        """Whether the next document comes from a study or an analysis, and not from the reader's hand or an undo."""
        self._saving: TaskHandle | None = None
        self._unsaved: dict[str, Sheet] = {}
        """The latest sheet of each study, by study UID, until it is on disk."""
        self.board = MeasurementBoard(utc_now, self)
        self.layer = MeasurementLayer(self.board)
        self.panel = MeasurementPanel(self.board, state, viewer.ecgs.beats)
        self.walls = WallMotionPanel(self.board)
        self.side = QTabWidget()
        self.side.setDocumentMode(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar of tabs takes the keyboard
        self.side.tabBar().setAccessibleName(tr("Evidence, measurements, wall motion"))
        for name, widget in ((EVIDENCE, evidence), (MEASURE, self.panel), (WALLS, self.walls)):
            self.side.addTab(widget, tr(name))
        viewer.set_layers((self.layer,))
        self._connect()

    def _connect(self) -> None:
        board, state = self.board, self._state
        state.study_changed.connect(self._on_study)
        state.study_corrected.connect(self._on_corrected)
        state.document_changed.connect(self._on_document)
        state.analysis_changed.connect(self._on_analysis)
        board.changed.connect(self._hold_picture)
        board.changed.connect(self._viewer.repaint_layers)
        self._viewer.ecgs.ready.connect(lambda _uid: self.panel.refresh())
        board.sheet_edited.connect(self._on_sheet)
        board.frame_requested.connect(state.frame_open_requested)
        board.item_in_hand.connect(self._show_clip_for)
        board.pictures_requested.connect(lambda: self._viewer.grid.active_tile.setFocus())
        board.report_requested.connect(self._state_in_report)
        board.prior_requested.connect(self._copy_prior)
        # the pictures are there in every layout; the column of the measurements may be hidden
        state.keymap.bind(self._viewer, "measure", self.show_panel)

    def show_panel(self) -> None:
        """Bring the measurements to the front, ready to type what to measure."""
        if self._state.study is not None:
            self.shown.emit()
            self.side.setCurrentWidget(self.panel)
            self.panel.search.setFocus()

    def _hold_picture(self) -> None:
        """Stand still while a figure is drawn: all its points lie on one frame."""
        draft = self.board.draft
        if draft is not None and draft.started and self._viewer.playing:
            self._viewer.player.set_playing(playing=False)

    def _show_clip_for(self, key: str) -> None:
        """Show a clip on which an item is taken, where its view is known and another clip is before the reader."""
        clips = self._state.study.clips if self._state.study is not None else ()
        views = [(clip.sop_instance_uid, self._state.views_of(clip.sop_instance_uid)) for clip in clips]
        shown = [Shown(uid, found.best.view_id) for uid, found in views if found is not None]
        chosen = clip_for(key, shown, self._state.active_clip)
        if chosen and chosen != self._state.active_clip:
            self._state.clip_open_requested.emit(chosen)

    # --- sheets

    def _on_study(self, study: Study | None) -> None:
        self.board.set_study(None)
        self._bound, self._expected = None, True
        if study is None:
            return
        uid, now = study.study_instance_uid, utc_now()
        unsaved = self._unsaved.get(uid)

        def read() -> tuple[Sheet, tuple[CartValue, ...]]:
            return unsaved or self._workspace.sheets.load(uid), cart_values(study.reports, study, now)

        def done(found: tuple[Sheet, tuple[CartValue, ...]]) -> None:
            opened = self._state.study  # its patient's facts may have been corrected meanwhile
            if opened is not None and opened.study_instance_uid == uid:
                self.board.set_study(opened, *found)
                self._bind()

        self._tasks.submit(
            Lane.FILES, lambda _context: read(), done=done, failed=self.board.report_failed, study_uid=uid
        )

    def _on_corrected(self, study: Study) -> None:
        """Index by the patient's corrected size; the report follows."""
        if self.board.sheet is not None:
            self.board.correct_study(study)
            self._bind()

    def _on_sheet(self, sheet: Sheet) -> None:
        self._unsaved[sheet.study_instance_uid] = sheet
        self._save()
        self._bind()

    def _save(self) -> None:
        """Write one sheet at a time, of each study the latest."""
        if self._saving is not None or not self._unsaved:
            return
        uid, sheet = next(iter(self._unsaved.items()))

        def ended(error: DeepcoroError | None) -> None:
            self._saving = None
            latest = self._unsaved.pop(uid)
            if error is not None or latest is not sheet:
                self._unsaved[uid] = latest  # behind the others: what failed is tried again at the next edit
            if error is not None:
                self.board.report_failed(error)
            else:
                self._save()

        now: datetime = utc_now()
        self._saving = self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.sheets.save(sheet, now),
            done=lambda _nothing: ended(None),
            failed=ended,
        )

    def finish(self) -> None:
        """Write what is not on disk yet, before the window closes. Raises StorageError."""
        if self._saving is not None:
            self._saving.wait(CLOSING_S)
            self._saving = None
        for uid, sheet in tuple(self._unsaved.items()):
            self._workspace.sheets.save(sheet, utc_now())
            del self._unsaved[uid]

    def _copy_prior(self) -> None:
        """Bring the wall motion of the patient's last study before this one."""
        study = self._state.study
        if study is None:
            return

        def find() -> WallMotion | None:
            priors = list(self._workspace.casebook.priors(study))
            while (prior := last_before(study, priors)) is not None:
                motion = self._workspace.sheets.load(prior.entry.study_uid).wall_motion
                if motion is not None:
                    return motion
                priors.remove(prior)
            return None

        def done(motion: WallMotion | None) -> None:
            if not self._state.shows(study):
                return
            if motion is None:
                remedy = tr("Score the segments, or start with all normal.")
                self.board.report_failed(
                    LifecycleError(tr("No earlier study of this patient has wall motion."), remedy)
                )
            else:
                self.board.set_wall_motion(motion)

        self._tasks.submit(
            Lane.FILES,
            lambda _context: find(),
            done=done,
            failed=self.board.report_failed,
            study_uid=study.study_instance_uid,
        )

    # --- the report

    def _on_analysis(self, analysis: Analysis) -> None:
        self._expected = True
        if self._state.study is not None:
            self.board.set_estimates(estimates(analysis, self._state.study, utc_now()))

    def _on_document(self, document: Document | None) -> None:
        """Fill a document that was read or drafted; what the reader does to it, and takes back, stays as it is."""
        if self._expected and document is not None:
            self._expected = False
            self._bind()

    def _bind(self) -> None:
        """Put the measured values into the report."""
        document = self._state.document
        if document is None or self.board.sheet is None:
            return
        after = values_of(self.board.rows)
        # a saved draft holds the values of the saved sheet
        before = after if self._bound is None else self._bound
        self._bound = after
        self._state.set_document(bind(document, before, after, utc_now()))

    def _state_in_report(self, row: Row) -> None:
        document = self._state.document
        if document is None:
            return
        try:
            self._state.set_document(add_value(document, row, utc_now()))
        except LifecycleError as error:
            self.board.report_failed(error)
