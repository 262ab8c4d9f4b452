from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from tests.echoprime_release import CANDIDATES
from training.__main__ import main
from training.echoprime.candidates import read_candidates, read_labels
from training.echoprime.files import TABLE, VIEW_CLASSIFIER, check_files, embedding_parts, find
from training.echoprime.tables import read_section_table


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


@pytest.mark.parametrize(
    ("weights", "candidates", "assets"),
    [
        ("weights", "candidates_data", "assets"),
        ("model_data/weights", "candidates_data", "model_data/assets"),
        (".", ".", "."),
        ("model_data", "model_data", "."),
    ],
)
def test_other_layouts_of_a_copy_are_the_same_release(
    weights: str, candidates: str, assets: str, release: Path, whole_release: Path
) -> None:
    for own, other in (("model_data/weights", weights), ("model_data/candidates_data", candidates), ("assets", assets)):
        (release / other).mkdir(parents=True, exist_ok=True)
        for path in list((release / own).iterdir()):
            path.rename(release / other / path.name)
    check_files(release)
    assert read_section_table(release) == read_section_table(whole_release)
    labels = read_labels(release)
    moved, own_places = read_candidates(release, labels), read_candidates(whole_release, labels)
    assert list(moved.reports) == list(own_places.reports)
    assert np.array_equal(moved.embeddings, own_places.embeddings)


def test_a_part_that_was_left_where_it_was_downloaded_to_is_found(release: Path) -> None:
    (release / "model_data/candidates_data/candidate_embeddings_p2.pt").rename(release / "candidate_embeddings_p2.pt")
    check_files(release)
    assert len(read_candidates(release, {}).embeddings) == CANDIDATES


def test_a_files_own_place_goes_before_every_other(release: Path) -> None:
    for name in (TABLE, VIEW_CLASSIFIER):
        (release / Path(name).name).write_text("another")
        assert find(release, name) == release / name
    (release / "candidate_embeddings_p1.pt").write_text("another")
    assert embedding_parts(release)[0].parent == release / "model_data/candidates_data"


def test_parts_come_in_the_order_of_their_numbers(release: Path) -> None:
    folder = release / "model_data/candidates_data"
    (folder / "candidate_embeddings_p10.pt").touch()
    names = [path.name for path in embedding_parts(release)]
    assert names == [f"candidate_embeddings_p{number}.pt" for number in (1, 2, 10)]


def test_stopped_command_ends_with_a_sentence(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.echoprime.command.write_bundle", stopped)
    out = tmp_path / "bundle"
    assert main(["import-echoprime", "--release", str(release), "--out", str(out), "--accept-licence"]) == 1
    assert capsys.readouterr().err.endswith("The command was stopped.\n")
    assert not out.exists()


def test_command_refuses_a_folder_that_is_taken(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["import-echoprime", "--release", str(release), "--out", str(tmp_path), "--accept-licence"]
    assert main(arguments) == 2
    assert "already a folder" in capsys.readouterr().err
