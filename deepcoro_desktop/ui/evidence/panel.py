"""Why the model says what it says: weights, agreement and retrieved reports of the section in focus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, ModelsOffError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.study import View
from deepcoro_desktop.ui.evidence.agreement import AgreementView
from deepcoro_desktop.ui.evidence.arriving import ArrivingClips
from deepcoro_desktop.ui.evidence.bars import WeightBars
from deepcoro_desktop.ui.evidence.clip_view import ClipViewBox
from deepcoro_desktop.ui.evidence.content import (
    WEIGHT_TIPS,
    WEIGHT_WORDS,
    SectionEvidence,
    evidence_of,
    not_assessed_reason,
)
from deepcoro_desktop.ui.evidence.reports import ReportList
from deepcoro_desktop.ui.evidence.style import MARGIN_PX, SHEET
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import restyle


class EvidencePanel(QWidget):
    """Follows the section and the sentence in focus.

    Parameters
    ----------
    state : ViewerState
        What the window shows.
    views : Mapping of str to View
        Every view by its id.
    """

    def __init__(self, state: ViewerState, views: Mapping[str, View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._views = state, views
        self._statement = ""
        self._shown: tuple[SectionEvidence, str] | None = None
        """Evidence and section that the widgets hold."""
        self._waiting = False
        self._error: DeepcoroError | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(SHEET)
        self.setMinimumWidth(240)
        self._build()
        state.study_changed.connect(self._study_changed)
        state.section_changed.connect(self._section_changed)
        state.statement_focused.connect(self._statement_focused)
        state.analysis_started.connect(self._analysis_started)
        state.progress_changed.connect(self._progress_changed)
        state.analysis_changed.connect(self._analysis_changed)
        state.analysis_failed.connect(self._analysis_failed)
        state.document_changed.connect(self._document_changed)
        state.clip_hovered.connect(self.bars.light)
        self.refresh()

    @property
    def statement(self) -> str:
        """Id of the statement that the agreement belongs to, empty for the section's first."""
        return self._statement

    def refresh(self) -> None:
        """Show what the state holds now."""
        state = self._state
        self.section.setText(self._subject())
        full = None
        if state.study is None:
            self._notice(
                tr("Open a study"), tr("What the model looked at, and why it drafts what it drafts, stands here.")
            )
        elif state.analysing and state.analysis is None:
            self._analysing(state.progress)
        elif self._error is not None and state.analysis is None:
            fault = not isinstance(self._error, CancelledError | ModelsOffError)
            self._notice(self._error.message, self._error.remedy, fault=fault)
        elif (reason := not_assessed_reason(state)) is not None:
            self._notice(
                tr("Not assessed: {reason}").format(reason=reason),
                tr("No view, no sentence: the model says nothing about this section."),
            )
        elif (full := evidence_of(state, self._views, self._statement)) is not None:
            self.weights.setText(tr(WEIGHT_WORDS[full.kind]))
            self.weights.setToolTip(tr(WEIGHT_TIPS[full.kind]))
            self._show_evidence(full)
        elif state.analysis is None:
            self._notice(tr("No model has read this study"), tr("The report can be written and signed without it."))
        else:
            self._notice(tr("Choose a section"), tr("The evidence follows the section in focus in the report."))
        self._evidence.setVisible(full is not None)
        self._message.setVisible(full is None)
        self.arriving.setVisible(state.study is not None and state.analysing and state.analysis is None)

    def _show_evidence(self, full: SectionEvidence) -> None:
        """Show what has changed: making every widget again would take longer than a frame."""
        before, self._shown = self._shown, (full, self._state.section)
        old, section = before if before is not None else (None, "")
        if old is None or old.bars != full.bars:
            self.bars.show_bars(full.bars)
        if old is None or (old.agreement, old.own) != (full.agreement, full.own):
            self.agreement.show_agreement(full.agreement, own=full.own)
        same = old is not None and (old.matches, old.same_reports) == (full.matches, full.same_reports)
        if not same or section != self._state.section:
            self.reports.show_matches(full.matches, self._state.section, full.same_reports)

    def _build(self) -> None:
        title = QLabel(tr("Evidence"))
        title.setProperty("role", "title")
        self.section = QLabel()
        self.section.setProperty("role", "note")
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, 8)
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.section, 1)
        self.weights = QLabel()
        self.weights.setProperty("role", "note")
        self.weights.setWordWrap(True)
        self.bars = WeightBars()
        self.bars.hovered.connect(self._state.clip_hovered)
        self.bars.chosen.connect(self._state.clip_open_requested)
        self.agreement = AgreementView()
        self.reports = ReportList()
        self._evidence = QWidget()
        column = QVBoxLayout(self._evidence)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, space in ((self.weights, 6), (self.bars, 16), (self.agreement, 16), (self.reports, 0)):
            column.addWidget(widget)
            column.addSpacing(space)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.remedy = QLabel()
        self.remedy.setProperty("role", "note")
        self.remedy.setWordWrap(True)
        self.arriving = ArrivingClips(self._state, self._views)
        self._message = QWidget()
        lines = QVBoxLayout(self._message)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.setSpacing(6)
        for line in (self.message, self.remedy, self.arriving):
            lines.addWidget(line)
        content = QWidget()
        content.setObjectName("content")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(MARGIN_PX, 2, MARGIN_PX, MARGIN_PX)
        inner.addWidget(self._evidence)
        inner.addWidget(self._message)
        inner.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clip_view = ClipViewBox(self._state, self._views)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.scroller, 1)
        whole.addWidget(self.clip_view)

    def _subject(self) -> str:
        """Return the section in focus, and whether what is shown will be replaced."""
        state = self._state
        if state.study is None:
            return ""
        if state.analysis is None or not (state.analysing or self._error is not None):
            return state.section
        return f"{state.section} · " + (
            tr("being read again") if state.analysing else tr("not read again: see the report")
        )

    def _notice(self, sentence: str, remedy: str, *, fault: bool = False) -> None:
        self.message.setText(sentence)
        restyle(self.message, role="fault" if fault else "title")
        self.remedy.setText(remedy)

    def _analysing(self, progress: Progress | None) -> None:
        count = (
            " · " + tr("{done} of {total}").format(done=progress.done, total=progress.total)
            if progress is not None and progress.total
            else ""
        )
        self._notice(
            tr("The models are reading the study"),
            (tr(progress.stage) + count) if progress is not None else tr("Starting"),
        )
        self.arriving.refresh()

    def _study_changed(self, _study: object) -> None:
        self._statement, self._error = "", None
        self.scroller.verticalScrollBar().setValue(0)
        self.refresh()

    def _section_changed(self, _name: str) -> None:
        self._statement = ""
        self.scroller.verticalScrollBar().setValue(0)
        self.refresh()

    def _statement_focused(self, statement_id: str) -> None:
        if statement_id != self._statement:
            self._statement = statement_id
            self.refresh()

    def _analysis_started(self) -> None:
        self._error = None
        self.refresh()
        self.clip_view.refresh()

    def _progress_changed(self, progress: Progress | None) -> None:
        if self._state.analysing and self._state.analysis is None and progress is not None:
            self._analysing(progress)

    def _analysis_changed(self, _analysis: object) -> None:
        self._error = None
        self.refresh()
        self.clip_view.refresh()

    def _analysis_failed(self, error: DeepcoroError) -> None:
        self._error = error
        self.refresh()
        self.clip_view.refresh()

    def _document_changed(self, _document: Document | None) -> None:
        # after the report, which shows the same change: both at once would take longer than a frame
        if not self._waiting:
            self._waiting = True
            QTimer.singleShot(0, self._refresh_after_report)

    def _refresh_after_report(self) -> None:
        self._waiting = False
        self.refresh()
