"""The reader's way through a document: what comes next, as plain functions."""

from __future__ import annotations

from deepcoro_desktop.core.report.document import Document, Section
from deepcoro_desktop.ui.report.wording import pending


def is_editable(document: Document | None) -> bool:
    """Return whether the reader may change the document."""
    return document is not None and document.is_editable


def section_of(document: Document | None, name: str) -> Section | None:
    """Return the section with this name, None where there is none."""
    if document is None:
        return None
    return next((section for section in document.sections if section.name == name), None)


def unreviewed(document: Document) -> tuple[str, ...]:
    """Return the ids of all statements that are still to be reviewed, top to bottom."""
    return tuple(s.statement_id for section in document.sections for s in pending(section))


def next_unreviewed(document: Document, statement_id: str, section_name: str) -> tuple[str, str] | None:
    """Return (section, statement id) of the next statement to review after this one, round the end to the top.

    Without a statement the search starts at the section's first.
    """
    places = [(section.name, s.statement_id) for section in document.sections for s in section.statements]
    waiting = set(unreviewed(document))
    here = next((n for n, (_, known) in enumerate(places) if known == statement_id), None)
    start = here + 1 if here is not None else next((n for n, (name, _) in enumerate(places) if name == section_name), 0)
    return next((place for place in places[start:] + places[:start] if place[1] in waiting), None)


def next_open_section(document: Document, name: str) -> Section | None:
    """Return the next section after this one that is not attested, round the end to the top."""
    names = [section.name for section in document.sections]
    here = names.index(name) if name in names else -1
    later = (*document.sections[here + 1 :], *document.sections[: max(here, 0)])
    return next((section for section in later if section.assessed and not section.attested), None)


def changed_place(before: Document, after: Document) -> tuple[str, str] | None:
    """Return (section, statement id or empty) of the first difference of two documents, None outside the sections."""
    for old, new in zip(before.sections, after.sections, strict=False):
        if old != new:
            changed = [s for s in new.statements if s not in old.statements]
            return new.name, changed[0].statement_id if changed else ""
    return None
