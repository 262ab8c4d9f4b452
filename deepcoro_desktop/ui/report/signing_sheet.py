"""Signing: one sheet that shows what will be signed, by whom, with which meaning; the passphrase last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.readiness import Blocker, missing
from deepcoro_desktop.core.signing.signed import MIN_PASSPHRASE
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.report.signing_page import PagePreview, counts_words, identity_line
from deepcoro_desktop.ui.report.style import SHEET_OF_SIGNING
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.veil import Veil

MEANINGS: Final = (
    mark("I have reviewed this study and this interpretation, and I stand for it."),
    mark("I have reviewed this interpretation as supervising physician."),
    mark("I have corrected this interpretation; it replaces the earlier revision."),
)
"""What a signature means; the last only for an amendment."""

_BELOW_STRIP_PX: Final = 60
_SIDE_PX: Final = 360
_LARGEST: Final = QSize(1236, 940)
"""A printed page in its own size beside what is asked."""
_AROUND: Final = QSize(64, 48)
"""What stays in sight of the window behind."""
_CHOOSE: Final = (
    mark("Choose a passphrase, at least {least} characters"),
    mark("Passphrase that you choose now"),
)


class Signer(Protocol):
    """Who signs."""

    @property
    def name(self) -> str:
        """Name as it will be printed."""

    @property
    def credential(self) -> str:
        """Degree or role, empty where there is none."""

    @property
    def demonstration(self) -> bool:
        """Whether the identity was made for demonstration and proves nothing."""

    @property
    def is_new(self) -> bool:
        """Whether the identity is made with this signature: the passphrase typed now protects it."""


class SigningSheet(QDialog):
    """One sheet over the report.

    Parameters
    ----------
    document : Document
        What will be signed.
    signer : Signer
        By whom.
    tasks : TaskRunner, optional
        Where the printed pages are set; without it the report is shown as text, nothing left out.
    """

    accepted_with_passphrase = Signal(str, str)
    """(passphrase, meaning): sign now. Answer with `show_error` or `show_signed`."""
    blocker_chosen = Signal(object)
    """Blocker: the sheet has closed, go there."""
    identity_chosen = Signal(object)
    """Path of the reader's own PKCS#12 file: the sheet has closed, open it again for that identity."""

    def __init__(
        self,
        document: Document,
        signer: Signer,
        tasks: TaskRunner | None = None,
        parent: QWidget | None = None,
        pictures: Callable[[], tuple[KeyPicture, ...]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._document, self._signer = document, signer
        self.setWindowTitle(tr("Sign the interpretation"))
        self.setStyleSheet(SHEET_OF_SIGNING)
        self.setModal(True)
        Veil(self)
        room = parent.window().size() - _AROUND if parent is not None else _LARGEST
        self.resize(room.boundedTo(_LARGEST))
        self.blockers: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._identity())
        body = QHBoxLayout()
        column.addLayout(body, 1)
        body.setContentsMargins(16, 12, 16, 16)
        body.setSpacing(16)
        self.preview = PagePreview(document, tasks, pictures=pictures)
        body.addWidget(self.preview, 1)
        self.side = QStackedWidget()
        self.side.setFixedWidth(_SIDE_PX)
        body.addWidget(self.side)
        found = missing(document)
        self.side.addWidget(self._blocked(found) if found else self._ready())
        (self.blockers[0] if self.blockers else self.passphrase).setFocus()

    @property
    def can_sign(self) -> bool:
        """Whether nothing is missing."""
        return not self.blockers

    @property
    def meaning(self) -> str:
        """The meaning that the reader has chosen, in the report's language."""
        return MEANINGS[max(self._meanings.checkedId(), 0)]

    def show_error(self, error: DeepcoroError) -> None:
        """Say why it was not signed; the passphrase is to be typed again."""
        self._set_busy(busy=False)
        self.error.setText(str(error))
        self.error.show()
        self.passphrase.clear()
        self.repeated.clear()
        self.passphrase.setFocus()

    def show_signed(self, document: Document, sha256: str, saved_to: str) -> None:
        """Say that it is signed, with the file's hash and where it lies, and show it as it was signed."""
        self.preview.show_signed(document)
        page, column = _page()
        column.addWidget(_text(tr("Signed"), "big"))
        column.addWidget(_text(tr("by {who}").format(who=self._who()), "note"))
        column.addWidget(_text(tr("The report is locked. A change makes a new revision that names this one."), ""))
        self.saved_to = _text(saved_to, "")
        self.sha256 = _text(" ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8)), "")
        for caption, label in ((tr("Saved to"), self.saved_to), (tr("SHA-256 of the file"), self.sha256)):
            column.addSpacing(4)
            column.addWidget(_text(caption, "note"))
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setAccessibleName(f"{caption}: {label.text()}")
            column.addWidget(label)
        column.addStretch(1)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.clicked.connect(self.accept)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.side.addWidget(page)
        self.side.setCurrentWidget(page)
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Open below the strip: identity and banner stay in sight."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            top = max(0, min(_BELOW_STRIP_PX, parent.height() - self.height()))
            self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, top)))

    def reject(self) -> None:
        """Close without signing, unless the signature is being made."""
        if self.can_sign and not self.passphrase.isEnabled() and self.side.count() == 1:
            return
        super().reject()

    def done(self, result: int) -> None:
        """Close; pages that are still being set are given up."""
        self.preview.stop()
        super().done(result)

    def _identity(self) -> QWidget:
        strip = QFrame()
        strip.setObjectName("identity")
        identity = self._document.identity
        self.identity = QLabel(identity.patient_name)
        self.identity.setProperty("role", "big")
        self.identity_words = _text(identity_line(identity), "note")
        strip.setAccessibleName(
            tr("Patient {name}, {facts}").format(name=identity.patient_name, facts=identity_line(identity))
        )
        column = QVBoxLayout(strip)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        column.addWidget(self.identity)
        column.addWidget(self.identity_words)
        return strip

    def _blocked(self, found: tuple[Blocker, ...]) -> QWidget:
        page, column = _page()
        count = plural("%n thing missing", "%n things missing", len(found))
        heading = QLabel(count)
        heading.setProperty("role", "big")
        column.addWidget(heading)
        column.addWidget(_text(tr("Choose one to go there."), "note"))
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for blocker in found:
            button = QPushButton(blocker.sentence)
            button.setProperty("role", "blocker")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, blocker=blocker: self._choose(blocker))
            rows.addWidget(button)
            self.blockers.append(button)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        close = QPushButton(tr("Go on reading"))
        close.clicked.connect(self.reject)
        close.setAutoDefault(False)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def _ready(self) -> QWidget:
        page, column = _page()
        column.addWidget(_text(tr("What you sign"), "note"))
        column.addWidget(_text(counts_words(self._document), ""))
        column.addSpacing(8)
        column.addWidget(_text(tr("Signed by"), "note"))
        column.addWidget(_text(self._signer.name, "title"))
        if self._signer.credential:
            column.addWidget(_text(self._signer.credential, "note"))
        column.addSpacing(8)
        column.addWidget(_text(tr("Meaning"), "note"))
        self._meanings = QButtonGroup(self)
        amendment = self._document.predecessor_revision is not None
        for meaning in MEANINGS if amendment else MEANINGS[:-1]:
            column.addWidget(self._meaning_row(meaning))
        self._meanings.buttons()[-1 if amendment else 0].setChecked(True)
        column.addStretch(1)
        self.warning = _text(self._warnings(), "")
        self.warning.setObjectName("warning")
        self.warning.setVisible(bool(self.warning.text()))
        column.addWidget(self.warning)
        column.addSpacing(4)
        new = self._signer.is_new
        self.passphrase = QLineEdit()
        self.repeated = QLineEdit()
        self.hint = QLabel()
        self.hint.setProperty("role", "note")
        for field, words, spoken in (
            (
                self.passphrase,
                *(
                    (tr(words).format(least=MIN_PASSPHRASE) for words in _CHOOSE)
                    if new
                    else (tr("Passphrase"), tr("Passphrase of your signing identity"))
                ),
            ),
            (self.repeated, tr("The same passphrase again"), tr("The same passphrase again")),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(spoken)
            field.textChanged.connect(self._typed)
            caption = QLabel(words)
            caption.setProperty("role", "note")
            caption.setBuddy(field)
            line = QHBoxLayout()
            line.addWidget(caption, 1)
            if field is self.repeated:
                line.addWidget(self.hint)
            column.addLayout(line)
            column.addWidget(field)
            for widget in (caption, field):
                widget.setVisible(field is self.passphrase or new)
        self.hint.setVisible(new)
        if new:
            self.passphrase.returnPressed.connect(self.repeated.setFocus)
        self.error = _text("", "fault")
        self.error.hide()
        self.sign = QPushButton(tr("Sign"))
        self.sign.setProperty("role", "primary")
        self.sign.setMinimumWidth(96)
        self.sign.setDefault(True)
        self.sign.setEnabled(False)
        self.sign.clicked.connect(self._sign)
        self.other_identity = QPushButton(tr("My certificate…"))
        self.other_identity.setToolTip(tr("Sign with your own identity: choose its PKCS#12 file (.p12, .pfx)"))
        self.other_identity.setAutoDefault(False)
        self.other_identity.clicked.connect(self._choose_identity)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.other_identity)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.sign)
        column.addWidget(self.error)
        column.addLayout(row)
        return page

    def _meaning_row(self, meaning: str) -> QWidget:
        """Return a radio button whose words wrap (a QRadioButton's own do not)."""
        button = QRadioButton()
        button.setText(tr(meaning))
        button.setAccessibleName(tr(meaning))
        button.setFixedWidth(20)
        words = _text(tr(meaning), "")
        words.setBuddy(button)
        self._meanings.addButton(button, MEANINGS.index(meaning))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row

    def _warnings(self) -> str:
        lines = []
        if self._signer.is_new:
            lines.append(
                tr(
                    "First signature: the passphrase you choose now (at least {least} characters) protects your"
                    " demonstration identity."
                ).format(least=MIN_PASSPHRASE)
            )
        if self._signer.demonstration:
            who = "" if self._signer.is_new else tr("Demonstration identity, made on this computer.") + " "
            lines.append(who + tr("It is no legal signature: it shows that the file is unchanged, not who signed it."))
        if self._document.is_demonstration:
            lines.append(tr("The model was trained on synthetic data: not for diagnosis."))
        return "\n".join(lines)

    def _choose_identity(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Your signing identity"), "", "PKCS#12 (*.p12 *.pfx);;" + tr("All files") + " (*)"
        )
        if name:
            self.reject()
            self.identity_chosen.emit(Path(name))

    def _who(self) -> str:
        return self._signer.name + (f", {self._signer.credential}" if self._signer.credential else "")

    def _sign(self) -> None:
        passphrase = self.passphrase.text()
        if not self._is_typed:
            return
        self.error.hide()
        self._set_busy(busy=True)
        self.accepted_with_passphrase.emit(passphrase, self.meaning)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.passphrase, self.repeated, self.cancel, *self._meanings.buttons()):
            widget.setEnabled(not busy)
        self.sign.setEnabled(not busy and self._is_typed)
        self.sign.setText(tr("Signing…") if busy else tr("Sign"))

    @property
    def _is_typed(self) -> bool:
        """Whether the passphrase may be used: a new one is long enough and typed twice."""
        typed = self.passphrase.text()
        return bool(typed) and (not self._signer.is_new or _lacks(typed, self.repeated.text()) is None)

    def _typed(self) -> None:
        self.sign.setEnabled(self._is_typed)
        typed = self.passphrase.text()
        self.hint.setText((_lacks(typed, self.repeated.text()) or tr("The two are the same")) if typed else "")

    def _choose(self, blocker: Blocker) -> None:
        self.reject()
        self.blocker_chosen.emit(blocker)


def _lacks(passphrase: str, repeated: str) -> str | None:
    """Return what a new passphrase lacks, None for nothing."""
    if len(passphrase) < MIN_PASSPHRASE:
        return tr("{count} of at least {least} characters").format(count=len(passphrase), least=MIN_PASSPHRASE)
    if not repeated:
        return tr("Type it once more")
    return None if repeated == passphrase else tr("The two are not the same")


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return page, column


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
