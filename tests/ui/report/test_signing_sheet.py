"""The signing sheet: what, by whom, with which meaning, the passphrase last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import SigningError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.ui.report.signing_sheet import MEANINGS, SigningSheet
from tests.ui.evidence import case


@dataclass(frozen=True)
class Reader:
    name: str = "Dr Ada Reader"
    credential: str = "MD"
    demonstration: bool = True


def sheet(qtbot: QtBot, document: Document, signer: Reader | None = None, preview: bytes | None = None) -> SigningSheet:
    made = SigningSheet(document, signer or Reader(), preview)
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
    shown = sheet(qtbot, document).preview.text
    assert shown is not None
    page = " ".join(shown.toPlainText().split())
    for section in document.sections:
        assert section.name in page
        for statement in section.statements:
            assert (statement.text in page) == statement.is_kept
        if not section.assessed:
            assert f"Not assessed: {section.reason}" in page
    assert document.impression in page
    assert page.startswith("NOT SIGNED · DEMONSTRATION MODEL, not for diagnosis")


def test_shows_the_picture_of_the_page_where_there_is_one(qtbot: QtBot) -> None:
    pixmap = QPixmap(80, 100)
    pixmap.fill("white")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    shown = sheet(qtbot, case.read_through(), preview=bytes(buffer.data().data()))
    assert shown.preview.text is None
    as_text = sheet(qtbot, case.read_through(), preview=b"%PDF-1.7")
    assert as_text.preview.text is not None


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


def test_tells_hash_and_place_of_the_signed_file(qtbot: QtBot) -> None:
    shown = sheet(qtbot, case.read_through())
    shown.show_signed("9a3f" * 16, "Reports/demo.pdf")
    assert shown.sha256.text().replace(" ", "") == "9a3f" * 16
    assert shown.saved_to.text() == "Reports/demo.pdf"
    assert shown.preview.text is not None
    assert "NOT SIGNED" not in shown.preview.text.toPlainText()
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert not shown.isVisible()
