"""Every state of the start screen, the clips and the import is drawn; its picture lies in tests-output/ui."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.errors import NothingUsableError, StorageError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.protocol import completeness
from deepcoro_desktop.core.study import SkippedFile
from deepcoro_desktop.core.workspace import ImportReport
from deepcoro_desktop.ui.browser.clip_panel import ClipPanel
from deepcoro_desktop.ui.browser.study_list import StudyListPanel
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.documents import DocumentsWindow
from deepcoro_desktop.ui.dialogs.help import HelpWindow
from deepcoro_desktop.ui.dialogs.import_dialog import ImportDialog
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.dialogs.protocol import ProtocolDialog
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.evidence import case
from tests.ui.fakes import decode_disc, row, study

OUT = Path(__file__).parents[2] / "tests-output" / "ui"


def picture(widget: QWidget, name: str) -> QImage:
    """Save a picture of a widget, and return it; a picture of one colour is no picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    image = widget.grab().toImage()
    assert image.save(str(OUT / f"{name}.png"))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 5, name
    return image


START: dict[str, Callable[[StudyListPanel], object]] = {
    "loading": lambda panel: panel.set_loading(),
    "empty": lambda panel: panel.set_rows(()),
    "failed": lambda panel: panel.set_failed(StorageError("The list cannot be read.", "Free some space on the disk.")),
    "full": lambda panel: panel.set_rows(tuple(row(number) for number in range(40))),
    "no-match": lambda panel: (panel.set_rows((row(),)), panel.search.setText("zebra")),
}


@pytest.mark.parametrize("name", START)
def test_start_screen(qtbot: QtBot, name: str) -> None:
    panel = StudyListPanel()
    qtbot.addWidget(panel)
    panel.resize(1366, 690)
    panel.show()
    START[name](panel)
    picture(panel, f"start-{name}")


def analyse(state: ViewerState, clips: int) -> None:
    state.set_study(study())
    state.begin_analysis()
    for number in range(1, clips + 1):
        state.set_clip_views(case.clip_views(number))
    if clips == 14:
        state.finish_analysis(case.analysis())
        state.set_section("Left ventricle")


CLIPS: dict[str, Callable[[ViewerState], object]] = {
    "opened": lambda state: state.set_study(study()),
    "analysing": lambda state: analyse(state, 6),
    "full": lambda state: analyse(state, 14),
}


@pytest.mark.parametrize("name", CLIPS)
def test_clips(qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    state = ViewerState()
    panel = ClipPanel(state, tasks, case.views())
    qtbot.addWidget(panel)
    panel.resize(236, 960)
    panel.show()
    CLIPS[name](state)
    state.add_watched(case.uid(1))
    qtbot.waitUntil(lambda: panel.thumbnails.image(study().clips[13], "") is not None)
    picture(panel, f"clips-{name}")


REFUSED = SkippedFile("IM0007", "The file ends before its pictures do.", "Copy it from the scanner again.")
IMPORT: dict[str, Callable[[ImportDialog], object]] = {
    "running": lambda dialog: dialog.show_progress(Progress("Reading headers", 9, 14)),
    "failed": lambda dialog: dialog.show_error(NothingUsableError("There is no DICOM file in it.", "Choose another.")),
    "refused": lambda dialog: dialog.show_report(ImportReport((study(),), (REFUSED,), 15)),
}


@pytest.mark.parametrize("name", IMPORT)
def test_import(qtbot: QtBot, name: str) -> None:
    dialog = ImportDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    IMPORT[name](dialog)
    picture(dialog, f"import-{name}")
    dialog.show_error(NothingUsableError("", ""))
    dialog.close()


def test_sheets(qtbot: QtBot) -> None:
    keymap = Keymap()
    keymap.rebind("play", "P")
    keys, guide, letters = CheatSheet(keymap), HelpWindow(keymap), DocumentsWindow("DEMO PHANTOM · P-000117")
    keys.caps["overlay"].listen()
    guide.go_to("report")
    sheets = {
        "keys": keys,
        "guide": guide,
        "letters-empty": letters,
        "patient": PatientDialog(study()),
        "protocol": ProtocolDialog(completeness(["plax", "a4c"], standard_views())),
    }
    for name, sheet in sheets.items():
        qtbot.addWidget(sheet)
        sheet.show()
        picture(sheet, f"sheet-{name}")
        sheet.close()
