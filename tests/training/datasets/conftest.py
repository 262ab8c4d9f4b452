"""A hospital's archive in miniature: DICOM files in folders of any name, and a table of reports."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.dicom_factory import uid, write_study
from training.config import DatasetConfig, InputConfig, PrepareConfig

Rows = list[dict[str, str]]


def write_csv(path: Path, rows: Rows) -> Path:
    """Write a table whose columns are the first row's keys."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_row(study: str, patient: str, text: str = "LEFT VENTRICLE: Normal size. EF is 55 %.", **more: str) -> dict:
    """Return a row of reports.csv for the study that `write_study` names `study`."""
    return {
        "study_uid": uid(study),
        "patient_id": patient,
        "study_datetime": "2024-03-04T10:15:00",
        "report_text": text,
        **more,
    }


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the root of five sound studies of four patients, two clips each, with reports."""
    root = tmp_path / "archive"
    patients = {"s1": "P1", "s2": "P1", "s3": "P2", "s4": "P3", "s5": "P4"}
    for number, (study, patient) in enumerate(patients.items()):
        write_study(root / f"2024/{study}", (number, 5 - number), study=study, patient_id=patient)
    write_csv(root / "reports.csv", [report_row(study, patient) for study, patient in patients.items()])
    return root


Configure = Callable[..., PrepareConfig]


@pytest.fixture
def configure(archive: Path, tmp_path: Path) -> Configure:
    """Return a maker of configurations: [dataset] with changes, out named by its last word."""

    def make(out: str = "out", **changes: object) -> PrepareConfig:
        settings: Mapping[str, object] = {"adapter": "archive", "root": str(archive), "shards": 3, **changes}
        dataset = DatasetConfig(out=str(tmp_path / out), **settings)  # type: ignore[arg-type]
        return PrepareConfig(InputConfig(frames=4, stride=1, size=32), dataset)

    return make
