from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.clip_store import ClipStore, Sentence, Shard, StudyRecord, shard_done, write_shard


def _shard(first: int, studies: int = 2, clips: int = 3) -> Shard:
    records = tuple(
        StudyRecord(f"s{first + k}", f"p{first + k}", (Sentence("Aorta", "It is wide.", None),), {"ef": 50.0 + k}, {})
        for k in range(studies)
    )
    pictures = np.random.default_rng(first).integers(0, 255, (studies * clips, 4, 8, 8, 3), dtype=np.uint8)
    views = tuple("ab"[k % 2] for k in range(studies * clips))
    return Shard(pictures, views, tuple(k // clips for k in range(studies * clips)), records)


def test_reads_back_what_was_written(tmp_path: Path) -> None:
    shards = [_shard(0), _shard(2)]
    for number, shard in enumerate(shards):
        write_shard(tmp_path, number, shard)
    store = ClipStore(tmp_path, ["a", "b"])
    assert len(store) == 12
    assert store.studies == [*shards[0].records, *shards[1].records]
    assert store.view_of.tolist() == [0, 1] * 6
    assert [clips.tolist() for clips in store.clips_of] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
    np.testing.assert_array_equal(store.read([7, 2]), [shards[1].clips[1], shards[0].clips[2]])
    np.testing.assert_array_equal(
        store.read_frames(np.asarray([7, 2]), np.asarray([3, 0])), [shards[1].clips[1, 3], shards[0].clips[2, 0]]
    )


def test_pictures_without_an_index_are_not_a_shard(tmp_path: Path) -> None:
    write_shard(tmp_path, 0, _shard(0))
    write_shard(tmp_path, 1, _shard(2))
    (tmp_path / "shard_00001.json").unlink()
    assert shard_done(tmp_path, 0)
    assert not shard_done(tmp_path, 1)
    assert len(ClipStore(tmp_path, ["a", "b"]).studies) == 2


def test_a_view_that_is_not_known_is_minus_one(tmp_path: Path) -> None:
    write_shard(tmp_path, 0, _shard(0))
    assert ClipStore(tmp_path, ["b"]).view_of.tolist() == [-1, 0] * 3


def test_refuses_a_folder_without_clips(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="no prepared clips"):
        ClipStore(tmp_path, [])


def test_the_first_studies_alone(tmp_path: Path) -> None:
    write_shard(tmp_path, 0, _shard(0))
    write_shard(tmp_path, 1, _shard(2))
    store = ClipStore(tmp_path, ["a", "b"])
    part = store.first_studies(3)
    assert (len(part), len(part.studies), len(store)) == (9, 3, 12)
    np.testing.assert_array_equal(part.read([8]), store.read([8]))
