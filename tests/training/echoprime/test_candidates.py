from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from deepcoro_desktop.core.errors import ArgumentError
from tests.echoprime_definition import section_text
from tests.echoprime_release import CANDIDATES, SECTIONS, dump, invented_phrases
from training.echoprime.candidates import read_candidates, read_labels, read_phrases

DATA = "model_data/candidates_data"


def test_reports_are_decoded_by_the_phrases_own_order(whole_release: Path) -> None:
    stored = pickle.loads((whole_release / DATA / "candidate_reports.pkl").read_bytes())  # noqa: S301 - our own
    candidates = read_candidates(whole_release, {})
    assert len(candidates.reports) == CANDIDATES
    for report, raw in zip(candidates.reports, stored, strict=True):
        for name in SECTIONS:
            own = [sentence.text for sentence in report.sentences if sentence.section == name]
            assert own == section_text(raw, name, invented_phrases())
    texts = {sentence.text for report in candidates.reports for sentence in report.sentences}
    assert any("moves like a wheel." in text for text in texts)
    assert any(text.endswith("measures 4.0 cm.") for text in texts)
    assert not any("<" in text for text in texts)


def test_embeddings_of_all_parts_keep_their_length(whole_release: Path) -> None:
    parts = [torch.load(whole_release / DATA / f"candidate_embeddings_p{n}.pt") for n in (1, 2)]
    candidates = read_candidates(whole_release, {})
    assert candidates.embeddings.dtype == np.float32
    assert np.array_equal(candidates.embeddings, torch.cat(parts).numpy())


def test_one_part_may_hold_them_all(release: Path) -> None:
    parts = [torch.load(release / DATA / f"candidate_embeddings_p{n}.pt") for n in (1, 2)]
    torch.save(torch.cat(parts), release / DATA / "candidate_embeddings_p1.pt")
    (release / DATA / "candidate_embeddings_p2.pt").unlink()
    assert len(read_candidates(release, {}).embeddings) == CANDIDATES


def test_missing_part_is_named_by_the_rows_that_lack(release: Path) -> None:
    (release / DATA / "candidate_embeddings_p2.pt").unlink()
    with pytest.raises(ArgumentError, match=r"hold 70 candidates where 130 studies.*_p2\.pt"):
        read_candidates(release, {})


def test_table_of_studies_that_was_cut_off_is_named(release: Path) -> None:
    table = release / DATA / "candidate_studies.csv"
    table.write_text("\n".join(table.read_text().splitlines()[:101]))
    with pytest.raises(ArgumentError, match=r"hold 130 candidates where 100 studies.*candidate_studies\.csv again"):
        read_candidates(release, {})


def test_labels_are_found_whether_studies_are_numbers_or_texts(release: Path) -> None:
    rows = "".join(f"{row},{1000 + row}\n" for row in range(CANDIDATES))
    (release / DATA / "candidate_studies.csv").write_text(",Study\n" + rows)
    dump(
        release / DATA / "candidate_labels.pkl", {"effusion": {1000: 1.0, "1001": np.float64(0.5), 1002: float("nan")}}
    )
    reports = read_candidates(release, read_labels(release)).reports
    assert [dict(report.labels) for report in reports[:4]] == [{"effusion": 1.0}, {"effusion": 0.5}, {}, {}]
    assert reports[0].report_id == "1000"


def test_study_that_stands_twice_keeps_both_reports(release: Path) -> None:
    rows = "".join(f"{row},s{row // 2}\n" for row in range(CANDIDATES))
    (release / DATA / "candidate_studies.csv").write_text(",Study\n" + rows)
    reports = read_candidates(release, {"effusion": {"s0": 1.0}}).reports
    assert [report.report_id for report in reports[:3]] == ["s0", "s0 (row 1)", "s1"]
    assert [dict(report.labels) for report in reports[:3]] == [{"effusion": 1.0}] * 2 + [{}]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ((99, 0, None), "Report 1 .* no section 99"),
        ((0, 7, None), "Report 1 .* no phrase of Pulmonary Veins 7"),
        ((-1, 0, None), "no section -1"),
        ((0, 0), "Report 1 .* cannot be decoded"),
        (("x", 0, None), "Report 1 .* cannot be decoded"),
    ],
)
def test_report_that_names_no_phrase_is_refused(entry: tuple[object, ...], message: str, release: Path) -> None:
    dump(release / DATA / "candidate_reports.pkl", [[entry]] * CANDIDATES)
    with pytest.raises(ArgumentError, match=message):
        read_candidates(release, {})


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("candidate_reports.pkl", [[]], "holds 1 reports where 130 studies"),
        ("candidate_reports.pkl", {"a": 1}, "holds no list of reports"),
        ("candidate_labels.pkl", [1, 2], "does not hold a number of each study"),
        ("candidate_labels.pkl", {"ef": {"a": "high"}}, "does not hold a number of each study"),
    ],
)
def test_pickles_of_another_form_are_refused(file: str, content: object, message: str, release: Path) -> None:
    dump(release / DATA / file, content)
    with pytest.raises(ArgumentError, match=message):
        read_candidates(release, read_labels(release))


