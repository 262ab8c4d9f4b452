"""The demonstration bundle from nothing: phantom studies, four trainings, index, export, evaluation.

Every stage leaves its result in the working folder and is skipped where it is there, so that a run that was killed at
any moment goes on with the same command.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import MANIFEST_NAME, PhenotypeSpec, SectionSpec
from deepcoro_desktop.core.errors import ArgumentError
from training.bundle_writer import write_bundle, write_manifest
from training.config import Config, DataConfig
from training.contrastive import clip_embeddings, study_vectors, text_vectors
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.phantom_clips import record_of, render_set, study_sets
from training.datasets.reports import report_text
from training.evaluate import Figures, Settings, StudyPair, compare, evaluate
from training.model_card import CARD_NAME, metrics_of, model_card
from training.phantom import INFORMATIVE_VIEWS, PHENOTYPES, SECTIONS, sample_study, section_of
from training.stages import (
    look_of,
    make_attention,
    make_finetune,
    make_pretrain,
    make_text_warm_start,
    make_views,
    make_vocabulary,
    make_warm_start,
)
from training.workspace import SINGLE_FRAME, Workspace

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DemoRun:
    """One making of the demonstration bundle."""

    config: Config
    work: Path
    """Working folder: prepared clips (about 12 GB), weights, log."""
    out: Path
    """The bundle's folder."""
    created_utc: str

    @property
    def data(self) -> DataConfig:
        """The phantom studies."""
        if self.config.data is None:
            raise ArgumentError("The configuration has no [data] table.", "Use the configuration demo.")
        return self.config.data

    @property
    def figures(self) -> Path:
        """The evaluation's figures."""
        return self.work / "figures.json"

    @property
    def workspace(self) -> Workspace:
        """Where the stages write."""
        return Workspace(self.work, self.config, section_specs())


def make_demo_bundle(run: DemoRun) -> Figures:
    """Make the bundle and return its figures.

    Raises
    ------
    ArgumentError
        If the working folder holds weights of other settings.
    BundleError
        If a graph differs from torch.
    """
    torch.set_num_threads(run.config.threads)
    workspace = run.workspace
    for study_set in study_sets(run.data):
        _timed(run, f"render_{study_set.name}", _render(run, study_set.name))
    store = workspace.store("train")
    make_vocabulary(workspace, store)
    _timed(run, "warm_start", lambda: make_warm_start(workspace, store))
    _timed(run, "views", lambda: make_views(workspace, store))
    _timed(run, "text_warm_start", lambda: make_text_warm_start(workspace, store))
    _timed(run, "pretrain", lambda: make_pretrain(workspace, store))
    _timed(run, "finetune", lambda: make_finetune(workspace, store))
    _timed(run, "attention", lambda: make_attention(workspace, store))
    _timed(run, "export", lambda: export_demo(run, store))
    _timed(run, "evaluate", lambda: evaluate_demo(run))
    _timed(run, "single_frame", lambda: make_single_frame(workspace, store))
    return compare_demo(run)


def export_demo(run: DemoRun, store: ClipStore) -> None:
    """Write the bundle without figures, unless it is there: its manifest is written last."""
    if (run.out / MANIFEST_NAME).exists():
        return
    corpus = [*store.studies, *_further_reports(run.data)]
    golden = run.workspace.store("validation")
    write_bundle(run.workspace, section_specs(), phenotype_specs(), corpus, golden, run.out, run.created_utc)


def make_single_frame(workspace: Workspace, store: ClipStore) -> None:
    """Train the baseline without motion: the same stages, data, steps and batches, on the first frame alone."""
    make_warm_start(workspace, store, SINGLE_FRAME)
    make_pretrain(workspace, store, SINGLE_FRAME)
    make_finetune(workspace, store, SINGLE_FRAME)


def single_frame_pair(workspace: Workspace, store: ClipStore) -> StudyPair:
    """Return the baseline's study and report vectors of a store."""
    pair = workspace.pair("finetune", SINGLE_FRAME)
    clips = clip_embeddings(pair.video, store, look_of(SINGLE_FRAME), workspace.config.threads)
    studies = [study_vectors(torch.from_numpy(clips[places])[None])[0].numpy() for places in store.clips_of]
    texts = text_vectors(pair.text, workspace.tokenizer(), [report_text(record) for record in store.studies])
    return StudyPair(np.stack(studies), texts)


