"""From a workspace of trained weights to a bundle's folder: graphs, index, golden clip, manifest."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.bundle import check_manifest
from deepcoro_desktop.core.bundle.files import bundle_file, write_bytes
from deepcoro_desktop.core.bundle.manifest import (
    MANIFEST_NAME,
    SCHEMA_VERSION,
    AttentionKind,
    AttentionSpec,
    Calibration,
    Manifest,
    PhenotypeSpec,
    SectionSpec,
    to_json,
)
from training.build_index import build_index
from training.datasets.clip_store import ClipStore, StudyRecord
from training.export import TrainedModels, export_models
from training.views_table import coarse_views
from training.workspace import VOCABULARY_NAME, Workspace

GOLDEN_CLIPS: Final = 3
PRESENT: Final = 0.5


def write_bundle(
    workspace: Workspace,
    sections: tuple[SectionSpec, ...],
    phenotypes: tuple[PhenotypeSpec, ...],
    corpus: list[StudyRecord],
    golden: ClipStore,
    folder: Path,
    created_utc: str,
) -> Manifest:
    """Export the trained models and write the bundle; bundle.json comes last.

    Parameters
    ----------
    workspace : Workspace
        With all stages done.
    sections, phenotypes : tuple
        Entries of the manifest.
    corpus : list of StudyRecord
        Reports of the index.
    golden : ClipStore
        Its first clips become the golden ones.
    folder : Path
        The bundle's folder; made if it is not there.
    created_utc : str
        ISO 8601 with Z.

    Raises
    ------
    BundleError
        If a graph differs from torch, or the parts do not fit each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST_NAME).unlink(missing_ok=True)
    config, pair = workspace.config, workspace.pair("finetune")
    models = TrainedModels(workspace.view_classifier(), pair.video, workspace.attention(), pair.text)
    chosen = np.linspace(0, len(golden.clips_of[0]) - 1, GOLDEN_CLIPS).astype(np.int64)
    specs, golden_spec = export_models(
        models, golden.read(golden.clips_of[0][chosen]), folder, config.bundle.golden_tolerance
    )
    index = build_index(config, corpus, pair.text, workspace.tokenizer(), folder, workspace.origin)
    shutil.copyfile(workspace.vocabulary, folder / VOCABULARY_NAME)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        bundle_id=config.bundle.bundle_id,
        title=config.bundle.title,
        created_utc=created_utc,
        intended_use=config.bundle.intended_use,
        licence=config.bundle.licence,
        trained_on=workspace.trained_on,
        preprocess=config.input.preprocess(),
        models=specs,
        views=workspace.views,
        coarse_views=coarse_views(workspace.views),
        sections=sections,
        attention=AttentionSpec(AttentionKind.LEARNED),
        report_index=index,
        calibration=Calibration(
            phenotypes,
            view_threshold=config.bundle.view_threshold,
            similarity_temperature=config.index.similarity_temperature,
        ),
        metrics=(),
        golden=golden_spec,
        vocabulary=bundle_file(folder, VOCABULARY_NAME),
        limits=config.bundle.limits,
    )
    write_manifest(manifest, folder)
    return manifest


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write bundle.json after its parts were compared with each other."""
    check_manifest(manifest)
    write_bytes(folder / MANIFEST_NAME, to_json(manifest).encode())
