"""A hospital's archive in miniature: DICOM files in folders of any name, and a table of reports."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from tests.dicom_factory import uid, write_study
from training.config import PrepareConfig

Row = dict[str, str]

Configure = Callable[..., PrepareConfig]
"""Returns a configuration whose [dataset] has changes, out named by the first argument."""

PATIENTS = {"s1": "P1", "s2": "P1", "s3": "P2", "s4": "P3", "s5": "P4"}
"""Study -> patient."""


def write_archive(root: Path) -> Path:
    """Write the five sound studies of `PATIENTS`, two clips each, with reports; return the root."""
    for number, (study, patient) in enumerate(PATIENTS.items()):
        write_study(root / f"2024/{study}", (number, 5 - number), study=study, patient_id=patient)
    write_csv(root / "reports.csv", [report_row(study, patient) for study, patient in PATIENTS.items()])
    return root


def report_row(study: str, patient: str, text: str = "LEFT VENTRICLE: Normal size. EF is 55 %.", **more: str) -> Row:
    """Return a row of reports.csv for the study that `write_study` names `study`."""
    return {
        "study_uid": uid(study),
        "patient_id": patient,
        "study_datetime": "2024-03-04T10:15:00",
        "report_text": text,
        **more,
    }


def write_csv(path: Path, rows: list[Row]) -> Path:
    """Write a table whose columns are the first row's keys."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
