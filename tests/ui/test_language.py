"""The window speaks the reader's language, keeps what must not be lost, and has room for longer words."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QSettings
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.manifest import ReportOrigin, TrainedOn
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.dicom import reader
from deepcoro_desktop.core.dicom.ecg import EcgSource
from deepcoro_desktop.core.inference import pipeline
from deepcoro_desktop.core.measurement.measurement import Average
from deepcoro_desktop.core.measurement.scale import MANUAL_NOTE, UNCALIBRATED_NOTE
from deepcoro_desktop.core.measurement.tools import Quantity
from deepcoro_desktop.ui import language, vocabulary
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.language_choice import LanguageChoice
from deepcoro_desktop.ui.dialogs.model_card import ModelCard
from deepcoro_desktop.ui.frame.strip import BANNER, TopStrip
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import LANGUAGES, SETTING, install_language, plural, system_language, tr
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.measurement.values import _WIDTHS, FLAG, SOURCE
from deepcoro_desktop.ui.measurement.wording import FLAGS, SOURCES
from deepcoro_desktop.ui.state import ViewerState
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, row
from tests.ui.test_pictures import picture

PACKS = tuple(code for code in LANGUAGES if code != "en")
Speak = Callable[[str], QSettings]


@pytest.fixture
def speak(tmp_path: Path) -> Iterator[Speak]:
    """Make the reader's choice and install it; English again at the end of the test."""
    before, installed = QLocale(), []

    def speak(code: str) -> QSettings:
        settings = QSettings(str(tmp_path / "language.ini"), QSettings.Format.IniFormat)
        settings.setValue(SETTING, code)
        installed.extend(install_language(settings))
        return settings

    yield speak
    for translator in installed:
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("preferred", "code"),
    [
        (("de-AT", "en"), "de"), (("nl-NL", "fr-FR"), "fr"), (("en-GB", "de-DE"), "en"), (("ja-JP",), "en"), ((), "en"),
        (("ES",), "es"),
    ],
)  # fmt: skip
def test_the_first_language_of_the_system_that_has_a_pack_is_taken(preferred: tuple[str, ...], code: str) -> None:
    assert system_language(preferred) == code


def test_every_language_but_english_has_a_pack() -> None:
    assert {path.stem for path in resource_path("languages").glob("*.qm")} == {f"deepcoro_{code}" for code in PACKS}


def test_the_choice_is_kept_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    choice = LanguageChoice(settings)
    qtbot.addWidget(choice)
    assert [choice.itemText(n) for n in range(choice.count())] == ["As the system", *LANGUAGES.values()]
    assert choice.currentIndex() == 0
    choice.setCurrentIndex(choice.findData("fr"))
    assert not settings.contains(SETTING), "nothing is kept by looking"
    choice.keep()
    assert settings.value(SETTING) == "fr"
    again = LanguageChoice(settings)
    qtbot.addWidget(again)
    assert again.currentText() == "Français"
    again.setCurrentIndex(0)
    again.keep()
    assert not settings.contains(SETTING)


