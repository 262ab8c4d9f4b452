from __future__ import annotations

import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import webdataset as wds

from deepcoro_desktop.core.errors import StorageError
from tests.prepared_clips import media
from training.config import InputConfig
from training.datasets.records import Problem, SourceClip, SourceSentence, SourceStudy, Split, ViewSource
from training.datasets.shard_writer import MadeClip, WantedStudy, is_complete, is_current, write_shard
from training.datasets.shards import ShardPixels, clip_shape, index_path, read_index, sample_key, tar_path

SPEC = InputConfig(frames=2, stride=1, size=8).preprocess()


class KilledError(Exception):
    """Stands for a kill."""


class Maker:
    """Makes clips of one grey level each, notes which, and stops at one that it is told."""

    def __init__(self, stop_at: str = "") -> None:
        self.made: list[str] = []
        self.stop_at = stop_at

    def __call__(self, study: SourceStudy, clip: SourceClip) -> MadeClip | Problem:
        if clip.clip_key == self.stop_at:
            raise KilledError
        self.made.append(clip.clip_key)
        if clip.clip_key.endswith("bad"):
            return Problem("unreadable clip", study.study_key, clip.clip_key, "It is damaged.")
        return MadeClip(media(np.full((2, 8, 8, 3), int(clip.clip_key.partition(".")[0]), np.uint8)), clip.clip_key)


def _study(key: str, clips: Sequence[str], fingerprint: str = "1", text: str = "Fine.\u2028Naïve.") -> WantedStudy:
    source = SourceStudy(
        key,
        f"patient of {key}",
        tuple(SourceClip(clip, Path(clip), "plax" if clip.startswith("1") else "") for clip in clips),
        (SourceSentence("Aorta", text, "aorta=fine"),),
        split=Split.TEST,
        truth={"ef": 55.5},
    )
    return WantedStudy(source, tuple(f"{key} {clip} {fingerprint}" for clip in clips))


STUDIES = [_study("a", ["10.1", "11.1"]), _study("b", ["20.1", "21.bad", "22.1"]), _study("c", ["30.1"])]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _levels(folder: Path) -> dict[str, int]:
    """Return the grey level behind each offset of the index."""
    pixels = ShardPixels(folder, clip_shape(SPEC))
    return {clip.clip_key: int(pixels.clip(0, clip.offset)[0, 0, 0, 0]) for row in _rows(folder) for clip in row.clips}


def _rows(folder: Path) -> list:
    return list(read_index(index_path(folder, 0))[1])


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    folder = tmp_path / "whole"
    write_shard(folder, 0, SPEC, STUDIES, Maker())
    return folder


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_webdataset_reads_a_shard_as_it_is(whole: Path) -> None:
    samples = list(wds.WebDataset(str(tar_path(whole, 0)), shardshuffle=False).decode())
    assert [sample["json"]["clip_key"] for sample in samples] == ["10.1", "11.1", "20.1", "22.1", "30.1"]
    assert [int(sample["npy"].mean()) for sample in samples] == [10, 11, 20, 22, 30]
    assert samples[0]["npy"].shape == (2, 8, 8, 3)
    assert samples[0]["json"]["study_key"] == "a"
    keys = [sample["__key__"] for sample in samples]
    assert keys == [sample_key(s, c) for s, c in zip("aabbc", ["10.1", "11.1", "20.1", "22.1", "30.1"], strict=True)]
    assert len(set(keys)) == 5


def test_the_index_points_into_the_tar(whole: Path) -> None:
    assert _levels(whole) == {"10.1": 10, "11.1": 11, "20.1": 20, "22.1": 22, "30.1": 30}
    with tarfile.open(tar_path(whole, 0)) as tar:
        offsets = {member.name: member.offset_data for member in tar}
    assert {sample_key("c", "30.1") + ".npy": row.offset for row in _rows(whole)[2].clips}.items() <= offsets.items()


def test_the_index_tells_studies_views_and_what_was_left_out(whole: Path) -> None:
    first, second, _ = _rows(whole)
    assert first.patient_key == "patient of a"
    assert first.split is Split.TEST
    assert first.truth == {"ef": 55.5}
    assert first.sentences == (SourceSentence("Aorta", "Fine.\u2028Naïve.", "aorta=fine"),)
    assert (first.clips[0].view, first.clips[0].view_source) == ("plax", ViewSource.ARCHIVE)
    assert (second.clips[0].view, second.clips[0].view_source) == ("", ViewSource.UNKNOWN)
    assert [one.problem for one in second.left_out] == [Problem("unreadable clip", "b", "21.bad", "It is damaged.")]


