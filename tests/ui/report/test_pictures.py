"""A picture of every state of the report and the signing sheet, kept in the test's folder to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import ModelError, SigningError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.signing.identity import DEMONSTRATION_MARK
from deepcoro_desktop.ui.report.panel import ReportPanel
from deepcoro_desktop.ui.report.signing_sheet import SigningSheet
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.evidence import case
from tests.ui.report.test_signing_sheet import Reader


def _with(document: Document, section: str = "Left ventricle") -> Callable[[ViewerState], None]:
    def show(state: ViewerState) -> None:
        state.set_study(case.study())
        state.set_document(document)
        state.set_section(section)

    return show


def _failed(state: ViewerState) -> None:
    state.set_study(case.study())
    state.begin_analysis()
    state.fail_analysis(ModelError("The video encoder failed.", "Restart the program."))


def _analysing(state: ViewerState) -> None:
    state.set_study(case.study())
    state.begin_analysis()


STATES: dict[str, Callable[[ViewerState], object]] = {
    "no study": lambda _state: None,
    "no draft": lambda state: state.set_study(case.study()),
    "analysing": _analysing,
    "failed": _failed,
    "draft": _with(case.draft()),
    "half read": _with(case.half_read()),
    "rejected": _with(case.half_read(), "Mitral valve"),
    "not assessed": _with(case.half_read(), "Pulmonary veins"),
    "ready": _with(case.read_through()),
    "signed": _with(case.signed()),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("width", [280, 316, 380])
def test_every_state_of_the_report_fits_its_panel(qtbot: QtBot, tmp_path: Path, name: str, width: int) -> None:
    state = ViewerState()
    panel = ReportPanel(state)
    qtbot.addWidget(panel)
    panel.resize(width, 1000)
    panel.show()
    STATES[name](state)
    picture = panel.grab()
    assert picture.save(str(tmp_path / f"report {name} {width}.png"))
    assert panel.width() == width, "nothing may widen the panel"
    for card in panel.section_view.cards:
        right = card.mapTo(panel, card.rect().topRight()).x()
        assert right <= width - 8, "no sentence is cut"
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            text = button.fontMetrics().horizontalAdvance(button.text())
            assert button.contentsRect().width() >= text, f"{button.text()} is cut"
    for words in [label for card in panel.section_view.cards for label in (card.words, card.hint)]:
        if words.isVisible():
            assert words.width() >= words.fontMetrics().horizontalAdvance(words.text()), words.text()


def _wrong(sheet: SigningSheet) -> None:
    sheet.passphrase.setText("wrong")
    sheet.sign.click()
    sheet.show_error(SigningError("The passphrase is wrong.", "Type it again."))


@pytest.mark.parametrize("size", [(1216, 940), (960, 592)])
@pytest.mark.parametrize("name", ["blocked", "ready", "first signature", "wrong passphrase", "signed"])
def test_every_state_of_the_signing_sheet(
    qtbot: QtBot, tasks: TaskRunner, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    document = case.half_read() if name == "blocked" else case.read_through()
    sheet = SigningSheet(
        document, Reader("Demonstration Reader", DEMONSTRATION_MARK, is_new=name == "first signature"), tasks
    )
    qtbot.addWidget(sheet)
    sheet.resize(*size)
    sheet.show()
    qtbot.waitUntil(lambda: sheet.preview.shows_pages)
    if name == "wrong passphrase":
        _wrong(sheet)
    elif name == "signed":
        sheet.show_signed(case.signed(), "9a3f" * 16, "Reports/demo.pdf")
        qtbot.waitUntil(lambda: sheet.preview.caption.text().startswith("As it was signed"))
    assert sheet.grab().save(str(tmp_path / f"signing {name} {size[0]}.png"))
    for label in sheet.side.currentWidget().findChildren(QLabel):
        if label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height(), f"{label.text()} is cut"
            assert label.wordWrap() or label.sizeHint().width() <= label.width(), f"{label.text()} is cut"
    for page in sheet.preview.pages.sheets:
        assert 0 < page.x() < page.x() + page.width() < sheet.preview.pages.viewport().width()
