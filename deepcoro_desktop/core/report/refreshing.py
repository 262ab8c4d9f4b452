"""A new analysis of a study whose draft is already being written: what the reader touched stays."""

from __future__ import annotations

from dataclasses import replace

from deepcoro_desktop.core.report.document import Document, Origin, Review, Section


def is_touched(section: Section) -> bool:
    """Return whether the reader has done anything in a section."""
    return (
        section.attested
        or section.left_out_by_reader
        or any(
            statement.review is not Review.PENDING or statement.origin is not Origin.MODEL
            for statement in section.statements
        )
    )


def refresh(saved: Document, fresh: Document) -> Document:
    """Return the saved draft with every section that the reader has not touched taken from the new one.

    Parameters
    ----------
    saved : Document
        The draft as the reader left it.
    fresh : Document
        The draft of the new analysis of the same study.

    Returns
    -------
    Document
        `saved` itself where it is signed, or where nothing changes.
    """
    if saved.is_signed:
        return saved
    kept = {section.name: section for section in saved.sections if is_touched(section)}
    sections = tuple(kept.get(section.name, section) for section in fresh.sections)
    own = tuple(section for section in saved.sections if section.name in kept and section not in sections)
    merged = replace(
        saved,
        sections=(*sections, *own),
        model=fresh.model,
        clips=fresh.clips,
        identity=fresh.identity,
        schema_version=fresh.schema_version,
    )
    return saved if merged == saved else replace(merged, updated_at=fresh.updated_at)
