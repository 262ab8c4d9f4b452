"""A release becomes a bundle whose sections, neighbours and phenotypes are those of the published method."""

from __future__ import annotations

import csv
import errno
import gc
import json
import logging
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from deepcoro_desktop.__main__ import main as desktop
from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import AttentionKind, ModelRole, ReportOrigin, SynthesisKind, TrainedOn
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import ArgumentError, BundleError, DeepcoroError
from deepcoro_desktop.core.inference.pipeline import analyse
from deepcoro_desktop.core.inference.quarantine import quarantine_text
from deepcoro_desktop.core.inference.results import Analysis
from deepcoro_desktop.core.inference.session import verify_bundle
from tests.dicom_factory import uid, write_study
from tests.echoprime_definition import nearest, phenotype, section_text, similarities
from tests.echoprime_release import CANDIDATES, LICENCE, NEVER, PHENOTYPES, RARE, SECTIONS, VIEW_IDS, write_table
from tests.training.echoprime.conftest import stub_export
from training.echoprime.bundle import write_bundle
from training.echoprime.candidates import Candidates
from training.echoprime.graphs import ReleaseGraphs
from training.echoprime.licence import RESEARCH_ONLY

CREATED = "2024-03-04T10:15:00Z"
WORDS = f"{RESEARCH_ONLY}\n\n{LICENCE}"


@dataclass(frozen=True, slots=True)
class Published:
    """The release's tables as its own code would read them."""

    weights: dict[str, dict[str, float]]
    candidates: np.ndarray
    studies: list[str]
    reports: list[list[tuple[int, int, object]]]
    labels: dict[str, dict[str, float]]
    phrases: dict[str, dict[str, list[str]]]


def published(release: Path) -> Published:
    with (release / "assets/MIL_weights.csv").open(newline="") as stream:
        rows = {row.pop("Section"): row for row in csv.DictReader(stream)}
    data = release / "model_data/candidates_data"
    parts = [torch.load(data / f"candidate_embeddings_p{number}.pt") for number in (1, 2)]
    with (data / "candidate_studies.csv").open(newline="") as stream:
        studies = [row["Study"] for row in csv.DictReader(stream)]
    return Published(
        {name: {view: float(weight) for view, weight in row.items()} for name, row in rows.items()},
        torch.cat(parts).numpy(),
        studies,
        pickle.loads((data / "candidate_reports.pkl").read_bytes()),  # noqa: S301 - our own
        pickle.loads((data / "candidate_labels.pkl").read_bytes()),  # noqa: S301 - our own
        json.loads((release / "assets/all_phr.json").read_text()),
    )


def import_stub(release: Path, out: Path) -> Bundle:
    write_bundle(release, out, WORDS, CREATED, stub_export)
    return load_bundle(out)


