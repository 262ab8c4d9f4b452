"""The window of a blinded rating: composes texts, questions and clips; what is answered is in ui/rating/session.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, RatingError
from deepcoro_desktop.core.rating.clips import read_case
from deepcoro_desktop.core.rating.rating_set import LoadedSet
from deepcoro_desktop.core.rating.ratings import CaseRating, find_ratings, open_ratings
from deepcoro_desktop.core.study import Study, View
from deepcoro_desktop.ui.errors import ProblemBar, show_problem
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.rating.clip_row import ClipRow
from deepcoro_desktop.ui.rating.frame import DoneLine, RatingFoot, RatingStrip
from deepcoro_desktop.ui.rating.pages import StartPage, SummaryPage
from deepcoro_desktop.ui.rating.questions import QuestionsPanel
from deepcoro_desktop.ui.rating.session import RatingSession
from deepcoro_desktop.ui.rating.style import SHEET
from deepcoro_desktop.ui.rating.texts import TextsPanel
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskHandle, TaskRunner
from deepcoro_desktop.ui.veil import Veil
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.panel import ViewerPanel

_CLIPS_SHARE: Final = (38, 62)
"""Width of the clips and of the texts, in parts of a hundred."""


class RatingWindow(QMainWindow):
    """One rater at one set.

    Parameters
    ----------
    loaded : LoadedSet
        The set.
    views : mapping of str to View
        Views by id, for the viewer.
    rater : str
        The rater's name; asked for where it is empty.
    out : Path, optional
        The ratings file; in the set's folder by default.
    clock : callable
        Gives the time (UTC, aware).

    Raises
    ------
    RatingError
        If a rater or a file is named whose ratings cannot be used.
    """

    def __init__(
        self,
        loaded: LoadedSet,
        views: Mapping[str, View],
        *,
        rater: str = "",
        out: Path | None = None,
        clock: Clock = utc_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._loaded = loaded
        self._out = out
        self._clock = clock
        self._warned = False
        self._reading: TaskHandle | None = None
        self.session: RatingSession | None = None
        begun = open_ratings(loaded, rater, out, clock()) if rater.strip() or (out and out.exists()) else None
        self.tasks = TaskRunner(self)
        self.state = ViewerState(self)
        self.setWindowTitle(tr("Blinded rating — DeepCORO Desktop"))
        self.setMinimumSize(1024, 640)
        Veil(self)
        self.setStyleSheet(SHEET)
        self.resize(1600, 900)
        known = () if out else tuple(found.ratings for found in find_ratings(loaded))
        self.start = StartPage(loaded.content, known, rater)
        self.summary = SummaryPage()
        self.strip = RatingStrip(loaded.content.trained_on)
        self.line = DoneLine()
        self.problem = ProblemBar(tr("Save again"))
        self.clip_problem = ProblemBar()
        self.texts = TextsPanel()
        self.questions = QuestionsPanel()
        self.viewer = ViewerPanel(self.state, self.tasks, views)
        self.clip_row = ClipRow(self.state)
        self.foot = RatingFoot()
        self._compose()
        self._connect()
        if begun is not None and begun.path.exists():
            self.begin(begun.ratings.rater)
        else:
            self._show_place()

    def _compose(self) -> None:
        self._clips = QWidget()
        left = _column(self._clips)
        left.addWidget(self.clip_problem)
        left.addWidget(self.clip_row)
        left.addWidget(self.viewer, 1)
        reading = QWidget()
        right = _column(reading)
        right.addWidget(self.texts, 1)
        right.addWidget(self.questions)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget, share in zip((self._clips, reading), _CLIPS_SHARE, strict=True):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        self.splitter.setSizes([share * 100 for share in _CLIPS_SHARE])
        reading.setMinimumWidth(640)
        self._clips.setMinimumWidth(280)
        self.pages = QStackedWidget()
        for page in (self.start, self.splitter, self.summary):
            self.pages.addWidget(page)
        whole = QWidget()
        column = _column(whole)
        for widget in (self.strip, self.line, self.problem):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(whole)
        self.viewer.give_up_keys({Qt.Key.Key_S, Qt.Key.Key_V, Qt.Key.Key_C})
        self.viewer.grid.set_overlay(OverlayMode.ANONYMOUS)
        self.viewer.bar.set_overlay(OverlayMode.ANONYMOUS)

    def _connect(self) -> None:
        self.start.start_requested.connect(self.begin)
        self.questions.changed.connect(self._on_answers)
        self.foot.back_requested.connect(self.go_back)
        self.foot.skip_requested.connect(self.skip)
        self.foot.next_requested.connect(self.go_on)
        self.summary.case_requested.connect(self._go_to)
        self.summary.close_requested.connect(self.close)
        self.problem.action_requested.connect(self._save_again)
        self.strip.clips_toggled.connect(self._clips.setVisible)

    def begin(self, rater: str) -> None:
        """Open the first case that a rater has not done."""
        try:
            opened = open_ratings(self._loaded, rater, self._out, self._clock())
        except RatingError as error:
            self.start.problem.show_error(error)
            return
        session = self.session = RatingSession(self._loaded, opened, self.tasks, self._clock, self)
        session.moved.connect(self._show_place)
        session.changed.connect(self._show_left)
        session.saved.connect(self._on_saved)
        session.save_failed.connect(self._on_save_failed)
        session.save()
        self._show_place()

    # --- the way through the cases

    def go_on(self) -> None:
        """Open the next case; where answers are missing, go to the first one and say so."""
        if self.session is None or self.session.at_end or self.session.go_on():
            return
        left = self.questions.left
        self._show_left(plural("%n answer missing: give it, or skip", "%n answers missing: give them, or skip", left))
        if (question := self.questions.first_open) is not None:
            self.questions.ask(question)

    def go_back(self) -> None:
        """Open the case before."""
        if self.session is not None:
            self.session.go_back()

    def skip(self) -> None:
        """Leave the open case out."""
        if self.session is not None and not self.session.at_end:
            self.session.skip()

    def _go_to(self, place: int) -> None:
        if self.session is not None:
            self.session.go_to(place)

    def _show_place(self) -> None:
        """Show the start, the open case or the summary."""
        session = self.session
        in_case = session is not None and not session.at_end
        self.foot.setVisible(in_case)
        self.strip.clips.setVisible(in_case)
        if session is None:
            self.pages.setCurrentWidget(self.start)
            self.strip.show_case(tr("Blinded rating"), "")
            self.start.name.setFocus()
            return
        self.line.set_done(session.settled, session.count)
        if session.at_end:
            self._show_clips(None)
            self.strip.show_case(tr("Done"), session.ratings.rater)
            self.summary.show_ratings(session.ratings, session.path)
            self.pages.setCurrentWidget(self.summary)
            self.summary.close_button.setFocus()
            return
        self.strip.show_case(
            tr("Case {place} of {count}").format(place=session.place + 1, count=session.count), session.ratings.rater
        )
        self.texts.show_case(session.case)
        self.pages.setCurrentWidget(self.splitter)
        self.questions.show_rating(session.rating)
        self._show_left()
        self._show_clips(session.case.case_id)

    def _show_left(self, words: str = "") -> None:
        session = self.session
        if session is None or session.at_end:
            return
        self.line.set_done(session.settled, session.count)
        if not words and session.rating.skipped:
            words = tr("Skipped; an answer takes it back")
        last = session.place == session.count - 1
        self.foot.show_left(words, ready=session.rating.settled, first=session.place == 0, last=last)

    def _on_answers(self, rating: CaseRating) -> None:
        if self.session is not None:
            self.session.answer(rating)

    # --- clips

    def _show_clips(self, case_id: str | None) -> None:
        """Read the clips of a case, or show none; what was read for another case is dropped."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.clip_problem.hide()
        self.state.set_study(None)
        session = self.session
        has_clips = session is not None and case_id is not None and bool(session.case.clips)
        self.strip.clips.setEnabled(has_clips)
        self.strip.clips.setText(tr("Clips") if has_clips else tr("No clips"))
        self.strip.clips.setChecked(has_clips)
        self._clips.setVisible(has_clips)
        if session is None or not has_clips:
            return
        loaded, case = session.loaded, session.case
        self._reading = self.tasks.submit(
            Lane.FILES, lambda context: read_case(loaded, case, context.cancel), done=self._on_clips,
            failed=self._on_clips_failed,
        )  # fmt: skip

    def _on_clips(self, study: Study) -> None:
        self._reading = None
        self.state.set_study(study)

    def _on_clips_failed(self, error: DeepcoroError) -> None:
        if not isinstance(error, CancelledError):
            self._reading = None
            self.clip_problem.show_error(error)

    # --- saving

    def _save_again(self) -> None:
        if self.session is not None:
            self.session.save()

    def _on_saved(self, when: object) -> None:
        self.problem.hide()
        self.foot.show_saved(when)  # type: ignore[arg-type]  # a datetime, through a signal of object

    def _on_save_failed(self, error: DeepcoroError) -> None:
        self.foot.show_unsaved()
        self.problem.show_error(error)

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what neither a question nor the viewer wants."""
        key = Qt.Key
        actions: dict[int, Callable[[], object]] = {
            key.Key_Return: self.go_on, key.Key_Enter: self.go_on, key.Key_Backspace: self.go_back,
            key.Key_S: self.skip, key.Key_V: self.strip.clips.click,
            key.Key_PageUp: lambda: self.texts.scroll_page(-1), key.Key_PageDown: lambda: self.texts.scroll_page(1),
        }  # fmt: skip
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        in_case = self.session is not None and not self.session.at_end
        if not (plain and in_case):
            super().keyPressEvent(event)
        elif event.key() in actions:
            if not event.isAutoRepeat() or event.key() in (key.Key_PageUp, key.Key_PageDown):
                # a key that is held scrolls, but must not run through the cases
                actions[event.key()]()
        elif not self.questions.press(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save and stop; answers that cannot be saved keep the window open once."""
        try:
            if self.session is not None:
                self.session.finish()
        except RatingError as error:
            if not self._warned:
                self._warned = True
                show_problem(error, self)
                event.ignore()
                return
        self.tasks.shutdown()
        super().closeEvent(event)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
