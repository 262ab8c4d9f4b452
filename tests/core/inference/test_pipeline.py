"""The five steps from DICOM files to the draft, on a tiny bundle."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import AttentionKind
from deepcoro_desktop.core.dicom.pixels import ClipReader
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import ArgumentError, CancelledError, ModelError, NothingUsableError, PixelError
from deepcoro_desktop.core.inference import pipeline
from deepcoro_desktop.core.inference.analysis_json import to_json
from deepcoro_desktop.core.inference.cache import EmbeddingCache
from deepcoro_desktop.core.inference.pipeline import PREPARED_AHEAD, analyse, name_views
from deepcoro_desktop.core.inference.preparation import prepare
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, DraftSection, PreparedClip, Timings
from deepcoro_desktop.core.inference.session import PROVIDERS, Models
from deepcoro_desktop.core.progress import CancelToken, Progress
from deepcoro_desktop.core.study import Clip, SkippedClip, Study
from tests.bundle_factory import VIEW_IDS, write_bundle
from tests.dicom_factory import clip_dataset, moving_disc, uid, write_clip, write_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("study")
    write_study(folder)
    return read_study(folder)


def just_now() -> datetime:
    """Return a time at which every file has just been changed, so that its state stands for nothing."""
    return datetime(2000, 1, 1, tzinfo=UTC)


def long_after() -> datetime:
    """Return a time at which every file has lain still."""
    return datetime.now(UTC) + timedelta(hours=1)


def clip_uid(number: int, study: str = "study") -> str:
    return uid(study, "instance", number)


def comparable(analysis: Analysis) -> object:
    """Return everything of an analysis but the timings, with arrays by their hashes."""
    return (
        dataclasses.replace(analysis, timings=Timings(*[0.0] * 7), embeddings=()).__repr__(),
        [embedding.sha256 for embedding in analysis.embeddings],
    )


def entries(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def fail_to_decode(monkeypatch: pytest.MonkeyPatch, uid: str, after_s: float = 0.0) -> None:
    """Let one clip's pictures be damaged, found out after some time."""
    frames = ClipReader.frames

    def failing(
        reader: ClipReader, indices: tuple[int, ...], *, cancel: CancelToken | None = None
    ) -> npt.NDArray[np.uint8]:
        if reader.clip.sop_instance_uid == uid:
            time.sleep(after_s)
            raise PixelError("frame 2 is damaged", "Export it again.")
        return frames(reader, indices, cancel=cancel)

    monkeypatch.setattr(ClipReader, "frames", failing)


def section(analysis: Analysis, name: str) -> DraftSection:
    return next(section for section in analysis.sections if section.name == name)


def test_study_becomes_a_draft_with_its_evidence(study: Study, bundle: Bundle) -> None:
    analysis = analyse(study, bundle, device="cpu")
    assert analysis.used == tuple(clip_uid(number) for number in range(1, 7))
    assert [clip.best.view_id for clip in analysis.views] == list(VIEW_IDS)
    assert analysis.skipped == ()
    assert analysis.sampled_frames == ((0, 1, 2, 3),) * 6
    assert analysis.device == "cpu"
    assert all(section.assessed for section in analysis.sections)
    left = section(analysis, "Left ventricle").statements[0]
    assert left.concept in ("lv_function=normal", "lv_function=reduced")
    assert left.slots == ("%",)
    assert left.votes + sum(vote.count for vote in left.dissent) == left.of == 20
    assert {phenotype.name for phenotype in analysis.phenotypes} == {"pericardial_effusion", "ejection_fraction"}
    for attention in analysis.attention:
        assert {weight.sop_instance_uid for weight in attention.weights} == set(analysis.used)


def test_no_number_of_another_patient_is_in_the_draft(study: Study, bundle: Bundle) -> None:
    analysis = analyse(study, bundle, device="cpu")
    said = [statement.text for section in analysis.sections for statement in section.statements]
    said += [vote.text for s in analysis.sections for statement in s.statements for vote in statement.dissent]
    said += [sentence.text for m in analysis.matches for match in m.matches for sentence in match.sentences]
    assert len(said) > 100
    assert not any(character.isdecimal() for text in said for character in text)


