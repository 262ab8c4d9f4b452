from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.errors import CancelledError, StorageError
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.frame.columns import CLIPS, EVIDENCE, ORDER, REPORT, VIEWER, Columns
from deepcoro_desktop.ui.frame.foot import Foot
from deepcoro_desktop.ui.frame.progress_line import Pace, ProgressLine, time_left
from deepcoro_desktop.ui.frame.strip import TopStrip
from deepcoro_desktop.ui.state import ViewerState
from tests.ui.evidence import case
from tests.ui.fakes import NOW, study


@pytest.fixture
def state() -> ViewerState:
    return ViewerState()


@pytest.fixture
def strip(qtbot: QtBot, state: ViewerState) -> TopStrip:
    strip = TopStrip(state, TrainedOn.SYNTHETIC)
    qtbot.addWidget(strip)
    strip.resize(1920, 44)
    strip.show()
    return strip


def whole(label: QLabel) -> bool:
    """Return whether all of a label's text has room."""
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width())
    return label.width() >= label.sizeHint().width() and label.height() >= label.sizeHint().height()


def plain(label: QLabel) -> str:
    return label.text().replace("\u00a0", " ")


def test_identity_has_all_its_parts(strip: TopStrip, state: ViewerState) -> None:
    state.set_study(study())
    for part in ("DEMO^PHANTOM A", "P-000117", "1954-02-11", "72 y F"):
        assert part in plain(strip.identity)
    for part in ("178 cm 84 kg BSA 2.04 m²", "132/78 mmHg", "sinus", "TTE 2026-03-14 10:38"):
        assert part in plain(strip.exam)


def test_name_number_and_birth_date_are_hidden_with_those_over_the_pictures(
    strip: TopStrip, state: ViewerState
) -> None:
    state.set_study(study())
    state.set_names_hidden(True)
    for width in (1920, 1100):
        strip.resize(width, 62)
        said = plain(strip.identity)
        assert "name hidden (O)" in said
        assert "72 y F" in said
        assert not any(part in said for part in ("DEMO", "P-000117", "1954"))
    state.set_names_hidden(False)
    assert "DEMO^PHANTOM A" in plain(strip.identity)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Transthoracic echocardiogram (synthetic phantom)", "TTE (synthetic phantom)"),
        ("TRANSESOPHAGEAL ECHOCARDIOGRAM", "TEE"),
        ("Stress echo", "Stress echo"),
        ("", "Echocardiography"),
    ],
)
def test_study_is_named_as_readers_abbreviate_it(strip: TopStrip, state: ViewerState, said: str, shown: str) -> None:
    state.set_study(replace(study(), description=said))
    assert f"{shown} 2026-03-14 10:38" in plain(strip.identity) + plain(strip.exam)
    assert strip.exam.toolTip() == said


def test_what_is_missing_is_named(strip: TopStrip, state: ViewerState) -> None:
    bare = replace(
        study(), patient=Patient("", ""), started_at=None, height_cm=None, weight_kg=None, systolic_mmhg=None, rhythm=""
    )
    state.set_study(bare)
    for words in ("name missing", "ID missing", "birth date missing"):
        assert words in plain(strip.identity)
    for words in ("body size not recorded", "BP not recorded", "rhythm not recorded", "date missing"):
        assert words in plain(strip.exam)


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1600, 1920, 2560])
@pytest.mark.parametrize("analysing", [False, True])
@pytest.mark.parametrize("name", ["DEMO^PHANTOM A", "VAN DEN BERGHE-DE LA FONTAINE^MARIE ANTOINETTE ELISABETH^^DR"])
def test_identity_and_banner_are_whole_at_every_width(
    qtbot: QtBot, state: ViewerState, width: int, analysing: bool, name: str
) -> None:
    strip = TopStrip(state, TrainedOn.SYNTHETIC)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(strip)
    column.addStretch(1)
    window.resize(width, 600)
    window.show()
    state.set_study(replace(study(), patient=replace(study().patient, name=name)))
    if analysing:
        state.begin_analysis()
    for _ in range(3):  # a layout asks for another one when a label has wrapped
        QCoreApplication.processEvents()
    assert strip.width() == width
    for label in (strip.identity, strip.exam, strip.banner):
        assert whole(label), (label.text(), label.size(), label.sizeHint())
    assert strip.banner.geometry().right() <= strip.width()
    assert strip.exam.geometry().right() <= strip.banner.geometry().left()
    assert not strip.identity.geometry().intersects(strip.exam.geometry())


def test_a_name_is_text_not_markup(strip: TopStrip, state: ViewerState) -> None:
    state.set_study(replace(study(), patient=replace(study().patient, name="<b>DOE</b>")))
    assert "&lt;b&gt;DOE" in strip.identity.text()


