from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle
from tests.evaluation_factory import MemoryStore, record, store, write_bundle
from training.datasets.reports import by_section
from training.evaluation.baselines import (
    equal_weights,
    first_frame,
    nearest_by_text,
    of_readings,
    single_clip,
    text_only,
    typical_report,
    view_profiles,
    views_only,
)
from training.evaluation.data import cohort
from training.evaluation.encodings import Encoder
from training.evaluation.readings import read_studies


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_bundle(tmp_path_factory.mktemp("bundle"))


def test_a_single_clip_is_one_of_the_studys_clips(bundle: Bundle) -> None:
    group = cohort(store(6))
    encoder = Encoder.of(bundle, 1)
    encodings = encoder.encode(group)
    readings = read_studies(encoder, encodings, group.clips_of)
    found = single_clip(readings, np.random.default_rng(1), draws=4)
    assert len(found.video) == len(found.queries) == 4
    for video in found.video:
        for row, clips in zip(video, group.clips_of, strict=True):
            gaps = np.abs(encodings.vectors[encodings.rows(clips)] - row).max(axis=1)
            assert gaps.min() < 1e-6
    assert any((one != found.video[0]).any() for one in found.video[1:])
    attended, equal = of_readings(readings), equal_weights(readings)
    assert [one.attention for one in attended.queries[0]] == [one.attention for one in readings]
    assert {one.attention for one in equal.queries[0]} == {None}
    assert (attended.video[0] != equal.video[0]).any()


def test_the_nearest_report_by_text_is_another_patients(bundle: Bundle) -> None:
    index = bundle.report_index
    rng = np.random.default_rng(11)
    prior = [record(1000 + number, rng) for number in range(8)]  # as the index was made
    group = cohort(MemoryStore(prior, [[0]] * 8))
    text = Encoder.of(bundle, 1).encode_reports([by_section(one.sentences) for one in prior])
    rows = nearest_by_text(text, group, index)
    for row, vector, own in zip(rows, text, prior, strict=True):
        assert index.reports[row].report_id != own.study_id
        others = [n for n, one in enumerate(index.reports) if one.report_id != own.study_id]
        similarity = np.asarray(index.embeddings, np.float64)[others] @ vector
        assert similarity.max() == pytest.approx(
            float(np.asarray(index.embeddings[row], np.float64) @ vector), abs=1e-6
        )
    strangers = cohort(MemoryStore([dataclasses.replace(one, patient_id="new") for one in prior], [[0]] * 8))
    assert (np.asarray(nearest_by_text(text, strangers, index)) != rows).any()
    np.testing.assert_allclose(
        text_only(rows, index).video[0], np.asarray(index.embeddings[rows], np.float32), atol=2e-3
    )


def test_the_typical_report_is_nearest_to_the_mean(bundle: Bundle) -> None:
    vectors = np.asarray(bundle.report_index.embeddings, np.float64)
    best = max(range(len(vectors)), key=lambda row: float(vectors[row] @ vectors.mean(axis=0)))
    assert typical_report(bundle.report_index) == bundle.report_index.reports[best]


def test_views_alone_are_mapped_to_reports_by_what_the_training_set_holds() -> None:
    rng = np.random.default_rng(2)
    profiles = rng.dirichlet(np.ones(5), 80).astype(np.float32)
    reports = profiles @ rng.standard_normal((5, 7))
    found = views_only(profiles[:10], profiles[10:], reports[10:]).video[0]
    expected = reports[:10] / np.linalg.norm(reports[:10], axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_a_profile_is_the_mean_of_a_studys_view_probabilities(bundle: Bundle) -> None:
    group = cohort(store(4))
    encodings = Encoder.of(bundle, 1).encode(group)
    profiles = view_profiles(group, encodings)
    np.testing.assert_allclose(profiles.sum(axis=1), 1.0, rtol=1e-5)
    np.testing.assert_allclose(profiles[2], encodings.probabilities[group.clips_of[2]].mean(axis=0))


def test_the_first_frame_stands_for_all() -> None:
    clip = np.random.default_rng(3).integers(0, 255, (4, 6, 6, 3)).astype(np.uint8)
    change = first_frame(4)
    shown = change.apply(clip, change.strength, np.random.default_rng(0))
    np.testing.assert_array_equal(shown, clip[[0, 0, 0, 0]])
