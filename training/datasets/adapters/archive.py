"""A hospital's own archive: a tree of DICOM files and a table of reports.

Layout: anywhere below the root, DICOM files in any folders; at the root ``reports.csv`` (study_uid, patient_id,
study_datetime, report_text or report_path, optional split) and, where views are known, ``clips.csv``
(sop_instance_uid, view). Tables may be gzipped.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.dicom.headers import Header, read_header
from deepcoro_desktop.core.errors import ArgumentError, UnreadableFileError
from deepcoro_desktop.core.study import ClipSource, acquisition_key
from training.datasets.adapters.splits import split_of
from training.datasets.records import Problem, SourceClip, SourceSentence, SourceStudy, Split
from training.datasets.sections import cut_report
from training.datasets.tables import SUFFIXES, Row, find_table, has_table, read_table
from training.views_table import read_view_labels

logger = logging.getLogger(__name__)

_COLUMNS: Final = ("study_uid", "patient_id", "study_datetime")
_OPTIONAL: Final = ("report_text", "report_path", "split")
_LONGEST_REPORT: Final = 1 << 20
"""Bytes; a larger file is no report."""
_TELL_EVERY: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Report:
    patient_id: str
    sentences: tuple[SourceSentence, ...]
    split: Split | None


@dataclass(slots=True)
class _Found:
    """The files of one study."""

    clips: list[tuple[tuple[object, ...], SourceClip]] = field(default_factory=list)
    """With what sorts them by acquisition."""
    patient_ids: set[str] = field(default_factory=set)
    births: set[date] = field(default_factory=set)


class Archive:
    """Reads a tree of DICOM files with its reports."""

    name = "archive"
    licence = ""

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield the studies in the order of their UIDs, their clips in the order of acquisition.

        A study without a report is yielded, for the view training; a report without videos is not.

        Raises
        ------
        ArgumentError
            If reports.csv or one of its columns is missing, or it names a side that is not known.
        """
        reports, texts = _read_reports(root, problems)
        studies = _read_headers(root, texts, _read_views(root), problems)
        for uid in sorted(reports.keys() - studies.keys()):
            problems.append(Problem("report without videos", uid, "", "No file of this study was found."))
        for uid in sorted(studies):
            found, report = studies[uid], reports.get(uid)
            if len(found.patient_ids) > 1 or len(found.births) > 1:
                reason = "Its files name several patient IDs or birth dates."
                problems.append(Problem("mixed patients", uid, "", reason))
                continue
            if report is None or not report.sentences:
                reason = "reports.csv has no row for it." if report is None else "Its report is empty."
                problems.append(Problem("study without report", uid, "", reason))
            patient = report.patient_id if report and report.patient_id else next(iter(found.patient_ids), "")
            if not patient:
                problems.append(Problem("study without patient", uid, "", "Neither table nor files name a patient."))
                continue
            clips = tuple(clip for _, clip in sorted(found.clips))
            sentences, split = (report.sentences, report.split) if report else ((), None)
            yield SourceStudy(uid, patient, clips, sentences, split=split)


def _read_reports(root: Path, problems: list[Problem]) -> tuple[dict[str, _Report], set[Path]]:
    """Return the reports by study, and the files that hold their texts."""
    table = find_table(root, "reports")
    reports: dict[str, _Report] = {}
    texts: set[Path] = set()
    # the pair asks for one of the two; the optional names then give each its own text
    for row in read_table(table, (*_COLUMNS, ("report_text", "report_path")), _OPTIONAL):
        uid = row["study_uid"]
        if not uid:
            problems.append(Problem("report without study", "", "", "A row of the table has no study_uid."))
            continue
        if uid in reports:
            problems.append(Problem("duplicate report", uid, "", f"{table.name} has another row; the first is used."))
            continue
        split = split_of(row["split"]) if row["split"] else None
        if row["split"] and split is None:
            raise ArgumentError(
                f"The table {table.name} has a split {row['split']!r}.", "Write train, validation or test, or nothing."
            )
        text = row["report_text"]
        if not text and row["report_path"]:
            text = _read_text(root, row, texts, problems)
        reports[uid] = _Report(row["patient_id"], cut_report(text), split)
    return reports, texts


def _read_text(root: Path, row: Row, texts: set[Path], problems: list[Problem]) -> str:
    """Return the text of a report's file, empty where it cannot be read."""
    uid, path = row["study_uid"], Path(os.path.normpath(root / row["report_path"]))
    if not path.is_relative_to(Path(os.path.normpath(root))):
        problems.append(Problem("path outside the dataset", uid, "", "Its report_path leaves the dataset's folder."))
        return ""
    texts.add(path)
    try:
        if path.stat().st_size > _LONGEST_REPORT:
            problems.append(Problem("unreadable report", uid, "", "Its file is too large to be a report."))
            return ""
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):
        problems.append(Problem("unreadable report", uid, "", "Its file is missing, or no text in UTF-8."))
        return ""


def _read_views(root: Path) -> dict[str, str]:
    """Return the view of each SOP Instance UID that clips.csv names, by id or label of resources/views.csv."""
    if not has_table(root, "clips"):
        return {}
    known = {name.casefold(): view.id for view in read_view_labels() for name in (view.label, view.id)}
    rows = read_table(find_table(root, "clips"), ("sop_instance_uid", "view"))
    return {row["sop_instance_uid"]: known.get(row["view"].casefold(), row["view"]) for row in rows}


def _read_headers(root: Path, texts: set[Path], views: dict[str, str], problems: list[Problem]) -> dict[str, _Found]:
    studies: dict[str, _Found] = {}
    seen: set[str] = set()
    for count, path in enumerate(_files(root, texts), 1):
        if count % _TELL_EVERY == 0:
            logger.info("%d files read", count)
        name = path.relative_to(root).as_posix()
        try:
            header = read_header(ClipSource(str(path)))
        except UnreadableFileError as error:
            problems.append(Problem("unreadable file", "", name, error.message))
            continue
        uid, clip = header.study_instance_uid, header.clip
        if clip.sop_instance_uid in seen:
            reason = f"{name} holds a clip of the same SOP Instance UID; the first one is used."
            problems.append(Problem("duplicate clip", uid, clip.sop_instance_uid, reason))
            continue
        seen.add(clip.sop_instance_uid)
        source = SourceClip(clip.sop_instance_uid, path, views.get(clip.sop_instance_uid, ""))
        _put(studies.setdefault(uid, _Found()), header, source)
    return studies


def _put(found: _Found, header: Header, clip: SourceClip) -> None:
    found.clips.append((acquisition_key(header.clip), clip))
    if header.patient.patient_id:
        found.patient_ids.add(header.patient.patient_id)
    if header.patient.birth_date:
        found.births.add(header.patient.birth_date)


def _files(root: Path, texts: set[Path]) -> Iterator[Path]:
    """Yield the files that may be clips, in a fixed order: not the tables at the root, nor the reports' texts."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            is_table = folder == str(root) and name.casefold().endswith(SUFFIXES)
            if not (is_table or name.startswith(".") or Path(os.path.normpath(path)) in texts):
                yield path
