"""Drives the real window through one case as a reader would, and writes what it shows: for `demo --headless`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtWidgets import QWidget

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.inference.analysis_json import to_json
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import SLOT, Document, Review, Section, Statement
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.core.unattended import describe_verification, verify_file
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.main_window import MainWindow

WINDOW_SIZE: Final = (1920, 1080)
PASSPHRASE: Final = "demonstration only"  # noqa: S105 - of an identity that is made for this run and thrown away
LONGEST_WAIT_S: Final = 300.0

_POLL_MS: Final = 20
_PLAY_MS: Final = 1500


class WalkthroughError(DeepcoroError):
    """The window did not come to where the walk-through expects it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reader of the walk-through holds of one finding."""

    value: str
    text: str
    """The reader's own sentence, with the reader's own numbers."""
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reader of the walk-through sees and concludes."""

    opinions: Mapping[str, Opinion]
    """By finding, the part of a concept before "="."""
    impression: str

    @classmethod
    def of_sample(cls) -> Reader:
        """Return the reader of the sample study."""
        raw = json.loads(resource_path("samples", "reader.json").read_text(encoding="utf-8"))
        opinions = {
            finding: Opinion(held["value"], held["text"], tuple(held["numbers"]))
            for finding, held in raw["findings"].items()
        }
        return cls(opinions, raw["impression"])

    def opinion_on(self, statement: Statement) -> tuple[Opinion | None, bool]:
        """Return what the reader holds of a statement's finding, and whether the statement says the same."""
        finding, _, value = (statement.concept or "").partition("=")
        held = self.opinions.get(finding)
        return held, held is not None and held.value == value


