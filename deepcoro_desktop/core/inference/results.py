"""What each step of the inference returns: frozen values, keyed by SOP Instance UID."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import AttentionKind, ReportOrigin
from deepcoro_desktop.core.study import SkippedClip


@dataclass(frozen=True, slots=True, eq=False)
class PreparedClip:
    """A clip as the graphs take it."""

    sop_instance_uid: str
    tensor: npt.NDArray[np.uint8]
    """uint8, shape (T, H, W, 3), colour order of the bundle's preprocess, 0 to 255."""
    sampled_frames: tuple[int, ...]
    """Frame of the clip, counted from 0, behind each of the T frames (repeats where the clip is short)."""


@dataclass(frozen=True, slots=True)
class ViewPrediction:
    """One candidate view of a clip."""

    view_id: str
    probability: float


@dataclass(frozen=True, slots=True)
class ClipViews:
    """Step 1: the views of one clip."""

    sop_instance_uid: str
    predictions: tuple[ViewPrediction, ...]
    """Every view of the bundle, most probable first."""
    overridden: bool = False
    """Whether the reader has set the view; then the first prediction is that view with probability 1."""

    @property
    def best(self) -> ViewPrediction:
        """The most probable view."""
        return self.predictions[0]


@dataclass(frozen=True, slots=True, eq=False)
class ClipEmbedding:
    """Step 2: the embedding of one clip."""

    sop_instance_uid: str
    vector: npt.NDArray[np.float32]
    """float32, shape (D,)."""
    sha256: str
    """SHA-256 of the vector's little-endian float32 bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenClip:
    """Steps 1 and 2 of one clip as the graphs said it, before any correction of the reader."""

    sop_instance_uid: str
    view_probabilities: npt.NDArray[np.float32]
    """float32, shape (V,), in the bundle's order of views."""
    embedding: ClipEmbedding
    sampled_frames: tuple[int, ...]
    """As in `PreparedClip`."""


@dataclass(frozen=True, slots=True, eq=False)
class StudyFindings:
    """Steps 1 and 2 of a study: all that asking "what if" needs of its pixels."""

    study_instance_uid: str
    bundle_key: str
    """What identifies the graphs and the preprocessing."""
    clips: tuple[SeenClip | SkippedClip, ...]
    """The clips that were looked at, in acquisition order; one that the reader left out from the start is missing."""

    def know_all(self, sop_instance_uids: Iterable[str]) -> bool:
        """Return whether every one of these clips was looked at."""
        return {clip.sop_instance_uid for clip in self.clips}.issuperset(sop_instance_uids)


@dataclass(frozen=True, slots=True)
class ClipWeight:
    """How much one clip counts for a section, relative to the others; weights of a section sum to 1."""

    sop_instance_uid: str
    weight: float


@dataclass(frozen=True, slots=True)
class SectionAttention:
    """Step 3: the weights of all used clips for one section, largest first."""

    section: str
    weights: tuple[ClipWeight, ...]
    kind: AttentionKind
    informed: bool = True
    """False where the table gives every used clip the weight 0: none of them shows the section, all weigh the same."""


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """One sentence of a prior report."""

    section: str
    text: str
    concept: str | None
    """"finding=value" where the report is coded, None for free text."""


@dataclass(frozen=True, slots=True)
class ReportMatch:
    """Step 4: one prior report retrieved for a section. It belongs to another patient."""

    report_id: str
    origin: ReportOrigin
    similarity: float
    """Cosine, -1 to 1, or the plain product where the bundle's index says "dot"."""
    weight: float
    """Share among the section's neighbours, sums to 1."""
    sentences: tuple[ReportSentence, ...]
    """The whole report's sentences, numbers as empty slots."""


@dataclass(frozen=True, slots=True)
class SectionMatches:
    """Step 4: the neighbours of one section, nearest first."""

    section: str
    matches: tuple[ReportMatch, ...]
    source: ReportMatch | None = None
    """The nearest report that speaks of the section, also where it is none of the neighbours; None if none does, or
    if the neighbours vote."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What part of the neighbours says of a finding."""

    text: str
    """A neighbour's own sentence, or "says nothing"."""
    count: int


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """Step 5: one sentence of the draft."""

    text: str
    """Numbers of other patients are written as slots, "[__ %]"."""
    concept: str | None
    votes: int
    """Neighbours that say the same."""
    of: int
    """Neighbours asked."""
    slots: tuple[str, ...]
    """Units of the empty slots, in order ("%", "cm"); empty string for a bare number."""
    dissent: tuple[Vote, ...]
    """What the other neighbours say, most frequent first."""
    source_report_id: str
    """The neighbour whose wording it is."""


@dataclass(frozen=True, slots=True)
class DraftSection:
    """Step 5: one section of the draft."""

    name: str
    assessed: bool
    reason: str
    """Why it is not assessed ("no subcostal view"); empty otherwise."""
    statements: tuple[DraftStatement, ...]


@dataclass(frozen=True, slots=True)
class PhenotypeResult:
    """A phenotype by the labels of the reports nearest to its section, or to the whole study."""

    name: str
    value: float
    votes: int
    """Neighbours with the phenotype (binary), or with a value (number)."""
    of: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds spent in each part; `decode` and `preprocess` go on beside the graphs: the sum can exceed the whole."""

    read: float
    decode: float
    preprocess: float
    views: float
    embed: float
    retrieve: float
    synthesise: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the pipeline found in one study."""

    study_instance_uid: str
    bundle_id: str
    device: str
    """"cpu" or the provider's short name ("cuda")."""
    used: tuple[str, ...]
    """SOP Instance UIDs in acquisition order."""
    skipped: tuple[SkippedClip, ...]
    sampled_frames: tuple[tuple[int, ...], ...]
    """Parallel to `used`: the frames that the model saw."""
    views: tuple[ClipViews, ...]
    """Parallel to `used`."""
    embeddings: tuple[ClipEmbedding, ...]
    """Parallel to `used`."""
    attention: tuple[SectionAttention, ...]
    """In the bundle's order of sections."""
    matches: tuple[SectionMatches, ...]
    """In the bundle's order of sections."""
    sections: tuple[DraftSection, ...]
    """In the bundle's order of sections."""
    phenotypes: tuple[PhenotypeResult, ...]
    timings: Timings
    device_notice: str = ""
    """Why the device is another than was asked for, one sentence to show; empty otherwise."""
    findings: StudyFindings | None = field(default=None, repr=False, compare=False)
    """Steps 1 and 2, to analyse the study again with other views or clips and without its pixels."""
