"""The foot: saved when, bundle and hash, use label, and the one sign button."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.readiness import Blocker, missing
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import restyle

_MAX_LISTED = 12


def bundle_words(bundle: Bundle | None) -> str:
    """Return title and short hash of the bundle: "Bundle demo 1.0 · 3f9c…a71e"."""
    if bundle is None:
        return tr("No model")
    return f"{bundle.manifest.title} · {bundle.manifest_sha256[:4]}…{bundle.manifest_sha256[-4:]}"


class Foot(QWidget):
    """One line at the bottom of the window."""

    sign_requested = Signal()
    """Nothing is missing and the reader wants to sign."""
    blocker_requested = Signal(object)
    """Blocker: the first thing that is missing; the reader wants to go there."""
    model_requested = Signal()
    keys_requested = Signal()
    settings_requested = Signal()
    help_requested = Signal()
    next_requested = Signal()
    """The reader has signed and wants the next study."""
    export_requested = Signal()
    amend_requested = Signal()

    def __init__(self, state: ViewerState, bundle: Bundle | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._blockers: tuple[Blocker, ...] = ()
        self.saved = QLabel()
        self.saved.setProperty("role", "note")
        self.saved.setContentsMargins(7, 0, 0, 0)  # in line with the words of the buttons
        self.bundle = QPushButton(bundle_words(bundle))
        self.bundle.setToolTip(tr("The model: what it was trained on, its figures and limits"))
        self.settings, self.keys, self.help = QPushButton(tr("Settings")), QPushButton(), QPushButton()
        self.keys.setToolTip(tr("All keys of the window, and how to change them"))
        self.help.setToolTip(tr("The guide, at the page on the part in hand"))
        for button in (self.bundle, self.settings, self.keys, self.help):
            button.setProperty("role", "link")
        use = QLabel(tr("Research use only"))
        use.setProperty("role", "note")
        self.export = QPushButton(tr("Export PDF"))
        self.export.setToolTip(tr("Save the signed report as a file"))
        self.amend = QPushButton(tr("Amend"))
        self.amend.setToolTip(tr("Start a new revision; the signed one stays as it is"))
        self.sign = QPushButton(tr("Sign"))
        self.sign.setProperty("role", "sign")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 14, 4)
        row.setSpacing(12)
        for widget in (self.saved, self.bundle, use):
            row.addWidget(widget)
        row.addStretch(1)
        self.next = QPushButton(tr("Next study"))
        for widget in (self.settings, self.help, self.keys, self.export, self.amend, self.next, self.sign):
            row.addWidget(widget)
        self.setMinimumHeight(36)
        self.bundle.clicked.connect(self.model_requested)
        self.keys.clicked.connect(self.keys_requested)
        self.settings.clicked.connect(self.settings_requested)
        self.help.clicked.connect(self.help_requested)
        self.next.clicked.connect(self.next_requested)
        self.export.clicked.connect(self.export_requested)
        self.amend.clicked.connect(self.amend_requested)
        self.sign.clicked.connect(self._on_sign)
        state.document_changed.connect(self._on_document)
        state.document_saved.connect(self.show_saved)
        state.study_changed.connect(self._on_study)
        state.keymap.changed.connect(self._name_keys)
        self._name_keys()
        self._on_study()
        self._on_document(state.document)

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What keeps the report from being signed, from top to bottom."""
        return self._blockers

    def _name_keys(self) -> None:
        keymap = self._state.keymap
        self.help.setText(tr("Guide  {key}").format(key=keymap.shown("help")))
        self.settings.setToolTip(
            tr("Reader, body surface, model, device, language ({key})").format(key=keymap.shown("settings"))
        )
        self.keys.setText(tr("Keys  {key}").format(key=keymap.shown("keys")))
        self.next.setToolTip(
            tr("The next unsigned study, urgent ones first ({key})").format(key=keymap.shown("next-study"))
        )

    def show_saved(self, when: datetime) -> None:
        """Say when the draft was saved last, in the reader's own time."""
        self.saved.setText(tr("Saved {time:%H:%M:%S}").format(time=when.astimezone()))
        self.saved.show()
        restyle(self.saved, role="note")

    def show_unsaved(self, error: DeepcoroError) -> None:
        """Say that saving failed."""
        self.saved.setText(tr("Not saved: {message}").format(message=error.message))
        self.saved.setToolTip(error.remedy)
        self.saved.show()
        restyle(self.saved, role="fault")

    def _on_study(self, _study: object = None) -> None:
        self.saved.hide()
        self.sign.setVisible(self._state.study is not None)
        self.export.hide()
        self.amend.hide()
        self.next.hide()

    def _on_document(self, document: Document | None) -> None:
        signed = document is not None and document.is_signed
        self.export.setVisible(signed)
        self.amend.setVisible(signed)
        self.next.setVisible(signed)
        if document is None:
            self._blockers = ()
            self._write(
                tr("Sign — no draft yet"), enabled=False, ready=False, tip=tr("The draft comes with the analysis.")
            )
        elif signed and document.signature is not None:
            self._blockers = ()
            when = document.signature.signed_at[:16].replace("T", " ")
            self._write(
                tr("Signed by {name}, {when}").format(name=document.signature.signer_name, when=when),
                enabled=False,
                ready=True,
                tip="",
            )
        else:
            self._blockers = missing(document)
            count = len(self._blockers)
            if count:
                listed = [blocker.sentence for blocker in self._blockers[:_MAX_LISTED]]
                more = [plural("and %n more", "and %n more", count - _MAX_LISTED)] if count > _MAX_LISTED else []
                self._write(
                    plural("Sign — %n thing left", "Sign — %n things left", count),
                    enabled=True,
                    ready=False,
                    tip="\n".join([*listed, *more]),
                )
            else:
                self._write(tr("Sign the report"), enabled=True, ready=True, tip=tr("Everything is reviewed."))

    def _write(self, text: str, *, enabled: bool, ready: bool, tip: str) -> None:
        self.sign.setText(text)
        self.sign.setEnabled(enabled)
        self.sign.setToolTip(tip)
        restyle(self.sign, ready=ready)

    def _on_sign(self) -> None:
        if self._blockers:
            self.blocker_requested.emit(self._blockers[0])
        else:
            self.sign_requested.emit()
