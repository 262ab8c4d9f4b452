from __future__ import annotations

import io

import pypdfium2
import pytest

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.letter_pages import MOST_PAGES, draw_pages


def pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def test_pages_are_drawn_at_the_width_asked_for() -> None:
    pages = draw_pages(pdf(2), 100)
    assert [page.shape for page in pages] == [(150, 100, 3)] * 2
    assert all((page == 255).all() for page in pages), "an empty page is white"


def test_long_letter_is_cut_at_the_limit() -> None:
    assert len(draw_pages(pdf(MOST_PAGES + 2), 10)) == MOST_PAGES


def test_damaged_pdf_says_so() -> None:
    with pytest.raises(StorageError, match=r"damaged or locked by a password\. Attach a copy"):
        draw_pages(b"%PDF-1.7 and nothing more", 100)
