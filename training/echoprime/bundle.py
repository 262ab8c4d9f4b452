"""The bundle of the release: the user's own copy in the form that the desktop opens."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.files import bundle_file, write_bytes
from deepcoro_desktop.core.bundle.manifest import (
    DOT,
    ECHOPRIME,
    SCHEMA_VERSION,
    AttentionKind,
    AttentionSpec,
    BundleFile,
    Calibration,
    Manifest,
    PhenotypeSpec,
    PreprocessSpec,
    ReportIndexSpec,
    SynthesisKind,
    TrainedOn,
)
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION
from deepcoro_desktop.core.bundle.report_index import write_report_index
from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError
from training.bundle_writer import write_manifest
from training.config import TextConfig
from training.echoprime import files
from training.echoprime.candidates import Labels, read_candidates, read_labels
from training.echoprime.graphs import FRAMES, SIZE, ReleaseGraphs
from training.echoprime.licence import LICENCE_NAME, RESEARCH_ONLY
from training.echoprime.tables import VIEWS, SectionTable, read_phenotypes, read_section_table
from training.model_card import CARD_NAME, model_card
from training.models.text_encoder import pretrained_file
from training.workspace import VOCABULARY_NAME

logger = logging.getLogger(__name__)

NEIGHBOURS: Final = 50
"""Nearest candidates whose labels a phenotype is the mean of."""

BIOMEDBERT: Final = "microsoft/BiomedNLP-BiomedBERT-base-uncased-abstract"

_STRIDE: Final = 2
_TITLE: Final = "EchoPrime, imported from the published release"
_INTENDED_USE: Final = (
    f"{RESEARCH_ONLY} The published EchoPrime models and candidate reports (arXiv 2410.09704), brought into this form "
    "by their user. They learned from real patients; they were not validated in this program."
)
_LICENCE: Final = f"The release's own, see {LICENCE_NAME}: academic and non-profit research use only"
_LIMITS: Final = (
    "The models were not trained, chosen or validated here: their makers' paper says what they were tested on.",
    "The weight of a view for a section is one table for all patients.",
    "A section's sentences are those of one earlier patient; their numbers are left out.",
    "Thresholds of phenotypes are the release's; they were fitted to its own patients.",
    "The pictures are prepared as for the release's DICOM files. Its MP4 files were prepared otherwise.",
)
_HOW: Final = (
    "Command: `python -m training import-echoprime --release DIR --out BUNDLE`.",
    "Graphs: each was compared with torchvision's module on the golden clips before it was written.",
    "Section query: the sum of the clips' embeddings, each weighed by the table's entry for its view, brought to "
    "length 1. Similarity: the product with a candidate's embedding as the release has it.",
    "Sentences: those of the nearest candidate that speaks of the section. Phenotypes: the mean of the labels of the "
    f"{NEIGHBOURS} nearest candidates.",
)


def write_bundle(
    folder: Path, out: Path, licence: str, created_utc: str, export: Callable[[Path, Path], ReleaseGraphs]
) -> Manifest:
    """Write the bundle of a release; its folder appears when it is whole.

    Parameters
    ----------
    folder : Path
        The user's copy of the release.
    out : Path
        The bundle's folder, which must not exist.
    licence : str
        Text that the bundle carries.
    created_utc : str
        ISO 8601 with Z.
    export : callable
        Writes the graphs of a release into a folder: `graphs.export_release`.

    Raises
    ------
    ArgumentError
        If the folder exists, or a file of the release is missing or not of its form.
    BundleError
        If a graph differs from torch, or the parts do not fit each other.
    DeepcoroError
        If the disk is full or cannot be written.
    """
    check_free(out)
    files.check_files(folder)
    table, labels = read_section_table(folder), read_labels(folder)
    phenotypes = read_phenotypes(folder, labels, table.sections)
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        index = _write_index(folder, labels, partial)
        del labels  # they and the candidates are gigabytes, which the export needs
        contents = _Contents(table, phenotypes, index, export(folder, partial))
        manifest = _write(contents, folder, partial, licence, created_utc)
        partial.replace(out)
    except OSError as error:
        raise DeepcoroError(
            f"The bundle cannot be written: {error.strerror or type(error).__name__}.",
            "Free space on the disk, or name another place with --out; nothing of it was left there.",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def check_free(out: Path) -> None:
    """Refuse a place that is taken. Raises ArgumentError."""
    if out.exists():
        kind = "folder" if out.is_dir() else "file"
        raise ArgumentError(f"There is already a {kind} {out.name}.", "Name another place, or remove it.")


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the manifest is made of."""

    table: SectionTable
    phenotypes: tuple[PhenotypeSpec, ...]
    index: ReportIndexSpec
    graphs: ReleaseGraphs


