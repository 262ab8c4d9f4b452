from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.errors import ArgumentError, BundleError
from deepcoro_desktop.core.inference.results import PreparedClip
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding, embed_clip
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import look_up, retrieve_labels, section_queries
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes
from deepcoro_desktop.core.progress import CancelToken
from tests import evaluation_factory
from tests.evaluation_factory import MemoryStore
from training.datasets.reports import by_section, report_text
from training.evaluate import Settings, evaluate
from training.evaluation import encodings
from training.evaluation.data import cohort
from training.evaluation.encodings import Encoder
from training.evaluation.figures import Figures
from training.evaluation.page import page
from training.evaluation.readings import read_studies
from training.model_card import metrics_of

QUICK = Settings(rounds=10)
RETRIEVAL_KEYS = ("r1", "r5", "r10", "median_rank", "mrr")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return evaluation_factory.write_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return evaluation_factory.store()


@pytest.fixture(scope="module")
def figures(bundle: Bundle, store: MemoryStore) -> Figures:
    settings = Settings(seed=4, rounds=50, robustness_studies=5, name="internal")
    return evaluate(bundle, store, settings, evaluation_factory.store(20, seed=9))


@dataclasses.dataclass
class Steps:
    """The pipeline's steps on one study, called one by one."""

    bundle: Bundle
    models: Models

    def __call__(self, tensors: np.ndarray, patient: str) -> tuple[np.ndarray, np.ndarray, dict[str, float], list[str]]:
        manifest, cancel = self.bundle.manifest, CancelToken()
        clips = [PreparedClip(str(place), tensor, ()) for place, tensor in enumerate(tensors)]
        uids = [clip.sop_instance_uid for clip in clips]
        views = [
            rank_views(uid, view_probabilities(clip, self.models, cancel), manifest.views)
            for uid, clip in zip(uids, clips, strict=True)
        ]
        embeddings = [
            clip_embedding(uid, embed_clip(clip, self.models, cancel)) for uid, clip in zip(uids, clips, strict=True)
        ]
        attention = attend(embeddings, views, manifest, self.models, cancel)
        mean = section_queries(embeddings, attention).mean(axis=0)
        found = look_up(embeddings, attention, manifest, self.bundle.report_index, patient)
        neighbours = retrieve_labels(found, manifest, self.bundle.report_index)
        votes = [(one.section, one.weight, one.labels) for one in neighbours]
        values = {one.name: one.value for one in read_phenotypes(votes, manifest.calibration)}
        plain = np.stack([one.vector for one in embeddings]).mean(axis=0)
        seen = [one.best.view_id for one in views]
        return mean / np.linalg.norm(mean), plain / np.linalg.norm(plain), values, seen


@pytest.fixture(scope="module")
def steps(bundle: Bundle) -> Steps:
    return Steps(bundle, Models(bundle, "cpu", threads=1))


def naive_r10(video: np.ndarray, text: np.ndarray, texts: list[str], k: int) -> float:
    hits = []
    for row, query in enumerate(video):
        order = np.argsort(-(text @ query), kind="stable")
        hits.append(any(texts[other] == texts[row] for other in order[:k]))
    return float(np.mean(hits))


def test_the_figures_have_the_agreed_keys(figures: Figures) -> None:
    assert {"top1", "top1_ci", "n"} <= set(figures["views"])
    names = {"chance", "single_frame", "single_clip", "equal_weights", "text_only", "views_only"}
    assert set(figures["retrieval"]["baselines"]) == names
    for table in (figures["retrieval"], *figures["retrieval"]["baselines"].values()):
        for direction in ("video_to_text", "text_to_video"):
            assert {*RETRIEVAL_KEYS, "pool"} <= set(table[direction])
    for direction in ("video_to_text", "text_to_video"):
        assert all(len(figures["retrieval"][direction][f"{key}_ci"]) == 2 for key in RETRIEVAL_KEYS)
    assert {"auc", "auc_ci", "n_positive"} <= set(figures["phenotypes"]["pericardial_effusion"])
    assert {"mean_auc", "mean_auc_ci"} <= set(figures["phenotypes"])
    assert {"mae", "mae_ci", "mae_of_mean", "mae_of_mean_ci"} <= set(figures["ef"])
    assert figures["attention"]["of"] == 4
    assert {"sections_with_true_view_first", "sections_with_true_view_first_ci"} <= set(figures["attention"])
    assert {"mean_auc", "ef"} <= set(figures["probing"]["phenotypes"]) | set(figures["probing"])
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures


