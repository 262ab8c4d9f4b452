"""The sheet of settings: who reads, how is indexed, which model drafts, in which language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.errors import ArgumentError, CancelledError, DeepcoroError
from deepcoro_desktop.core.preferences import CheckedBundle, Chosen, Preferences, check_bundle
from deepcoro_desktop.core.storage.settings import DEVICES, Settings, check_words
from deepcoro_desktop.ui.dialogs.language_choice import LanguageChoice
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.tasks import Lane, TaskHandle, TaskRunner

_DEVICE_NAMES: Final = {
    "auto": mark("The fastest that works"), "cpu": "CPU", "cuda": "NVIDIA (CUDA)", "directml": "DirectML",
    "coreml": mark("Core ML"), "openvino": "OpenVINO",
}  # fmt: skip
_AUTO: Final = "auto"


class SettingsSheet(Sheet):
    """Edits the settings; nothing is written before Keep.

    Parameters
    ----------
    chosen : Chosen
        The settings as they are kept.
    preferences : Preferences
        Keeps them; called on the lanes only.
    window_settings : QSettings
        Where the window remembers its language.
    tasks : TaskRunner
        Where bundles are checked and settings are written.
    """

    kept = Signal(object)
    """Settings, as they are on disk now."""
    keys_requested = Signal()

    def __init__(
        self,
        chosen: Chosen,
        preferences: Preferences,
        window_settings: QSettings,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Settings"), 720, 680, parent)
        self._chosen, self._preferences, self._tasks = chosen, preferences, tasks
        self._bundle_path = chosen.settings.bundle_path
        self._checked: CheckedBundle | None = None
        self._running: TaskHandle | None = None
        self._keeping = False
        self._make_fields(chosen.settings, window_settings)
        self._compose()
        self._connect()
        self._show_bundle(chosen.bundle, chosen.bundle_problem)
        self._check()
        self.name.setFocus()

    def _make_fields(self, settings: Settings, window_settings: QSettings) -> None:
        self.name, self.credential = QLineEdit(settings.reader_name), QLineEdit(settings.credential)
        self.name.setAccessibleName(tr("Reader's name"))
        self.credential.setAccessibleName(tr("Credential"))
        self.credential.setPlaceholderText(tr("for instance MD, FESC"))
        self.surface = QComboBox()
        self.surface.setAccessibleName(tr("Body surface"))
        for formula in BodySurface:
            self.surface.addItem(f"{formula.value}:  {formula.text}", formula)
        self.surface.setCurrentIndex(list(BodySurface).index(settings.body_surface))
        self.drafts = QCheckBox(tr("Draft with the model"))
        self.drafts.setChecked(settings.ai_enabled)
        self.choose, self.shipped = QPushButton(tr("Choose a bundle")), QPushButton(tr("The one that ships"))
        self.device = QComboBox()
        self.device.setAccessibleName(tr("Device"))
        for device in DEVICES:
            self.device.addItem(tr(_DEVICE_NAMES[device]), device)
        self.device.setCurrentIndex(self.device.findData(settings.device))
        self.language = LanguageChoice(window_settings)
        self.name_problem, self.credential_problem, self.bundle_problem, self.device_problem = (
            text_label("", role, wrap=True) for role in ("fault", "fault", "fault", "review")
        )
        self.bundle = text_label("", wrap=True)
        self.problem = ProblemBar()

    def _compose(self) -> None:
        bundle = QHBoxLayout()
        bundle.setSpacing(8)
        for button in (self.choose, self.shipped):
            button.setAutoDefault(False)
            bundle.addWidget(button)
        bundle.addStretch(1)
        inside = QWidget()
        grid = self._grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._head(tr("Reader"))
        self._row(tr("Name"), self.name, self.name_problem)
        self._note(tr("Stands in the audit record and in the list of studies, from the next start."))
        self._row(tr("Credential"), self.credential, self.credential_problem)
        self._note(tr("Printed under the signature of your own certificate, from the next one on."))
        self._head(tr("Measuring"))
        self._row(tr("Body surface"), self.surface)
        self._note(tr("Counts at once: header, indexed values and draft follow. What is signed stays as it is."))
        self._head(tr("Model"))
        self._row("", self.drafts)
        self._row(tr("Bundle"), self.bundle, self.bundle_problem)
        grid.addLayout(bundle, grid.rowCount(), 1)
        self._row(tr("Device"), self.device, self.device_problem)
        self._note(tr("Bundle, device and drafting count from the next start."))
        self._head(tr("Window"))
        self._row(tr("Language"), self.language)
        self._note(tr("Counts from the next start."))
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the field that has the keyboard
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.problem)
        self.keys = QPushButton(tr("Keys"))
        self.keys.setAutoDefault(False)
        self.buttons.insertWidget(0, self.keys)
        self.cancel = self.add_button(tr("Cancel"))
        self.keep = self.add_button(tr("Keep"), primary=True)

    def _head(self, words: str) -> None:
        row = self._grid.rowCount()
        if row > 1:
            self._grid.setRowMinimumHeight(row, 10)
        self._grid.addWidget(text_label(words, "heading"), row + 1, 0, 1, 2)

    def _row(self, caption: str, field: QWidget, problem: QLabel | None = None) -> None:
        row = self._grid.rowCount()
        label = text_label(caption, "dim")
        label.setBuddy(field)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        if problem is not None:
            problem.hide()
            self._grid.addWidget(problem, row + 1, 1)

    def _note(self, words: str) -> None:
        self._grid.addWidget(text_label(words, "note", wrap=True), self._grid.rowCount(), 1)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._check)
        self.credential.textChanged.connect(self._check)
        self.device.currentIndexChanged.connect(self._check)
        self.choose.clicked.connect(self._choose_bundle)
        self.shipped.clicked.connect(self._take_shipped)
        self.keys.clicked.connect(self.keys_requested)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.finished.connect(self._stop)

    def settings(self) -> Settings:
        """Return what is entered."""
        return replace(
            self._chosen.settings,
            reader_name=self.name.text().strip(),
            credential=self.credential.text().strip(),
            bundle_path=self._bundle_path,
            device=self.device.currentData(),
            ai_enabled=self.drafts.isChecked(),
            body_surface=self.surface.currentData(),
        )

    # --- what is entered

    def _check(self) -> None:
        """Say at each field what is wrong with it; what is wrong cannot be kept."""
        sound = True
        for field, words, problem in (
            (self.name, tr("A name"), self.name_problem),
            (self.credential, tr("A credential"), self.credential_problem),
        ):
            try:
                check_words(field.text().strip(), words)
            except ArgumentError as error:
                _say(problem, str(error))
                sound = False
            else:
                _say(problem, "")
        device = self.device.currentData()
        lacking = device not in (_AUTO, *self._chosen.devices)
        words = tr("This computer has no {device}: the models would run on the CPU. Choose another one.")
        _say(self.device_problem, words.format(device=self.device.currentText()) if lacking else "")
        self.keep.setEnabled(sound and self._running is None)

    # --- the bundle

    def _show_bundle(self, title: str, problem: DeepcoroError | None) -> None:
        self.bundle.setText(title or tr("none that can be used"))
        _say(self.bundle_problem, str(problem) if problem is not None else "")
        self.choose.setEnabled(True)
        self.shipped.setEnabled(bool(self._bundle_path) or self._checked is not None)

    def _choose_bundle(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, tr("The folder of a model bundle")):
            self.check_bundle(Path(name))

    def check_bundle(self, folder: Path) -> None:
        """Check the bundle in a folder; only one that is whole and gives its recorded outputs here is taken."""
        before = self.bundle.text()

        def done(checked: CheckedBundle) -> None:
            self._running, self._checked = None, checked
            words = tr("{title} (checked: whole, and right on this computer)")
            self._show_bundle(words.format(title=checked.title), None)
            self._check()

        def failed(error: DeepcoroError) -> None:
            if isinstance(error, CancelledError):
                return  # the sheet is closed
            self._running = None
            self._show_bundle(before, error)
            self._check()

        self._wait(tr("Checking every file and the golden clip"))
        self._running = self._tasks.submit(
            Lane.MODEL, lambda context: check_bundle(folder, context.cancel), done=done, failed=failed
        )
        self._check()

    def _take_shipped(self) -> None:
        self._bundle_path, self._checked = "", None
        self._show_bundle(tr("The demonstration bundle"), None)
        self.choose.setFocus()

    def _wait(self, words: str) -> None:
        self.bundle.setText(words)
        _say(self.bundle_problem, "")
        self.choose.setEnabled(False)
        self.shipped.setEnabled(False)

    # --- keeping

    def _keep(self) -> None:
        settings, checked = self.settings(), self._checked

        def done(kept: Settings) -> None:
            self._running, self._keeping = None, False
            self.language.keep()
            self.kept.emit(kept)
            self.accept()

        def failed(error: DeepcoroError) -> None:
            self._running, self._keeping = None, False
            self.problem.show_error(error)
            self._check()

        self.problem.hide()
        self._keeping = True
        self._running = self._tasks.submit(
            Lane.FILES, lambda _context: self._preferences.keep(settings, checked), done=done, failed=failed
        )
        self._check()

    def reject(self) -> None:
        """Leave everything as it was; what is being written is waited for."""
        if not self._keeping:
            super().reject()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
