from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.__main__ import main
from training.echoprime.files import check_files, embedding_parts


def test_missing_files_are_named_with_the_place_where_they_belong(release: Path) -> None:
    (release / "model_data/candidates_data/candidate_embeddings_p1.pt").unlink()
    (release / "assets/MIL_weights.csv").unlink()
    with pytest.raises(ArgumentError, match=r"lacks model_data/\S+/candidate_embeddings_p1\.pt, assets/MIL"):
        check_files(release)


def test_what_only_adds_to_the_release_may_be_missing(release: Path) -> None:
    (release / "assets/roc_thresholds.csv").unlink()
    (release / "LICENSE").unlink()
    check_files(release)


def test_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="--release"):
        check_files(tmp_path / "nowhere")


def test_packed_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "EchoPrime.zip").touch()
    with pytest.raises(ArgumentError, match=r"EchoPrime\.zip is a file\. Unpack it"):
        check_files(tmp_path / "EchoPrime.zip")


def test_parts_come_in_the_order_of_their_numbers(release: Path) -> None:
    folder = release / "model_data/candidates_data"
    (folder / "candidate_embeddings_p10.pt").touch()
    names = [path.name for path in embedding_parts(release)]
    assert names == [f"candidate_embeddings_p{number}.pt" for number in (1, 2, 10)]


def test_command_refuses_a_folder_that_is_taken(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["import-echoprime", "--release", str(release), "--out", str(tmp_path), "--accept-licence"]
    assert main(arguments) == 2
    assert "already a folder" in capsys.readouterr().err
