"""A document becomes PDF bytes: PDF/A-3A and PDF/UA-1, tagged, with the document itself attached as JSON.

The pages are set by typst from ``resources/report/interpretation.typ``. The data enter as JSON, never as markup, and
the same document gives the same bytes. An unsigned document always has its watermark: no route yields a clean draft.
The pictures of the pages come from the same template and data, so that what is shown is what is signed.

References
----------
ISO 19005-3 (PDF/A-3), conformance level A; ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import typst

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.report.document import Document, content_sha256, to_canonical_json
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.page import name_of_picture, page_of, spell_out

ATTACHMENT_NAME: Final = "interpretation.json"

_UNDRAWABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""How typst 0.13 to 0.15 names a character that no font has; PDF/A allows no empty boxes."""
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS: Final = 8
_T = TypeVar("_T")


def render_pdf(document: Document, pictures: Sequence[KeyPicture] = ()) -> bytes:
    """Return the document as PDF bytes, key frames on its last page; the same input gives the same bytes.

    Characters that none of the shipped fonts can draw are printed as their code points, "[U+1F600]".

    Raises
    ------
    DocumentError
        If the page cannot be set.
    """
    moment = _moment(document)
    return _set(document, pictures, lambda sources: _compile_pdf(sources, moment))


def render_preview(
    document: Document, *, pixels_per_inch: float, pictures: Sequence[KeyPicture] = ()
) -> tuple[bytes, ...]:
    """Return pictures (PNG) of the pages that `render_pdf` would make of the same document, first page first.

    Parameters
    ----------
    document : Document
        What would be printed.
    pixels_per_inch : float
        Resolution; at 96 an A4 page is 794 pixels wide.
    pictures : sequence of KeyPicture
        Key frames to print.

    Raises
    ------
    DocumentError
        If the page cannot be set.
    """
    return _set(document, pictures, lambda sources: _compile_pictures(sources, pixels_per_inch))


def _set(document: Document, pictures: Sequence[KeyPicture], compile_sources: Callable[[Any], _T]) -> _T:
    """Return what `compile_sources` makes of the template and the document's data."""
    content = to_canonical_json(document)
    page = page_of(document, content_sha256(document), pictures)
    files = {name_of_picture(place): picture.svg for place, picture in enumerate(pictures)}
    undrawable: frozenset[str] = frozenset()
    for _attempt in range(_ATTEMPTS):
        try:
            return compile_sources(_sources(_spell_out(page, undrawable), content) | files)
        except typst.TypstError as error:
            found = _undrawable_characters(error)
            if not found - undrawable:
                raise _cannot_be_set() from error
            undrawable |= found
    raise _cannot_be_set()


def _sources(page: dict[str, Any], content: bytes) -> dict[str, bytes]:
    """Return the folder of files, held in memory, that typst sets the pages from."""
    return {
        "main": resource_path("report", "interpretation.typ").read_bytes(),
        "page.json": json.dumps(page, ensure_ascii=False, sort_keys=True).encode("utf-8"),
        ATTACHMENT_NAME: content,
    }


def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,  # the same report looks the same on every machine
        include_embedded_fonts=True,
        font_paths=[str(resource_path("fonts"))],
    )


def _compile_pdf(sources: Any, moment: datetime) -> bytes:
    pdf: bytes = typst.compile(
        sources,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        timestamp=moment,
    )
    return pdf


def _compile_pictures(sources: Any, pixels_per_inch: float) -> tuple[bytes, ...]:
    # typst's stubs do not know that several pages come as a list
    pages: Any = typst.compile(sources, font_paths=_fonts(), format="png", ppi=pixels_per_inch)
    return tuple(pages) if isinstance(pages, list) else (pages,)


def _moment(document: Document) -> datetime:
    if document.signature is not None:
        return datetime.fromisoformat(document.signature.signed_at).astimezone(UTC)
    return document.updated_at.astimezone(UTC)


def _spell_out(value: Any, characters: frozenset[str]) -> Any:
    if not characters:
        return value
    if isinstance(value, str):
        return spell_out(value, characters)
    if isinstance(value, dict):
        return {key: _spell_out(entry, characters) for key, entry in value.items()}
    if isinstance(value, list):
        return [_spell_out(entry, characters) for entry in value]
    return value


def _undrawable_characters(error: typst.TypstError) -> frozenset[str]:
    report = f"{error.message}\n{error.diagnostic}"
    clusters = (_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text) for text in _UNDRAWABLE.findall(report))
    return frozenset(ch for cluster in clusters for ch in cluster if not ch.isascii())


def _cannot_be_set() -> DocumentError:
    return DocumentError("The report's page could not be set.", "Keep the draft and send us the program's log.")
