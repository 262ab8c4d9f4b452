"""The bundle's manifest: bundle.json <-> frozen dataclasses, the one contract between training and desktop."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import BundleError

SCHEMA_VERSION: Final = 3
"""Newest bundle.json schema that this program reads and the one that it writes."""

MANIFEST_NAME: Final = "bundle.json"

LEAST_RECALL: Final = 0.99
"""A graph that finds less than this share of the exact neighbours is not used."""

STANDARD: Final = "standard"
ECHOPRIME: Final = "echoprime"
"""Names of the preprocessing's profiles."""

COSINE: Final = "cosine"
DOT: Final = "dot"
"""Metrics of a report index."""

PRECISIONS: Final = ("float32", "float16", "int8")

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_RELATIVE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")


class TrainedOn(Enum):
    """What the models learned from; SYNTHETIC puts a permanent banner on every screen and output."""

    SYNTHETIC = "synthetic"
    CLINICAL = "clinical"


class ModelRole(Enum):
    """What a graph of the bundle does."""

    VIEW_CLASSIFIER = "view_classifier"
    VIDEO_ENCODER = "video_encoder"
    ANATOMICAL_ATTENTION = "anatomical_attention"
    TEXT_ENCODER = "text_encoder"


class AttentionKind(Enum):
    """How clips are weighed: learned per clip and section, or a table of section by view."""

    LEARNED = "learned"
    TABLE = "table"


class SynthesisKind(Enum):
    """How a section's neighbours become its sentences and phenotypes.

    VOTES: the nearest reports that speak of the section vote on each statement, by their weights. NEAREST, the rule of
    EchoPrime: the neighbours are the nearest of all reports and count alike; the sentences are those of the nearest
    report that speaks of the section; a phenotype is the plain mean of the neighbours' labels. Since schema 3.
    """

    VOTES = "votes"
    NEAREST = "nearest"


class ReportOrigin(Enum):
    """Whether a prior report tells of a real patient or of a phantom."""

    REAL = "real"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle, named so that it can be checked before it is parsed."""

    file: str
    """Path relative to the bundle's folder, forward slashes, no dots that climb."""
    sha256: str
    """SHA-256 of the file, 64 lower-case hex digits."""
    size_bytes: int

    def __post_init__(self) -> None:
        """Refuse a name that could leave the folder and a hash that is none."""
        if not _RELATIVE_NAME.match(self.file):
            raise ValueError(f"file name {self.file!r} is not a plain relative name")
        if not _SHA256.match(self.sha256):
            raise ValueError(f"sha256 of {self.file} is not 64 hex digits")
        if self.size_bytes < 0:
            raise ValueError(f"size of {self.file} is negative")


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Name, type and shape of one input or output of a graph."""

    name: str
    dtype: str
    """numpy name: uint8, float32, int64."""
    shape: tuple[int | str, ...]
    """Lengths; a string names a free axis ("clips")."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One ONNX graph.

    Signatures (N clips, T frames, S sections, V views, D embedding length):

    - view_classifier: ``clips`` uint8 (N, T, H, W, 3) -> ``view_probabilities`` float32 (N, V), rows sum to 1
    - video_encoder: ``clips`` uint8 (N, T, H, W, 3) -> ``embeddings`` float32 (N, D)
    - anatomical_attention: ``embeddings`` float32 (N, D), ``view_probabilities`` float32 (N, V) ->
      ``weights`` float32 (S, N), rows sum to 1
    - text_encoder: ``input_ids`` int64 (B, L), ``attention_mask`` int64 (B, L) -> ``embeddings`` float32 (B, D)

    Clips are in the colour order of `PreprocessSpec.colour`.
    """

    role: ModelRole
    precision: str
    """float32, float16 or int8; a bundle may hold several graphs for one role."""
    file: BundleFile
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    providers: tuple[str, ...] = ()
    """ONNX Runtime providers that this variant is meant for, best first; empty for any."""
    tolerance: float | None = None
    """Largest difference to the golden clip that counts as equal for this variant; None for the golden clip's own.
    Since schema 3."""

    def __post_init__(self) -> None:
        """Refuse a precision that is not known and a tolerance that allows nothing."""
        if self.precision not in PRECISIONS:
            raise ValueError(f"graph {self.file.file} has unknown precision {self.precision!r}")
        if self.tolerance is not None and not self.tolerance > 0.0:
            raise ValueError(f"graph {self.file.file} has a tolerance that allows nothing")


@dataclass(frozen=True, slots=True)
class PreprocessSpec:
    """How a clip becomes the tensor that the graphs take; done by `core.bundle.preprocess` only."""

    version: int
    """Must equal `core.bundle.preprocess.PREPROCESS_VERSION`."""
    frames: int
    """T: frames per clip after sampling."""
    stride: int
    """Every `stride`-th frame of the clip is taken, from the first on."""
    size: int
    """H = W: pixels."""
    crop: str
    """"regions": bounding box of the ultrasound regions, padded to a square; "centre": centre square."""
    mask: str
    """"sector": black outside the ultrasound regions and the moving sector; "none"."""
    colour: str
    """Colour order of the tensor: "RGB" or "BGR"."""
    interpolation: str
    """"area" or "bicubic"."""
    min_frames: int
    """Clips with fewer frames are left out."""
    short_clip: str = "loop"
    """"loop": frame index modulo the clip's length; "zeros": black frames at the end."""
    profile: str = STANDARD
    """"standard", or "echoprime": the published EchoPrime chain of `core.bundle.echoprime_profile`, which fixes crop,
    mask, colour and interpolation; zeros of its short clips are frames of 255, zero after normalisation. Since
    schema 3."""

    def __post_init__(self) -> None:
        """Refuse lengths that cannot be and words that are not known."""
        if min(self.frames, self.stride, self.size, self.min_frames) < 1:
            raise ValueError("frames, stride, size and min_frames must be at least 1")
        for value, known in (
            (self.crop, ("regions", "centre")),
            (self.mask, ("sector", "none")),
            (self.colour, ("RGB", "BGR")),
            (self.interpolation, ("area", "bicubic")),
            (self.short_clip, ("loop", "zeros")),
            (self.profile, (STANDARD, ECHOPRIME)),
        ):
            if value not in known:
                raise ValueError(f"preprocess has {value!r} where one of {', '.join(known)} is known")
        chain = (self.crop, self.mask, self.colour, self.interpolation, self.short_clip)
        if self.profile == ECHOPRIME and chain != ("centre", "sector", "BGR", "bicubic", "zeros"):
            raise ValueError("the profile echoprime is a centre crop, sector mask, BGR, bicubic, with zeros at the end")


