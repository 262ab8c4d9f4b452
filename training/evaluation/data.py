"""The studies that are evaluated: where they come from, what identifies them, which of them can be used."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import report_text
from training.evaluation.figures import Figures

Places = npt.NDArray[np.int64]

ALL: Final = "all"
SPLITS: Final = ("train", "validation", "test", ALL)
ARCHIVE_TABLE: Final = "clips.csv"
"""A folder with this table is an archive, not prepared clips."""


def open_data(folder: Path, views: Sequence[str], split: str = ALL) -> ClipStore:
    """Return the prepared clips of a folder.

    Parameters
    ----------
    folder : Path
        Prepared clips, or a folder that holds one folder of prepared clips for each split.
    views : sequence of str
        The bundle's view ids, in its order.
    split : str
        "train", "validation", "test" or "all".

    Raises
    ------
    ArgumentError
        If the folder is an archive that was not prepared, holds no prepared clips, or not this split.
    """
    if (folder / ARCHIVE_TABLE).exists():
        raise ArgumentError(f"{folder.name} is an archive, not prepared clips.", "Prepare it first.")
    if split == ALL:
        return ClipStore(folder, views)
    if not (folder / split).is_dir():
        raise ArgumentError(f"{folder.name} has no split {split}.", f"Leave --split out, or name one of {SPLITS}.")
    return ClipStore(folder / split, views)


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The studies of a store that have clips; every array of the evaluation has a row for each."""

    store: ClipStore
    places: Places
    """Place of each study in the store."""
    problems: tuple[str, ...]
    """What of the data could not be used, a sentence each."""
    sha256: str
    """What identifies the data; a part of a set has that of the whole."""

    def __len__(self) -> int:
        return len(self.places)

    @property
    def records(self) -> list[StudyRecord]:
        """Report and labels of each study."""
        return [self.store.studies[place] for place in self.places]

    @property
    def clips_of(self) -> list[Places]:
        """Clips of each study, as places in the store."""
        return [self.store.clips_of[place] for place in self.places]

    @property
    def patients(self) -> list[str]:
        """Patient of each study; where the id is empty the study stands for one."""
        return [record.patient_id.strip() or f"study {record.study_id}" for record in self.records]

    @property
    def texts(self) -> list[str]:
        """Report of each study as the text encoder reads it, empty where there is none."""
        return [report_text(record) for record in self.records]

    def subset(self, rows: Places) -> Cohort:
        """Return some of the studies."""
        return Cohort(self.store, self.places[rows], (), self.sha256)


def cohort(store: ClipStore) -> Cohort:
    """Return the studies of a store that can be evaluated.

    Raises
    ------
    ArgumentError
        If no study has a clip.
    """
    places = np.asarray([place for place, clips in enumerate(store.clips_of) if len(clips)], np.int64)
    if not len(places):
        raise ArgumentError("None of the studies has a clip.", "Prepare the data again.")
    everything = len(store.studies)
    problems = []
    if missing := everything - len(places):
        problems.append(f"{missing} of {everything} studies have no clips and are left out.")
    if silent := sum(not store.studies[place].sentences for place in places):
        problems.append(f"{silent} of {everything} studies have no report: no retrieval and no facts for them.")
    if unknown := int((store.view_of < 0).sum()):
        problems.append(f"{unknown} of {len(store)} clips have no known view: they do not count for the views.")
    return Cohort(store, places, tuple(problems), _sha256(store, places))


def _sha256(store: ClipStore, places: Places) -> str:
    """Return the hash of the records, views and pixels of studies, 64 hex digits."""
    digest = hashlib.sha256()
    for place in places:
        record, clips = store.studies[place], store.clips_of[place]
        sentences = [[item.section, item.text, item.concept] for item in record.sentences]
        about = [record.study_id, record.patient_id, sentences, record.labels, store.view_of[clips].tolist()]
        digest.update(json.dumps(about, sort_keys=True).encode())
        digest.update(store.read(clips).tobytes())
    return digest.hexdigest()


def describe(group: Cohort, name: str, split: str, view_ids: Sequence[str]) -> Figures:
    """Return what the report says of the data; nothing in it names a patient."""
    counts = [len(clips) for clips in group.clips_of]
    clips = np.concatenate(group.clips_of)
    seen = Counter(view_ids[view] for view in group.store.view_of[clips] if view >= 0)
    sections = Counter(section for record in group.records for section in {item.section for item in record.sentences})
    return {
        "name": name,
        "split": split,
        "sha256": group.sha256,
        "studies": len(group),
        "patients": len(set(group.patients)),
        "clips": int(sum(counts)),
        "clips_per_study": [int(min(counts)), float(np.median(counts)), int(max(counts))],
        "clips_of_view": dict(seen.most_common()),
        "studies_with_section": dict(sections.most_common()),
        "problems": list(group.problems),
    }
