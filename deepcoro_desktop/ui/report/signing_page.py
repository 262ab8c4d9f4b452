"""What will be signed, shown before it is: the page's picture, or its text with nothing left out."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from deepcoro_desktop.core.report.document import Document, Identity, Origin, Review, Section, Statement
from deepcoro_desktop.ui.report.style import INK, INK_DIM, INK_WARNING

_PNG: Final = b"\x89PNG"


def identity_line(identity: Identity) -> str:
    """Return who was examined and when, in one line."""
    parts = [
        identity.patient_id,
        identity.birth_date and f"born {identity.birth_date}",
        f"{identity.age_years} y" if identity.age_years is not None else "",
        identity.sex,
        identity.study_datetime.replace("T", " ")[:16],
        identity.accession_number and f"accession {identity.accession_number}",
    ]
    return "  ·  ".join(part for part in parts if part)


def page_html(document: Document, *, signed: bool) -> str:
    """Return the report as HTML: identity, every section, impression, model; one not `signed` says so."""
    identity = document.identity
    marks = [
        "" if signed else "NOT SIGNED",
        "DEMONSTRATION MODEL, not for diagnosis" if document.is_demonstration else "",
    ]
    mark = " · ".join(mark for mark in marks if mark)
    body = [
        f'<p style="color:{INK_WARNING}; font-size:11px"><b>{mark}</b></p>' if mark else "",
        f'<p style="font-size:15px"><b>{_esc(identity.description or "Echocardiogram")}</b><br>'
        f'<span style="color:{INK_DIM}">{_esc(identity.institution)}</span></p>',
        f"<p><b>{_esc(identity.patient_name)}</b><br>"
        f'<span style="color:{INK_DIM}">{_esc(identity_line(identity))}<br>{_esc(_body(identity))}</span></p>',
    ]
    if document.amendment_reason:
        body.append(
            f"<p><b>Amendment of revision {document.predecessor_revision}</b><br>{_esc(document.amendment_reason)}</p>"
        )
    impression = _esc(document.impression).replace("\n", "<br>") or f'<span style="color:{INK_DIM}">empty</span>'
    body.append(f"<p><b>Impression</b><br>{impression}</p>")
    body += [_section_html(section) for section in document.sections]
    if document.model is not None:
        model = document.model
        body.append(
            f'<p style="color:{INK_DIM}">Drafted with {_esc(model.title)} ({_esc(model.bundle_id)},'
            f" {_esc(model.manifest_sha256[:12])}). {_esc(model.intended_use)}</p>"
        )
    used = sum(clip.used for clip in document.clips)
    if document.clips:
        body.append(f'<p style="color:{INK_DIM}">{used} of {len(document.clips)} clips used.</p>')
    return f'<div style="color:{INK}; font-size:12px">{"".join(body)}</div>'


def counts_words(document: Document) -> str:
    """Return how many sections and sentences will be signed, and where they come from."""
    kept = [s for section in document.sections if section.assessed for s in section.kept]
    by = {
        "accepted": sum(s.origin is not Origin.CLINICIAN and s.review is Review.ACCEPTED for s in kept),
        "edited": sum(s.origin is not Origin.CLINICIAN and s.review is Review.EDITED for s in kept),
        "your own": sum(s.origin is Origin.CLINICIAN for s in kept),
    }
    attested = sum(section.attested for section in document.sections)
    missing = sum(not section.assessed for section in document.sections)
    parts = ", ".join(f"{count} {word}" for word, count in by.items() if count)
    sections = f"{attested} sections attested" + (f", {missing} not assessed" if missing else "")
    return f"{sections}. {len(kept)} sentences" + (f": {parts}." if parts else ".")


class PagePreview(QWidget):
    """The page to be signed: its picture where there is one, else all its text."""

    def __init__(self, document: Document, preview: bytes | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.text: QTextBrowser | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        picture = QPixmap()
        if preview is not None and preview.startswith(_PNG) and picture.loadFromData(preview):
            label = QLabel()
            label.setPixmap(picture.scaledToWidth(420, Qt.TransformationMode.SmoothTransformation))
            label.setAccessibleName("Picture of the report's page")
            area = QScrollArea()
            area.setWidget(label)
            column.addWidget(area)
            return
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setHtml(page_html(document, signed=document.is_signed))
        self.text.document().setDocumentMargin(20)
        self.text.setAccessibleName("The report as it will be printed")
        column.addWidget(self.text)

    def show_signed(self) -> None:
        """Take the mark of an unsigned report away."""
        if self.text is not None:
            self.text.setHtml(page_html(self._document, signed=True))


def _section_html(section: Section) -> str:
    heading = f"<b>{_esc(section.name)}</b><br>"
    if not section.assessed:
        return f'<p>{heading}<span style="color:{INK_DIM}">Not assessed: {_esc(section.reason)}</span></p>'
    return f"<p>{heading}{' '.join(_sentence_html(s) for s in section.kept)}</p>"


def _sentence_html(statement: Statement) -> str:
    if statement.origin is Origin.CLINICIAN:
        return _esc(statement.text)
    mark = {Review.ACCEPTED: "AI, accepted", Review.EDITED: "AI, edited", Review.PENDING: "AI, to review"}
    return f'{_esc(statement.text)} <span style="color:{INK_DIM}">[{mark.get(statement.review, "")}]</span>'


def _body(identity: Identity) -> str:
    parts = [
        f"{identity.height_cm:g} cm" if identity.height_cm else "",
        f"{identity.weight_kg:g} kg" if identity.weight_kg else "",
        f"BSA {identity.body_surface_area_m2:.2f} m²" if identity.body_surface_area_m2 else "",
        identity.blood_pressure,
    ]
    return "  ·  ".join(part for part in parts if part)


def _esc(text: str) -> str:
    return html.escape(text)