def test_banner_is_always_there_for_a_synthetic_model_only(qtbot: QtBot, state: ViewerState) -> None:
    for trained_on, shown in ((TrainedOn.SYNTHETIC, True), (TrainedOn.CLINICAL, False), (None, False)):
        strip = TopStrip(state, trained_on)
        qtbot.addWidget(strip)
        assert strip.banner.isHidden() is not shown


def test_clips_used_open_the_ledger(qtbot: QtBot, strip: TopStrip, state: ViewerState) -> None:
    state.set_study(study())
    assert plain(strip.used).split("·")[0].strip() == "14 clips"  # type: ignore[arg-type]
    state.begin_analysis()
    state.finish_analysis(case.analysis())
    assert "14 of 14 clips used" in strip.used.text()
    with qtbot.waitSignal(strip.ledger_requested):
        qtbot.mouseClick(strip.used, Qt.MouseButton.LeftButton)


def test_progress_takes_the_place_of_the_count_and_can_be_cancelled(
    qtbot: QtBot, strip: TopStrip, state: ViewerState
) -> None:
    state.set_study(study())
    state.begin_analysis()
    assert strip.progress.isVisible()
    assert strip.progress.text == "Starting the model"
    state.set_progress(Progress("Embedding clips", 5, 14))
    assert strip.progress.text == "Embedding clips 5 of 14"
    with qtbot.waitSignal(strip.cancel_requested):
        qtbot.mouseClick(strip.progress.cancel, Qt.MouseButton.LeftButton)
    state.fail_analysis(CancelledError())
    assert not strip.progress.isVisible()


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_nothing_in_the_strip_moves_while_work_runs(
    qtbot: QtBot, strip: TopStrip, state: ViewerState, width: int
) -> None:
    strip.resize(width, 60)
    state.set_study(study())
    for _ in range(3):
        QCoreApplication.processEvents()
    before = strip.identity.geometry(), strip.exam.geometry(), strip.banner.geometry(), strip.minimumSizeHint()
    state.begin_analysis()
    for done in range(15):
        state.set_progress(Progress("Looking at clips", done, 14))
        QCoreApplication.processEvents()
    now = strip.identity.geometry(), strip.exam.geometry(), strip.banner.geometry(), strip.minimumSizeHint()
    assert now == before


def test_pace_tells_rate_and_time_left() -> None:
    now = 100.0
    pace = Pace(lambda: now)
    assert pace.words(Progress("Embedding clips", 0, 14)) == "Embedding clips 0 of 14"
    now = 102.0
    assert pace.words(Progress("Embedding clips", 4, 14)) == "Embedding clips 4 of 14 · 2.0/s · 5 s left"
    assert pace.words(Progress("Retrieving reports", 0, 0)) == "Retrieving reports"
    assert time_left(0.2) == "1 s left"
    assert time_left(200) == "3 min left"


def test_line_fills_with_the_accent(qtbot: QtBot, state: ViewerState) -> None:
    line = ProgressLine(state)
    qtbot.addWidget(line)
    line.resize(100, line.height())
    line.show()
    height = line.height()
    assert line.fraction() is None
    state.set_progress(Progress("Embedding clips", 7, 14))
    image = line.grab().toImage()
    assert image.pixelColor(10, 1) == QColor(theme.ACCENT)
    assert image.pixelColor(90, 1) == QColor(theme.LINE)
    assert line.height() == height
    line.set_extra(Progress("Reading headers", 1, 0))
    assert line.fraction() == 0.0


@pytest.fixture
def foot(qtbot: QtBot, state: ViewerState) -> Foot:
    foot = Foot(state, None)
    qtbot.addWidget(foot)
    foot.show()
    state.set_study(study())
    return foot


def test_sign_button_counts_what_is_missing_and_goes_there(qtbot: QtBot, foot: Foot, state: ViewerState) -> None:
    assert foot.sign.text() == "Sign — no draft yet"
    assert not foot.sign.isEnabled()
    state.set_document(case.half_read())
    assert foot.sign.text() == f"Sign — {len(foot.blockers)} things left"
    assert foot.blockers[0].sentence in foot.sign.toolTip()
    with qtbot.waitSignal(foot.blocker_requested) as gone:
        qtbot.mouseClick(foot.sign, Qt.MouseButton.LeftButton)
    assert gone.args == [foot.blockers[0]]


def test_sign_button_signs_when_nothing_is_missing(qtbot: QtBot, foot: Foot, state: ViewerState) -> None:
    state.set_document(case.read_through())
    assert foot.sign.text() == "Sign the report"
    with qtbot.waitSignal(foot.sign_requested):
        qtbot.mouseClick(foot.sign, Qt.MouseButton.LeftButton)


