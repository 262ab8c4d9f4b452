"""What will be signed, shown before it is: its text with nothing left out, then the printed pages."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.report.document import Document, Identity, Origin, Review, Section, Statement
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.pdf import render_preview
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.report.style import INK, INK_DIM, INK_WARNING, PAPER
from deepcoro_desktop.ui.tasks import Lane, TaskHandle, TaskRunner

_PIXELS_PER_INCH: Final = 96.0
"""An A4 page is then 794 pixels wide and its smallest print can be read."""
_GAP_PX: Final = 8


def identity_line(identity: Identity) -> str:
    """Return who was examined and when, in one line."""
    parts = [
        identity.patient_id,
        identity.birth_date and tr("born {date}").format(date=identity.birth_date),
        tr("{years} y").format(years=identity.age_years) if identity.age_years is not None else "",
        identity.sex,
        recorded_words(identity),
        identity.study_datetime.replace("T", " ")[:16],
        identity.accession_number and tr("accession {number}").format(number=identity.accession_number),
    ]
    return "  ·  ".join(part for part in parts if part)


def recorded_words(identity: Identity) -> str:
    """Return what the files say of sex, birth date and age where the reader corrected one of them, else nothing."""
    recorded = identity.recorded
    if recorded is None:
        return ""
    born = recorded.birth_date.isoformat() if recorded.birth_date else ""
    age = "" if recorded.age_years is None else tr("{years} y").format(years=recorded.age_years)
    words = " ".join(filter(None, (born, age, recorded.sex)))
    return tr("recorded: {words}").format(words=words or tr("none"))


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
        tr("accepted"): sum(s.origin is not Origin.CLINICIAN and s.review is Review.ACCEPTED for s in kept),
        tr("edited"): sum(s.origin is not Origin.CLINICIAN and s.review is Review.EDITED for s in kept),
        tr("your own"): sum(s.origin is Origin.CLINICIAN for s in kept),
    }
    attested = sum(section.attested for section in document.sections)
    missing = sum(not section.assessed for section in document.sections)
    parts = ", ".join(f"{count} {word}" for word, count in by.items() if count)
    sections = plural("%n section attested", "%n sections attested", attested) + (
        tr(", {missing} not assessed").format(missing=missing) if missing else ""
    )
    return f"{sections}. " + plural("%n sentence", "%n sentences", len(kept)) + (f": {parts}." if parts else ".")


class PagePreview(QWidget):
    """What will be signed: all its text at once, in its place the printed pages as soon as they are set.

    Parameters
    ----------
    document : Document
        What will be signed.
    tasks : TaskRunner or None
        Where the pages are set; without it the text stays.
    """

    def __init__(
        self,
        document: Document,
        tasks: TaskRunner | None,
        parent: QWidget | None = None,
        *,
        pictures: Callable[[], tuple[KeyPicture, ...]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pictures = pictures
        self._setting: TaskHandle | None = None
        self.caption = QLabel()
        self.caption.setProperty("role", "note")
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("The report as it will be printed"))
        self.pages = PageStack()
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.caption)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.pages)
        self._write(document)
        self._set_pages(document)

    @property
    def shows_pages(self) -> bool:
        """Whether the printed pages are shown, not the text."""
        return self._stack.currentWidget() is self.pages

    def show_signed(self, document: Document) -> None:
        """Show the signed report; the pages change when the signed ones are set."""
        self._write(document)
        if self._tasks is None:
            self._stack.setCurrentWidget(self.text)
        self._set_pages(document)

    def stop(self) -> None:
        """Give up what is still being set."""
        if self._setting is not None:
            self._setting.cancel()
            self._setting = None

    def _write(self, document: Document) -> None:
        self.text.setHtml(page_html(document, signed=document.is_signed))
        self.text.document().setDocumentMargin(20)
        self.pages.setAccessibleDescription(self.text.toPlainText())

    def _set_pages(self, document: Document) -> None:
        self.stop()
        self._signed = document.is_signed
        self.caption.setText(
            tr("All of its text") if self._tasks is None else tr("All of its text; the pages are being set")
        )
        if self._tasks is None:
            return
        ratio = self.devicePixelRatioF()
        self._setting = self._tasks.submit(
            Lane.FILES,
            lambda _context: tuple(
                _on_paper(page)
                for page in render_preview(
                    document, pixels_per_inch=ratio * _PIXELS_PER_INCH, pictures=self._pictures()
                )
            ),
            done=lambda pictures: self._show_pages(pictures, ratio),
            failed=self._pages_failed,
            study_uid=document.identity.study_instance_uid,
        )

    def _show_pages(self, pictures: tuple[QImage, ...], ratio: float) -> None:
        self._setting = None
        count = plural("%n page", "%n pages", len(pictures))
        self.caption.setText(
            tr("As it was signed · {pages}").format(pages=count)
            if self._signed
            else tr("As it will be printed · {pages}").format(pages=count)
        )
        self.pages.show_pages(pictures, ratio)
        self._stack.setCurrentWidget(self.pages)

    def _pages_failed(self, error: DeepcoroError) -> None:
        if isinstance(error, CancelledError):
            return
        self._setting = None
        self.caption.setText(tr("All of its text; the pages could not be set"))
        self._stack.setCurrentWidget(self.text)


class PageStack(QScrollArea):
    """Pages below each other, as wide as there is room, never larger than they are printed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("The report's pages"))
        self._sheets: tuple[_Sheet, ...] = ()
        self._inner = QWidget()
        self._inner.setObjectName("desk")
        self.setWidget(self._inner)

    @property
    def sheets(self) -> tuple[QWidget, ...]:
        """The pages, first to last."""
        return self._sheets

    def show_pages(self, pictures: tuple[QImage, ...], ratio: float) -> None:
        """Show other pages; where the reader has scrolled to stays."""
        for sheet in self._sheets:
            sheet.hide()
            sheet.deleteLater()
        self._sheets = tuple(_Sheet(picture, ratio, self._inner) for picture in pictures)
        for number, sheet in enumerate(self._sheets, 1):
            sheet.setAccessibleName(tr("Page {number} of {count}").format(number=number, count=len(self._sheets)))
            sheet.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width, top = self.viewport().width(), _GAP_PX
        for sheet in self._sheets:
            sheet.fit(width - 2 * _GAP_PX)
            sheet.move((width - sheet.width()) // 2, top)
            top += sheet.height() + _GAP_PX
        self._inner.resize(width, top)


class _Sheet(QWidget):
    """One page."""

    def __init__(self, picture: QImage, ratio: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._printed_px = round(picture.width() / ratio)

    def fit(self, width: int) -> None:
        """Be `width` wide, or as wide as printed where that is less."""
        wide = max(1, min(width, self._printed_px))
        self.setFixedSize(wide, round(wide * self._picture.height() / max(1, self._picture.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._picture)


def _on_paper(png: bytes) -> QImage:
    """Return the page's picture on the window's paper: white would outshine the hearts."""
    picture = QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(picture.rect(), QColor(PAPER))
    painter.end()
    return picture


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
    formula = f"({identity.body_surface_formula})" if identity.body_surface_formula else ""
    parts = [
        f"{identity.height_cm:g} cm" if identity.height_cm else "",
        f"{identity.weight_kg:g} kg" if identity.weight_kg else "",
        f"BSA {identity.body_surface_area_m2:.2f} m² {formula}".rstrip() if identity.body_surface_area_m2 else "",
        identity.blood_pressure,
    ]
    return "  ·  ".join(part for part in parts if part)


def _esc(text: str) -> str:
    return html.escape(text)
