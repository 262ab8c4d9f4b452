"""States in words and colours: what a sentence, a section and a document are called on screen."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from deepcoro_desktop.core.report.document import SLOT, Document, Origin, ReportState, Review, Section, Statement
from deepcoro_desktop.ui.report.style import OWN_EDGE, REJECTED_EDGE
from deepcoro_desktop.ui.theme import ACCENT, DIM, DONE, REVIEW, TEXT

_NUMBER: Final = r"([-+]?\d{1,6}(?:[.,]\d{1,4})?)"


class SectionState(Enum):
    """Where the reader is with a section."""

    ATTESTED = "attested"
    TO_REVIEW = "to review"
    TO_ATTEST = "to attest"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A section in the list."""

    state: SectionState
    count: int
    """Sentences that stand in the report."""
    note: str
    """What is left to do, or "not assessed"; empty for an attested section."""
    spoken: str


def pending(section: Section) -> tuple[Statement, ...]:
    """Return the section's statements that the reader still has to look at."""
    if not section.assessed:
        return ()
    return tuple(s for s in section.kept if needs_review(s))


def needs_review(statement: Statement) -> bool:
    """Return whether the reader still has something to do with the statement."""
    if statement.review is Review.REJECTED:
        return False
    return statement.has_empty_slot or (statement.review is Review.PENDING and statement.origin is not Origin.CLINICIAN)


def section_words(section: Section) -> SectionWords:
    """Return how the section is shown in the list."""
    count, left = len(section.kept), len(pending(section))
    if not section.assessed:
        reason = f": {section.reason}" if section.reason else ""
        return SectionWords(SectionState.NOT_ASSESSED, 0, "not assessed", f"{section.name}, not assessed{reason}")
    sentences = f"{count} sentence" + ("" if count == 1 else "s")
    if left:
        return SectionWords(
            SectionState.TO_REVIEW, count, f"{left} to review", f"{section.name}, {sentences}, {left} to review"
        )
    if section.attested:
        return SectionWords(SectionState.ATTESTED, count, "", f"{section.name}, {sentences}, attested")
    note = "to attest" if count else "empty"
    return SectionWords(SectionState.TO_ATTEST, count, note, f"{section.name}, {sentences}, {note}")


def edge_colour(statement: Statement) -> str:
    """Return the colour of the card's left edge; the words beside it say the same."""
    if statement.review is Review.REJECTED:
        return REJECTED_EDGE
    if needs_review(statement):
        return REVIEW
    if statement.origin is Origin.CLINICIAN:
        return OWN_EDGE
    return ACCENT if statement.review is Review.EDITED else DONE


def statement_words(statement: Statement) -> str:
    """Return origin and state of a statement in words: "AI · to review"."""
    who = {Origin.MODEL: "AI", Origin.CLINICIAN: "You", Origin.MEASUREMENT: "Measurement"}[statement.origin]
    own = statement.origin is Origin.CLINICIAN
    if statement.review is Review.REJECTED:
        return f"{who} · " + ("taken out" if own else "rejected")
    if statement.review is Review.PENDING and not own:
        return f"{who} · to review"
    if statement.has_empty_slot:
        return f"{who} · number missing"
    if own:
        return who
    if statement.review is Review.EDITED:
        return f"{who} · edited" + (" · your number" if _filled(statement) else "")
    return f"{who} · accepted"


def statement_html(statement: Statement, *, links: bool) -> str:
    """Return the sentence as HTML; empty slots are links ("slot:0"), these and the reader's numbers in the accent."""
    if statement.review is Review.REJECTED:
        return f'<span style="color:{DIM}; text-decoration:line-through">{html.escape(statement.text)}</span>'
    spans = [(match.start(), match.end(), f"slot:{n}") for n, match in enumerate(SLOT.finditer(statement.text))]
    filled = _filled(statement)
    if filled is not None and not spans:
        spans = [(*filled.span(n), "") for n in range(1, (filled.re.groups or 0) + 1)]
    parts, end = [], 0
    for start, stop, link in spans:
        parts.append(html.escape(statement.text[end:start]))
        inner = html.escape(statement.text[start:stop]).replace(" ", "&nbsp;")
        if link and links:
            parts.append(f'<a href="{link}" style="color:{ACCENT}; text-decoration:none">{inner}</a>')
        else:
            parts.append(f'<span style="color:{ACCENT}">{inner}</span>')
        end = stop
    parts.append(html.escape(statement.text[end:]))
    return f'<span style="color:{TEXT}">{"".join(parts)}</span>'


def slot_unit(statement: Statement, index: int) -> str:
    """Return the unit of an empty slot, empty where it has none."""
    slots = list(SLOT.finditer(statement.text))
    return (slots[index].group(1) or "").strip() if 0 <= index < len(slots) else ""


def document_words(document: Document) -> str:
    """Return what the document is and what is left, in one line."""
    if document.is_signed:
        return "signed and locked"
    who = "Written by hand" if document.model is None else "AI draft"
    if document.state is ReportState.PRELIMINARY:
        who = "Preliminary"
    if document.predecessor_revision is not None:
        who = f"Amends revision {document.predecessor_revision}"
    left = sum(len(pending(section)) for section in document.sections)
    todo = "" if not left else f" · {left} sentence{'' if left == 1 else 's'} to review"
    return f"{who}, not signed{todo}"


def signed_words(document: Document) -> str:
    """Return who signed a document and when, empty for one that is not signed."""
    if document.signature is None:
        return ""
    credential = f", {document.signature.credential}" if document.signature.credential else ""
    return f"by {document.signature.signer_name}{credential} at {moment(document.signature.signed_at)}"


def moment(iso: str) -> str:
    """Return an ISO 8601 time as people write it: "2026-03-14 10:52 UTC+01:00"."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{when:%Y-%m-%d %H:%M}" + (f" {when.tzname()}" if when.tzinfo is not None else "")


def _filled(statement: Statement) -> re.Match[str] | None:
    """Return the match of a sentence that differs from the model's only by numbers put into its slots."""
    if "[__" not in statement.original_text:
        return None
    parts, end = [], 0
    for slot in SLOT.finditer(statement.original_text):
        parts.append(re.escape(statement.original_text[end : slot.start()]))
        unit = (slot.group(1) or "").strip()
        parts.append(f"({_NUMBER[1:-1]}{' ' + re.escape(unit) if unit else ''})")
        end = slot.end()
    parts.append(re.escape(statement.original_text[end:]))
    return re.fullmatch("".join(parts), statement.text)
