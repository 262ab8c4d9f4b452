"""The report panel as a reader meets it: by key and by pointer."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import DocumentError, ModelError
from deepcoro_desktop.core.report.document import Document, Origin, Review, Statement
from deepcoro_desktop.core.report.editing import find_statement
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.ui.report.editors import DRAFT_MARK, SentenceEdit
from deepcoro_desktop.ui.report.panel import ReportPanel
from deepcoro_desktop.ui.report.section_list import ROW_PX
from deepcoro_desktop.ui.report.statement_card import StatementCard
from deepcoro_desktop.ui.report.wording import SectionState
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import ACCENT, DIM, DONE, REVIEW
from tests.ui.evidence import case

LV = ("model-01-01", "model-01-02", "model-01-03")


@pytest.fixture
def state() -> ViewerState:
    return ViewerState()


@pytest.fixture
def panel(qtbot: QtBot, state: ViewerState) -> ReportPanel:
    panel = ReportPanel(state, clock=_clock)
    qtbot.addWidget(panel)
    panel.resize(380, 1000)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def _clock() -> datetime:
    return case.NOW


def show(state: ViewerState, document: Document, section: str = "Left ventricle") -> None:
    state.set_study(case.study())
    state.set_document(document)
    state.set_section(section)


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), key, modifier)


def statement(state: ViewerState, statement_id: str) -> Statement:
    assert state.document is not None
    return find_statement(state.document, statement_id)


def card(panel: ReportPanel, statement_id: str) -> StatementCard:
    found = panel.section_view.card(statement_id)
    assert found is not None
    return found


def edge(panel: ReportPanel, statement_id: str) -> QColor:
    image = card(panel, statement_id).grab().toImage()
    return image.pixelColor(1, image.height() // 2)


def test_says_what_to_do_while_there_is_no_draft(panel: ReportPanel, state: ViewerState) -> None:
    assert panel.nothing.message.text() == "No study is open"
    state.set_study(case.study())
    assert panel.nothing.message.text() == "There is no draft yet"
    state.begin_analysis()
    assert panel.nothing.message.text() == "The draft is being made"
    state.fail_analysis(ModelError("The encoder failed.", "Restart the program."))
    assert (panel.nothing.message.text(), panel.nothing.remedy.text()) == (
        "The encoder failed.",
        "Restart the program.",
    )
    panel.blank_requested.connect(lambda: None)
    panel.refresh()
    assert panel.nothing.blank.isVisible()
    state.document_failed.emit(DocumentError("A newer program saved it.", "Update DeepCORO Desktop."))
    assert panel.nothing.message.text() == "A newer program saved it."
    assert not panel.nothing.blank.isVisible(), "what is kept is not written over"


def test_offers_to_write_by_hand_where_someone_listens(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    state.set_study(case.study())
    assert not panel.nothing.blank.isVisible()
    with qtbot.waitSignal(panel.blank_requested):
        panel.refresh()
        assert panel.nothing.blank.isVisible()
        qtbot.mouseClick(panel.nothing.blank, Qt.MouseButton.LeftButton)


def test_header_says_that_it_is_an_unsigned_draft_and_what_is_left(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.half_read())
    assert panel.status.text() == "AI draft, not signed · 5 sentences to review"
    assert not panel.ready.isVisible()


def test_sections_tell_their_state_by_shape_and_words(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.half_read())
    words = panel.sections.words_of
    assert words("Aorta").state is SectionState.ATTESTED
    assert words("Left ventricle").state is SectionState.TO_REVIEW
    assert words("Mitral valve").state is SectionState.TO_ATTEST
    assert words("Atrial septum").spoken == "Atrial septum, not assessed: no subcostal colour view"
    image = panel.sections.viewport().grab().toImage()

    def centre(section: str) -> QColor:
        item = panel.sections.findItems(section, Qt.MatchFlag.MatchExactly)[0]
        return image.pixelColor(16, panel.sections.visualItemRect(item).center().y())

    assert centre("Aorta") == QColor(DONE), "filled"
    assert centre("Right ventricle") != QColor(REVIEW), "a ring is open"


def test_opens_at_the_first_section_that_needs_the_reader(panel: ReportPanel, state: ViewerState) -> None:
    state.set_study(case.study())
    state.set_document(case.half_read())
    assert state.section == "Left ventricle"


@pytest.mark.parametrize(
    ("section", "statement_id", "colour", "words"),
    [
        ("Left ventricle", "model-01-01", DONE, "AI · accepted"),
        ("Left ventricle", "model-01-02", ACCENT, "AI · edited · your number"),
        ("Left ventricle", "model-01-03", REVIEW, "AI · to review"),
        ("Left ventricle", "reader-1", DIM, "You"),
        ("Mitral valve", "model-07-02", "#4a5664", "AI · rejected"),
        ("Mitral valve", "model-07-03", ACCENT, "AI · edited"),
    ],
)
def test_edge_and_words_tell_origin_and_state(
    panel: ReportPanel, state: ViewerState, section: str, statement_id: str, colour: str, words: str
) -> None:
    show(state, case.half_read(), section)
    assert edge(panel, statement_id) == QColor(colour)
    assert card(panel, statement_id).words.text() == words
    assert words in card(panel, statement_id).accessibleName()


def test_reads_a_section_by_keys_alone(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.sections.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert focus() is card(panel, LV[0])
    press(qtbot, Qt.Key.Key_A)
    press(qtbot, Qt.Key.Key_Tab)
    assert focus() is card(panel, LV[1])
    press(qtbot, Qt.Key.Key_N)
    qtbot.keyClicks(focus(), "38")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Tab)
    assert focus() is card(panel, LV[2])
    press(qtbot, Qt.Key.Key_X)
    press(qtbot, Qt.Key.Key_T)
    assert state.document is not None
    section = state.document.sections[0]
    assert [s.review for s in section.statements] == [Review.ACCEPTED, Review.EDITED, Review.REJECTED]
    assert "an ejection fraction of 38 % by biplane" in section.statements[1].text
    assert section.attested
    assert state.section == "Wall motion", "the next open section comes by itself"
    assert focus() is card(panel, "model-02-01")


def test_tab_goes_on_to_the_next_section_and_leaves_when_all_is_read(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot
) -> None:
    show(state, case.half_read())
    panel.section_view.focus_card("model-01-03")
    press(qtbot, Qt.Key.Key_Tab)
    assert state.section == "Right ventricle"
    assert focus() is card(panel, "model-03-01")
    state.set_document(case.read_through())
    panel.section_view.focus_card("model-03-02")
    press(qtbot, Qt.Key.Key_Tab)
    assert not isinstance(focus(), StatementCard)


def test_rejected_sentence_is_struck_through_and_comes_back(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot
) -> None:
    show(state, case.draft())
    qtbot.mouseClick(card(panel, LV[0]).keys["reject"], Qt.MouseButton.LeftButton)
    assert "line-through" in card(panel, LV[0]).text.text()
    assert statement(state, LV[0]).review is Review.REJECTED
    press(qtbot, Qt.Key.Key_R)
    assert statement(state, LV[0]).review is Review.PENDING


def test_edit_keeps_with_enter_and_leaves_with_escape(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.section_view.focus_card(LV[0])
    press(qtbot, Qt.Key.Key_E)
    qtbot.keyClicks(focus(), " Slightly.")
    assert "Slightly" in statement(state, LV[0]).text, "what is typed is in the document at once"
    press(qtbot, Qt.Key.Key_Escape)
    assert statement(state, LV[0]).review is Review.PENDING
    assert focus() is card(panel, LV[0])
    press(qtbot, Qt.Key.Key_E)
    qtbot.keyClicks(focus(), " Slightly.")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert statement(state, LV[0]).text == "Left ventricular size is mildly dilated. Slightly."
    assert statement(state, LV[0]).original_text == "Left ventricular size is mildly dilated."
    assert edge(panel, LV[0]) == QColor(ACCENT) or card(panel, LV[0]).hasFocus()


def test_an_emptied_sentence_is_refused_with_its_reason(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.section_view.focus_card(LV[0])
    press(qtbot, Qt.Key.Key_E)
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert panel.section_view.message.text() == "The sentence is empty. Write a sentence, or reject it."
    assert statement(state, LV[0]).text == "Left ventricular size is mildly dilated."


def test_slot_is_filled_by_clicking_it(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    slot_card = card(panel, LV[1])
    assert f'<a href="slot:0" style="color:{ACCENT}' in slot_card.text.text()
    point = _accent_pixel(slot_card.text)
    qtbot.mouseClick(slot_card.text, Qt.MouseButton.LeftButton, pos=point)
    assert focus() is slot_card.number
    qtbot.keyClicks(focus(), "abc")
    press(qtbot, Qt.Key.Key_Return)
    assert slot_card.hint.text() == '"abc" is not a number.'
    slot_card.number.clear()
    qtbot.keyClicks(focus(), "38")
    press(qtbot, Qt.Key.Key_Return)
    assert "38 %" in statement(state, LV[1]).text
    assert slot_card.words.text() == "AI · edited · your number"


def test_accepting_a_sentence_without_its_number_asks_for_it(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot
) -> None:
    show(state, case.draft())
    panel.section_view.focus_card(LV[1])
    press(qtbot, Qt.Key.Key_A)
    assert focus() is card(panel, LV[1]).number
    press(qtbot, Qt.Key.Key_Escape)
    assert card(panel, LV[1]).words.text() == "AI · number missing"
    assert edge(panel, LV[1]) == QColor(REVIEW)


def test_adds_a_sentence_of_ones_own(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft(), "Pulmonary veins")
    field = panel.section_view.compose
    field.setFocus()
    qtbot.keyClicks(field, "Not seen well.")
    assert not panel.section_view.cards, "what is being typed does not stand there twice"
    press(qtbot, Qt.Key.Key_Return)
    (own,) = panel.section_view.cards
    assert (own.statement.text, own.statement.origin) == ("Not seen well.", Origin.CLINICIAN)
    assert field.toPlainText() == ""
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not panel.section_view.cards, "typing a sentence is one step"


@pytest.mark.parametrize(("section", "stops"), [("Left ventricle", ("mark",)), ("Pulmonary veins", ("attest", "mark"))])
def test_tab_goes_from_the_own_sentence_to_the_buttons_below(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot, section: str, stops: tuple[str, ...]
) -> None:
    show(state, case.draft(), section)
    panel.section_view.compose.setFocus()
    qtbot.keyClicks(focus(), "Seen in part.")
    for stop in stops:
        press(qtbot, Qt.Key.Key_Tab)
        assert focus() is getattr(panel.section_view, stop)


def test_esc_in_the_empty_field_for_an_own_sentence_goes_to_the_sections(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot
) -> None:
    show(state, case.draft(), "Pulmonary veins")
    panel.section_view.compose.setFocus()
    qtbot.keyClicks(focus(), "Seen in part.")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert focus() is panel.sections
    press(qtbot, Qt.Key.Key_T)
    assert state.document is not None
    assert next(s for s in state.document.sections if s.name == "Pulmonary veins").attested


def test_undo_and_redo_bring_the_reader_to_the_change(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.section_view.focus_card(LV[0])
    press(qtbot, Qt.Key.Key_A)
    state.set_section("Aorta")
    panel.sections.setFocus()
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert statement(state, LV[0]).review is Review.PENDING
    assert state.section == "Left ventricle"
    assert focus() is card(panel, LV[0])
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert statement(state, LV[0]).review is Review.ACCEPTED


def test_attesting_waits_for_every_sentence(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    assert not panel.section_view.attest.isEnabled()
    panel.section_view.focus_card(LV[0])
    press(qtbot, Qt.Key.Key_T)
    assert panel.section_view.message.text().startswith("Left ventricle still holds a sentence to review.")


def test_marks_a_section_as_not_assessed_with_a_reason(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft(), "Aorta")
    qtbot.mouseClick(panel.section_view.mark, Qt.MouseButton.LeftButton)
    press(qtbot, Qt.Key.Key_Return)
    assert panel.section_view.message.text().startswith("A section that is not assessed needs a reason.")
    assert panel.section_view.reason.hasFocus(), "the question stays open"
    qtbot.keyClicks(panel.section_view.reason, "view not obtained")
    press(qtbot, Qt.Key.Key_Return)
    assert panel.section_view.not_assessed.text() == "Not assessed: view not obtained"
    assert panel.sections.words_of("Aorta").state is SectionState.NOT_ASSESSED


def test_impression_is_saved_as_typed_and_takes_sentences_by_key(
    panel: ReportPanel, state: ViewerState, qtbot: QtBot
) -> None:
    show(state, case.half_read())
    panel.section_view.focus_card("model-01-01")
    press(qtbot, Qt.Key.Key_I)
    assert state.document is not None
    assert state.document.impression == "Left ventricular size is mildly dilated."
    field = panel.impression.field
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    qtbot.keyClicks(field, " And more.")
    assert state.document.impression == "Left ventricular size is mildly dilated. And more."
    press(qtbot, Qt.Key.Key_Escape)
    assert state.document.impression == "Left ventricular size is mildly dilated."
    assert field.toPlainText() == "Left ventricular size is mildly dilated."


def test_evidence_is_one_click_away(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.half_read())
    chip = card(panel, "model-01-03").chip
    assert chip.text() == "29/50 agree"
    told: list[str] = []
    state.statement_focused.connect(told.append)
    with qtbot.waitSignal(panel.evidence_requested) as asked:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asked.args == ["model-01-03"]
    assert told[-1] == "model-01-03"


def test_goes_to_each_blocker(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.half_read(), "Aorta")
    assert state.document is not None
    for blocker in missing(state.document):
        panel.go_to(blocker)
        if blocker.statement_id:
            assert state.section == blocker.section
            here = card(panel, blocker.statement_id)
            assert focus() in (here, here.number)
        elif blocker.section:
            assert focus() is panel.section_view.attest
        else:
            assert focus() is panel.impression.field


def test_a_complete_draft_is_ready_to_sign(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.read_through())
    assert panel.ready.isVisible()
    with qtbot.waitSignal(panel.sign_requested):
        qtbot.mouseClick(panel.ready, Qt.MouseButton.LeftButton)


def test_a_signed_report_is_locked(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.signed())
    assert panel.seal.isVisible()
    assert panel.status.text() == "by Dr Ada Reader, MD at 2026-03-14 11:05 UTC+01:00"
    panel.section_view.focus_card(LV[0])
    for key in (Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_X, Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_I):
        press(qtbot, key)
    assert state.document == case.signed()
    assert panel.impression.field.isReadOnly()
    assert not panel.section_view.compose.isVisible()
    assert not any(button.isVisible() for button in card(panel, LV[0]).keys.values())


def test_a_failure_beside_a_draft_is_told_above_it(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.draft())
    state.begin_analysis()
    state.fail_analysis(ModelError("The encoder failed.", "Restart the program."))
    assert panel.trouble.isVisible()
    assert panel.trouble.text() == "The encoder failed. Restart the program."
    assert panel.section_view.isVisible()


def test_reviewing_moves_nothing(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    panel.resize(380, 560)
    show(state, case.half_read())
    bar = panel.section_view.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    panel.section_view.focus_card("model-01-03")
    place, known = bar.value(), panel.section_view.cards
    heights = [c.height() for c in known]
    press(qtbot, Qt.Key.Key_A)
    QApplication.processEvents()
    assert bar.value() == place
    assert panel.section_view.cards == known, "cards are kept, not made again"
    assert [c.height() for c in known] == heights


def test_brings_the_sentence_into_sight_in_a_low_window(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    panel.resize(380, 560)
    show(state, case.half_read(), "Aorta")
    panel.go_to_next()
    panel.section_view.focus_card("model-01-03")
    here = card(panel, "model-01-03")
    visible = here.visibleRegion().boundingRect()
    assert visible.height() == here.height()


def test_copied_words_of_the_draft_say_so(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.section_view.focus_card(LV[0])
    press(qtbot, Qt.Key.Key_E)
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    data = card(panel, LV[0]).editor.createMimeDataFromSelection()
    assert data.text() == DRAFT_MARK + "Left ventricular size is mildly dilated."


def test_text_of_the_draft_is_no_markup(panel: ReportPanel, state: ViewerState, qtbot: QtBot) -> None:
    show(state, case.draft())
    panel.section_view.compose.setFocus()
    qtbot.keyClicks(panel.section_view.compose, "E/e' < 8 <b>ratio</b>")
    press(qtbot, Qt.Key.Key_Return)
    assert "&lt;b&gt;ratio" in panel.section_view.cards[-1].text.text()


def test_another_study_starts_with_an_empty_history(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.draft())
    card(panel, LV[0]).acted.emit("accept", LV[0])
    assert panel.undo_button.isEnabled()
    state.set_study(None)
    show(state, case.draft())
    assert not panel.undo_button.isEnabled()


def _accent_pixel(label: QLabel) -> QPoint:
    """Return a point inside the first piece of accent-coloured text."""
    image = label.grab().toImage()
    accent = QColor(ACCENT)
    points = [(x, y) for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) == accent]
    assert points, "no slot in the accent colour"
    return QPoint(points[0][0] + 2, points[0][1])


@pytest.mark.parametrize("width", [280, 380])
def test_editor_shows_the_whole_sentence_at_once(
    qtbot: QtBot, panel: ReportPanel, state: ViewerState, width: int
) -> None:
    panel.resize(width, 1000)
    show(state, case.half_read(), "Mitral valve")
    for each in panel.section_view.cards:
        if each.statement.review is Review.REJECTED:
            continue
        each.setFocus()
        each.start_editing()
        editor = each.editor
        spacing = editor.fontMetrics().lineSpacing()

        def whole(editor: SentenceEdit = editor, spacing: int = spacing) -> bool:
            enough = editor.viewport().height() >= editor.document().size().height() * spacing
            return enough and editor.verticalScrollBar().value() == 0

        qtbot.waitUntil(whole)
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_list_of_sections_shows_whole_rows(panel: ReportPanel, state: ViewerState) -> None:
    show(state, case.half_read())
    for height in (640, 701, 903):
        panel.resize(380, height)
        panel.grab()
        assert panel.sections.height() % ROW_PX == 0
