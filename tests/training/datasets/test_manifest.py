from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from deepcoro_desktop.core.errors import StorageError
from tests.prepared_clips import Shard, write_shard, write_store
from training.config import InputConfig
from training.datasets import manifest
from training.datasets.clip_store import ClipStore, Sentence, StudyRecord
from training.datasets.manifest import UnfinishedError, data_hash, read_dataset, read_table

SPEC = InputConfig(frames=2, stride=1, size=8).preprocess()
CANONICAL = {
    "clips": "patient_key study_key clip_key path sop_class n_frames fps rows cols photometric modality view "
    "view_probability view_source split dataset licence",
    "reports": "study_key section sentence_index text",
    "labels": "study_key name value unit source",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(2):
        sentences = (Sentence("Aorta", "Wide.", "aorta=wide"), Sentence("Aorta", "Long.", None))
        record = StudyRecord(f"s{number}", f"p{number}", sentences, {"ef": 50.0}, {"edv": 90.0})
        clips = np.full((3, 2, 8, 8, 3), number, np.uint8)
        write_shard(tmp_path, number, Shard(clips, ["plax"] * 3, [0] * 3, [record]))
    return tmp_path


@pytest.mark.parametrize("name", CANONICAL)
def test_has_the_columns_of_the_canonical_manifest(folder: Path, name: str) -> None:
    table = pq.read_table(folder / f"{name}.parquet")
    columns = CANONICAL[name].split()
    assert table.column_names[: len(columns)] == columns


def test_has_a_row_for_each_clip_sentence_and_value(folder: Path) -> None:
    assert [read_table(folder, f"{name}.parquet").num_rows for name in CANONICAL] == [6, 4, 4]
    assert read_table(folder, "reports.parquet").to_pylist()[1] == {
        "study_key": "s0",
        "section": "Aorta",
        "sentence_index": 1,
        "text": "Long.",
        "concept": None,
    }


def test_many_rows_are_written_in_groups(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, store = data_hash(folder), ClipStore(folder, ["plax"])
    monkeypatch.setattr(manifest, "_ROW_GROUP", 2)
    write_store(folder, SPEC, 2)
    assert pq.ParquetFile(folder / "clips.parquet").num_row_groups == 3
    assert data_hash(folder) == before
    again = ClipStore(folder, ["plax"])
    assert (again.keys, again.studies, again.study_of.tolist()) == (store.keys, store.studies, [0, 0, 0, 1, 1, 1])


def test_leaves_no_manifest_where_a_shard_does_not_fit(folder: Path) -> None:
    with pytest.raises(UnfinishedError, match="Shard 2 of 3 is missing"):
        write_store_of(folder, shards=3)
    assert not (folder / "clips.parquet").exists()
    with pytest.raises(UnfinishedError, match="Shard 0 was prepared with other settings"):
        write_store(folder, InputConfig(frames=2, stride=2, size=8).preprocess(), 2)
    with pytest.raises(UnfinishedError, match="holds a study that the dataset no longer has"):
        write_store_of(folder, studies=["s0"])
    with pytest.raises(UnfinishedError, match="hold 2 of the dataset's 3 studies"):
        write_store_of(folder, studies=["s0", "s1", "s2"])
    assert sorted(path.name for path in folder.glob("*.tmp")) + sorted(path.name for path in folder.glob(".*")) == []


def write_store_of(folder: Path, shards: int = 2, studies: tuple[str, ...] | list[str] = ("s0", "s1")) -> None:
    dataset = manifest.Dataset("test", "MIT", "test", shards, SPEC)
    manifest.write_manifest(folder, dataset, dict.fromkeys(studies, manifest.Split.TEST))


def test_refuses_damaged_tables_and_newer_folders(folder: Path) -> None:
    table = folder / "reports.parquet"
    table.write_bytes(table.read_bytes()[:-20])
    with pytest.raises(StorageError, match=r"The table reports\.parquet of .* is damaged"):
        ClipStore(folder, [])
    path = folder / "dataset.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**raw, "version": 2}), encoding="utf-8")
    with pytest.raises(StorageError, match="prepared by a newer version"):
        read_dataset(folder)
    path.write_text(json.dumps({**raw, "shards": "?", "more": 1}), encoding="utf-8")
    with pytest.raises(StorageError, match=r"The dataset\.json of .* is damaged"):
        read_dataset(folder)
