"""The clips of a case as a study without a name, for the viewer beside the texts."""

from __future__ import annotations

from dataclasses import replace

from deepcoro_desktop.core.bundle.files import sha256_of
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.rating.rating_set import LoadedSet, RatingCase
from deepcoro_desktop.core.study import Series, Study


def read_case(loaded: LoadedSet, case: RatingCase, cancel: CancelToken | None = None) -> Study:
    """Return the case's clips as one study; who was examined, when, where and why is left out.

    Raises
    ------
    RatingError
        If a file is missing or is another than the set names.
    DeepcoroError
        As `core.dicom.reader.read_study` raises.
    """
    token = cancel or CancelToken()
    paths = []
    for clip in case.clips:
        token.check()
        path = loaded.folder / clip.file
        try:
            same = sha256_of(path) == clip.sha256
        except OSError as error:
            raise RatingError(
                "A clip of this case is missing.", "Copy the whole set again, or rate the texts alone."
            ) from error
        if not same:
            raise RatingError("A clip of this case was changed.", "Copy the set again from where it was made.")
        paths.append(path)
    study = read_study(paths, cancel=token)
    clips = tuple(
        replace(clip, acquired_at=None, series_number=0, instance_number=number)
        for number, clip in enumerate(study.clips, 1)
    )
    return Study(study.study_instance_uid, Patient("", ""), (Series(case.case_id, 0, "", clips),), study.skipped)
