"""Folder, zip, DICOMDIR or files -> Study: headers only, nothing decoded."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.ecg import read_waveform
from deepcoro_desktop.core.dicom.files import Found, find_files, open_source, within
from deepcoro_desktop.core.dicom.headers import Header, read_header
from deepcoro_desktop.core.dicom.parse import read_dataset
from deepcoro_desktop.core.dicom.structured_report import NoReportError, Report, read_structured_report
from deepcoro_desktop.core.dicom.values import MALFORMED, items, quiet, text
from deepcoro_desktop.core.errors import (
    ArgumentError,
    MixedPatientsError,
    NoPictureError,
    NothingUsableError,
    UnreadableFileError,
)
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.progress import CancelToken, Progress, ProgressCallback, ignore_progress
from deepcoro_desktop.core.study import ClipSource, Series, SkippedFile, Study, Waveform, acquisition_key

_log = logging.getLogger(__name__)

_WITH_ITS_STUDY: Final = "Export it with the clips of its study."

_RECORDS: Final = ("IMAGE", "SR DOCUMENT", "WAVEFORM", "")
"""Directory Record Types (0004,1430) of what is read: pictures, the scanner's measurements, ECGs."""

STAGE = "Reading headers"


def read_study(
    path: Path | Sequence[Path], *, cancel: CancelToken | None = None, progress: ProgressCallback = ignore_progress
) -> Study:
    """Return the one study at a place.

    Parameters
    ----------
    path : Path or sequence of Path
        Folder (searched through), zip, DICOMDIR or file, or several of them.
    cancel : CancelToken, optional
        Polled once a file.
    progress : callable
        Told after each file.

    Raises
    ------
    ArgumentError
        If there are several studies.
    NothingUsableError
        If there is no clip that can be used.
    MixedPatientsError
        If the study's files name several patients.
    UnreadableFileError
        If the place itself cannot be read.
    CancelledError
        If the work was cancelled.
    """
    studies = read_studies(path, cancel=cancel, progress=progress)
    if len(studies) > 1:
        raise ArgumentError(
            f"There are {len(studies)} studies at this place.", "Name the folder or the files of one of them."
        )
    return studies[0]


def read_studies(
    path: Path | Sequence[Path], *, cancel: CancelToken | None = None, progress: ProgressCallback = ignore_progress
) -> tuple[Study, ...]:
    """Return every study at a place, the one with most clips first; raises as `read_study` does, save for several.

    Files that belong to no study are listed with the first one.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    token = cancel or CancelToken()
    found = _find(paths)
    headers: list[Header] = []
    reports: list[Report] = []
    waveforms: list[Waveform] = []
    skipped = list(found.skipped)
    for done, source in enumerate(found.sources):
        token.check()
        progress(Progress(STAGE, done, len(found.sources)))
        try:
            match _read(source):
                case Header() as header:
                    headers.append(header)
                case Waveform() as waveform:
                    waveforms.append(waveform)
                case report:
                    reports.append(report)
        except UnreadableFileError as error:
            skipped.append(SkippedFile(source.name, error.message, error.remedy))
    progress(Progress(STAGE, len(found.sources), len(found.sources)))
    if not headers:
        raise _nothing(skipped)
    groups: dict[str, list[Header]] = defaultdict(list)
    for header in headers:
        groups[header.study_instance_uid].append(header)
    studies = sorted((_build(uid, group) for uid, group in groups.items()), key=lambda s: -len(s.clips))
    skipped += _strangers(reports, studies)
    away = [wave.source.name for wave in waveforms if wave.study_instance_uid not in groups]
    skipped += [SkippedFile(name, "Its ECG belongs to another study.", _WITH_ITS_STUDY) for name in away]
    studies = [_with_waveforms(_with_reports(study, reports), waveforms) for study in studies]
    studies[0] = replace(studies[0], skipped=(*studies[0].skipped, *skipped))
    _log.info("%d studies read, %d files left out", len(studies), len(skipped))
    return tuple(studies)


def _read(source: ClipSource) -> Header | Report | Waveform:
    """Return a picture's header, the measurements of a structured report, or an ECG."""
    try:
        return read_header(source)
    except NoPictureError as error:
        try:
            return read_structured_report(source)
        except NoReportError:
            waveform = read_waveform(source)
            if waveform is None:
                raise error from None
            return waveform


def _with_waveforms(study: Study, waveforms: Sequence[Waveform]) -> Study:
    own = tuple(wave for wave in waveforms if wave.study_instance_uid == study.study_instance_uid)
    return replace(study, waveforms=own)


def _with_reports(study: Study, reports: Sequence[Report]) -> Study:
    own = {report.content.sop_instance_uid: report.content for report in reports if _belongs(report, study)}
    return replace(study, reports=tuple(own.values()))


def _belongs(report: Report, study: Study) -> bool:
    same = not report.patient_id or not study.patient.patient_id or report.patient_id == study.patient.patient_id
    return report.study_instance_uid == study.study_instance_uid and same


def _strangers(reports: Sequence[Report], studies: Sequence[Study]) -> list[SkippedFile]:
    """Return the reports that belong to no study here, as files left out; one that comes twice counts once."""
    left: list[SkippedFile] = []
    seen: set[str] = set()
    for report in reports:
        uid = report.content.sop_instance_uid
        if not any(_belongs(report, study) for study in studies):
            reason = "Its measurements belong to another study or patient."
            left.append(SkippedFile(report.name, reason, _WITH_ITS_STUDY))
        elif uid in seen:
            left.append(SkippedFile(report.name, "The same report was found twice.", "Nothing needs to be done."))
        seen.add(uid)
    return left


