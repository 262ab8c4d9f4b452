"""MIMIC-IV-ECHO: transthoracic studies of a hospital as DICOM, with structured measurements.

Layout: ``echo-record-list.csv`` (subject_id, study_id, acquisition_datetime, dicom_filepath), ``echo-study-list.csv``
(subject_id, study_id, study_datetime, note_id, note_seq, note_charttime, from release 1.0 also measurement_id and
measurement_datetime), from 1.0 ``structured-measurement.csv.gz`` (subject_id, measurement_id, measurement_datetime,
test_type, measurement, measurement_description, result, unit), ``files/p10/p10000000/s90000000/90000000_0001.dcm``.

Licence: PhysioNet Credentialed Health Data License 1.5.0 and its Data Use Agreement: credentialed persons only; no
sharing of the data, and of what is derived from them only as the agreement allows.

The readers' reports are not released: `mimic_sentences` makes sentences of the measurements. The set has no split.

References
----------
Gow B et al. MIMIC-IV-ECHO (version 1.0), PhysioNet 2026, doi 10.13026/nrjh-5r77.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from training.datasets.adapters.mimic_sentences import Measurement, Tally, describe
from training.datasets.records import Problem, SourceClip, SourceStudy
from training.datasets.tables import Row, find_table, read_table

_MEASUREMENTS = "structured-measurement"


class MimicIvEcho:
    """Reads MIMIC-IV-ECHO.

    Parameters
    ----------
    test_types : collection of str
        Kinds of examination to take, of "tte", "tee" and "stress".
    """

    name = "mimic-iv-echo"
    licence = "PhysioNet Credentialed Health Data License 1.5.0"

    def __init__(self, test_types: Collection[str] = ("tte",)) -> None:
        self._test_types = frozenset(test_types)

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield the listed studies in the order of patient and study, clips in the order of their files.

        Raises
        ------
        ArgumentError
            If a list or one of its columns is missing, or the measurements that the study list names.
        """
        studies = _study_list(root, problems)
        clips = _clips(root, studies.keys(), problems)
        measured, kinds = _measurements(root, {row["measurement_id"] for row in studies.values()})
        tally = Tally()
        for key in sorted(studies, key=lambda key: (studies[key]["subject_id"], key)):
            row = studies[key]
            if not clips.get(key):
                problems.append(Problem("report without videos", key, "", "No file of the study is there."))
                continue
            kind = kinds.get(row["measurement_id"], "")
            if kind and kind not in self._test_types:
                words = "not transthoracic" if self._test_types == {"tte"} else "other kind of examination"
                problems.append(Problem(words, key, "", f"Its measurements are of the kind {kind}."))
                continue
            sentences, labels = describe(measured.get(row["measurement_id"], ()), tally)
            if not sentences:
                problems.append(
                    Problem("study without report", key, "", "It has no measurement that makes a sentence.")
                )
            yield SourceStudy(key, row["subject_id"], tuple(clips[key]), sentences, labels)
        problems.extend(tally.problems())


def _study_list(root: Path, problems: list[Problem]) -> dict[str, Row]:
    studies: dict[str, Row] = {}
    path = find_table(root, "echo-study-list")
    for row in read_table(path, ("subject_id", "study_id"), optional=("measurement_id",)):
        key = row["study_id"]
        if key in studies:
            problems.append(Problem("duplicate row", key, "", "echo-study-list.csv lists the study again."))
        else:
            studies[key] = row
    return studies


def _clips(root: Path, known: Collection[str], problems: list[Problem]) -> dict[str, list[SourceClip]]:
    """Return the clips of each study whose files are there, in the order of their paths."""
    clips: dict[str, dict[str, SourceClip]] = {}
    for row in read_table(find_table(root, "echo-record-list"), ("study_id", "dicom_filepath")):
        study, path = row["study_id"], root / row["dicom_filepath"]
        key = path.stem
        found = clips.setdefault(study, {})
        if key in found:
            problems.append(Problem("duplicate row", study, key, "echo-record-list.csv lists the file again."))
        elif study not in known:
            problems.append(Problem("study not listed", study, key, "echo-study-list.csv does not name its study."))
        elif not path.is_file():
            problems.append(Problem("missing file", study, key, "echo-record-list.csv lists it, but it is not there."))
        else:
            found[key] = SourceClip(key, path)
    return {study: [found[key] for key in sorted(found)] for study, found in clips.items()}


def _measurements(root: Path, wanted: Collection[str]) -> tuple[dict[str, list[Measurement]], dict[str, str]]:
    """Return the rows and the kind of examination of each wanted measurement_id; others are passed over unread."""
    rows: dict[str, list[Measurement]] = {}
    kinds: dict[str, str] = {}
    if not any(wanted):
        return rows, kinds
    columns = ("measurement_id", "test_type", "measurement", "result", "unit")
    for row in read_table(find_table(root, _MEASUREMENTS), columns):
        key = row["measurement_id"]
        if key and key in wanted:
            kinds.setdefault(key, row["test_type"].casefold())
            rows.setdefault(key, []).append(Measurement(row["measurement"].casefold(), row["result"], row["unit"]))
    return rows, kinds
