from __future__ import annotations

from dataclasses import replace

from deepcoro_desktop.core.report.document import Document, ReportState
from deepcoro_desktop.core.report.readiness import Place, missing
from tests.core.report.examples import draft, identity, ready, statement


def sentences(document: Document) -> list[str]:
    return [blocker.sentence for blocker in missing(document)]


def test_nothing_is_missing_in_a_report_read_through() -> None:
    assert missing(ready()) == ()


def test_names_each_sentence_to_review_and_where_it_is() -> None:
    blockers = missing(draft())
    assert [b.statement_id for b in blockers[:3]] == ["model-01-01", "model-01-02", "model-01-03"]
    assert {b.section for b in blockers[:3]} == {"Left ventricle"}
    assert {b.place for b in blockers[:3]} == {Place.STATEMENT}
    assert blockers[3].sentence == "The impression is empty."
    assert len(blockers) == 4


def test_a_slot_in_a_kept_sentence_blocks_and_in_a_rejected_one_does_not() -> None:
    document = ready()
    ventricle = document.sections[0]
    slotted = replace(ventricle.statements[1], text="EF [__ %].")
    kept = replace(document, sections=(replace(ventricle, statements=(slotted,)), document.sections[1]))
    assert sentences(kept) == ["Left ventricle: a number is missing."]
    assert "[__" not in "".join(s.text for s in document.sections[0].kept)
    rejected = replace(ventricle.statements[2], text="EF [__ %].")
    others = replace(ventricle, statements=(ventricle.statements[0], rejected))
    assert sentences(replace(document, sections=(others,))) == []


def test_a_section_must_be_attested_or_not_assessed_with_a_reason() -> None:
    document = ready()
    ventricle, cava = document.sections
    assert sentences(replace(document, sections=(replace(ventricle, attested=False), cava))) == [
        "Left ventricle: not attested yet."
    ]
    assert sentences(replace(document, sections=(ventricle, replace(cava, reason=" ")))) == [
        "IVC: not assessed, without a reason."
    ]
    empty = replace(ventricle, statements=(), attested=True)
    assert "says nothing" in sentences(replace(document, sections=(empty, cava)))[0]
    assert sentences(replace(document, sections=())) == ["The report has no sections."]


def test_identity_must_be_whole() -> None:
    lacking = replace(identity(), patient_name=" ", patient_id="", study_datetime="")
    assert [(b.sentence, b.place) for b in missing(replace(ready(), identity=lacking))] == [
        ("The patient's name is missing.", Place.IDENTITY),
        ("The patient's ID is missing.", Place.IDENTITY),
        ("The date of the study is missing.", Place.IDENTITY),
    ]


def test_impression_with_an_empty_place_blocks() -> None:
    assert sentences(replace(ready(), impression="EF [__ %].")) == ["A number is missing in the impression."]


def test_a_signed_revision_cannot_be_signed_again() -> None:
    assert sentences(replace(ready(), state=ReportState.FINAL)) == ["This revision is already signed."]


def test_an_amendment_names_its_reason() -> None:
    assert sentences(replace(ready(), revision=2, predecessor_revision=1)) == ["The amendment gives no reason."]


def test_an_empty_sentence_blocks() -> None:
    document = ready()
    blank = statement(9, " ", review=document.sections[0].statements[0].review)
    ventricle = replace(document.sections[0], statements=(blank,))
    assert sentences(replace(document, sections=(ventricle,))) == ["Left ventricle: a sentence is empty."]