def test_same_study_twice_gives_the_same_analysis(study: Study, bundle: Bundle) -> None:
    assert comparable(analyse(study, bundle, device="cpu")) == comparable(analyse(study, bundle, device="cpu"))


def test_opened_models_can_be_used_again(study: Study, bundle: Bundle) -> None:
    models = Models(bundle, "cpu")
    first = analyse(study, bundle, models=models)
    assert comparable(analyse(study, bundle, models=models)) == comparable(first)


def test_one_clip_is_enough(tmp_path: Path, bundle: Bundle) -> None:
    write_study(tmp_path / "one", (2,))
    analysis = analyse(read_study(tmp_path / "one"), bundle, device="cpu")
    assert [weight.weight for attention in analysis.attention for weight in attention.weights] == [1.0] * 4
    assert section(analysis, "Left ventricle").assessed
    vein = section(analysis, "Inferior vena cava")
    assert (vein.assessed, vein.reason, vein.statements) == (False, "no subcostal view", ())


@pytest.mark.parametrize(("depth", "clips"), [(0, 12), (1, 12), (PREPARED_AHEAD, 100)])
def test_clips_of_a_large_study_are_never_in_memory_together(
    tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch, depth: int, clips: int
) -> None:
    write_study(tmp_path / "many", [number % 6 for number in range(clips)], frames=4)
    many = read_study(tmp_path / "many")
    decoded: list[str] = []
    seen: list[ClipViews | SkippedClip] = []
    prepare_opened = pipeline.prepare_opened

    def counting(reader: ClipReader, *rest: object) -> PreparedClip:
        decoded.append(reader.clip.sop_instance_uid)
        # in the graphs, lying ready, and this one being made
        assert len(decoded) - len(seen) <= depth + 1
        return prepare_opened(reader, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "prepare_opened", counting)
    analysis = analyse(many, bundle, device="cpu", on_clip=seen.append, prepared_ahead=depth)
    assert len(analysis.used) == len(seen) == clips
    assert decoded == list(analysis.used)


def test_clips_of_any_length_work_and_the_short_say_why(tmp_path: Path, bundle: Bundle) -> None:
    for number, frames in enumerate((1, 2, 3, 40), 1):
        write_clip(tmp_path / f"{number}.dcm", clip_dataset("lengths", number, moving_disc(2, frames)))
    analysis = analyse(read_study(tmp_path), bundle, device="cpu")
    assert analysis.used == (clip_uid(3, "lengths"), clip_uid(4, "lengths"))
    assert analysis.sampled_frames == ((0, 1, 2, 0), (0, 1, 2, 3))
    assert analysis.skipped == (
        SkippedClip(clip_uid(1, "lengths"), "it is a still picture and the models look at motion"),
        SkippedClip(clip_uid(2, "lengths"), "it has 2 frames and the models need at least 3"),
    )


