"""Under the clips: how complete the examination is, earlier studies of the patient, letters and notes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.casebook import Prior, is_earlier
from deepcoro_desktop.core.protocol import Completeness, completeness
from deepcoro_desktop.core.storage.attachments import Attachment
from deepcoro_desktop.core.study import View
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.vocabulary import protocol_words


class CountLine(QPushButton):
    """A line of words that ends in an ellipsis where it is too long for the column."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Shorten what is drawn; `text` stays whole."""
        super().initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)


class CaseBar(QWidget):
    """Three lines of words; each opens what it counts.

    Parameters
    ----------
    state : ViewerState
        What is open.
    views : mapping of str to View
        Views by id.
    """

    protocol_requested = Signal(object)
    """Completeness: show what is missing."""
    compare_requested = Signal(object)
    """Prior to stand beside the open study, None to put it away."""
    documents_requested = Signal()

    def __init__(self, state: ViewerState, views: Mapping[str, View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._views = views
        self._priors: tuple[Prior, ...] = ()
        self.protocol, self.priors, self.documents = CountLine(), CountLine(), CountLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 6)
        column.setSpacing(0)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addSpacing(4)
        for button in (self.protocol, self.priors, self.documents):
            button.setProperty("role", "link")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        self.protocol.clicked.connect(lambda: self.protocol_requested.emit(self.completeness()))
        self.priors.clicked.connect(self._open_menu)
        self.documents.clicked.connect(self.documents_requested)
        state.study_changed.connect(lambda _study: self._refresh())
        state.analysis_changed.connect(lambda _analysis: self._refresh())
        state.clip_views_changed.connect(lambda _uid: self._refresh())
        state.prior_changed.connect(lambda _study: self._refresh())
        state.keymap.changed.connect(self._refresh)
        self._refresh()
        self.show_attachments(())

    def completeness(self) -> Completeness:
        """Return what of the protocol is there, by the views that the model or the reader gave the clips."""
        study = self._state.study
        found = [self._state.views_of(clip.sop_instance_uid) for clip in study.clips] if study is not None else []
        return completeness({views.best.view_id for views in found if views is not None}, self._views)

    def show_priors(self, priors: tuple[Prior, ...]) -> None:
        """Show how many earlier studies there are, and how many of them cannot be trusted."""
        self._priors = priors
        self._refresh()

    def show_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Show how many letters and notes there are."""
        count = len(attachments)
        self.documents.setText(
            tr("Letters and notes: {count}").format(count=count) if count else tr("Letters and notes: none")
        )

    def menu(self) -> QMenu:
        """Return the menu of earlier studies; a conflict is said and cannot be chosen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at_hand = self._state.prior
        shown = at_hand.study if at_hand is not None else None
        for prior in self._priors:
            when = prior.entry.study_datetime.replace("T", " ") or tr("date missing")
            words = "   ".join(
                (
                    when,
                    prior.entry.description or tr("Echocardiography"),
                    plural("%n clip", "%n clips", prior.entry.clip_count),
                )
            )
            action = menu.addAction(words)
            action.setEnabled(not prior.conflict)
            action.setCheckable(not prior.conflict)
            action.setChecked(shown is not None and shown.study_instance_uid == prior.entry.study_uid)
            action.triggered.connect(lambda _checked=False, p=prior: self.compare_requested.emit(p))
            remark = tr("Not opened. {conflict}").format(conflict=prior.conflict) if prior.conflict else prior.note
            if remark:
                menu.addAction(f"      {remark}").setEnabled(False)
        if shown is not None:
            menu.addSeparator()
            menu.addAction(tr("Put the prior away"), lambda: self.compare_requested.emit(None))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.priors.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _refresh(self) -> None:
        self.documents.setToolTip(
            tr("Referral letters and notes ({key})").format(key=self._state.keymap.shown("documents"))
        )
        found = self.completeness()
        known = len(found.missing) < len(found.expected)
        self.protocol.setText(protocol_words(found) if known else tr("Protocol: not known yet"))
        self.protocol.setEnabled(known)
        missing = "\n".join(part.name for part in found.missing[:12])
        more = plural("\nand %n more", "\nand %n more", len(found.missing) - 12) if len(found.missing) > 12 else ""
        self.protocol.setToolTip(
            tr("Not recorded:\n{missing}{more}").format(missing=missing, more=more)
            if known and missing
            else tr("Everything expected is recorded")
            if known
            else tr("Set the views of clips, or have them analysed")
        )
        words = self._count_priors()
        tip = tr("Earlier studies with the same patient ID; ID and birth date must agree")
        if (prior := self._state.prior) is not None:
            when = prior.study.started_at.strftime("%Y-%m-%d") if prior.study.started_at else tr("date missing")
            words += f" · {when}"
            if self._state.keymap.key("prior"):
                tip += tr("\n{key} shows the clip in hand beside the study of {when}").format(
                    key=self._state.keymap.shown("prior"), when=when
                )
        self.priors.setText(words)
        self.priors.setEnabled(bool(self._priors))
        self.priors.setToolTip(tip)

    def _count_priors(self) -> str:
        study = self._state.study
        if study is None or not self._priors:
            return tr("Priors: none")
        good = [prior for prior in self._priors if not prior.conflict]
        earlier = sum(is_earlier(prior.entry, study) is True for prior in good)
        words = tr("Priors: {count}").format(count=earlier)
        if undated := len(good) - earlier:
            words += tr(", {undated} of unknown order").format(undated=undated)
        if doubtful := len(self._priors) - len(good):
            words += tr(", {doubtful} in conflict").format(doubtful=doubtful)
        return words
