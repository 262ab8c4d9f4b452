"""The demonstration bundle from nothing: phantom studies, four trainings, index, export, evaluation.

Every stage leaves its result in the working folder and is skipped where it is there, so that a run that was killed at
any moment goes on with the same command.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import MANIFEST_NAME
from deepcoro_desktop.core.errors import ArgumentError
from training.bundle_writer import write_bundle
from training.config import Config, DataConfig
from training.datasets.phantom_clips import further_reports, render_set, study_sets
from training.evaluate import Figures, Settings, evaluate
from training.model_card import CARD_NAME, model_card, write_card
from training.release import phenotype_specs, report_corpus, section_specs
from training.stages import (
    make_attention,
    make_finetune,
    make_pretrain,
    make_text_warm_start,
    make_views,
    make_vocabulary,
    make_warm_start,
)
from training.workspace import Workspace

logger = logging.getLogger(__name__)

TEST_SETS: Final = ("internal", "external")
"""The test sets, in the order of the card's columns."""


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

    def figures(self, name: str) -> Path:
        """Return the file of a test set's figures."""
        return self.work / f"figures-{name}.json"

    @property
    def workspace(self) -> Workspace:
        """Where the stages write."""
        return Workspace(self.work, self.config, section_specs())


def make_demo_bundle(run: DemoRun) -> dict[str, Figures]:
    """Make the bundle and return the figures of each test set.

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
    further = further_reports(run.data, run.data.text_studies)
    _timed(run, "warm_start", lambda: make_warm_start(workspace, store))
    _timed(run, "views", lambda: make_views(workspace, store))
    _timed(run, "text_warm_start", lambda: make_text_warm_start(workspace, store, further))
    _timed(run, "pretrain", lambda: make_pretrain(workspace, store))
    _timed(run, "finetune", lambda: make_finetune(workspace, store))
    _timed(run, "attention", lambda: make_attention(workspace, store))
    _timed(run, "export", lambda: export_demo(run))
    for name in TEST_SETS:
        _timed(run, f"evaluate_{name}", _measure(run, name))
    return {name: json.loads(run.figures(name).read_text(encoding="utf-8")) for name in TEST_SETS}


def export_demo(run: DemoRun) -> None:
    """Write the bundle without figures, unless it is there: its manifest is written last."""
    if (run.out / MANIFEST_NAME).exists():
        return
    workspace = run.workspace
    corpus, golden = report_corpus(workspace), workspace.store("validation")
    manifest = write_bundle(workspace, workspace.sections, phenotype_specs(), corpus, golden, run.out, run.created_utc)
    write_bytes(run.out / CARD_NAME, model_card(manifest, _how(run)).encode())


def _measure(run: DemoRun, name: str) -> Callable[[], None]:
    """Return the evaluation on a test set: its figures go to their file and into the bundle's card, if not there."""

    def measure() -> None:
        if run.figures(name).exists():
            return
        seed, threads = run.config.seed, run.config.threads
        command = f"python -m training demo-bundle --out DIR; {name} test set"
        settings = Settings(seed, threads, name=name, command=command)
        bundle = load_bundle(run.out)
        figures = evaluate(bundle, run.workspace.store(name), settings, run.workspace.store("train"))
        write_card(bundle, figures)
        write_bytes(run.figures(name), json.dumps(figures, indent=2).encode())

    return measure


def _render(run: DemoRun, name: str) -> Callable[[], None]:
    study_set = next(one for one in study_sets(run.data) if one.name == name)
    return lambda: render_set(study_set, run.data, run.config.input, run.work / "data" / name)


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
        f"Data: {data.train_studies} phantom studies (seed {data.train_seed}, {data.clips_per_study} clips each) of "
        f"three machines; {data.index_studies} reports in the index.",
        f"Test sets, all clips: internal, {data.internal_studies} studies (seed {data.internal_seed}); external, "
        f"{data.external_studies} studies (seed {data.external_seed}) of a machine and a mix of diseases that the "
        "training does not know.",
        f"View classifier: a residual net on {len(config.views.frames)} frames, {config.train_views.steps} steps.",
        f"Video encoder: torchvision's MViT, widths {list(config.video.widths)}, depths {list(config.video.depths)}, "
        "behind a small residual net over pairs of frames. Instead of Kinetics weights it starts from supervised steps "
        f"on views and the phantom's truth: {config.picture_start.steps} on pairs of frames, "
        f"{config.warm_start.steps} on clips.",
        "Text encoder: BERT from random weights, own WordPiece vocabulary. Instead of pretrained ones it starts from "
        f"{config.text_warm_start.steps} supervised steps: reading the truth from {data.text_studies} reports.",
        "Contrastive training: both last layers begin as least-squares maps to the truth; then they and the gated "
        f"attention learn together, {config.pretrain.steps} steps of {config.pretrain.batch} studies on the features "
        "of the frozen trunks: a study's query finds its report, a section's query the reports that say the same of "
        "it. A term of the loss draws attention to clips whose view shows the section, so that the figure for true "
        "views says what it was taught.",
        f"Minutes on {config.threads} processor cores, other work on the machine included: {parts}.",
    ]
