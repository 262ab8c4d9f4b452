from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError, StorageError
from tests.prepared_clips import Shard, write_shard
from training.datasets.clip_store import ClipStore, Sentence, StudyRecord
from training.datasets.records import Split
from training.datasets.shards import tar_path

SIDES = (Split.TRAIN, Split.TEST)


def _shard(first: int, studies: int = 2, clips: int = 3, views: str = "ab") -> Shard:
    records = tuple(
        StudyRecord(
            f"s{first + k}", f"p{first + k}", (Sentence("Aorta", "It is wide.", None),), {"ef": 50.0 + k}, {"e": 0.5}
        )
        for k in range(studies)
    )
    pictures = np.random.default_rng(first).integers(0, 255, (studies * clips, 4, 8, 8, 3), dtype=np.uint8)
    names = tuple(views[k % len(views)] for k in range(studies * clips))
    return Shard(pictures, names, tuple(k // clips for k in range(studies * clips)), records, SIDES)


@pytest.fixture
def shards(tmp_path: Path) -> list[Shard]:
    shards = [_shard(0), _shard(2)]
    for number, shard in enumerate(shards):
        write_shard(tmp_path, number, shard)
    return shards


def test_reads_back_what_was_written(tmp_path: Path, shards: list[Shard]) -> None:
    store = ClipStore(tmp_path, ["a", "b"])
    assert len(store) == 12
    assert store.clip_shape == (4, 8, 8, 3)
    assert store.studies == [*shards[0].records, *shards[1].records]
    assert store.view_of.tolist() == [0, 1] * 6
    assert store.study_of.tolist() == [k // 3 for k in range(12)]
    assert store.keys[7] == "s2-1"
    assert [clips.tolist() for clips in store.clips_of] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
    np.testing.assert_array_equal(store.read([7, 2]), [shards[1].clips[1], shards[0].clips[2]])
    np.testing.assert_array_equal(
        store.read_frames(np.asarray([7, 2]), np.asarray([3, 0])), [shards[1].clips[1, 3], shards[0].clips[2, 0]]
    )


def test_reads_one_side(tmp_path: Path, shards: list[Shard]) -> None:
    store = ClipStore(tmp_path, ["a"], Split.TEST)
    assert [study.study_id for study in store.studies] == ["s1", "s3"]
    np.testing.assert_array_equal(store.read([0, 5]), [shards[0].clips[3], shards[1].clips[5]])
    with pytest.raises(ArgumentError, match="no prepared clips for validation"):
        ClipStore(tmp_path, ["a"], Split.VALIDATION)


def test_a_view_that_is_not_known_is_minus_one(tmp_path: Path, shards: list[Shard]) -> None:
    assert ClipStore(tmp_path, ["b"]).view_of.tolist() == [-1, 0] * 6


def test_tells_modality_and_frame_rate(tmp_path: Path) -> None:
    write_shard(tmp_path, 0, _shard(0, studies=1, clips=4, views=["plax", "tdi_septal", "", "own label"]))
    store = ClipStore(tmp_path, ["plax"])
    assert store.modality_of.tolist() == ["2d", "tdi", "", ""]
    assert store.fps_of.tolist() == [30.0] * 4
    shard = _shard(1, studies=1)
    write_shard(tmp_path, 0, Shard(shard.clips, shard.views, shard.studies, shard.records, fps=None))
    assert np.isnan(ClipStore(tmp_path, ["plax"]).fps_of).all()


def test_refuses_a_folder_without_clips(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="no prepared clips"):
        ClipStore(tmp_path, [])


def test_refuses_a_folder_that_is_not_finished(tmp_path: Path, shards: list[Shard]) -> None:
    (tmp_path / "clips.parquet").unlink()
    with pytest.raises(ArgumentError, match="to the end: prepare --finish"):
        ClipStore(tmp_path, [])


def test_the_first_studies_alone(tmp_path: Path, shards: list[Shard]) -> None:
    store = ClipStore(tmp_path, ["a", "b"])
    part = store.first_studies(3)
    assert (len(part), len(part.studies), len(store)) == (9, 3, 12)
    np.testing.assert_array_equal(part.read([8]), store.read([8]))
    assert len(store.first_studies(99)) == 12


def test_the_studies_with_reports_alone(tmp_path: Path) -> None:
    shard = _shard(0, studies=3, clips=2)
    records = [*shard.records[:1], StudyRecord("s1", "p1", (), {}, {}), shard.records[2]]
    write_shard(tmp_path, 0, Shard(shard.clips, shard.views, shard.studies, records))
    part = ClipStore(tmp_path, ["a", "b"]).with_reports()
    assert [study.study_id for study in part.studies] == ["s0", "s2"]
    assert [clips.tolist() for clips in part.clips_of] == [[0, 1], [2, 3]]
    assert part.study_of.tolist() == [0, 0, 1, 1]
    np.testing.assert_array_equal(part.read([2, 3]), shard.clips[4:])


def test_refuses_a_store_without_any_report(tmp_path: Path) -> None:
    shard = _shard(0, studies=1)
    write_shard(tmp_path, 0, Shard(shard.clips, shard.views, shard.studies, [StudyRecord("s0", "p0", (), {}, {})]))
    with pytest.raises(ArgumentError, match="None of the prepared studies has a report"):
        ClipStore(tmp_path, ["a"]).with_reports()


def test_another_process_reads_the_same(tmp_path: Path, shards: list[Shard]) -> None:
    store = ClipStore(tmp_path, ["a"])
    store.read([0])
    copy = pickle.loads(pickle.dumps(store))  # noqa: S301 - as multiprocessing does
    np.testing.assert_array_equal(copy.read([7]), store.read([7]))


@pytest.mark.parametrize("damage", ["cut off", "exchanged", "missing"])
def test_never_returns_another_clip_for_a_damaged_one(tmp_path: Path, shards: list[Shard], damage: str) -> None:
    tar = tar_path(tmp_path, 1)
    if damage == "cut off":
        tar.write_bytes(tar.read_bytes()[:2000])
    elif damage == "exchanged":
        tar.write_bytes(b"\0" * 512 + tar.read_bytes())
    else:
        tar.unlink()
    store = ClipStore(tmp_path, ["a"])
    assert store.read([0]).shape == (1, 4, 8, 8, 3)
    with pytest.raises(StorageError, match=r"The shard shard-00001 is (damaged|missing)"):
        store.read([11])