@dataclass(frozen=True, slots=True)
class ViewLabel:
    """One output column of the view classifier."""

    id: str
    label: str
    window: str
    modality: str
    coarse_view: str


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section of the report, in the order of the attention's rows."""

    name: str
    required_views: tuple[str, ...]
    """No view, no sentence: the section is assessed only if one of these view ids is among the used clips."""


@dataclass(frozen=True, slots=True)
class AttentionSpec:
    """How clips are weighed for each section."""

    kind: AttentionKind
    table: tuple[tuple[float, ...], ...] = ()
    """Kind TABLE only: S rows of V weights."""


@dataclass(frozen=True, slots=True)
class ReportGraphSpec:
    """An HNSW graph over the embeddings (hnswlib's file), by which not every row need be compared. Since schema 3."""

    file: BundleFile
    breadth: int
    """Rows that the graph is asked for (hnswlib's ef); those that may not be found are then left out."""
    recall: float
    """Share of the exact neighbours that the search by graph found on the corpus when it was built, 0 to 1."""
    neighbours: int
    """Neighbours for which the recall was measured."""
    queries: int
    """Reports, held out of the graph meanwhile, by which it was measured."""

    def __post_init__(self) -> None:
        """Refuse a graph that finds too little."""
        if not LEAST_RECALL <= self.recall <= 1.0:
            raise ValueError(f"the graph's recall {self.recall} is not between {LEAST_RECALL} and 1")
        if self.neighbours < 1 or self.breadth < self.neighbours or self.queries < 1:
            raise ValueError("the graph is asked for fewer rows than are wanted, or was never measured")


@dataclass(frozen=True, slots=True)
class ReportIndexSpec:
    """The prior reports and their embeddings.

    ``reports`` is JSON lines, one object a report: ``report_id``, ``patient_key``, ``origin``, ``sentences``
    (list of ``section``, ``text``, ``concept`` or null), ``labels`` (phenotype name -> number). ``embeddings``
    is a .npy of shape (count, dim) in the same order: float16 with rows of length 1 for "cosine", float32 as they are
    for "dot".
    """

    reports: BundleFile
    embeddings: BundleFile
    count: int
    dim: int
    metric: str
    """"cosine", or "dot" for embeddings whose length counts. "dot" since schema 3."""
    origin: ReportOrigin
    neighbours: int = 50
    """Nearest reports that vote on each statement and phenotype."""
    rows: BundleFile | None = None
    """A .npy of shape (count,) with the fields of `core.bundle.prior_reports.row_type`, by which a large index opens
    without being parsed; None where opening parses every report. Since schema 3."""
    sections: tuple[str, ...] = ()
    """Sections that the reports speak of, in the order of the bits of ``rows``. Since schema 3."""
    graph: ReportGraphSpec | None = None
    """None where every row is compared. Since schema 3."""


