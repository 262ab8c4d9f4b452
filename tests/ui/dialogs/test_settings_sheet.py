"""The sheet of settings: what is wrong is said at its field, and nothing is written before Keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.storage.settings import FILE_NAME, Settings, load_settings, save_settings
from deepcoro_desktop.ui.dialogs.settings_sheet import SettingsSheet
from deepcoro_desktop.ui.language import SETTING
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.bundle_factory import write_bundle
from tests.ui.dialogs.settings import settings_sheet

KEPT = Settings(
    reader_name="Dr Ada", identity_path="/own.p12", layout="3x3", trusted_certificates=("/a.pem",), last_folder="/d"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    save_settings(KEPT, tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path, config: Path, tasks: TaskRunner) -> Iterator[SettingsSheet]:
    made = settings_sheet(tmp_path, tasks)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.name.hasFocus)
    yield made
    made.close()


def in_focus(sheet: SettingsSheet) -> QWidget | None:
    return sheet.focusWidget()


def test_settings_are_changed_with_the_keyboard_alone(
    qtbot: QtBot, sheet: SettingsSheet, config: Path, tmp_path: Path
) -> None:
    order = []
    for _ in range(8):
        at = in_focus(sheet)
        assert at is not None
        order.append(at)
        if at is sheet.name:
            sheet.name.selectAll()
            qtbot.keyClicks(at, "Dr Ben")
        elif at is sheet.credential:
            qtbot.keyClicks(at, "MD")
        elif at in (sheet.surface, sheet.device):
            qtbot.keyClick(at, Qt.Key.Key_Down)
        elif at is sheet.drafts:
            qtbot.keyClick(at, Qt.Key.Key_Space)
        elif at is sheet.language:
            qtbot.keyClick(at, Qt.Key.Key_End)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert order[:7] == [
        sheet.name, sheet.credential, sheet.surface, sheet.drafts, sheet.choose, sheet.device, sheet.language,
    ]  # fmt: skip
    assert load_settings(config).settings == KEPT, "nothing is written before Keep"
    with qtbot.waitSignals([sheet.kept, sheet.accepted]):
        qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    expected = replace(
        KEPT,
        reader_name="Dr Ben",
        credential="MD",
        body_surface=BodySurface.DU_BOIS,
        ai_enabled=False,
        device="cpu",
    )
    assert load_settings(config).settings == expected, "what the sheet does not show stays"
    assert QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat).value(SETTING) == "fr"


def test_esc_leaves_everything_as_it_was(qtbot: QtBot, sheet: SettingsSheet, config: Path, tmp_path: Path) -> None:
    before = (config / FILE_NAME).read_bytes()
    sheet.name.setText("Dr Ben")
    sheet.language.setCurrentIndex(2)
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(sheet.name, Qt.Key.Key_Escape)
    assert (config / FILE_NAME).read_bytes() == before
    assert not QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat).contains(SETTING)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 65, "A name has at most 64 characters; this has 65. Shorten it."),
        ("Dr\u200bAda", "A name holds a character that cannot be printed. Type it instead of pasting it."),
    ],
)
def test_a_name_that_cannot_be_printed_is_said_at_its_field(sheet: SettingsSheet, text: str, sentence: str) -> None:
    sheet.name.setText(text)
    assert sheet.name_problem.text() == sentence
    assert sheet.name_problem.isVisible()
    assert not sheet.keep.isEnabled()
    sheet.name.setText("Dr Ada")
    assert not sheet.name_problem.isVisible()
    assert sheet.keep.isEnabled()


def test_a_device_that_is_not_here_is_said_and_the_fastest_never_is(sheet: SettingsSheet) -> None:
    sheet.device.setCurrentIndex(sheet.device.findData("coreml"))
    assert sheet.device_problem.text().startswith("This computer has no Core ML: the models would run on the CPU.")
    for device in ("cpu", "auto"):
        sheet.device.setCurrentIndex(sheet.device.findData(device))
        assert not sheet.device_problem.isVisible()


def test_a_bundle_is_checked_then_copied_then_kept(
    qtbot: QtBot, sheet: SettingsSheet, config: Path, tmp_path: Path
) -> None:
    assert not sheet.shipped.isEnabled(), "it is in use"
    sheet.check_bundle(write_bundle(tmp_path / "mine"))
    assert not sheet.keep.isEnabled(), "it is being checked"
    qtbot.waitUntil(sheet.keep.isEnabled)
    assert sheet.bundle.text().endswith("(checked: whole, and right on this computer)")
    assert not (tmp_path / "data").exists(), "nothing is copied before Keep"
    with qtbot.waitSignal(sheet.accepted):
        qtbot.mouseClick(sheet.keep, Qt.MouseButton.LeftButton)
    place = Path(load_settings(config).settings.bundle_path)
    assert place.parent == tmp_path / "data" / "bundles"
    assert (place / "bundle.json").is_file()


def test_a_damaged_bundle_is_refused_at_its_field_and_the_old_one_stays(
    qtbot: QtBot, sheet: SettingsSheet, config: Path, tmp_path: Path
) -> None:
    before = sheet.bundle.text()
    damaged = write_bundle(tmp_path / "mine")
    graph = next(damaged.glob("*.onnx"))
    graph.write_bytes(graph.read_bytes()[:-1])
    sheet.check_bundle(damaged)
    qtbot.waitUntil(sheet.bundle_problem.isVisible)
    assert graph.name in sheet.bundle_problem.text()
    assert sheet.bundle.text() == before
    with qtbot.waitSignal(sheet.accepted):
        qtbot.mouseClick(sheet.keep, Qt.MouseButton.LeftButton)
    assert load_settings(config).settings == KEPT


def test_the_bundle_that_ships_is_taken_back(qtbot: QtBot, tmp_path: Path, config: Path, tasks: TaskRunner) -> None:
    save_settings(replace(KEPT, bundle_path=str(tmp_path / "gone")), config)
    made = settings_sheet(tmp_path, tasks)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    assert made.bundle.text() == "none that can be used"
    assert "holds no readable bundle.json" in made.bundle_problem.text()
    qtbot.mouseClick(made.shipped, Qt.MouseButton.LeftButton)
    assert not made.bundle_problem.isVisible()
    with qtbot.waitSignal(made.kept):
        qtbot.mouseClick(made.keep, Qt.MouseButton.LeftButton)
    assert load_settings(config).settings == KEPT


def test_closing_stops_a_check(qtbot: QtBot, sheet: SettingsSheet, tmp_path: Path, tasks: TaskRunner) -> None:
    sheet.check_bundle(write_bundle(tmp_path / "mine"))
    sheet.reject()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert not sheet.bundle.text().endswith("computer)")


def test_settings_that_cannot_be_written_keep_the_sheet_open(
    qtbot: QtBot, sheet: SettingsSheet, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.replace", fail)
    qtbot.mouseClick(sheet.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.problem.isVisible)
    assert sheet.problem.text == "The settings cannot be saved. Check the rights of the settings folder."
    assert sheet.isVisible()
    assert sheet.keep.isEnabled(), "to try again"
    assert load_settings(config).settings == KEPT
