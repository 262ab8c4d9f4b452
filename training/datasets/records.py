"""What an adapter tells of a dataset: studies with their clips, sentences, labels and split, before any decoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol


class Split(Enum):
    """Side of the data that a patient is on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class ViewSource(Enum):
    """Who says which view a clip shows."""

    ARCHIVE = "archive"
    CLASSIFIER = "classifier"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Label:
    """One named value of a study."""

    name: str
    """Phenotype of the report index ("ef", "mr_moderate_or_more") or the archive's own name."""
    value: float
    unit: str = ""
    source: str = ""
    """Table and column, or rule, that it comes from."""


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """One sentence of a study's report."""

    section: str
    text: str
    concept: str | None = None
    """finding=value, where the archive knows it."""


@dataclass(frozen=True, slots=True)
class SourceClip:
    """One clip as the archive holds it."""

    clip_key: str
    """Unique in the dataset; SOP Instance UID or the file's name."""
    path: Path
    """File, or folder of pictures in the order of their names, below the dataset's root."""
    view: str = ""
    """View id of resources/views.csv, or a label of the archive's own; empty where it is not known."""
    fps: float | None = None
    """Frames per second where a table of the archive says it and the file does not."""


@dataclass(frozen=True, slots=True)
class SourceStudy:
    """One study as the archive holds it."""

    study_key: str
    patient_key: str
    clips: tuple[SourceClip, ...]
    sentences: tuple[SourceSentence, ...] = ()
    labels: tuple[Label, ...] = ()
    split: Split | None = None
    """None where the archive has no split; the patient's hash decides then."""
    truth: dict[str, float] = field(default_factory=dict)
    """Everything that a phantom knows; empty for real studies."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a dataset that could not be used: counted, listed, never silent."""

    kind: str
    """Such as "unreadable clip", "study without report", "report without videos", "patient in two splits"."""
    study_key: str
    clip_key: str
    reason: str
    """A sentence."""


class Adapter(Protocol):
    """Reads one layout of archive."""

    name: str
    licence: str

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield the studies below `root` in a fixed order; what cannot be used is appended to `problems`.

        Raises
        ------
        ArgumentError
            If a table or a column is missing; the message names it.
        """
        ...
