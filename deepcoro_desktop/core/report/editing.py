"""What a reader does to a draft: pure functions, each returns a new document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from deepcoro_desktop.core.errors import LifecycleError
from deepcoro_desktop.core.report.document import SLOT, Document, Origin, ReportState, Review, Section, Statement

_NUMBER: Final = re.compile(r"[-+]?\d{1,6}([.,]\d{1,4})?\Z", re.ASCII)
_OWN_ID: Final = re.compile(r"reader-(\d+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class History:
    """The documents before and after the present one: undo and redo."""

    present: Document
    past: tuple[Document, ...] = ()
    future: tuple[Document, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self.future)

    def push(self, document: Document) -> History:
        """Return the history with `document` as the present; what was undone is forgotten."""
        if document == self.present:
            return self
        return History(document, (*self.past, self.present))

    def undo(self) -> History:
        """Return the history one step back, itself where there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """Return the history one step forward, itself where there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])


def accept(document: Document, statement_id: str, now: datetime) -> Document:
    """Return the document with the statement accepted as it stands."""

    def change(statement: Statement) -> Statement:
        # a sentence whose wording the reader changed stays marked as changed
        changed = bool(statement.original_text) and statement.original_text != statement.text
        return replace(statement, review=Review.EDITED if changed else Review.ACCEPTED)

    return _on_statement(document, statement_id, change, now)


def edit(document: Document, statement_id: str, text: str, now: datetime) -> Document:
    """Return the document with the statement's text replaced; the model's wording is kept beside it.

    Raises
    ------
    LifecycleError
        If the text is empty, the statement is unknown or the report cannot be edited.
    """
    wording = _wording(text)

    def change(statement: Statement) -> Statement:
        if statement.origin is Origin.CLINICIAN:
            return replace(statement, text=wording, review=Review.ACCEPTED)
        original = statement.original_text or statement.text
        if wording == original:
            return replace(statement, text=wording, original_text="", review=Review.ACCEPTED)
        return replace(statement, text=wording, original_text=original, review=Review.EDITED)

    return _on_statement(document, statement_id, change, now)


def reject(document: Document, statement_id: str, now: datetime) -> Document:
    """Return the document with the statement rejected: it is not printed, but stays on record."""
    return _on_statement(document, statement_id, lambda s: replace(s, review=Review.REJECTED), now)


def restore(document: Document, statement_id: str, now: datetime) -> Document:
    """Return the document with the statement as it first came: the model's wording, to be reviewed."""

    def change(statement: Statement) -> Statement:
        if statement.origin is Origin.CLINICIAN:
            return replace(statement, review=Review.ACCEPTED)
        text = statement.original_text or statement.text
        return replace(statement, text=text, original_text="", review=Review.PENDING)

    return _on_statement(document, statement_id, change, now)


def add_statement(document: Document, section_name: str, text: str, now: datetime) -> Document:
    """Return the document with a sentence of the reader's own at the end of the section.

    A section that was "not assessed" is assessed from then on.
    """
    statement = Statement(
        statement_id=_next_own_id(document), text=_wording(text), origin=Origin.CLINICIAN, review=Review.ACCEPTED
    )

    def change(section: Section) -> Section:
        return replace(
            section, assessed=True, reason="", left_out_by_reader=False, statements=(*section.statements, statement)
        )

    return _on_section(document, section_name, change, now)


def fill_slot(document: Document, statement_id: str, index: int, number: str, now: datetime) -> Document:
    """Return the document with the statement's empty place `index` (from 0) filled; its unit stays.

    Raises
    ------
    LifecycleError
        If `number` is no number, there is no such place, or the report cannot be edited.
    """
    value = number.strip()
    if not _NUMBER.match(value):
        raise LifecycleError(f'"{value[:20]}" is not a number.', "Type digits, with a point where needed.")
    statement = find_statement(document, statement_id)
    slots = list(SLOT.finditer(statement.text))
    if not 0 <= index < len(slots):
        raise LifecycleError("The sentence has no such empty place.", "Edit the sentence instead.")
    slot = slots[index]
    unit = (slot.group(1) or "").strip()
    text = statement.text[: slot.start()] + f"{value} {unit}".strip() + statement.text[slot.end() :]
    return edit(document, statement_id, text, now)


