"""Embeddings that were computed before are found again, and nothing else is."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import os
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.inference.cache import CachedClip, CacheKey, EmbeddingCache

KEY = CacheKey("1.2.3", "ab" * 32, "bundle")
CLIP = CachedClip(np.array([0.25, 0.75], np.float32), np.arange(4, dtype=np.float32))


def the_file(folder: Path) -> Path:
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    return path


def test_entry_is_found_again(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path / "cache").put(KEY, CLIP)
    found = EmbeddingCache(tmp_path / "cache").get(KEY)
    assert found is not None
    assert np.array_equal(found.view_probabilities, CLIP.view_probabilities)
    assert found.embedding is not None
    assert CLIP.embedding is not None
    assert np.array_equal(found.embedding, CLIP.embedding)


def test_entry_of_a_view_alone_is_found_again_and_gives_way_to_the_whole(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.put(KEY, CachedClip(CLIP.view_probabilities, None))
    found = cache.get(KEY)
    assert found is not None
    assert found.embedding is None
    assert np.array_equal(found.view_probabilities, CLIP.view_probabilities)
    cache.put(KEY, CLIP)
    found = cache.get(KEY)
    assert found is not None
    assert found.embedding is not None


@pytest.mark.parametrize("field", ["sop_instance_uid", "content_sha256", "bundle_key"])
def test_other_clip_pixels_or_bundle_are_not_found(tmp_path: Path, field: str) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.put(KEY, CLIP)
    assert cache.get(dataclasses.replace(KEY, **{field: "other"})) is None


def test_empty_cache_finds_nothing(tmp_path: Path) -> None:
    assert EmbeddingCache(tmp_path / "none").get(KEY) is None


def test_no_uid_stands_in_a_file_name(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).put(KEY, CLIP)
    assert "1.2.3" not in str(the_file(tmp_path).relative_to(tmp_path))


@pytest.mark.parametrize("damage", ["cut", "flipped", "noise", "empty", "another length"])
def test_damaged_entry_is_ignored_and_removed(tmp_path: Path, damage: str) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.put(KEY, CLIP)
    path = the_file(tmp_path)
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        assert CLIP.embedding is not None
        place = data.find(CLIP.embedding.tobytes())
        data[place + 5] ^= 0xFF
        path.write_bytes(data)
    elif damage == "another length":
        data[32] += 1  # of the first array
        path.write_bytes(hashlib.sha256(data[32:]).digest() + data[32:])
    else:
        path.write_bytes({"cut": bytes(data[: len(data) // 2]), "noise": b"noise" * 20, "empty": b""}[damage])
    assert cache.get(KEY) is None
    assert not path.exists()
    cache.put(KEY, CLIP)
    assert cache.get(KEY) is not None


def test_values_that_are_no_numbers_are_removed(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.put(KEY, CachedClip(CLIP.view_probabilities, np.full(4, np.nan, np.float32)))
    assert cache.get(KEY) is None


def test_refusing_disk_is_logged_and_does_not_stop_the_work(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = EmbeddingCache(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            cache.put(numbered(number), CLIP)
    assert [record.getMessage() for record in caplog.records] == ["embeddings cannot be cached here: Not a directory"]
    assert cache.get(numbered(0)) is None


def numbered(number: int) -> CacheKey:
    """Return a key; different numbers, different clips."""
    return dataclasses.replace(KEY, content_sha256=f"{number:064x}")


def test_oldest_entry_gives_way_in_a_full_folder(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path, most=2)
    keys = [numbered(number) for number in range(2000)]
    together = [key for key in keys if key.name[:2] == keys[0].name[:2]]
    elsewhere = next(key for key in keys if key.name[:2] != keys[0].name[:2])
    young, old, new = together[:3]
    for key, written_s in ((elsewhere, 1), (young, 20), (old, 10)):
        cache.put(key, CLIP)
        os.utime(tmp_path / key.name[:2] / key.name, (written_s, written_s))
    cache.put(new, CLIP)
    assert cache.get(old) is None
    assert all(cache.get(key) is not None for key in (young, new, elsewhere))


def test_what_a_killed_process_left_gives_way_too(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path, most=1)
    cache.put(KEY, CLIP)
    half = the_file(tmp_path).with_name(f".{KEY.name}.1.tmp")
    half.write_bytes(b"half")
    os.utime(half, ns=(0, 0))
    cache.put(KEY, CLIP)
    assert not half.exists()
    assert cache.get(KEY) is not None