@dataclass(frozen=True, slots=True)
class PhenotypeSpec:
    """One phenotype read from the labels of the nearest reports."""

    name: str
    kind: str
    """"binary" (value is the share of votes, 0 to 1) or "number"."""
    unit: str = ""
    threshold: float | None = None
    """Binary only: at or above it the phenotype is called present."""
    section: str = ""
    """Section whose query finds the reports that vote; empty for the whole study. Since schema 2."""

    def __post_init__(self) -> None:
        """Refuse a kind that is not known."""
        if self.kind not in ("binary", "number"):
            raise ValueError(f"phenotype {self.name} has unknown kind {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Thresholds fitted on validation data."""

    phenotypes: tuple[PhenotypeSpec, ...] = ()
    view_threshold: float = 0.0
    """A clip's best view counts as seen only from this probability on."""
    similarity_temperature: float = 0.05
    """Weight of a retrieved report is exp(similarity / temperature), normalised over the neighbours."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the evaluation, for the model card."""

    name: str
    value: float
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    n: int
    """Size of the test set or pool."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoldenSpec:
    """A recorded input with its outputs: ``clips``, ``view_probabilities``, ``embeddings``, ``weights`` in one .npz."""

    file: BundleFile
    tolerance: float
    """Largest absolute difference that counts as equal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that bundle.json says."""

    schema_version: int
    bundle_id: str
    title: str
    created_utc: str
    """ISO 8601 with Z."""
    intended_use: str
    licence: str
    trained_on: TrainedOn
    preprocess: PreprocessSpec
    models: tuple[ModelSpec, ...]
    views: tuple[ViewLabel, ...]
    """Index = output column of the view classifier."""
    coarse_views: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    """Index = row of the attention."""
    attention: AttentionSpec
    report_index: ReportIndexSpec
    calibration: Calibration
    metrics: tuple[Metric, ...]
    golden: GoldenSpec
    vocabulary: BundleFile | None = None
    """WordPiece vocabulary of the text encoder, one token a line."""
    limits: tuple[str, ...] = field(default=())
    """Known limits, shown in the model card."""
    synthesis: SynthesisKind = SynthesisKind.VOTES
    """How neighbours become sentences and phenotypes. Since schema 3."""
    licence_text: BundleFile | None = None
    """The whole licence, where it is not named by a well-known name alone. Since schema 3."""

    def model(self, role: ModelRole) -> ModelSpec | None:
        """Return the first graph with this role, the one in float32, None where the bundle has none."""
        return next((model for model in self.models if model.role is role), None)

    @property
    def files(self) -> tuple[BundleFile, ...]:
        """Every file that the manifest names."""
        files = [model.file for model in self.models]
        index = self.report_index
        files += [index.reports, index.embeddings, self.golden.file]
        graph = None if index.graph is None else index.graph.file
        further = (index.rows, graph, self.vocabulary, self.licence_text)
        files += [file for file in further if file is not None]
        return tuple(files)


def to_json(manifest: Manifest) -> str:
    """Return the manifest as the text of bundle.json, keys in the order of the dataclasses."""
    return json.dumps(encode(manifest), indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Manifest:
    """Return the manifest that the text of a bundle.json holds.

    Raises
    ------
    BundleError
        If the text is no JSON, has unknown or missing keys, values of a wrong type, or a newer schema.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise BundleError("The bundle's bundle.json is not valid JSON.", "Copy the bundle again.") from error
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise BundleError("The bundle's bundle.json has no schema version.", "Copy the bundle again.")
    if version > SCHEMA_VERSION:
        raise BundleError(
            f"The bundle was made for a newer program (schema {version}, this program reads {SCHEMA_VERSION}).",
            "Update DeepCORO Desktop.",
        )
    try:
        manifest: Manifest = decode(Manifest, raw, "bundle")
    except (TypeError, ValueError) as error:
        raise BundleError(
            f"The bundle's bundle.json is not valid: {error}.", "Make or copy the bundle again."
        ) from error
    return manifest
