"""What the reader has decided between two states of a draft: the lines of the audit record."""

from __future__ import annotations

from dataclasses import dataclass

from deepcoro_desktop.core.report.document import Document, Review


@dataclass(frozen=True, slots=True)
class Decision:
    """One statement that was accepted, edited, rejected, or taken back to pending."""

    statement_id: str
    review: Review
    old: str
    """Text before."""
    new: str


def decisions(before: Document | None, after: Document) -> tuple[Decision, ...]:
    """Return each statement whose review or text differs, in the order of the document.

    Parameters
    ----------
    before : Document or None
        The draft as it was stored last; None for the first time.
    after : Document
        The draft as it is now.
    """
    old = {s.statement_id: s for section in before.sections for s in section.statements} if before else {}
    found = []
    for section in after.sections:
        for statement in section.statements:
            earlier = old.get(statement.statement_id)
            if earlier is None:
                if statement.review is not Review.PENDING:
                    text = statement.original_text
                    found.append(Decision(statement.statement_id, statement.review, text, statement.text))
            elif (earlier.review, earlier.text) != (statement.review, statement.text):
                found.append(Decision(statement.statement_id, statement.review, earlier.text, statement.text))
    return tuple(found)
