"""The evidence panel as a reader meets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.manifest import AttentionKind
from deepcoro_desktop.core.errors import CancelledError, ModelError
from deepcoro_desktop.core.inference.results import ClipViews, ViewPrediction
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.ui.evidence.content import short_name
from deepcoro_desktop.ui.evidence.panel import EvidencePanel
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import ACCENT, LINE, REVIEW
from tests.ui.evidence import case


@pytest.fixture
def state() -> ViewerState:
    return ViewerState()


@pytest.fixture
def panel(qtbot: QtBot, state: ViewerState) -> EvidencePanel:
    panel = EvidencePanel(state, case.views())
    qtbot.addWidget(panel)
    panel.resize(380, 1000)
    panel.show()
    return panel


def read(state: ViewerState, kind: AttentionKind = AttentionKind.LEARNED) -> None:
    state.set_study(case.study())
    state.begin_analysis()
    state.finish_analysis(case.analysis(kind))
    state.set_document(case.draft())
    state.set_section("Left ventricle")


def test_asks_for_a_study_when_none_is_open(panel: EvidencePanel) -> None:
    assert panel.message.text() == "Open a study"
    assert not panel.bars.isVisible()
    assert not panel.clip_view.isVisible()


def test_says_that_no_model_has_read_the_study(panel: EvidencePanel, state: ViewerState) -> None:
    state.set_study(case.study())
    assert panel.message.text() == "No model has read this study"


def test_shows_results_clip_by_clip_while_the_models_run(panel: EvidencePanel, state: ViewerState) -> None:
    state.set_study(case.study())
    state.begin_analysis()
    height = panel.arriving.sizeHint().height()
    state.set_progress(Progress("Embedding clips", 1, 14))
    state.set_clip_views(case.clip_views(1))
    assert panel.arriving.isVisible()
    assert panel.arriving.sizeHint().height() == height, "rows must not move as results come"
    assert panel.arriving.accessibleName() == "Views known of 1 of 14 clips"
    assert panel.remedy.text() == "Embedding clips · 1 of 14"


def test_shows_why_the_models_failed_and_what_to_do(panel: EvidencePanel, state: ViewerState) -> None:
    state.set_study(case.study())
    state.begin_analysis()
    state.fail_analysis(ModelError("The video encoder failed.", "Restart the program."))
    assert (panel.message.text(), panel.remedy.text()) == ("The video encoder failed.", "Restart the program.")
    assert panel.message.property("role") == "fault"


def test_a_cancelled_analysis_is_no_fault(panel: EvidencePanel, state: ViewerState) -> None:
    state.set_study(case.study())
    state.begin_analysis()
    state.fail_analysis(CancelledError())
    assert panel.message.property("role") == "title"


def test_keeps_the_old_evidence_while_the_study_is_read_again(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    state.begin_analysis()
    assert panel.bars.isVisible()
    assert panel.section.text() == "Left ventricle · being read again"


@pytest.mark.parametrize(
    ("kind", "words"), [(AttentionKind.LEARNED, "learned per clip"), (AttentionKind.TABLE, "fixed table by view")]
)
def test_words_of_weights_follow_the_kind_and_deny_probability(
    panel: EvidencePanel, state: ViewerState, kind: AttentionKind, words: str
) -> None:
    read(state, kind)
    assert f"({words}; not a probability)" in panel.weights.text()
    assert "not how sure the model is" in panel.weights.toolTip()


def test_bars_equal_the_weights_of_the_section(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    weights = case.analysis().attention[0].weights
    assert [row.bar.uid for row in panel.bars.rows] == [w.sop_instance_uid for w in weights[:6]]
    assert [row.bar.relative for row in panel.bars.rows] == pytest.approx(
        [w.weight / weights[0].weight for w in weights[:6]]
    )
    assert panel.bars.rows[0].accessibleName() == "Clip 7, A4C LV focused, 1.00 of the largest weight"


def test_bar_is_drawn_as_long_as_its_weight(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    first, third = panel.bars.rows[0], panel.bars.rows[2]
    middle = first.height() // 2

    def coloured(row: object, colour: str) -> int:
        image = row.grab().toImage()  # type: ignore[attr-defined]
        return sum(image.pixelColor(x, middle) == QColor(colour) for x in range(image.width()))

    assert coloured(third, ACCENT) / coloured(first, ACCENT) == pytest.approx(0.64, abs=0.03)
    assert coloured(third, LINE) > 20, "the track shows what is missing to the largest"


def test_shows_all_clips_on_demand(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    assert len(panel.bars.rows) == 6
    qtbot.mouseClick(panel.bars.more, Qt.MouseButton.LeftButton)
    assert len(panel.bars.rows) == 14


def test_click_on_a_bar_opens_its_clip_and_hover_lights_it(
    panel: EvidencePanel, state: ViewerState, qtbot: QtBot
) -> None:
    read(state)
    row = panel.bars.rows[1]
    with qtbot.waitSignal(state.clip_hovered, check_params_cb=lambda uid: uid == row.bar.uid):
        qtbot.mouseMove(row, QPoint(5, 5))
        row.entered.emit(row.bar.uid)
    with qtbot.waitSignal(state.clip_open_requested) as opened:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert opened.args == [row.bar.uid]


def test_bar_opens_its_clip_by_key(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    row = panel.bars.rows[0]
    row.setFocus()
    with qtbot.waitSignal(state.clip_open_requested):
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_votes_and_dissent_of_the_sentence_in_focus_sum_to_the_reports_asked(
    panel: EvidencePanel, state: ViewerState
) -> None:
    read(state)
    state.statement_focused.emit("model-01-03")
    assert panel.agreement.heading.text() == "Agreement of the 50 nearest reports"
    counts = [count for count, _ in panel.agreement.stack._parts]
    assert counts[0] == 29
    assert sum(counts) == 50
    spoken = panel.agreement.accessibleName()
    assert "29 say the same" in spoken
    assert "7 say nothing about it" in spoken


def test_an_own_sentence_has_no_votes(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    state.set_document(case.half_read())
    state.statement_focused.emit("reader-1")
    assert panel.agreement.sentence.text() == "Your own sentence: no report was asked."
    assert not panel.agreement.stack.isVisible()


def test_every_retrieved_report_says_other_patient_in_amber(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    assert len(panel.reports.cards) == 3
    for card in panel.reports.cards:
        assert card.other.text() == "OTHER PATIENT"
        assert card.other.isVisible()
        image = card.other.grab().toImage()
        amber = QColor(REVIEW)
        found = sum(image.pixelColor(x, y) == amber for x in range(image.width()) for y in range(image.height()))
        assert found > 50
    assert "synthetic" in panel.reports.cards[0].about.text()
    assert "0.871" in panel.reports.cards[0].about.text()


def test_more_reports_up_to_as_many_as_vote(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    while panel.reports.more.isVisible():
        qtbot.mouseClick(panel.reports.more, Qt.MouseButton.LeftButton)
    assert len(panel.reports.cards) == 50


def test_nothing_of_another_patient_can_be_selected(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    for label in (label for card in panel.reports.cards for label in card.findChildren(QLabel)):
        assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    assert f'color:{ACCENT}">[__&nbsp;%]' in panel.reports.cards[0].text.text()


def test_text_of_reports_is_no_markup(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    match = case.analysis().matches[0].matches[0]
    evil = replace(match, sentences=(replace(match.sentences[0], text="EF < 30 <b>bold</b>"),))
    panel.reports.show_matches((evil,), "Left ventricle", frozenset())
    assert "&lt;b&gt;bold" in panel.reports.cards[0].text.text()


def test_marks_reports_that_say_the_same_in_words(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    assert [card.foot.isVisible() for card in panel.reports.cards] == [True, False, True]
    assert panel.reports.cards[0].foot.text() == "says the same"


@pytest.mark.parametrize("width", [258, 280, 330])
def test_similarity_origin_and_study_are_never_cut_by_the_badge(
    qtbot: QtBot, panel: EvidencePanel, state: ViewerState, width: int
) -> None:
    panel.resize(width, 680)
    read(state)
    qtbot.waitUntil(panel.scroller.verticalScrollBar().isVisible)
    panel.grab()
    for card in panel.reports.cards:
        for label in (card.about, card.source, card.other):
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()


def test_views_have_one_short_name_everywhere() -> None:
    for view in case.views().values():
        assert short_name(view, view.id) == view.short_label
    assert short_name(None, "x9") == "x9"
    assert short_name(None, "") == "view unknown"


def test_section_without_its_view_says_why(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    state.set_section("Pulmonary veins")
    assert panel.message.text() == "Not assessed: no pulmonary vein Doppler"
    assert not panel.bars.isVisible()


def test_saved_draft_without_analysis_shows_its_kept_weights(panel: EvidencePanel, state: ViewerState) -> None:
    state.set_study(case.study())
    state.set_document(case.draft())
    state.set_section("Left ventricle")
    assert "kept with the draft" in panel.weights.text()
    assert panel.bars.rows[0].bar.view == "a4c_lv"
    assert panel.reports.note.text().startswith("They are not kept with a saved draft.")


def test_shows_top_three_views_of_the_active_clip(panel: EvidencePanel, state: ViewerState) -> None:
    read(state)
    state.set_active_clip(case.uid(9))
    assert panel.clip_view.heading.text() == "View of clip 9"
    shown = panel.clip_view.top.text()
    assert "A2C" in shown
    assert "97 %" in shown
    assert shown.count("<tr>") == 3


def test_correcting_a_view_asks_for_it_by_id(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    state.set_active_clip(case.uid(9))
    choice = panel.clip_view.choice
    choice.setFocus()
    with qtbot.waitSignal(state.view_override_requested) as asked:
        index = choice.findData("a3c")
        choice.setCurrentIndex(index)
        choice.activated.emit(index)
    assert asked.args == [case.uid(9), "a3c"]
    state.set_clip_views(ClipViews(case.uid(9), (ViewPrediction("a3c", 1.0),), overridden=True))
    assert panel.clip_view.said.text() == "corrected by you"
    assert "set by you" in panel.clip_view.top.text()
    with qtbot.waitSignal(state.view_override_requested) as taken_back:
        choice.activated.emit(0)
    assert taken_back.args == [case.uid(9), ""]


def test_scroll_stays_when_only_the_document_changes(panel: EvidencePanel, state: ViewerState, qtbot: QtBot) -> None:
    read(state)
    panel.resize(380, 480)
    qtbot.mouseClick(panel.bars.more, Qt.MouseButton.LeftButton)
    bar = panel.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(90)
    state.set_document(case.half_read())
    assert bar.value() == 90


@pytest.mark.parametrize("name", ["no study", "no model", "analysing", "failed", "not assessed", "full"])
@pytest.mark.parametrize("width", [260, 330, 380])
def test_every_state_fits_its_panel(
    panel: EvidencePanel, state: ViewerState, tmp_path: Path, name: str, width: int
) -> None:
    panel.resize(width, 1000)
    if name in ("no model", "analysing", "failed"):
        state.set_study(case.study())
    if name in ("analysing", "failed"):
        state.begin_analysis()
        for number in range(1, 6):
            state.set_clip_views(case.clip_views(number))
    if name == "failed":
        state.fail_analysis(ModelError("The video encoder failed.", "Restart the program."))
    if name in ("not assessed", "full"):
        read(state)
        state.set_active_clip(case.uid(7))
        state.set_section("Pulmonary veins" if name == "not assessed" else "Left ventricle")
    assert panel.grab().save(str(tmp_path / f"evidence {name} {width}.png"))
    assert panel.width() == width
    for card in panel.reports.cards:
        assert card.mapTo(panel, card.rect().topRight()).x() <= width - 8, "no report is cut"