def evaluate_demo(run: DemoRun) -> None:
    """Evaluate the bundle on the test set, unless its figures are there, and publish them."""
    if not run.figures.exists():
        bundle = load_bundle(run.out)
        figures = evaluate(
            bundle, run.workspace.store("test"), Settings(run.config.seed, run.config.threads, name="internal")
        )
        write_bytes(run.figures, json.dumps(figures, indent=2).encode())
        _publish(run, figures)


def compare_demo(run: DemoRun) -> Figures:
    """Add the baseline without motion to the figures and publish them; return them."""
    figures: Figures = json.loads(run.figures.read_text(encoding="utf-8"))
    test = run.workspace.store("test")
    compare(figures, "single_frame_trained", single_frame_pair(run.workspace, test), test, run.config.seed)
    write_bytes(run.figures, json.dumps(figures, indent=2).encode())
    _publish(run, figures)
    return figures


def _publish(run: DemoRun, figures: Figures) -> None:
    """Write figures into the bundle's manifest and its model card."""
    command = f"python -m training demo-bundle --out DIR; test set: phantom seed {run.data.test_seed}"
    command += f", studies 0 to {run.data.test_studies - 1}"
    manifest = dataclasses.replace(load_bundle(run.out).manifest, metrics=metrics_of(figures, command, "internal"))
    write_manifest(manifest, run.out)
    write_bytes(run.out / CARD_NAME, model_card(manifest, _how(run)).encode())


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


def _render(run: DemoRun, name: str) -> Callable[[], None]:
    study_set = next(one for one in study_sets(run.data) if one.name == name)
    return lambda: render_set(study_set, run.data, run.config.input, run.work / "data" / name)


def _further_reports(data: DataConfig) -> list[StudyRecord]:
    """Return reports of phantom studies of which no clip was rendered, to fill the index."""
    return [record_of(sample_study(data.train_seed, index)) for index in range(data.train_studies, data.index_studies)]


def _timed(run: DemoRun, name: str, work: Callable[[], None]) -> None:
    """Do a stage and append its seconds to times.jsonl; a stage that was already there adds next to nothing."""
    run.work.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    work()
    seconds = time.monotonic() - began
    logger.info("%s: %.0f s", name, seconds)
    with (run.work / "times.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"stage": name, "seconds": round(seconds, 1)}) + "\n")


def _how(run: DemoRun) -> list[str]:
    """Return how the bundle was made, for the model card."""
    data, config = run.data, run.config
    seconds: dict[str, float] = {}
    for line in (run.work / "times.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        seconds[record["stage"]] = seconds.get(record["stage"], 0.0) + record["seconds"]
    parts = ", ".join(f"{name} {value / 60.0:.1f}" for name, value in seconds.items() if value >= 1.0)
    return [
        "Command: `python -m training demo-bundle --out resources/models/demo`.",
        f"Data: {data.train_studies} phantom studies (seed {data.train_seed}, {data.clips_per_study} clips each); "
        f"{data.test_studies} test studies with other seeds, all clips; {data.index_studies} reports in the index.",
        f"View classifier: a residual net on {len(config.views.frames)} frames, {config.train_views.steps} steps.",
        f"Video encoder: torchvision's MViT, widths {list(config.video.widths)}, depths {list(config.video.depths)}, "
        "with a two-layer patch embedding. Instead of Kinetics weights it starts from "
        f"{config.warm_start.steps} supervised steps on views and the phantom's truth.",
        "Text encoder: BERT from random weights, own WordPiece vocabulary. Instead of pretrained ones it starts from "
        f"{config.text_warm_start.steps} supervised steps: reading the phantom's truth from its report.",
        "Contrastive training: both last layers begin as least-squares maps to the truth; InfoNCE between clips and "
        f"reports for {config.pretrain.steps} steps of {config.pretrain.batch} studies on the frozen trunks' features, "
        + (
            f"then {config.finetune.steps} steps on every weight."
            if config.finetune.steps
            else "trunks not tuned further."
        ),
        f"Anatomical attention: gated, by section, {config.attention.steps} steps; a term of its loss draws weight to "
        "clips whose view shows the section, so that the figure for true views says what it was taught.",
        "Baseline `single_frame_trained`: the same net, data, stages and steps, shown each first frame only.",
        f"Minutes on {config.threads} processor cores, other work on the machine included: {parts}.",
    ]
