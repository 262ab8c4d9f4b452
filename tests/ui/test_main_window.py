from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.errors import (
    BundleError,
    DeepcoroError,
    ModelError,
    ModelsOffError,
    NothingUsableError,
    StorageError,
    UnreadableFileError,
)
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.study import SkippedFile
from deepcoro_desktop.ui.dialogs.amend import AmendDialog
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.ledger import LedgerDialog
from deepcoro_desktop.ui.dialogs.model_card import ModelCard
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.main_window import MainWindow
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import NOW, FakeWorkspace, decode_disc, row

Build = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(write_bundle(tmp_path_factory.mktemp("bundle")))


@pytest.fixture
def build(qtbot: QtBot, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    windows: list[MainWindow] = []

    def build(size: tuple[int, int] = (1600, 900), **answers: object) -> MainWindow:
        workspace = FakeWorkspace(**{"bundle": bundle, **answers})  # type: ignore[arg-type]
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(workspace, settings)  # type: ignore[arg-type]
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        windows.append(window)
        return window

    yield build
    for window in windows:
        window.close()
        assert window.tasks.closed


def open_study(qtbot: QtBot, window: MainWindow) -> None:
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.analysis is not None)


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog:
    (found,) = window.findChildren(kind)
    return found


def test_starts_with_the_list_and_opens_a_study_with_enter(qtbot: QtBot, build: Build) -> None:
    window = build(rows=(row(0), row(1)))
    qtbot.waitUntil(lambda: window.studies.filter.rowCount() == 2)
    qtbot.keyClicks(window.studies.search, "000117")
    qtbot.keyClick(window.studies.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.analysis is not None)
    assert window.columns.isVisible()
    assert not window.studies.isVisible()
    qtbot.waitUntil(lambda: window.foot.sign.text().startswith("Sign — "))


