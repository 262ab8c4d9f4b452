"""A bundle on disk, checked before anything of it is parsed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.files import check_file
from deepcoro_desktop.core.bundle.index_writer import METRICS
from deepcoro_desktop.core.bundle.manifest import (
    MANIFEST_NAME,
    AttentionKind,
    BundleFile,
    Manifest,
    ModelRole,
    ModelSpec,
    TensorSpec,
    from_json,
)
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION
from deepcoro_desktop.core.bundle.report_index import ReportIndex
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.errors import BundleError

_REMEDY: Final = "Make the bundle again with the training's export command."
_MAX_MANIFEST_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """A bundle whose files are whole and fit together."""

    manifest: Manifest
    folder: Path
    manifest_sha256: str
    """SHA-256 of bundle.json; it names the hashes of all other files, so it identifies the bundle."""
    report_index: ReportIndex

    def path(self, file: BundleFile) -> Path:
        """Return where a file of the manifest lies."""
        return self.folder / file.file

    @property
    def graph_bytes(self) -> int:
        """Size of the graphs that an analysis opens, bytes; of each role the largest."""
        by_size = sorted(self.manifest.models, key=lambda model: model.file.size_bytes)
        largest = {model.role: model.file.size_bytes for model in by_size if model.role is not ModelRole.TEXT_ENCODER}
        return sum(largest.values())


def default_bundle_path() -> Path:
    """Return the folder of the bundle that ships with the program."""
    return resource_path("models", "demo")


def load_bundle(folder: Path) -> Bundle:
    """Return the bundle in a folder.

    Sizes and SHA-256 of all files are compared with the manifest before any of them is opened.

    Raises
    ------
    BundleError
        If a file is missing, cut off or altered, the manifest is not valid or too new, or its parts contradict
        each other or this program.
    """
    manifest, raw = _read_manifest(folder)
    check_manifest(manifest)
    for file in manifest.files:
        check_file(folder, file)
    index = ReportIndex.open(folder, manifest.report_index)
    return Bundle(manifest, folder, hashlib.sha256(raw).hexdigest(), index)


def read_manifest(folder: Path) -> Manifest:
    """Return what a bundle says of itself, at once: its files are not looked at. Raises BundleError."""
    return _read_manifest(folder)[0]


def manifest_sha256(folder: Path) -> str:
    """Return the SHA-256 that identifies a bundle, at once: its files are not looked at. Raises BundleError."""
    return hashlib.sha256(_read_manifest(folder)[1]).hexdigest()


def _read_manifest(folder: Path) -> tuple[Manifest, bytes]:
    path = folder / MANIFEST_NAME
    try:
        if path.is_file() and path.stat().st_size > _MAX_MANIFEST_BYTES:
            raise BundleError(f"The {MANIFEST_NAME} is too large to be a manifest.", "Copy the bundle again.")
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise BundleError(
            f"The folder holds no readable {MANIFEST_NAME}.", "Choose the folder of a model bundle."
        ) from error
    except UnicodeDecodeError as error:
        raise BundleError(f"The bundle's {MANIFEST_NAME} is not text.", "Copy the bundle again.") from error
    return from_json(text), raw


def check_manifest(manifest: Manifest) -> None:
    """Check that a manifest's parts fit each other and this program.

    Raises
    ------
    BundleError
        If they do not; the sentence names the part.
    """
    if manifest.preprocess.version != PREPROCESS_VERSION:
        raise BundleError(
            f"The bundle was made for version {manifest.preprocess.version} of the preprocessing; "
            f"this program has version {PREPROCESS_VERSION}.",
            "Use the program that the bundle was made for, or train and export the bundle again.",
        )
    if not manifest.bundle_id:
        raise BundleError("The bundle has no id.", _REMEDY)
    _check_labels(manifest)
    for model in manifest.models:
        _check_graph(model, manifest)
    _require(manifest, ModelRole.VIEW_CLASSIFIER)
    _require(manifest, ModelRole.VIDEO_ENCODER)
    _check_attention(manifest)
    index, calibration = manifest.report_index, manifest.calibration
    if index.metric not in METRICS:
        known = " and ".join(repr(metric) for metric in METRICS)
        raise BundleError(f"The bundle compares reports by {index.metric!r}; known are {known}.", _REMEDY)
    if index.count < 1 or index.dim < 1 or index.neighbours < 1:
        raise BundleError("The bundle's report index is empty.", _REMEDY)
    sections = {section.name for section in manifest.sections}
    if lost := sorted({phenotype.section for phenotype in calibration.phenotypes} - sections - {""}):
        raise BundleError(f"A phenotype of the bundle is read from an unknown section: {', '.join(lost)}.", _REMEDY)
    if calibration.similarity_temperature <= 0.0 or not 0.0 <= calibration.view_threshold <= 1.0:
        raise BundleError("The bundle's calibration has a threshold or temperature out of range.", _REMEDY)
    if manifest.golden.tolerance <= 0.0:
        raise BundleError("The bundle's golden clip has no tolerance.", _REMEDY)


def _require(manifest: Manifest, role: ModelRole) -> ModelSpec:
    model = manifest.model(role)
    if model is None:
        raise BundleError(f"The bundle has no graph for the role {role.value}.", _REMEDY)
    return model


def _check_labels(manifest: Manifest) -> None:
    views = [view.id for view in manifest.views]
    sections = [section.name for section in manifest.sections]
    for names, word in ((views, "views"), (sections, "sections"), (list(manifest.coarse_views), "coarse views")):
        if not names or len(set(names)) != len(names):
            raise BundleError(f"The bundle's {word} are empty or not unique.", _REMEDY)
    for view in manifest.views:
        if view.coarse_view not in manifest.coarse_views:
            raise BundleError(f"The view {view.id} names an unknown coarse view {view.coarse_view!r}.", _REMEDY)
    for section in manifest.sections:
        if unknown := sorted(set(section.required_views) - set(views)):
            raise BundleError(f"The section {section.name} requires unknown views: {', '.join(unknown)}.", _REMEDY)


def _check_attention(manifest: Manifest) -> None:
    attention = manifest.attention
    if attention.kind is AttentionKind.LEARNED:
        _require(manifest, ModelRole.ANATOMICAL_ATTENTION)
        if attention.table:
            raise BundleError("The bundle has a table although its attention is learned.", _REMEDY)
        return
    shape = (len(manifest.sections), len(manifest.views))
    if len(attention.table) != shape[0] or any(len(row) != shape[1] for row in attention.table):
        raise BundleError(f"The bundle's attention table is not {shape[0]} sections by {shape[1]} views.", _REMEDY)
    if any(not 0.0 <= weight < float("inf") for row in attention.table for weight in row):
        raise BundleError("The bundle's attention table has a weight that is negative or no number.", _REMEDY)


def _check_graph(model: ModelSpec, manifest: Manifest) -> None:
    """Compare a graph's stated inputs and outputs with the signature of its role; a free axis fits every length."""
    inputs, outputs = _signature(model.role, manifest)
    for stated, expected in ((model.inputs, inputs), (model.outputs, outputs)):
        if [tensor.name for tensor in stated] != [tensor.name for tensor in expected]:
            names = ", ".join(tensor.name for tensor in expected)
            raise BundleError(f"The graph {model.file.file} does not have the tensors {names}.", _REMEDY)
        for have, want in zip(stated, expected, strict=True):
            if have.dtype != want.dtype or not _shapes_agree(have.shape, want.shape):
                raise BundleError(
                    f"The graph {model.file.file} has {have.name} as {have.dtype} {have.shape} "
                    f"where {want.dtype} {want.shape} belongs.",
                    _REMEDY,
                )


