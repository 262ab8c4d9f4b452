from __future__ import annotations

from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import LifecycleError
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import Document, Origin, ReportState, Review
from tests.core.report.examples import LATER, NOW, draft, ready

FIRST, SLOTTED = "model-01-01", "model-01-02"


def found(document: Document, statement_id: str) -> object:
    statement = editing.find_statement(document, statement_id)
    return statement.text, statement.original_text, statement.review


def test_accept_keeps_the_wording() -> None:
    before = draft()
    after = editing.accept(before, FIRST, LATER)
    assert found(after, FIRST) == ("Left ventricular size is mildly dilated.", "", Review.ACCEPTED)
    assert after.updated_at == LATER
    assert before.updated_at == NOW


def test_edit_keeps_the_models_wording_through_two_edits() -> None:
    once = editing.edit(draft(), FIRST, "LV  is \n normal.", LATER)
    twice = editing.edit(once, FIRST, "LV is small.", LATER)
    assert found(twice, FIRST) == ("LV is small.", "Left ventricular size is mildly dilated.", Review.EDITED)


def test_typing_the_models_wording_again_is_acceptance() -> None:
    changed = editing.edit(draft(), FIRST, "Normal.", LATER)
    back = editing.edit(changed, FIRST, "Left ventricular size is mildly dilated.", LATER)
    assert found(back, FIRST) == ("Left ventricular size is mildly dilated.", "", Review.ACCEPTED)


def test_accepting_an_edited_sentence_leaves_it_marked_as_edited() -> None:
    rejected = editing.reject(editing.edit(draft(), FIRST, "Normal.", LATER), FIRST, LATER)
    assert found(editing.accept(rejected, FIRST, LATER), FIRST)[2] is Review.EDITED  # type: ignore[index]


def test_restore_brings_the_models_wording_back_for_review() -> None:
    changed = editing.reject(editing.edit(draft(), FIRST, "Normal.", LATER), FIRST, LATER)
    assert found(editing.restore(changed, FIRST, LATER), FIRST) == found(draft(), FIRST)


def test_own_sentences_get_ids_of_their_own() -> None:
    document = editing.add_statement(draft(), "Left ventricle", "No thrombus.", LATER)
    document = editing.add_statement(document, "IVC", "Not dilated.", LATER)
    assert [s.statement_id for section in document.sections for s in section.statements][-2:] == [
        "reader-1",
        "reader-2",
    ]
    own = editing.find_statement(document, "reader-1")
    assert (own.origin, own.review) == (Origin.CLINICIAN, Review.ACCEPTED)
    assert document.sections[1].assessed
    assert document.sections[1].reason == ""


def test_filling_a_slot_keeps_the_unit_and_marks_the_sentence_edited() -> None:
    document = editing.fill_slot(draft(), SLOTTED, 0, " 38 ", LATER)
    assert found(document, SLOTTED) == (
        "Systolic function is moderately reduced, ejection fraction 38 %.",
        "Systolic function is moderately reduced, ejection fraction [__ %].",
        Review.EDITED,
    )


def test_fills_the_slot_that_was_asked_for() -> None:
    document = editing.edit(draft(), SLOTTED, "From [__] to [__ cm].", LATER)
    document = editing.fill_slot(document, SLOTTED, 1, "4.5", LATER)
    assert editing.find_statement(document, SLOTTED).text == "From [__] to 4.5 cm."


@pytest.mark.parametrize("number", ["", "abc", "3 8", "1e9", "[__ %]", "٣٨", "38 %"])
def test_refuses_to_fill_a_slot_with_what_is_no_number(number: str) -> None:
    with pytest.raises(LifecycleError, match="is not a number"):
        editing.fill_slot(draft(), SLOTTED, 0, number, LATER)


def test_refuses_a_slot_that_is_not_there() -> None:
    with pytest.raises(LifecycleError, match="no such empty place"):
        editing.fill_slot(draft(), SLOTTED, 1, "38", LATER)


def test_attesting_needs_every_sentence_reviewed() -> None:
    with pytest.raises(LifecycleError, match="still holds a sentence to review"):
        editing.attest_section(draft(), "Left ventricle", LATER)


def test_attesting_a_section_that_is_not_assessed_is_refused() -> None:
    with pytest.raises(LifecycleError, match="IVC is not assessed"):
        editing.attest_section(draft(), "IVC", LATER)


def test_attesting_an_empty_section_is_refused() -> None:
    document = draft()
    for statement in document.sections[0].statements:
        document = editing.reject(document, statement.statement_id, LATER)
    with pytest.raises(LifecycleError, match="says nothing"):
        editing.attest_section(document, "Left ventricle", LATER)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: editing.edit(d, FIRST, "Other.", LATER),
        lambda d: editing.reject(d, FIRST, LATER),
        lambda d: editing.add_statement(d, "Left ventricle", "More.", LATER),
    ],
)
def test_a_change_takes_the_attestation_back(change: object) -> None:
    document = ready()
    assert document.sections[0].attested
    assert not change(document).sections[0].attested  # type: ignore[operator]


def test_not_assessed_rejects_the_sentences_and_needs_a_reason() -> None:
    document = editing.mark_not_assessed(draft(), "Left ventricle", " no apical view ", LATER)
    section = document.sections[0]
    assert (section.assessed, section.reason, section.kept) == (False, "no apical view", ())
    with pytest.raises(LifecycleError, match="needs a reason"):
        editing.mark_not_assessed(draft(), "Left ventricle", "  ", LATER)


def test_impression_is_built_of_chosen_findings() -> None:
    text = editing.impression_from(ready(), ("reader-1", FIRST))
    assert text == "No left ventricular thrombus is seen.\nLeft ventricular size is mildly dilated."
    assert editing.set_impression(draft(), f" {text} ", LATER).impression == text


@pytest.mark.parametrize("state", [ReportState.PRELIMINARY, ReportState.FINAL, ReportState.AMENDED])
def test_only_a_draft_can_be_edited(state: ReportState) -> None:
    document = replace(draft(), state=state)
    with pytest.raises(LifecycleError, match="cannot be edited"):
        editing.accept(document, FIRST, LATER)
    with pytest.raises(LifecycleError, match="cannot be edited"):
        editing.set_impression(document, "x", LATER)
    with pytest.raises(LifecycleError, match="cannot be edited"):
        editing.add_statement(document, "IVC", "x", LATER)


def test_unknown_places_are_refused_by_name() -> None:
    with pytest.raises(LifecycleError, match="no longer in the draft"):
        editing.accept(draft(), "model-99-01", LATER)
    with pytest.raises(LifecycleError, match="no section 'Spleen'"):
        editing.add_statement(draft(), "Spleen", "x", LATER)
    with pytest.raises(LifecycleError, match="sentence is empty"):
        editing.edit(draft(), FIRST, " \n ", LATER)


def test_history_undoes_and_redoes() -> None:
    first = draft()
    second = editing.accept(first, FIRST, LATER)
    third = editing.reject(second, FIRST, LATER)
    history = editing.History(first).push(second).push(second).push(third)
    assert history.undo().undo().present == first
    assert not history.undo().undo().can_undo
    assert history.undo().undo().undo().present == first
    assert history.undo().redo() == history
    assert history.redo() == history
    assert not history.undo().push(first).can_redo