def test_banner_shows_on_both_pages_and_no_click_closes_it(qtbot: QtBot, build: Build) -> None:
    window = build()
    assert window.strip.banner.isVisible()
    open_study(qtbot, window)
    qtbot.mouseClick(window.strip.banner, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.strip.banner.isVisible()


def test_escape_goes_back_to_the_list(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    qtbot.keyClick(window.clips.view, Qt.Key.Key_Escape)
    assert window.state.study is None
    assert window.studies.isVisible()


def test_number_keys_open_clips(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    window.clips.view.setFocus()
    with qtbot.waitSignal(window.state.clip_open_requested) as opened:
        qtbot.keyClick(window.clips.view, Qt.Key.Key_7)
    assert opened.args == [case.uid(7)]


def test_the_windows_keys_count_in_the_reports_own_window(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    window.columns.detach_report()
    report = window.columns.window_of_report
    assert report is not None
    with qtbot.waitSignal(window.state.clip_open_requested) as opened:
        qtbot.keyClick(report, Qt.Key.Key_7)
    assert opened.args == [case.uid(7)]
    qtbot.keyClick(window.report.sections, Qt.Key.Key_Question)
    dialog_of(window, CheatSheet).close()
    qtbot.keyClick(window.report.sections, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(window.clips.view.hasFocus)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.report.sections, Qt.Key.Key_R, both)
    assert window.columns.window_of_report is None


def test_digits_typed_into_a_field_stay_there(qtbot: QtBot, build: Build) -> None:
    window = build(rows=(row(0),))
    qtbot.waitUntil(lambda: window.studies.search.isEnabled())
    qtbot.keyClicks(window.studies.search, "117?")
    assert window.studies.search.text() == "117?"
    assert window.findChildren(CheatSheet) == []


def test_question_mark_opens_the_keys(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    window.clips.view.setFocus()
    qtbot.keyClick(window.clips.view, Qt.Key.Key_Question)
    dialog_of(window, CheatSheet).close()


def test_ledger_and_model_card_open_from_the_window(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    qtbot.mouseClick(window.strip.used, Qt.MouseButton.LeftButton)
    dialog_of(window, LedgerDialog).close()
    qtbot.mouseClick(window.foot.bundle, Qt.MouseButton.LeftButton)
    dialog_of(window, ModelCard).close()


def test_sign_button_goes_to_the_first_thing_missing(qtbot: QtBot, build: Build) -> None:
    window = build(document=case.half_read())
    open_study(qtbot, window)
    window.state.set_section("Aorta")
    first = window.foot.blockers[0]
    qtbot.mouseClick(window.foot.sign, Qt.MouseButton.LeftButton)
    assert window.state.section == first.section
    assert window.signing_sheet is None


def test_complete_report_is_signed_on_the_sheet(qtbot: QtBot, build: Build) -> None:
    window = build(document=case.read_through())
    open_study(qtbot, window)
    qtbot.mouseClick(window.foot.sign, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.signing_sheet is not None and window.signing_sheet.isVisible())
    sheet = window.signing_sheet
    assert sheet is not None
    with qtbot.waitSignal(window.reading.signed):
        sheet.accepted_with_passphrase.emit("open sesame", "I have reviewed it.")
    assert window.foot.sign.text().startswith("Signed by Dr Ada Reader")
    sheet.close()
    assert window.signing_sheet is None


def test_signed_report_is_amended_with_a_reason_from_the_foot(qtbot: QtBot, build: Build) -> None:
    window = build(document=case.signed())
    open_study(qtbot, window)
    assert window.foot.sign.text() == "Signed by Dr Ada Reader, 2026-03-14 11:05"
    qtbot.mouseClick(window.foot.amend, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, AmendDialog)
    assert isinstance(dialog, AmendDialog)
    qtbot.keyClicks(dialog.reason, "  ")
    assert not dialog.begin.isEnabled(), "no amendment without a reason"
    qtbot.keyClicks(dialog.reason, "EF corrected")
    qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.state.document is not None and not window.state.document.is_signed)
    assert window.state.document is not None
    assert (window.state.document.revision, window.state.document.amendment_reason) == (2, "EF corrected")
    assert window.report.status.text().startswith("Amends revision 1, not signed")
    assert not window.foot.amend.isVisible()


def test_edit_is_saved_and_the_foot_says_when(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    window.state.set_document(editing.set_impression(case.draft(), "normal study", NOW))
    qtbot.waitUntil(lambda: window.foot.saved.text().startswith("Saved "))


def test_failed_analysis_is_told_and_tried_again(qtbot: QtBot, build: Build) -> None:
    errors = {"analyse": ModelError("The encoder failed.", "Restart the program.")}
    window = build(errors=errors)
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.problem.text == "The encoder failed. Restart the program.")
    errors.clear()
    qtbot.mouseClick(window.problem.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.state.analysis is not None)
    assert window.problem.text == ""


def test_trouble_with_other_clips_is_gone_once_they_are_read(qtbot: QtBot, build: Build) -> None:
    errors: dict[str, DeepcoroError] = {}
    window = build(errors=errors)
    open_study(qtbot, window)
    errors["analyse"] = NothingUsableError("No clip can be used.", "Bring one back.")
    window.reading.set_excluded(case.uid(9), True)
    qtbot.waitUntil(lambda: window.problem.text == "No clip can be used. Bring one back.")
    errors.clear()
    window.reading.set_excluded(case.uid(9), False)
    qtbot.waitUntil(lambda: window.problem.text == "")


def test_damaged_bundle_is_told_and_the_study_opens(qtbot: QtBot, build: Build) -> None:
    window = build(bundle=None, bundle_problem=BundleError("The bundle was altered.", "Install it again."))
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.problem.text == "The bundle was altered. Install it again.")
    assert window.columns.isVisible()
    assert window.foot.bundle.text() == "No model"


def test_a_reader_who_chose_to_work_without_models_is_not_warned(qtbot: QtBot, build: Build) -> None:
    window = build(bundle=None, bundle_problem=ModelsOffError())
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None)
    assert window.problem.text == ""
    assert window.report.trouble.isHidden()


def test_study_that_cannot_be_read_is_told_in_the_list(qtbot: QtBot, build: Build) -> None:
    window = build(errors={"open_study": UnreadableFileError("The study's files are gone.", "Import it again.")})
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.studies.problem.text == "The study's files are gone. Import it again.")


def test_dropped_folder_is_imported_and_opened(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    window = build()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.state.analysis is not None)
    qtbot.waitUntil(lambda: window.import_progress.dialog is None)


def test_refused_files_are_shown_before_the_study_opens(qtbot: QtBot, build: Build) -> None:
    window = build(skipped=(SkippedFile("notes.txt", "Not a DICOM file.", "Nothing to do."),))
    window.reading.imports.start_demo()
    qtbot.waitUntil(
        lambda: window.import_progress.dialog is not None and window.import_progress.dialog.open_study.isVisible()
    )
    assert window.import_progress.dialog is not None
    qtbot.mouseClick(window.import_progress.dialog.open_study, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.state.analysis is not None)


def test_layout_is_remembered(qtbot: QtBot, build: Build) -> None:
    first = build((1700, 950))
    open_study(qtbot, first)
    first.columns.toggle("evidence")
    first.close()
    again = build((1700, 950))
    open_study(qtbot, again)
    assert not again.evidence.isVisible()


def test_closing_with_a_draft_that_cannot_be_saved_warns_once(qtbot: QtBot, build: Build) -> None:
    errors = {"save_draft": StorageError("The disk is full.", "Free some space.")}
    window = build(errors=errors)
    open_study(qtbot, window)
    window.state.set_document(editing.set_impression(case.draft(), "normal study", NOW))
    qtbot.waitUntil(lambda: window.foot.saved.text() == "Not saved: The disk is full.")
    assert not window.close()
    for dialog in window.findChildren(QDialog):
        dialog.close()
    assert window.close()


def test_restart_restores_keys_folder_and_hidden_panels(
    qtbot: QtBot, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def choose(_parent: object, _title: str, start: str) -> str:
        asked.append(start)
        return str(tmp_path)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    first = build()
    open_study(qtbot, first)
    first.keymap.rebind("play", "W")
    qtbot.keyClick(first, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not first.evidence.isVisible()
    first.studies.choose_folder()
    qtbot.waitUntil(lambda: first.import_progress.dialog is None)
    first.close()
    again = build()
    open_study(qtbot, again)
    assert again.keymap.key("play") == "W"
    assert not again.evidence.isVisible()
    again.studies.choose_folder()
    assert asked == ["", str(tmp_path)]
    qtbot.waitUntil(lambda: again.import_progress.dialog is None)


def test_help_opens_at_the_part_that_has_the_keyboard(qtbot: QtBot, build: Build) -> None:
    window = build()
    open_study(qtbot, window)
    for part, page in (("clips", "clips"), ("report", "report")):
        window.go_to_part(part)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        assert window.sheets.help is not None
        assert window.sheets.help.page == page
        assert not window.sheets.help.isModal()
    window.sheets.help.close()
    window.sheets.show_patient()
    (dialog,) = window.findChildren(PatientDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.height_cm, Qt.Key.Key_F1)
    assert window.sheets.help.page == "case"
    assert window.sheets.help.parentWidget() is dialog, "else the dialog would block it"
    dialog.close()
    qtbot.waitUntil(lambda: window.sheets.help is None)
    window.reading.close_study()
    qtbot.waitUntil(lambda: window.studies.isVisible())
    window.activateWindow()
    window.studies.search.setFocus()
    qtbot.waitUntil(window.studies.search.hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.sheets.help is not None
    assert window.sheets.help.page == "studies"
    window.sheets.help.close()


def test_study_whose_share_was_unplugged_says_so_where_the_reader_looks(qtbot: QtBot, build: Build) -> None:
    gone = UnreadableFileError("The study is not where it was.", "Connect its drive or share again.")
    window = build(errors={"open_study": gone})
    qtbot.waitUntil(lambda: window.studies.filter.rowCount() == 1)
    qtbot.keyClick(window.studies.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Connect its drive or share again." in window.studies.problem.text)
    assert window.studies.view.isVisible(), "the list stays"