class Walkthrough:
    """One case from import to the verified report.

    Parameters
    ----------
    workspace : Workspace
        A workspace of its own, so that the reader's is left alone.
    window : MainWindow
        The window of that workspace.
    out : Path
        Folder for the pictures and files; made where missing.
    size : tuple of int
        Width and height of the window, px.
    """

    def __init__(
        self, workspace: Workspace, window: MainWindow, out: Path, size: tuple[int, int] = WINDOW_SIZE
    ) -> None:
        self._size = size
        self._workspace = workspace
        self._window = window
        self._out = out
        self._reader = Reader.of_sample()
        self._problem: DeepcoroError | None = None

    def run(self) -> tuple[Path, ...]:
        """Run the case and return the files written.

        Raises
        ------
        DeepcoroError
            The first error that the window met, or WalkthroughError where it did not come on.
        """
        try:
            self._out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WalkthroughError(
                f"The folder {self._out.name} cannot be made.", "Choose another place with --out."
            ) from error
        self._listen()
        self._window.resize(*self._size)
        self._window.show()
        QCursor.setPos(self._window.mapToGlobal(QPoint(self._size[0] - 1, 0)))  # over nothing that lights up
        return (
            self._open_study(),
            *self._analyse(),
            self._edit_draft(),
            *self._sign(),
        )

    def _listen(self) -> None:
        reading, state = self._window.reading, self._window.state
        for failed in (reading.open_failed, reading.imports.failed, reading.save_failed, reading.sign_failed):
            failed.connect(self._fail)
        state.analysis_failed.connect(self._fail)

    def _fail(self, error: DeepcoroError) -> None:
        self._problem = error

    # --- the stages

    def _open_study(self) -> Path:
        self._window.reading.imports.start_demo()
        self._wait(lambda: self._window.state.study is not None, "the sample study to open")
        self._play(_PLAY_MS)
        return self._picture("1-study-open")

    def _analyse(self) -> tuple[Path, Path]:
        state = self._window.state
        self._wait(lambda: state.analysis is not None and state.document is not None, "the analysis to end")
        analysis, study = state.analysis, state.study
        if analysis is None or study is None:
            raise WalkthroughError("The study was closed while it was read.", "Run the demo again.")
        path = self._out / "analysis.json"
        path.write_text(to_json(analysis, study), encoding="utf-8")
        state.set_section(self._document().sections[0].name)
        self._play(_PLAY_MS)
        return path, self._picture("2-analysis-done")

    def _edit_draft(self) -> Path:
        """Review the first section before the picture, the others after it."""
        names = [section.name for section in self._document().sections]
        self._review(names[0], attest=False)
        self._window.state.set_section(names[0])
        self._play(_PLAY_MS)
        picture = self._picture("3-draft-edited")
        self._attest(names[0])
        for name in names[1:]:
            self._review(name, attest=True)
        self._change(lambda document, now: editing.set_impression(document, self._reader.impression, now))
        self._wait(lambda: not self._window.reading.unsaved, "the draft to be saved")
        return picture

    def _sign(self) -> tuple[Path, Path, Path]:
        left = missing(self._document())
        if left:
            raise WalkthroughError(f"The report cannot be signed yet: {left[0].sentence}", "Run the demo again.")
        self._window.foot.sign.click()
        self._wait(lambda: self._window.signing_sheet is not None, "the signing sheet")
        sheet = self._window.signing_sheet
        if sheet is None:
            raise WalkthroughError("The signing sheet did not open.", "Run the demo again.")
        sheet.passphrase.setText(PASSPHRASE)
        sheet.repeated.setText(PASSPHRASE)  # the identity is made with this first signature
        sheet.sign.click()
        self._wait(lambda: self._document().is_signed, "the signature")
        self._play(_PLAY_MS // 3)
        picture = self._picture("4-signed")
        sheet.close()
        report, said = self._out / "report.pdf", self._out / "verify.txt"
        self._workspace.export_pdf(self._document().identity.study_instance_uid, report)
        verdict = verify_file(report)
        said.write_text("\n".join(describe_verification(verdict)) + "\n", encoding="utf-8")
        if not verdict.accepted:
            raise WalkthroughError("The signed report was not accepted by verify.", f"Look into {said.name}.")
        return picture, report, said

    # --- what a reader does

    def _document(self) -> Document:
        document = self._window.state.document
        if document is None:
            raise WalkthroughError("There is no interpretation to work on.", "Run the demo again.")
        return document

    def _section(self, name: str) -> Section:
        return next(section for section in self._document().sections if section.name == name)

    def _change(self, change: Callable[[Document, datetime], Document]) -> None:
        self._window.state.set_document(change(self._document(), datetime.now(UTC)))

    def _review(self, name: str, *, attest: bool) -> None:
        for statement in self._section(name).statements:
            self._decide(statement)
        if attest:
            self._attest(name)

    def _decide(self, statement: Statement) -> None:
        """Accept what the reader sees too, its numbers filled in; put the reader's own sentence for anything else."""
        key = statement.statement_id
        held, same = self._reader.opinion_on(statement)
        slots = len(SLOT.findall(statement.text))
        if held is None and slots:
            self._change(lambda document, now: editing.reject(document, key, now))
        elif held is not None and not (same and slots in (0, len(held.numbers))):
            text = held.text
            self._change(lambda document, now: editing.edit(document, key, text, now))
        elif held is not None and slots:
            for number in held.numbers:
                self._change(partial(_fill_first, key, number))
        else:
            self._change(lambda document, now: editing.accept(document, key, now))

    def _attest(self, name: str) -> None:
        section = self._section(name)
        if not section.assessed:
            return
        if any(statement.review is not Review.REJECTED for statement in section.statements):
            self._change(lambda document, now: editing.attest_section(document, name, now))
        else:
            reason = "nothing was stated"
            self._change(lambda document, now: editing.mark_not_assessed(document, name, reason, now))

    # --- waiting and pictures

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the window live until `condition` holds."""
        loop = QEventLoop()
        poll, limit = QTimer(), QTimer()
        poll.timeout.connect(lambda: loop.quit() if condition() or self._problem else None)
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        poll.start(_POLL_MS)
        limit.start(round(1000 * LONGEST_WAIT_S))
        loop.exec()
        poll.stop()
        limit.stop()
        if self._problem is not None:
            raise self._problem
        if not condition():
            raise WalkthroughError(
                f"Waited {LONGEST_WAIT_S:.0f} s for {what}.", "Run the demo again on a free machine."
            )

    def _play(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _picture(self, name: str) -> Path:
        """Write the window as PNG, with the sheet over it where one is open."""
        picture = self._window.grab()
        sheet: QWidget | None = self._window.signing_sheet
        if sheet is not None and sheet.isVisible():
            painter = QPainter(picture)
            place = self._window.mapFromGlobal(sheet.mapToGlobal(QPoint(0, 0)))
            painter.drawPixmap(place, sheet.grab())
            painter.end()
        path = self._out / f"{name}.png"
        if not picture.save(str(path)):
            raise WalkthroughError(f"{path.name} cannot be written.", "Choose another place with --out.")
        return path


def _fill_first(key: str, number: str, document: Document, now: datetime) -> Document:
    return editing.fill_slot(document, key, 0, number, now)


def tell(written: tuple[Path, ...]) -> None:
    """Say where to look."""
    sys.stdout.write("The sample study was analysed, read, edited and signed. Look at:\n")
    for path in written:
        sys.stdout.write(f"  {path}\n")
