"""python -m deepcoro_desktop.guide: takes the pictures of the user guide from the running program."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtWidgets import QWidget

from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.study import SkippedFile
from deepcoro_desktop.core.study_row import StudyRow
from deepcoro_desktop.core.workspace import AiState, ImportReport, Workspace, WorkspacePaths
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.import_dialog import ImportDialog
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.dialogs.settings_sheet import SettingsSheet
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.walkthrough import Walkthrough, WalkthroughError

SIZE: Final = (1500, 860)
QUALITY: Final = 80
_LETTER: Final = (
    "Dear colleague,\n\nthank you for seeing this 72 year old with dyspnoea on exertion for three months.\n"
    "Is left ventricular function reduced? Are the valves in order?\n\nWith kind regards"
)
_REFUSED: Final = (
    SkippedFile("IM0031", "It holds 12 whole frames of 48: the file was cut off.", "Copy it again from the scanner."),
    SkippedFile("CT0002", "It is a CT picture, not an ultrasound clip.", "Nothing needs to be done."),
)
_MEASURED: Final = {"ivsd": ((300.0, 245.0), (292.0, 290.0)), "lvidd": ((297.0, 309.0), (276.0, 485.0))}
"""Points on the parasternal long axis of the sample study, in pixels of its picture."""


class GuidePictures(Walkthrough):
    """The walk through the sample study, with a picture of each part on the way."""

    def _picture(self, name: str) -> Path:
        window = self._window
        if name.startswith("2"):
            self._wait(lambda: not window.tasks.busy, "the thumbnails")
            self._take(window, "window")
            self._take(window.clips, "clips")
            self._take(window.viewer, "pictures")
            self._take(window.evidence, "evidence")
            self._measure()
            self._sheets()
        elif name.startswith("3"):
            self._take(window.report, "report")
        return self._out / "window.webp"

    def _measure(self) -> None:
        """Measure septum and cavity on the first clip, take the picture, and leave no trace."""
        window, clip = self._window, self._window.viewer.grid.active_tile.clip
        if clip is None:
            raise WalkthroughError("No clip is shown.", "Run it again.")
        window.viewer.open_frame(clip.sop_instance_uid, 0)
        window.measuring.show_panel()
        board = window.measuring.board
        for key, points in _MEASURED.items():
            board.start_item(key)
            for point in points:
                board.place_point(clip, 0, point)
        self._wait(lambda: not window.tasks.busy, "the picture")
        self._play(200)
        side, corner = window.measuring.side, window.viewer.mapTo(window, QPoint(0, 0))
        self._take(window, "measuring", QRect(corner, side.mapTo(window, side.rect().bottomRight())))
        for measured in board.sheet.measurements if board.sheet is not None else ():
            board.remove(measured.measurement_id)
        board.stop()
        window.measuring.side.setCurrentWidget(window.evidence)
        window.viewer.player.set_playing(playing=True)

    def _sheets(self) -> None:
        window, study = self._window, self._window.state.study
        if study is None:
            raise WalkthroughError("The study was closed while it was read.", "Run it again.")
        importing = ImportDialog(window)
        importing.show_report(ImportReport((study,), _REFUSED, len(study.clips) + len(_REFUSED)))
        shown: tuple[tuple[QWidget, str], ...] = (
            (importing, "import"),
            (PatientDialog(study, window), "patient"),
            (CheatSheet(window.keymap, window), "keys"),
            (self._settings_sheet(), "settings"),
        )
        for sheet, name in shown:
            sheet.show()
            self._play(50)
            self._take(sheet, name)
            sheet.close()
        window.sheets.show_documents()
        window.case.add_note(_LETTER)
        letters = window.sheets.documents
        self._wait(lambda: letters is not None and bool(letters.text.toPlainText()), "the letter")
        if letters is not None:
            self._take(letters, "documents")
            letters.close()

    def _settings_sheet(self) -> SettingsSheet:
        window, preferences = self._window, self._workspace.preferences
        chosen = preferences.chosen()
        own = replace(chosen.settings, reader_name=self._workspace.reader, credential="MD, FESC")
        own_words = QSettings()  # nothing is kept
        return SettingsSheet(replace(chosen, settings=own), preferences, own_words, window.tasks, window)

    def _sign(self) -> tuple[Path, Path, Path]:
        """Take the signing sheet, and the list of studies last: nothing is signed."""
        self._window.foot.sign.click()
        self._wait(lambda: self._window.signing_sheet is not None, "the signing sheet")
        sheet = self._window.signing_sheet
        if sheet is None:
            raise WalkthroughError("The signing sheet did not open.", "Run it again.")
        self._play(1500)
        self._take(sheet, "signing")
        sheet.close()
        self._window.reading.close_study()
        self._wait(lambda: not self._window.tasks.busy, "the list of studies")
        self._window.studies.set_rows(invented_rows())
        self._play(50)
        self._take(self._window, "studies", QRect(0, 0, SIZE[0], SIZE[1] * 2 // 3))
        return (self._out / "signing.webp",) * 3

    def _take(self, widget: QWidget, name: str, part: QRect | None = None) -> None:
        picture = widget.grab(part) if part is not None else widget.grab()
        if not picture.save(str(self._out / f"{name}.webp"), "WEBP", QUALITY):
            raise WalkthroughError(f"{name}.webp cannot be written.", "Choose another folder.")


def invented_rows() -> tuple[StudyRow, ...]:
    """Return lines of invented patients in every state."""
    first = StudyRow(
        "1", "DEMO^PHANTOM A", "P-000117", date(1954, 2, 11), datetime(2026, 3, 14, 10, 38), "TTE",  # noqa: DTZ001
        "dyspnoea", 17, ReportState.DRAFT, AiState.READY, True, datetime(2026, 3, 14, tzinfo=UTC), "Dr Ada Reader",
    )  # fmt: skip
    others = (
        ("DEMO^PHANTOM B", "P-000118", 21, "murmur", None, AiState.FAILED, ""),
        ("DEMO^PHANTOM C", "P-000119", 14, "before chemotherapy", ReportState.FINAL, AiState.READY, "Dr Ada Reader"),
        ("DEMO^PHANTOM D", "P-000121", 32, "atrial fibrillation", None, AiState.NONE, ""),
        ("DEMO^PHANTOM E", "P-000124", 19, "after valve repair", ReportState.AMENDED, AiState.READY, "Dr Ben Reader"),
    )
    return (
        first,
        *(
            replace(
                first,
                study_uid=patient_id,
                patient_name=name,
                patient_id=patient_id,
                clip_count=clips,
                indication=indication,
                report_state=state,
                ai_state=drafted,
                urgent=False,
                assignee=reader,
                study_datetime=datetime(2026, 3, 14, 11 + number, 7 * number),  # noqa: DTZ001
            )
            for number, (name, patient_id, clips, indication, state, drafted, reader) in enumerate(others)
        ),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures and return the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process by default.
    """
    parser = argparse.ArgumentParser(prog="python -m deepcoro_desktop.guide", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("resources/help"), help="folder for the pictures")
    arguments = parser.parse_args(argv)
    make_application()
    with tempfile.TemporaryDirectory(prefix="deepcoro-guide-") as folder:
        paths = WorkspacePaths.under(Path(folder))
        workspace = Workspace(paths, reader="Dr Ada Reader")
        window: MainWindow = build_window(workspace, window_settings(paths))
        try:
            GuidePictures(workspace, window, arguments.out, SIZE).run()
            (arguments.out / "analysis.json").unlink(missing_ok=True)
        except DeepcoroError as error:
            sys.stderr.write(f"{error}\n")
            return error.exit_code
        finally:
            window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
