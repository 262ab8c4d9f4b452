"""From finished trainings to what others receive: the report index alone, or the whole bundle."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from deepcoro_desktop.core.bundle.manifest import Manifest, PhenotypeSpec, ReportIndexSpec, SectionSpec
from deepcoro_desktop.core.errors import ArgumentError
from training.build_index import build_index
from training.bundle_writer import write_bundle
from training.datasets.clip_store import StudyRecord
from training.datasets.phantom_clips import further_reports
from training.phantom import INFORMATIVE_VIEWS, PHENOTYPES, SECTIONS, section_of
from training.workspace import Workspace


def section_specs() -> tuple[SectionSpec, ...]:
    """Return the phantom report's sections with the views that show them."""
    return tuple(SectionSpec(name, tuple(INFORMATIVE_VIEWS[name])) for name in SECTIONS)


def phenotype_specs() -> tuple[PhenotypeSpec, ...]:
    """Return the phantom's phenotypes: the ejection fraction in percent, the others present or not."""
    return tuple(
        PhenotypeSpec(name, "number", "%", section=section_of(name))
        if name == "ef"
        else PhenotypeSpec(name, "binary", threshold=0.5, section=section_of(name))
        for name in PHENOTYPES
    )


def report_corpus(workspace: Workspace) -> list[StudyRecord]:
    """Return the reports of the index: the training studies', for the phantom also of studies without clips."""
    studies, data = workspace.store("train").with_reports().studies, workspace.config.data
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
    text = workspace.pair("finetune").text
    corpus, tokenizer = report_corpus(workspace), workspace.tokenizer()
    return build_index(workspace.config, corpus, text, tokenizer, folder, workspace.origin)


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
    partial.replace(out)
    return manifest