@pytest.mark.parametrize("stop_at", ["10.1", "11.1", "20.1", "22.1", "30.1"])
def test_a_killed_run_goes_on_after_its_last_finished_study(whole: Path, tmp_path: Path, stop_at: str) -> None:
    folder = tmp_path / "killed"
    with pytest.raises(KilledError):
        write_shard(folder, 0, SPEC, STUDIES, Maker(stop_at))
    assert not is_complete(folder, 0)
    maker = Maker()
    write_shard(folder, 0, SPEC, STUDIES, maker)
    assert _bytes(folder) == _bytes(whole)
    study = next(one for one in STUDIES if stop_at in [clip.clip_key for clip in one.source.clips])
    assert maker.made[0] == study.source.clips[0].clip_key


@pytest.mark.parametrize("torn", [1, 20, 500])
def test_a_torn_index_costs_the_torn_study_alone(whole: Path, tmp_path: Path, torn: int) -> None:
    folder = tmp_path / "torn"
    with pytest.raises(KilledError):
        write_shard(folder, 0, SPEC, STUDIES, Maker("30.1"))
    index = folder / "shard-00000.jsonl.part"
    index.write_bytes(index.read_bytes()[:-torn])
    maker = Maker()
    write_shard(folder, 0, SPEC, STUDIES, maker)
    assert maker.made == ["20.1", "21.bad", "22.1", "30.1"]
    assert _bytes(folder) == _bytes(whole)


def test_pictures_that_did_not_reach_the_disk_are_made_again(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    with pytest.raises(KilledError):
        write_shard(folder, 0, SPEC, STUDIES, Maker("30.1"))
    tar = folder / "shard-00000.tar.part"
    tar.write_bytes(tar.read_bytes()[:-600])
    write_shard(folder, 0, SPEC, STUDIES, Maker())
    assert _bytes(folder) == _bytes(whole)


def test_a_kill_between_the_two_renames_is_noticed(whole: Path, tmp_path: Path) -> None:
    index_path(whole, 0).rename(whole / "shard-00000.jsonl.part")
    assert not is_complete(whole, 0)
    maker = Maker()
    write_shard(whole, 0, SPEC, STUDIES, maker)
    assert len(maker.made) == 6
    assert _levels(whole)["30.1"] == 30


def test_only_the_changed_clip_is_made_again(whole: Path, tmp_path: Path) -> None:
    changed = [STUDIES[0], _study("b", ["20.1", "21.bad", "22.1", "23.1"]), STUDIES[2]]
    assert is_current(whole, 0, SPEC, STUDIES)
    assert not is_current(whole, 0, SPEC, changed)
    maker = Maker()
    write_shard(whole, 0, SPEC, changed, maker)
    assert maker.made == ["23.1"]
    write_shard(tmp_path / "fresh", 0, SPEC, changed, Maker())
    assert _bytes(whole) == _bytes(tmp_path / "fresh")


def test_a_changed_report_decodes_nothing(whole: Path, tmp_path: Path) -> None:
    changed = [_study("a", ["10.1", "11.1"], text="Not fine."), *STUDIES[1:]]
    maker = Maker()
    write_shard(whole, 0, SPEC, changed, maker)
    assert maker.made == []
    assert _rows(whole)[0].sentences[0].text == "Not fine."
    write_shard(tmp_path / "fresh", 0, SPEC, changed, Maker())
    assert _bytes(whole) == _bytes(tmp_path / "fresh")


def test_a_changed_file_is_made_again(whole: Path) -> None:
    maker = Maker()
    write_shard(whole, 0, SPEC, [*STUDIES[:2], _study("c", ["30.1"], fingerprint="2")], maker)
    assert maker.made == ["30.1"]


def test_other_settings_make_everything_again(whole: Path) -> None:
    other = InputConfig(frames=2, stride=3, size=8).preprocess()
    assert not is_current(whole, 0, other, STUDIES)
    maker = Maker()
    write_shard(whole, 0, other, STUDIES, maker)
    assert len(maker.made) == 6


def test_a_damaged_clip_is_not_copied(whole: Path) -> None:
    tar = tar_path(whole, 0)
    data = bytearray(tar.read_bytes())
    data[_rows(whole)[0].clips[1].offset + 200] ^= 1
    tar.write_bytes(data)
    maker = Maker()
    write_shard(whole, 0, SPEC, [*STUDIES[:2], _study("c", ["31.1"])], maker)
    assert maker.made == ["11.1", "31.1"]


def test_refuses_a_damaged_or_newer_index(whole: Path) -> None:
    path = index_path(whole, 0)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1][:50]]), encoding="utf-8")
    with pytest.raises(StorageError, match="shard-00000 is damaged"):
        _rows(whole)
    path.write_text(json.dumps({**json.loads(lines[0]), "version": 2}), encoding="utf-8")
    with pytest.raises(StorageError, match="newer version"):
        read_index(path)
    with pytest.raises(StorageError, match="cannot be read"):
        read_index(path.with_name("none.jsonl"))
