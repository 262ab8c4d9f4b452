"""The stages from prepared clips to trained weights; each is skipped where its result is there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from training.attention import StudyVectors, Vectors, fit_attention, fit_last_layers
from training.contrastive import (
    ContrastivePair,
    clip_embeddings,
    clip_features,
    finetune,
    pretrain,
    text_features,
    text_vectors,
)
from training.datasets.clip_store import ClipStore, StudyRecord
from training.datasets.reports import by_section, report_text
from training.engine import load_weights, save
from training.models.text_encoder import train_vocabulary
from training.models.video_encoder import VideoEncoder
from training.text_warm_start import start_projection, train_text_warm_start
from training.views import train_views, view_probabilities
from training.warm_start import train_picture_start, train_warm_start
from training.workspace import LAST_LAYERS, Workspace

logger = logging.getLogger(__name__)

ATTENTION_STUDIES = 2000
"""The attention, a small net, is fitted on at most so many training studies."""


def make_vocabulary(workspace: Workspace, store: ClipStore) -> None:
    """Learn the WordPiece vocabulary of the training reports, unless a pretrained encoder brings its own."""
    if workspace.config.text.kind == "small":
        texts = [report_text(study) for study in store.with_reports().studies]

        def learn() -> None:
            if not workspace.vocabulary.exists():
                train_vocabulary(texts, workspace.config.text.vocabulary, workspace.vocabulary)

        workspace.processes.once(learn)


def make_views(workspace: Workspace, store: ClipStore) -> None:
    """Train the view classifier."""
    if not workspace.run("views").result.exists():
        run = workspace.begin("views")
        train_views(workspace.config, store, len(workspace.views), run)


def make_warm_start(workspace: Workspace, store: ClipStore) -> None:
    """Train the video encoder's supervised start."""
    name, stage = "warm_start", workspace.config.warm_start
    if stage.runs and not workspace.run(name).result.exists():
        config = replace(workspace.config, warm_start=stage.in_steps(len(store)))
        run = workspace.begin(name)
        encoder = workspace.video_encoder()
        if workspace.config.picture_start.runs:
            _start_on_pictures(workspace, store, encoder)
        train_warm_start(config, store, len(workspace.views), run, encoder)


def _start_on_pictures(workspace: Workspace, store: ClipStore, encoder: VideoEncoder) -> None:
    """Give the encoder convolutions that know pictures."""
    name = "picture_start"
    if not workspace.run(name).result.exists():
        stage = workspace.config.picture_start.in_steps(len(store))
        config = replace(workspace.config, picture_start=stage)
        train_picture_start(config, store, len(workspace.views), workspace.begin(name), encoder)
    load_weights(encoder.trunk.conv_proj, workspace.run(name).result, "stem")


def make_text_warm_start(workspace: Workspace, store: ClipStore, further: Sequence[StudyRecord] = ()) -> None:
    """Train the text encoder's supervised start, on the store's reports and further ones without clips."""
    stage = workspace.config.text_warm_start
    if stage.runs and not workspace.run("text_warm_start").result.exists():
        studies = [*store.with_reports().studies, *further]
        config = replace(workspace.config, text_warm_start=stage.in_steps(len(studies)))
        run = workspace.begin("text_warm_start")
        train_text_warm_start(config, studies, workspace.tokenizer(), run, workspace.text_encoder())


def make_pretrain(workspace: Workspace, store: ClipStore) -> None:
    """Train both encoders contrastively from the warm start; on locked trunks their last layers with the attention."""
    if workspace.run("pretrain").result.exists():
        return
    store = store.with_reports()
    run, config = workspace.begin("pretrain"), workspace.config  # it seeds what is built next
    video, text = workspace.video_encoder(), workspace.text_encoder()
    if config.warm_start.runs:
        load_weights(video, workspace.run("warm_start").result, "encoder")
    if config.text_warm_start.runs:
        load_weights(text, workspace.run("text_warm_start").result, "encoder")
    pair = ContrastivePair(video, text, config.loss)
    if config.lock_trunk:
        _pretrain_last_layers(workspace, store, pair)
        if workspace.processes.first:
            save(pair, run.result, run.digest, config.pretrain.steps, data=run.data)
    else:
        pretrain(config, store, workspace.tokenizer(), pair, run)


