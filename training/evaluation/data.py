"""The studies that are evaluated: where they come from, what identifies them, which of them can be used."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.errors import ArgumentError
from training.config import InputConfig, PrepareConfig
from training.dataset_config import DatasetConfig
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.manifest import read_dataset
from training.datasets.prepare import prepare
from training.datasets.records import Split
from training.datasets.reports import by_section, report_text
from training.datasets.tables import has_table
from training.datasets.windows import Sections
from training.evaluation.figures import Figures

Places = npt.NDArray[np.int64]

ALL: Final = "all"
SPLITS: Final = ("train", "validation", "test", ALL)
_TRUTH_TABLE: Final = "truth.csv"
"""Tells a folder of the command `phantom` from another archive."""
_REPORT_TABLE: Final = "reports"
"""A folder with this table is an archive."""


def open_data(folder: Path, bundle: Bundle, split: str = ALL, workers: int = 1) -> ClipStore:
    """Return the clips of a folder, prepared first where it is an archive.

    Parameters
    ----------
    folder : Path
        Prepared clips; a folder that holds one folder of prepared clips for each split; or an archive (the layout of
        the adapters `phantom` and `archive`), which is prepared into a folder of its name with ``-prepared`` behind it.
    bundle : Bundle
        Gives the order of the views and the way in which clips are prepared.
    split : str
        "train", "validation", "test" or "all".
    workers : int
        Processes that prepare an archive.

    Raises
    ------
    ArgumentError
        If the folder holds no clips, or not this split, or they were prepared for another kind of model.
    """
    if has_table(folder, _REPORT_TABLE):
        folder = _prepared(folder, bundle.manifest.preprocess, workers)
    views = [view.id for view in bundle.manifest.views]
    dataset = read_dataset(folder)
    if dataset is None and split != ALL and (folder / split).is_dir():
        return open_data(folder / split, bundle)
    if dataset is not None and _shape(dataset.preprocess) != _shape(bundle.manifest.preprocess):
        raise ArgumentError(
            f"The clips in {folder.name} were prepared for another kind of model.",
            "Prepare them again with the [input] of this bundle.",
        )
    return ClipStore(folder, views, None if split == ALL else Split(split))


def _prepared(archive: Path, preprocess: PreprocessSpec, workers: int) -> Path:
    """Return the folder of an archive's prepared clips; what is there already is not made again."""
    wanted = InputConfig(preprocess.frames, preprocess.stride, preprocess.size)
    if _shape(wanted.preprocess()) != _shape(preprocess):
        raise ArgumentError(
            "The clips of an archive cannot be prepared as this bundle asks.", "Prepare them by its own program."
        )
    out = archive.with_name(f"{archive.name}-prepared")
    adapter = "phantom" if (archive / _TRUTH_TABLE).exists() else "archive"
    prepare(PrepareConfig(wanted, DatasetConfig(adapter, str(archive), str(out), workers=workers)))
    return out


def _shape(spec: PreprocessSpec) -> PreprocessSpec:
    """Return what makes the pixels: which clips are too short to be used does not."""
    return replace(spec, min_frames=1)


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

    @property
    def reports(self) -> list[Sections]:
        """Report of each study by section, empty where there is none."""
        return [by_section(record.sentences) for record in self.records]

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
