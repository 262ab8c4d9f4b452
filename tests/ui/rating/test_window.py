"""The rating window as a rater uses it: by keyboard, by mouse, stopping and coming back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.rating_set import LoadedSet
from deepcoro_desktop.core.rating.ratings import Preference, Ratings, blank_ratings, load_ratings, save_ratings
from deepcoro_desktop.ui.rating import session as session_module
from deepcoro_desktop.ui.rating.frame import RESEARCH, SYNTHETIC
from deepcoro_desktop.ui.rating_window import RatingWindow
from tests.rating_factory import NOW, case_rating, rating_set

Key = Qt.Key


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedSet:
    return rating_set(tmp_path / "set")


@pytest.fixture
def window(qtbot: QtBot, loaded: LoadedSet) -> Iterator[RatingWindow]:
    window = open_window(qtbot, loaded)
    yield window
    window.close()


def open_window(qtbot: QtBot, loaded: LoadedSet, rater: str = "Ada", out: Path | None = None) -> RatingWindow:
    window = RatingWindow(loaded, standard_views(), rater=rater, out=out, clock=lambda: NOW)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    if rater and window.session is None:
        qtbot.keyClick(window.start.name, Key.Key_Return)
    return window


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys on whatever has the keyboard."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        qtbot.keyClick(target, key)


def saved(qtbot: QtBot, window: RatingWindow) -> Ratings:
    """The file, as soon as it holds what the window does."""
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.path.exists() and load_ratings(session.path).cases == session.ratings.cases)
    return load_ratings(session.path)


def test_asks_for_a_name_once(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded, rater="")
    assert window.pages.currentWidget() is window.start
    assert not window.start.start.isEnabled()
    qtbot.keyClicks(window.start.name, "Ada  Reader")
    qtbot.mouseClick(window.start.start, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.splitter
    assert window.strip.rater.text() == "Ada Reader"
    assert saved(qtbot, window).rater == "Ada Reader"
    window.close()
    again = open_window(qtbot, loaded, rater="")
    assert [button.text() for button in again.start.known] == ["Go on as Ada Reader  ·  0 of 3 cases done"]
    qtbot.mouseClick(again.start.known[0], Qt.MouseButton.LeftButton)
    assert again.strip.rater.text() == "Ada Reader"
    again.close()


def test_one_case_by_keyboard_alone(qtbot: QtBot, window: RatingWindow) -> None:
    assert window.strip.case.text() == "Case 1 of 3"
    press(qtbot, Key.Key_4, Key.Key_3, Key.Key_1)  # text A, down its column
    press(qtbot, Key.Key_2, Key.Key_2, Key.Key_2)  # text B: an error, and the note opens
    assert QApplication.focusWidget() is window.questions.notes[1]
    qtbot.keyClicks(window.questions.notes[1], "misses 5 things")
    press(qtbot, Key.Key_Return)
    assert window.strip.case.text() == "Case 1 of 3", "Enter leaves the note, not the case"
    press(qtbot, Key.Key_1, Key.Key_C)
    qtbot.keyClicks(window.questions.comment, "ok 2")
    press(qtbot, Key.Key_Escape, Key.Key_Return)
    assert window.strip.case.text() == "Case 2 of 3"
    case = saved(qtbot, window).cases[0]
    assert (case.a.accuracy, case.a.completeness, case.a.significant_error) == (4, 3, False)
    assert (case.b.accuracy, case.b.completeness, case.b.significant_error) == (2, 2, True)
    assert (case.b.error_note, case.preference, case.comment) == ("misses 5 things", Preference.A_MUCH_BETTER, "ok 2")


def test_arrows_go_between_questions_and_texts(qtbot: QtBot, window: RatingWindow) -> None:
    (a_right, a_whole, a_error), (b_right, b_whole, b_error) = window.questions.texts
    assert a_right.hasFocus()
    press(qtbot, Key.Key_Right)
    assert b_right.hasFocus()
    press(qtbot, Key.Key_Down, Key.Key_Left)
    assert a_whole.hasFocus()
    press(qtbot, Key.Key_Down, Key.Key_Down)
    assert window.questions.preference.hasFocus(), "below both columns"
    assert not a_error.hasFocus()
    press(qtbot, Key.Key_Up)
    assert b_error.hasFocus()
    press(qtbot, Key.Key_Up, Key.Key_Up, Key.Key_Up)
    assert b_right.hasFocus(), "there is nothing above"
    assert not b_whole.hasFocus()


def test_a_digit_without_an_answer_does_nothing(qtbot: QtBot, window: RatingWindow) -> None:
    press(qtbot, Key.Key_6, Key.Key_0)
    assert window.questions.left == 7
    press(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_3)
    assert window.questions.left == 7, "yes and no are two"


def test_a_case_is_not_left_unanswered_without_saying_so(qtbot: QtBot, window: RatingWindow) -> None:
    press(qtbot, Key.Key_4, Key.Key_Return)
    assert window.strip.case.text() == "Case 1 of 3"
    assert window.foot.left.text() == "6 answers missing: give them, or skip"
    assert window.questions.texts[0][1].hasFocus(), "the first that is missing"
    qtbot.mouseClick(window.foot.next, Qt.MouseButton.LeftButton)
    assert window.strip.case.text() == "Case 1 of 3"
    press(qtbot, Key.Key_S)
    assert window.strip.case.text() == "Case 2 of 3"
    case = saved(qtbot, window).cases[0]
    assert case.skipped
    assert case.a.accuracy == 4, "what was answered is kept"


def test_a_key_that_is_held_answers_and_skips_once(qtbot: QtBot, window: RatingWindow) -> None:
    for key, text in ((Key.Key_4, "4"), (Key.Key_S, "s")):
        for held in (False, True, True):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, held)
            QApplication.sendEvent(QApplication.focusWidget(), event)
        if text == "4":
            assert window.questions.left == 6
    assert window.strip.case.text() == "Case 2 of 3"
    assert window.questions.left == 7


def test_an_answer_takes_a_skip_back(qtbot: QtBot, window: RatingWindow) -> None:
    press(qtbot, Key.Key_S, Key.Key_Backspace)
    assert window.foot.left.text() == "Skipped; an answer takes it back"
    press(qtbot, Key.Key_3)
    assert not saved(qtbot, window).cases[0].skipped
    assert window.foot.left.text() == ""


def test_clicks_answer_as_keys_do(qtbot: QtBot, window: RatingWindow) -> None:
    questions = window.questions
    for question, place in zip(questions.order, (3, 3, 0, 1, 1, 1, 4), strict=True):
        qtbot.mouseClick(question.buttons[place], Qt.MouseButton.LeftButton)
    case = saved(qtbot, window).cases[0]
    assert case.complete
    assert (case.a.accuracy, case.b.completeness, case.b.significant_error) == (4, 2, True)
    assert case.preference is Preference.B_MUCH_BETTER
    assert questions.notes[1].isEnabled()
    assert not questions.notes[0].isEnabled()
    qtbot.mouseClick(window.foot.next, Qt.MouseButton.LeftButton)
    assert window.strip.case.text() == "Case 2 of 3"
    assert questions.left == 7, "the next case starts empty"


def test_both_texts_stand_in_one_row_and_what_is_not_said_reads_alike(window: RatingWindow) -> None:
    assert window.texts.paragraphs() == (
        ("Left ventricle", "Normal left ventricular size. EF [__ %].", "The left ventricle is dilated."),
        ("Mitral valve", "No mitral regurgitation.", "Not described"),
    )


def test_closing_and_opening_again_goes_on(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    press(qtbot, Key.Key_S, Key.Key_5, Key.Key_4)
    window.close()
    again = open_window(qtbot, loaded)
    assert again.pages.currentWidget() is again.splitter, "the name is known"
    assert again.strip.case.text() == "Case 2 of 3"
    assert [question.chosen for question in again.questions.order] == [4, 3, None, None, None, None, None]
    assert again.questions.texts[0][2].hasFocus()
    assert again.line.share == pytest.approx(1 / 3)
    again.close()


def test_every_answer_is_on_the_disk_at_once(qtbot: QtBot, window: RatingWindow) -> None:
    """A process that is killed after an answer loses nothing."""
    for number, key in enumerate((Key.Key_1, Key.Key_2, Key.Key_1), 1):
        press(qtbot, key)
        file = saved(qtbot, window)
        assert sum(x is not None for x in (file.cases[0].a.accuracy, file.cases[0].a.completeness,
                                           file.cases[0].a.significant_error)) == number  # fmt: skip
    assert window.foot.saved.text().startswith("Saved ")


def test_saves_never_overtake_each_other(qtbot: QtBot, window: RatingWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(qtbot, window)
    running: list[int] = []
    most: list[int] = []

    def slow(ratings: Ratings, path: Path) -> None:
        running.append(1)
        most.append(len(running))
        save_ratings(ratings, path)
        running.pop()

    monkeypatch.setattr(session_module, "save_ratings", slow)
    press(qtbot, *([Key.Key_1, Key.Key_2] * 3))
    saved(qtbot, window)
    assert max(most) == 1


def test_says_when_an_answer_cannot_be_saved_and_saves_it_later(
    qtbot: QtBot, window: RatingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(qtbot, window)

    def full(_ratings: Ratings, _path: Path) -> None:
        raise RatingError("The ratings cannot be saved.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(session_module, "save_ratings", full)
        press(qtbot, Key.Key_4)
        qtbot.waitUntil(lambda: not window.problem.isHidden())
    assert window.problem.text == "The ratings cannot be saved. Free some space."
    assert window.foot.saved.text() == "Not saved"
    qtbot.mouseClick(window.problem.action, Qt.MouseButton.LeftButton)
    assert saved(qtbot, window).cases[0].a.accuracy == 4
    qtbot.waitUntil(lambda: window.problem.isHidden())


def test_a_window_that_cannot_save_stays_open_once(
    qtbot: QtBot, loaded: LoadedSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, loaded)
    saved(qtbot, window)

    def full(_ratings: Ratings, _path: Path) -> None:
        raise RatingError("The ratings cannot be saved.", "Free some space.")

    monkeypatch.setattr(session_module, "save_ratings", full)
    press(qtbot, Key.Key_4)
    qtbot.waitUntil(lambda: not window.problem.isHidden())
    assert not window.close()
    assert window.close(), "the second time the rater means it"


def test_the_summary_says_where_the_file_is_and_leads_back(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    press(qtbot, Key.Key_S, Key.Key_S)
    assert window.foot.next.text() == "Finish"
    press(qtbot, Key.Key_4, Key.Key_4, Key.Key_1, Key.Key_4, Key.Key_4, Key.Key_1, Key.Key_3, Key.Key_Return)
    summary = window.summary
    assert window.pages.currentWidget() is summary
    assert summary.counts.text() == "1 of 3 cases rated, 2 skipped"
    path = loaded.folder / "ratings-ada.json"
    assert summary.path.text().replace("\u200b", "") == str(path)
    qtbot.mouseClick(summary.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == str(path)
    assert [button.text() for button in summary.skipped] == ["case-1", "case-2"]
    qtbot.mouseClick(summary.skipped[1], Qt.MouseButton.LeftButton)
    assert window.strip.case.text() == "Case 2 of 3"
    window.close()
    assert len(load_ratings(path).rated) == 1
    done = open_window(qtbot, loaded)
    assert done.pages.currentWidget() is done.summary, "nothing is left to do"
    done.close()


@pytest.mark.parametrize(
    ("trained_on", "banners"), [(TrainedOn.SYNTHETIC, [SYNTHETIC, RESEARCH]), (TrainedOn.CLINICAL, [RESEARCH])]
)
def test_banners_say_what_this_is_for(qtbot: QtBot, tmp_path: Path, trained_on: TrainedOn, banners: list[str]) -> None:
    window = open_window(qtbot, rating_set(tmp_path, trained_on=trained_on))
    assert [banner.text() for banner in window.strip.banners] == banners
    assert all(banner.isVisible() for banner in window.strip.banners)
    window.close()


def test_a_case_without_clips_is_rated_on_its_texts(window: RatingWindow) -> None:
    assert window.strip.clips.text() == "No clips"
    assert not window.strip.clips.isEnabled()
    assert not window.viewer.isVisible()


def test_refuses_a_file_of_somebody_else_or_of_another_set(qtbot: QtBot, loaded: LoadedSet, tmp_path: Path) -> None:
    out = tmp_path / "mine.json"
    save_ratings(blank_ratings(loaded, "Bob", NOW), out)
    with pytest.raises(RatingError, match=r"mine\.json holds the ratings of Bob"):
        RatingWindow(loaded, standard_views(), rater="Ada", out=out)
    other = rating_set(tmp_path / "other", cases=2)
    with pytest.raises(RatingError, match="rated a changed copy"):
        RatingWindow(other, standard_views(), rater="Bob", out=out)


def test_says_at_the_start_why_a_name_cannot_be_taken(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded, rater="")
    (loaded.folder / "ratings-ada.json").write_text("{", encoding="utf-8")
    qtbot.keyClicks(window.start.name, "Ada")
    qtbot.keyClick(window.start.name, Key.Key_Return)
    assert window.pages.currentWidget() is window.start
    assert "The ratings file is not valid" in window.start.problem.text
    window.close()


def test_the_file_holds_no_word_of_the_texts_or_their_order(qtbot: QtBot, window: RatingWindow) -> None:
    press(qtbot, Key.Key_4)
    saved(qtbot, window)
    assert window.session is not None
    raw = window.session.path.read_text(encoding="utf-8")
    assert set(json.loads(raw)) == {"version", "rater", "set_sha256", "key_sha256", "saved_utc", "cases"}
    for word in ("ventric", "draft", '"reference'):
        assert word not in raw


def test_a_set_that_went_away_does_not_end_the_rating(qtbot: QtBot, loaded: LoadedSet, tmp_path: Path) -> None:
    window = open_window(qtbot, loaded, out=tmp_path / "out" / "mine.json")
    saved(qtbot, window)
    shutil.rmtree(loaded.folder)
    press(qtbot, Key.Key_S, Key.Key_4)
    assert saved(qtbot, window).cases[1].a.accuracy == 4
    window.close()


def test_opens_named_file_without_asking(qtbot: QtBot, loaded: LoadedSet, tmp_path: Path) -> None:
    out = tmp_path / "mine.json"
    save_ratings(blank_ratings(loaded, "Bob", NOW).with_case(case_rating()), out)
    window = open_window(qtbot, loaded, rater="", out=out)
    assert (window.strip.rater.text(), window.strip.case.text()) == ("Bob", "Case 2 of 3")
    window.close()
