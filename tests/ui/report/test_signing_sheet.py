"""The signing sheet: what, by whom, with which meaning, the passphrase last."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import DocumentError, SigningError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.ui.report import signing_page
from deepcoro_desktop.ui.report.signing_sheet import MEANINGS, SigningSheet
from deepcoro_desktop.ui.report.style import PAPER
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.evidence import case


@dataclass(frozen=True)
class Reader:
    name: str = "Dr Ada Reader"
    credential: str = "MD"
    demonstration: bool = True
    is_new: bool = False


def sheet(
    qtbot: QtBot, document: Document, signer: Reader | None = None, tasks: TaskRunner | None = None
) -> SigningSheet:
    made = SigningSheet(document, signer or Reader(), tasks)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_shows_whose_report_it_is(qtbot: QtBot) -> None:
    for document in (case.read_through(), case.draft()):
        shown = sheet(qtbot, document)
        assert shown.identity.text() == "DEMO PHANTOM A"
        for part in ("P-000117", "1954-02-11", "72 y", "2026-03-14 10:38"):
            assert part in shown.identity_words.text()


def test_shows_every_sentence_that_will_be_signed_and_none_that_was_rejected(qtbot: QtBot) -> None:
    document = case.read_through()
    shown = sheet(qtbot, document)
    page = " ".join(shown.preview.text.toPlainText().split())
    for section in document.sections:
        assert section.name in page
        for statement in section.statements:
            assert (statement.text in page) == statement.is_kept
        if not section.assessed:
            assert f"Not assessed: {section.reason}" in page
    assert document.impression in page
    assert page.startswith("NOT SIGNED · DEMONSTRATION MODEL, not for diagnosis")


def paper(shown: SigningSheet) -> QColor:
    """The colour in the corner of the first page, where nothing is printed."""
    return shown.preview.pages.sheets[0].grab().toImage().pixelColor(4, 4)


def test_text_stands_until_the_printed_pages_are_set_in_its_place(qtbot: QtBot, tasks: TaskRunner) -> None:
    shown = sheet(qtbot, case.read_through(), tasks=tasks)
    assert not shown.preview.shows_pages
    assert shown.preview.caption.text() == "All of its text; the pages are being set"
    place = shown.preview.text.geometry()
    qtbot.waitUntil(lambda: shown.preview.shows_pages)
    assert shown.preview.pages.geometry() == place
    assert shown.preview.caption.text() == "As it will be printed · 2 pages"
    assert len(shown.preview.pages.sheets) == 2
    assert paper(shown) == QColor(PAPER), "paper, no brighter than a picture"


def test_pages_fit_a_narrow_sheet_and_are_never_larger_than_printed(qtbot: QtBot, tasks: TaskRunner) -> None:
    shown = sheet(qtbot, case.read_through(), tasks=tasks)
    qtbot.waitUntil(lambda: shown.preview.shows_pages)
    page, pages = shown.preview.pages.sheets[0], shown.preview.pages
    assert page.width() == pytest.approx(794, abs=1)
    shown.resize(900, 600)
    qtbot.waitUntil(lambda: page.width() < 794)
    assert page.width() + 16 == pages.viewport().width()
    assert page.height() == pytest.approx(page.width() * 297 / 210, abs=2)


def test_pages_that_cannot_be_set_leave_the_text(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_document: Document, *, pixels_per_inch: float, pictures: object = ()) -> tuple[bytes, ...]:
        raise DocumentError("The report's page could not be set.", "Keep the draft.")

    monkeypatch.setattr(signing_page, "render_preview", refuse)
    shown = sheet(qtbot, case.read_through(), tasks=tasks)
    qtbot.waitUntil(lambda: shown.preview.caption.text() == "All of its text; the pages could not be set")
    assert not shown.preview.shows_pages


def test_closing_gives_up_pages_that_are_being_set(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def wait(_document: Document, *, pixels_per_inch: float, pictures: object = ()) -> tuple[bytes, ...]:
        gate.wait()
        return ()

    monkeypatch.setattr(signing_page, "render_preview", wait)
    shown = sheet(qtbot, case.read_through(), tasks=tasks)
    shown.reject()
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert not shown.preview.shows_pages


def test_first_signature_says_so_and_asks_for_the_passphrase_twice(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through(), Reader(is_new=True))
    for words in ("First signature", "the passphrase you choose now (at least 8 characters)", "no legal signature"):
        assert words in shown.warning.text()
    qtbot.keyClicks(shown.passphrase, "heart")
    assert shown.hint.text() == "5 of at least 8 characters"
    qtbot.keyClicks(shown.passphrase, " beat")
    assert shown.hint.text() == "Type it once more"
    qtbot.keyClick(shown.passphrase, Qt.Key.Key_Return)
    assert shown.repeated.hasFocus()
    qtbot.keyClicks(shown.repeated, "heart beau")
    assert shown.hint.text() == "The two are not the same"
    assert not shown.sign.isEnabled()
    qtbot.keyClick(shown.repeated, Qt.Key.Key_Backspace)
    qtbot.keyClicks(shown.repeated, "t")
    assert shown.hint.text() == "The two are the same"
    with qtbot.waitSignal(shown.accepted_with_passphrase) as signed:
        qtbot.keyClick(shown.repeated, Qt.Key.Key_Return)
    assert signed.args == ["heart beat", MEANINGS[0]]


def test_later_signatures_ask_once(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    assert not shown.repeated.isVisible()
    assert "First signature" not in shown.warning.text()
    assert "no legal signature" in shown.warning.text()


def test_what_is_missing_stands_instead_and_each_leads_there(qtbot: QtBot) -> None:
    document = case.half_read()
    shown = sheet(qtbot, document)
    assert not shown.can_sign
    assert [button.text() for button in shown.blockers] == [b.sentence for b in missing(document)]
    with qtbot.waitSignal(shown.blocker_chosen) as chosen:
        qtbot.mouseClick(shown.blockers[2], Qt.MouseButton.LeftButton)
    assert chosen.args == [missing(document)[2]]
    assert not shown.isVisible()


def test_signs_by_keys_with_meaning_and_passphrase(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    assert shown.passphrase.hasFocus()
    assert not shown.sign.isEnabled(), "nothing is signed without a passphrase"
    qtbot.keyClicks(shown.passphrase, "heart beat")
    with qtbot.waitSignal(shown.accepted_with_passphrase) as signed:
        qtbot.keyClick(shown.passphrase, Qt.Key.Key_Return)
    assert signed.args == ["heart beat", MEANINGS[0]]
    assert not shown.sign.isEnabled()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible(), "the sheet stays while the signature is made"


def test_meaning_is_the_readers_choice(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    buttons = shown._meanings.buttons()
    assert [button.accessibleName() for button in buttons] == list(MEANINGS[:2])
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert shown.meaning == MEANINGS[1]
    amendment = replace(case.read_through(), revision=2, predecessor_revision=1, amendment_reason="EF corrected")
    assert sheet(qtbot, amendment).meaning == MEANINGS[2]


def test_wrong_passphrase_is_told_in_place(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    qtbot.keyClicks(shown.passphrase, "wrong")
    qtbot.mouseClick(shown.sign, Qt.MouseButton.LeftButton)
    shown.show_error(SigningError("The passphrase is wrong.", "Type it again."))
    assert shown.error.isVisible()
    assert shown.error.text() == "The passphrase is wrong. Type it again."
    assert shown.passphrase.text() == ""
    assert shown.passphrase.hasFocus()
    assert shown.passphrase.isEnabled()


def test_warns_of_a_demonstration(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    assert "Demonstration identity" in shown.warning.text()
    assert "synthetic data" in shown.warning.text()
    model = case.read_through().model
    assert model is not None
    clinical = replace(case.read_through(), model=replace(model, trained_on="clinical"))
    assert not sheet(qtbot, clinical, Reader(demonstration=False)).warning.isVisible()


def test_signed_report_is_shown_as_it_was_signed(qtbot: QtBot, tasks: TaskRunner) -> None:
    shown = sheet(qtbot, case.read_through(), tasks=tasks)
    qtbot.waitUntil(lambda: shown.preview.shows_pages)
    before = shown.preview.pages.sheets[0].grab().toImage()
    shown.show_signed(case.signed(), "9a3f" * 16, "Reports/demo.pdf")
    assert shown.preview.shows_pages, "nothing jumps"
    qtbot.waitUntil(lambda: shown.preview.caption.text() == "As it was signed · 2 pages")
    assert shown.preview.pages.sheets[0].grab().toImage() != before


def test_tells_hash_and_place_of_the_signed_file(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    shown.show_signed(case.signed(), "9a3f" * 16, "Reports/demo.pdf")
    assert shown.sha256.text().replace(" ", "") == "9a3f" * 16
    assert shown.saved_to.text() == "Reports/demo.pdf"
    assert "NOT SIGNED" not in shown.preview.text.toPlainText()
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert not shown.isVisible()


def test_own_certificate_is_chosen_from_the_sheet(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = tmp_path / "reader.p12"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(chosen), ""))
    shown = sheet(qtbot, case.read_through())
    with qtbot.waitSignal(shown.identity_chosen) as told:
        qtbot.mouseClick(shown.other_identity, Qt.MouseButton.LeftButton)
    assert told.args == [chosen]
    assert not shown.isVisible()


def test_leaving_the_choice_of_a_certificate_changes_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    shown = sheet(qtbot, case.read_through())
    with qtbot.assertNotEmitted(shown.identity_chosen):
        qtbot.mouseClick(shown.other_identity, Qt.MouseButton.LeftButton)
    assert shown.isVisible()
