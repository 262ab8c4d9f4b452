"""The DICOM files of a case, copied into the set under names that say nothing."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from deepcoro_desktop.core.bundle.files import sha256_of
from deepcoro_desktop.core.dicom.reader import read_studies
from deepcoro_desktop.core.errors import ArgumentError, NothingUsableError, RatingError
from deepcoro_desktop.core.rating.rating_set import ClipFile

CLIP_TABLE = "clips.csv"
TRUTH_TABLE = "truth.csv"


def find_clips(folder: Path, study_ids: Sequence[str]) -> dict[str, tuple[Path, ...]]:
    """Return the clips of each study that has some, in the order of the table or of acquisition.

    Parameters
    ----------
    folder : Path
        Holds clips.csv (columns study_uid and file) as `python -m training phantom` writes it, with truth.csv beside
        it where studies go by a study_key; or one folder a study, named by its id. Only clips and stills are taken,
        never another document of the study: it could be the report.
    study_ids : sequence of str
        As the prepared clips name them.

    Raises
    ------
    ArgumentError
        If there is no such folder, or the table lacks a column.
    """
    if not folder.is_dir():
        raise ArgumentError(f"There is no folder {folder.name}.", "Name the folder of the DICOM files with --studies.")
    table = _table(folder) if (folder / CLIP_TABLE).exists() else {}
    found = {}
    for study_id in study_ids:
        files = table.get(study_id) or _in_folder(folder / study_id)
        if files:
            found[study_id] = files
    return found


def copy_clips(files: Sequence[Path], out: Path, case_id: str) -> tuple[ClipFile, ...]:
    """Copy a case's files to ``studies/CASE/clip-01.dcm`` and on below `out`, and return their entries.

    Raises
    ------
    RatingError
        If one cannot be copied.
    """
    entries = []
    for number, source in enumerate(files, 1):
        name = f"studies/{case_id}/clip-{number:02d}.dcm"
        target = out / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            entries.append(ClipFile(name, sha256_of(target)))
        except OSError as error:
            raise RatingError(
                f"The clips of {case_id} cannot be copied.",
                "Check the files that clips.csv names, and free some space.",
            ) from error
    return tuple(entries)


def _table(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return the files of each study by its UID, and by its key where truth.csv gives one."""
    files: dict[str, list[Path]] = defaultdict(list)
    for row in _rows(folder / CLIP_TABLE, ("study_uid", "file")):
        files[row["study_uid"]].append(folder / row["file"])
    if (folder / TRUTH_TABLE).exists():
        for row in _rows(folder / TRUTH_TABLE, ("study_uid", "study_key")):
            files[row["study_key"]] = files[row["study_uid"]]
    return {study: tuple(paths) for study, paths in files.items()}


def _rows(path: Path, columns: Sequence[str]) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
            raise ArgumentError(f"{path.name} has no column {missing[0]}.", "Write the table again.")
        return list(reader)


def _in_folder(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    try:
        studies = read_studies(folder)
    except NothingUsableError:
        return ()
    clips = [clip.source for study in studies for clip in study.clips]
    return tuple(Path(source.path) for source in clips if source.member is None)
