from __future__ import annotations

import csv
import logging
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError, NothingUsableError
from tests.archive_factory import Configure, report_row, write_csv
from tests.bundle_factory import write_bundle
from tests.dicom_factory import clip_dataset, moving_disc, uid, write_clip
from training.__main__ import main
from training.datasets import shard_jobs
from training.datasets.clip_store import ClipStore
from training.datasets.manifest import UnfinishedError, data_hash
from training.datasets.media import read_media
from training.datasets.prepare import Part, parse_part, prepare
from training.datasets.records import Split
from training.datasets.runners import in_processes
from training.phantom.reports import PHENOTYPES


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _problems(folder: Path) -> list[tuple[str, str]]:
    with (folder / "problems.csv").open(encoding="utf-8", newline="") as file:
        return sorted((row["kind"], row["study_key"]) for row in csv.DictReader(file))


def _decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the name of each file that is decoded."""
    names: list[str] = []

    def note(path: Path, *rest: object) -> object:
        names.append(f"{path.parent.name}/{path.name}")
        return read_media(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(shard_jobs, "read_media", note)
    return names


def _settings(config: object, *more: str) -> list[str]:
    own = config.dataset  # type: ignore[attr-defined]
    return [f"dataset.root={own.root}", f"dataset.out={own.out}", *more]


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "prepare.toml"
    path.write_text(
        '[input]\nframes = 4\nstride = 1\nsize = 32\n[dataset]\nadapter = "archive"\nroot = ""\nout = ""\nshards = 3\n',
        encoding="utf-8",
    )
    return path


def test_an_archive_becomes_a_manifest_and_shards(archive: Path, configure: Configure) -> None:
    config = configure(name="ours", licence="none given")
    summary = prepare(config)
    assert summary is not None
    assert (summary.clips, summary.studies, dict(summary.problems)) == (10, 5, {})
    folder = Path(config.dataset.out)
    clips = pq.read_table(folder / "clips.parquet").to_pylist()
    row = next(clip for clip in clips if clip["clip_key"] == uid("s3", "instance", 2))
    expected = {
        "patient_key": "P2",
        "study_key": uid("s3"),
        "path": "2024/s3/clip002.dcm",
        "sop_class": "1.2.840.10008.5.1.4.1.1.3.1",
        "n_frames": 6,
        "rows": 96,
        "cols": 128,
        "photometric": "YBR_FULL_422",
        "modality": "",
        "view": "",
        "view_probability": None,
        "view_source": "unknown",
        "dataset": "ours",
        "licence": "none given",
        "manufacturer": "Test",
    }
    assert {key: row[key] for key in expected} == expected
    assert row["fps"] == pytest.approx(30.0, abs=0.01)
    store = ClipStore(folder, [])
    assert len(store.studies) == 5
    clip = store.keys.index(row["clip_key"])
    want = read_media(archive / row["path"], config.input.preprocess()).tensor
    np.testing.assert_array_equal(store.read([clip])[0], want)
    study = store.studies[store.study_of[clip]]
    assert (study.patient_id, [s.section for s in study.sentences]) == ("P2", ["Left ventricle"] * 2)
    assert [s.text for s in study.sentences] == ["Normal size.", "EF is 55 %."]


def test_all_studies_of_a_patient_are_on_one_side(configure: Configure) -> None:
    config = configure(validation_share=0.3, test_share=0.3, split_seed=2)
    prepare(config)
    clips = pq.read_table(Path(config.dataset.out) / "clips.parquet").to_pylist()
    sides = {
        clip["patient_key"]: {c["split"] for c in clips if c["patient_key"] == clip["patient_key"]} for clip in clips
    }
    assert all(len(side) == 1 for side in sides.values())
    assert len(set.union(*sides.values())) > 1


def test_parts_in_any_order_give_the_bytes_of_one_run(configure: Configure, tmp_path: Path) -> None:
    whole, parts = configure("whole"), configure("parts")
    prepare(whole)
    assert prepare(parts, Part(3, 3)) is None
    assert prepare(parts, Part(1, 3)) is None
    assert not (tmp_path / "parts/clips.parquet").exists()
    assert prepare(parts, Part(2, 3)) is not None
    assert _bytes(tmp_path / "parts") == _bytes(tmp_path / "whole")


def test_parts_made_elsewhere_are_brought_together_by_finish(configure: Configure, tmp_path: Path) -> None:
    prepare(configure("whole"))
    for number in (1, 2):
        assert prepare(configure(f"machine{number}"), Part(number, 2)) is None
    shutil.copytree(tmp_path / "machine1", tmp_path / "parts")
    with pytest.raises(UnfinishedError, match=r"Shard 1 of 3 is missing\. Run prepare for every part"):
        prepare(configure("parts"), finish=True)
    shutil.copytree(tmp_path / "machine2", tmp_path / "parts", dirs_exist_ok=True)
    prepare(configure("parts"), finish=True)
    assert _bytes(tmp_path / "parts") == _bytes(tmp_path / "whole")


def test_a_pool_of_processes_gives_the_same_bytes(configure: Configure, tmp_path: Path) -> None:
    prepare(configure("whole"))
    prepare(configure("pool", workers=2))
    assert _bytes(tmp_path / "pool") == _bytes(tmp_path / "whole")


def test_ray_gives_the_same_bytes(configure: Configure, toml: Path, tmp_path: Path) -> None:
    prepare(configure("whole"))
    command = [sys.executable, "-m", "training", "prepare", "--config", str(toml)]
    command += _settings(configure("ray"), "dataset.runner=ray", "dataset.workers=1")
    environment = {key: value for key, value in os.environ.items() if key != "RAY_ADDRESS"}
    environment |= {"RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _bytes(tmp_path / "ray") == _bytes(tmp_path / "whole")


def _write_tables(root: Path, studies: list[str]) -> None:
    """Write what the phantom adapter reads of studies with one clip each, so that only preparing opens their files."""
    keys = [{"study_uid": uid(study)} for study in studies]
    write_csv(
        root / "clips.csv",
        [
            {"study_uid": uid(s), "sop_instance_uid": uid(s, "instance", 1), "file": f"{s}.dcm", "view": "", "fps": ""}
            for s in studies
        ],
    )
    write_csv(root / "report_sentences.csv", [{**key, "section": "Aorta", "text": "W.", "concept": ""} for key in keys])
    write_csv(root / "phenotypes.csv", [{**key, **dict.fromkeys(PHENOTYPES, "0")} for key in keys])
    write_csv(root / "truth.csv", keys)
    write_csv(root / "reports.csv", [{**key, "patient_id": f"P{n}", "split": "test"} for n, key in enumerate(keys)])


def test_a_killed_run_goes_on(
    configure: Configure, toml: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "tables"
    root.mkdir()
    studies = sorted("abcd", key=uid)
    _write_tables(root, studies)
    for study in studies:
        write_clip(root / f"{study}.dcm", clip_dataset(study, 1, moving_disc(1)))
    third = root / f"{studies[2]}.dcm"
    third.rename(tmp_path / "kept")
    os.mkfifo(third)
    config = configure("killed", root=str(root), adapter="phantom", shards=1)
    command = [sys.executable, "-m", "training", "prepare", "--config", str(toml), *_settings(config)]
    command += ["dataset.adapter=phantom", "dataset.shards=1"]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    with third.open("wb"):  # waits until the run reads the third study
        first.send_signal(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
    assert not (tmp_path / "killed/clips.parquet").exists()
    third.unlink()
    (tmp_path / "kept").rename(third)
    names = _decoded(monkeypatch)
    assert main([*command[3:], "--resume"]) == 0
    assert names == [f"tables/{study}.dcm" for study in studies[2:]]
    prepare(configure("whole", root=str(root), adapter="phantom", shards=1))
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")


def test_what_is_prepared_is_not_decoded_again(
    archive: Path, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = _decoded(monkeypatch)
    prepare(configure())
    assert len(names) == 10
    before = _bytes(tmp_path / "out")
    names.clear()
    prepare(configure())
    assert names == []
    assert _bytes(tmp_path / "out") == before
    changed = archive / "2024/s4/clip001.dcm"
    write_clip(changed, clip_dataset("s4", 1, moving_disc(2, 7), patient_id="P3"))
    prepare(configure())
    assert names == ["s4/clip001.dcm"]
    prepare(configure("fresh"))
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "fresh")


def test_new_studies_leave_the_others_as_they_are(
    archive: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(shards=0)
    prepare(config)
    names = _decoded(monkeypatch)
    for number in range(20):
        write_clip(
            archive / f"new{number:02d}.dcm", clip_dataset(f"n{number}", 1, moving_disc(1), patient_id=f"N{number}")
        )
    prepare(config)
    assert sorted(names) == [f"archive/new{number:02d}.dcm" for number in range(20)]
    assert len(ClipStore(Path(config.dataset.out), [])) == 30


def test_everything_that_cannot_be_used_is_listed(
    archive: Path, configure: Configure, caplog: pytest.LogCaptureFixture
) -> None:
    good = clip_dataset("s1", 2, moving_disc(5), patient_id="P1")
    write_clip(archive / "again.dcm", good)
    write_clip(archive / "still.dcm", clip_dataset("s3", 7, moving_disc(1, 1), patient_id="P2"))
    cut_off = write_clip(archive / "cut.dcm", clip_dataset("s3", 8, moving_disc(1), jpeg=True, patient_id="P2"))
    stream = bytearray(cut_off.read_bytes())
    scan = stream.index(b"\xff\xda")
    stream[scan + 40 : scan + 42] = b"\xff\x01"
    cut_off.write_bytes(stream)
    write_clip(archive / "mixed1.dcm", clip_dataset("mixed", 1, moving_disc(1), patient_id="M1"))
    write_clip(archive / "mixed2.dcm", clip_dataset("mixed", 2, moving_disc(1), patient_id="M2"))
    write_clip(archive / "alone.dcm", clip_dataset("alone", 1, moving_disc(1), patient_id="A1"))
    (archive / "notes.txt").write_text("no clip", encoding="utf-8")
    rows = [report_row(study, patient) for study, patient in (("s1", "P1"), ("s2", "P1"), ("s3", "P2"), ("s4", "P3"))]
    rows += [report_row("s5", "P4", ""), report_row("gone", "P9"), report_row("s4", "P3", "Another.")]
    write_csv(archive / "reports.csv", rows)
    config = configure(min_frames=2)
    with caplog.at_level(logging.INFO):
        prepare(config)
    assert _problems(Path(config.dataset.out)) == sorted(
        [
            ("duplicate clip", uid("s1")),
            ("duplicate report", uid("s4")),
            ("mixed patients", uid("mixed")),
            ("report without videos", uid("gone")),
            ("study without report", uid("alone")),
            ("study without report", uid("s5")),
            ("too short clip", uid("s3")),
            ("unreadable clip", uid("s3")),
            ("unreadable file", ""),
        ]
    )
    assert "problem, listed in problems.csv: study without report: 2" in caplog.messages
    assert not any("P1" in message or "alone" in message for message in caplog.messages)
    store = ClipStore(Path(config.dataset.out), [])
    assert len(store) == 11
    assert len(store.with_reports().studies) == 4


def test_a_patient_on_two_sides_is_refused_and_listed(archive: Path, configure: Configure) -> None:
    rows = [report_row("s1", "P1", split="train"), report_row("s2", "P1", split="Test")]
    rows += [
        report_row("s3", "P2", split="val"),
        report_row("s4", "P3", split=""),
        report_row("s5", "P4", split="test"),
    ]
    write_csv(archive / "reports.csv", rows)
    config = configure()
    with pytest.raises(ArgumentError, match=r'One patient is on two sides .* set dataset\.split = "hash"'):
        prepare(config)
    assert _problems(Path(config.dataset.out)) == sorted(("patient on two sides", uid(study)) for study in ("s1", "s2"))
    prepare(configure(split="hash"))
    assert len(ClipStore(Path(config.dataset.out), []).studies) == 5


def test_the_archives_split_comes_before_the_hash(archive: Path, configure: Configure) -> None:
    rows = [report_row(f"s{n}", p, split=s) for n, p, s in ((3, "P2", "val"), (4, "P3", "test"), (5, "P4", "train"))]
    rows += [report_row("s1", "P1", split="test"), report_row("s2", "P1", split="")]
    write_csv(archive / "reports.csv", rows)
    config = configure(test_share=0.0, validation_share=0.0)
    prepare(config)
    keys = {
        split: {study.study_id for study in ClipStore(Path(config.dataset.out), [], split).studies} for split in Split
    }
    assert keys[Split.TEST] == {uid("s1"), uid("s2"), uid("s4")}
    assert keys[Split.VALIDATION] == {uid("s3")}
    assert keys[Split.TRAIN] == {uid("s5")}


def test_the_classifier_names_the_views_that_the_archive_does_not(
    archive: Path, configure: Configure, tmp_path: Path
) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "bundle"))
    known = uid("s1", "instance", 1)
    write_csv(archive / "clips.csv", [{"sop_instance_uid": known, "view": "Apical two chamber"}])
    config = configure(view_bundle=str(bundle.folder))
    prepare(config)
    clips = pq.read_table(Path(config.dataset.out) / "clips.parquet").to_pylist()
    views = {clip["path"]: (clip["view"], clip["view_source"], clip["modality"]) for clip in clips}
    # the disc is at place 1 in the first clip of s2, which the bundle knows as its second view
    assert views["2024/s2/clip001.dcm"] == (bundle.manifest.views[1].id, "classifier", "2d")
    assert views["2024/s1/clip001.dcm"][1] == "archive"
    probabilities = {clip["path"]: clip["view_probability"] for clip in clips}
    assert probabilities.pop("2024/s1/clip001.dcm") is None
    assert all(0.0 < value <= 1.0 for value in probabilities.values())


def test_the_data_hash_tells_pixels_reports_and_splits(archive: Path, configure: Configure, tmp_path: Path) -> None:
    prepare(configure())
    first = data_hash(tmp_path / "out")
    prepare(configure())
    assert data_hash(tmp_path / "out") == first
    prepare(configure("other", split_seed=5, validation_share=0.4))
    assert data_hash(tmp_path / "other") != first
    write_csv(archive / "reports.csv", [report_row("s1", "P1", "Aorta: Wide.")])
    prepare(configure())
    second = data_hash(tmp_path / "out")
    assert second != first
    write_clip(archive / "2024/s1/clip001.dcm", clip_dataset("s1", 1, moving_disc(4, seed=9), patient_id="P1"))
    prepare(configure())
    assert data_hash(tmp_path / "out") not in (first, second)


def test_refuses_folders_that_cannot_be(archive: Path, configure: Configure, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"dataset\.root is no folder"):
        prepare(configure(root=str(tmp_path / "none")))
    with pytest.raises(ArgumentError, match=r"dataset\.out lies in dataset\.root"):
        prepare(configure("archive/out"))
    (tmp_path / "busy").mkdir()
    (tmp_path / "busy/thesis.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"dataset\.out holds other files"):
        prepare(configure("busy"))
    prepare(configure())
    with pytest.raises(ArgumentError, match=r"prepared with another adapter, \[input\] or"):
        prepare(configure(min_frames=3))


def test_refuses_a_dataset_without_anything_usable(archive: Path, configure: Configure, tmp_path: Path) -> None:
    shutil.rmtree(archive / "2024")
    with pytest.raises(NothingUsableError, match=r"no study that can be used.*report without videos: 5"):
        prepare(configure())
    write_clip(archive / "still.dcm", clip_dataset("s3", 7, moving_disc(1, 1), patient_id="P2"))
    with pytest.raises(NothingUsableError, match="None of the dataset's clips can be used"):
        prepare(configure(min_frames=2))
    assert not (tmp_path / "out/clips.parquet").exists()


def test_a_worker_that_dies_fails_the_run() -> None:
    with pytest.raises(DeepcoroError, match=r"A worker process died before its work was done\. Run the same command"):
        list(in_processes(os._exit, [3, 3, 3], workers=2))


def test_an_error_of_a_worker_comes_back_whole() -> None:
    with pytest.raises(ArgumentError) as caught:
        list(in_processes(parse_part, ["1/2", "nonsense"], workers=1))
    assert str(caught.value) == "--shard nonsense is no part. Write for example --shard 2/8."


@pytest.mark.parametrize(
    ("text", "message"), [("0/4", "Parts count from 1"), ("5/4", "no part 5/4"), ("2", "is no part")]
)
def test_refuses_parts_that_there_are_not(text: str, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        parse_part(text)


def test_the_command_prepares_and_says_what_is_wrong(
    configure: Configure, toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["prepare", "--config", str(toml), *_settings(configure())]
    assert main(command) == 0
    assert "study/s]" in capsys.readouterr().err
    assert (tmp_path / "out/DATASET_CARD.md").exists()
    assert main([*command, "dataset.adapter=nothing"]) == 2
    assert "no adapter 'nothing'. Set dataset.adapter to one of: archive, phantom" in capsys.readouterr().err
    assert main([*command, "dataset.splt=hash"]) == 2
    assert "unknown keys dataset.splt" in capsys.readouterr().err
    assert main([*command, "--shard", "0/2"]) == 2