def attest_section(document: Document, section_name: str, now: datetime) -> Document:
    """Return the document with the section attested: the reader stands for what it says.

    Raises
    ------
    LifecycleError
        If a sentence of the section is not reviewed, the section is not assessed, or it says nothing.
    """

    def change(section: Section) -> Section:
        if not section.assessed:
            raise LifecycleError(
                f"{section.name} is not assessed.", "Add a sentence of your own, or leave it as not assessed."
            )
        if any(statement.review is Review.PENDING for statement in section.statements):
            raise LifecycleError(
                f"{section.name} still holds a sentence to review.", "Accept, edit or reject each sentence first."
            )
        if not section.kept:
            raise LifecycleError(f"{section.name} says nothing.", "Add a sentence, or mark it as not assessed.")
        return replace(section, attested=True)

    return _on_section(document, section_name, change, now)


def mark_not_assessed(document: Document, section_name: str, reason: str, now: datetime) -> Document:
    """Return the document with the section marked as not assessed; its sentences count as rejected."""
    if not reason.strip():
        raise LifecycleError("A section that is not assessed needs a reason.", "Write why, for instance the view.")

    def change(section: Section) -> Section:
        rejected = tuple(replace(statement, review=Review.REJECTED) for statement in section.statements)
        return replace(
            section,
            assessed=False,
            reason=reason.strip(),
            statements=rejected,
            attested=False,
            left_out_by_reader=True,
        )

    return _on_section(document, section_name, change, now)


def set_impression(document: Document, text: str, now: datetime) -> Document:
    """Return the document with this impression; an empty one is allowed while drafting."""
    _require_editable(document)
    return replace(document, impression=text.strip(), updated_at=now)


def impression_from(document: Document, statement_ids: tuple[str, ...]) -> str:
    """Return an impression built of the chosen findings, one a line, in the order chosen."""
    return "\n".join(find_statement(document, statement_id).text for statement_id in statement_ids)


def find_statement(document: Document, statement_id: str) -> Statement:
    """Return the statement with this id; raises LifecycleError where there is none."""
    for section in document.sections:
        for statement in section.statements:
            if statement.statement_id == statement_id:
                return statement
    raise LifecycleError("The sentence is no longer in the draft.", "Choose another one.")


def _require_editable(document: Document) -> None:
    if not document.is_editable:
        raise LifecycleError(
            f'A report in the state "{document.state.value}" cannot be edited.',
            "Resume the draft." if document.state is ReportState.PRELIMINARY else "Amend it instead.",
        )


def _on_statement(
    document: Document, statement_id: str, change: Callable[[Statement], Statement], now: datetime
) -> Document:
    _require_editable(document)
    before = find_statement(document, statement_id)
    after = change(before)
    if after == before:
        return document
    # the reader stood for what the section said before: that no longer holds
    sections = tuple(
        replace(
            section,
            statements=tuple(after if s.statement_id == statement_id else s for s in section.statements),
            attested=False,
        )
        if before in section.statements
        else section
        for section in document.sections
    )
    return replace(document, sections=sections, updated_at=now)


def _on_section(document: Document, name: str, change: Callable[[Section], Section], now: datetime) -> Document:
    _require_editable(document)
    for position, section in enumerate(document.sections):
        if section.name == name:
            after = change(section)
            if after.statements != section.statements:
                after = replace(after, attested=False)
            sections = (*document.sections[:position], after, *document.sections[position + 1 :])
            return replace(document, sections=sections, updated_at=now)
    raise LifecycleError(f"The draft has no section {name!r}.", "Choose a section of the list.")


def _wording(text: str) -> str:
    wording = " ".join(text.split())
    if not wording:
        raise LifecycleError("The sentence is empty.", "Write a sentence, or reject it.")
    return wording


def _next_own_id(document: Document) -> str:
    numbers = [
        int(match.group(1))
        for section in document.sections
        for statement in section.statements
        if (match := _OWN_ID.match(statement.statement_id))
    ]
    return f"reader-{max(numbers, default=0) + 1}"