def _write_index(source: Path, labels: Labels, folder: Path) -> ReportIndexSpec:
    """Write the candidates into the bundle's folder; they are let go of afterwards."""
    candidates = read_candidates(source, labels)
    return write_report_index(folder, candidates.reports, candidates.embeddings, NEIGHBOURS, DOT)


def _write(contents: _Contents, source: Path, folder: Path, licence: str, created_utc: str) -> Manifest:
    graphs, index = contents.graphs, contents.index
    write_bytes(folder / LICENCE_NAME, licence.encode())
    has_text = files.find(source, files.TEXT_ENCODER).is_file()
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        bundle_id=f"echoprime-{_fingerprint(graphs, index.embeddings)}",
        title=_TITLE,
        created_utc=created_utc,
        intended_use=_INTENDED_USE,
        licence=_LICENCE,
        trained_on=TrainedOn.CLINICAL,
        preprocess=release_preprocess(),
        models=graphs.models,
        views=VIEWS,
        coarse_views=tuple(view.id for view in VIEWS),
        sections=contents.table.sections,
        attention=AttentionSpec(AttentionKind.TABLE, contents.table.weights),
        report_index=index,
        calibration=Calibration(contents.phenotypes),
        metrics=(),
        golden=graphs.golden,
        vocabulary=_copy_vocabulary(source, folder) if has_text else None,
        limits=_LIMITS,
        synthesis=SynthesisKind.NEAREST,
        licence_text=bundle_file(folder, LICENCE_NAME),
    )
    write_bytes(folder / CARD_NAME, model_card(manifest, _HOW).encode())
    write_manifest(manifest, folder)
    return manifest


def release_preprocess() -> PreprocessSpec:
    """Return the preprocessing of the release's models: of the first 32 frames every second one."""
    return PreprocessSpec(
        version=PREPROCESS_VERSION,
        frames=FRAMES,
        stride=_STRIDE,
        size=SIZE,
        crop="centre",
        mask="sector",
        colour="BGR",
        interpolation="bicubic",
        min_frames=2,
        short_clip="zeros",
        profile=ECHOPRIME,
    )


def _fingerprint(graphs: ReleaseGraphs, embeddings: BundleFile) -> str:
    """Return what tells copies with other weights or candidates apart, 12 hex digits."""
    hashes = [model.file.sha256 for model in graphs.models] + [embeddings.sha256]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:12]


def _copy_vocabulary(source: Path, folder: Path) -> BundleFile | None:
    """Copy BiomedBERT's vocabulary from the release's weights or the Hugging Face hub's cache, None where neither is.

    The release does not hold it. Without it the text encoder can be run on token ids only.
    """
    path = files.find(source, files.VOCABULARY)
    if not path.is_file():
        try:
            path = pretrained_file(TextConfig("pretrained", 512, BIOMEDBERT), "vocab.txt")
        except ArgumentError:
            logger.warning("BiomedBERT's vocab.txt is not there: the text encoder is written without it")
            return None
    shutil.copyfile(path, folder / VOCABULARY_NAME)
    return bundle_file(folder, VOCABULARY_NAME)
