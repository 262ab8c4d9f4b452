"""What opens over the window or beside it: ledger, model card, keys, patient, letters, protocol, help."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.preferences import Chosen
from deepcoro_desktop.core.protocol import Completeness
from deepcoro_desktop.core.storage.attachments import Attachment
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.case import Case
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.documents import DocumentsWindow
from deepcoro_desktop.ui.dialogs.help import HelpWindow, page_of
from deepcoro_desktop.ui.dialogs.ledger import LedgerDialog
from deepcoro_desktop.ui.dialogs.model_card import ModelCard
from deepcoro_desktop.ui.dialogs.patient import PatientDialog, person_words
from deepcoro_desktop.ui.dialogs.protocol import ProtocolDialog
from deepcoro_desktop.ui.dialogs.settings_sheet import SettingsSheet
from deepcoro_desktop.ui.errors import show_problem
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskRunner
from deepcoro_desktop.ui.veil import Veil


class Sheets(QObject):
    """Opens each of them, filled with what is open.

    Parameters
    ----------
    workspace : Workspace
        Knows the bundle and the views.
    state : ViewerState
        What is open.
    case : Case
        Carries out what is asked for in them.
    tasks : TaskRunner
        Where settings are read and kept.
    settings : QSettings
        Where the window remembers its layout and its language.
    window : QMainWindow
        Owns them.
    """

    def __init__(
        self,
        workspace: Workspace,
        state: ViewerState,
        case: Case,
        tasks: TaskRunner,
        settings: QSettings,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._views = workspace.views()
        self._state = state
        self._case = case
        self._tasks = tasks
        self._settings = settings
        self._window = window
        self.documents: DocumentsWindow | None = None
        self.help: HelpWindow | None = None
        self.settings: SettingsSheet | None = None
        Veil(window)
        for action_id, show in (
            ("patient", self.show_patient),
            ("documents", self.show_documents),
            ("settings", self.show_settings),
            ("help", self.show_help),
            ("keys", self.show_keys),
        ):
            state.keymap.bind(window, action_id, show)
        case.attachments_changed.connect(self._on_attachments)
        case.document_opened.connect(self._on_document)
        case.failed.connect(self._on_failed)
        state.study_changed.connect(self._on_study)

    def show_ledger(self) -> None:
        """Show which clips were used, which not, and why."""
        if self._state.study is not None:
            self._open(LedgerDialog(self._state.study, self._state.analysis, self._views, self._window))

    def show_model_card(self) -> None:
        """Show which model drafts, what it learned from and how good it is."""
        bundle = self._workspace.bundle
        manifest, sha256 = (bundle.manifest, bundle.manifest_sha256) if bundle else (None, "")
        card = ModelCard(manifest, sha256, self._workspace.bundle_problem, self._window)
        card.settings_requested.connect(self.show_settings)
        self._open(card)

    def show_keys(self) -> None:
        """Show all keys; each can be changed there."""
        self._open(CheatSheet(self._state.keymap, self._window))

    def show_settings(self) -> None:
        """Show the settings, as they are on disk, to change them."""
        preferences = self._workspace.preferences
        self._tasks.submit(
            Lane.FILES,
            lambda _context: preferences.chosen(),
            done=self._open_settings,
            failed=self._on_unread,
        )

    def _on_unread(self, error: DeepcoroError) -> None:
        show_problem(error, self._window)

    def _open_settings(self, chosen: Chosen) -> None:
        if self.settings is not None:
            return
        sheet = SettingsSheet(chosen, self._workspace.preferences, self._settings, self._tasks, self._window)
        sheet.kept.connect(lambda settings: self._case.set_surface_formula(settings.body_surface))
        sheet.keys_requested.connect(self.show_keys)
        sheet.finished.connect(self._forget_settings)
        self.settings = sheet
        self._open(sheet)

    def _forget_settings(self) -> None:
        self.settings = None

    def show_protocol(self, found: Completeness) -> None:
        """Show what of a complete examination was not recorded."""
        self._open(ProtocolDialog(found, self._window))

    def show_patient(self) -> None:
        """Complete or correct the patient's header."""
        if self._state.study is not None:
            dialog = PatientDialog(self._state.study, self._window)
            dialog.facts_given.connect(self._case.set_facts)
            self._open(dialog)

    # --- letters and notes

    def show_documents(self) -> None:
        """Show letters and notes in a window beside the study."""
        study = self._state.study
        if study is None:
            return
        if self.documents is None:
            window = DocumentsWindow(person_words(study.patient), self._window)
            window.attach_requested.connect(self._case.attach)
            window.note_given.connect(self._case.add_note)
            window.open_requested.connect(self._case.open_document)
            window.remove_requested.connect(self._case.remove_document)
            window.finished.connect(self._forget_documents)
            self.offer_help(window)
            self.documents = window
            self._case.refresh_attachments()
        self.documents.show()
        self.documents.raise_()
        self.documents.activateWindow()

    def _forget_documents(self) -> None:
        self.documents = None

    def _on_study(self, _study: Study | None) -> None:
        if self.documents is not None:
            self.documents.close()

    def _on_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        if self.documents is not None:
            self.documents.show_list(attachments)

    def _on_document(self, attachment: Attachment, shown: object) -> None:
        if self.documents is not None:
            self.documents.show_document(attachment, shown)

    def _on_failed(self, error: DeepcoroError) -> None:
        if self.documents is not None:
            self.documents.show_error(error)
        else:
            show_problem(error, self._window)

    # --- help

    def show_help(self) -> None:
        """Open the guide at the page on the part that has the keyboard."""
        self.show_help_on(page_of(self._window.focusWidget()), self._window)

    def offer_help(self, dialog: QDialog) -> None:
        """Let the help key open the page on a dialog, from within it."""
        page = page_of(dialog)
        self._state.keymap.bind(dialog, "help", lambda: self.show_help_on(page, dialog))
        dialog.finished.connect(lambda _result: self._close_help_over(dialog))

    def show_help_on(self, page: str, over: QWidget | None = None) -> None:
        """Open the guide at a page; over a dialog it must belong to that, or the dialog would block it."""
        owner = over or self._window
        if self.help is not None and self.help.parentWidget() is not owner:
            self.help.close()
        if self.help is None:
            self.help = HelpWindow(self._state.keymap, owner)
            self.help.finished.connect(self._forget_help)
        self.help.go_to(page)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def _close_help_over(self, dialog: QDialog) -> None:
        if self.help is not None and self.help.parentWidget() is dialog:
            self.help.close()

    def _open(self, dialog: QDialog) -> None:
        self.offer_help(dialog)
        dialog.open()

    def _forget_help(self) -> None:
        self.help = None