def _pretrain_last_layers(workspace: Workspace, store: ClipStore, pair: ContrastivePair) -> None:
    config, threads = workspace.config, workspace.config.threads
    pair.to(workspace.processes.device).eval()
    reports = [report_text(study) for study in store.studies]
    of_clips = _kept(workspace, "features.npy", lambda: clip_features(pair.video, store, threads))
    of_texts = _kept(
        workspace, "text_features.npy", lambda: text_features(pair.text, workspace.tokenizer(), reports, threads)
    )
    views = workspace.view_classifier()
    probabilities = _kept(workspace, "view_probabilities.npy", lambda: view_probabilities(views, store, threads))
    pair.to("cpu")
    if config.warm_start.runs and config.text_warm_start.runs:
        start_projection(pair.video.head, np.stack([of_clips[clips].mean(axis=0) for clips in store.clips_of]), store)
        start_projection(pair.text.head, of_texts, store)
    run = workspace.begin(LAST_LAYERS)
    if not run.result.exists():
        fit_last_layers(config, _study_vectors(workspace, store, of_clips, probabilities, of_texts), pair, run)
    load_weights(pair.video.head, run.result, "video_head")
    load_weights(pair.text.head, run.result, "text_head")


def make_finetune(workspace: Workspace, store: ClipStore) -> None:
    """Train every weight of both encoders contrastively."""
    if not workspace.run("finetune").result.exists():
        pair = workspace.pair("pretrain")
        run = workspace.begin("finetune")
        finetune(workspace.config, store.with_reports(), workspace.tokenizer(), pair, run)


def make_attention(workspace: Workspace, store: ClipStore) -> None:
    """Fit the anatomical attention on the finished encoders' vectors; on locked trunks it was fitted with them."""
    if workspace.config.lock_trunk or workspace.run("attention").result.exists():
        return
    pair, views = workspace.pair("finetune"), workspace.view_classifier()
    part = store.with_reports().first_studies(ATTENTION_STUDIES)
    threads, device = workspace.config.threads, workspace.processes.device
    pair.to(device)
    embeddings = _kept(workspace, "embeddings.npy", lambda: clip_embeddings(pair.video, part, threads))
    probabilities = _kept(workspace, "view_probabilities.npy", lambda: view_probabilities(views, part, threads))
    reports = _kept(
        workspace, "report_vectors.npy", lambda: text_vectors(pair.text, workspace.tokenizer(), part.studies)
    )
    studies = _study_vectors(workspace, part, embeddings, probabilities, reports)
    run, config = workspace.begin("attention"), workspace.config
    fit_attention(replace(config, attention=config.attention.in_steps(len(studies))), studies, run)


def _kept(workspace: Workspace, name: str, make: Callable[[], Vectors]) -> Vectors:
    """Return an array from its file among the weights, made and written first by one process where there is none."""
    path = workspace.run("").folder / name

    def write() -> None:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            with partial.open("wb") as file:
                np.save(file, make(), allow_pickle=False)
            partial.replace(path)

    workspace.processes.once(write)
    return np.asarray(np.load(path, allow_pickle=False), np.float32)


def _study_vectors(
    workspace: Workspace, store: ClipStore, of_clips: Vectors, probabilities: Vectors, reports: Vectors
) -> list[StudyVectors]:
    """Return what the attention learns from."""
    column = {view.id: place for place, view in enumerate(workspace.views)}
    views_of = [[column[view] for view in section.required_views if view in column] for section in workspace.sections]
    same_report, same_section = _Numbers(), _Numbers()
    studies = []
    for clips, record, report in zip(store.clips_of, store.studies, reports, strict=True):
        said = [said_of(record, section.name) for section in workspace.sections]
        studies.append(
            StudyVectors(
                clips=of_clips[clips],
                view_probabilities=probabilities[clips],
                report=report,
                report_key=same_report.of(report_text(record)),
                section_keys=tuple(same_section.of(facts) if facts else -1 for facts in said),
                shows=np.asarray([np.isin(store.view_of[clips], views) for views in views_of]),
            )
        )
    return studies


def said_of(record: StudyRecord, section: str) -> frozenset[str]:
    """Return what a report says of a section: its concepts where it is coded, else its sentences; empty for nothing."""
    concepts = {one.concept for one in record.sentences if one.section == section and one.concept}
    return frozenset(concepts or by_section(record.sentences).get(section, []))


class _Numbers:
    """Gives equal things equal numbers."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}

    def of(self, thing: object) -> int:
        return self._known.setdefault(thing, len(self._known))
