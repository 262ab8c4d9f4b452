"""Phantom studies as prepared clips: rendered at the model's size by several processes, shard by shard."""

from __future__ import annotations

import hashlib
import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from training.config import DataConfig, InputConfig
from training.datasets.clip_store import Sentence, StudyRecord
from training.datasets.manifest import CLIPS_NAME, Dataset, remove_manifest, write_manifest
from training.datasets.media import Media
from training.datasets.phantom_truth import truth_of
from training.datasets.records import Label, SourceClip, SourceSentence, SourceStudy, Split
from training.datasets.runners import in_processes
from training.datasets.shard_writer import MadeClip, WantedStudy, is_complete, write_shard
from training.phantom import PhantomStudy, assessed_phenotypes, render_for_model, sample_study
from training.phantom.cases import Mix
from training.phantom.dicom_writer import clip_uid
from training.phantom.scanner import EXTERNAL_STYLE, STYLES
from training.phantom.study import STAPLE_VIEWS

logger = logging.getLogger(__name__)

LICENCE: Final = "Apache-2.0"
MANUFACTURER: Final = "DeepCORO phantom"


@dataclass(frozen=True, slots=True)
class StudySet:
    """A range of phantom studies."""

    name: str
    seed: int
    studies: int
    split: Split
    clips_per_study: int = 0
    """Clips drawn from each study, rare views first; 0 for all that its protocol has."""
    style: str | None = None
    """Scanner style; the training styles mixed where left out."""
    mix: Mix = Mix.INTERNAL

    def study(self, index: int) -> PhantomStudy:
        """Return one of its studies."""
        return sample_study(self.seed, index, self.style, self.mix)


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    number: int
    studies: StudySet
    indices: range
    shape: InputConfig


def study_sets(data: DataConfig) -> tuple[StudySet, ...]:
    """Return the training and validation set of a configuration and its two test sets."""
    return (
        StudySet("train", data.train_seed, data.train_studies, Split.TRAIN, data.clips_per_study),
        StudySet("validation", data.validation_seed, data.validation_studies, Split.VALIDATION),
        StudySet("internal", data.internal_seed, data.internal_studies, Split.TEST),
        StudySet(
            "external", data.external_seed, data.external_studies, Split.TEST, style=EXTERNAL_STYLE, mix=Mix.EXTERNAL
        ),
    )


def render_set(study_set: StudySet, data: DataConfig, shape: InputConfig, folder: Path) -> None:
    """Render the shards of a set that are not there yet, and write its manifest."""
    shards = math.ceil(study_set.studies / data.studies_per_shard)
    jobs = []
    for number, begin in enumerate(range(0, study_set.studies, data.studies_per_shard)):
        indices = range(begin, min(begin + data.studies_per_shard, study_set.studies))
        if not is_complete(folder, number):
            jobs.append(_Job(folder, number, study_set, indices, shape))
    if not jobs and (folder / CLIPS_NAME).exists():
        return
    remove_manifest(folder)
    if data.workers == 1:
        for job in jobs:
            _render_shard(job)
    else:
        for done, number in enumerate(in_processes(_render_shard, jobs, data.workers), 1):
            logger.info("%s: shard %d, %d of %d shards", study_set.name, number, done, len(jobs))
    dataset = Dataset("phantom", LICENCE, "rendered", shards, shape.preprocess())
    keys = [study_set.study(index).study_key for index in range(study_set.studies)]
    write_manifest(folder, dataset, dict.fromkeys(keys, study_set.split))


def further_reports(data: DataConfig, studies: int) -> list[StudyRecord]:
    """Return the reports of training studies of which no clip is rendered, up to so many studies in all."""
    return [record_of(sample_study(data.train_seed, index)) for index in range(data.train_studies, studies)]


def record_of(study: PhantomStudy) -> StudyRecord:
    """Return a phantom study's report, phenotypes and truth."""
    sentences = tuple(Sentence(sentence.section, sentence.text, sentence.concept) for sentence in study.report)
    return StudyRecord(
        study.study_key,
        study.patient.patient_id,
        sentences,
        dict(assessed_phenotypes(study.heart, study.views)),
        truth_of(study.heart),
    )


def _render_shard(job: _Job) -> int:
    cv2.setNumThreads(1)
    spec = job.shape.preprocess()
    studies = {study.study_key: study for study in (job.studies.study(index) for index in job.indices)}
    wanted = [_wanted(study, job) for study in studies.values()]
    plans = {clip_uid(study, plan): plan for study in studies.values() for plan in study.clips}

    def make(source: SourceStudy, clip: SourceClip) -> MadeClip:
        study, plan = studies[source.study_key], plans[clip.clip_key]
        pixels = render_for_model(study, plan, size=spec.size, frames=spec.frames, stride=spec.stride)
        return MadeClip(
            Media(
                tensor=pixels,
                n_frames=plan.frames,
                fps=plan.fps if plan.frames > 1 else None,
                rows=spec.size,
                cols=spec.size,
                photometric="RGB",
                manufacturer=MANUFACTURER,
                model=STYLES[study.style].model,
            )
        )

    write_shard(job.folder, job.number, spec, wanted, make)
    return job.number


def _wanted(study: PhantomStudy, job: _Job) -> WantedStudy:
    """Return a study as an archive's; what a clip is drawn from stands for its file."""
    record = record_of(study)
    plans = [study.clips[place] for place in _chosen_clips(study, job.studies.clips_per_study)]
    source = SourceStudy(
        study_key=record.study_id,
        patient_key=record.patient_id,
        clips=tuple(SourceClip(clip_uid(study, plan), Path(), plan.view_id) for plan in plans),
        sentences=tuple(SourceSentence(one.section, one.text, one.concept) for one in record.sentences),
        labels=tuple(Label(name, value) for name, value in record.labels.items()),
        truth=record.truth,
    )
    drawn_from = [repr((job.studies.seed, study.index, job.shape, plan)) for plan in plans]
    return WantedStudy(source, tuple(hashlib.sha256(text.encode()).hexdigest() for text in drawn_from))


def _chosen_clips(study: PhantomStudy, count: int) -> list[int]:
    """Return which clips are rendered, in order: all, or `count` of which the staple views are at most 2 in 5.

    Staple views are in most studies and the others in one of six: a plain draw would leave the rare ones too few.
    """
    if count == 0 or len(study.clips) <= count:
        return list(range(len(study.clips)))
    rng = np.random.default_rng((study.seed, study.index, 5))
    order = [int(place) for place in rng.permutation(len(study.clips))]
    staple = [place for place in order if study.clips[place].view_id in STAPLE_VIEWS]
    rare = [place for place in order if study.clips[place].view_id not in STAPLE_VIEWS]
    kept = staple[: max(2 * count // 5, count - len(rare))]
    return sorted(kept + rare[: count - len(kept)])