@pytest.fixture(scope="module")
def bundle(whole_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return import_stub(whole_release, tmp_path_factory.mktemp("stub") / "bundle")


def analysed(bundle: Bundle, folder: Path, places: Sequence[int] = (0, 1, 2, 3, 4, 5)) -> Analysis:
    write_study(folder, places, frames=8)
    return analyse(read_study(folder), bundle, device="cpu")


def assert_as_published(analysis: Analysis, source: Published) -> None:
    """Compare neighbours, sentences and phenotypes with the definition on the same embeddings and views."""
    vectors = np.stack([embedding.vector for embedding in analysis.embeddings])
    views = [clip.best.view_id for clip in analysis.views]
    neighbours = {}
    for matches, section in zip(analysis.matches, analysis.sections, strict=True):
        name = matches.section
        scores = similarities(vectors, views, source.weights[name], source.candidates)
        rows = neighbours[name] = nearest(scores)
        assert [match.report_id for match in matches.matches] == [source.studies[row] for row in rows]
        assert np.allclose([match.similarity for match in matches.matches], scores[rows], atol=1e-5)
        texts = (section_text(source.reports[row], name, source.phrases) for row in nearest(scores, CANDIDATES))
        best = next((text for text in texts if text), [])
        assert [statement.text for statement in section.statements] == [quarantine_text(text) for text in best]
    found = {result.name: result.value for result in analysis.phenotypes}
    for section_name, names in PHENOTYPES.items():
        for name in set(names) & set(source.labels):
            expected = phenotype(neighbours[section_name], source.studies, source.labels[name])
            assert found[name] == pytest.approx(expected, abs=1e-9)
    assert set(found) == set(source.labels)


@pytest.mark.parametrize("places", [(0, 1, 2, 3, 4, 5), (3,), (5, 5, 0)], ids=["six", "one", "three"])
def test_neighbours_sentences_and_phenotypes_are_the_published_ones(
    places: Sequence[int], bundle: Bundle, whole_release: Path, tmp_path: Path
) -> None:
    analysis = analysed(bundle, tmp_path / "study", places)
    assert len(analysis.used) == len(places)
    assert_as_published(analysis, published(whole_release))


def test_sample_study_is_read_by_the_published_method(bundle: Bundle, whole_release: Path) -> None:
    analysis = analyse(read_study(resource_path("samples", "phantom-study")), bundle, device="cpu")
    assert len(analysis.used) > 10
    assert_as_published(analysis, published(whole_release))


def test_clips_of_the_study_differ_in_view(bundle: Bundle, tmp_path: Path) -> None:
    views = {clip.best.view_id for clip in analysed(bundle, tmp_path / "study").views}
    assert len(views) > 1, "the other tests would say nothing of the table"


def test_rows_in_another_order_change_nothing(release: Path, bundle: Bundle, tmp_path: Path) -> None:
    source = published(release)
    weights = np.array([[source.weights[name][view] for view in VIEW_IDS] for name in SECTIONS])
    write_table(release, weights, tuple(np.random.default_rng(1).permutation(len(SECTIONS))))
    other = import_stub(release, tmp_path / "bundle")
    assert [section.name for section in other.manifest.sections] != list(SECTIONS)
    analysis = analysed(other, tmp_path / "study")
    assert_as_published(analysis, source)
    first = {section.name: section for section in analysed(bundle, tmp_path / "again").sections}
    assert {section.name: section for section in analysis.sections} == first


def test_section_that_no_report_speaks_of_has_neighbours_and_no_sentence(bundle: Bundle, tmp_path: Path) -> None:
    analysis = analysed(bundle, tmp_path / "study")
    row = SECTIONS.index(NEVER)
    assert analysis.sections[row].assessed
    assert analysis.sections[row].statements == ()
    assert len(analysis.matches[row].matches) == 50
    assert analysis.matches[row].source is None


def test_section_that_only_a_far_report_speaks_of_has_its_sentences(bundle: Bundle, tmp_path: Path) -> None:
    analysis = analysed(bundle, tmp_path / "study")
    row, last = SECTIONS.index(RARE), f"study-{CANDIDATES - 1}"
    assert last not in {match.report_id for match in analysis.matches[row].matches}
    statements = analysis.sections[row].statements
    assert {statement.source_report_id for statement in statements} == {last}
    assert [(statement.votes, statement.of) for statement in statements] == [(0, 50)] * len(statements)


def test_study_whose_views_have_no_weight_says_nothing_of_the_section(release: Path, tmp_path: Path) -> None:
    weights = np.full((len(SECTIONS), len(VIEW_IDS)), 0.5)
    row = SECTIONS.index("Left Ventricle")
    first = analysed(import_stub(release, tmp_path / "first"), tmp_path / "study", (3,))
    weights[row, VIEW_IDS.index(first.views[0].best.view_id)] = 0.0
    write_table(release, weights)
    analysis = analysed(import_stub(release, tmp_path / "bundle"), tmp_path / "study", (3,))
    assert not analysis.sections[row].assessed
    assert analysis.sections[row].statements == ()
    assert {result.name for result in analysis.phenotypes} == {"effusion", "dilated"}


def test_manifest_says_what_it_is(bundle: Bundle) -> None:
    manifest = bundle.manifest
    assert manifest.trained_on is TrainedOn.CLINICAL
    assert manifest.report_index.origin is ReportOrigin.REAL
    assert RESEARCH_ONLY in manifest.intended_use
    assert "not validated" in manifest.intended_use
    assert "research" in manifest.licence
    assert manifest.attention.kind is AttentionKind.TABLE
    assert manifest.synthesis is SynthesisKind.NEAREST
    assert manifest.report_index.metric == "dot"
    assert tuple(view.id for view in manifest.views) == manifest.coarse_views == VIEW_IDS
    assert manifest.limits


def test_bundle_carries_the_licence_and_its_hash(bundle: Bundle) -> None:
    licence = bundle.manifest.licence_text
    assert licence is not None
    assert bundle.path(licence).read_text(encoding="utf-8") == WORDS
    assert licence in bundle.manifest.files
    card = (bundle.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "RESEARCH USE ONLY" in card
    assert "nearest candidate that speaks of the section" in card
    assert "Nothing was measured yet." in card


def test_bundle_whose_licence_was_removed_is_refused(whole_release: Path, tmp_path: Path) -> None:
    folder = import_stub(whole_release, tmp_path / "bundle").folder
    (folder / "LICENCE.txt").unlink()
    with pytest.raises(BundleError, match=r"LICENCE\.txt"):
        load_bundle(folder)


def test_golden_clip_is_verified(bundle: Bundle) -> None:
    assert verify_bundle(bundle, "cpu") == "cpu"


def test_missing_text_encoder_is_left_out(bundle: Bundle) -> None:
    assert bundle.manifest.model(ModelRole.TEXT_ENCODER) is None
    assert bundle.manifest.vocabulary is None


def test_text_encoder_without_a_vocabulary_is_said(
    release: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr("transformers.utils.hub.TRANSFORMERS_CACHE", str(tmp_path / "empty"), raising=False)
    (release / "model_data/weights/echo_prime_text_encoder.pt").touch()
    with caplog.at_level(logging.WARNING):
        assert import_stub(release, tmp_path / "without").manifest.vocabulary is None
    assert "vocab.txt is not there" in caplog.text
    (release / "model_data/weights/vocab.txt").write_text("[PAD]\n")
    vocabulary = import_stub(release, tmp_path / "with").manifest.vocabulary
    assert vocabulary is not None
    assert (tmp_path / "with" / vocabulary.file).read_text() == "[PAD]\n"


def test_refused_release_leaves_no_folder(release: Path, tmp_path: Path) -> None:
    def fails(_release: Path, _folder: Path) -> None:
        raise BundleError("The graph differs.", "Report it.")

    with pytest.raises(BundleError, match="differs"):
        write_bundle(release, tmp_path / "bundle", WORDS, CREATED, fails)  # type: ignore[arg-type]
    (release / "assets/all_phr.json").write_text("[]")
    with pytest.raises(ArgumentError, match="phrases"):
        write_bundle(release, tmp_path / "bundle", WORDS, CREATED, stub_export)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release"]


def test_full_disk_is_said_and_leaves_no_folder(release: Path, tmp_path: Path) -> None:
    def fills_the_disk(_release: Path, folder: Path) -> ReleaseGraphs:
        (folder / "video_encoder.onnx").write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DeepcoroError, match=r"written: No space left on device\. Free space"):
        write_bundle(release, tmp_path / "bundle", WORDS, CREATED, fills_the_disk)
    with pytest.raises(DeepcoroError, match=r"written: Not a directory\. .*name another place with --out"):
        write_bundle(release, release / "LICENSE" / "bundle", WORDS, CREATED, stub_export)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release"]


def test_interrupted_import_leaves_no_folder(release: Path, tmp_path: Path) -> None:
    def interrupted(_release: Path, _folder: Path) -> ReleaseGraphs:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_bundle(release, tmp_path / "bundle", WORDS, CREATED, interrupted)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release"]


def test_import_after_one_that_was_killed_makes_the_whole_bundle(release: Path, tmp_path: Path) -> None:
    left = tmp_path / "bündel.partial"
    left.mkdir()
    (left / "video_encoder.onnx").write_bytes(b"half")
    (left / "stray").write_bytes(b"of another run")
    bundle = import_stub(release, tmp_path / "bündel")
    assert verify_bundle(bundle, "cpu") == "cpu"
    assert not (bundle.folder / "stray").exists()
    assert not left.exists()


def test_installing_says_what_the_bundle_may_be_used_for(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert desktop(["bundle", "install", str(bundle.folder)]) == 0
    said = capsys.readouterr().out
    assert f"Intended use: {RESEARCH_ONLY}" in said
    assert "academic and non-profit research use only (whole text in LICENCE.txt)" in said


def test_desktop_shows_and_uses_the_bundle(bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_study(tmp_path / "study", (0, 1), frames=8)
    assert desktop(["bundle", "show", str(bundle.folder)]) == 0
    assert "RESEARCH USE ONLY" in capsys.readouterr().out
    out = tmp_path / "analysis.json"
    arguments = ["analyse", str(tmp_path / "study"), "--bundle", str(bundle.folder), "--json", str(out), "--no-cache"]
    assert desktop(arguments) == 0
    analysis = json.loads(out.read_text(encoding="utf-8"))
    assert [clip["sop_instance_uid"] for clip in analysis["clips"]] == [uid("study", "instance", n) for n in (1, 2)]
    assert [len(clip["views"]) for clip in analysis["clips"]] == [11, 11]
    assert [section["name"] for section in analysis["sections"]] == list(SECTIONS)
    assert {len(section["reports"]) for section in analysis["sections"]} == {50}


def test_candidates_are_written_and_let_go_of_before_the_export(release: Path, tmp_path: Path) -> None:
    def export(source: Path, folder: Path) -> ReleaseGraphs:
        assert (folder / "reports.jsonl").stat().st_size > 0
        assert not [found for found in gc.get_objects() if type(found) is Candidates]
        return stub_export(source, folder)

    write_bundle(release, tmp_path / "bundle", WORDS, CREATED, export)
    assert len(load_bundle(tmp_path / "bundle").report_index.reports) == CANDIDATES