def test_main_and_equal_weights_are_the_desktops_own_queries(
    figures: Figures, bundle: Bundle, store: MemoryStore, steps: Steps
) -> None:
    texts = [report_text(one) for one in store.studies]
    text = Encoder.of(bundle, 1).encode_reports([by_section(one.sentences) for one in store.studies])
    seen = [steps(store.read(clips), one.patient_id) for clips, one in zip(store.clips_of, store.studies, strict=True)]
    attended, equal = np.stack([one[0] for one in seen]), np.stack([one[1] for one in seen])
    encoder = Encoder.of(bundle, 1)
    readings = read_studies(encoder, encoder.encode(cohort(store)), store.clips_of)
    np.testing.assert_allclose(np.stack([one.attended for one in readings]), attended, atol=1e-6)
    np.testing.assert_allclose(np.stack([one.equal for one in readings]), equal, atol=1e-6)
    assert np.abs(attended - equal).max() > 0.01
    table = figures["retrieval"]
    for k in (1, 5):
        assert table["video_to_text"][f"r{k}"] == pytest.approx(naive_r10(attended, text, texts, k))
        plain = table["baselines"]["equal_weights"]["video_to_text"][f"r{k}"]
        assert plain == pytest.approx(naive_r10(equal, text, texts, k))
        gap = table["attention_minus_equal"]["video_to_text"][f"r{k}"]
        assert gap == pytest.approx(table["video_to_text"][f"r{k}"] - plain)
    errors = [abs(one[2]["ef"] - record.labels["ef"]) for one, record in zip(seen, store.studies, strict=True)]
    assert figures["ef"]["mae"] == pytest.approx(np.mean(errors))
    names = [view.id for view in bundle.manifest.views]
    right = [
        found == names[store.view_of[clip]]
        for one, clips in zip(seen, store.clips_of, strict=True)
        for found, clip in zip(one[3], clips, strict=True)
    ]
    assert figures["views"]["top1"] == pytest.approx(np.mean(right))
    assert np.mean(right) > 0.5


def test_the_single_frame_is_shown_for_all_frames(figures: Figures, store: MemoryStore, steps: Steps) -> None:
    errors = []
    for clips, one in zip(store.clips_of, store.studies, strict=True):
        stills = np.repeat(store.read(clips)[:, :1], store.clips.shape[1], axis=1)
        errors.append(abs(steps(stills, one.patient_id)[2]["ef"] - one.labels["ef"]))
    assert figures["retrieval"]["baselines"]["single_frame"]["ef"]["mae"] == pytest.approx(np.mean(errors))


def test_reports_that_read_the_same_are_reported(figures: Figures) -> None:
    assert figures["retrieval"]["duplicates"]["studies"] >= 2
    assert figures["data"]["patients"] == 11
    assert figures["data"]["studies"] == 12


def test_facts_are_those_of_codes_and_have_baselines(figures: Figures) -> None:
    facts = figures["facts"]
    assert facts["source"] == "concept"
    assert facts["stated"] == 36
    assert set(facts["baselines"]) == {"text_only", "typical_report"}
    # The typical report states the same three findings of every study, so that nothing is silent.
    assert facts["baselines"]["typical_report"]["precision"] == facts["baselines"]["typical_report"]["recall"]
    # The nearest report by text says more of what is right than the report that is said of everybody.
    assert facts["baselines"]["text_only"]["f1"] > facts["baselines"]["typical_report"]["f1"]


def test_every_curve_begins_with_unchanged_pictures(figures: Figures) -> None:
    table = figures["robustness"]
    assert table["studies"] == table["pool"] == 5
    assert set(table["curves"]) == {
        *("depth_attenuation", "shadow", "gain", "frame_rate", "dropped_clips", "dropped_windows"),
    }
    unchanged = [
        {key: value for key, value in point.items() if key != "strength"}
        for name, curve in table["curves"].items()
        for point in curve["points"]
        if point["strength"] == (1 if name == "frame_rate" else 0)
    ]
    assert len(unchanged) == 6
    assert all(point == unchanged[0] for point in unchanged)
    assert {"views_top1", "video_to_text_r10", "text_to_video_r10", "ef_mae", "mean_auc"} <= set(unchanged[0])
    for curve in table["curves"].values():
        strengths = [point["strength"] for point in curve["points"]]
        assert strengths == sorted(strengths)
        assert len(strengths) == 5
    clips = [point["clips"] for point in table["curves"]["dropped_clips"]["points"]]
    assert clips == [20, 15, 10, 10, 5]
    dark = table["curves"]["gain"]["points"][0]
    assert dark["views_top1"] <= unchanged[0]["views_top1"]