@pytest.mark.parametrize(
    ("tensor", "message"),
    [
        (torch.zeros(CANDIDATES, 256), r"\(130, 256\) where rows of 512"),
        (torch.zeros(512), r"\(512,\) where rows of 512"),
        ([1.0], "no tensor where rows of 512"),
        (torch.full((60, 512), float("nan")), "no numbers"),
    ],
)
def test_embeddings_of_another_shape_are_refused(tensor: object, message: str, release: Path) -> None:
    torch.save(tensor, release / DATA / "candidate_embeddings_p2.pt")
    with pytest.raises(ArgumentError, match=message):
        read_candidates(release, {})


@pytest.mark.parametrize("raw", [[], {"A": ["b"]}, {"A": {"b": [1]}}, {" ": {"b": ["c"]}}, {}])
def test_phrases_of_another_form_are_refused(raw: object, release: Path) -> None:
    (release / "assets/all_phr.json").write_text(json.dumps(raw))
    with pytest.raises(ArgumentError, match="does not hold the phrases"):
        read_phrases(release)


@pytest.mark.parametrize("table", ["Name\na\n", "Study\n", ",Study\n0,\n"])
def test_table_without_studies_is_refused(table: str, release: Path) -> None:
    (release / DATA / "candidate_studies.csv").write_text(table)
    with pytest.raises(ArgumentError, match=r"candidate_studies\.csv"):
        read_candidates(release, {})


def test_reports_are_a_sequence_that_is_decoded_as_it_is_read(whole_release: Path) -> None:
    reports = read_candidates(whole_release, {}).reports
    assert reports[-1] == reports[CANDIDATES - 1] == tuple(reports)[-1]
    assert reports[3:9:2] == tuple(reports)[3:9:2]
    assert reports[3] is not reports[3], "nothing decoded is kept"
    with pytest.raises(IndexError):
        reports[CANDIDATES]


def test_embeddings_that_were_saved_for_training_are_read(release: Path) -> None:
    path = release / DATA / "candidate_embeddings_p1.pt"
    plain = torch.load(path)
    torch.save(nn.Parameter(plain), path)
    assert np.array_equal(read_candidates(release, {}).embeddings[: len(plain)], plain.numpy())


def test_half_precision_embeddings_are_read(release: Path) -> None:
    path = release / DATA / "candidate_embeddings_p1.pt"
    half = torch.load(path).half()
    torch.save(half, path)
    assert np.array_equal(read_candidates(release, {}).embeddings[: len(half)], half.float().numpy())


def test_table_that_a_spreadsheet_saved_is_read(release: Path) -> None:
    path = release / DATA / "candidate_studies.csv"
    rows = "".join(f"s{row}\r\n" for row in range(CANDIDATES))
    path.write_bytes(f"\ufeffStudy\r\n{rows}".encode())
    assert read_candidates(release, {}).reports[7].report_id == "s7"


def test_slot_that_is_filled_with_nothing_leaves_no_sentence(release: Path) -> None:
    phrases = {"IVC": {"free": ["<string>", "Small."]}}
    (release / "assets/all_phr.json").write_text(json.dumps(phrases))
    dump(release / DATA / "candidate_reports.pkl", [[(0, 0, ""), (0, 1, None)]] * CANDIDATES)
    assert [sentence.text for sentence in read_candidates(release, {}).reports[0].sentences] == ["Small."]