def _shapes_agree(have: tuple[int | str, ...], want: tuple[int | str, ...]) -> bool:
    return len(have) == len(want) and all(
        isinstance(a, str) or isinstance(b, str) or a == b for a, b in zip(have, want, strict=True)
    )


def _signature(role: ModelRole, manifest: Manifest) -> tuple[tuple[TensorSpec, ...], tuple[TensorSpec, ...]]:
    spec, dim = manifest.preprocess, manifest.report_index.dim
    views, sections = len(manifest.views), len(manifest.sections)
    clips = TensorSpec("clips", "uint8", ("clips", spec.frames, spec.size, spec.size, 3))
    probabilities = TensorSpec("view_probabilities", "float32", ("clips", views))
    embeddings = TensorSpec("embeddings", "float32", ("clips", dim))
    if role is ModelRole.VIEW_CLASSIFIER:
        return (clips,), (probabilities,)
    if role is ModelRole.VIDEO_ENCODER:
        return (clips,), (embeddings,)
    if role is ModelRole.ANATOMICAL_ATTENTION:
        return (embeddings, probabilities), (TensorSpec("weights", "float32", (sections, "clips")),)
    tokens = ("texts", "tokens")
    ids, mask = TensorSpec("input_ids", "int64", tokens), TensorSpec("attention_mask", "int64", tokens)
    return (ids, mask), (embeddings,)
