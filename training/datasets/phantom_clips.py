"""Phantom studies as prepared clips: rendered at the model's size by several processes, shard by shard."""

from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.config import DataConfig, InputConfig
from training.datasets.clip_store import Sentence, Shard, StudyRecord, shard_done, write_shard
from training.datasets.phantom_truth import truth_of
from training.phantom import PhantomStudy, assessed_phenotypes, render_for_model, sample_study

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StudySet:
    """A range of phantom studies."""

    name: str
    seed: int
    studies: int
    clips_per_study: int
    """Clips drawn from each study, rare views first; 0 for all that its protocol has."""


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    number: int
    seed: int
    indices: range
    clips_per_study: int
    shape: InputConfig


def study_sets(data: DataConfig) -> tuple[StudySet, StudySet, StudySet]:
    """Return the training, validation and test set of a configuration."""
    return (
        StudySet("train", data.train_seed, data.train_studies, data.clips_per_study),
        StudySet("validation", data.validation_seed, data.validation_studies, 0),
        StudySet("test", data.test_seed, data.test_studies, 0),
    )


def render_set(study_set: StudySet, data: DataConfig, shape: InputConfig, folder: Path) -> None:
    """Render the shards of a set that are not there yet."""
    jobs = []
    for number, begin in enumerate(range(0, study_set.studies, data.studies_per_shard)):
        indices = range(begin, min(begin + data.studies_per_shard, study_set.studies))
        if not shard_done(folder, number):
            jobs.append(_Job(folder, number, study_set.seed, indices, study_set.clips_per_study, shape))
    if not jobs:
        return
    if data.workers == 1:
        for job in jobs:
            _render_shard(job)
        return
    with ProcessPoolExecutor(data.workers) as pool:
        for done, _ in enumerate(pool.map(_render_shard, jobs), 1):
            logger.info("%s: %d of %d shards", study_set.name, done, len(jobs))


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


def _render_shard(job: _Job) -> None:
    cv2.setNumThreads(1)
    records, pictures, views, studies = [], [], [], []
    for place, index in enumerate(job.indices):
        study = sample_study(job.seed, index)
        records.append(record_of(study))
        for clip in _chosen_clips(study, job.clips_per_study):
            plan = study.clips[clip]
            pictures.append(
                render_for_model(study, plan, size=job.shape.size, frames=job.shape.frames, stride=job.shape.stride)
            )
            views.append(plan.view_id)
            studies.append(place)
    write_shard(job.folder, job.number, Shard(np.stack(pictures), tuple(views), tuple(studies), tuple(records)))


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


STAPLE_VIEWS = frozenset(
    {
        *("plax", "psax_av", "psax_mv", "psax_papillary", "a4c", "a2c", "a3c", "a5c"),
        *("a4c_color_mv", "mv_inflow_pw", "subcostal_4c", "plax_color_av_mv"),
    }
)
"""Views that the phantom's protocol seldom leaves out."""
