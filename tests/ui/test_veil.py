"""A window that a sheet blocks is dimmed, and is not once the sheet has gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.ui.dialogs.sheet import Sheet
from deepcoro_desktop.ui.errors import show_problem
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.veil import Veil
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace

WAYS: dict[str, Callable[[QDialog], object]] = {
    "accepted": QDialog.accept,
    "refused": QDialog.reject,
    "closed": QDialog.close,
    "hidden": QDialog.hide,
    "deleted": shiboken6.delete,
    "deleted later": lambda dialog: (
        dialog.deleteLater(),
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete),
    ),
}


class Tile(QWidget):
    """A part of the window whose colour changes, as a picture that plays."""

    colour = QColor(200, 100, 50)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.colour)
        painter.end()


class WatchedVeil(Veil):
    """A veil that tells what it shades."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.shaded: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.shaded.append(event.region().boundingRect())
        super().paintEvent(event)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    made = QMainWindow()
    made.setCentralWidget(Tile())
    Veil(made)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    yield made
    made.close()


def veil_of(window: QWidget) -> Veil:
    (found,) = window.findChildren(Veil, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found


def shown(window: QWidget, at: QPoint) -> tuple[int, int, int]:
    return QColor(window.grab().toImage().pixel(at)).getRgb()[:3]


@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_dims_the_window_until_it_goes_in_any_way(window: QMainWindow, way: str) -> None:
    corner = QPoint(399, 299)
    assert shown(window, corner) == (200, 100, 50)
    sheet = QDialog(window)
    sheet.open()
    dimmed = shown(window, corner)
    assert all(abs(2 * now - before) <= 2 for now, before in zip(dimmed, (200, 100, 50), strict=True))
    WAYS[way](sheet)
    assert shown(window, corner) == (200, 100, 50)


def test_the_veil_follows_the_windows_size(window: QMainWindow) -> None:
    sheet = QDialog(window)
    sheet.open()
    window.resize(640, 480)
    assert veil_of(window).geometry() == window.rect()
    sheet.close()
    window.resize(500, 350)
    sheet.open()
    assert veil_of(window).geometry() == window.rect() == QRect(0, 0, 500, 350)
    sheet.close()


def test_a_sheet_over_a_sheet_dims_that_too_and_the_window_once(qtbot: QtBot, window: QMainWindow) -> None:
    under = Sheet("Settings", 300, 200, window)
    under.open()
    once = shown(window, QPoint(5, 5))
    over = show_problem(StorageError("The disk is full.", "Free some space."), under)
    assert veil_of(under).isVisible()
    assert shown(window, QPoint(5, 5)) == once
    over.close()
    assert not veil_of(under).isVisible()
    assert veil_of(window).isVisible(), "the first sheet is still open"
    under.close()
    assert not veil_of(window).isVisible()


def test_sheets_side_by_side_leave_the_window_dimmed_until_the_last(window: QMainWindow) -> None:
    first, second = QDialog(window), QDialog(window)
    first.open()
    second.open()
    first.close()
    assert veil_of(window).isVisible()
    second.close()
    assert not veil_of(window).isVisible()


def test_a_window_beside_it_leaves_the_window_bright(window: QMainWindow) -> None:
    beside = QDialog(window)
    beside.show()
    assert not veil_of(window).isVisible()
    beside.close()


def test_a_picture_that_plays_under_the_veil_has_only_itself_drawn_anew(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(Tile())
    tile = Tile(window.centralWidget())
    tile.setGeometry(40, 30, 100, 80)
    veil = WatchedVeil(window)
    window.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    sheet = QDialog(window)
    sheet.open()
    qtbot.waitUntil(lambda: window.rect() in veil.shaded)
    veil.shaded.clear()
    tile.update()
    qtbot.waitUntil(lambda: bool(veil.shaded))
    assert veil.shaded == [tile.geometry()]
    sheet.close()


def test_the_veil_takes_no_pointer_and_no_keyboard(window: QMainWindow) -> None:
    sheet = QDialog(window)
    sheet.open()
    assert window.childAt(QPoint(50, 50)) is window.centralWidget()
    sheet.close()


def test_every_sheet_of_the_window_dims_it(qtbot: QtBot, open_list: Callable[[FakeWorkspace], MainWindow]) -> None:
    window = open_list(FakeWorkspace())
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.study is not None and not window.tasks.busy)
    veil = veil_of(window)
    for show in (
        window.sheets.show_ledger, window.sheets.show_model_card, window.sheets.show_keys,
        window.sheets.show_patient, window._amend,
    ):  # fmt: skip
        show()
        qtbot.waitUntil(veil.isVisible)
        (sheet,) = (dialog for dialog in window.findChildren(QDialog) if dialog.isModal() and dialog.isVisible())
        sheet.close()
        assert not veil.isVisible()
