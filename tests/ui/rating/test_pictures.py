"""Every state of the rating window is drawn; its picture lies in tests-output/ui."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.rating.rating_set import SET_VERSION, RatingCase, RatingSet, SectionPair, write_set
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.rating_window import RatingWindow
from tests.rating_factory import KEY_SHA256, NOW

OUT = Path(__file__).parents[3] / "tests-output" / "ui"
LONG = "The left ventricle is moderately dilated with an end-diastolic volume of [__ mL] and global hypokinesis. " * 4
SECTIONS = (
    SectionPair("Left ventricle", LONG, "Normal left ventricular size and function, EF [__ %]."),
    SectionPair("Right ventricle", "Normal.", LONG),
    SectionPair("Mitral valve", "", "Mild mitral regurgitation."),
    *(SectionPair(f"Section {n}", "Normal size.", "The size is normal.") for n in range(12)),
    SectionPair("Pulmonary veins", "", ""),
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> RatingWindow:
    content = RatingSet(
        SET_VERSION, "Blinded rating of drafts and reports", "2026-03-14T10:00:00Z", TrainedOn.SYNTHETIC, KEY_SHA256,
        tuple(RatingCase(f"case-{n}", SECTIONS) for n in range(1, 5)),
    )  # fmt: skip
    window = RatingWindow(write_set(content, tmp_path), standard_views(), clock=lambda: NOW)
    qtbot.addWidget(window)
    return window


def answer(window: RatingWindow, *places: int) -> None:
    for question, place in zip(window.questions.order, places, strict=False):
        question.choose(place)


def skip_all(window: RatingWindow) -> None:
    window.begin("Ada Reader")
    for _ in range(4):
        window.skip()


STATES: dict[str, Callable[[RatingWindow], object]] = {
    "start": lambda window: None,
    "empty": lambda window: window.begin("Ada Reader"),
    "half": lambda window: (window.begin("Ada Reader"), answer(window, 3, 2, 0, 4), window.go_on()),
    "full": lambda window: (window.begin("Ada Reader"), answer(window, 3, 2, 0, 4, 4, 1, 3)),
    "done": skip_all,
}


@pytest.mark.parametrize("size", [(1024, 640), (1366, 768), (1920, 1080)], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", STATES)
def test_state_is_drawn_and_nothing_is_cut_off(
    qtbot: QtBot, window: RatingWindow, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show()
    STATES[name](window)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    qtbot.waitUntil(lambda: not cut_off(window))
    image = window.grab().toImage()
    OUT.mkdir(parents=True, exist_ok=True)
    assert image.save(str(OUT / f"rating-{name}-{size[0]}.png"))
    assert (window.width(), window.height()) == size, "the contents fit"
    window.close()


def test_columns_of_texts_and_questions_stand_in_line(qtbot: QtBot, window: RatingWindow) -> None:
    window.resize(1366, 768)
    window.show()
    window.begin("Ada")
    qtbot.wait(0)
    sheet = window.texts.area.widget()
    texts = [label for label in sheet.findChildren(QLabel) if label.property("role") == "paragraph"]
    left_of = [min(at(label, window).x() for label in texts if at(label, window).x() > edge) for edge in (0, 700)]
    for edge, questions in zip(left_of, window.questions.texts, strict=True):
        for question in questions:
            assert at(question.buttons[0], window).x() == edge
    tops = {at(label, window).y() for label in texts}
    assert len(tops) <= len(SECTIONS), "both texts of a section begin at one height"
    window.close()


def test_the_chosen_answer_is_drawn_and_the_current_question_is_marked(qtbot: QtBot, window: RatingWindow) -> None:
    window.resize(1366, 768)
    window.show()
    window.begin("Ada")
    first = window.questions.order[0]
    qtbot.mouseClick(first.buttons[3], Qt.MouseButton.LeftButton)
    image = window.questions.grab().toImage()
    chosen, other = (fill(image, first.buttons[place], window.questions) for place in (3, 0))
    assert chosen == QColor(theme.FOCUS_FILL).name()
    assert other == QColor(theme.PANE).name()
    second = window.questions.order[1]
    mark = at(second, window.questions) + QPoint(1, second.height() // 2)
    assert image.pixelColor(mark).name() == theme.ACCENT
    window.close()


def test_the_line_of_progress_is_as_long_as_what_is_done(qtbot: QtBot, window: RatingWindow) -> None:
    window.resize(1366, 768)
    window.show()
    window.begin("Ada")
    window.skip()
    image = window.line.grab().toImage()
    colours = [image.pixelColor(x, 1).name() for x in (10, 1366 // 4 - 2, 1366 // 4 + 2, 1350)]
    assert colours == [theme.ACCENT, theme.ACCENT, theme.LINE, theme.LINE]
    window.close()


def test_neither_text_is_drawn_otherwise_than_the_other(qtbot: QtBot, window: RatingWindow) -> None:
    """Both labels of a row differ in nothing but their words."""
    window.show()
    window.begin("Ada")
    rows: dict[str, list[QLabel]] = {}
    for label in window.texts.area.widget().findChildren(QLabel):
        if ", text " in label.accessibleName():
            rows.setdefault(label.accessibleName().split(", text ")[0], []).append(label)
    assert len(rows) == len(SECTIONS) - 1
    for a, b in rows.values():
        assert a.font() == b.font()
        assert a.alignment() == b.alignment()
        assert {a.property("role"), b.property("role")} <= {"paragraph", "nothing"}
        assert (a.property("role") == "nothing") == (a.text() == "Not described")
    window.close()


def cut_off(window: RatingWindow) -> list[str]:
    """The words that have less room than they need."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap() and label.height() < label.heightForWidth(label.width()):
            found.append(label.text())
        if (
            label.property("role") in ("banner", "title", "asked", "letter")
            and label.width() < label.sizeHint().width()
        ):
            found.append(label.text())
    return found


def at(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, QPoint(0, 0))


def fill(image: QImage, button: QWidget, panel: QWidget) -> str:
    return image.pixelColor(at(button, panel) + QPoint(4, button.height() // 2)).name()