def test_a_language_without_a_pack_is_no_choice(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    settings.setValue(SETTING, "tlh")
    assert language.chosen_language(settings) == ""


def test_a_pack_that_is_lost_leaves_english(
    speak: Speak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(language, "resource_path", lambda *_parts: tmp_path)
    with caplog.at_level(logging.WARNING):
        speak("de")
    assert tr("Clips used") == "Clips used"
    assert "deepcoro_de are not there" in caplog.text


def test_numbers_choose_the_form_of_the_words(speak: Speak) -> None:
    assert [plural("%n study imported", "%n studies imported", n) for n in (0, 1, 2)] == [
        "0 studies imported", "1 study imported", "2 studies imported",
    ]  # fmt: skip
    assert plural("%n zebra", "%n zebras", 3) == "3 zebras", "what no pack has"
    speak("fr")
    assert [plural("%n study imported", "%n studies imported", n) for n in (0, 1, 2)] == [
        "0 examen importé", "1 examen importé", "2 examens importés",
    ]  # fmt: skip
    assert plural("%n zebra", "%n zebras", 3) == "3 zebras"


@pytest.mark.parametrize("code", PACKS)
def test_qt_speaks_the_same_language_and_numbers_keep_the_point(qtbot: QtBot, speak: Speak, code: str) -> None:
    speak(code)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel"
    box = QDoubleSpinBox()
    qtbot.addWidget(box)
    box.setValue(1.5)
    assert box.text() == "1.50"


@pytest.mark.parametrize("code", PACKS)
def test_the_demonstration_label_is_translated_and_never_lost(qtbot: QtBot, speak: Speak, code: str) -> None:
    speak(code)
    strip = TopStrip(ViewerState(), TrainedOn.SYNTHETIC)
    qtbot.addWidget(strip)
    strip.resize(1024, 60)
    strip.show()
    said = strip.banner.text()
    assert strip.banner.isVisible()
    assert said == tr(BANNER) != BANNER
    assert strip.banner.accessibleName() == said
    for source in (BANNER, "DEMONSTRATION MODEL\ntrained on synthetic data · not for diagnosis", "Research use only",
                   "RESEARCH USE ONLY · not for diagnosis", "DEMONSTRATION MODEL · synthetic data",
                   "The model was trained on synthetic data: not for diagnosis."):  # fmt: skip
        assert tr(source) != source


def test_keys_and_actions_are_named_in_the_language(speak: Speak) -> None:
    speak("de")
    assert Keymap().shown("open-files") == "Strg+Umschalt+O"
    assert tr(Keymap().action("open-files").words) == "Dateien oder ein Zip öffnen"


def test_the_words_of_core_are_known() -> None:
    with resource_path("views.csv").open(encoding="utf-8", newline="") as file:
        views = list(csv.DictReader(file))
    assert tuple(view["label"] for view in views) == vocabulary.VIEWS
    assert {view["window"] for view in views} == set(vocabulary.WINDOWS)
    assert (UNCALIBRATED_NOTE, MANUAL_NOTE) == vocabulary.CALIBRATION_NOTES
    assert {reader.STAGE, pipeline.STAGE} == set(vocabulary.STAGES)
    for words, kind in (
        (vocabulary.ORIGINS, ReportOrigin), (vocabulary.ECG_SOURCES, EcgSource), (vocabulary.AVERAGES, Average),
        (vocabulary.QUANTITIES, Quantity),
    ):  # fmt: skip
        assert words == tuple(member.value for member in kind)


@pytest.mark.parametrize("code", PACKS)
def test_longer_words_have_room(
    qtbot: QtBot, speak: Speak, code: str, tmp_path: Path, open_list: Callable[[FakeWorkspace], MainWindow]
) -> None:
    speak(code)
    bundle = load_bundle(write_bundle(tmp_path / "bundle"))
    window = open_list(FakeWorkspace(bundle=bundle, rows=(row(0), row(1))))
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not cut(window))
    picture(window, f"language-{code}-list")
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.analysis is not None)
    for page in range(window.measuring.side.count()):
        window.measuring.side.setCurrentIndex(page)
        qtbot.waitUntil(lambda: not cut(window))  # the layout follows the words a moment later
        picture(window, f"language-{code}-study-{page}")
    metrics = window.measuring.panel.values.fontMetrics()
    for column, words in ((SOURCE, SOURCES), (FLAG, FLAGS)):
        assert all(metrics.horizontalAdvance(tr(word)) + 8 <= _WIDTHS[column] for word in words.values())
    for sheet, name in ((CheatSheet(window.keymap), "keys"), (ModelCard(None, "", None), "card")):
        qtbot.addWidget(sheet)
        sheet.show()
        qtbot.waitUntil(lambda shown=sheet: not cut(shown))
        picture(sheet, f"language-{code}-{name}")
        sheet.close()


def cut(widget: QWidget) -> list[str]:
    """Return the words of buttons and of labels of one line that have less room than they need."""
    texts: list[QPushButton | QLabel] = [*widget.findChildren(QPushButton), *widget.findChildren(QLabel)]
    short = [text for text in texts if text.isVisible() and text.width() < text.sizeHint().width()]
    return [text.text() for text in short if isinstance(text, QPushButton) or not text.wordWrap()]