def _nothing(skipped: Sequence[SkippedFile]) -> NothingUsableError:
    if not skipped:
        return NothingUsableError("There are no files at this place.", "Choose the folder that holds the study.")
    first = skipped[0]
    more = f" {len(skipped) - 1} more were left out." if len(skipped) > 1 else ""
    return NothingUsableError(
        f"No clip at this place can be used. {first.name}: {first.reason}{more}",
        first.remedy if len(skipped) == 1 else "Choose the folder that holds the study.",
    )


def _find(paths: Iterable[Path]) -> Found:
    sources: dict[ClipSource, None] = {}
    skipped: list[SkippedFile] = []
    for path in paths:
        part = _find_through_directory(path) if path.name.upper() == "DICOMDIR" and path.is_file() else find_files(path)
        sources.update(dict.fromkeys(part.sources))
        skipped += part.skipped
    # inside a folder the files themselves were found; its DICOMDIR still tells which of them are missing
    for index in [s for s in sources if s.name.upper() == "DICOMDIR"]:
        del sources[index]
        if index.member is None:
            try:
                part = _find_through_directory(Path(index.path))
            except UnreadableFileError as error:
                skipped.append(SkippedFile(index.name, error.message, error.remedy))
                continue
            sources.update(dict.fromkeys(part.sources))
            skipped += part.skipped
    return Found(tuple(sources), tuple(skipped))


def _find_through_directory(path: Path) -> Found:
    """Return the files that a DICOMDIR refers to (PS3.3 F.3.2.2, Referenced File ID (0004,1500))."""
    with open_source(ClipSource(str(path))) as stream:
        data, _ = read_dataset(stream)
    sources: list[ClipSource] = []
    skipped: list[SkippedFile] = []
    with quiet():
        for record in items(data, "DirectoryRecordSequence"):
            parts = _file_id(record)
            if not parts:
                continue
            file = within(path.parent, parts)
            if file is None:
                reason = "The DICOMDIR points outside its own medium."
                skipped.append(SkippedFile(parts[-1], reason, "Ask the sender for a clean copy."))
            elif not file.is_file():
                reason = "The DICOMDIR names it, but it is missing."
                skipped.append(SkippedFile(parts[-1], reason, "Copy the whole medium again."))
            else:
                sources.append(ClipSource(str(file)))
    if not sources and not skipped:
        raise UnreadableFileError("The DICOMDIR names no files.", "Open the folder itself.")
    return Found(tuple(sources), tuple(skipped))


def _file_id(record: Dataset) -> tuple[str, ...]:
    if text(record, "DirectoryRecordType") not in _RECORDS:
        return ()
    try:
        value = record.get("ReferencedFileID")
        if value is None:
            return ()
        return (value,) if isinstance(value, str) else tuple(str(part) for part in value)
    except MALFORMED:
        return ()


def _build(uid: str, headers: Sequence[Header]) -> Study:
    """Return the study of these headers; a clip that comes twice counts once."""
    _require_one_patient(headers)
    unique: dict[str, Header] = {}
    skipped: list[SkippedFile] = []
    for header in headers:
        if header.clip.sop_instance_uid in unique:
            skipped.append(
                SkippedFile(header.clip.source.name, "The same clip was found twice.", "Nothing needs to be done.")
            )
        else:
            unique[header.clip.sop_instance_uid] = header
    ordered = sorted(unique.values(), key=lambda header: acquisition_key(header.clip))
    by_series: dict[str, list[Header]] = defaultdict(list)
    for header in ordered:
        by_series[header.clip.series_instance_uid].append(header)
    series = tuple(
        Series(key, group[0].clip.series_number, group[0].series_description, tuple(h.clip for h in group))
        for key, group in by_series.items()
    )
    first = ordered[0]
    return Study(
        study_instance_uid=uid,
        patient=_patient(ordered),
        series=series,
        skipped=tuple(skipped),
        description=_first(h.study_description for h in ordered),
        accession_number=_first(h.accession_number for h in ordered),
        institution=_first(h.institution for h in ordered),
        manufacturer=_first(h.manufacturer for h in ordered),
        started_at=first.started_at,
        height_cm=next((h.height_cm for h in ordered if h.height_cm), None),
        weight_kg=next((h.weight_kg for h in ordered if h.weight_kg), None),
        systolic_mmhg=next((h.systolic_mmhg for h in ordered if h.systolic_mmhg), None),
        diastolic_mmhg=next((h.diastolic_mmhg for h in ordered if h.diastolic_mmhg), None),
        age_years=next((h.age_years for h in ordered if h.age_years is not None), None),
        indication=_first(h.indication for h in ordered),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _patient(headers: Sequence[Header]) -> Patient:
    """Return the patient, each field from the first header that has it."""
    return Patient(
        name=_first(h.patient.name for h in headers),
        patient_id=_first(h.patient.patient_id for h in headers),
        birth_date=next((h.patient.birth_date for h in headers if h.patient.birth_date), None),
        sex=_first(h.patient.sex for h in headers),
    )


def _require_one_patient(headers: Sequence[Header]) -> None:
    ids = {h.patient.patient_id for h in headers if h.patient.patient_id}
    births = {h.patient.birth_date for h in headers if h.patient.birth_date}
    if len(ids) > 1 or len(births) > 1:
        what = "patient IDs" if len(ids) > 1 else "birth dates"
        raise MixedPatientsError(
            f"The files of this study carry {max(len(ids), len(births))} different {what}.",
            "Export the study of one patient again; nothing was opened.",
        )
