from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.tables import find_table, has_table, number, read_table

TEXT = 'FileName,EF,Note\na.avi, 55 ,"one, two"\n\nb.avi,60\n'


def test_reads_the_columns_asked_for_by_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\ufeff" + TEXT, encoding="utf-8")
    rows = list(read_table(path, ["ef", "FileName"], optional=["Note", "FPS"]))
    assert rows == [
        {"ef": "55", "FileName": "a.avi", "Note": "one, two", "FPS": ""},
        {"ef": "60", "FileName": "b.avi", "Note": "", "FPS": ""},
    ]


def test_a_gzipped_table_reads_like_a_plain_one(tmp_path: Path) -> None:
    plain, packed = tmp_path / "list.csv", tmp_path / "list.csv.gz"
    plain.write_text(TEXT, encoding="utf-8")
    packed.write_bytes(gzip.compress(TEXT.encode()))
    assert list(read_table(plain, ["FileName", "EF"])) == list(read_table(packed, ["FileName", "EF"]))


def test_plain_is_taken_before_gzipped(tmp_path: Path) -> None:
    assert not has_table(tmp_path, "list")
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(b"a\n"))
    assert find_table(tmp_path, "list").name == "list.csv.gz"
    (tmp_path / "list.csv").write_text("a\n", encoding="utf-8")
    assert find_table(tmp_path, "list").name == "list.csv"
    assert has_table(tmp_path, "list")


def test_a_column_may_have_several_names(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("names,labels\nv,A4C\n", encoding="utf-8")
    assert list(read_table(path, [("video_name", "names"), ("label", "labels")])) == [
        {"video_name": "v", "label": "A4C"}
    ]


def test_names_every_missing_column_and_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(
        ArgumentError, match=r"list\.csv lacks the columns ESV, Split or fold\. It has FileName, EF, Note"
    ):
        list(read_table(path, ["EF", "ESV", ("Split", "fold")]))
    path.write_text("", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"lacks the column EF\. It has no columns at all"):
        list(read_table(path, ["EF"]))


def test_names_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"FileList\.csv \(or FileList\.csv\.gz\) is not in the folder"):
        find_table(tmp_path, "FileList")
    with pytest.raises(ArgumentError, match=r"gone\.csv is missing"):
        list(read_table(tmp_path / "gone.csv", ["a"]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.csv.gz", gzip.compress(TEXT.encode() * 200)[:-20]),
        ("not.csv.gz", b"plain text"),
        ("latin.csv", "FileName,EF\nü,1\n".encode("latin-1")),
    ],
)
def test_names_a_damaged_table(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ArgumentError, match=f"{name} cannot be read"):
        list(read_table(tmp_path / name, ["FileName", "EF"]))


def test_refuses_two_columns_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("EF,ef\n1,2\n", encoding="utf-8")
    with pytest.raises(ArgumentError, match="two columns ef"):
        list(read_table(path, ["EF"]))


def test_only_finite_numbers_are_numbers() -> None:
    assert number("5.5") == 5.5
    assert [number(text) for text in ("", "nan", "inf", "5,5", "five")] == [None] * 5