def test_the_same_seed_gives_the_same_figures_on_two_threads(bundle: Bundle, store: MemoryStore) -> None:
    one, two = (evaluate(bundle, store, dataclasses.replace(QUICK, threads=threads)) for threads in (1, 2))
    assert one == two
    other = evaluate(bundle, store, dataclasses.replace(QUICK, seed=1))
    assert other["ef"]["mae"] == one["ef"]["mae"]
    assert other["ef"]["mae_ci"] != one["ef"]["mae_ci"]


def test_the_cache_spares_the_graphs(
    bundle: Bundle, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = dataclasses.replace(QUICK, cache=tmp_path)
    first = evaluate(bundle, store, settings)
    with monkeypatch.context() as patched:
        patched.setattr(encodings, "embed_clip", lambda *_: pytest.fail("the graph ran again"))
        assert evaluate(bundle, store, settings) == first
    # Other pixels, and a damaged file, are looked at again.
    other = evaluation_factory.store()
    other.clips[0] = 255 - other.clips[0]
    assert evaluate(bundle, other, settings)["data"]["sha256"] != first["data"]["sha256"]
    for path in tmp_path.iterdir():
        path.write_bytes(b"damaged")
    assert evaluate(bundle, store, settings) == first


def test_studies_without_report_or_clip_are_counted_and_named(bundle: Bundle) -> None:
    rng = np.random.default_rng(1)
    records = [evaluation_factory.record(number, rng) for number in range(6)]
    records[1] = dataclasses.replace(records[1], sentences=())
    store = MemoryStore(records, [[0, 1], [2], [], [3, 4], [5, -1], [0]])
    figures = evaluate(bundle, store, dataclasses.replace(QUICK, robustness_studies=5))
    assert figures["studies"] == 5
    assert figures["retrieval"]["video_to_text"]["pool"] == 4
    assert figures["robustness"]["pool"] == 4
    assert figures["ef"]["n"] == 5
    assert figures["views"]["n"] == 7
    assert figures["data"]["problems"] == [
        "1 of 6 studies have no clips and are left out.",
        "1 of 6 studies have no report: no retrieval and no facts for them.",
        "1 of 8 clips have no known view: they do not count for the views.",
    ]
    assert "text_only" not in figures["retrieval"]["baselines"]


def test_a_set_without_reports_still_has_its_ejection_fraction(bundle: Bundle) -> None:
    rng = np.random.default_rng(2)
    records = [dataclasses.replace(evaluation_factory.record(n, rng), sentences=()) for n in range(4)]
    figures = evaluate(bundle, MemoryStore(records, [[0], [1], [2], [3]]), QUICK)
    assert figures["ef"]["n"] == 4
    assert "facts" not in figures
    assert "video_to_text" not in figures["retrieval"]
    assert "mae" in figures["retrieval"]["baselines"]["single_frame"]["ef"]


def test_a_set_without_known_views_has_no_figures_of_views(bundle: Bundle) -> None:
    rng = np.random.default_rng(3)
    records = [evaluation_factory.record(number, rng) for number in range(4)]
    figures = evaluate(bundle, MemoryStore(records, [[-1, -1]] * 4), dataclasses.replace(QUICK, robustness_studies=2))
    assert figures["views"] == {}
    assert figures["attention"]["sections_with_true_view_first"] is None
    assert figures["attention"]["sections_with_true_view_first_ci"] is None
    assert figures["retrieval"]["video_to_text"]["pool"] == 4
    assert "<h2>Attention" not in page(figures)
    assert "sections with a true view first" not in {metric.name for metric in metrics_of(figures, "note")}


def test_a_set_without_clips_is_refused(bundle: Bundle) -> None:
    store = evaluation_factory.store(3)
    store.clips_of = [np.zeros(0, np.int64)] * 3
    with pytest.raises(ArgumentError, match="None of the studies has a clip"):
        evaluate(bundle, store, QUICK)


def test_a_bundle_without_vocabulary_is_refused(bundle: Bundle, store: MemoryStore) -> None:
    bare = dataclasses.replace(bundle, manifest=dataclasses.replace(bundle.manifest, vocabulary=None))
    with pytest.raises(BundleError, match="no text encoder's vocabulary"):
        evaluate(bare, store, QUICK)
