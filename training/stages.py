"""The stages from prepared clips to trained weights; each is skipped where its result is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from training.attention import StudyVectors, Vectors, fit_attention
from training.contrastive import (
    ContrastivePair,
    clip_embeddings,
    clip_features,
    finetune,
    pretrain,
    pretrain_projections,
    text_features,
    text_vectors,
)
from training.datasets.clip_store import ClipStore
from training.datasets.reports import report_text, section_text
from training.engine import load_weights
from training.models.text_encoder import train_vocabulary
from training.models.video_encoder import VideoEncoder, first_frame_twice
from training.text_warm_start import TextWarmStart, start_projection, train_text_warm_start
from training.views import train_views, view_probabilities
from training.warm_start import Look, PictureStart, WarmStart, train_picture_start, train_warm_start, truth_table
from training.workspace import Workspace

logger = logging.getLogger(__name__)

ATTENTION_STUDIES = 250
"""The attention, a small net, is fitted on this many training studies."""


def make_vocabulary(workspace: Workspace, store: ClipStore) -> None:
    """Learn the WordPiece vocabulary of the training reports, unless a pretrained encoder brings its own."""
    if workspace.config.text.kind == "small" and not workspace.vocabulary.exists():
        texts = [report_text(study) for study in store.studies]
        train_vocabulary(texts, workspace.config.text.vocabulary, workspace.vocabulary)


def make_views(workspace: Workspace, store: ClipStore) -> None:
    """Train the view classifier."""
    run = workspace.run("views")
    if not run.result.exists():
        torch.manual_seed(workspace.config.seed)
        train_views(workspace.config, store, len(workspace.views), run)


def make_warm_start(workspace: Workspace, store: ClipStore, prefix: str = "") -> None:
    """Train the video encoder's supervised start."""
    run = workspace.run(f"{prefix}warm_start")
    if workspace.config.warm_start.steps and not run.result.exists():
        torch.manual_seed(workspace.config.seed)
        encoder = workspace.video_encoder(prefix)
        if workspace.config.picture_start.steps:
            _start_on_pictures(workspace, store, encoder, prefix)
        train_warm_start(workspace.config, store, len(workspace.views), run, encoder, look_of(prefix))


def _start_on_pictures(workspace: Workspace, store: ClipStore, encoder: VideoEncoder, prefix: str) -> None:
    """Give the encoder convolutions that know pictures."""
    run = workspace.run(f"{prefix}picture_start")
    if not run.result.exists():
        train_picture_start(workspace.config, store, len(workspace.views), run, encoder)
    load_weights(PictureStart(encoder, len(workspace.views), len(truth_table(store.studies)[0])), run.result)


def make_text_warm_start(workspace: Workspace, store: ClipStore) -> None:
    """Train the text encoder's supervised start."""
    run = workspace.run("text_warm_start")
    if workspace.config.text_warm_start.steps and not run.result.exists():
        torch.manual_seed(workspace.config.seed)
        train_text_warm_start(workspace.config, store, workspace.tokenizer(), run, workspace.text_encoder())


def make_pretrain(workspace: Workspace, store: ClipStore, prefix: str = "") -> None:
    """Train both encoders contrastively, from the warm start, on frozen features where the configuration says so."""
    run = workspace.run(f"{prefix}pretrain")
    if run.result.exists():
        return
    config = workspace.config
    torch.manual_seed(config.seed)
    video, text = workspace.video_encoder(prefix), workspace.text_encoder()
    names = truth_table(store.studies)[0]
    warm, text_warm = WarmStart(video, len(workspace.views), len(names)), TextWarmStart(text, len(names))
    if config.warm_start.steps:
        load_weights(warm, workspace.run(f"{prefix}warm_start").result)
    if config.text_warm_start.steps:
        load_weights(text_warm, workspace.run("text_warm_start").result)
    pair = ContrastivePair(video, text)
    if not config.lock_trunk:
        pretrain(config, store, workspace.tokenizer(), pair, run)
        return
    reports = [report_text(study) for study in store.studies]
    of_clips = _kept(
        run.folder / f"{prefix}features.npy", lambda: clip_features(video, store, look_of(prefix), run.threads)
    )
    of_texts = _kept(
        run.folder / "text_features.npy", lambda: text_features(text, workspace.tokenizer(), reports, run.threads)
    )
    if config.warm_start.steps and config.text_warm_start.steps:
        start_projection(video.head, np.stack([of_clips[clips].mean(axis=0) for clips in store.clips_of]), store)
        start_projection(text.head, of_texts, store)
    pretrain_projections(config, store, pair, run, of_clips, of_texts)


def make_finetune(workspace: Workspace, store: ClipStore, prefix: str = "") -> None:
    """Train every weight of both encoders contrastively."""
    run = workspace.run(f"{prefix}finetune")
    if not run.result.exists():
        pair = workspace.pair("pretrain", prefix)
        finetune(workspace.config, store, workspace.tokenizer(), pair, run, look_of(prefix))


def make_attention(workspace: Workspace, store: ClipStore) -> None:
    """Fit the anatomical attention on the finished encoders' vectors."""
    run = workspace.run("attention")
    if run.result.exists():
        return
    pair, views = workspace.pair("finetune"), workspace.view_classifier()
    part = store.first_studies(ATTENTION_STUDIES)
    embeddings = _kept(
        run.folder / "embeddings.npy", lambda: clip_embeddings(pair.video, part, look_of(""), run.threads)
    )
    probabilities = _kept(run.folder / "view_probabilities.npy", lambda: view_probabilities(views, part, run.threads))
    torch.manual_seed(workspace.config.seed)
    fit_attention(workspace.config, _study_vectors(workspace, part, pair, embeddings, probabilities), run)


def look_of(prefix: str) -> Look:
    """Return what an encoder sees of clips: the baseline its first frame twice, the other everything."""
    return first_frame_twice if prefix else _everything


def _everything(clips: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return clips


def _kept(path: Path, make: Callable[[], Vectors]) -> Vectors:
    """Return an array from its file, made and written first where there is none."""
    if not path.exists():
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.save(file, make(), allow_pickle=False)
        partial.replace(path)
    return np.asarray(np.load(path, allow_pickle=False), np.float32)


def _study_vectors(
    workspace: Workspace, store: ClipStore, pair: ContrastivePair, embeddings: Vectors, probabilities: Vectors
) -> list[StudyVectors]:
    """Return what the attention learns from; the same text of a section is embedded once."""
    texts = [[section_text(study, section.name) for section in workspace.sections] for study in store.studies]
    unique = list(dict.fromkeys(text for row in texts for text in row if text))
    place = {text: index for index, text in enumerate(unique)}
    vectors = text_vectors(pair.text, workspace.tokenizer(), unique, workspace.config.threads)
    column = {view.id: place for place, view in enumerate(workspace.views)}
    views_of = [[column[view] for view in section.required_views] for section in workspace.sections]
    nothing = np.zeros(vectors.shape[1], np.float32)
    studies = []
    for study, row in enumerate(texts):
        clips = store.clips_of[study]
        said = np.stack([vectors[place[text]] if text else nothing for text in row])
        keys = tuple(place[text] if text else -1 for text in row)
        shows = np.asarray([np.isin(store.view_of[clips], views) for views in views_of])
        studies.append(StudyVectors(embeddings[clips], probabilities[clips], said, keys, shows))
    return studies