def test_signed_report_tells_by_whom_and_can_be_exported(qtbot: QtBot, foot: Foot, state: ViewerState) -> None:
    state.set_document(case.read_through())
    assert not foot.export.isVisible()
    state.set_document(case.signed())
    assert foot.sign.text() == "Signed by Dr Ada Reader, 2026-03-14 11:05"
    assert not foot.sign.isEnabled()
    with qtbot.waitSignal(foot.export_requested):
        qtbot.mouseClick(foot.export, Qt.MouseButton.LeftButton)


def test_foot_tells_when_it_was_saved_or_why_not(foot: Foot, state: ViewerState) -> None:
    assert not foot.saved.isVisible()
    state.document_saved.emit(NOW)
    assert foot.saved.text() == f"Saved {datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC).astimezone():%H:%M:%S}"
    foot.show_unsaved(StorageError("The disk is full.", "Free some space."))
    assert foot.saved.text() == "Not saved: The disk is full."
    assert foot.saved.toolTip() == "Free some space."


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def columns_of(qtbot: QtBot, settings: QSettings, width: int) -> tuple[Columns, dict[str, QWidget]]:
    panels = {name: QLabel(name) for name in ORDER}
    columns = Columns(panels, settings)
    qtbot.addWidget(columns)
    columns.resize(width, 600)
    columns.show()
    return columns, dict(panels)


def test_pictures_are_painted_before_the_panels_beside_them(qtbot: QtBot, settings: QSettings) -> None:
    _columns, panels = columns_of(qtbot, settings, 1920)
    assert [name for name in ORDER if panels[name].updatesEnabled()] == [VIEWER]
    qtbot.waitUntil(lambda: all(panel.updatesEnabled() for panel in panels.values()))


def test_four_columns_where_there_is_room(qtbot: QtBot, settings: QSettings) -> None:
    columns, panels = columns_of(qtbot, settings, 1920)
    assert all(panel.isVisible() for panel in panels.values())
    lefts = [panels[name].mapTo(columns, panels[name].rect().topLeft()).x() for name in ORDER]
    assert lefts == sorted(lefts)
    assert panels[VIEWER].width() > 900


def test_evidence_and_report_are_tabs_below_1366(qtbot: QtBot, settings: QSettings) -> None:
    columns, panels = columns_of(qtbot, settings, 1366)
    assert not columns.narrow
    columns.resize(1365, 600)
    assert columns.narrow
    assert panels[REPORT].isVisible()
    assert not panels[EVIDENCE].isVisible()
    columns.reveal(EVIDENCE)
    assert panels[EVIDENCE].isVisible()
    columns.resize(1920, 600)
    assert panels[EVIDENCE].isVisible()
    assert panels[REPORT].isVisible()


def test_panels_hide_come_back_and_are_remembered(qtbot: QtBot, settings: QSettings) -> None:
    columns, panels = columns_of(qtbot, settings, 1920)
    columns.toggle(CLIPS)
    assert not panels[CLIPS].isVisible()
    columns.toggle(VIEWER)
    assert panels[VIEWER].isVisible()
    columns.save()
    again, panels = columns_of(qtbot, settings, 1920)
    assert not panels[CLIPS].isVisible()
    again.reveal(CLIPS)
    assert panels[CLIPS].isVisible()


def test_moved_divider_is_remembered(qtbot: QtBot, settings: QSettings) -> None:
    columns, _ = columns_of(qtbot, settings, 1920)
    columns.splitter.setSizes([400, 900, 300, 320])
    columns.splitter.splitterMoved.emit(400, 1)
    kept = columns.splitter.sizes()
    again, _ = columns_of(qtbot, settings, 1920)
    assert again.splitter.sizes() == kept


def test_report_goes_to_its_own_window_and_back(qtbot: QtBot, settings: QSettings) -> None:
    columns, panels = columns_of(qtbot, settings, 1200)
    columns.detach_report()
    window = columns.window_of_report
    assert window is not None
    assert panels[REPORT].window() is window
    assert panels[EVIDENCE].isVisible()
    window.close()
    assert panels[REPORT].window() is columns.window()
    assert columns.window_of_report is None
    columns.detach_report()
    columns.save()
    assert panels[REPORT].window() is columns.window()


def test_a_report_in_its_own_window_is_there_again_after_a_restart(qtbot: QtBot, settings: QSettings) -> None:
    columns, _ = columns_of(qtbot, settings, 1200)
    columns.detach_report()
    assert columns.window_of_report is not None
    columns.window_of_report.setGeometry(40, 30, 640, 700)
    columns.save()
    again, panels = columns_of(qtbot, settings, 1200)
    window = again.window_of_report
    assert window is not None
    assert panels[REPORT].window() is window
    assert window.size() == QSize(640, 700)
    window.close()
    again.save()
    attached, _ = columns_of(qtbot, settings, 1200)
    assert attached.window_of_report is None
