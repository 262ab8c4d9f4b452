"""From a workspace of trained weights to a bundle's folder: graphs, index, golden clip, manifest, model card."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
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
    Metric,
    PhenotypeSpec,
    PreprocessSpec,
    ReportOrigin,
    SectionSpec,
    TrainedOn,
    to_json,
)
from training.build_index import build_index
from training.config import Config
from training.datasets.clip_store import ClipStore, StudyRecord
from training.evaluate import Figures
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
    index = build_index(config, corpus, pair.text, workspace.tokenizer(), folder, ReportOrigin.SYNTHETIC)
    shutil.copyfile(workspace.vocabulary, folder / VOCABULARY_NAME)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        bundle_id=config.bundle.bundle_id,
        title=config.bundle.title,
        created_utc=created_utc,
        intended_use=config.bundle.intended_use,
        licence=config.bundle.licence,
        trained_on=TrainedOn.SYNTHETIC,
        preprocess=preprocess_spec(config),
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


def preprocess_spec(config: Config) -> PreprocessSpec:
    """Return how clips are prepared for the models of a configuration."""
    return config.input.preprocess()


def metrics_of(figures: Figures, command: str) -> tuple[Metric, ...]:
    """Return the figures of an evaluation as the manifest holds them; each names the command that measured it."""
    views, pool = figures["views"], figures["studies"]
    found: list[Metric] = [_metric("view accuracy, top 1", views, "top1", views["n"], command)]
    tables = {"": figures["retrieval"], **figures["retrieval"]["baselines"]}
    for name, table in tables.items():
        for direction in ("video_to_text", "text_to_video"):
            label = f"{direction.replace('_', ' ')}{f', {name}' if name else ''}".replace(
                "single_frame", "single frame"
            )
            keys = ("r1", "r5", "r10", "median_rank", "mrr") if not name else ("r10",)
            found += [_metric(f"{label}, {key}", table[direction], key, pool, command) for key in keys]
    if "ef" in figures:
        found.append(_metric("EF error, points", figures["ef"], "mae", figures["ef"]["n"], command))
        found.append(_metric("EF error of the mean, points", figures["ef"], "mae_of_mean", figures["ef"]["n"], command))
    for name, area in figures["phenotypes"].items():
        if name != "mean_auc":
            found.append(_metric(f"{name}, area under the curve", area, "auc", pool, command))
    found.append(Metric("mean area under the curve", figures["phenotypes"]["mean_auc"], None, None, pool, command))
    attention = figures["attention"]
    found.append(
        Metric(
            "sections with a true view first",
            float(attention["sections_with_true_view_first"]),
            None,
            None,
            attention["of"],
            command,
        )
    )
    return tuple(found)


def _metric(name: str, figures: Figures, key: str, n: int, note: str) -> Metric:
    low, high = figures.get(f"{key}_ci", (None, None))
    return Metric(name, float(figures[key]), low, high, n, note)


def model_card(manifest: Manifest, how: Sequence[str]) -> str:
    """Return the model card: what the bundle is, how it was made, what was measured."""
    lines = [
        f"# {manifest.title}",
        "",
        manifest.intended_use,
        "",
        f"Bundle `{manifest.bundle_id}`, made {manifest.created_utc}. Licence: {manifest.licence}. "
        f"Trained on: {manifest.trained_on.value} data.",
        "",
        "## How it was made",
        "",
        *[f"- {line}" for line in how],
        "",
        "## Measured on held-out studies",
        "",
        "| figure | value | 95 % interval | n |",
        "|---|---|---|---|",
    ]
    for metric in manifest.metrics:
        between = "" if metric.low is None or metric.high is None else f"{metric.low:.3f} to {metric.high:.3f}"
        lines.append(f"| {metric.name} | {metric.value:.3f} | {between} | {metric.n} |")
    commands = dict.fromkeys(metric.note for metric in manifest.metrics)
    lines += ["", "Measured by:", "", *[f"    {command}" for command in commands], "", "## Limits", ""]
    lines += [f"- {limit}" for limit in manifest.limits]
    return "\n".join(lines) + "\n"
