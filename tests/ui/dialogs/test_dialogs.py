from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import Metric, ReportGraphSpec
from deepcoro_desktop.core.errors import BundleError, CancelledError, NothingUsableError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.study import SkippedClip, SkippedFile
from deepcoro_desktop.core.workspace import ImportReport
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.import_dialog import ImportDialog, summary
from deepcoro_desktop.ui.dialogs.ledger import LedgerDialog, lines
from deepcoro_desktop.ui.dialogs.model_card import ModelCard, figure
from deepcoro_desktop.ui.keymap import ACTIONS, Context, Keymap, shown
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import study

REFUSED = SkippedFile("IM0007", "The file ends before its pictures do.", "Copy it from the scanner again.")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(write_bundle(tmp_path_factory.mktemp("bundle")))


@pytest.fixture
def importing(qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def words(dialog: object) -> str:
    labels = dialog.findChildren(QLabel)  # type: ignore[attr-defined]
    return "\n".join(label.text() for label in labels if not label.isHidden())


def cells(table: QTableWidget) -> list[list[str]]:
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def test_import_shows_how_far_it_is(importing: ImportDialog) -> None:
    importing.show_progress(Progress("Reading headers", 3, 14))
    assert importing.words.text() == "Reading headers 3 of 14"
    assert importing.bar.value() == 3
    importing.show_progress(Progress("Looking for files", 120, 0))
    assert importing.words.text() == "Looking for files 120"


def test_import_without_refusals_opens_at_once(qtbot: QtBot, importing: ImportDialog) -> None:
    with qtbot.waitSignal(importing.open_requested) as opened:
        importing.show_report(ImportReport(studies=(study(),), skipped=(), found=14))
    assert opened.args == [case.STUDY_UID]
    assert not importing.isVisible()


def test_import_names_what_was_refused_with_reason_and_remedy(qtbot: QtBot, importing: ImportDialog) -> None:
    report = ImportReport(studies=(study(),), skipped=(REFUSED,), found=15)
    importing.show_report(report)
    assert summary(report) == "15 files found = 14 loaded + 1 refused"
    assert importing.words.text() == summary(report)
    assert cells(importing.table) == [[REFUSED.name, REFUSED.reason, REFUSED.remedy]]
    with qtbot.waitSignal(importing.open_requested) as opened:
        qtbot.mouseClick(importing.open_study, Qt.MouseButton.LeftButton)
    assert opened.args == [case.STUDY_UID]


def test_import_of_nothing_usable_offers_no_study(importing: ImportDialog) -> None:
    importing.show_report(ImportReport(studies=(), skipped=(REFUSED,), found=1))
    assert importing.heading.text() == "Nothing was imported"
    assert not importing.open_study.isVisible()


def test_import_error_is_a_sentence_and_a_remedy(qtbot: QtBot, importing: ImportDialog) -> None:
    importing.show_error(NothingUsableError("There is no DICOM file in it.", "Choose the folder of the study."))
    assert importing.problem.text == "There is no DICOM file in it. Choose the folder of the study."
    with qtbot.waitSignal(importing.finished):
        qtbot.mouseClick(importing.stop, Qt.MouseButton.LeftButton)


def test_import_can_be_cancelled_and_then_closes(qtbot: QtBot, importing: ImportDialog) -> None:
    with qtbot.waitSignal(importing.cancel_requested):
        qtbot.keyClick(importing, Qt.Key.Key_Escape)
    assert importing.isVisible()
    assert importing.words.text() == "Stopping"
    importing.show_error(CancelledError())
    assert not importing.isVisible()


def test_ledger_adds_up(qtbot: QtBot) -> None:
    opened = replace(study(), skipped=(REFUSED,))
    full = case.analysis()
    analysis = replace(
        full, used=full.used[:-1], views=full.views[:-1], skipped=(SkippedClip(case.uid(14), "only one frame"),)
    )
    dialog = LedgerDialog(opened, analysis, case.views())
    qtbot.addWidget(dialog)
    assert dialog.words.text() == "15 in the study = 13 used + 2 not used or refused"
    rows = cells(dialog.table)
    assert rows[0] == ["1", "IM0001", "Parasternal long axis 98 %", "used"]
    assert rows[13][3] == "not used: only one frame"
    assert rows[14] == ["–", "IM0007", "", f"refused: {REFUSED.reason} {REFUSED.remedy}"]


def test_ledger_before_the_analysis(qtbot: QtBot) -> None:
    dialog = LedgerDialog(study(), None, case.views())
    qtbot.addWidget(dialog)
    assert dialog.words.text() == "14 in the study; not analysed yet"


def test_ledger_marks_the_readers_own_view() -> None:
    full = case.analysis()
    first = replace(full.views[0], overridden=True)
    rows = lines(study(), replace(full, views=(first, *full.views[1:])), case.views())
    assert rows[0][2] == "Parasternal long axis (yours)"


def test_model_card_tells_what_the_manifest_tells(qtbot: QtBot, bundle: Bundle) -> None:
    manifest = bundle.manifest
    card = ModelCard(manifest, bundle.manifest_sha256, None)
    qtbot.addWidget(card)
    text = words(card)
    for part in (
        manifest.title, manifest.bundle_id, bundle.manifest_sha256, manifest.licence, manifest.intended_use,
        "Synthetic data: computed hearts, no patient.", "Every report is compared (exact search).", *manifest.limits,
    ):  # fmt: skip
        assert part in text
    table = card.findChildren(QTableWidget)[0]
    assert cells(table)[0][:3] == ["view top1", "0.5 (95 % interval 0.4 to 0.6)", "6"]


def test_model_card_states_the_measured_recall_of_a_graph(qtbot: QtBot, bundle: Bundle) -> None:
    graph = ReportGraphSpec(bundle.manifest.golden.file, 400, 0.9931, 50, 240)
    index = replace(bundle.manifest.report_index, graph=graph)
    card = ModelCard(replace(bundle.manifest, report_index=index), bundle.manifest_sha256, None)
    qtbot.addWidget(card)
    assert "recall@50 0.9931, measured with 240 reports of the corpus" in words(card)


def test_model_card_without_a_model_says_why(qtbot: QtBot) -> None:
    card = ModelCard(None, "", BundleError("The bundle was altered.", "Install it again."))
    qtbot.addWidget(card)
    assert "The bundle was altered." in words(card)
    assert "nothing is drafted" in words(card)


def test_figure_without_interval() -> None:
    assert figure(Metric("r10", 0.123456, None, None, 10)) == "0.123"


@pytest.fixture
def sheet(qtbot: QtBot) -> CheatSheet:
    made = CheatSheet(Keymap())
    qtbot.addWidget(made)
    made.show()
    return made


def test_cheat_sheet_shows_every_key(sheet: CheatSheet) -> None:
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert all(context.value in words for context in Context)
    for action in ACTIONS:
        assert action.words in words
        assert action.fixed or sheet.caps[action.id].text() == shown(action.key)


def test_cheat_sheet_rebinds_live(qtbot: QtBot, sheet: CheatSheet) -> None:
    cap = sheet.caps["play"]
    qtbot.keyClick(cap, Qt.Key.Key_Return)
    assert cap.listening
    assert "Play or pause" in sheet.message.text()
    qtbot.keyClick(cap, Qt.Key.Key_W)
    assert (cap.listening, cap.text()) == (False, "W")
    qtbot.mouseClick(cap, Qt.MouseButton.LeftButton)
    qtbot.keyClick(cap, Qt.Key.Key_Escape)
    assert cap.text() == "W", "Esc leaves the key as it is"
    qtbot.mouseClick(sheet.reset, Qt.MouseButton.LeftButton)
    assert cap.text() == "Space"


def test_cheat_sheet_names_a_conflict_and_swaps_on_demand(qtbot: QtBot, sheet: CheatSheet) -> None:
    cap = sheet.caps["overlay"]
    cap.listen()
    qtbot.keyClick(cap, Qt.Key.Key_G)
    assert sheet.message.text() == "G is taken: Next layout of the tiles."
    assert cap.text() == "O"
    qtbot.mouseClick(sheet.swap, Qt.MouseButton.LeftButton)
    assert (cap.text(), sheet.caps["layout"].text()) == ("G", "O")
    cap.listen()
    qtbot.keyClick(cap, Qt.Key.Key_F11)
    assert "Full screen" in sheet.message.text()
    accept = sheet.caps["accept"]
    accept.listen()
    qtbot.keyClick(accept, Qt.Key.Key_Tab)
    assert sheet.message.text() == "Tab is taken: Next sentence to review. Choose another key."
    assert sheet.swap.isHidden()
