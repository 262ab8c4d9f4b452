from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.decisions import Decision, decisions
from deepcoro_desktop.core.report.document import Document, Review
from deepcoro_desktop.core.report.refreshing import is_touched, refresh
from tests.core.report import examples

NOW = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)


def draft() -> Document:
    document = examples.draft()
    assert any(s.review is Review.PENDING for section in document.sections for s in section.statements)
    return document


def first_pending(document: Document) -> str:
    return next(
        s.statement_id for section in document.sections for s in section.statements if s.review is Review.PENDING
    )


def test_edit_is_a_decision_with_old_and_new_text() -> None:
    before = draft()
    key = first_pending(before)
    old = editing.find_statement(before, key).text
    after = editing.edit(before, key, "Other words.", NOW)
    assert decisions(before, after) == (Decision(key, Review.EDITED, old, "Other words."),)


def test_nothing_decided_is_nothing() -> None:
    assert decisions(draft(), draft()) == ()


def test_first_save_tells_what_is_no_longer_pending() -> None:
    document = editing.reject(draft(), first_pending(draft()), NOW)
    found = decisions(None, document)
    assert Review.REJECTED in {decision.review for decision in found}
    assert Review.PENDING not in {decision.review for decision in found}


def test_refresh_keeps_touched_sections_and_renews_the_others() -> None:
    saved = editing.accept(draft(), first_pending(draft()), NOW)
    fresh = replace(
        draft(),
        updated_at=NOW,
        sections=tuple(replace(section, statements=(), assessed=False, reason="new") for section in draft().sections),
    )
    result = refresh(saved, fresh)
    for old, new in zip(saved.sections, result.sections, strict=True):
        assert new == (old if is_touched(old) else replace(old, statements=(), assessed=False, reason="new"))
    assert any(is_touched(section) for section in result.sections)


def test_refresh_without_a_difference_changes_nothing() -> None:
    saved = draft()
    assert refresh(saved, saved) is saved


def test_refresh_keeps_a_section_that_the_reader_left_out() -> None:
    name = draft().sections[0].name
    saved = editing.mark_not_assessed(draft(), name, "the patient moved", NOW)
    bare = replace(saved, sections=(replace(saved.sections[0], statements=()), *saved.sections[1:]))
    kept = refresh(bare, replace(draft(), updated_at=NOW)).sections[0]
    assert (kept.assessed, kept.reason) == (False, "the patient moved")
