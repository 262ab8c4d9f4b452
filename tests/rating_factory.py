"""Invented rating sets, answers and prepared clips, small enough for every test."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.bundle.preprocess import preprocess
from deepcoro_desktop.core.rating.rating_set import (
    SET_VERSION,
    ClipFile,
    LoadedSet,
    RatingCase,
    RatingSet,
    SectionPair,
    write_set,
)
from deepcoro_desktop.core.rating.ratings import CaseRating, Preference, TextRating
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit
from tests.bundle_factory import PREPROCESS, VIEW_IDS
from tests.dicom_factory import REGION, moving_disc

if TYPE_CHECKING:
    from training.datasets.clip_store import Sentence

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)
KEY_SHA256 = "4b" * 32

PAIRS = (
    SectionPair("Left ventricle", "Normal left ventricular size. EF [__ %].", "The left ventricle is dilated."),
    SectionPair("Mitral valve", "No mitral regurgitation.", ""),
    SectionPair("Pericardium", "", ""),
)


def rating_set(folder: Path, cases: int = 3, trained_on: TrainedOn = TrainedOn.SYNTHETIC) -> LoadedSet:
    """Write a set of texts alone."""
    folder.mkdir(parents=True, exist_ok=True)
    content = RatingSet(
        SET_VERSION,
        "Blinded rating of drafts and reports",
        "2026-03-14T10:00:00Z",
        trained_on,
        KEY_SHA256,
        tuple(RatingCase(f"case-{number}", PAIRS) for number in range(1, cases + 1)),
    )
    return write_set(content, folder)


def clip_entry(folder: Path, file: str) -> ClipFile:
    """The entry of a file that lies in a set's folder."""
    return ClipFile(file, hashlib.sha256((folder / file).read_bytes()).hexdigest())


def text_rating(accuracy: int = 4, completeness: int = 3, *, error: bool = False, note: str = "") -> TextRating:
    """Answers about one text."""
    return TextRating(accuracy, completeness, error, note)


def case_rating(
    case_id: str = "case-1",
    preference: Preference = Preference.A_BETTER,
    a: TextRating | None = None,
    b: TextRating | None = None,
    comment: str = "",
) -> CaseRating:
    """Answers to a whole case."""
    return CaseRating(case_id, a or text_rating(), b or text_rating(), preference, comment)


def write_clip_store(folder: Path, studies: int = 4) -> None:
    """Write prepared clips as the tiny bundle takes them, each study with a report as a busy reader types it."""
    # only here: the window's tests use this module too, and its process holds nothing of the training
    from tests.prepared_clips import Shard, write_shard
    from training.datasets.clip_store import StudyRecord

    region = Region(*REGION, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.15, 0.15)
    clips, views, owners, records = [], [], [], []
    for study in range(studies):
        for place in (0, 2, 4):
            clips.append(preprocess(moving_disc(place, PREPROCESS.frames, seed=study), (region,), PREPROCESS))
            views.append(VIEW_IDS[place])
            owners.append(study)
        records.append(StudyRecord(f"study-{study}", f"NEW-{study}", _report(study), {}, {}))
    write_shard(folder, 0, Shard(np.stack(clips), tuple(views), tuple(owners), tuple(records)))


def _report(study: int) -> tuple[Sentence, ...]:
    from training.datasets.clip_store import Sentence

    return (
        Sentence("Technique", "Complete study, 3 sonographers", None),
        Sentence("Mitral valve", "1. there is  mild mitral regurgitation", "mitral_regurgitation=mild"),
        Sentence("Left ventricle", f"LVEF = {55 + study}%", "lv_function=normal"),
        Sentence("Pericardium", "NO PERICARDIAL EFFUSION", "pericardial_effusion=none"),
    )