def test_clip_that_cannot_be_decoded_is_left_out_with_the_reason(
    study: Study, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_decode(monkeypatch, clip_uid(3))
    analysis = analyse(study, bundle, device="cpu")
    assert analysis.skipped == (SkippedClip(clip_uid(3), "frame 2 is damaged"),)
    assert len(analysis.used) == 5


def test_file_that_is_gone_is_left_out_with_the_reason(tmp_path: Path, bundle: Bundle) -> None:
    paths = write_study(tmp_path / "gone", (0, 2))
    study = read_study(tmp_path / "gone")
    paths[0].unlink()
    analysis = analyse(study, bundle, device="cpu")
    assert analysis.used == (clip_uid(2),)
    assert [clip.sop_instance_uid for clip in analysis.skipped] == [clip_uid(1)]
    assert analysis.skipped[0].reason


def test_study_without_a_usable_clip_says_so(tmp_path: Path, bundle: Bundle) -> None:
    write_clip(tmp_path / "still.dcm", clip_dataset("still", 1, moving_disc(2, 1)))
    with pytest.raises(NothingUsableError, match=r"None of the study's clips can be used: it is a still picture.*Open"):
        analyse(read_study(tmp_path), bundle, device="cpu")


def test_every_clip_is_told_as_it_comes(study: Study, bundle: Bundle) -> None:
    told: list[Progress] = []
    clips: list[ClipViews | SkippedClip] = []
    excluded = frozenset({clip_uid(2)})
    analyse(study, bundle, device="cpu", progress=told.append, on_clip=clips.append, excluded=excluded)
    assert [(p.done, p.total, p.item) for p in told] == [(n, 6, clip_uid(n)) for n in range(1, 7)]
    assert [clip.sop_instance_uid for clip in clips] == [clip_uid(n) for n in range(1, 7)]
    assert clips[1] == SkippedClip(clip_uid(2), "left out by the reader")


def test_cancelling_midway_stops(study: Study, bundle: Bundle) -> None:
    cancel = CancelToken()
    told: list[Progress] = []

    def progress(report: Progress) -> None:
        told.append(report)
        if report.done == 3:
            cancel.cancel()

    with pytest.raises(CancelledError):
        analyse(study, bundle, device="cpu", cancel=cancel, progress=progress)
    assert len(told) == 3


@pytest.mark.parametrize("depth", [0, 1, 5])
def test_how_far_clips_are_prepared_ahead_changes_nothing(
    study: Study, bundle: Bundle, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_decode(monkeypatch, clip_uid(3), after_s=0.02)
    told: list[ClipViews | SkippedClip] = []
    expected = analyse(study, bundle, device="cpu", prepared_ahead=PREPARED_AHEAD, on_clip=told.append)
    assert expected.skipped == (SkippedClip(clip_uid(3), "frame 2 is damaged"),)
    again: list[ClipViews | SkippedClip] = []
    found = analyse(study, bundle, device="cpu", prepared_ahead=depth, on_clip=again.append)
    assert comparable(found) == comparable(expected)
    assert again == told


@pytest.mark.parametrize("ending", ["done", "cancelled", "failed"])
def test_no_thread_is_left(study: Study, bundle: Bundle, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(threading.enumerate())
    cancel = CancelToken()
    working: list[str] = []

    def embed(clip: PreparedClip, models: Models, token: CancelToken) -> npt.NDArray[np.float32]:
        working.extend(thread.name for thread in set(threading.enumerate()) - before)
        if ending == "failed":
            raise ModelError("the graph failed", "Verify the bundle.")
        if ending == "cancelled":
            cancel.cancel()
        return embed_clip(clip, models, token)

    embed_clip = pipeline.embed_clip
    monkeypatch.setattr(pipeline, "embed_clip", embed)
    expected = {"done": None, "cancelled": CancelledError, "failed": ModelError}[ending]
    with nullcontext() if expected is None else pytest.raises(expected):
        analyse(study, bundle, device="cpu", cancel=cancel)
    assert any(name.startswith("deepcoro-ahead") for name in working)
    assert not [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("deepcoro-ahead")]


@pytest.mark.parametrize("clock", [just_now, long_after])
def test_cached_rerun_is_equal_and_decodes_and_runs_no_clip_again(
    study: Study, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]
) -> None:
    plain = analyse(study, bundle, device="cpu")
    cache = EmbeddingCache(tmp_path / "cache", clock)
    first = analyse(study, bundle, device="cpu", cache=cache)

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a cached clip was decoded or run again")

    monkeypatch.setattr(ClipReader, "frames", refuse)
    monkeypatch.setattr(pipeline, "view_probabilities", refuse)
    monkeypatch.setattr(pipeline, "embed_clip", refuse)
    if clock is long_after:
        monkeypatch.setattr(pipeline, "open_clip", refuse)
    second = analyse(study, bundle, device="cpu", cache=cache)
    assert comparable(plain) == comparable(first) == comparable(second)


def test_views_alone_are_those_of_the_analysis_and_run_no_other_graph(
    study: Study, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = analyse(study, bundle, device="cpu")
    cache, models = EmbeddingCache(tmp_path / "cache"), Models(bundle, "cpu")

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("more was run than was asked for")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "embed_clip", refuse)
        found = [name_views(clip, bundle, models, cache=cache) for clip in study.clips]
        assert tuple(found) == expected.views
        patch.setattr(ClipReader, "frames", refuse)
        patch.setattr(pipeline, "view_probabilities", refuse)
        assert [name_views(clip, bundle, models, cache=cache) for clip in study.clips] == found, "kept"
    monkeypatch.setattr(pipeline, "view_probabilities", refuse)
    assert comparable(analyse(study, bundle, models=models, cache=cache)) == comparable(expected)


def test_clip_without_views_says_why(tmp_path: Path, bundle: Bundle) -> None:
    write_clip(tmp_path / "still.dcm", clip_dataset("stills", 1, moving_disc(0, 1)))
    (still,) = read_study(tmp_path).clips
    found = name_views(still, bundle, Models(bundle, "cpu"))
    assert found == SkippedClip(still.sop_instance_uid, "it is a still picture and the models look at motion")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        name_views(still, bundle, Models(bundle, "cpu"), cancel=cancel)


def test_files_that_lie_still_by_now_are_read_once_more(
    study: Study, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analyse(study, bundle, device="cpu", cache=EmbeddingCache(tmp_path, just_now))
    opened: list[str] = []
    open_clip = pipeline.open_clip

    def opening(clip: Clip) -> ClipReader:
        opened.append(clip.sop_instance_uid)
        return open_clip(clip)

    monkeypatch.setattr(pipeline, "open_clip", opening)
    for _ in range(2):
        again = analyse(study, bundle, device="cpu", cache=EmbeddingCache(tmp_path, long_after))
        assert comparable(again) == comparable(first)
        assert len(opened) == 6


def test_what_was_made_of_a_file_that_changed_meanwhile_is_not_kept(
    tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = moving_disc(2, 6)
    path = tmp_path / "clip.dcm"
    write_clip(path, clip_dataset("change", 1, pixels))
    study = read_study(path)
    key = pipeline.pixel_key

    def change_after(*arguments: Any) -> str:
        found = key(*arguments)
        os.utime(path)
        return found

    monkeypatch.setattr(pipeline, "pixel_key", change_after)
    analyse(study, bundle, device="cpu", cache=EmbeddingCache(tmp_path / "cache", long_after))
    assert entries(tmp_path / "cache") == []


@pytest.mark.parametrize("clock", [just_now, long_after])
@pytest.mark.parametrize("change", ["a sampled frame", "a frame that is not sampled", "the region", "the patient"])
def test_cache_knows_a_clip_by_what_its_tensor_is_made_from(
    tmp_path: Path, bundle: Bundle, change: str, clock: Callable[[], datetime]
) -> None:
    pixels = moving_disc(2, 6)
    path = tmp_path / "study" / "clip.dcm"
    path.parent.mkdir()
    write_clip(path, clip_dataset("change", 1, pixels))
    cache = EmbeddingCache(tmp_path / "cache", clock)
    analyse(read_study(path), bundle, device="cpu", cache=cache)
    before = path.stat()
    changed = {"region": (20, 2, 111, 93)} if change == "the region" else {}
    if change == "the patient":
        changed = {"patient_id": "PHANTOM-2"}
    frame = {"a sampled frame": 1, "a frame that is not sampled": 5}.get(change)
    if frame is not None:
        pixels[frame, 50, 60] ^= 1
    write_clip(path, clip_dataset("change", 1, pixels, **changed))  # type: ignore[arg-type]
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # no date or size tells
    found = analyse(read_study(path), bundle, device="cpu", cache=cache)
    fresh = analyse(read_study(path), bundle, device="cpu")
    assert comparable(found) == comparable(fresh)
    if clock is just_now:
        assert len(entries(tmp_path / "cache")) == (2 if change in ("a sampled frame", "the region") else 1)


def random_questions(count: int) -> list[tuple[dict[str, str], frozenset[str]]]:
    """Return corrected views and left-out clips of the study, as a reader might ask one after the other."""
    generator = np.random.Generator(np.random.PCG64(7))
    questions = []
    for _ in range(count):
        views = {clip_uid(int(n)): VIEW_IDS[int(v)] for n, v in generator.integers((1, 0), (7, 6), (2, 2))}
        out = frozenset(clip_uid(int(n)) for n in generator.integers(1, 7, int(generator.integers(0, 4))))
        questions.append((views, out))
    return [*questions, ({}, frozenset())]


def test_what_if_is_answered_as_a_full_run_would_and_opens_no_clip(
    study: Study, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = random_questions(8)
    full = [analyse(study, bundle, device="cpu", overrides=views, excluded=out) for views, out in questions]
    latest = analyse(study, bundle, device="cpu")

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a clip was opened")

    monkeypatch.setattr(pipeline, "open_clip", refuse)
    for (views, out), expected in zip(questions, full, strict=True):
        latest = analyse(study, bundle, device="cpu", overrides=views, excluded=out, findings=latest.findings)
        assert comparable(latest) == comparable(expected)


def test_clip_that_was_left_out_from_the_start_is_looked_at_when_it_comes_back(study: Study, bundle: Bundle) -> None:
    first = analyse(study, bundle, device="cpu", excluded=frozenset({clip_uid(5)}))
    assert first.findings is not None
    assert not first.findings.know_all([clip_uid(5)])
    then = analyse(study, bundle, device="cpu", findings=first.findings)
    assert comparable(then) == comparable(analyse(study, bundle, device="cpu"))
    assert then.findings is not None
    assert then.findings.know_all(clip_uid(number) for number in range(1, 7))


def test_findings_of_another_study_or_bundle_are_not_used(study: Study, bundle: Bundle, tmp_path: Path) -> None:
    findings = analyse(study, bundle, device="cpu").findings
    other = load_bundle(write_bundle(tmp_path / "other", bundle_id="tiny-2"))
    elsewhere = analyse(study, other, device="cpu", findings=findings)
    assert elsewhere.timings.embed > 0.0
    write_study(tmp_path / "two", (3, 4), study="two")
    two = read_study(tmp_path / "two")
    assert comparable(analyse(two, bundle, device="cpu", findings=findings)) == comparable(
        analyse(two, bundle, device="cpu")
    )


def test_cache_of_another_bundle_is_not_used(study: Study, bundle: Bundle, tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "cache", just_now)
    analyse(study, bundle, device="cpu", cache=cache)
    other = load_bundle(write_bundle(tmp_path / "other", bundle_id="tiny-2"))
    analyse(study, other, device="cpu", cache=cache)
    assert len(entries(tmp_path / "cache")) == 12


def test_cache_of_another_device_is_not_used(
    study: Study, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROVIDERS, "elsewhere", PROVIDERS["cpu"])

    class ElsewhereModels(Models):
        @property
        def device(self) -> str:
            return "elsewhere"

    cache = EmbeddingCache(tmp_path / "cache", just_now)
    first = analyse(study, bundle, device="cpu", cache=cache)
    again = analyse(study, bundle, models=ElsewhereModels(bundle, "cpu"), cache=cache, findings=first.findings)
    assert again.timings.embed > 0.0
    assert len(entries(tmp_path / "cache")) == 12


def test_readers_view_changes_weights_and_sections(study: Study, bundle: Bundle) -> None:
    before = analyse(study, bundle, device="cpu")
    after = analyse(study, bundle, device="cpu", overrides={clip_uid(5): "a4c"})
    assert (after.views[4].best.view_id, after.views[4].overridden) == ("a4c", True)
    assert section(before, "Inferior vena cava").assessed
    assert section(after, "Inferior vena cava").reason == "no subcostal view"
    assert before.attention != after.attention
    assert comparable(analyse(study, bundle, device="cpu", overrides={})) == comparable(before)


def test_view_that_the_bundle_does_not_know_is_refused(study: Study, bundle: Bundle) -> None:
    with pytest.raises(ArgumentError, match="knows no view tee_4c"):
        analyse(study, bundle, overrides={clip_uid(1): "tee_4c"})


def test_excluded_clip_has_no_say(study: Study, bundle: Bundle) -> None:
    analysis = analyse(study, bundle, device="cpu", excluded=frozenset({clip_uid(5)}))
    assert clip_uid(5) not in analysis.used
    assert analysis.skipped == (SkippedClip(clip_uid(5), "left out by the reader"),)
    assert not section(analysis, "Inferior vena cava").assessed
    assert all(clip_uid(5) != w.sop_instance_uid for a in analysis.attention for w in a.weights)


def test_own_reports_are_never_among_the_neighbours(tmp_path: Path, bundle: Bundle) -> None:
    write_study(tmp_path / "own", patient_id="TINY-003")
    analysis = analyse(read_study(tmp_path / "own"), bundle, device="cpu")
    found = {match.report_id for section in analysis.matches for match in section.matches}
    assert found
    assert not found & {"tiny-006", "tiny-007"}


def test_table_of_weights_works_as_well(study: Study, tmp_path: Path) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "table", attention=AttentionKind.TABLE))
    analysis = analyse(study, bundle, device="cpu")
    assert {attention.kind for attention in analysis.attention} == {AttentionKind.TABLE}
    table = bundle.manifest.attention.table
    weights = {weight.sop_instance_uid: weight.weight for weight in analysis.attention[0].weights}
    assert weights[clip_uid(1)] == pytest.approx(table[0][0] / sum(table[0]))


def test_missing_device_is_told(study: Study, bundle: Bundle) -> None:
    models = Models(bundle, "cuda", available=["CPUExecutionProvider"])
    analysis = analyse(study, bundle, models=models)
    assert analysis.device == "cpu"
    assert "cuda is not available" in analysis.device_notice


def test_clip_is_prepared_as_training_does_it(study: Study, bundle: Bundle) -> None:
    prepared = prepare(study.clips[0], bundle.manifest.preprocess)
    assert prepared.tensor.shape == (4, 64, 64, 3)
    assert prepared.sampled_frames == (0, 1, 2, 3)


def test_timings_are_those_of_the_clock(study: Study, bundle: Bundle) -> None:
    ticks = iter(range(10_000))
    timings = analyse(
        study, bundle, device="cpu", read_s=2.5, prepared_ahead=0, clock=lambda: float(next(ticks))
    ).timings
    assert timings == Timings(2.5, 6.0, 6.0, 6.0, 6.0, 1.0, 1.0)


def test_json_has_the_keys_that_scripts_depend_on(tmp_path: Path, bundle: Bundle) -> None:
    folder = tmp_path / "study"
    write_study(folder)
    (folder / "broken.dcm").write_bytes(b"this is no DICOM file")
    study = read_study(folder)
    analysis = analyse(study, bundle, device="cpu", excluded=frozenset({clip_uid(6)}))
    raw = json.loads(to_json(analysis, study))
    assert list(raw) == ["study_uid", "bundle_id", "device", "clips", "sections", "phenotypes", "timing_s"]
    assert (raw["study_uid"], raw["bundle_id"], raw["device"]) == (uid("study"), "tiny-1", "cpu")
    first, left_out, broken = raw["clips"][0], raw["clips"][5], raw["clips"][6]
    assert list(first) == ["sop_instance_uid", "file", "used", "reason", "views", "embedding_sha256"]
    assert (first["sop_instance_uid"], first["file"], first["used"], first["reason"]) == (
        clip_uid(1),
        "clip001.dcm",
        True,
        "",
    )
    assert list(first["views"][0]) == ["id", "probability"]
    assert first["views"][0]["id"] == "plax"
    assert first["embedding_sha256"] == analysis.embeddings[0].sha256
    assert (left_out["used"], left_out["reason"], left_out["views"]) == (False, "left out by the reader", [])
    assert (broken["sop_instance_uid"], broken["file"], broken["used"]) == ("", "broken.dcm", False)
    assert broken["reason"]
    draft = raw["sections"][0]
    assert list(draft) == ["name", "assessed", "weights", "reports", "statements"]
    assert sum(draft["weights"].values()) == pytest.approx(1.0, abs=1e-5)
    assert list(draft["reports"][0]) == ["report_id", "origin", "similarity", "weight"]
    assert list(draft["statements"][0]) == ["text", "votes", "of", "slots"]
    assert list(raw["phenotypes"]["ejection_fraction"]) == ["value", "votes", "of"]
    assert list(raw["timing_s"]) == ["read", "decode", "preprocess", "views", "embed", "retrieve", "synthesise"]
