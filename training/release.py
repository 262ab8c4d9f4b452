"""From finished trainings to what others receive: the report index alone, or the whole bundle."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deepcoro_desktop.core.bundle.manifest import (
    Manifest,
    PhenotypeSpec,
    ReportIndexSpec,
    ReportOrigin,
    TrainedOn,
)
from deepcoro_desktop.core.errors import ArgumentError
from training.build_index import build_index
from training.bundle_writer import write_bundle, write_manifest
from training.datasets.clip_store import StudyRecord
from training.datasets.phantom_clips import further_reports
from training.demo_bundle import phenotype_specs
from training.workspace import Workspace


def report_corpus(workspace: Workspace) -> list[StudyRecord]:
    """Return the reports of the index: the training studies', for the phantom also of studies without clips."""
    studies, data = workspace.store("train").studies, workspace.config.data
    if data is None:
        return studies
    return [*studies, *further_reports(data, data.index_studies)]


def phenotypes_of(corpus: Sequence[StudyRecord]) -> tuple[PhenotypeSpec, ...]:
    """Return the phenotypes that a corpus has labels for: present or not where all values are 0 or 1, else a number."""
    values: dict[str, set[float]] = {}
    for record in corpus:
        for name, value in record.labels.items():
            values.setdefault(name, set()).add(value)
    return tuple(
        PhenotypeSpec(name, "binary", threshold=0.5) if seen <= {0.0, 1.0} else PhenotypeSpec(name, "number")
        for name, seen in sorted(values.items())
    )


def write_index(workspace: Workspace, folder: Path) -> ReportIndexSpec:
    """Embed the reports with the finetuned text encoder and write the index into a folder; return its entry."""
    folder.mkdir(parents=True, exist_ok=True)
    origin = ReportOrigin.REAL if workspace.config.data is None else ReportOrigin.SYNTHETIC
    text = workspace.pair("finetune").text
    return build_index(workspace.config, report_corpus(workspace), text, workspace.tokenizer(), folder, origin)


def export_bundle(workspace: Workspace, out: Path, created_utc: str) -> Manifest:
    """Write the bundle of finished trainings; the folder appears when it is whole.

    Parameters
    ----------
    workspace : Workspace
        With all stages done and prepared validation clips, of which a few become the golden ones.
    out : Path
        The bundle's folder, which must not exist.
    created_utc : str
        ISO 8601 with Z.

    Raises
    ------
    ArgumentError
        If the folder exists, or a stage was not trained.
    BundleError
        If a graph differs from torch, or the parts do not fit each other.
    """
    if out.exists():
        raise ArgumentError(f"There is already a folder {out.name}.", "Name another one, or remove it.")
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    golden = workspace.store("validation")
    corpus = report_corpus(workspace)
    phenotypes = phenotypes_of(corpus) if workspace.config.data is None else phenotype_specs()
    manifest = write_bundle(workspace, workspace.sections, phenotypes, corpus, golden, partial, created_utc)
    if workspace.config.data is None:
        # write_bundle speaks of phantoms; a bundle of real studies must not
        index = write_index(workspace, partial)
        manifest = replace(manifest, trained_on=TrainedOn.CLINICAL, report_index=index)
        write_manifest(manifest, partial)
    partial.replace(out)
    return manifest
