"""The studies of a dataset as its adapter lists them, without what cannot be used, each with its side."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from training.dataset_config import DatasetConfig
from training.datasets.adapters import find_adapter
from training.datasets.records import Problem, SourceClip, SourceStudy, Split
from training.datasets.splits import Membership, assign_splits


@dataclass(frozen=True, slots=True)
class Listing:
    """What the adapter found. No pixels: about half a kilobyte for each clip."""

    studies: tuple[SourceStudy, ...]
    side_of: Mapping[str, Split] = field(default_factory=dict)
    """Of each study by its key."""


def list_dataset(config: DatasetConfig, problems: list[Problem]) -> Listing:
    """Return the studies of a dataset; what cannot be used is appended to `problems`.

    Raises
    ------
    ArgumentError
        If a table or a column is missing, or a patient is on two sides.
    """
    root = Path(config.root)
    studies: dict[str, SourceStudy] = {}
    for study in find_adapter(config).studies(root, problems):
        key = study.study_key
        if key in studies:
            problems.append(Problem("duplicate study", key, "", "It is listed again; the first is used."))
        elif clips := tuple(_usable_clips(study, root, problems)):
            studies[key] = dataclasses.replace(study, clips=clips)
        else:
            problems.append(Problem("study without clips", key, "", "It names no clip that may be read."))
    memberships = [Membership(study.study_key, study.patient_key, study.split) for study in studies.values()]
    sides = assign_splits(memberships, config, problems)
    return Listing(tuple(studies.values()), {key: sides[study.patient_key] for key, study in studies.items()})


def _usable_clips(study: SourceStudy, root: Path, problems: list[Problem]) -> Iterator[SourceClip]:
    keys: set[str] = set()
    inside = os.path.abspath(root)
    for clip in study.clips:
        # by name, not through links: a dataset's folders may be links to another disk, but a table may not lead there
        if not Path(os.path.abspath(clip.path)).is_relative_to(inside):
            reason = "Its path leaves the dataset's folder."
            problems.append(Problem("path outside the dataset", study.study_key, clip.clip_key, reason))
        elif clip.clip_key in keys:
            reason = "The study lists it again; the first is used."
            problems.append(Problem("duplicate clip", study.study_key, clip.clip_key, reason))
        else:
            keys.add(clip.clip_key)
            yield clip
