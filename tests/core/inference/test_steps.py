"""Steps 1 to 4 on their own: ranking, overriding, weighing, retrieving."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import (
    AttentionKind,
    AttentionSpec,
    Manifest,
    ModelRole,
    PhenotypeSpec,
    SynthesisKind,
)
from deepcoro_desktop.core.bundle.report_index import ReportIndex, write_report_index
from deepcoro_desktop.core.errors import ModelError
from deepcoro_desktop.core.inference import step4_report_retrieval
from deepcoro_desktop.core.inference.quarantine import quarantine_text
from deepcoro_desktop.core.inference.results import ClipEmbedding, ClipWeight, SectionAttention, SectionMatches
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import (
    StudyNeighbours,
    look_up,
    retrieve,
    retrieve_labels,
    section_queries,
)
from deepcoro_desktop.core.progress import CancelToken
from tests.bundle_factory import DIM, VIEW_IDS


def embedding(uid: str, seed: int) -> ClipEmbedding:
    vector = np.random.Generator(np.random.PCG64(seed)).standard_normal(DIM).astype(np.float32)
    return clip_embedding(uid, vector / np.linalg.norm(vector))


def one_hot(view: str) -> np.ndarray:
    return np.array([name == view for name in VIEW_IDS], np.float32)


def test_views_are_ranked_and_equal_ones_keep_their_order(bundle: Bundle) -> None:
    probabilities = np.array([0.1, 0.3, 0.1, 0.3, 0.1, 0.1], np.float32)
    views = rank_views("1", probabilities, bundle.manifest.views)
    assert [view.view_id for view in views.predictions] == [VIEW_IDS[i] for i in (1, 3, 0, 2, 4, 5)]
    assert not views.overridden


def test_readers_view_comes_first_with_certainty(bundle: Bundle) -> None:
    views = rank_views("1", one_hot("plax"), bundle.manifest.views, override="a2c")
    assert (views.best.view_id, views.best.probability, views.overridden) == ("a2c", 1.0, True)
    assert [view.view_id for view in views.predictions[1:3]] == ["plax", "psax_mv"]
    assert sum(view.probability for view in views.predictions) == 1.0


def test_hash_of_an_embedding_is_that_of_its_bytes() -> None:
    assert clip_embedding("1", np.zeros(2, np.float32)).sha256 == (
        "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc"
    )


def test_learned_weights_agree_with_the_graph(bundle: Bundle) -> None:
    models, cancel = Models(bundle, "cpu"), CancelToken()
    embeddings = [embedding(str(n), n) for n in range(3)]
    views = [rank_views(str(n), one_hot(VIEW_IDS[n]), bundle.manifest.views) for n in range(3)]
    inputs = {
        "embeddings": np.stack([e.vector for e in embeddings]),
        "view_probabilities": np.stack([one_hot(VIEW_IDS[n]) for n in range(3)]),
    }
    expected = models.run(ModelRole.ANATOMICAL_ATTENTION, inputs, cancel)
    sections = attend(embeddings, views, bundle.manifest, models, cancel)
    for row, section in zip(expected, sections, strict=True):
        weights = [clip.weight for clip in section.weights]
        assert weights == sorted(weights, reverse=True)
        assert sum(weights) == pytest.approx(1.0)
        for clip in section.weights:
            assert clip.weight == pytest.approx(float(row[int(clip.sop_instance_uid)]), abs=1e-6)


def test_table_weighs_clips_by_their_best_view(bundle: Bundle) -> None:
    table = ((3.0, 1.0, 0.0, 0.0, 0.0, 0.0), (0.0,) * 6, (1.0,) * 6, (1.0,) * 6)
    manifest = dataclasses.replace(bundle.manifest, attention=AttentionSpec(AttentionKind.TABLE, table))
    embeddings = [embedding(name, n) for n, name in enumerate("ab")]
    views = [rank_views(name, one_hot(view), manifest.views) for name, view in (("a", "psax_mv"), ("b", "plax"))]
    first, unknown, *_ = attend(embeddings, views, manifest, Models(bundle, "cpu"), CancelToken())
    assert first.kind is AttentionKind.TABLE
    assert first.weights == (ClipWeight("b", 0.75), ClipWeight("a", 0.25))
    assert first.informed
    assert unknown.weights == (ClipWeight("a", 0.5), ClipWeight("b", 0.5))
    assert not unknown.informed


def test_query_is_the_weighed_sum_of_length_one() -> None:
    embeddings = [embedding("a", 1), embedding("b", 2)]
    attention = [SectionAttention("x", (ClipWeight("b", 0.7), ClipWeight("a", 0.3)), AttentionKind.LEARNED)]
    naive = 0.7 * embeddings[1].vector + 0.3 * embeddings[0].vector
    assert np.allclose(section_queries(embeddings, attention)[0], naive / np.linalg.norm(naive), atol=1e-6)


def test_vectors_that_cancel_out_are_refused() -> None:
    vector = embedding("a", 1).vector
    attention = [SectionAttention("x", (ClipWeight("a", 0.5), ClipWeight("b", 0.5)), AttentionKind.LEARNED)]
    with pytest.raises(ModelError, match="without direction"):
        section_queries([clip_embedding("a", vector), clip_embedding("b", -vector)], attention)


def uniform(bundle: Bundle, uid: str) -> list[SectionAttention]:
    return [
        SectionAttention(section.name, (ClipWeight(uid, 1.0),), AttentionKind.LEARNED)
        for section in bundle.manifest.sections
    ]


def near(bundle: Bundle, patient_id: str) -> StudyNeighbours:
    return look_up([embedding("a", 3)], uniform(bundle, "a"), bundle.manifest, bundle.report_index, patient_id)


def test_retrieved_reports_are_nearest_first_and_hold_no_number(bundle: Bundle) -> None:
    sections = retrieve(near(bundle, "X"), bundle.report_index)
    assert [section.section for section in sections] == [section.name for section in bundle.manifest.sections]
    for section in sections:
        assert len(section.matches) == bundle.manifest.report_index.neighbours
        assert sum(match.weight for match in section.matches) == pytest.approx(1.0)
        similarities = [match.similarity for match in section.matches]
        assert similarities == sorted(similarities, reverse=True)
        ratio = np.exp((similarities[0] - similarities[1]) / bundle.manifest.calibration.similarity_temperature)
        assert section.matches[0].weight / section.matches[1].weight == pytest.approx(ratio)
        assert not any(c.isdecimal() for match in section.matches for s in match.sentences for c in s.text)


def test_own_reports_are_not_retrieved(bundle: Bundle) -> None:
    nearest = retrieve(near(bundle, "X"), bundle.report_index)[0].matches[0].report_id
    own = int(nearest.removeprefix("tiny-")) // 2
    others = retrieve(near(bundle, f"TINY-{own:03d}"), bundle.report_index)
    found = {match.report_id for section in others for match in section.matches}
    assert nearest not in found
    assert len(found) == bundle.manifest.report_index.neighbours


def test_a_study_is_looked_up_by_one_search(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    search = ReportIndex.search

    def count(index: ReportIndex, queries: np.ndarray, *rest: object) -> object:
        searched.append(len(queries))
        return search(index, queries, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ReportIndex, "search", count)
    found = near(bundle, "X")
    assert retrieve(found, bundle.report_index)
    assert retrieve_labels(found, bundle.manifest, bundle.report_index)
    assert searched == [len(bundle.manifest.sections) + 1]  # and once for the whole study


def test_numbers_of_a_report_are_emptied_once(bundle_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = load_bundle(bundle_folder)
    emptied: list[str] = []

    def note(text: str) -> str:
        emptied.append(text)
        return quarantine_text(text)

    monkeypatch.setattr(step4_report_retrieval, "quarantine_text", note)
    first = retrieve(near(fresh, "X"), fresh.report_index)
    once = len(emptied)
    assert once > 0
    assert retrieve(near(fresh, "X"), fresh.report_index) == first
    assert len(emptied) == once


def test_labels_of_the_nearest_reports_have_weights_that_sum_to_one(bundle: Bundle) -> None:
    found = retrieve_labels(near(bundle, "X"), bundle.manifest, bundle.report_index)
    assert {neighbour.section for neighbour in found} == {""}
    assert sum(neighbour.weight for neighbour in found) == pytest.approx(1.0)
    assert {name for neighbour in found for name in neighbour.labels} == {
        "pericardial_effusion",
        "ejection_fraction",
    }


def test_reports_that_do_not_speak_of_a_section_are_not_its_neighbours(bundle: Bundle) -> None:
    index = bundle.report_index
    section = bundle.manifest.sections[0].name
    silent = index.search(np.eye(1, index.dim, dtype=np.float32), len(index.reports), None, ["No such section"])
    assert silent == ((),)
    found = index.search(np.eye(1, index.dim, dtype=np.float32), len(index.reports), None, [section])[0]
    speaking = {row for row, report in enumerate(index.reports) if any(s.section == section for s in report.sentences)}
    assert {neighbour.row for neighbour in found} == speaking


def nearest_bundle(bundle: Bundle) -> Manifest:
    phenotypes = (
        PhenotypeSpec("ejection_fraction", "number", "%", section="Left ventricle"),
        PhenotypeSpec("pericardial_effusion", "binary", section="Pericardium"),
    )
    calibration = dataclasses.replace(bundle.manifest.calibration, phenotypes=phenotypes)
    return dataclasses.replace(bundle.manifest, synthesis=SynthesisKind.NEAREST, calibration=calibration)


def without_sections(bundle: Bundle, rows: set[int], section: str, folder: Path) -> ReportIndex:
    """Return the index with some reports silent about a section."""
    index = bundle.report_index
    reports = [
        dataclasses.replace(report, sentences=tuple(s for s in report.sentences if s.section != section))
        if row in rows
        else report
        for row, report in enumerate(index.reports)
    ]
    return ReportIndex.open(folder, write_report_index(folder, reports, index.embeddings))


def test_nearest_of_all_are_the_neighbours_and_the_nearest_that_speaks_is_the_source(
    bundle: Bundle, tmp_path: Path
) -> None:
    manifest, section = nearest_bundle(bundle), bundle.manifest.sections[0].name

    def first(index: ReportIndex) -> SectionMatches:
        found = look_up([embedding("a", 3)], uniform(bundle, "a"), manifest, index, "X")
        return retrieve(found, index)[0]

    plain = first(bundle.report_index)
    assert {match.weight for match in plain.matches} == {1 / len(plain.matches)}
    assert plain.source is not None
    assert plain.source.report_id == plain.matches[0].report_id
    rows = {report.report_id: row for row, report in enumerate(bundle.report_index.reports)}
    near = [rows[match.report_id] for match in plain.matches]
    found = first(without_sections(bundle, set(near[:1]), section, tmp_path))
    assert [match.report_id for match in found.matches] == [match.report_id for match in plain.matches]
    assert found.source is not None
    assert found.source.report_id == plain.matches[1].report_id
    far = first(without_sections(bundle, set(near), section, tmp_path))
    assert far.source is not None
    assert far.source.report_id not in {match.report_id for match in far.matches}
    silent = first(without_sections(bundle, set(rows.values()), section, tmp_path))
    assert silent.source is None
    assert len(silent.matches) == len(plain.matches)


def test_labels_come_from_the_nearest_of_all_alike_and_from_none_where_no_clip_shows_the_section(
    bundle: Bundle, tmp_path: Path
) -> None:
    manifest, section = nearest_bundle(bundle), bundle.manifest.sections[0].name
    index = without_sections(bundle, set(range(len(bundle.report_index.reports))), section, tmp_path)
    attention = uniform(bundle, "a")
    found = retrieve_labels(look_up([embedding("a", 3)], attention, manifest, index, "X"), manifest, index)
    counts = Counter(neighbour.section for neighbour in found)
    assert counts == {section: manifest.report_index.neighbours, "Pericardium": manifest.report_index.neighbours}
    assert {neighbour.weight for neighbour in found} == {1 / manifest.report_index.neighbours}
    attention[0] = dataclasses.replace(attention[0], informed=False)
    found = retrieve_labels(look_up([embedding("a", 3)], attention, manifest, index, "X"), manifest, index)
    assert {neighbour.section for neighbour in found} == {"Pericardium"}
