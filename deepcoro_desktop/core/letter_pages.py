"""The pages of an attached PDF as pictures, drawn in memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.errors import StorageError

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES: Final = 40
_ONE_AT_A_TIME: Final = threading.Lock()
"""PDFium is not safe against several threads, whatever the documents."""


def draw_pages(pdf: bytes, width_px: int) -> tuple[npt.NDArray[np.uint8], ...]:
    """Return the pages of a PDF, the first `MOST_PAGES` of them.

    Parameters
    ----------
    pdf : bytes
        The file.
    width_px : int
        Width of each page, pixels.

    Returns
    -------
    tuple of ndarray of uint8, shape (H, W, 3), RGB, 0 to 255

    Raises
    ------
    StorageError
        If it is no PDF, is damaged, or is locked by a password.
    """
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
            try:
                return tuple(_draw(document[index], width_px) for index in range(min(len(document), MOST_PAGES)))
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise StorageError(
                "The PDF is damaged or locked by a password.", "Attach a copy that opens without a password."
            ) from error


def _draw(page: pypdfium2.PdfPage, width_px: int) -> npt.NDArray[np.uint8]:
    bitmap = page.render(scale=width_px / page.get_width(), rev_byteorder=True)
    return np.array(bitmap.to_numpy()[..., :3], np.uint8)
