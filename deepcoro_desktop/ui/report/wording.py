"""States in words and colours: what a sentence, a section and a document are called on screen."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from deepcoro_desktop.core.report.document import SLOT, Document, Origin, ReportState, Review, Section, Statement
from deepcoro_desktop.ui.language import plural, tr
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
        return SectionWords(
            SectionState.NOT_ASSESSED,
            0,
            tr("not assessed"),
            tr("{name}, not assessed{reason}").format(name=section.name, reason=reason),
        )
    sentences = plural("%n sentence", "%n sentences", count)
    if left:
        return SectionWords(
            SectionState.TO_REVIEW,
            count,
            tr("{left} to review").format(left=left),
            tr("{name}, {sentences}, {left} to review").format(name=section.name, sentences=sentences, left=left),
        )
    if section.attested:
        return SectionWords(
            SectionState.ATTESTED,
            count,
            "",
            tr("{name}, {sentences}, attested").format(name=section.name, sentences=sentences),
        )
    note = tr("to attest") if count else tr("empty")
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
    who = {Origin.MODEL: tr("AI"), Origin.CLINICIAN: tr("You"), Origin.MEASUREMENT: tr("Measurement")}[statement.origin]
    own = statement.origin is Origin.CLINICIAN
    if statement.review is Review.REJECTED:
        return f"{who} · " + (tr("taken out") if own else tr("rejected"))
    if statement.review is Review.PENDING and not own:
        return tr("{who} · to review").format(who=who)
    if statement.has_empty_slot:
        return tr("{who} · number missing").format(who=who)
    if own:
        return who
    if statement.review is Review.EDITED:
        return tr("{who} · edited").format(who=who) + (" · " + tr("your number") if _filled(statement) else "")
    return tr("{who} · accepted").format(who=who)


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
        return tr("signed and locked")
    who = tr("Written by hand") if document.model is None else tr("AI draft")
    if document.state is ReportState.PRELIMINARY:
        who = tr("Preliminary")
    if document.predecessor_revision is not None:
        who = tr("Amends revision {revision}").format(revision=document.predecessor_revision)
    left = sum(len(pending(section)) for section in document.sections)
    todo = "" if not left else " · " + plural("%n sentence to review", "%n sentences to review", left)
    return tr("{who}, not signed{todo}").format(who=who, todo=todo)


def signed_words(document: Document) -> str:
    """Return who signed a document and when, empty for one that is not signed."""
    if document.signature is None:
        return ""
    credential = f", {document.signature.credential}" if document.signature.credential else ""
    return tr("by {name} at {moment}").format(
        name=document.signature.signer_name + credential, moment=moment(document.signature.signed_at)
    )


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
